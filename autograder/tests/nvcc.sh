#!/bin/sh
# nvcc, where there is one, compiles each of our .cu files, for one architecture, without a warning, and links
# them into what programs load. What the kernels compute is tested through the emulator.
. autograder/tests/tap.sh

nvcc=$(make -s list-nvcc)
if [ -z "$nvcc" ]; then
    echo "ok 1 - every .cu file # skip there is no nvcc"
    echo 1..1
    exit 0
fi
check "$nvcc compiles every .cu file" make -s -k $(make -s list-cuda-objects)
check 'they make the shared object that programs load' make -s build/cuda-one/descent_cuda.so
make -s SOLUTION=1 build/with-solution/lab03 build/gpu/probe
if reason=$(build/gpu/probe); then
    echo "# $reason: make test-gpu tests it"
else
    same 'a program that loads it says why there is no GPU' "No GPU: $reason. Training runs on the CPU." \
        "$(build/with-solution/lab03 --out "$scratch" --only 3.2 --data glyphs --device build/cuda-one/descent_cuda.so | sed -n 2p)"
fi
# what runs a student's own kernels on a GPU, for which none is needed here
check 'nvcc links a worker of kernels' make -s SOLUTION=1 GPU_ARCH=sm_75 build/with-solution/worker04-gpu
finish
