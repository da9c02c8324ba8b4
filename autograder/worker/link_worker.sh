#!/bin/sh
# Links a worker of students' objects, so that what cannot be linked costs its own exercises only:
#
#   link_worker.sh WORKER GIVEN OBJECT... -- COMPILER FLAGS...
#
# GIVEN       one object with all of the worker that is not the student's; linked first, so that its
#             constructors are the first
# OBJECT      BUILD/double/NN-name/file.o as student_object.sh made it
# FLAGS       those of the library's own objects, and -static or not
# CONFINE     see sandbox/confined.sh
# KERNEL      how a kernel, rewritten, is compiled: where OBJECT are kernels. WORKER.lines then has a row for each
#             of their instructions that begins a line: address and line
#
# When the objects cannot be linked, each is tried alone between starters. The starter takes the place
# of one that fails; OBJECT.problem is then "link" and OBJECT.log what the linker said.
set -eu
export LC_ALL=C
. autograder/sandbox/confined.sh

worker=$1 given=$2
shift 2
objects=
while [ "$1" != -- ]; do
    objects="$objects $1"
    shift
done
shift
work=$(mktemp -d "$worker.XXXXXX")
trap '[ $? -ne 125 ] || cat "$work/log" >&2; rm -rf "$work"' EXIT

# link OBJECTS COMPILER FLAGS...
link() {
    linked=$1 reads=
    shift
    # shellcheck disable=SC2086 # a list of paths without spaces
    for folder in $(dirname $linked | sort -u); do
        reads="$reads --read $folder"
    done
    # shellcheck disable=SC2086 # lists of paths without spaces
    confined --read "$given" $reads --write "$work" -- \
        "$@" "$given" $linked -o "$work/worker" -lm 2>"$work/log"
}

# The starter's object for an object.
starter_of() {
    echo "$work/starters/$(basename "$1")"
}

make_starters() {
    mkdir "$work/starters"
    for object in $objects; do
        lab=$(basename "$(dirname "$object")")
        source=build/starters/$lab/$(basename "$object" .o)
        if [ -f "$source.cu" ]; then
            build/emulator/rewrite "$source.cu" >"$work/starter.cpp"
            $KERNEL -c "$work/starter.cpp" -o "$(starter_of "$object")"
        else
            "$@" -Ibuild/include -c "$source.c" -o "$(starter_of "$object")"
        fi
    done
}

# between_starters OBJECT: all the objects, but of the others the starters'.
between_starters() {
    for object in $objects; do
        if [ "$object" = "$1" ]; then echo "$object"; else starter_of "$object"; fi
    done
}

replace_what_fails() {
    make_starters "$@"
    for one in $objects; do
        if ! link "$(between_starters "$one")" "$@"; then
            cp "$work/log" "$one.log"
            cp "$(starter_of "$one")" "$one"
            echo link >"$one.problem"
        fi
    done
}

if ! link "$objects" "$@"; then
    replace_what_fails "$@"
    if ! link "$objects" "$@"; then
        cat "$work/log" >&2
        exit 1
    fi
fi
# which instruction is which line of a kernel's: the worker itself reads no file
if [ -n "${KERNEL-}" ]; then
    confined --read "$work" -- objdump --dwarf=decodedline "$work/worker" 2>"$work/log" |
        awk '$1 ~ /_kernel\.cu$/ && $2 ~ /^[0-9]+$/ && $3 ~ /^0x/ { print $3, $2 }' >"$worker.lines"
fi
mv "$work/worker" "$worker"
