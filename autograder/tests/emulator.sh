#!/bin/sh
# The CUDA emulator: 61 faults that it must report and 48 programs on which it must be silent in 22 orders of threads
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
rewrites 'a kernel with parameters of many kinds' 'f() { emulated_launch("k<T, (3 > 2)>", k<T, (3 > 2)>, 1, 1)(x); }' \
    'f() { k<T, (3 > 2)><<<1, 1>>>(x); }'
rewrites 'a pointer to a kernel' 'f() { emulated_launch("(*p)", (*p), 1, 1)(x); }' 'f() { (*p)<<<1, 1>>>(x); }'
rewrites 'a comment before and in it' 'f() { emulated_launch("k", k /* of */, 1, 1 /* >>> */)(x); }' \
    'f() { k /* of */<<<1, 1 /* >>> */>>>(x); }'
rewrites 'in a macro' ' #define K(n) emulated_launch("k", k, (n), 32)(x)' ' #define K(n) k<<<(n), 32>>>(x)'
rewrites 'behind digits with separators, and quotes' "int i = 10'000; char c = '\"', d = '\\''; f() { emulated_launch(\"k\", k, 1, 1)(x); }" \
    "int i = 10'000; char c = '\"', d = '\\''; f() { k<<<1, 1>>>(x); }"
rewrites 'not in raw strings' 'auto s = R"(" k<<<1, 1>>>(x) )"; auto t = R"x(")" k<<<1, 1>>>(x))x";' \
    'auto s = R"(" k<<<1, 1>>>(x) )"; auto t = R"x(")" k<<<1, 1>>>(x))x";'
rewrites 'operators are functions' '__device__ bool operator==(v a, v b);' '__device__ bool operator==(v a, v b);'
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

same 'a path with a quote in it' '#line 1 "'"$scratch"'/a\"b.cu"' \
    "$(echo >"$scratch/a\"b.cu" && build/emulator/rewrite "$scratch/a\"b.cu" | sed -n 2p)"
same 'each line keeps its number' "$(wc -l <reference/tests/emulator/faulty_races.cu)" \
    "$(build/emulator/rewrite reference/tests/emulator/faulty_races.cu | tail -n +3 | wc -l)"
printf 'a\nb\0c' >"$scratch/zero.cu"
same 'a byte of 0' 'zero.cu:2: a byte of 0: expected a text, in C' \
    "$(build/emulator/rewrite "$scratch/zero.cu" 2>&1 | sed "s|.*/||")"

# --- faults, and none
for compiler in g++ clang++; do
    for level in O0 O1 O2; do
        program=build/tests/corpus-$compiler-$level lines=
        [ $level != O1 ] || lines=--lines
        check "$program is built" make -s $program
        $program $lines 20 >"$scratch/out" 2>"$scratch/err"
        same "$compiler -$level: every fault is reported, and nothing else" '' "$(grep '^not ok' "$scratch/out")"
        same "$compiler -$level: all have run" 109 "$(grep -c '^ok' "$scratch/out")"
    done
done

# --- make emulate
emulates() { # FILE [OPTION=...]
    status=0
    make -s emulate "FILE=$@" >"$scratch/said" 2>"$scratch/told" || status=$?
    return $status
}
told() { grep -q -- "$1" "$scratch/told"; }
check 'a program without a fault runs' emulates labs/04-cnn/examples/square.cu
same 'it prints what it prints' '12 squared is 144, 255 squared is 65025' "$(cat "$scratch/said")"
same 'then comes what it moved' 'square_kernel 1 0 1024 1024 64 0 of 16 0' \
    "$(grep square_kernel "$scratch/told" | tr -s ' ')"
check 'and that it had no fault' told '^No fault, and the same output with threads and blocks in 22 different orders'
! emulates labs/04-cnn/examples/mirror.cu
check 'a fault is told of with its line' told '^data race in mirror_kernel, labs/04-cnn/examples/mirror.cu:16$'
check 'the line itself stands there' told '^    16 | tile\[i\] = x\[i\];$'
same 'once' '1 fault' "$(grep 'fault' "$scratch/told")"
emulates labs/04-cnn/examples/strides.cu ORDERS=0
same 'segments tell how coalesced each way is' '256 2048 2048' \
    "$(awk '/_kernel / { print $6 }' "$scratch/told" | paste -sd ' ')"
