#!/bin/sh
# make debug CHECK=1.6: gdb in the student's worker, stopped in the exercise's function, in its first
# failing case (or its first case, when none has failed). make debug LAB=01: gdb in the lab's program.
#
#   debug.sh CHECK LAB STUDENT STUDENT_BUILD
set -eu
check=$1 lab=$2 student=$3 student_build=$4

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

# what is graded is what stands in the file now
table=$(grep -lE "^$check	" labs/*/exercises.tsv) || {
    echo "make debug: there is no exercise $check" >&2
    exit 2
}
number=$(basename "$(dirname "$table")" | cut -d - -f 1)
build/autograder/grade --student "$student" --build "$student_build" --check "$check" --no-valgrind --quiet || true
request=build/grade/$check/failing.request
[ -f "$request" ] || request=build/grade/$check/requests
if [ ! -s "$request" ]; then
    build/autograder/grade --student "$student" --build "$student_build" --check "$check" --no-valgrind
    exit 1
fi

# a kernel's worker is the one that was graded
worker=$student_build/worker$number-debug
! awk -F '\t' -v id="$check" '$1 "" == id && $3 ~ /\.cu$/ { found = 1 } END { exit !found }' "$table" ||
    worker=$student_build/worker$number-emulated

# compiled once more without optimization, so that every variable can be looked at
make -s STUDENT="$student" STUDENT_BUILD="$student_build" "$worker"

# in "1.10" == "1.1" awk would compare numbers
functions=$(awk -F '\t' -v id="$check" '$1 "" == id { gsub(",", "\n", $4); print $4 }' "$table")
set --
for function in $functions; do
    set -- "$@" -ex "break $function"
done
exec gdb -q "$@" -ex "run <$request 3>/dev/null" "$worker"
