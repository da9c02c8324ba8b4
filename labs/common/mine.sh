#!/bin/sh
# What a lab's program is made of when it runs with all of a student's own files (make lab02 MINE=1):
#
#   mine.sh NUMBER WITHOUT STUDENT OBJECT...          which files are the student's, which are not
#   mine.sh --again NUMBER WITHOUT STUDENT OBJECT...  how to go on without those of earlier labs that
#                                                     do not build or are still as they were given
#   mine.sh --lines NUMBER WITHOUT STUDENT OBJECT...  a row for each lab: folder, files, functions and
#                                                     lines that the student wrote, tabs between
#
# NUMBER is the lab's, "02"; WITHOUT what WITHOUT= named; STUDENT the folder that holds
# 01-linear-sgd/ and the like. OBJECT are the student's objects, as
# student_object.sh made them: build/student/float/01-linear-sgd/mse.o.
set -eu

wanted=files
case $1 in
--again | --lines)
    wanted=${1#--}
    shift
    ;;
esac
number=$1 without=$(echo "$2" | tr ',' ' ') student=$3
shift 3

is_untouched() { # OBJECT: the file is the starter, as it was given
    file=$(basename "$(dirname "$1")")/$(basename "$1" .o).c
    cmp -s "$student/$file" "build/starters/$file"
}

# Lines that are neither empty nor comment.
lines_of() { # FILE...
    awk '{
        code = ""
        while ($0 != "") {
            if (inside) {
                end = index($0, "*/")
                if (!end) break
                $0 = substr($0, end + 2)
                inside = 0
            } else {
                begin = match($0, /\/[*\/]/)
                if (!begin) { code = code $0; break }
                code = code substr($0, 1, begin - 1)
                if (substr($0, begin, 2) == "//") break
                $0 = substr($0, begin + 2)
                inside = 1
            }
        }
        count += code ~ /[^ \t\r]/
    } END { print count + 0 }' "$@"
}

# The functions of a file that the lab asks for.
functions_in() { # LAB NAME
    awk -F '\t' -v name="$2.c" '{ sub(/.*\//, "", $3) } $3 == name { count += split($4, function_names, ",") }
        END { print count + 0 }' "labs/$1/exercises.tsv"
}

count_lab() { # LAB OBJECT...
    counted=$1 files=0 functions=0 lines=0
    shift
    for object in "$@"; do
        [ "$(basename "$(dirname "$object")")" = "$counted" ] && [ ! -f "$object.problem" ] || continue
        ! is_untouched "$object" || continue
        name=$(basename "$object" .o)
        files=$((files + 1))
        functions=$((functions + $(functions_in "$counted" "$name")))
        lines=$((lines + $(lines_of "$student/$counted/$name.c")))
    done
    printf '%s\t%s\t%s\t%s\n' "$counted" $files $functions $lines
}

names_of() { # LAB written|untouched OBJECT...: these of the files that build, "linear.c, mse.c"
    of_lab=$1 state=$2
    shift 2
    for object in "$@"; do
        [ "$(basename "$(dirname "$object")")" = "$of_lab" ] && [ ! -f "$object.problem" ] || continue
        found=written
        ! is_untouched "$object" || found=untouched
        [ $found != "$state" ] || basename "$object" .o
    done | sed 's/$/.c,/' | paste -sd ' ' | sed 's/,$//'
}

labs_of() { # OBJECT...: their folders
    for object in "$@"; do
        basename "$(dirname "$object")"
    done | sort -u
}

if [ $wanted = lines ]; then
    for lab in $(labs_of "$@"); do
        count_lab "$lab" "$@"
    done
    exit 0
fi

# The labs before this one of which there is no folder here: "01, 02".
absent_labs() {
    for earlier in $(seq -w 01 "$number"); do
        [ "$earlier" = "$number" ] || ls -d labs/"$earlier"-*/ >/dev/null 2>&1 || echo "$earlier"
    done | paste -sd ' ' | sed 's/ /, /g'
}

if [ $wanted = files ]; then
    echo "Your own framework: what you wrote runs in place of the reference's."
    absent=$(absent_labs)
    case $absent in
    '') ;;
    *,*) echo "  labs $absent are not in this folder: the library's own files stand for them." ;;
    *) echo "  lab $absent is not in this folder: the library's own files stand for it." ;;
    esac
    for lab in $(labs_of "$@"); do
        names=$(names_of "$lab" written "$@")
        untouched=$(names_of "$lab" untouched "$@")
        echo "  labs/$lab: ${names:-nothing that is written and builds}"
        [ -z "$untouched" ] || echo "    not written yet: $untouched"
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
    if [ ! -f "$object.problem" ]; then
        is_untouched "$object" || continue
    fi
    broken="$broken $(basename "$object" .o)"
done
broken=$(echo $broken)
[ -z "$broken" ] ||
    echo "To go on without $(echo "$broken" | sed 's/ /.c, /g').c: make lab$number MINE=1 WITHOUT=\"$(echo $broken $without)\" takes the reference's instead." >&2
