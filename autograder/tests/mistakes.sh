#!/bin/sh
# Each known mistake, as a submission, fails at its own exercise and nowhere else but at what builds
# on it, and its question is asked.
#
#   ONLY='4.2 4.11'   those of these exercises; ONLY=4: of all of lab 04
. autograder/tests/tap.sh

# what_fails RESULTS: the exercises that did not pass, without those that wait
what_fails() {
    jq -r '[.labs[0].exercises[] | select(.state != "passed" and .state != "waits") | .id] | join(" ")' "$1"
}

# what_waits RESULTS: those that wait, each with what it waits for
what_waits() {
    jq -r '[.labs[0].exercises[] | select(.state == "waits") | .id + ":" + (.waits_for | join(","))] | join(" ")' "$1"
}

# wanted: of the lines that come, those of the exercises that ONLY names
wanted() {
    awk -v only="${ONLY-}" 'BEGIN { count = split(only, names, " ") }
        { found = count == 0
          for (i = 1; i <= count; i++) if ($1 "" == names[i] || index($1, names[i] ".") == 1) found = 1
          if (found) print }'
}

# gains EXERCISE NAME: the parts that have passed all the same
gains() {
    case "$1 $2" in
    '4.14 not-from-the-tile') echo 'right numbers' ;;
    '4.14 edge-of-a' | '4.14 last-tiles-left-out' | '4.14 returns-too-early' | '4.14 x-and-y-swapped') echo 'few bytes' ;;
    esac
}

for folder in build/starters/*/; do
    lab=$(basename "$folder")
    number=${lab%%-*}
    make -s build/autograder/variant
    build/autograder/variant mistakes . "$number" | wanted >"$scratch/list"
    [ -s "$scratch/list" ] || continue
    make -s "tools$number" "mistakes$number"
    make -s $(ls "build/starters/$lab" | sed "s|^|build/solution/$lab/|")
    make -s SOLUTION=1 "build/with-solution/worker$number"
    while read -r exercise name file; do
        mine=$scratch/$exercise-$name
        mkdir -p "$mine/$lab"
        cp build/solution/"$lab"/*.c* "$mine/$lab/"
        cp "build/mistakes/lab$number/$exercise-$name/$file" "$mine/$lab/$file"
        lend_objects double "$lab" "$mine/work/build" "$file"
        # kernels share nothing with other exercises: it is enough to look at theirs
        case $file in *.cu) echo "$mine --check $exercise" ;; *) echo "$mine --lab $number" ;; esac
    done <"$scratch/list" | xargs -P "$(nproc)" -L 1 sh -c 'build/autograder/grade --student "$1" --work "$1/work" \
        --results "$1/results.json" "$2" "$3" --no-valgrind --quiet' grade
    while read -r exercise name file; do
        mine=$scratch/$exercise-$name
        same "$exercise $name fails there and nowhere else" "$exercise" \
            "$(what_fails "$mine/results.json")"
        waits=$(awk -F '\t' -v id="$exercise" '!/^#/ && ("," $7 ",") ~ "," id "," {
            print $1 ":" id }' "labs/$lab/exercises.tsv" | paste -sd ' ')
        same "$exercise $name: what builds on it waits" "$waits" "$(what_waits "$mine/results.json")"
        same "$exercise $name: its question is asked" "$name" "$(jq -r --arg id "$exercise" \
            '.labs[0].exercises[] | select(.id == $id) | .faults[0].mistake' "$mine/results.json")"
        [ "$exercise" != 4.14 ] || # each of its parts can be had without the other
            same "$exercise $name: its parts that are right" "$(gains "$exercise" "$name")" "$(jq -r \
                '[.labs[0].exercises[] | .parts[]? | select(.points > 0) | .name] | join(", ")' "$mine/results.json")"
        rm -rf "$mine"
    done <"$scratch/list"
done
finish
