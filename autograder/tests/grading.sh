#!/bin/sh
# What `make grade` says of whole submissions: untouched, solved, and broken in each way there is.
. autograder/tests/tap.sh

make -s tools build/solution/01-linear-sgd/linear.c >/dev/null
make -s $(ls build/starters/01-linear-sgd | sed 's|^|build/solution/01-linear-sgd/|')
lab=01-linear-sgd

# new NAME: a submission that is the solution
new() {
    mkdir -p "$scratch/$1"
    cp -r "build/solution/$lab" "$scratch/$1/$lab"
}

# grade NAME OPTION...: the results are then in $scratch/NAME/results.json
grade() {
    submission=$1
    shift
    build/autograder/grade --student "$scratch/$submission" --work "$scratch/$submission/work" \
        --results "$scratch/$submission/results.json" --lab 01 "$@" >"$scratch/$submission/table" 2>&1
}

# of NAME FILTER: a value from the results
of() {
    jq -r ".labs[0] | $2" "$scratch/$1/results.json"
}

# state NAME ID
state() {
    of "$1" ".exercises[] | select(.id == \"$2\") | .state"
}

failing() {
    of "$1" '[.exercises[] | select(.state != "passed") | .id] | join(" ")'
}

fault() {
    of "$1" ".exercises[] | select(.id == \"$2\") | .faults[0].$3"
}

# body NAME FILE FUNCTION TEXT: gives a function another body
body() {
    awk -v function_name="$3" -v text="$4" '
        $0 ~ "^[a-z].*[ *]" function_name "\\(" { found = 1 }
        /^{$/ && found { print; print text; skipping = 1 }
        /^}$/ && skipping { skipping = 0; found = 0 }
        !skipping { print }' "$scratch/$1/$lab/$2" >"$scratch/new.c"
    mv "$scratch/new.c" "$scratch/$1/$lab/$2"
}

mkdir "$scratch/untouched"
cp -r build/starters/$lab "$scratch/untouched/$lab"
check 'untouched starters are graded' grade untouched
same 'untouched starters have 0 of 100' '0 100' "$(of untouched '"\(.score) \(.max)"')"
same 'each of them is not started' 'not started' "$(of untouched '[.exercises[].state] | unique[]')"

new solved
check 'the solution is graded' grade solved
same 'the solution has 100 of 100' '100 100' "$(of solved '"\(.score) \(.max)"')"
same 'no fault in the solution' 0 "$(of solved '[.exercises[].faults[]] | length')"
same 'curves of two data sets' 'quiz-final made line' \
    "$(of solved '[.exercises[].convergence[].name] | join(" ")')"

mkdir "$scratch/empty"
check 'a submission without files is graded' grade empty --no-valgrind
same 'and has 0' 0 "$(of empty .score)"

new broken
echo 'int main(void) { return }' >>"$scratch/broken/$lab/mse.c"
check 'a file that does not compile is graded' grade broken --no-valgrind
same 'it costs its own exercises' 'does not build does not build' \
    "$(state broken 1.2) $(state broken 1.5)"
same 'and what builds on them, nothing else' '1.2 1.5 1.10' "$(failing broken)"
same 'the message is the compiler'"'"'s' "The file does not compile: expected expression before '}' token" \
    "$(fault broken 1.2 text)"
same 'with file and line' "labs/$lab/mse.c:$(wc -l <"$scratch/broken/$lab/mse.c")" \
    "$(fault broken 1.2 file):$(fault broken 1.2 line)"

new misspelled
sed -i 's/mse_backward/mse_bakward/' "$scratch/misspelled/$lab/mse.c"
grade misspelled --no-valgrind
same 'a misspelled name costs that exercise only' '1.5 1.10' "$(failing misspelled)"
check 'and is named' grep -q 'does not define mse_backward' "$scratch/misspelled/table"

new borrowed
sed -i 's|^void mse_backward|void linear_forward(size_t n, size_t i, size_t o, const real *x, const real *w, const real *b, real *y);\n&|' "$scratch/borrowed/$lab/mse.c"
body borrowed mse.c mse_backward '    linear_forward(1, 1, 1, yhat, y, y, dyhat); (void)count; (void)dloss;'
grade borrowed --no-valgrind
same 'calling another exercise is a named fault' 'does not build' "$(state borrowed 1.5)"
check 'with the function'"'"'s name' grep -q 'calls linear_forward' "$scratch/borrowed/table"

new crashing
body crashing momentum.c momentum_step '    *(volatile int *)0 = 0; (void)parameter; (void)rate; (void)beta; (void)previous;'
grade crashing
same 'a crash is a crash' crashed "$(state crashing 1.9)"
same 'and nothing else fails' 1.9 "$(failing crashing)"
same 'Valgrind gives the line' "labs/$lab/momentum.c:$(grep -n volatile "$scratch/crashing/$lab/momentum.c" | cut -d : -f 1)" \
    "$(fault crashing 1.9 file):$(fault crashing 1.9 line)"

