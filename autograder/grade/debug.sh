#!/bin/sh
# make debug CHECK=1.6: gdb in the student's worker, stopped in the exercise's function, in its first
# failing case (or its first case, when none has failed). make debug LAB=01: gdb in the lab's program.
#
#   debug.sh CHECK LAB STUDENT_BUILD
set -eu
check=$1 lab=$2 student_build=$3

if ! command -v gdb >/dev/null; then
    echo "make debug needs gdb: make setup installs it" >&2
    exit 1
fi
if [ -z "$check" ] && [ -n "$lab" ]; then
    make "$student_build/lab$lab"
    exec gdb -q -ex run --args "$student_build/lab$lab"
fi
if [ -z "$check" ]; then
    echo "make debug needs an exercise or a lab: make debug CHECK=1.3, make debug LAB=01" >&2
    exit 2
fi

request=build/grade/$check/failing.request
[ -f "$request" ] || request=build/grade/$check/requests
if [ ! -s "$request" ]; then
    echo "make debug: exercise $check has not been graded yet: make grade CHECK=$check" >&2
    exit 1
fi
table=$(grep -lE "^$check	" labs/*/exercises.tsv)
number=$(basename "$(dirname "$table")" | cut -d - -f 1)
function=$(awk -F '\t' -v id="$check" '$1 == id { split($4, name, ","); print name[1] }' "$table")
exec gdb -q -ex "break $function" -ex "run <$request 3>/dev/null" "$student_build/worker$number"
