#!/bin/sh
# What students get, all labs at once: it works without the reference, grades as the full kit does, holds no
# answer, and an update takes nothing away from them. One lab at a time: handout_alone.sh, by night.
. autograder/tests/tap.sh
. autograder/tests/in_kit.sh

unset MAKEFLAGS MAKELEVEL GOALS
lab=01-linear-sgd next=02-mlp-xor
make -s $(ls build/starters/$lab | grep '\.c$' | sed "s|^|build/solution/$lab/|")
check 'a handout is made' make -s handout OUT="$scratch/out"
handout=$scratch/out/descent
kit=$scratch/student/descent

same 'no solution, mistake, test or history in it' '' "$(cd "$handout" &&
    find . -name '.git' -o -path '*tests*' -o -name 'lab01.txt' -o -path '*bench*' -o -name linear.c -path '*reference*')"
same 'its first page speaks of its first lab' "1 0" "$(grep -c 'make setup lab01 grade' "$handout/README.md") $(grep -c \
    '[{}]' "$handout/README.md")"

# planted answers are found: make handout looked at every file and found none, here it is this one
planted() {
    rm -rf "$scratch/planted"
    mkdir -p "$scratch/planted/$(dirname "$1")"
    cp "$handout/$1" "$scratch/planted/$1" 2>/dev/null
    cat >>"$scratch/planted/$1"
    status=0
    build/autograder/leak . "$scratch/planted" >"$scratch/leak" || status=$?
    echo $status
}
same 'an answer in a comment is found' 1 "$({ echo '/*'; sed -n '/^{$/,/^}$/p' build/solution/$lab/batches.c; echo '*/'; } |
    planted labs/$lab/README.md)"
same 'an answer with its variables renamed is found' 1 "$(sed 's/\bdx\b/a/g; s/\bdw\b/b/g; s/\bdb\b/c/g; s/\babove\b/d/g
    s/\bi\b/k/g; s/\bo\b/m/g; s/\bj\b/q/g; s/linear_backward/helper/' build/solution/$lab/linear.c |
    planted labs/$lab/given/line.c)"
check 'by its name' grep -q 'linear_backward' "$scratch/leak"
same 'a mistake is found' 1 "$(cat build/mistakes/lab01/1.10-unweighted-mean/epoch.c | planted autograder/judge/lab01.c)"
same 'an object is found' 1 "$(gcc -std=gnu17 -O1 -Ireference -c build/solution/$lab/linear.c -o "$scratch/linear.o" &&
    cat "$scratch/linear.o" | planted datasets/data.bin)"

# the archives: the same files, without those in which students write
mkdir -p "$scratch/student" "$scratch/zip"
check 'the .tar.gz can be unpacked' tar -xzf "$scratch/out/descent.tar.gz" -C "$scratch/student"
check 'the .zip can be unpacked' unzip -q "$scratch/out/descent.zip" -d "$scratch/zip"
same 'both hold the same' '' "$(diff -r "$scratch/student" "$scratch/zip")"
same 'and no file in which a student writes' '' "$(ls "$kit/labs/$lab" | grep '\.c$' | grep -v main.c)"

