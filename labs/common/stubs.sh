#!/bin/sh
# Puts the generated starter files into the labs' folders, and keeps what a student has written:
#
#   stubs.sh LAB_FOLDER...        from the kit's root; build/starters/ holds the generated files
#   stubs.sh --check LAB_FOLDER...  writes nothing; status 1 when an untouched starter is out of date
#
# labs/NN-name/.starters holds the checksum of each starter as it was handed out: a file that still
# has it was not touched and may be replaced.
set -eu

check=no
if [ "${1-}" = --check ]; then
    check=yes
    shift
fi
status=0

sum_of() {
    sha256sum "$1" | cut -d ' ' -f 1
}

known_sum() {
    [ -f "$1/.starters" ] && awk -v name="$2" '$2 == name { print $1 }' "$1/.starters"
}

is_untouched() {
    [ "$(sum_of "$1/$2")" = "$(known_sum "$1" "$2")" ]
}

put() {
    lab=$1 name=$2 starter=build/starters/$(basename "$1")/$2
    if [ -f "$lab/$name" ] && cmp -s "$starter" "$lab/$name"; then
        return
    fi
    if [ -f "$lab/$name" ] && ! is_untouched "$lab" "$name"; then
        [ $check = yes ] || echo "kept     $lab/$name (you have written in it)"
        return
    fi
    if [ $check = yes ]; then
        echo "$lab/$name is not what the reference gives: run 'make stubs'"
        status=1
    else
        cp "$starter" "$lab/$name.new"
        mv "$lab/$name.new" "$lab/$name"
        echo "written  $lab/$name"
    fi
}

remember() {
    folder=$1
    for starter in build/starters/"$folder"/*.c; do
        echo "$(sum_of "$starter")  $(basename "$starter")"
    done >build/starters/"$folder".sums
    if cmp -s build/starters/"$folder".sums "labs/$folder/.starters"; then
        return
    fi
    if [ $check = yes ]; then
        echo "labs/$folder/.starters is not what the reference gives: run 'make stubs'"
        status=1
    else
        cp build/starters/"$folder".sums "labs/$folder/.starters"
    fi
}

for folder in "$@"; do
    for starter in build/starters/"$folder"/*.c; do
        put "labs/$folder" "$(basename "$starter")"
    done
    remember "$folder"
done
exit $status
