#!/bin/sh
# The labs' programs as a student runs them: options, data, unfinished and broken files, pictures.
. autograder/tests/tap.sh

lab=01-linear-sgd
make -s SOLUTION=1 build/with-solution/lab01 $(ls build/starters/$lab | sed "s|^|build/solution/$lab/|")
program=build/with-solution/lab01

# run OPTION...: status and the first line of the errors
run() {
    status=0
    "$program" --out "$scratch/out" "$@" >"$scratch/said" 2>"$scratch/errors" </dev/null || status=$?
    errors=$(cat "$scratch/errors")
    echo "$status${errors:+ $errors}"
}

same 'an unknown option' "2 lab01: there is no option '--nonsense'; --help lists the options" "$(run --nonsense)"
same 'a rate that is no number' "2 lab01: --rate: expected a number above 0, found 'abc'" "$(run --rate abc)"
same 'a batch of 0' "2 lab01: --batch: expected a whole number from 1 to 1000000, found '0'" "$(run --batch 0)"
same 'a word that is no option' "2 lab01: 'extra' is no option: they all begin with --; --help lists the options" "$(run extra)"
same 'a file that is not there' '1 lab01: nowhere.csv: No such file or directory' "$(run --data nowhere.csv)"
same 'a folder' '1 lab01: datasets: not a file but a folder' "$(run --data datasets)"
printf 'Quiz,Final\n1,2\n3\n' >"$scratch/short.csv"
same 'a row too short' "1 lab01: $scratch/short.csv:3: expected 2 fields as in the header, found 1" \
    "$(run --data "$scratch/short.csv")"
printf 'Quiz,Final\n1,2\n3,x\n' >"$scratch/word.csv"
same 'a word among the numbers' "1 lab01: $scratch/word.csv:3: column Final: expected a number, found 'x'" \
    "$(run --data "$scratch/word.csv")"
same 'nothing half-written' '' "$(ls "$scratch/out" 2>/dev/null)"

same 'a whole run' 0 "$(run)"
check 'tells the best line of the quiz' grep -qE 'y = 1.312 x ?[+] ?0.648' "$scratch/said"
same 'one outlier turns the line' 0 "$(run --outlier --data quiz --only 1.4)"
check 'to a slope of 0.37' grep -qE 'y = 0\.3[67]' "$scratch/said"
cp -r "$scratch/out" "$scratch/first"
run >/dev/null
cp "$scratch/said" "$scratch/said.first"
run >/dev/null
same 'two runs write the same numbers' '' "$(diff -rq "$scratch/out" "$scratch/first" | grep -v '^Only in' |
    grep -v 'quiz' || true)"

check 'pictures are drawn' labs/common/draw.sh labs/$lab "$scratch/out"
for kind in png svg; do
    check "each picture as $kind" test "$(ls "$scratch/out" | grep -c "\.$kind\$")" -ge 7
done
check 'PLOT=terminal draws in the terminal' sh -c \
    "PLOT=terminal labs/common/draw.sh labs/$lab '$scratch/out' | grep -q '[-+|]\{10,\}'"

status=0
PICTURE=nonsense labs/common/draw.sh labs/$lab "$scratch/out" >/dev/null 2>&1 || status=$?
same 'an unknown picture is a usage error' 2 $status
same 'nothing new, nothing said' '' "$(labs/common/draw.sh --new labs/$lab "$scratch/out")"
run --only 1.8 --data quiz >/dev/null
check 'an epoch is shown to its last, short batch' grep -q 'the last of 1 row' "$scratch/said"

# unfinished: the program names what is missing and goes on
mkdir -p "$scratch/none"
cp -r build/starters/$lab "$scratch/none/$lab"
make -s STUDENT="$scratch/none" STUDENT_BUILD="$scratch/none/build" "$scratch/none/build/lab01"
program=$scratch/none/build/lab01
same 'nothing written: status 0' 0 "$(run)"
check 'exercise, function, file and line are named' \
    grep -qE "exercise 1.1, linear_forward, labs/$lab/linear.c:[0-9]+" "$scratch/said"

build/autograder/variant functions . 01 >"$scratch/list"
while read -r file function; do
    mine=$scratch/without-$function
    mkdir -p "$mine/$lab"
    cp build/solution/$lab/*.c "$mine/$lab/"
    build/autograder/variant abort . 01 "$file" "$function" |
        sed "s|__builtin_abort();|TODO(\"1.0\", 0);|" >"$mine/$lab/$file"
    make -s STUDENT="$mine" STUDENT_BUILD="$mine/build" "$mine/build/lab01" 2>/dev/null
    program=$mine/build/lab01
    same "without $function: status 0" 0 "$(run)"
    check "without $function: it is named" grep -q "exercise 1.0, $function, labs/$lab/$file" "$scratch/said"
    check "without $function: something else ran" grep -qE '[1-9][0-9]* of [0-9]+ sections ran' "$scratch/said"
done <"$scratch/list"

# a file that does not compile: the compiler's words, the starter stands in, status 0
mkdir -p "$scratch/broken"
cp -r build/solution/$lab "$scratch/broken/$lab"
echo 'int main(void) { return }' >>"$scratch/broken/$lab/mse.c"
# make_lab NAME: make lab01 with that submission; its words are then in $scratch/said
make_lab() {
    make -s lab01 NO_PLOTS=1 STUDENT="$scratch/$1" STUDENT_BUILD="$scratch/$1/build" \
        ARGS="--out $scratch/out" >"$scratch/said" 2>&1
}
check 'a file that does not compile does not stop make lab01' make_lab broken
check 'the compiler is quoted' grep -qE "labs/$lab/mse.c:[0-9]+:[0-9]+: error: expected expression" "$scratch/said"
same 'and the last line says it again' 1 "$(tail -n 1 "$scratch/said" | grep -c 'mse.c does not compile')"
check 'and the starter announced' grep -qE 'mse.c does not compile, line [0-9]+: its starter stands in' "$scratch/said"

# a name that is misspelled is said, and never answered by the reference
mkdir -p "$scratch/misspelled"
cp -r build/solution/$lab "$scratch/misspelled/$lab"
sed -i 's/momentum_step/momentum_stop/' "$scratch/misspelled/$lab/momentum.c"
check 'a misspelled name does not stop make lab01' make_lab misspelled
check 'it is named' grep -q 'momentum.c does not define momentum_step' "$scratch/said"
check 'and counts as not written' grep -q 'not written yet: lab 01, exercise 1.9' "$scratch/said"

# several goals in one call run one after the other, whatever -j says
check 'goals run in their order' sh -c 'make -j4 list-flags help 2>/dev/null | head -n 1 | grep -q std=gnu17'
same 'make alone lists the goals' "$(make help | wc -l)" "$(make | wc -l)"
finish
