#!/bin/sh
# MINE=1: a lab's program on all that a student wrote so far. The files are those of
# autograder/tests/others/: right, and not the reference's text.
. autograder/tests/tap.sh

unset MAKEFLAGS MAKELEVEL GOALS
others=autograder/tests/others
number=02
mine=$scratch/mine
cp -r $others "$mine"

# run MAKE-ARGUMENT...: the lab's program with the files in $mine
run() {
    status=0
    make -s "lab$number" NO_PLOTS=1 STUDENT="$mine" STUDENT_BUILD="$mine/build" "$@" \
        >"$scratch/said" 2>"$scratch/errors" || status=$?
    echo $status
}
short="--out $scratch/out --epochs 20"

for lab in $(ls $others); do
    for file in "$others/$lab"/*.c; do
        name=$(basename "$file")
        same "$lab/$name is not the reference's text" 1 \
            "$(cmp -s "$file" "$(ls reference/*/"$name" reference/*/*/"$name" 2>/dev/null)"; echo $?)"
    done
    same "$lab, so written, has all points" 100 "$(build/autograder/grade --student "$mine" --build "$mine/build" \
        --work "$scratch/work" --results "$scratch/results.json" --lab "${lab%%-*}" --quiet >/dev/null 2>&1 </dev/null
        jq '.labs[0].score' "$scratch/results.json")"
done

# --- lab 02, on the files of labs 01 and 02 ---

same 'the whole lab runs' 0 "$(run MINE=1 ARGS="--out $scratch/out")"
check 'all its sections' grep -q 'All sections ran' "$scratch/said"
check 'it names the files of labs 01' grep -q 'labs/01-linear-sgd: .*linear.c' "$scratch/said"
same 'its gradients are as measured' 0 "$(grep -c DIFFER "$scratch/said")"
check 'XOR is learnt' grep -qE '2-8-1, sigmoid .*4 of 4 right' "$scratch/said"

