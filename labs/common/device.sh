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
    [ -e "$compiled/$1/others.o" ] || none "this handout has no kernels for BACKEND=$backend; your instructor can make one that has (make handout GPU=1)"
    [ "$(cat "$compiled/machine")" = "$(uname -m)" ] ||
        none "this handout's kernels are compiled for $(cat "$compiled/machine"), and this is $(uname -m)"
}

# Where none is, the kernels need not be compiled.
require_gpu() {
    make -s build/gpu/probe >/dev/null 2>&1 || none 'what looks for one does not build'
    why=$(build/gpu/probe) || none "$why"
}

patience=
case $backend in
cuda)
    patience=', which takes some minutes'
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

# A kernel that does not compile costs only itself.
own= written=
for kernel in "$@"; do
    exercise=$(awk -F '\t' -v file="$(basename "$kernel")" '{ n = $3; sub(/.*\//, "", n) } n == file { print $1 }' labs/*/exercises.tsv)
    object=$(dirname "$library")/$(basename "$(dirname "$kernel")")/$(basename "$kernel" .cu).o
    if make -s "$object" >&2; then
        own=$own${own:+,}$exercise
        written="$written $kernel"
    else
        echo "$kernel does not compile: in place of your $exercise the kit's own kernel takes part." >&2
    fi
done
[ -e "$library" ] || echo "Building the kernels for $backend, once$patience ..." >&2
make -s -j"$(nproc)" "$library" OWN_KERNELS="$written" >&2
echo "--device $library${own:+ --own $own}"
