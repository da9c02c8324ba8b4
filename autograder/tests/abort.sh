#!/bin/sh
# A lab's program really runs the student's functions: with abort() in one of them, it aborts.
. autograder/tests/tap.sh

for folder in build/starters/*/; do
    lab=$(basename "$folder")
    number=${lab%%-*}
    make -s $(ls "build/starters/$lab" | sed "s|^|build/solution/$lab/|")
    quick=$(quick_options "$number")
    build/autograder/variant functions . "$number" >"$scratch/list"
    while read -r file function; do
        mine=$scratch/$function
        mkdir -p "$mine/src/$lab"
        cp build/solution/"$lab"/*.c "$mine/src/$lab/"
        build/autograder/variant abort . "$number" "$file" "$function" >"$mine/src/$lab/$file"
        make -s STUDENT="$mine/src" STUDENT_BUILD="$mine/build" "$mine/build/lab$number" 2>"$mine/log"
        status=0
        "$mine/build/lab$number" --out "$mine" $quick </dev/null >"$mine/out" 2>&1 || status=$?
        same "lab $number runs the student's $function" 134 $status
    done <"$scratch/list"
done
finish
