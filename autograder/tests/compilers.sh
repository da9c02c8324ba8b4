#!/bin/sh
# clang finds nothing to warn about in our sources, in either precision. (gcc has compiled them all.)
. autograder/tests/tap.sh

# the emulator's cuda_runtime.h, not NVIDIA's
flags="$(make -s list-flags) -fsyntax-only -Ireference/kernels/cuda/emulator/include"
for file in $(make -s list-sources | tr ' ' '\n' | grep '\.c$'); do
    check "$file as float" clang $flags "$file"
    case $file in reference/tests/cuda/*) continue ;; esac # a device's numbers are floats
    check "$file as double" clang $flags -DDESCENT_DOUBLE "$file"
done
finish
