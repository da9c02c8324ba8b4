#!/bin/sh
# The emulator's costs (emulator_cost.cu), in ns of CPU time, a column for each PROGRAM: bench_emulator.sh PROGRAM...
set -eu

printf '%-16s' ns
for program; do
    printf '  %16s' "$(basename "$program")"
    "$program" >"$program.txt"
done
echo
cut -c 1-16 "$1.txt" | while IFS= read -r what; do
    printf '%s' "$what"
    for program; do
        printf '  %16s' "$(sed -n "s/^$what *\(.*\) ns$/\1/p" "$program.txt")"
    done
    echo
done
