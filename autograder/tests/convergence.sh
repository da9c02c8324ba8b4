#!/bin/sh
# What training by itself finds: the part of 2.12's check that trains passes the reference from any
# start, and gradients as inexact as pass elsewhere; and it fails every mistake of the walk back, of the
# loss's gradient and of the network, though in an ordinary grading 2.12 waits for most of these.
#
#   convergence.sh          20 starts of each network
#   RUNS=1000 convergence.sh
. autograder/tests/tap.sh

lab=02-mlp-xor
make -s tools02 mistakes02
make -s $(ls build/starters/$lab | sed "s|^|build/solution/$lab/|")

# the solution, but for gradients that are off by 1.9e-7, this way and that; 2e-7 passes
mkdir -p "$scratch/inexact"
cp -r build/solution/$lab "$scratch/inexact/$lab"
sed -i 's/scale \* (p - y\[i\])/& * (1 + (real)1.9e-7 * (i % 2 ? -1 : 1))/' "$scratch/inexact/$lab/binary_cross_entropy.c"
build/autograder/grade --student "$scratch/inexact" --work "$scratch/work" --results "$scratch/inexact/results.json" \
    --check 2.9 --no-valgrind --quiet
same 'inexact gradients pass 2.9' passed \
    "$(jq -r '.labs[0].exercises[] | select(.id == "2.9") | .state' "$scratch/inexact/results.json")"

# train WORKER SEED: the verdict of training alone is then in $scratch/2.12/check.json
train() {
    mkdir -p "$scratch/2.12"
    rm -f "$scratch/2.12/check.json"
    JUDGE_PASS=check JUDGE_CASES=convergence JUDGE_EXERCISES=2.12 JUDGE_KIT=. JUDGE_SEED=$2 \
        JUDGE_WORK=$scratch JUDGE_STUDENT=$1 JUDGE_REFERENCE=build/reference/worker02 \
        build/autograder/judge --quiet >"$scratch/log" 2>&1 || cat "$scratch/log"
}

of_verdict() {
    jq -r "$1" "$scratch/2.12/check.json"
}

# By how much of the reference's loss the student's is away from it at most, in all runs of a verdict;
# null when there was none, or it is no number.
apart='[.convergence[].runs[] | [.student, .reference | map(tonumber)] | transpose[] | (.[0] - .[1]) / .[1] | fabs] | max'

# each verdict tells of three starts
seed=0 passed=0 inexact=0
runs=$(((${RUNS:-20} + 2) / 3))
while [ $seed -lt $runs ]; do
    seed=$((seed + 1))
    train build/reference/worker02 $seed
    [ "$(of_verdict .state)" != passed ] || passed=$((passed + 1))
    of_verdict '.convergence[] | .name as $name | .runs[] | $name + "\t" + .student[-1]' >>"$scratch/ends"
    train "$scratch/work/build/worker02" $seed
    [ "$(of_verdict .state)" != passed ] || inexact=$((inexact + 1))
    of_verdict "$apart" >>"$scratch/apart"
done
same "the reference passes from $((3 * runs)) starts" $runs $passed
same "and so do inexact gradients" $runs $inexact
same 'both networks were trained from each' $((6 * runs)) "$(wc -l <"$scratch/ends")"
echo "# inexact gradients lead away by $(sort -g "$scratch/apart" | tail -n 1) of the loss at most"
sort -t '	' -k 1,1 -k 2,2g "$scratch/ends" | awk -F '\t' '
    $1 != name { if (name) print name ": median " loss[int((n + 1) / 2)] ", largest " loss[n]; name = $1; n = 0 }
    { loss[++n] = $2 }
    END { print name ": median " loss[int((n + 1) / 2)] ", largest " loss[n] }' | sed 's/^/# loss at the end of /'

for worker in build/mistakes/lab02/2.5-*/worker build/mistakes/lab02/2.9-*/worker build/mistakes/lab02/2.12-*/worker; do
    mistake=$(basename "$(dirname "$worker")")
    train "$worker" 1
    check "$mistake does not pass the training" \
        test "$(of_verdict '.state == "wrong" or .state == "crashed" or .state == "timed out"')" = true
    echo "# away by $(of_verdict "$apart"): $(of_verdict '.faults[0].text')"
done
finish
