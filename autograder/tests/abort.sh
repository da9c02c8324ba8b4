#!/bin/sh
# A lab's program really runs the student's functions: with abort() in one of them, it aborts.
. autograder/tests/tap.sh

for folder in build/starters/*/; do
    lab=$(basename "$folder")
    number=${lab%%-*}
    # what all programs share is built before several are at once
    make -s SOLUTION=1 "build/with-solution/lab$number" $(ls "build/starters/$lab" | sed "s|^|build/solution/$lab/|")
    quick=$(quick_options "$number")
    build/autograder/variant functions . "$number" | grep -v "\.cu " >"$scratch/list" # kernels are none of the program's
    while read -r file function; do
        mine=$scratch/$function
        mkdir -p "$mine/src/$lab"
        cp build/solution/"$lab"/*.c* "$mine/src/$lab/"
        build/autograder/variant abort . "$number" "$file" "$function" >"$mine/src/$lab/$file"
        lend_objects float "$lab" "$mine/build" "$file"
        echo "$mine"
    done <"$scratch/list" | xargs -P "$(nproc)" -I MINE sh -c "
        make -s STUDENT=MINE/src STUDENT_BUILD=MINE/build MINE/build/lab$number 2>MINE/log
        status=0
        MINE/build/lab$number --out MINE $quick </dev/null >MINE/out 2>&1 || status=\$?
        echo \$status >MINE/status"
    while read -r file function; do
        same "lab $number runs the student's $function" 134 "$(cat "$scratch/$function/status")"
        rm -rf "${scratch:?}/$function"
    done <"$scratch/list"
done
finish
