#!/bin/sh
# What students' code must not be able to do: each attack of attacks/table.tsv, as a submission, earns
# nothing, harms no other exercise, leaves no file and no process behind, and is named.
#
#   VERBOSE=1 sh autograder/tests/sandbox.sh       also prints a line an attack: verdict, layer, words
. autograder/tests/tap.sh

make -s tools build/autograder/run_all
make -s $(ls build/starters/01-linear-sgd | sed 's|^|build/solution/01-linear-sgd/|')
lab=01-linear-sgd
attacks=autograder/tests/attacks
table=$scratch/table.tsv
grep -v '^#' $attacks/table.tsv >"$table"
mark=$scratch/mark
chmod 755 "$scratch" # an ordinary user works in it below
cp build/libc.symbols build/libc.symbols.copy

# --- attacks as submissions ----------------------------------------------------------------------

# column NAME NUMBER: of the attack's line in the table
column() {
    awk -F '\t' -v name="$1" -v column="$2" '$1 == name { print $column }' "$table"
}

# submit PLACE RUN: the attacks whose column `run` matches: the solution with the attack in the place
# of mse_forward
submit() {
    awk -F '\t' -v run="$2" '$5 ~ run { print $1 }' "$table" >"$1.names"
    while read -r name; do
        mkdir -p "$1/$name/work"
        cp -r build/solution/$lab "$1/$name/$lab"
        {
            sed "s|@MARK@|$mark|" $attacks/prize.h
            sed -e "/^#include \"forge.h\"\$/{r $attacks/forge.h" -e 'd}' -e "s|@KIT@|$(pwd)|" "$attacks/$name.c"
            awk '/^real mse_forward\(/ { skipping = 1 } !skipping { print } /^}$/ { skipping = 0 }' \
                build/solution/$lab/mse.c
        } >"$1/$name/$lab/mse.c"
    done <"$1.names"
    chmod -R a+rwX "$1"
}

# grade_all PLACE 'OPTIONS' COMMAND...: grades what was submitted there, two at a time, by way of the
# command
grade_all() {
    place=$1 options=$2
    shift 2
    # shellcheck disable=SC2086 # a list of options
    xargs -P 2 -I NAME "$@" build/autograder/grade --student "$place/NAME" --work "$place/NAME/work" \
        --results "$place/NAME/results.json" $options <"$place.names" >"$place.log" 2>&1
}

# of PLACE NAME FILTER: a value from the verdict on the attacked exercise
of() {
    jq -r ".labs[0].exercises[] | select(.id == \"1.2\") | $3" "$1/$2/results.json"
}

failing() {
    jq -r '[.labs[0].exercises[] | select(.state != "passed") | .id] | join(" ")' "$1/$2/results.json"
}

# What an attack costs: its exercise, what builds on that, and its file when that does not build.
wanted_failing() {
    if [ "$(column "$1" 2)" = 'does not build' ]; then echo '1.2 1.5 1.10'; else echo '1.2 1.10'; fi
}

words_of() {
    of "$1" "$2" '[.faults[] | .text + (if .expected then " (a wrong value)" else "" end)] | join(" ")'
}

say() {
    [ -z "${VERBOSE-}" ] || printf '# %-18s %-15s %-10s %s\n' "$@"
}

see_attack() {
    state=$(of "$1" "$2" .state) words=$(words_of "$1" "$2")
    same "$2: no points" 0 "$(of "$1" "$2" .points)"
    same "$2: nothing else is harmed" "$(wanted_failing "$2")" "$(failing "$1" "$2")"
    echo "$state" >"$scratch/state"
    echo "$words" >"$scratch/words"
    check "$2: $state" grep -qxE "$(column "$2" 2)" "$scratch/state"
    check "$2: the words" grep -qE "$(column "$2" 3)" "$scratch/words"
    say "$2" "$state" "$(column "$2" 4)" "$words"
}

# No process and no file is left of any attack.
everything_is_clean() {
    ! pgrep -f "$scratch/[a-z-]*/" >&2 && [ ! -e "$mark" ] && [ -e build/libc.symbols.copy ]
}

