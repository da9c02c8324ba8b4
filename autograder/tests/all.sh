#!/bin/sh
# Runs every test, prints a line a test program and what failed, and ends with "N passed, N failed".
#
#   all.sh              all but what only the night has time for
#   all.sh --nightly    all, handouts of single labs, the emulator on arm64, fuzz targets, and 1000 seeds for what is measured on
#                       fewer otherwise
#   all.sh NAME...      some, by the names below
#
# What each printed stays in build/tests/NAME.tap.
#
# Several run side by side, one a core, up to four. Most build something in build/, so each lane but the
# first works in a copy of the kit, made when all that they share has been built.
set -u
cd "$(dirname "$0")/../.." || exit 1
results=$(pwd)/build/tests
mkdir -p "$results"

# The names, from dear to cheap: who is free takes the next. A name is a Criterion program or a script.
all='handout mistakes lab abort mine class sandbox fast grading04 run_all grading03 compilers nvcc
     reference-asan-double autograder-asan-double grading grading02 device emulator autograder-double
     reference-double reference-float setup format convergence initialisation cuda-emulated cuda-emulator bad_data
     starters'
if [ "${1-}" = --nightly ]; then
    shift
    set -- $all handout_alone emulator_arm64 reference-asan-float fuzz
    export RUNS=1000
fi
names=${*:-$all}

run_one() {
    case $1 in
    reference-* | autograder-* | cuda-*)
        make -s "build/tests/$1" && "build/tests/$1" --quiet -j2 --tap="$results/$1.tap"
        ;;
    setup) sh .setup/test.sh >"$results/$1.tap" ;;
    *) sh "autograder/tests/$1.sh" >"$results/$1.tap" ;;
    esac
}

count() {
    grep -cE "^$1( |\$)" "$results/$2.tap" 2>/dev/null
}

# A line for NAME, and what failed.
report() {
    good=$(count ok "$1") bad=$(count 'not ok' "$1")
    good=${good:-0} bad=${bad:-0}
    lost=
    if [ "$bad" -eq 0 ] && { [ "$2" -ne 0 ] || [ "$good" -eq 0 ]; }; then
        bad=1 # it ended without saying why, or tested nothing
        lost=$(tail -n 20 "$results/$1.err" | sed 's/^/    /')
    fi
    echo "$good $bad" >"$results/$1.count"
    printf '%-24s %4d passed, %d failed  (%d s)\n%s' "$1" "$good" "$bad" "$3" "${lost:+$lost
}"
    [ "$bad" -eq 0 ] || sed -n '/^not ok/,/^ok/{/^ok/!p}' "$results/$1.tap" 2>/dev/null |
        sed 's/^/    /' | head -n 60
}

# The next name that nobody has taken yet.
take() {
    flock "$results/queue.lock" sh -c 'head -n 1 "$0/queue"; sed -i 1d "$0/queue"' "$results"
}

# lane FOLDER: runs tests there until none is left
lane() {
    cd "$1" || exit 1
    while name=$(take) && [ -n "$name" ]; do
        rm -f "$results/$name.tap" "$results/$name.count"
        start=$(date +%s)
        status=0
        run_one "$name" 2>"$results/$name.err" || status=$?
        report "$name" "$status" $(($(date +%s) - start)) >"$results/$name.report"
        flock "$results/queue.lock" cat "$results/$name.report"
    done
}

# What several tests need, built on all cores.
build_shared() {
    programs=$(for name in $names; do
        case $name in reference-* | autograder-* | cuda-*) echo "build/tests/$name" ;; esac
    done)
    labs=$(for folder in labs/[0-9]*/; do basename "$folder" | sed 's|-.*||; s|^|build/with-solution/lab|'; done)
    solutions=$(ls build/starters/*/*.c* | sed 's|starters|solution|')
    make -s -j"$(nproc)" tools mistakes build/autograder/record build/autograder/leak build/autograder/run_all \
        $programs $solutions >/dev/null && make -s -j"$(nproc)" SOLUTION=1 $labs >/dev/null
}

printf '%s\n' $names >"$results/queue"
lanes=$(nproc)
[ "$lanes" -le 4 ] || lanes=4
if [ "$(echo $names | wc -w)" -gt 1 ] && [ "$lanes" -gt 1 ]; then
    start=$(date +%s)
    build_shared 2>"$results/build.err" || tail -n 20 "$results/build.err" # the tests will say what it spoils
    echo "built on $(nproc) cores in $(($(date +%s) - start)) s"
    copies=$(mktemp -d)
    chmod 755 "$copies" # some tests grade as an ordinary user
    trap 'rm -rf "$copies"' EXIT
    while [ "$lanes" -gt 1 ]; do
        mkdir "$copies/$lanes"
        tar -c --exclude=./.git --exclude=./build/tests/*.tap . | tar -x -C "$copies/$lanes"
        (lane "$copies/$lanes") &
        lanes=$((lanes - 1))
    done
fi
(lane .)
wait

passed=0 failed=0
for name in $names; do
    read -r good bad <"$results/$name.count" || good=0 bad=1
    passed=$((passed + good)) failed=$((failed + bad))
done
echo
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
