#!/bin/sh
# make show CHECK=1.6: the arrays of the exercise's first failing case, as it was last graded.
set -eu
if [ -z "${1-}" ]; then
    echo "make show needs an exercise: make show CHECK=1.3" >&2
    exit 2
fi
if [ ! -d "build/grade/$1" ]; then
    echo "make show: exercise $1 has not been graded yet: make grade CHECK=$1" >&2
    exit 1
fi
exec build/autograder/show "build/grade/$1"