see_attacks() {
    submit "$scratch/$1" "$2"
    grade_all "$scratch/$1" "$3" env
    while read -r name; do
        see_attack "$scratch/$1" "$name"
    done <"$scratch/$1.names"
}
see_attacks all '^(also|proven|-)$' '--lab 01 --no-valgrind'
see_attacks checked '^valgrind$' '--lab 01'
check 'no attack has left a process or a file' everything_is_clean

# --- with layers missing: one's own code is graded with what there is ----------------------------

# try TITLE COMMAND...: some attacks, graded by way of the command; what is there must hold them
try() {
    title=$1
    place=$scratch/$(echo "$1" | tr ' ,' '--')
    shift
    submit "$place" '^(also|proven)$'
    grade_all "$place" '--check 1.2 --no-valgrind' "$@"
    while read -r name; do
        same "$title: $name earns nothing" 0 "$(of "$place" "$name" .points)"
        say "$name" "$(of "$place" "$name" .state)" "($title)" "$(words_of "$place" "$name")"
    done <"$place.names"
    check "$title: no process, no file is left" everything_is_clean
}

try 'without bubblewrap' env DESCENT_WITHOUT=bubblewrap
try 'without Landlock' env DESCENT_WITHOUT=landlock
try 'without seccomp' env DESCENT_WITHOUT=seccomp
if [ "$(id -u)" = 0 ] && command -v runuser >/dev/null; then
    try 'as an ordinary user' runuser -u nobody --
    try 'as an ordinary user, without bubblewrap' runuser -u nobody -- env DESCENT_WITHOUT=bubblewrap
fi

# An attack that never works proves nothing: with limits alone these do.
submit "$scratch/unconfined" '^proven$'
grade_all "$scratch/unconfined" '--check 1.2 --no-valgrind' env DESCENT_WITHOUT=bubblewrap,landlock,seccomp
while read -r name; do
    same "unconfined, $name works" 6 "$(of "$scratch/unconfined" "$name" .points)"
done <"$scratch/unconfined.names"

# --- others' code is not graded with less --------------------------------------------------------

# required LAYERS: the exit status of a grading that asks for confinement when these are missing
required() {
    status=0
    DESCENT_WITHOUT=$1 build/autograder/grade --student build/solution --work "$scratch/required" \
        --check 1.1 --no-valgrind --sandbox-required >"$scratch/required.out" 2>&1 || status=$?
    echo $status
}
same 'with all layers others are graded' 0 "$(required '')"
same 'with bubblewrap alone as well' 0 "$(required landlock,seccomp)"
same 'with Landlock and seccomp as well' 0 "$(required bubblewrap)"
same 'not with Landlock alone' 3 "$(required bubblewrap,seccomp)"
check 'and it is said' grep -q 'bubblewrap: left out; seccomp: left out' "$scratch/required.out"
same 'not with seccomp alone' 3 "$(required bubblewrap,landlock)"
same 'not with limits alone' 3 "$(required bubblewrap,landlock,seccomp)"

mkdir -p "$scratch/class/someone"
cp -r build/solution/$lab "$scratch/class/someone/$lab"
class() {
    status=0
    autograder/run_all "$scratch/class" --out "$scratch/reports" --no-valgrind "$@" \
        >"$scratch/class.out" 2>"$scratch/class.err" || status=$?
    echo $status
}
same 'run_all grades nobody with Landlock alone' 1 "$(DESCENT_WITHOUT=bubblewrap,seccomp class)"
check 'says so' grep -q '^run_all: nothing is graded: .*only this: sandbox: Landlock' "$scratch/class.err"
same 'and writes nothing' '' "$(ls "$scratch/reports" 2>/dev/null)"
same 'unless its students are trusted' 0 \
    "$(DESCENT_WITHOUT=bubblewrap,seccomp class --trust-students)"
same 'with Landlock and seccomp it does' 0 "$(DESCENT_WITHOUT=bubblewrap class)"

