#!/bin/sh
# make debug CHECK=1.6: gdb in the student's worker, stopped in the exercise's function, in its first
# failing case (or its first case, when none has failed). make debug LAB=01: gdb in the lab's program.
#
#   debug.sh CHECK LAB STUDENT STUDENT_BUILD
set -eu
check=$1 lab=$2 student=$3 student_build=$4

if ! command -v gdb >/dev/null; then
    echo "make debug needs gdb: make setup installs it" >&2
    exit 1
fi
if [ -z "$check" ] && [ -n "$lab" ]; then
    make "$student_build/lab$lab"
    exec gdb -q -ex run --args "$student_build/lab$lab"
fi
if [ -z "$check" ]; then
    echo "make debug needs an exercise or a lab: make debug CHECK=1.3, make debug LAB=01" >&2
    exit 2
fi

# what is graded is what stands in the file now
table=$(grep -lE "^$check	" labs/*/exercises.tsv) || {
    echo "make debug: there is no exercise $check" >&2
    exit 2
}
number=$(basename "$(dirname "$table")" | cut -d - -f 1)
build/autograder/grade --student "$student" --build "$student_build" --check "$check" --no-valgrind --quiet || true
request=build/grade/$check/failing.request
[ -f "$request" ] || request=build/grade/$check/requests
if [ ! -s "$request" ]; then
    build/autograder/grade --student "$student" --build "$student_build" --check "$check" --no-valgrind
    echo "make debug stops in a case that failed, and $check has none." >&2
    exit 1
fi

# compiled once more without optimization, so that every variable can be looked at
worker=$student_build/worker$number-debug
! awk -F '\t' -v id="$check" '$1 "" == id && $3 ~ /\.cu$/ { found = 1 } END { exit !found }' "$table" ||
    worker=$student_build/worker$number-emulated-debug
make -s STUDENT="$student" STUDENT_BUILD="$student_build" "$worker"

# in "1.10" == "1.1" awk would compare numbers
functions=$(awk -F '\t' -v id="$check" '$1 "" == id { gsub(",", "\n", $4); print $4 }' "$table")

# A kernel is called in each thread: gdb stops in the one that the report names, or else in the first, and goes through its
# lines while others run at its barriers. Where the emulator finds a fault, it stops in the thread that did it.
stop_in_kernel() {
    number='\([0-9]*\)'
    thread=$(sed -n "s/.*thread ($number,$number,$number) of block ($number,$number,$number).*/\
threadIdx.x == \1 \&\& threadIdx.y == \2 \&\& blockIdx.x == \4 \&\& blockIdx.y == \5/p" "build/grade/$check/check.json" | head -n 1)
    cat <<GDB
macro define blockDim emulated_block_dim
macro define gridDim emulated_grid_dim
tbreak $1 ${thread:+if $thread}
break fault_kept ${thread:+if $thread}
commands
silent
printf "\nThe emulator found a fault: this thread %s\n", fault->what
frame function $1
end
GDB
}

case $worker in
*-emulated-debug)
    stop_in_kernel "$functions" >"build/grade/$check/stops.gdb"
    echo "To stop in another thread: tbreak $functions if threadIdx.x == 3 && blockIdx.x == 0, then run"
    set -- -x "build/grade/$check/stops.gdb"
    ;;
*)
    set --
    for function in $functions; do
        set -- "$@" -ex "break $function"
    done
    ;;
esac
exec gdb -q "$@" -ex "run <$request 3>/dev/null" "$worker"
