#!/bin/sh
# Says what is wrong with a student's files, in the compiler's own words:
#
#   say_problems.sh OBJECT...
#
# student_object.sh left OBJECT.log and, where the starter had to stand in, OBJECT.problem.
for object in "$@"; do
    [ ! -s "$object.log" ] || cat "$object.log" >&2
    [ -f "$object.problem" ] || continue
    file=labs/$(basename "$(dirname "$object")")/$(basename "$object" .o).c
    read -r problem names <"$object.problem"
    case $problem in
    compile) echo "$file does not compile (above): its starter stands in for it." ;;
    absent) echo "$file is not there: its starter stands in for it. 'make stubs' writes it anew." ;;
    calls) echo "$file calls $names: exercises use the C library and what the handout names." \
        "Its starter stands in." ;;
    missing) echo "$file does not define $names: is a name misspelled, or a function static?" \
        "The starter's stands in." ;;
    esac >&2
done
exit 0