new endless
body endless gradient_descent.c gradient_descent_step '    for (volatile int i = 1; i; i++) { } (void)parameter; (void)rate;'
grade endless --no-valgrind
same 'an endless loop is timed out' 'timed out' "$(state endless 1.7)"
same 'and costs what builds on it' '1.7 1.10' "$(failing endless)"

new leaving
sed -i '1i #include <stdio.h>\n#include <stdlib.h>' "$scratch/leaving/$lab/mse.c"
body leaving mse.c mse_forward '    printf("1.2 passed 6/6\\n"); exit(0); (void)count; (void)yhat; (void)y;'
grade leaving --no-valgrind
same 'exit(0) and a printed result earn nothing' 'crashed 0' \
    "$(state leaving 1.2) $(of leaving '.exercises[] | select(.id == "1.2") | .points')"
check 'and are said' grep -q 'ended inside mse_forward (exit, status 0)' "$scratch/leaving/table"

new forging
sed -i '1i #include <unistd.h>' "$scratch/forging/$lab/mse.c"
body forging mse.c mse_forward '    (void)!write(3, "passed", 6); (void)count; (void)yhat; (void)y; return 0;'
grade forging --no-valgrind
same 'bytes that are no answer are a failed check' wrong "$(state forging 1.2)"
check 'that says so' grep -q 'No answer came from mse_forward' "$scratch/forging/table"

new chatty
sed -i '1i #include <stdio.h>' "$scratch/chatty/$lab/mse.c"
body chatty mse.c mse_forward '    for (;;) puts("loss"); (void)count; (void)yhat; (void)y;'
start=$(date +%s)
grade chatty
check 'and costs no run under Valgrind' test $(($(date +%s) - start)) -lt 30
same 'printing without end is stopped' wrong "$(state chatty 1.2)"

new greedy
sed -i '1i #include <stdlib.h>\n#include <string.h>' "$scratch/greedy/$lab/mse.c"
body greedy mse.c mse_forward '    char *m = malloc((size_t)100 << 30); for (size_t i = 0; i < (size_t)100 << 30; i += 4096) ((volatile char *)m)[i] = 1; (void)count; (void)yhat; (void)y; return 0;'
grade greedy --no-valgrind
same '100 GiB are not to be had' crashed "$(state greedy 1.2)"

new zeros
body zeros linear.c linear_backward '    for (size_t i = 0; i < n * in; i++) dx[i] = 0; for (size_t i = 0; i < out * in; i++) dw[i] = 0; for (size_t i = 0; i < out; i++) db[i] = 0; (void)x; (void)w; (void)dy;'
body zeros batches.c batches_next '    (void)batches; (void)samples; (void)x; (void)y; return 0;'
body zeros mse.c mse_forward '    (void)count; (void)yhat; (void)y; return 0;'
grade zeros --no-valgrind
same 'zeros earn nothing' '0 0 0' \
    "$(of zeros '[.exercises[] | select(.id == "1.2" or .id == "1.6" or .id == "1.8") | .points] | join(" ")')"

new beyond
sed -i 's/for (size_t i = 0; i < count; i++)/for (size_t i = 0; i <= count; i++)/' "$scratch/beyond/$lab/mse.c"
sed -i 's/const real difference/if (i == count) { (void)*(volatile const real *)\&y[i]; break; }\n        const real difference/' "$scratch/beyond/$lab/mse.c"
grade beyond
same 'reading beyond an array is a memory fault' 'memory fault' "$(state beyond 1.2)"
check 'in words' grep -q 'It reads outside of its arrays' "$scratch/beyond/table"

new leaking
sed -i '1i #include <stdlib.h>' "$scratch/leaking/$lab/linear.c"
sed -i 's/^    for (size_t i = 0; i < n; i++) {/    *(volatile char *)malloc(8) = 1;\n&/' "$scratch/leaking/$lab/linear.c"
grade leaking
same 'a leak is a memory fault' 'memory fault' "$(state leaking 1.1)"

new touching
sed -i 's/^    real sum = 0;/    ((real *)y)[0] += 1;\n&/' "$scratch/touching/$lab/mse.c"
grade touching --no-valgrind
same 'writing to an input is wrong' wrong "$(state touching 1.2)"
check 'and is said' grep -q 'y was changed: it is an input' "$scratch/touching/table"

new single
sed -i 's/real sum = 0;/float sum = 0;/' "$scratch/single/$lab/mse.c"
grade single --no-valgrind
check 'float for real is told' grep -q 'you wrote float' "$scratch/single/table"

# slips that deserve their own words
new left
sed -i '0,/^{$/s//{\n    TODO("1.2", count);/' "$scratch/left/$lab/mse.c"
grade left --no-valgrind
check 'a TODO left above the code is told' grep -q 'The TODO still stands in line .*: delete that line' "$scratch/left/table"

new half
body half batches.c batches_next '    TODO("1.8", batches, samples, x, y);'
grade half --no-valgrind
check 'one of two functions written is told' grep -q 'One of its functions is written' "$scratch/half/table"

