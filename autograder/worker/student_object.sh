#!/bin/sh
# Makes one object of a student's file that can stand in for the reference's and for nothing else:
#
#   student_object.sh LAB_FOLDER SOURCE STARTER OBJECT SYMBOLS COMPILER FLAGS...
#
# LAB_FOLDER  labs/01-linear-sgd: its exercises.tsv says what the file must define and may call
# SOURCE      the student's file; STARTER is the generated one that stands in when it cannot be used
#             (a .cu file is rewritten first, as kernels/cuda/emulator/rewrite.c says)
# SYMBOLS     the names that libc and libm define, one a line
# CONFINE     in the environment: see sandbox/confined.sh. The compiler then sees of all files only
#             SOURCE, the library's headers and the system's, and writes only beside OBJECT
#
# Of the object only the exercises' names stay global. It makes an object and ends with status 0
# whatever the student wrote: what is wrong stands in OBJECT.problem, the compiler's words in
# OBJECT.log.
#
#   compile            the file does not compile; the starter stands in
#   absent             there is no such file; the starter stands in
#   runs SECTION...    it has code that runs by itself; the starter stands in
#   large              its static data is too large; the starter stands in
#   calls NAME...      it calls what it may not; the starter stands in
#   missing NAME...    it lacks exercises' functions; the starter's stand in for those
set -eu
export LC_ALL=C
. autograder/sandbox/confined.sh

lab=$1 source=$2 starter=$3 object=$4 symbols=$5
shift 5
name=$(basename "$source")
work=$(mktemp -d "$object.XXXXXX")
trap '[ $? -ne 125 ] || cat "$work/log" >&2; rm -rf "$work"' EXIT
rm -f "$object.problem" "$object.log"

# One column of the table's lines for this file, a name a line: 4 its functions, 8 what it may call.
column() {
    awk -F '\t' -v name="$name" -v column="$1" '
        !/^#/ { n = split($3, path, "/"); if (path[n] == name && $column != "-") print $column }
    ' "$lab/exercises.tsv" | tr ',' '\n' | sort -u
}

# True for kernels: C++ for the emulator.
is_kernel() {
    [ "${name%.cu}" != "$name" ]
}

# rewritten FROM: the file that the compiler is given.
rewritten() {
    if ! is_kernel; then
        echo "$1"
        return
    fi
    confined --read "$1" --read build/emulator --write "$work" -- \
        build/emulator/rewrite "$1" >"$work/rewritten.cpp" 2>"$work/log" && echo "$work/rewritten.cpp"
}

# compile FROM TO COMPILER FLAGS...: in all that is said, the file is called labs/NN-name/file.c, and
# a header of the library's reference/folder/file.h.
compile() {
    from=$1 to=$2
    shift 2
    labs=$(dirname "$(dirname "$from")")
    status=0
    text=$(rewritten "$from") && confined --read "$text" --read build/include --write "$work" -- \
        "$@" "-ffile-prefix-map=$labs/=labs/" -ffile-prefix-map=build/include/=reference/ \
        -c "$text" -o "$to" 2>"$work/log" || status=$?
    head -c 100000 "$work/log" |
        sed "s|^$labs/|labs/|; s|\([ ,]\)$labs/|\1labs/|g; s|build/include/|reference/|g" >"$object.log"
    return $status
}

# look OBJECT: lists its sections and symbols in $work/sections and $work/symbols.
look() {
    confined --read "$1" -- objdump -htw "$1" >"$work/list"
    sed -n '/^Idx Name/,/^SYMBOL TABLE/p' "$work/list" | sed '1d; $d' >"$work/sections"
    sed '1,/^SYMBOL TABLE/d' "$work/list" >"$work/symbols"
}

