#!/bin/sh
# Handouts of one lab, with the solutions of those before it: the same verdicts as in the full kit.
. autograder/tests/tap.sh
. autograder/tests/in_kit.sh

unset MAKEFLAGS MAKELEVEL GOALS
next=02-mlp-xor
make -s $(ls build/starters/$next | grep '\.c$' | sed "s|^|build/solution/$next/|")

# lab 02 alone, after lab 01's deadline: the same verdicts as in the full kit
check 'a handout of lab 02' make -s handout OUT="$scratch/second" LAB=02 RELEASE=01
kit=$scratch/second/descent
check 'it holds no answer' build/autograder/leak . "$kit" 01
cp build/solution/$next/*.c* "$kit/labs/$next/"
check 'a solution of lab 02 is graded' in_kit $run grade
same 'and has 100' 100 "$(score)"
for mistake in $(ls build/mistakes/lab02 | grep -v questions | awk 'NR % 8 == 3'); do
    cp build/solution/$next/*.c* "$kit/labs/$next/"
    cp build/mistakes/lab02/"$mistake"/*.c* "$kit/labs/$next/"
    in_kit make -s grade NO_VALGRIND=1 >/dev/null 2>&1
    build/autograder/grade --student "$kit/labs" --work "$scratch/full02" --lab 02 --no-valgrind --quiet
    same "$mistake gets the same grade" "$(verdicts "$scratch/full02/results.json")" \
        "$(verdicts "$kit/build/grade/results.json")"
done

# lab 03 alone, as later in a course: splits, masks and trainings are judged without a reference
last=03-classifier
make -s $(ls build/starters/$last | grep '\.c$' | sed "s|^|build/solution/$last/|")
check 'a handout of lab 03' make -s handout OUT="$scratch/fourth" LAB=03 RELEASE='01 02'
kit=$scratch/fourth/descent
check 'it holds no answer' build/autograder/leak . "$kit" 01 02
cp build/solution/$last/*.c* "$kit/labs/$last/"
check 'a solution of lab 03 is graded' in_kit $run grade
same 'and has 100' 100 "$(score)"
cp autograder/tests/others/$last/*.c* "$kit/labs/$last/"
check 'another solution is graded' in_kit $run grade
same 'and has 100' 100 "$(score)"
for mistake in $(ls build/mistakes/lab03 | grep -v questions | awk 'NR % 13 == 5'); do
    cp build/solution/$last/*.c* "$kit/labs/$last/"
    cp build/mistakes/lab03/"$mistake"/*.c* "$kit/labs/$last/"
    in_kit make -s grade NO_VALGRIND=1 >/dev/null 2>&1
    build/autograder/grade --student "$kit/labs" --work "$scratch/full03" --lab 03 --no-valgrind --quiet
    same "$mistake gets the same grade" "$(verdicts "$scratch/full03/results.json")" \
        "$(verdicts "$kit/build/grade/results.json")"
done

# lab 04 for a course without exercises in CUDA; behind it the kit has them again
cnn=04-cnn
make -s $(ls build/starters/$cnn | sed "s|^|build/solution/$cnn/|")
trap 'autograder/handout/cuda.sh 1; rm -rf "$scratch"' EXIT
check 'a handout without CUDA' make -s handout OUT="$scratch/plain" LAB=04 RELEASE='01 02 03' CUDA=0
kit=$scratch/plain/descent
check 'it holds no answer' build/autograder/leak . "$kit" 01 02 03
same 'no kernel, no example, no emulator' '' "$(cd "$kit" && find . -name '*.cu*' -o -name '*emulator*')"
same 'nothing asks for them' 0 "$(cd "$kit" && { make -s doctor; make -s help; cat README.md labs/$cnn/README.md; } | grep -v torch |
    grep -ciE 'cuda|emulat|g\+\+')"
cp build/solution/$cnn/*.c "$kit/labs/$cnn/"
check 'a solution of lab 04 is graded' in_kit $run grade
same 'and has 100 in 11 exercises' '100 11' \
    "$(jq -r '.labs[0] | "\(.score) \(.exercises | length)"' "$kit/build/grade/results.json")"
build/autograder/grade --student build/solution --work "$scratch/full04" --lab 04 --no-valgrind --quiet
same 'as in the full kit' '100 11' \
    "$(jq -r '.labs[0] | "\(.score) \(.exercises | length)"' "$scratch/full04/results.json")"
for mistake in $(ls -d build/mistakes/lab04/4.[258]-* | awk 'NR % 5 == 2' | xargs -n 1 basename); do
    cp build/solution/$cnn/*.c "$kit/labs/$cnn/"
    cp build/mistakes/lab04/"$mistake"/*.c "$kit/labs/$cnn/"
    in_kit make -s grade NO_VALGRIND=1 >/dev/null 2>&1
    build/autograder/grade --student "$kit/labs" --work "$scratch/full04" --lab 04 --no-valgrind --quiet
    same "$mistake gets the same grade" "$(verdicts "$scratch/full04/results.json")" \
        "$(verdicts "$kit/build/grade/results.json")"
done
finish
