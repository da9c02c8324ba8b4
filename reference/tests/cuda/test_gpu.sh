#!/bin/sh
# The kernels' tests on a real device: as they are, then under compute-sanitizer, which looks for accesses out of
# bounds (memcheck) and races in shared memory (racecheck). Where there is no nvcc, driver or device, or the
# sanitizer does not run, a line says so; that alone is no failure.
set -u
cd "$(dirname "$0")/../../.." || exit 1

skip() {
    echo "test-gpu: $* (skipped)"
}

nvcc=$(make -s list-nvcc)
if [ -z "$nvcc" ]; then
    skip 'there is no nvcc'
    exit 0
fi
make -s build/gpu/probe || exit 1
if ! device=$(build/gpu/probe); then
    skip "no GPU: $device"
    exit 0
fi
echo "test-gpu: $device"

make -s -j"$(nproc)" build/tests/cuda-device || exit 1
failed=0
build/tests/cuda-device -j1 --tap=build/tests/cuda-device.tap || failed=1

sanitizer=$(command -v compute-sanitizer || echo "$(dirname "$nvcc")/compute-sanitizer")
for tool in memcheck racecheck; do
    if ! why=$("$sanitizer" --tool $tool build/gpu/probe 2>&1); then
        skip "compute-sanitizer's $tool does not run: $(echo "$why" | tail -n 1)"
        continue
    fi
    echo "test-gpu: $tool"
    "$sanitizer" --tool $tool --target-processes all --error-exitcode 9 --print-limit 10 \
        build/tests/cuda-device -j1 --filter '!(cuda_device_panics)/*' \
        --tap="build/tests/cuda-$tool.tap" || failed=1
done
exit $failed
