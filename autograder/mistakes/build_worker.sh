#!/bin/sh
# Builds the worker of a known mistake, the reference with one file edited:
#
#   build_worker.sh LAB EXERCISE-NAME WORKER 'COMPILER FLAGS' OBJECT...
#
# A kernel's mistake is made in another worker: KERNEL_WORKER are its objects, KERNEL is how a kernel,
# rewritten, is compiled.
#
# OBJECT... are those of the reference's worker; the edited file's takes its twin's place.
set -eu

lab=$1 mistake=$2 worker=$3 compile=$4
shift 4
exercise=${mistake%%-*} name=${mistake#*-}
folder=$(dirname "$worker")
mkdir -p "$folder"

file=$(build/autograder/variant mistakes . "$lab" |
    awk -v e="$exercise" -v n="$name" '$1 "" == e && $2 == n { print $3 }')
build/autograder/variant mistake . "$lab" "$exercise" "$name" >"$folder/$file"
if [ "${file%.cu}" != "$file" ]; then
    build/emulator/rewrite "$folder/$file" >"$folder/edited.cpp"
    $KERNEL -w -c "$folder/edited.cpp" -o "$folder/edited.o"
    # shellcheck disable=SC2086 # a list of paths without spaces
    set -- $KERNEL_WORKER
else
    $compile -w -c "$folder/$file" -o "$folder/edited.o"
fi

objects=
for object in "$@"; do
    case $object in
    */"${file%.*}.o") objects="$objects $folder/edited.o" ;;
    *) objects="$objects $object" ;;
    esac
done
# shellcheck disable=SC2086 # a list of paths without spaces
$compile $objects -o "$worker" -lm
