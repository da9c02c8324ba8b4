#!/bin/sh
# make show CHECK=1.6: the arrays of the exercise's first failing case, graded anew.
#
#   show.sh CHECK STUDENT STUDENT_BUILD
set -eu
if [ -z "${1-}" ]; then
    echo "make show needs an exercise: make show CHECK=1.3" >&2
    exit 2
fi
build/autograder/grade --student "$2" --build "$3" --check "$1" --no-valgrind --quiet || exit
if [ ! -f "build/grade/$1/failing.request" ]; then
    build/autograder/grade --student "$2" --build "$3" --check "$1"
    echo "make show prints a case that failed, and $1 has none." >&2
    exit
fi
exec build/autograder/show "build/grade/$1"
