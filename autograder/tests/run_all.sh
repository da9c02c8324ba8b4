#!/bin/sh
# The instructor's program with a grader of straw: what it does when graders fail, hang, print
# nonsense; hostile names; the same bytes for any number of jobs; exit statuses; what is left behind.
. autograder/tests/tap.sh

program=${RUN_ALL:-build/autograder/run_all}
[ -n "${RUN_ALL:-}" ] || make -s "$program"
make -s build/autograder/confine

# The straw grader does what the student's linear.c says: "score 88", "status 1", "hang", ...
cat >"$scratch/grade" <<'END'
#!/bin/sh
echo "$@" >>"${0%/*}/calls"
while [ $# -gt 0 ]; do
    case $1 in
    --student) student=$2 ;;
    --results) results=$2 ;;
    esac
    shift
done
ls "${results%/*}/.." | wc -l >>"${0%/*}/places"
read -r what number <"$student/01-linear-sgd/linear.c"
echo "grade: about to $what in $results"
case $what in
status) exit "$number" ;;
signal) kill -s "$number" $$ ;;
hang) sleep 987 ;;
stray) setsid sleep 986 & sleep 0.1; number=5 ;;
nonsense) echo '{"schema": 1, "labs": [{}]}' >"$results"; exit 0 ;;
silent) exit 0 ;;
esac
points=$number state=wrong
[ "$what" != incomplete ] || { points=null; state='grader error'; }
[ "$what" != incomplete ] || number=0
cat >"$results" <<RESULTS
{"schema": 1, "labs": [{"lab": "01", "title": "linear-sgd", "score": $number, "max": 100,
  "exercises": [{"id": "1.1", "title": "the linear layer", "file": "labs/01-linear-sgd/linear.c",
    "function": "linear_forward", "state": "$state", "points": $points, "max": 100,
    "faults": [{"text": "<script>alert('fault')</script>"}],
    "convergence": [{"name": "quiz", "x": "epoch", "y": "loss", "limit": 20,
      "runs": [{"seed": 1, "student": ["300", "nan"], "reference": ["300", "19"]}]}]}]}],
 "times": {"seconds": 0.$$, "cpu_seconds": 0.1, "at": "2026-11-21T10:00:00Z"}}
RESULTS
[ "$what" != incomplete ] || exit 1
END
chmod +x "$scratch/grade"

# new CLASS NAME TEXT...: a submission whose linear.c holds the text
new() {
    mkdir -p "$scratch/$1/$2"
    echo "$3" >"$scratch/$1/$2/linear.c"
}

# run OPTION...: run_all with the straw grader; sets $status, leaves output in $scratch/out and err
run() {
    status=0
    "$program" --kit . --grader "$scratch/grade" --work "$scratch/work" "$@" \
        >"$scratch/out" 2>"$scratch/err" || status=$?
}

report() {
    jq -r "$1" "$scratch/$2/results.json"
}

without_times() {
    sed '/^ "times": {/,$d' "$scratch/$1/results.json"
}

alive() {
    ps -e -o args= | grep -c "^sleep $1\$"
}

# --- A class in which everything happens.
new class ada 'score 88'
new class 'Zoë Müller, M.Sc.' 'score 100'
new class dead 'signal SEGV'
new class hangs 'hang'
new class error 'status 1'
new class nonsense 'nonsense'
new class silent 'silent'
new class incomplete 'incomplete'
new class stray 'stray'
mkdir -p "$scratch/class/empty" "$scratch/class/.git"
: >"$scratch/class/late.zip"
ln -s ada "$scratch/class/link"
new class '<script>alert(1)<b>' 'score 10'
new class '=2+3' 'score 20'
new class "\$(touch $(basename "$scratch").pwned)" 'score 30'
new class '-rf' 'score 40'
new class "$(printf 'two\nlines')" 'score 50'
new class "$(printf 'caf\351')" 'score 60'

run --limit 4 --jobs 4 --out "$scratch/four" "$scratch/class"
same 'status 1 when some could not be graded' 1 $status
cp "$scratch/err" "$scratch/progress"
cp "$scratch/out" "$scratch/summary"
: >"$scratch/places"
run --limit 4 --jobs 1 --out "$scratch/one" "$scratch/class"
same 'the place of one is gone before the next begins' 1 "$(sort -u "$scratch/places")"
check 'a valid results file' jq -e '.schema == 1' "$scratch/one/results.json"
same 'the same bytes for one job and four, but for times' "$(without_times one | cksum)" \
    "$(without_times four | cksum)"
