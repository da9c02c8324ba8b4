#!/bin/sh
# The CUDA emulator: 55 faults that it must report and 46 programs on which it must be silent in 22 orders of threads
# and blocks, by both compilers, unoptimised and optimised; what is rewritten, and that lines keep their numbers; and
# make emulate.
. autograder/tests/tap.sh

# --- rewriting
make -s build/emulator/rewrite
rewrites() { # WHAT WANTED CUDA
    printf '%s\n' "$3" >"$scratch/a.cu"
    same "$1" "$2" "$(build/emulator/rewrite "$scratch/a.cu" 2>&1 | sed "/^#/d; s|$scratch/||")"
}
rewrites 'a launch' 'f() { emulated_launch("k", k, 2, 32)(x); }' 'f() { k<<<2, 32>>>(x); }'
rewrites 'a shift in it' 'f() { emulated_launch("k", k, (n + 255) >> 8, dim3(1, 2), 0, s)(x); }' \
    'f() { k<<<(n + 255) >> 8, dim3(1, 2), 0, s>>>(x); }'
rewrites 'a kernel that is a template' 'f() { emulated_launch("k<float>", k<float>, 1, 1)(x); }' 'f() { k<float><<<1, 1>>>(x); }'
rewrites 'over several lines' 'f() { emulated_launch("k", k
    , 1,
    2)(x); }' 'f() { k
    <<<1,
    2>>>(x); }'
rewrites 'not in comments and strings' '/* k<<<1, 1>>>(x) */ // k<<<1, 1>>>(x)
const char *s = "k<<<1, 1>>>(x)";' '/* k<<<1, 1>>>(x) */ // k<<<1, 1>>>(x)
const char *s = "k<<<1, 1>>>(x)";'
rewrites 'dynamic shared memory' 'f() { float *const s = (float *)emulated_dynamic_shared(); }' \
    'f() { extern __shared__ __align__(16) float s[]; }'
rewrites 'a variable on the device, and no function' '__device_variable__ int n = 3;
__device__ int f(int n);' '__device__ int n = 3;
__device__ int f(int n);'
rewrites 'what it cannot do, with the line' 'a.cu:2: dynamic shared memory is declared inside of the kernel that uses it' '
extern __shared__ float s[];'
rewrites 'what is no launch' "a.cu:1: a launch's <<< without its >>>" 'f() { k<<<1, 1; }'

# --- faults, and none
for compiler in g++ clang++; do
    for level in O0 O1 O2; do
        program=build/tests/corpus-$compiler-$level lines=
        [ $level != O1 ] || lines=--lines
        check "$program is built" make -s $program
        $program $lines 20 >"$scratch/out" 2>"$scratch/err"
        same "$compiler -$level: every fault is reported, and nothing else" '' "$(grep '^not ok' "$scratch/out")"
        same "$compiler -$level: all have run" 101 "$(grep -c '^ok' "$scratch/out")"
    done
done

# --- make emulate
emulates() { # FILE
    make -s emulate "FILE=$1" >"$scratch/said" 2>&1
}
check 'a program without a fault runs' emulates labs/04-cnn/examples/square.cu
check 'what it prints comes first' grep -q -x '12 squared is 144, 255 squared is 65025' "$scratch/said"
check 'then what it moved' grep -q '1024 bytes read, 1024 written; 16 accesses of warps touch 64 segments' "$scratch/said"
check 'and that it had no fault' grep -q -x '0 faults' "$scratch/said"
status=0
emulates labs/04-cnn/examples/mirror.cu || status=$?
same 'one with a fault fails' 2 $status
check 'and names the line' grep -q 'data race in mirror_kernel, labs/04-cnn/examples/mirror.cu:17' "$scratch/said"
emulates labs/04-cnn/examples/strides.cu
same 'segments tell how coalesced each way is' '256 2048 2048' \
    "$(sed -n 's/.*touch \([0-9]*\) segments.*/\1/p' "$scratch/said" | paste -sd ' ')"
! emulates "$scratch/nowhere.cu"
check 'a file that is not there' grep -q 'there is no such file' "$scratch/said"
echo '__global__ void k(void) {}' >"$scratch/no_main.cu"
! emulates "$scratch/no_main.cu"
check 'a file without main' grep -q 'has no main' "$scratch/said"
finish
