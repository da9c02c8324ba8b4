#!/bin/sh
# Says what is wrong with a student's files, in the compiler's own words:
#
#   say_problems.sh OBJECT...           all that the compiler said, and which starters stand in
#   say_problems.sh --again OBJECT...   a line each, for the end of a long output
#
# student_object.sh left OBJECT.log and, where the starter had to stand in, OBJECT.problem.
again=no
if [ "${1-}" = --again ]; then
    again=yes
    shift
fi

for object in "$@"; do
    [ $again = yes ] || [ ! -s "$object.log" ] || cat "$object.log" >&2
    [ -f "$object.problem" ] || continue
    file=labs/$(basename "$(dirname "$object")")/$(basename "$object" .o).c
    read -r problem names <"$object.problem"
    case $problem in
    compile)
        line=$(sed -n "s|^$file:\([0-9]*\):.*error: .*|, line \1|p" "$object.log" | head -n 1)
        echo "$file does not compile$line: its starter stands in for it, as if nothing were written."
        ;;
    absent) echo "$file is not there: its starter stands in for it. 'make stubs' writes it anew." ;;
    calls) echo "$file calls $names: there is no such function, or exercises may not use it." \
        "Its starter stands in, as if nothing were written." ;;
    runs) echo "$file holds code that would run by itself ($names): only its functions are called." \
        "Its starter stands in, as if nothing were written." ;;
    large) echo "$file has static arrays of more than 16 MiB. Its starter stands in, as if nothing were written." ;;
    link) echo "$file cannot be linked (above): its starter stands in for it, as if nothing were written." ;;
    missing) echo "$file does not define $names: is a name misspelled, or a function static?" \
        "The starter's stands in." ;;
    esac >&2
done
exit 0
