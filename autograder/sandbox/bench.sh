#!/bin/sh
# What confining costs, in ms a worker: the median of 200 starts, bare and confined in turns.
set -eu
cd "$(dirname "$0")/../.."
make -s build/autograder/confine build/autograder/sandbox-bench build/student/worker01
build/autograder/sandbox-bench "${1:-200}" "$(pwd)/build/autograder/confine" "$(pwd)/build/student/worker01"