cat >"$scratch/banks.cu" <<'END'
__global__ void plain_kernel(float *y)
{
    __shared__ float tile[32][32];
    tile[threadIdx.y][threadIdx.x] = 1;
    __syncthreads();
    y[threadIdx.y * 32 + threadIdx.x] = tile[threadIdx.x][threadIdx.y];
}
__global__ void padded_kernel(float *y)
{
    __shared__ float tile[32][33];
    tile[threadIdx.y][threadIdx.x] = 1;
    __syncthreads();
    y[threadIdx.y * 32 + threadIdx.x] = tile[threadIdx.x][threadIdx.y];
}
__global__ void four_ways_kernel(float *y)
{
    __shared__ float tile[128];
    for (int i = 0; i < 4; i++) {
        tile[i * 32 + threadIdx.x] = 1;
    }
    __syncwarp();
    y[threadIdx.x] = tile[threadIdx.x % 4 * 32] + tile[threadIdx.x / 2] + tile[0];
}
int main(void)
{
    float *y;
    cudaMalloc(&y, 1024 * sizeof *y);
    plain_kernel<<<1, dim3(32, 32)>>>(y);
    padded_kernel<<<1, dim3(32, 32)>>>(y);
    four_ways_kernel<<<1, 32>>>(y);
}
END
emulates "$scratch/banks.cu" ORDERS=0
same 'banks that are wanted more than once: 32 columns, none when padded, four words of one bank' "$((32 * 31)) 0 3" \
    "$(awk '/_kernel / { print $NF }' "$scratch/told" | paste -sd ' ')"
cat >"$scratch/wide.cu" <<'END'
/* Each copies a tile of 32 x 32 floats by one warp, whose lanes have a row each or a column of float2s or float4s each. */
__global__ void rows_kernel(const float4 *x, float4 *y)
{
    __shared__ float4 tile[32][8];
    for (int i = 0; i < 8; i++) {
        tile[4 * i + threadIdx.x / 8][threadIdx.x % 8] = x[32 * i + threadIdx.x];
    }
    __syncthreads();
    for (int i = 0; i < 8; i++) {
        const float4 four = tile[4 * i + threadIdx.x / 8][threadIdx.x % 8];
        y[32 * i + threadIdx.x] = make_float4(four.w, four.z, four.y, four.x);
    }
}
__global__ void columns_kernel(const float4 *x, float4 *y)
{
    __shared__ float4 tile[32][8];
    for (int i = 0; i < 8; i++) {
        tile[threadIdx.x][i] = x[8 * threadIdx.x + i];
    }
    __syncthreads();
    for (int i = 0; i < 8; i++) {
        const float4 four = tile[threadIdx.x][i];
        y[8 * threadIdx.x + i] = make_float4(four.w, four.z, four.y, four.x);
    }
}
__global__ void padded_kernel(const float4 *x, float4 *y)
{
    __shared__ float4 tile[32][8 + 1];
    for (int i = 0; i < 8; i++) {
        tile[threadIdx.x][i] = x[8 * threadIdx.x + i];
    }
    __syncthreads();
    for (int i = 0; i < 8; i++) {
        y[8 * threadIdx.x + i] = tile[threadIdx.x][i];
    }
}
__global__ void columns_of_two_kernel(const float2 *x, float2 *y)
{
    __shared__ float2 tile[32][16];
    for (int i = 0; i < 16; i++) {
        tile[threadIdx.x][i] = x[16 * threadIdx.x + i];
    }
    __syncthreads();
    for (int i = 0; i < 16; i++) {
        y[16 * threadIdx.x + i] = tile[threadIdx.x][i];
    }
}
__global__ void doubles_kernel(const double *x, double *y)
{
    __shared__ double tile[32][16];
    for (int i = 0; i < 16; i++) {
        tile[threadIdx.x][i] = x[16 * threadIdx.x + i];
    }
    __syncthreads();
    for (int i = 0; i < 16; i++) {
        y[16 * threadIdx.x + i] = tile[threadIdx.x][(i + threadIdx.x) % 16]; /* turned: no conflicts */
    }
}
__global__ void one_for_all_kernel(const float4 *x, float *y)
{
    __shared__ float4 tile[8];
    if (threadIdx.x < 8) {
        tile[threadIdx.x] = x[threadIdx.x];
    }
    __syncthreads();
    float sum = 0;
    for (int i = 0; i < 8; i++) {
        const float4 four = tile[i];
        sum += four.x + four.y + four.z + four.w;
    }
    y[threadIdx.x] = sum;
}
int main(void)
{
    void *x, *y;
    cudaMalloc(&x, 4096);
    cudaMalloc(&y, 4096);
    cudaMemset(x, 0, 4096);
    rows_kernel<<<1, 32>>>((const float4 *)x, (float4 *)y);
    columns_kernel<<<1, 32>>>((const float4 *)x, (float4 *)y);
    padded_kernel<<<1, 32>>>((const float4 *)x, (float4 *)y);
    columns_of_two_kernel<<<1, 32>>>((const float2 *)x, (float2 *)y);
    doubles_kernel<<<1, 32>>>((const double *)x, (double *)y);
    one_for_all_kernel<<<1, 32>>>((const float4 *)x, (float *)y);
}
END
emulates "$scratch/wide.cu" ORDERS=0
same 'float4s and float2s: bytes read, segments, uncoalesced of accesses, bank conflicts' \
    "rows_kernel 4096 256 0 of 16 0
columns_kernel 4096 512 16 of 16 $((2 * 8 * 4 * 7))
padded_kernel 4096 512 16 of 16 0
columns_of_two_kernel 4096 1024 32 of 32 $((2 * 16 * 2 * 15))
doubles_kernel 4096 1024 32 of 32 $((16 * 2 * 15))
one_for_all_kernel 128 8 0 of 2 0" \
    "$(awk '/_kernel / { print $1, $4, $6, $7, $8, $9, $10 }' "$scratch/told")"
