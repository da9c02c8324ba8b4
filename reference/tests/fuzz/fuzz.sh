#!/bin/sh
# Runs fuzz targets one after the other: a line each, status 1 when one has found something.
#
#   fuzz.sh SECONDS TARGET...     build/fuzz/TARGET must have been made
#
# What reached new code stays in build/fuzz/corpus/TARGET and is where the next run goes on; what was
# found lies in build/fuzz/found/TARGET-*, and `build/fuzz/TARGET FILE` shows it again.
set -u
seconds=$1
shift
status=0
mkdir -p build/fuzz/found

number() {
    sed -n "s/^stat::$1: *//p" "$log"
}

for target in "$@"; do
    program=build/fuzz/$target seeds=build/fuzz/seeds/$target corpus=build/fuzz/corpus/$target
    log=build/fuzz/$target.log
    mkdir -p "$seeds" "$corpus"
    "$program" --make-seeds "$seeds" || exit 1
    if "$program" -max_total_time="$seconds" -max_len=4096 -timeout=10 -print_final_stats=1 \
        -artifact_prefix="build/fuzz/found/$target-" "$corpus" "$seeds" >"$log" 2>&1; then
        printf '%-12s %10s inputs in %s s, %s in the corpus, no finding\n' \
            "$target" "$(number number_of_executed_units)" "$seconds" "$(ls "$corpus" | wc -l)"
    else
        status=1
        printf '%-12s a finding; %s says more:\n' "$target" "$log"
        grep -E '^(==[0-9]+==ERROR|descent: |.*runtime error|SUMMARY|Test unit written)|No such file' "$log" |
            sed 's/^/    /'
    fi
done
exit $status
