#!/bin/sh
# What training by itself finds. The parts of the checks that train pass the reference from any start, and
# what is as inexact as passes elsewhere; and they fail the known mistakes, though in an ordinary grading
# other parts of the checks see these first.
#
#   convergence.sh          20 starts of each training
#   RUNS=1000 convergence.sh
. autograder/tests/tap.sh

for number in 02 03; do
    lab=$(basename labs/$number-*)
    make -s tools$number mistakes$number
    make -s $(ls "build/starters/$lab" | sed "s|^|build/solution/$lab/|")
done
runs=$(((${RUNS:-20} + 2) / 3)) # each verdict tells of three starts

# train EXERCISE WORKER SEED: the verdict of training alone is then in $scratch/EXERCISE/check.json
train() {
    exercise=$1
    mkdir -p "$scratch/$exercise"
    rm -f "$scratch/$exercise/check.json"
    JUDGE_PASS=check JUDGE_CASES=convergence JUDGE_EXERCISES=$exercise JUDGE_KIT=. JUDGE_SEED=$3 \
        JUDGE_WORK=$scratch JUDGE_STUDENT=$2 JUDGE_REFERENCE=build/reference/worker0${exercise%%.*} \
        build/autograder/judge --quiet >"$scratch/log" 2>&1 || cat "$scratch/log"
}

of_verdict() {
    jq -r "$1" "$scratch/$exercise/check.json"
}

# By how much of the reference's loss the student's is away from it at most, in all runs of a verdict;
# null when there was none, or it is no number.
apart='[.convergence[].runs[] | [.student, .reference | map(tonumber)] | transpose[] | (.[0] - .[1]) / .[1] | fabs] | max'

# many_starts EXERCISE WORKER INEXACT-WORKER TRAININGS: both pass from all starts, in so many trainings each
many_starts() {
    seed=0 passed=0 inexact=0
    rm -f "$scratch/ends" "$scratch/apart"
    while [ $seed -lt $runs ]; do
        seed=$((seed + 1))
        train "$1" "$2" $seed
        [ "$(of_verdict .state)" != passed ] || passed=$((passed + 1))
        of_verdict '.convergence[] | .name as $name | .runs[] | $name + "\t" + .student[-1]' >>"$scratch/ends"
        train "$1" "$3" $seed
        [ "$(of_verdict .state)" != passed ] || inexact=$((inexact + 1))
        of_verdict "$apart" >>"$scratch/apart"
    done
    same "$1: the reference passes from $((3 * runs)) starts" $runs $passed
    same "$1: and so does what is a little inexact" $runs $inexact
    same "$1: all was trained from each start" $((3 * runs * $4)) "$(wc -l <"$scratch/ends")"
    echo "# $1: what is inexact leads away by $(sort -g "$scratch/apart" | tail -n 1) of the loss at most"
    sort -t '	' -k 1,1 -k 2,2g "$scratch/ends" | awk -F '\t' '
        $1 != name { if (name) print name ": median " loss[int((n + 1) / 2)] ", largest " loss[n]; name = $1; n = 0 }
        { loss[++n] = $2 }
        END { print name ": median " loss[int((n + 1) / 2)] ", largest " loss[n] }' | sed 's/^/# loss at the end of /'
}

# does_not_pass EXERCISE MISTAKE-WORKER
does_not_pass() {
    mistake=$(basename "$(dirname "$2")")
    train "$1" "$2" 1
    check "$mistake does not pass the training" \
        test "$(of_verdict '.state == "wrong" or .state == "crashed" or .state == "timed out"')" = true
    echo "# away by $(of_verdict "$apart"): $(of_verdict '.faults[0].text')"
}

# --- 2.12: XOR. Gradients that are off by 1.9e-7, this way and that; 2e-7 passes

mkdir -p "$scratch/inexact"
cp -r build/solution/02-mlp-xor build/solution/03-classifier "$scratch/inexact/"
sed -i 's/scale \* (p - y\[i\])/& * (1 + (real)1.9e-7 * (i % 2 ? -1 : 1))/' "$scratch/inexact/02-mlp-xor/binary_cross_entropy.c"
build/autograder/grade --student "$scratch/inexact" --work "$scratch/work" --results "$scratch/inexact/results.json" \
    --check 2.9 --no-valgrind --quiet
same 'inexact gradients pass 2.9' passed \
    "$(jq -r '.labs[0].exercises[] | select(.id == "2.9") | .state' "$scratch/inexact/results.json")"
many_starts 2.12 build/reference/worker02 "$scratch/work/build/worker02" 2
for worker in build/mistakes/lab02/2.5-*/worker build/mistakes/lab02/2.9-*/worker build/mistakes/lab02/2.12-*/worker; do
    does_not_pass 2.12 "$worker"
done

# --- 3.7 to 3.10: one neuron. Steps that are off by 4e-10 of their length, this way and that

for name in adagrad rmsprop adam; do
    sed -i 's/^\( *\)\(parameter->value\[i\] -= rate \*\|settings->rate \*\)/\1\2 (1 + (real)4e-10 * (i % 2 ? -1 : 1)) */' \
        "$scratch/inexact/03-classifier/$name.c"
done
build/autograder/grade --student "$scratch/inexact" --work "$scratch/work" --results "$scratch/inexact/results.json" \
    --lab 03 --no-valgrind --quiet
same 'inexact steps pass' 100 "$(jq '.labs[] | select(.lab == "03") | .score' "$scratch/inexact/results.json")"
same 'but they are inexact' 3 "$(grep -l 4e-10 "$scratch"/inexact/03-classifier/*.c | wc -l)"
for exercise in 3.7 3.8 3.9 3.10; do
    many_starts $exercise build/reference/worker03 "$scratch/work/build/worker03" 1
done
# Where an epsilon of 1e-8 or 1e-10 stands, these steps do not show, and of a decay of 0.005 a step hardly
# whether it comes before the step or behind it: other cases do. AdamW's decay would show in the gradient.
for worker in build/mistakes/lab03/3.[789]-*/worker build/mistakes/lab03/3.10-*/worker; do
    case $worker in
    *epsilon* | *decay-behind*) ;;
    *) does_not_pass "$(basename "$(dirname "$worker")" | cut -d - -f 1)" "$worker" ;;
    esac
done
finish
