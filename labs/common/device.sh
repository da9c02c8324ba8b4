#!/bin/sh
# What make lab03 BACKEND=cuda trains on:
#
#   device.sh BACKEND LIBRARY KERNEL...    BACKEND  cuda, or emulated: the same on the CPU, slowly
#                                          LIBRARY  the shared object that make builds for it
#                                          KERNEL   a student's file of lab 04's kernels
#
# Builds LIBRARY and prints the options of the lab's program: --device LIBRARY, and --own with the exercises whose
# kernels in it are the student's. Where no GPU can be had it says in a line why, and prints nothing: the program
# then trains on the CPU.
set -eu

backend=$1 library=$2
shift 2

none() { # WHY
    echo "No GPU: $*. Training runs on the CPU." >&2
    exit 0
}

# What a handout has instead of sources.
require_compiled() { # KIND
    compiled=autograder/recorded/device
    [ ! -e reference/kernels/cuda/backend.cu ] || return 0
    [ -e "$compiled/$1/others.o" ] || none "this handout has no kernels for BACKEND=$backend; the whole kit has them"
    [ "$(cat "$compiled/machine")" = "$(uname -m)" ] ||
        none "this handout's kernels are compiled for $(cat "$compiled/machine"), and this is $(uname -m)"
}

# Where none is, the kernels need not be compiled.
require_gpu() {
    make -s build/gpu/probe >/dev/null 2>&1 || none 'what looks for one does not build'
    why=$(build/gpu/probe) || none "$why"
}

case $backend in
cuda)
    require_compiled cuda
    [ -n "$(make -s list-nvcc)" ] || none 'nvcc is not here, which compiles for it'
    require_gpu
    ;;
emulated)
    require_compiled emulated-shared
    [ -n "$(make -s list-cxx)" ] || none 'the emulator needs g++, which is not here'
    ;;
*)
    echo "BACKEND=$backend: expected cuda, or emulated" >&2
    exit 2
    ;;
esac

own=
for kernel in "$@"; do
    exercise=$(awk -F '\t' -v file="$(basename "$kernel")" '{ n = $3; sub(/.*\//, "", n) } n == file { print $1 }' labs/*/exercises.tsv)
    own=$own${own:+,}$exercise
done
[ -e "$library" ] || echo "Building the kernels for $backend, which takes some minutes once ..." >&2
make -s -j"$(nproc)" "$library" OWN_KERNELS="$*" >&2
echo "--device $library${own:+ --own $own}"
