#!/bin/sh
# Runs a small CUDA program on the emulator: make emulate FILE=my.cu [ARGS="..."] [ORDERS=20] [CXX=clang++]
#
#   emulate.sh FILE 'COMPILER FLAGS' OBJECT...     from the kit's root
#
# OBJECT... are the emulator's. What the program prints comes first, then what the emulator saw (at_end.c). When that
# was no fault, the program runs again: with its threads and blocks from last to first, then shuffled in $ORDERS ways.
# Exit status: the program's; 1 when there was a fault; 2 when it could not be run.
set -eu

file=$1 compile=$2
shift 2
compiler=${compile%% *}
orders=${ORDERS:-20}

cannot() { # TEXT...
    printf '%s\n' "$@" >&2
    exit 2
}

[ -n "$file" ] || cannot 'make emulate needs a program: make emulate FILE=labs/04-cnn/examples/square.cu'
[ -f "$file" ] || cannot "$file: there is no such file"
case $orders in '' | *[!0-9]*) cannot "ORDERS=$orders: expected a number" ;; esac
command -v "$compiler" >/dev/null ||
    cannot "make emulate needs a C++ compiler, and there is no $compiler: sudo apt install ${compiler%++*}++, or CXX=clang++"
grep -Eq '(^|[^a-zA-Z0-9_])main[[:space:]]*\(' "$file" ||
    cannot "$file has no main: emulate runs whole programs. (An exercise is graded: make grade CHECK=4.12)"

# What the emulator has not, by the words that a program uses it with: the first one that is found.
lacks() { # PATTERN WHAT
    found=$(grep -nEm 1 -- "$1" "$file") || return 0
    cannot "$file:${found%%:*}: $2"
}
lacks '#include *[<"]cooperative_groups' 'the emulator has no cooperative groups: __syncthreads(), __syncwarp() and shuffles do their work within a block'
lacks '#include *[<"](mma|cuda_fp16|cuda_bf16|cublas|cudnn|curand|thrust|cub/)' 'the emulator has no libraries of CUDA, no half precision and no tensor cores: float, double and integers only'
lacks 'cudaMallocManaged|__managed__' 'the emulator has no managed memory: cudaMalloc and cudaMemcpy, as in the labs'
lacks 'tex[123]D|cudaTextureObject|surf[123]D' 'the emulator has no textures: read the array itself'
lacks 'asm( volatile)? *\(' 'the emulator runs no PTX: it has C alone'
lacks '__nanosleep|clock64|%clock' "the emulator has no clock for kernels: threads run one after another"
lacks 'cudaLaunchKernel|cudaLaunchCooperativeKernel' 'the emulator launches by kernel<<<blocks, threads>>>(...) alone'

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
build/emulator/rewrite "$file" >"$folder/program.cpp" || exit 2
$compile -fexceptions -frtti -I"$(dirname "$file")" -Wall -Wextra -c "$folder/program.cpp" -o "$folder/program.o" ||
    exit 2
"$compiler" "$folder/program.o" "$@" -o "$folder/program" -lm ||
    cannot "$file cannot be linked: threads, std::atomic and other files than this one are not emulated"

# --- as it is
status=0
# shellcheck disable=SC2086
"$folder/program" ${ARGS:-} || status=$?
[ $status -eq 0 ] || exit $status

# --- in other orders, for at most half a minute
begun=$(date +%s)
runs=0
# shellcheck disable=SC2086
"$folder/program" ${ARGS:-} </dev/null >"$folder/printed" 2>/dev/null || exit 0 # it reads what it is told, once
for order in descending $(seq "$orders"); do
    [ "$orders" -gt 0 ] && [ $(($(date +%s) - begun)) -lt 30 ] || break
    # shellcheck disable=SC2086
    EMULATE_ORDER=$order "$folder/program" ${ARGS:-} </dev/null >"$folder/again" || exit $?
    runs=$((runs + 1))
    if ! cmp -s "$folder/printed" "$folder/again"; then
        echo "With threads and blocks in another order ($order) it prints something else, first in this line:" >&2
        diff "$folder/printed" "$folder/again" | sed -n 's/^[<>] /    /p' | head -n 1 >&2
        echo "If that is no time and no random number, its result depends on the order in which threads run." >&2
        exit 0
    fi
done
[ $runs -eq 0 ] || echo "No fault, and the same output with threads and blocks in $((runs + 1)) different orders." >&2
