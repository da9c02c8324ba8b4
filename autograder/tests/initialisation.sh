#!/bin/sh
# Random weights are judged by limits on their statistics: right ones, uniform or normal, pass from any
# seed.
#
#   initialisation.sh          10 seeds
#   RUNS=1000 initialisation.sh
. autograder/tests/tap.sh

lab=02-mlp-xor
make -s tools02
make -s $(ls build/starters/$lab | sed "s|^|build/solution/$lab/|")
mkdir -p "$scratch/normal" "$scratch/judged/2.10" "$scratch/judged/2.11"
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

# passes WORKER: how often both exercises passed
passes() {
    seed=0 passed=0
    while [ $seed -lt "${RUNS:-10}" ]; do
        seed=$((seed + 1))
        JUDGE_PASS=check JUDGE_EXERCISES='2.10 2.11' JUDGE_KIT=. JUDGE_SEED=$seed JUDGE_WORK=$scratch/judged \
            JUDGE_STUDENT=$1 JUDGE_REFERENCE=build/reference/worker02 build/autograder/judge --quiet -j1
        [ "$(jq -r .state "$scratch/judged/2.10/check.json" "$scratch/judged/2.11/check.json" | sort -u)" != passed ] ||
            passed=$((passed + 1))
    done
    echo $passed
}

same 'uniform numbers pass from any seed' "${RUNS:-10}" "$(passes build/reference/worker02)"
same 'normal numbers pass from any seed' "${RUNS:-10}" "$(passes "$scratch/work/build/worker02")"
finish
