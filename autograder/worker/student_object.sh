#!/bin/sh
# Makes one object of a student's file that can stand in for the reference's and for nothing else:
#
#   student_object.sh LAB_FOLDER SOURCE STARTER OBJECT SYMBOLS COMPILER FLAGS...
#
# LAB_FOLDER  labs/01-linear-sgd: its exercises.tsv says what the file must define and may call
# SOURCE      the student's file; STARTER is the generated one that stands in when it cannot be used
# SYMBOLS     the names that libc and libm define, one a line
#
# Of the object only the exercises' names stay global. It makes an object and ends with status 0
# whatever the student wrote: what is wrong stands in OBJECT.problem, the compiler's words in
# OBJECT.log.
#
#   compile            the file does not compile; the starter stands in
#   absent             there is no such file; the starter stands in
#   calls NAME...      it calls what it may not; the starter stands in
#   missing NAME...    it lacks exercises' functions; the starter's stand in for those
set -eu
export LC_ALL=C

lab=$1 source=$2 starter=$3 object=$4 symbols=$5
shift 5
name=$(basename "$source")
work=$(mktemp -d "$object.XXXXXX")
trap 'rm -rf "$work"' EXIT
rm -f "$object.problem" "$object.log"

# One column of the table's lines for this file, a name a line: 4 its functions, 8 what it may call.
column() {
    awk -F '\t' -v name="$name" -v column="$1" '
        !/^#/ { n = split($3, path, "/"); if (path[n] == name && $column != "-") print $column }
    ' "$lab/exercises.tsv" | tr ',' '\n' | sort -u
}

# compile FROM TO COMPILER FLAGS...: in all that is said, the file is called labs/NN-name/file.c.
compile() {
    from=$1 to=$2
    shift 2
    labs=$(dirname "$(dirname "$from")")
    status=0
    "$@" "-ffile-prefix-map=$labs/=labs/" -c "$from" -o "$to" 2>"$work/log" || status=$?
    sed "s|^$labs/|labs/|; s|\([ ,]\)$labs/|\1labs/|g" "$work/log" >"$object.log"
    return $status
}

# What the object calls that is not in libc, libm or the table, nor a compiler's own helper.
forbidden_calls() {
    { column 8; column 4; echo todo_reached; echo _GLOBAL_OFFSET_TABLE_; } >"$work/allowed"
    nm -u "$1" | awk '{ print $NF }' | grep -vE '^__(asan|ubsan|tsan|sanitizer|aarch64)_' |
        grep -vxF -f "$work/allowed" | grep -vxF -f "$symbols" || true
}

missing_functions() {
    nm --defined-only "$1" | awk '$2 == "T" { print $3 }' >"$work/defined"
    column 4 | grep -vxF -f "$work/defined" || true
}

# keep_only FROM TO NAMES: everything else in the object becomes local.
keep_only() {
    echo "$3" >"$work/names"
    objcopy --keep-global-symbols="$work/names" "$1" "$2"
}

use_starter() {
    echo "$1" >"$object.problem"
    shift
    mv "$object.log" "$work/kept.log" 2>/dev/null || true
    compile "$starter" "$work/starter.o" "$@"
    mv "$work/kept.log" "$object.log" 2>/dev/null || true
    keep_only "$work/starter.o" "$object" "$(column 4)"
}

add_missing() {
    missing=$1
    shift
    echo "missing $(echo "$missing" | tr '\n' ' ')" >"$object.problem"
    mv "$object.log" "$work/kept.log"
    compile "$starter" "$work/starter.o" "$@"
    mv "$work/kept.log" "$object.log"
    keep_only "$work/student.o" "$work/written.o" "$(column 4)"
    keep_only "$work/starter.o" "$work/missing.o" "$missing"
    ld -r "$work/written.o" "$work/missing.o" -o "$object"
}

if [ ! -f "$source" ]; then
    use_starter absent "$@"
elif ! compile "$source" "$work/student.o" "$@"; then
    use_starter compile "$@"
else
    calls=$(forbidden_calls "$work/student.o")
    missing=$(missing_functions "$work/student.o")
    if [ -n "$calls" ]; then
        use_starter "calls $(echo "$calls" | tr '\n' ' ')" "$@"
    elif [ -n "$missing" ]; then
        add_missing "$missing" "$@"
    else
        keep_only "$work/student.o" "$object" "$(column 4)"
    fi
fi
