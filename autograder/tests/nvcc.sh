#!/bin/sh
# nvcc, where there is one, compiles each of our .cu files, for one architecture, without a warning. What the
# kernels compute is tested through the emulator.
. autograder/tests/tap.sh

nvcc=$(make -s list-nvcc)
if [ -z "$nvcc" ]; then
    echo "ok 1 - every .cu file # skip there is no nvcc"
    echo 1..1
    exit 0
fi
check "$nvcc compiles every .cu file" make -s -k $(make -s list-cuda-objects)
finish