# The sections that are neither code to be called, nor data, nor about these: constructors and the
# like, which would run in every exercise. (The sanitizers' builds have some of their own.)
running_sections() {
    case " $* " in *' -fsanitize='*) own='|\.(init|fini)_array\.[0-9]+' ;; *) own= ;; esac
    ! is_kernel || own='|\.init_array\.00099|emulated_(shared|device|constant)' # taken out by keep_only
    awk -v usual="^(\\.(text|data|bss|rodata|tdata|tbss)(\\..*)?|\\.debug_[a-z_]+|\\.comment|\\.eh_frame|\\.group|\\.note\\.GNU-stack|\\.note\\.gnu\\.property|\\.llvm_addrsig$own)\$" '
        $2 !~ usual || $3 !~ /^[0-9a-f]+$/ { print $2 }' "$work/sections"
    # a symbol that a function must compute before anything runs
    awk 'substr($0, length($1) + 2, 7) ~ /[iIC]/ { print $NF }' "$work/symbols"
}

# True when some section takes more than 16 MiB or its alignment more than 64 KiB.
is_large() {
    awk '{ sub(/2\*\*/, "", $7); if (length($3) > 8 || $3 > "01000000" || $7 + 0 > 16) found = 1 }
        END { exit !found }' "$work/sections"
}

# What the object calls that is not in libc, libm or the table, nor a compiler's own helper.
forbidden_calls() {
    { column 8; column 4; echo todo_reached; echo _GLOBAL_OFFSET_TABLE_; } >"$work/allowed"
    own='^$'
    ! is_kernel || own='^(threadIdx|blockIdx|emulated_(block_dim|grid_dim|syncthreads|syncwarp|exchange|lane|active_mask|dynamic_shared|memcpy|memset|atomic_[a-z]+|compare_and_swap|compare_and_swap_long))$'
    awk '/\*UND\*/ { print $NF }' "$work/symbols" |
        grep -vE '^__(asan|ubsan|tsan|sanitizer|aarch64)_' | grep -vE "$own" |
        grep -vxF -f "$work/allowed" | grep -vxF -f "$symbols" || true
}

missing_functions() {
    awk '$2 == "g" && $3 == "F" && $4 ~ /^\.text/ { print $NF }' "$work/symbols" >"$work/defined"
    column 4 | grep -vxF -f "$work/defined" || true
}

# keep_only FROM TO NAMES: everything else in the object becomes local. What it says of the processor
# it wants goes: the worker would ask for that at its start, in every exercise. So does what would start a
# sanitizer: the emulator has none.
keep_only() {
    echo "$3" >"$work/names"
    ! is_kernel || set -- "$1" "$2" "$3" '--remove-section=.init_array*' '--remove-section=.rel*.init_array*'
    from=$1 to=$2
    shift 3
    confined --write "$work" -- objcopy --keep-global-symbols="$work/names" \
        --remove-section=.note.gnu.property "$@" "$from" "$to"
}

use_starter() {
    echo "$1" >"$object.problem"
    shift
    mv "$object.log" "$work/kept.log" 2>/dev/null || true
    compile "$starter" "$work/starter.o" "$@"
    mv "$work/kept.log" "$object.log" 2>/dev/null || true
    keep_only "$work/starter.o" "$work/kept.o" "$(column 4)"
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
    confined --write "$work" -- ld -r "$work/written.o" "$work/missing.o" -o "$work/kept.o"
}

make_kept() {
    if [ ! -f "$source" ]; then
        use_starter absent "$@"
        return
    elif ! compile "$source" "$work/student.o" "$@"; then
        use_starter compile "$@"
        return
    fi
    look "$work/student.o"
    runs=$(running_sections "$@") calls=$(forbidden_calls) missing=$(missing_functions)
    if [ -n "$runs" ]; then
        use_starter "runs $(echo "$runs" | tr '\n' ' ')" "$@"
    elif is_large; then
        use_starter large "$@"
    elif [ -n "$calls" ]; then
        use_starter "calls $(echo "$calls" | tr '\n' ' ')" "$@"
    elif [ -n "$missing" ]; then
        add_missing "$missing" "$@"
    else
        keep_only "$work/student.o" "$work/kept.o" "$(column 4)"
    fi
}

make_kept "$@"
mv "$work/kept.o" "$object"