# a student's way
check 'make lab01 works' in_kit $run lab01
check 'make grade works' in_kit $run grade
same 'nothing is written: 0' 0 "$(score)"
cp build/solution/$lab/*.c* "$kit/labs/$lab/"
check 'a solution is graded' in_kit $run grade
same 'and has 100' 100 "$(score)"

# ten mistakes: the same verdicts as in the full kit
for mistake in $(ls build/mistakes/lab01 | grep -v questions | awk 'NR % 5 != 0 && NR % 3 != 0' | head -n 10); do
    cp build/solution/$lab/*.c* "$kit/labs/$lab/"
    cp build/mistakes/lab01/"$mistake"/*.c* "$kit/labs/$lab/"
    in_kit make -s grade NO_VALGRIND=1 >/dev/null 2>&1
    build/autograder/grade --student "$kit/labs" --work "$scratch/full" --lab 01 --no-valgrind --quiet
    same "$mistake gets the same grade" "$(verdicts "$scratch/full/results.json")" \
        "$(verdicts "$kit/build/grade/results.json")"
done

# handing in
cp build/solution/$lab/*.c* "$kit/labs/$lab/"
check 'make submit works' in_kit $run submit
same 'it packs what is graded and the answers, nothing else' \
    "$( (ls build/starters/$lab | grep '\.c$'; echo answers.md) | sed "s|^|labs/$lab/|" | sort)" \
    "$(tar -tzf "$kit/build/submit/lab01.tar.gz" | sort)"

# an update: the new kit is unpacked over the old one
echo '/* mine */' >>"$kit/labs/$lab/mse.c"
echo 'my answer' >>"$kit/labs/$lab/answers.md"
before=$(cat "$kit/labs/$lab"/*.c "$kit/labs/$lab/answers.md" | sha256sum)
tar -xzf "$scratch/out/descent.tar.gz" -C "$scratch/student"
check 'make stubs after an update' in_kit $run stubs
same 'an update takes nothing away' "$before" "$(cat "$kit/labs/$lab"/*.c "$kit/labs/$lab/answers.md" | sha256sum)"
cp "$kit/build/starters/$lab/linear.c" "$kit/labs/$lab/linear.c"
in_kit make -s stubs >/dev/null
echo '/* a fix */' >>"$kit/autograder/recorded/starters/$lab/linear.c"
in_kit make -s stubs >"$scratch/said"
check 'an untouched starter gets the fix' grep -q 'a fix' "$kit/labs/$lab/linear.c"
check 'a written one is named as kept' grep -q 'kept .*mse.c' "$scratch/said"

# lab 02: where it needs an earlier lab's function that is not released, the student's own is used
make -s $(ls build/starters/$next | grep '\.c$' | sed "s|^|build/solution/$next/|")
lab02_says() { # TEXT: stands in what lab 02's program prints
    (cd "$kit" && make -s NO_PLOTS=1 lab02 ARGS='--epochs 20' 2>&1) | grep -q "$1"
}
cp build/solution/$lab/*.c* "$kit/labs/$lab/"
cp build/solution/$next/*.c* "$kit/labs/$next/"
check 'lab 02 runs on the lab 01 that a student wrote' lab02_says 'All sections ran'
cp build/starters/$lab/mse.c "$kit/labs/$lab/mse.c"
check 'and names what is missing there' lab02_says 'exercise 1.2, mse_forward'

# lab 04, on the labs that a student wrote before: its program, its grading, its bonus
cnn=04-cnn
for folder in 03-classifier $cnn; do
    make -s $(ls build/starters/$folder | grep -E '\.cu?$' | sed "s|^|build/solution/$folder/|")
    cp build/solution/$folder/*.c* "$kit/labs/$folder/"
done
cp build/solution/$lab/mse.c "$kit/labs/$lab/mse.c"
check 'lab 04 runs on the labs that a student wrote' in_kit sh -c \
    "make -s NO_PLOTS=1 lab04 ARGS='$(quick_options 04)' | grep -q 'All sections ran'"
check 'and has a fast convolution to compare with' in_kit sh -c \
    'make -s NO_PLOTS=1 lab04 ARGS="--data glyphs --profile" | grep -q "^     conv_block 16 of 3x3, padding 1 *[0-9]"'
check 'and trains on a device with the kernels that a student wrote, the others compiled' in_kit sh -c \
    'make -s NO_PLOTS=1 lab04 BACKEND=emulated ARGS="--only 4.7 --data glyphs --images 100 --epochs 1 --threads 1 --seconds 1 \
        --filters 4-4 --hidden 8" | grep -q "^Training runs on .* and yours of 4.12, 4.13, 4.14, 4.15:"'
check 'a solution of lab 04 is graded' in_kit $run grade LAB=04
same 'and has 100 and the bonus' '100 5' "$(jq -r '.labs[-1] | "\(.score) \(.bonus)"' "$kit/build/grade/results.json")"
for mistake in $(ls build/mistakes/lab04 | grep -v questions | awk 'NR % 46 == 7'); do
    cp build/solution/$cnn/*.c* "$kit/labs/$cnn/"
    cp build/mistakes/lab04/"$mistake"/*.c* "$kit/labs/$cnn/"
    in_kit make -s grade LAB=04 NO_VALGRIND=1 >/dev/null 2>&1
    build/autograder/grade --student "$kit/labs" --work "$scratch/full04" --lab 04 --no-valgrind --quiet
    jq '.labs |= [.[-1]]' "$kit/build/grade/results.json" >"$scratch/last.json"
    same "$mistake gets the same grade" "$(verdicts "$scratch/full04/results.json")" "$(verdicts "$scratch/last.json")"
done

# what is asked must not depend on the student: no mistake meets a question that was not recorded
unrecorded=
replay() { # NUMBER KIT
    for worker in build/mistakes/lab"$1"/*/worker; do
        exercise=$(basename "$(dirname "$worker")" | cut -d - -f 1)
        mkdir -p "$scratch/replayed/$exercise"
        for name in worker worker-emulated; do # the judge asks for a kernel's worker by the second name
            ln -sfn "$PWD/$worker" "$scratch/replayed/$name"
        done
        JUDGE_PASS=check JUDGE_EXERCISES=$exercise JUDGE_KIT=. JUDGE_SEED=2 JUDGE_WORK=$scratch/replayed \
            JUDGE_STUDENT=$scratch/replayed/worker JUDGE_REFERENCE=$2/build/reference/worker$1 build/autograder/judge --quiet
        [ "$(jq -r .state "$scratch/replayed/$exercise/check.json")" != 'grader error' ] || unrecorded="$unrecorded $worker"
    done
}
check 'a solution of lab 03 is graded' in_kit $run grade LAB=03
replay 03 "$kit"
replay 04 "$kit"
same 'every question is recorded, whatever the mistake' '' "$unrecorded"

status=0
make -s handout OUT="$scratch/third" LAB=02 2>"$scratch/error" || status=$?
check 'lab 02 without lab 01 is refused, and says what to add' grep -q 'RELEASE="01"' "$scratch/error"

# after the deadline
check 'a handout with the solution' make -s handout OUT="$scratch/released" LAB=01 RELEASE=01
check 'holds it' cmp reference/kernels/naive/linear.c "$scratch/released/descent/reference/kernels/naive/linear.c"
status=0
(cd "$kit" && make -s lab01 SOLUTION=1) >/dev/null 2>"$scratch/error" || status=$?
check 'before that, SOLUTION=1 says what is missing' grep -q 'is not released yet' "$scratch/error"
finish
