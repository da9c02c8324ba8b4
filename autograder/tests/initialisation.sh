#!/bin/sh
# Random weights, splits and masks are judged by limits on their statistics: right ones, of either kind,
# pass from any seed.
#
#   initialisation.sh          10 seeds
#   RUNS=1000 initialisation.sh
. autograder/tests/tap.sh

lab=02-mlp-xor
make -s tools02
make -s $(ls build/starters/$lab | sed "s|^|build/solution/$lab/|")
mkdir -p "$scratch/normal"
cp -r build/solution/$lab "$scratch/normal/$lab"
cat >"$scratch/normal/$lab/initialisation.c" <<'C'
#include "layers/initialisation.h"
#include <tgmath.h>
static real normal(struct pcg32 *generator) /* Box and Muller's */
{
    const real u = 1 - pcg32_uniform(generator, 0, 1), v = pcg32_uniform(generator, 0, 1);
    return sqrt(-2 * log(u)) * cos((real)6.283185307179586 * v);
}
void xavier_initialise(size_t in, size_t out, struct pcg32 *generator, real *w)
{
    for (size_t i = 0; i < in * out; i++)
        w[i] = normal(generator) * sqrt(2 / (real)(in + out));
}
void he_initialise(size_t in, size_t out, struct pcg32 *generator, real *w)
{
    for (size_t i = 0; i < in * out; i++)
        w[i] = normal(generator) * sqrt(2 / (real)in);
}
C
build/autograder/grade --student "$scratch/normal" --work "$scratch/work" --check 2.10 --no-valgrind --quiet

# passes NUMBER EXERCISES WORKER: how often they all passed
passes() {
    seed=0 passed=0
    while [ $seed -lt "${RUNS:-10}" ]; do
        seed=$((seed + 1))
        rm -rf "$scratch/judged"
        mkdir -p $(echo "$2" | sed "s|[0-9.]*|$scratch/judged/&|g")
        JUDGE_PASS=check JUDGE_EXERCISES=$2 JUDGE_KIT=. JUDGE_SEED=$seed JUDGE_WORK=$scratch/judged \
            JUDGE_STUDENT=$3 JUDGE_REFERENCE=build/reference/worker$1 build/autograder/judge --quiet -j1
        [ "$(jq -r .state "$scratch"/judged/*/check.json | sort -u)" != passed ] || passed=$((passed + 1))
    done
    echo $passed
}

weights='2.10 2.11'
same 'uniform numbers pass from any seed' "${RUNS:-10}" "$(passes 02 "$weights" build/reference/worker02)"
same 'normal numbers pass from any seed' "${RUNS:-10}" "$(passes 02 "$weights" "$scratch/work/build/worker02")"

# the reference's splits and masks, and those of another way: rows taken while walking once over them, and
# masks drawn from the last element to the first
make -s tools03
choices='3.2 3.11'
mkdir "$scratch/other"
cp -r autograder/tests/others/03-classifier "$scratch/other/03-classifier"
sed -i '/bool stays/{s/.*/        size_t j = count - 1 - k;\n&/}; /bool stays/,/}/s/\[k\]/[j]/g' "$scratch/other/03-classifier/dropout.c"
build/autograder/grade --student "$scratch/other" --work "$scratch/work" --check 3.2 --no-valgrind --quiet
check 'a mask that is drawn from the last element on' grep -q 'mask\[j\] = stays' "$scratch/other/03-classifier/dropout.c"
same 'splits and masks pass from any seed' "${RUNS:-10}" "$(passes 03 "$choices" build/reference/worker03)"
same 'drawn in another order, too' "${RUNS:-10}" "$(passes 03 "$choices" "$scratch/work/build/worker03")"
finish