# reaches LAB: reads lines "FILE FUNCTION" of that earlier lab. Nothing that was written before lies dead:
# with abort() in the function, the program aborts; without MINE=1 it does not, with an abort() in each file
reaches() {
    cat >"$scratch/functions"
    mkdir -p "$scratch/aborting"
    while read -r file function; do
        build/autograder/variant abort . "${1%%-*}" "$file" "$function" >"$mine/$1/$file"
        check "lab $number with MINE=1 runs the student's $function" test "$(run MINE=1 ARGS="$short")" -ne 0
        mv "$mine/$1/$file" "$scratch/aborting/$file"
        cp "$others/$1/$file" "$mine/$1/$file"
    done <"$scratch/functions"
    cp "$scratch/aborting"/* "$mine/$1/"
    check "lab $number without MINE=1 runs none of $1's" test "$(run ARGS="$short")" -eq 0
    for file in "$scratch/aborting"/*; do
        cp "$others/$1/$(basename "$file")" "$mine/$1/"
    done
    rm -r "$scratch/aborting"
}
build/autograder/variant functions . 01 >"$scratch/list"
reaches 01-linear-sgd <"$scratch/list"

# a file of an earlier lab that does not build: which, and how to go on
sed -i 's/{/{ no such word/' "$mine/01-linear-sgd/mse.c"
same 'an earlier file that does not compile stops nothing' 0 "$(run MINE=1 ARGS="$short")"
check 'it is named' grep -q 'labs/01-linear-sgd/mse.c does not compile, line' "$scratch/errors"
check 'and how to go on' grep -q "make lab$number MINE=1 WITHOUT=\"mse\"" "$scratch/errors"
same 'without it the lab runs' 0 "$(run MINE=1 WITHOUT=mse ARGS="$short")"
check 'all its sections' grep -q 'All sections ran' "$scratch/said"
check 'and says so' grep -q "mse.c is the reference's" "$scratch/said"
run MINE=1 WITHOUT=nonsense ARGS="$short --only 2.1" >/dev/null
check 'a name that is none is said to be none' grep -q 'WITHOUT=nonsense: there is no such file' "$scratch/said"

# one that is not written yet: the section names it
cp $others/01-linear-sgd/*.c "$mine/01-linear-sgd/"
cp build/starters/01-linear-sgd/mse.c "$mine/01-linear-sgd/"
same 'an earlier exercise that is not written stops nothing' 0 "$(run MINE=1 ARGS="$short")"
check 'it is named' grep -q 'exercise 1.2, mse_forward, labs/01-linear-sgd/mse.c' "$scratch/said"
check 'as not written' grep -q 'not written yet: mse.c' "$scratch/said"
check 'with a way on' grep -q "make lab$number MINE=1 WITHOUT=\"mse\"" "$scratch/errors"
run WITHOUT=mse ARGS="$short --only 2.1" >/dev/null
check 'WITHOUT alone says that it does nothing' grep -rq 'WITHOUT changes nothing without MINE=1' \
    "$scratch/said" "$scratch/errors"

# --- lab 03, on the files of labs 01 to 03: what a classifier of images uses of them ---

cp $others/01-linear-sgd/*.c "$mine/01-linear-sgd/"
number=03
short="--out $scratch/out3 $(quick_options 03)"
same 'lab 03 runs on all three' 0 "$(run MINE=1 ARGS="$short")"
check 'all its sections' grep -q 'All sections ran' "$scratch/said"
check 'it names the files of lab 02' grep -q 'labs/02-mlp-xor: arithmetic.c, ' "$scratch/said"
same 'its gradients are as measured' 0 "$(grep -c DIFFER "$scratch/said")"
reaches 01-linear-sgd <<'END'
linear.c linear_forward
linear.c linear_backward
gradient_descent.c gradient_descent_step
momentum.c momentum_step
batches.c batches_shuffle
END
reaches 02-mlp-xor <<'END'
relu.c relu_forward
relu.c relu_backward
backward.c tape_backward
linear_layer.c linear_layer_forward
linear_layer.c linear_layer_backward
initialisation.c he_initialise
END

# --- lab 04, on the files of all labs, and the card of one's own framework ---

number=04
short="--out $scratch/out4 $(quick_options 04)"
same 'lab 04 runs on all four' 0 "$(run MINE=1 ARGS="$short")"
check 'all its sections' grep -q 'All sections ran' "$scratch/said"
check 'it names the files of lab 03' grep -q 'labs/03-classifier: adagrad.c, ' "$scratch/said"
same 'its gradients are as measured' 0 "$(grep -c DIFFER "$scratch/said")"
lines=$(for file in "$mine"/*/*.c; do gcc -fpreprocessed -dD -E -P "$file"; done | grep -c '[^ ]')
check 'the card counts the lines, functions and files of all labs' grep -qE \
    "^ +[|] +all +$(echo "$lines" | sed 's/\([0-9]\)\([0-9]\{3\}\)$/\1,\2/') lines +62 functions +in 35 files of C" "$scratch/said"
check 'and says what they can do' grep -qE 'and tells [0-9.]+ % of 100 images right' "$scratch/said"
cp build/starters/01-linear-sgd/mse.c "$mine/01-linear-sgd/"
run MINE=1 ARGS="$short --only 4.11" >/dev/null
check 'the card has its picture without a training, too' test -s "$scratch/out4/card.dat"
check 'what is not written is not counted' grep -qE '01-linear-sgd +[0-9]+ lines +9 functions' "$scratch/said"
cp $others/01-linear-sgd/mse.c "$mine/01-linear-sgd/"
while read -r lab file function; do
    build/autograder/variant abort . "${lab%%-*}" "$file" "$function" >"$mine/$lab/$file"
    check "lab 04 with MINE=1 runs the student's $function" test "$(run MINE=1 ARGS="$short --only 4.7")" -ne 0
    cp "$others/$lab/$file" "$mine/$lab/$file"
done <<'END'
01-linear-sgd linear.c linear_backward
03-classifier split.c split_stratified
03-classifier adam.c adam_step
END
mine_sh=$PWD/labs/common/mine.sh
mkdir -p "$scratch/alone/labs/02-mlp-xor" "$scratch/alone/labs/04-cnn"
same 'labs of which there is no folder are said to be the library'"'"'s' \
    "  labs 01, 03 are not in this folder: the library's own files stand for them." \
    "$(cd "$scratch/alone" && "$mine_sh" 04 '' labs | sed -n 2p)"
finish