new undeclared
sed -i 's/sum += difference \* difference/sum += square(difference)/' "$scratch/undeclared/$lab/mse.c"
grade undeclared --no-valgrind
check 'a function that is not there is told as a slip' grep -q 'There is no function square' "$scratch/undeclared/table"

new returnless
sed -i '0,/    return sum/s//    sum \/= (real)count; \/\/ return sum/' "$scratch/returnless/$lab/mse.c"
grade returnless --no-valgrind
check 'a missing return is told by the compiler' grep -q 'The compiler warned: .*non-void function' "$scratch/returnless/table"

new overrun
body overrun linear.c linear_forward '    for (size_t i = 0; i <= n * out + 8; i++) y[i] = 0; (void)in; (void)x; (void)w; (void)b;'
grade overrun
check 'damaged memory is told in words' grep -q 'it wrote outside of an array' "$scratch/overrun/table"
same 'with the line of the writing' "$(grep -n 'y\[i\] = 0' "$scratch/overrun/$lab/linear.c" | cut -d : -f 1)" \
    "$(of overrun '.exercises[] | select(.id == "1.1") | .faults[] | select(.text | test("wrote outside")) | .line')"

new subtracting
sed -i 's/coefficients\[i\] = kept;/coefficients[i] -= epsilon;/' "$scratch/subtracting/$lab/rate_of_change.c"
grade subtracting --no-valgrind
check 'a coefficient put back but not quite is told' grep -q 'leaves a rounding error' "$scratch/subtracting/table"

# narrowing, earlier results, grader errors
new narrowed
grade narrowed --no-valgrind
sed -i 's/+=/=/' "$scratch/narrowed/$lab/linear.c"
build/autograder/grade --student "$scratch/narrowed" --work "$scratch/narrowed/work" \
    --results "$scratch/narrowed/results.json" --check 1.6 --no-valgrind >"$scratch/narrowed/table"
same 'CHECK narrows the table' '1.6' "$(awk '$1 ~ /^1\./ { print $1 }' "$scratch/narrowed/table")"
same 'and keeps the other results' '10 1.6' "$(of narrowed '.exercises | length') $(failing narrowed)"

# Valgrind cannot write its report where a folder with something in it stands
new unchecked
mkdir -p "$scratch/unchecked/work/valgrind.xml/full"
check 'without Valgrind'"'"'s report a submission is graded' grade unchecked
same 'and keeps its points' '100 null' "$(of unchecked '"\(.score) \(.incomplete)"')"
check 'that memory was not checked is said' \
    grep -q '^  Memory was not checked, points stand: Valgrind could not be run; see judge.log.$' \
    "$scratch/unchecked/table"
check 'judge.log tells why' grep -q 'valgrind.xml: ' "$scratch/unchecked/work/judge.log"
same 'and stands in the results, at every exercise' 10 \
    "$(of unchecked '[.exercises[] | select(.memory_unchecked)] | length')"
rm -r "$scratch/unchecked/work/valgrind.xml"
grade unchecked
same 'until it has been checked' 0 "$(of unchecked '[.exercises[] | select(.memory_unchecked)] | length')"

new asking
sed -i '1i #include <stdio.h>' "$scratch/asking/$lab/mse.c"
body asking mse.c mse_forward '    int answer = getchar(); (void)count; (void)yhat; (void)y; return answer;'
grade asking --no-valgrind
same 'reading input is timed out' 'timed out' "$(state asking 1.2)"
check 'in words' grep -q 'waits for what never comes: does it read input' "$scratch/asking/table"

status=0
build/autograder/grade --check 9.9 >/dev/null 2>"$scratch/error" || status=$?
same 'an unknown exercise is a usage error' '2 grade: there is no exercise 9.9; the numbers stand in each lab'"'"'s README.md' \
    "$status $(cat "$scratch/error")"
status=0
build/autograder/grade --nonsense >/dev/null 2>&1 || status=$?
same 'an unknown option is a usage error' 2 $status

new again
grade again --no-valgrind
cp "$scratch/again/results.json" "$scratch/first.json"
grade again --no-valgrind
same 'grading twice gives the same bytes but for times' "$(jq -S 'del(.times)' "$scratch/first.json")" \
    "$(jq -S 'del(.times)' "$scratch/again/results.json")"

check 'debug stops in 1.1, and not in 1.10' sh -c "unset MAKEFLAGS; printf 'bt\nkill\nquit\n' |
    make -s debug CHECK=1.1 SOLUTION=1 2>&1 | grep -q '#0 .*linear_forward'"
check 'and leaves the solution a solution' sh -c "unset MAKEFLAGS; make -s grade CHECK=1.1 SOLUTION=1 | grep -q '6/6  passed'"
check 'make show says when no case has failed' sh -c \
    'unset MAKEFLAGS; make -s show CHECK=1.1 SOLUTION=1 2>&1 | grep -q "^make show prints a case that failed, and 1.1 has none\.$"'
check 'show prints the failing arrays' sh -c "build/autograder/show '$scratch/zeros/work/1.2' | grep -q '<--'"
finish
