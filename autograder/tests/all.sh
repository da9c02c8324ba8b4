#!/bin/sh
# Runs every test, prints a line a test program and what failed, and ends with "N passed, N failed".
#
#   all.sh              all but what only the night has time for
#   all.sh --nightly    all, fuzz targets, and 1000 seeds for what is measured on fewer otherwise
#   all.sh NAME...      some, by the names below
#
# What each printed stays in build/tests/NAME.tap.
set -u
cd "$(dirname "$0")/../.." || exit 1
mkdir -p build/tests
passed=0 failed=0

# The names, in the order from cheap to dear. A name is a Criterion program or a script.
all='format compilers starters setup reference-float reference-double reference-asan-double
     autograder-double autograder-asan-double bad_data fast lab mine grading grading02 convergence
     initialisation mistakes abort sandbox run_all class handout'
if [ "${1-}" = --nightly ]; then
    shift
    set -- $all reference-asan-float fuzz
    export RUNS=1000
fi

run_one() {
    case $1 in
    reference-* | autograder-*)
        make -s "build/tests/$1" && "build/tests/$1" --quiet -j2 --tap="build/tests/$1.tap"
        ;;
    setup) sh .setup/test.sh >"build/tests/$1.tap" ;;
    *) sh "autograder/tests/$1.sh" >"build/tests/$1.tap" ;;
    esac
}

count() {
    grep -cE "^$1( |\$)" "build/tests/$2.tap" 2>/dev/null
}

for name in ${*:-$all}; do
    rm -f "build/tests/$name.tap"
    start=$(date +%s)
    status=0
    run_one "$name" 2>"build/tests/$name.err" || status=$?
    good=$(count ok "$name") bad=$(count 'not ok' "$name")
    good=${good:-0} bad=${bad:-0}
    if [ "$bad" -eq 0 ] && { [ "$status" -ne 0 ] || [ "$good" -eq 0 ]; }; then
        bad=1 # it ended without saying why, or tested nothing
        tail -n 20 "build/tests/$name.err" | sed 's/^/    /'
    fi
    passed=$((passed + good)) failed=$((failed + bad))
    printf '%-24s %4d passed, %d failed  (%d s)\n' "$name" "$good" "$bad" $(($(date +%s) - start))
    [ "$bad" -eq 0 ] || sed -n '/^not ok/,/^ok/{/^ok/!p}' "build/tests/$name.tap" 2>/dev/null |
        sed 's/^/    /' | head -n 60
done

echo
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