cat >"$scratch/copies.cu" <<'END'
int main(void)
{
    float *x, number = 0;
    cudaMalloc(&x, sizeof *x);
    cudaMemcpy(x, &number, sizeof *x, cudaMemcpyDeviceToHost);
    cudaMemcpy(x, &number, 8, cudaMemcpyHostToDevice);
    cudaMemcpy(x, &number, 8, cudaMemcpyHostToDevice);
}
END
! emulates "$scratch/copies.cu"
same 'two faults of one kind, one of them twice' '2 faults' "$(grep faults "$scratch/told")"
cat >"$scratch/alone.cu" <<'END'
__global__ void alone_kernel(float *y)
{
    if (threadIdx.x == 0) {
        y[32] = 1;
    }
    y[threadIdx.x] = threadIdx.x;
}
int main(void)
{
    float *y;
    cudaMalloc(&y, 33 * sizeof *y);
    alone_kernel<<<1, 32>>>(y);
}
END
emulates "$scratch/alone.cu" ORDERS=0
same "what a lane does alone does not part its next access from the others'" '5 0 of 2' \
    "$(awk '/_kernel / { print $6, $7, $8, $9 }' "$scratch/told")"
cat >"$scratch/order.cu" <<'END'
#include <stdio.h>
#include <stdlib.h>
__global__ void first_kernel(int *first) { atomicCAS(first, -1, (int)threadIdx.x); }
int main(int count, char **arguments)
{
    int number = -1, *first;
    cudaMalloc(&first, sizeof *first);
    cudaMemcpy(first, &number, sizeof number, cudaMemcpyHostToDevice);
    first_kernel<<<1, 64>>>(first);
    cudaMemcpy(&number, first, sizeof number, cudaMemcpyDeviceToHost);
    printf("%d came first\n", number);
    return count > 1 ? atoi(arguments[1]) : 0;
}
END
check 'a result that depends on the order is no fault' emulates "$scratch/order.cu" CXX=clang++
check 'but is told of' told '^    0 came first'
! emulates "$scratch/order.cu" ARGS=7
check 'a program has its arguments, and its exit status' told 'Error 7$'
! emulates "$scratch/nowhere.cu"
check 'a file that is not there' told 'there is no such file'
echo '__global__ void k(void) {}' >"$scratch/no_main.cu"
! emulates "$scratch/no_main.cu"
check 'a file without main' told 'has no main'
! emulates labs/04-cnn/examples/square.cu ORDERS=many
check 'a number that is none' told 'ORDERS=many: expected a number'
! emulates labs/04-cnn/examples/square.cu CXX=no-such-compiler
check 'a compiler that is not there' told 'there is no no-such-compiler'
printf '#include <cooperative_groups.h>\nint main(void) {}\n' >"$scratch/groups.cu"
! emulates "$scratch/groups.cu"
check 'what is not emulated, with its line' told 'groups.cu:1: the emulator has no cooperative groups'

# --- what exercise 4.14's kernel moves
make -s traffic SOLUTION=1 >"$scratch/said" 2>&1
same 'it counts what is asked for and what is moved' 'yours 8.4 8.7' "$(tr -s ' ' <"$scratch/said" | grep yours)"
make -s build/bench/traffic
build/bench/traffic | awk '$1 ~ /^(naive|coalesced|registers)$/ { print $2 ", " $4 "};" }' >"$scratch/counted"
same 'the others are as they are counted now' 3 "$(grep -c -F -f "$scratch/counted" labs/04-cnn/given/traffic.cu)"
same 'of a kernel that is not written it says so' 1 "$(make -s traffic STUDENT="$scratch/none" STUDENT_BUILD="$scratch/built" 2>&1 |
    grep -c '^Exercise 4.14 is not written yet')"

# --- in a shared object, unchecked
check 'a shared object of kernels and emulator, and a C program' make -s build/tests/open_shared
opened() { # WHAT...: what it does, its output in $scratch/said and $scratch/told
    build/tests/open_shared build/tests/shared_object.so "$@" >"$scratch/said" 2>"$scratch/told"
}
opened sums sums
same 'kernels run there: shared memory, shuffles, atomics' '4032 12224 20416, launch 1
4032 12224 20416, launch 2' "$(cat "$scratch/said")"
same 'nothing is said of them' '' "$(cat "$scratch/told")"
panics() { # WHAT FAULT KERNEL MEANS
    ! (opened "$1") 2>/dev/null
    same "$1: the fault is told of, then the launcher panics" "$2
descent: $3: the device refused the launch: $4" "$(sed -n '1p; /^descent/p' "$scratch/told")"
}
panics stuck 'divergent barrier in stuck_kernel, reference/tests/emulator/shared_object.cu:36' stuck_kernel 'unspecified launch failure'
panics nowhere 'host pointer on the device in nowhere_kernel' nowhere_kernel 'an illegal memory access was encountered'
panics many 'launch in stuck_kernel' stuck_kernel 'invalid configuration argument'
finish
