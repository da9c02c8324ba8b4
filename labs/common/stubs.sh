#!/bin/sh
# Puts the generated starter files into the labs' folders, and keeps what a student has written:
#
#   stubs.sh LAB_FOLDER...            from the kit's root; build/starters/ holds the generated files
#   stubs.sh --missing LAB_FOLDER...  only those that are not there
#   stubs.sh --check LAB_FOLDER...    writes nothing; status 1 when an untouched starter is out of date
#
# labs/NN-name/.starters holds the checksum of each starter as it was handed out: a file that still
# has it was not touched and may be replaced.
set -eu

mode=all
case ${1-} in
--check | --missing)
    mode=${1#--}
    shift
    ;;
esac
status=0

sum_of() {
    sha256sum "$1" | cut -d ' ' -f 1
}

known_sum() {
    [ ! -f "$1/.starters" ] || awk -v name="$2" '$2 == name { print $1 }' "$1/.starters"
}

is_untouched() {
    [ "$(sum_of "$1/$2")" = "$(known_sum "$1" "$2")" ]
}

put() {
    lab=$1 name=$2 starter=build/starters/$(basename "$1")/$2
    if [ -f "$lab/$name" ] && { [ $mode = missing ] || cmp -s "$starter" "$lab/$name"; }; then
        return
    fi
    if [ -f "$lab/$name" ] && ! is_untouched "$lab" "$name"; then
        [ $mode = check ] || echo "kept     $lab/$name (you have written in it)"
        return
    fi
    if [ $mode = check ]; then
        echo "$lab/$name is not what the reference gives: run 'make stubs'"
        status=1
    else
        cp "$starter" "$lab/$name.new"
        mv "$lab/$name.new" "$lab/$name"
        echo "written  $lab/$name"
    fi
}

# Keeps the checksum of what was handed out, for a file that is just that.
remember() {
    lab=$1 name=$2 starter=build/starters/$(basename "$1")/$2
    sum=$(sum_of "$starter")
    if [ "$(known_sum "$lab" "$name")" = "$sum" ] || ! cmp -s "$starter" "$lab/$name"; then
        return
    fi
    if [ $mode = check ]; then
        echo "$lab/.starters does not know $name as the reference gives it: run 'make stubs'"
        status=1
    else
        { [ ! -f "$lab/.starters" ] || grep -v "  $name\$" "$lab/.starters" || true
            echo "$sum  $name"; } | sort -k 2 >"$lab/.starters.new"
        mv "$lab/.starters.new" "$lab/.starters"
    fi
}

for folder in "$@"; do
    for starter in build/starters/"$folder"/*; do
        [ -f "$starter" ] || continue # a lab without exercises
        put "labs/$folder" "$(basename "$starter")"
        remember "labs/$folder" "$(basename "$starter")"
    done
done
exit $status
