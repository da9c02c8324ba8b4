#!/bin/sh
# The CUDA emulator on arm64: the same faults, the same silent programs, in two orders of threads and blocks. By
# a cross compiler and qemu-user, where both are.
. autograder/tests/tap.sh

cross=aarch64-linux-gnu
for program in $cross-gcc $cross-g++ qemu-aarch64; do
    if ! command -v $program >/dev/null; then
        echo "ok 1 - the emulator on arm64 # skip there is no $program (g++-$cross, qemu-user)"
        echo 1..1
        exit 0
    fi
done

emulator=reference/kernels/cuda/emulator
warnings='-Wall -Wextra -Werror'
includes="-Ireference -I$emulator/include"
make -s build/emulator/rewrite
compile() {
    for file in "$emulator"/*.c reference/tests/emulator/corpus.c reference/base/message.c; do
        case $file in */rewrite.c | */at_end.c | */unchecked.c) continue ;; esac
        # shellcheck disable=SC2086
        $cross-gcc -std=gnu17 -O2 -g -ffp-contract=off $warnings $includes -c "$file" \
            -o "$scratch/$(basename "$file" .c).o" || return 1
    done
    for file in reference/tests/emulator/*.cu; do
        case $file in */shared_object.cu) continue ;; esac
        name=$(basename "$file" .cu)
        build/emulator/rewrite "$file" >"$scratch/$name.cpp"
        # shellcheck disable=SC2046,SC2086
        $cross-g++ $(make -s list-emulated-flags) $warnings $includes -c "$scratch/$name.cpp" -o "$scratch/$name.o" ||
            return 1
    done
    $cross-g++ -static "$scratch"/*.o -o "$scratch/corpus" -lm
}
check 'it compiles' compile
qemu-aarch64 "$scratch/corpus" 0 >"$scratch/out" 2>"$scratch/err"
same 'every fault is reported, and nothing else' '' "$(grep '^not ok' "$scratch/out")"
same 'all have run' 109 "$(grep -c '^ok' "$scratch/out")"
finish
