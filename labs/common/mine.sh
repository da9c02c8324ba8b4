#!/bin/sh
# What a lab's program is made of when it runs with all of a student's own files (make lab02 MINE=1):
#
#   mine.sh NUMBER WITHOUT OBJECT...          which files are the student's, which are not
#   mine.sh --again NUMBER WITHOUT OBJECT...  how to go on without those that do not build
#
# NUMBER is the lab's, "02"; WITHOUT what WITHOUT= named. OBJECT are the student's objects, as
# student_object.sh made them: build/student/float/01-linear-sgd/mse.o.
set -eu

again=
if [ "$1" = --again ]; then
    again=1
    shift
fi
number=$1 without=$(echo "$2" | tr ',' ' ')
shift 2

names_of() { # LAB OBJECT...: the files that are the student's, "linear.c, mse.c"
    wanted=$1
    shift
    for object in "$@"; do
        [ "$(basename "$(dirname "$object")")" = "$wanted" ] && [ ! -f "$object.problem" ] || continue
        basename "$object" .o
    done | sed 's/$/.c,/' | paste -sd ' ' | sed 's/,$//'
}

if [ -z "$again" ]; then
    echo "Your own framework: what you wrote runs in place of the reference's."
    for lab in $(for object in "$@"; do basename "$(dirname "$object")"; done | sort -u); do
        names=$(names_of "$lab" "$@")
        echo "  labs/$lab: ${names:-nothing that builds}"
    done | fold -s -w 100 | sed 's/^\([^ ]\)/      \1/; s/ *$//'
    for name in $without; do
        name=$(basename "${name%.c}")
        if [ -n "$(find reference -name "$name.c")" ]; then
            echo "  $name.c is the reference's, because of WITHOUT."
        else
            echo "  WITHOUT=$name: there is no such file of the reference's here; nothing changes."
        fi
    done
    exit 0
fi

broken=
for object in "$@"; do
    case $(basename "$(dirname "$object")") in
    "$number"-*) continue ;; # this lab's own: to be written now
    esac
    [ ! -f "$object.problem" ] || broken="$broken $(basename "$object" .o)"
done
broken=$(echo $broken)
[ -z "$broken" ] ||
    echo "To go on without $(echo "$broken" | sed 's/ /.c, /g').c: make lab$number MINE=1 WITHOUT=\"$(echo $broken $without)\" takes the reference's instead." >&2