check 'the same gradebook' cmp "$scratch/one/gradebook.csv" "$scratch/four/gradebook.csv"
same 'the same pages' "$(cd "$scratch/one" && cat student-*.html | cksum)" \
    "$(cd "$scratch/four" && cat student-*.html | cksum)"

same 'every folder is a submission' 17 "$(report '.submissions | length' one)"
same 'sorted by name' "$(report '.submissions[].name' one | LC_ALL=C sort -f)" \
    "$(report '.submissions[].name' one)"
same 'those after a failure are graded' 88,100 \
    "$(report '[.submissions[] | select(.name == "ada", .name == "Zoë Müller, M.Sc.") |
        .labs[0].score | tostring] | join(",")' one)"

words() {
    report ".submissions[] | select(.name == \"$1\") | .error" one
}
same 'one that dies' 'grader error: not graded: the grader died of signal 11 (Segmentation fault)' \
    "$(words dead)"
same 'one that hangs' 'grader error: not graded: still running after 4 s, and stopped' "$(words hangs)"
same 'one with an error: its last words, without names of this run' \
    'grader error: not graded: the grader ended with status 1: grade: about to status in results.json' \
    "$(words error)"
same 'one with nonsense for results' 'grader error: not graded: results.json: a lab: Object item not found: lab' \
    "$(words nonsense)"
same 'one without results' 'grader error: not graded: results.json: No such file or directory' \
    "$(words silent)"
same 'one that is empty' 'no file of any lab was found' "$(words empty)"
same 'a link is not followed' 'the folder is a symbolic link, which is not followed' "$(words link)"
same 'an incomplete one is no error, and has no mark' 'null incomplete,incomplete,,100,,' \
    "$(words incomplete) $(grep '^incomplete,' "$scratch/one/gradebook.csv" | cut -d, -f1-5),"
same 'no mark for any that was not graded' '' \
    "$(grep -E '^(dead|hangs|error|nonsense|silent|empty|link),' "$scratch/one/gradebook.csv" |
        grep -v '^[a-z]*,[a-z]*,,')"
same 'what hung is gone' 0 "$(alive 987)"
same 'what left its process group is gone' 0 "$(alive 986)"
same 'nothing is left where they were built' 0 "$(find "$scratch/work" -mindepth 1 | wc -l)"
same 'nothing half-written among the reports' '' \
    "$(find "$scratch/one" -name '.*' -o -name '*.new' | grep -v "^$scratch/one\$")"

# --- Hostile names.
check 'no mark-up of theirs in any page' \
    sh -c "! grep -l '<script>alert\|<b>\.' '$scratch'/one/*.html"
check 'their mark-up is shown' grep -q '&lt;script&gt;alert(1)&lt;b&gt;' "$scratch/one/index.html"
check 'no formula in the gradebook' grep -q "^\"'=2+3\",\"'=2+3\",20,100,20," "$scratch/one/gradebook.csv"
check 'a comma in a name is quoted' grep -q '^"Zoë Müller, M.Sc.",' "$scratch/one/gradebook.csv"
same 'a line a submission' 18 "$(wc -l <"$scratch/one/gradebook.csv")"
check 'RFC 4180: lines end with CR LF' sh -c "! grep -v '$(printf '\r')\$' '$scratch/one/gradebook.csv'"
same 'no name is run' '' "$(find . "$scratch" -name '*.pwned')"
same 'bytes that are no UTF-8 are replaced' 60 \
    "$(report '.submissions[] | select(.name == "caf\ufffd") | .labs[0].score' one)"
