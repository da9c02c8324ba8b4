#!/bin/sh
# A made class of eight through run_all, with the real grader: scores, states, pages, and the same
# results whatever the number of jobs and however busy the machine.
. autograder/tests/tap.sh

make -s tools mistakes01
check 'the class is made' autograder/tests/class/make_class.sh "$scratch/class"

check 'run_all with one job' autograder/run_all "$scratch/class" --out "$scratch/one" --jobs 1
# both cores busy with something else
sh -c 'while :; do :; done' &
busy_one=$!
sh -c 'while :; do :; done' &
busy_two=$!
check 'run_all with four jobs on a busy machine' \
    autograder/run_all "$scratch/class" --out "$scratch/four" --jobs 4
kill $busy_one $busy_two

without_times() {
    jq -S 'del(.times)' "$1/results.json"
}
same 'both give the same results but for times' "$(without_times "$scratch/one" | md5sum)" \
    "$(without_times "$scratch/four" | md5sum)"

score() {
    jq -r --arg n "$1" '.submissions[] | select(.name == $n) | .labs[0].score' "$scratch/one/results.json"
}
state() {
    jq -r --arg n "$1" --arg id "$2" '.submissions[] | select(.name == $n) | .labs[0].exercises[] |
        select(.id == $id) | .state' "$scratch/one/results.json"
}

same 'eight submissions' 8 "$(jq '.submissions | length' "$scratch/one/results.json")"
same 'full marks' 100 "$(score full-marks)"
same 'untouched has 0' 0 "$(score untouched)"
same 'one wrong: the other parts of 1.6 count, 1.10 waits' '84 partly waits' \
    "$(score one-wrong) $(state one-wrong 1.6) $(state one-wrong 1.10)"
same 'does not compile: 1.2, 1.5 and what builds on them' '74 does not build does not build' \
    "$(score does-not-compile) $(state does-not-compile 1.2) $(state does-not-compile 1.5)"
same 'crashes' '90 crashed' "$(score crashes) $(state crashes 1.9)"
same 'never ends' '84 timed out' "$(score never-ends) $(state never-ends 1.7)"
same 'a printed result counts for nothing' '84 crashed' \
    "$(score prints-a-result) $(state prints-a-result 1.2)"
same 'reads beyond' '84 memory fault waits' \
    "$(score reads-beyond) $(state reads-beyond 1.2) $(state reads-beyond 1.10)"
same 'a gradebook line each' 9 "$(wc -l <"$scratch/one/gradebook.csv")"
check 'an index page' grep -q 'full-marks' "$scratch/one/index.html"
same 'a page a student' 8 "$(ls "$scratch/one" | grep -c '^student.*\.html')"
same 'nothing stays running' '' "$(pgrep -f "$scratch" || true)"
finish