# --- the launcher itself -------------------------------------------------------------------------

# launched LAYERS PROFILE OPTION... -- PROGRAM...: the exit status
launched() {
    layers=$1
    shift
    status=0
    build/autograder/launch --layers "$layers" "$@" </dev/null >"$scratch/out" 2>"$scratch/err" || status=$?
    echo $status
}

cat >"$scratch/early.c" <<'END'
#include <fcntl.h>

static int early = 1;

__attribute__((constructor(101))) static void construct(void)
{
    early = open("/etc/passwd", O_RDONLY) >= 0;
}

int main(void)
{
    return early;
}
END
gcc -static -o "$scratch/early" "$scratch/early.c"
same 'a constructor opens files when only limits confine it' 1 "$(launched none worker -- "$scratch/early")"
same 'Landlock confines it' 0 "$(launched landlock worker -- "$scratch/early")"
same 'bubblewrap confines it' 0 "$(launched bubblewrap worker -- "$scratch/early")"
same 'seccomp ends it (SIGSYS)' 159 "$(launched seccomp worker -- "$scratch/early")"

cat >"$scratch/inherits.c" <<'END'
#include <fcntl.h>
#include <stdlib.h>

extern char **environ;

int main(void)
{
    int files = 0, words = 0;
    for (int descriptor = 3; descriptor < 64; descriptor++) {
        files += fcntl(descriptor, F_GETFD) >= 0;
    }
    while (environ[words]) {
        words++;
    }
    return getenv("LD_PRELOAD") || getenv("SECRET") ? 99 : 10 * files + words;
}
END
gcc -static -o "$scratch/inherits" "$scratch/inherits.c"
for layers in none bubblewrap,landlock,seccomp; do
    same "$layers: neither descriptors nor variables come along" 5 "$(
        exec 3>/dev/null 4>/dev/null 5</etc/passwd 9</etc/passwd
        export SECRET=1 LD_PRELOAD=/tmp/none.so
        launched $layers compiler -- "$scratch/inherits"
    )"
done

same "a program that is not there is the launcher's failure" 125 "$(launched none worker -- /nowhere)"
same 'so is a file to read that is not there' 125 "$(launched landlock compiler --read /nowhere -- gcc)"
same 'and a profile that does not exist' 125 "$(launched none nothing -- /bin/true)"
same 'a program that ends with 125 is not' 1 "$(launched none compiler -- sh -c 'exit 125')"
same 'a program that a signal ends has 128 more' 134 "$(launched none compiler -- sh -c 'kill -ABRT $$')"

# --- the worker with sanitizers ------------------------------------------------------------------

mkdir -p "$scratch/beyond/$lab"
cp build/solution/$lab/*.c "$scratch/beyond/$lab/"
sed -i 's/for (size_t i = 0; i < count; i++)/for (size_t i = 0; i <= count; i++)/' \
    "$scratch/beyond/$lab/mse.c"
for layers in landlock,seccomp bubblewrap,landlock,seccomp; do
    build=$scratch/beyond/$(echo $layers | tr , -)
    make -s STUDENT="$scratch/beyond" STUDENT_BUILD="$build" \
        CONFINE="build/autograder/launch --layers $layers" "$build/worker01-asan"
    build/autograder/launch --layers $layers sanitized-worker -- "$build/worker01-asan" \
        <"$scratch/all/endless/work/1.1/requests" 2>&1 3>/dev/null | cat >"$scratch/quiet"
    same "$layers: with sanitizers, what is right runs confined" '' "$(cat "$scratch/quiet")"
    build/autograder/launch --layers $layers sanitized-worker -- "$build/worker01-asan" \
        <"$scratch/all/exit-zero/work/1.2/requests" 2>&1 3>/dev/null | cat >"$scratch/loud"
    check "$layers: and what reads too far is seen, with its line" \
        grep -q 'in mse_forward labs/01-linear-sgd/mse.c:' "$scratch/loud"
done
rm -f build/libc.symbols.copy
finish