check 'a page for each' test -s "$scratch/one/student-0017.html" -a ! -e "$scratch/one/student-0018.html"
same 'pages load nothing' '' \
    "$(grep -hoE '(src|href)="[^"#]*"|url\(|@import' "$scratch"/one/*.html |
        grep -vE '^href="(student-[0-9]+|index)\.html"$|^href="(gradebook.csv|results.json)"$')"

# --- What it prints.
same 'a line a submission, plain where there is no terminal' 17 \
    "$(grep -c '^ *[0-9]* of 17  ' "$scratch/progress")"
same 'no escape sequence' 0 "$(grep -c "$(printf '\033')" "$scratch/progress")"
check 'the summary' grep -q '^17 submissions: 9 graded, 8 not graded' "$scratch/summary"
check 'mean and median' grep -q '^lab 01: mean 44.8, median 40 of 100; 0 not started' "$scratch/summary"
check 'where the reports are' grep -q "^reports: $scratch/four/index.html" "$scratch/summary"
check 'a file among the folders is named' grep -q 'passed over 1 that is no folder' "$scratch/progress"

# --- A class in which all goes well.
new good bob 'score 70'
new good eve 'score 80'
run --out "$scratch/good/reports" "$scratch/good"
same 'status 0 when all were graded' 0 $status
run --quiet --out "$scratch/good/reports" "$scratch/good"
same 'quiet: nothing to say' '0 ' "$status $(cat "$scratch/out" "$scratch/err")"
same 'reports among the submissions are no student' 2 "$(report '.submissions | length' good/reports)"
: >"$scratch/calls"
run --lab 01 --no-valgrind --jobs 1 --out "$scratch/good/reports" "$scratch/good"
check 'options reach the grader' grep -q -- '--quiet --lab 01 --no-valgrind --sandbox-required$' "$scratch/calls"
run --keep --out "$scratch/good/reports" "$scratch/good"
kept=$(sed -n 's/^run_all: built in //p' "$scratch/err")
same 'what was built is kept where it says' 'score 70' "$(cat "$kept/0001/src/01-linear-sgd/linear.c")"

# --- A second run in which a grader fails costs no result of the first.
new good eve 'signal KILL'
run --quiet --out "$scratch/good/reports" "$scratch/good"
same 'quiet: only what went wrong' \
    '1 run_all: eve: grader error: not graded: the grader died of signal 9 (Killed)' \
    "$status $(cat "$scratch/out" "$scratch/err")"
same 'the earlier result is kept and marked' '80 true' \
    "$(report '.submissions[] | select(.name == "eve") | "\(.labs[0].score) \(.earlier)"' good/reports)"
check 'the page says so' grep -q 'the result of an earlier run' "$scratch/good/reports/student-0002.html"

# --- Broken off.
new slow a 'score 1'
new slow b 'hang'
before=$(cat "$scratch"/good/reports/* | cksum)
env --default-signal=INT "$program" --kit . --grader "$scratch/grade" --jobs 2 \
    --work "$scratch/work2" --out "$scratch/good/reports" "$scratch/slow" 2>"$scratch/err" &
broken=$!
while ! grep -q '1 of 2' "$scratch/err" && kill -0 $broken; do sleep 0.1; done
status=0
kill -INT $broken
wait $broken || status=$?
same 'Ctrl-C: status 130' 130 $status
check 'Ctrl-C: it says how far it was' grep -q 'broken off (Interrupt) after 1 of 2' "$scratch/err"
same 'Ctrl-C: the reports are as before' "$before" "$(cat "$scratch"/good/reports/* | cksum)"
same 'Ctrl-C: no grader is left' 0 "$(alive 987)"
same 'Ctrl-C: nothing is left where they were built' 0 "$(find "$scratch/work2" -mindepth 1 | wc -l)"

# --- Mistakes at the command line, and in what it points to.
usage() {
    run "$@"
    same "status 2: ${*:-no argument}" 2 $status
}
usage
usage one two
usage --jobs 0 "$scratch/good"
usage --jobs 1.5 "$scratch/good"
usage --limit never "$scratch/good"
usage --lab 77 "$scratch/good"
usage --bogus "$scratch/good"
refused() {
    what=$1 says=$2
    shift 2
    run "$@"
    same "status 1: $what" 1 $status
    check "$what: it says so in one line" grep -q "^run_all: .*$says" "$scratch/err"
    same "$what: one line" 1 "$(wc -l <"$scratch/err")"
}
mkdir "$scratch/nobody" "$scratch/nobody2"
refused 'a folder that is not there' 'No such file' "$scratch/missing"
refused 'an empty folder' 'holds no folder' --out "$scratch/unmade" "$scratch/nobody"
refused 'one submission for the class' 'looks like one submission' .
refused 'a file for the reports' 'not a folder' --out "$scratch/grade" "$scratch/good"
refused 'a grader that is not there' 'No such file' --grader "$scratch/none" "$scratch/good"
check 'no folder for reports is left' test ! -e "$scratch/unmade"

# --- The wrapper.
if [ -z "${RUN_ALL:-}" ]; then
    root=$(pwd)
    ln -s "$root/autograder/run_all" "$scratch/run_all"
    (cd "$scratch" && ./run_all --help) >"$scratch/out" 2>"$scratch/err"
    same 'from another folder, through a link: status 0' 0 $?
    check '--help tells of the reports' grep -q gradebook.csv "$scratch/out"
fi
finish
