#!/bin/sh
# Whether a student's own kernels can run on a GPU here; if so, builds the worker that does it:
#
#   gpu.sh NVCC ANSWER WORKER
#
# ANSWER then has a line: "yes: " and the GPU's name, or "no: " and why not.
set -eu
nvcc=$1 answer=$2 worker=$3

mkdir -p "$(dirname "$answer")"
if [ -z "$nvcc" ]; then
    echo 'no: nvcc is not here, which compiles for it (package nvidia-cuda-toolkit, or the CUDA Toolkit)'
elif ! make -s AS_BUILT=1 build/gpu/probe >&2; then
    echo "no: $nvcc does not compile what looks for one"
elif ! said=$(build/gpu/probe); then
    echo "no: $said"
elif ! make -s AS_BUILT=1 "$worker" >&2; then
    echo "no: $nvcc does not link the kernels for $said"
else
    echo "yes: ${said%%, compute*}"
fi >"$answer"
