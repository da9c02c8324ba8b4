#!/bin/sh
# test.sh: tests setup and doctor as whole programs. Prints TAP; exit status 1 if a test failed.
#
# usage: sh .setup/test.sh      from the repository's root; needs no network and no rights
#
# Each test runs on a machine of its own: a folder, the only one on PATH, with links to a few real
# tools and with fakes of those that setup must use with care: apt-get, sudo, id, dpkg-query,
# pkg-config. A fake notes each call in the file `calls`; the fake apt-get "installs" a package NAME
# by making the command tool-NAME, for which the tests' own list of packages looks.
set -u
here=$(cd "$(dirname -- "$0")" && pwd)
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
trap 'exit 1' HUP INT TERM

# --- the machine ---------------------------------------------------------------------------------

# A machine with nothing installed, where one is root and apt-get knows the packages of the list.
new_machine() {
    machine=$scratch/machine
    rm -rf "$machine"
    mkdir -p "$machine/bin"
    for tool in awk cat chmod dirname env fold getconf grep ln locale lscpu mktemp rm sed sh sort timeout touch uname wc; do
        path=$(command -v "$tool") && ln -s "$path" "$machine/bin/$tool"
    done
    ln -s /bin/true "$machine/bin/true" # command -v would tell of the shell's own
    : >"$machine/calls"
    : >"$machine/why"
    echo alpha beta gamma delta tester >"$machine/archive"
    {
        printf '# a list for the tests\n'
        row alpha use yes command:tool-alpha 'does alpha' 'No lab can be built.'
        row beta use no command:tool-beta 'does beta' 'No beta is seen.'
        row gamma use yes command:tool-gamma 'does gamma' 'Nothing is graded.'
        row tester develop yes command:tool-tester 'tests' 'Nothing is tested.'
    } >"$machine/packages.tsv"
    put_id 0
    put_apt_get
    fake sleep 'exit 0'
}

row() {
    printf '%s\t%s\t%s\t%s\t%s\t%s\n' "$@"
}

# fake NAME BODY: a program that notes how it was called and then does BODY.
fake() {
    rm -f "$machine/bin/$1" # a link, perhaps: do not write through it
    {
        echo '#!/bin/sh'
        echo "machine='$machine'"
        echo "echo \"$1 \$*\" >>'$machine/calls'"
        echo "$2"
    } >"$machine/bin/$1"
    chmod +x "$machine/bin/$1"
}

put_id() {
    fake id "echo $1"
}

# Grants everything, and tells the fake apt-get that it runs with root's rights.
put_sudo() {
    # shellcheck disable=SC2016 # for the fake to expand
    fake sudo '[ "$1" != -n ] || shift
        RIGHTS=sudo exec "$@"'
}

# Reads stdin as a question would. Knows the packages in `archive`; one in `after_update` only after
# an update; a file fail_once makes the first real install fail, hollow makes all install nothing.
put_apt_get() {
    # shellcheck disable=SC2016 # for the fake to expand
    fake apt-get '
        read -r answer && echo "apt-get read $answer from stdin" >>"$machine/calls"
        dry=false verb= names=
        for word in "$@"; do
            case $word in
            -s) dry=true ;;
            -* | *=*) ;;
            install | update) verb=$word ;;
            *) names="$names $word" ;;
            esac
        done
        if ! $dry && [ "$(id -u)" != 0 ] && [ -z "${RIGHTS:-}" ]; then
            echo "E: are you root?" >&2
            exit 100
        fi
        if [ $verb = update ]; then
            if [ -e "$machine/locked" ]; then
                rm "$machine/locked"
                echo "E: Could not get lock /var/lib/apt/lists/lock" >&2
                exit 100
            fi
            [ ! -e "$machine/offline" ] || { echo "W: slow
E: no network
E: no more" >&2; exit 100; }
            [ ! -e "$machine/after_update" ] || cat "$machine/after_update" >>"$machine/archive"
            exit 0
        fi
        for name in $names; do
            grep -qw -- "$name" "$machine/archive" || {
                echo "E: Unable to locate package $name" >&2
                exit 100
            }
        done
        $dry && exit 0
        [ -n "${DEBIAN_FRONTEND:-}" ] || echo "apt-get may ask questions" >>"$machine/calls"
        echo "installed$names" >>"$machine/calls"
        if [ -e "$machine/fail_once" ]; then
            rm "$machine/fail_once"
            echo "E: Failed to fetch" >&2
            exit 100
        fi
        [ ! -e "$machine/hollow" ] || exit 0
        for name in $names; do ln -s /bin/true "$machine/bin/tool-$name"; done'
}

# Makes the packages named be there.
have() {
    for name in "$@"; do ln -s /bin/true "$machine/bin/tool-$name"; done
}

# Takes the kit's own list, on a machine that has nothing of it.
lack_everything() {
    list=$machine/all.tsv
    LC_ALL=C awk -F '\t' -v OFS='\t' '!/^#/ { $4 = "command:tool-none" } { print }' \
        "$here/packages.tsv" >"$list"
}

# run SCRIPT [ARGUMENT...]: sets status; the file `out` has what it printed. Its stdin holds an
# answer, which nothing may read.
run() {
    script=$1
    shift
    echo yes | env -i PATH="$machine/bin" TERM=xterm LC_ALL="${locale:-C}" \
        DESCENT_PACKAGES="${list:-$machine/packages.tsv}" \
        DESCENT_NVIDIA="$machine/nvidia" DESCENT_CUDA="$machine/cuda" \
        "$here/$script" "$@" >"$machine/out" 2>&1
    status=$?
}

# A container may have no pseudo-terminals.
can_open_terminal() {
    script -q -e -c true /dev/null >/dev/null 2>&1 </dev/null || skip 'script(1) cannot open a terminal here'
}

# run_in_terminal VARIABLE=VALUE SCRIPT: the same, in a terminal of its own, for 20 s at most.
run_in_terminal() {
    timeout 20 script -q -e -c "env -i PATH='$machine/bin' TERM=xterm $1 \
        DESCENT_PACKAGES='$machine/packages.tsv' '$here/$2'" /dev/null >"$machine/out" 2>&1 </dev/null
    status=$?
}

# --- what a test may expect ----------------------------------------------------------------------

# What is wrong goes to the file `why`; a test has passed if that stays empty.
complain() {
    echo "$*" >>"$machine/why"
}

expect_status() {
    [ "$status" = "$1" ] || complain "status $1 expected, got $status"
}

expect_output() {
    for text in "$@"; do
        grep -qF -- "$text" "$machine/out" || complain "it should say: $text"
    done
}

expect_no_output() {
    ! grep -qF -- "$1" "$machine/out" || complain "it should not say: $1"
}

expect_call() {
    grep -qF -- "$1" "$machine/calls" || complain "it should have called: $1"
}

expect_no_call() {
    ! grep -qF -- "$1" "$machine/calls" || complain "it should not have called: $1"
}

# expect_installed NAMES: of all installs that were tried, in order, each on a line.
expect_installed() {
    got=$(sed -n 's/^installed //p' "$machine/calls")
    [ "$got" = "$1" ] || complain "to be installed: '$1', but apt-get was told: '$got'"
}

expect_lines() {
    got=$(wc -l <"$machine/out")
    [ "$got" -eq "$1" ] || complain "$1 lines expected, got $got"
}

# In the C locale a byte is a column.
expect_80_columns() {
    LC_ALL=C awk 'length > 80' "$machine/out" >"$machine/long"
    [ ! -s "$machine/long" ] || complain "wider than 80 columns: $(cat "$machine/long")"
}

# --- the list ------------------------------------------------------------------------------------

test_list_is_well_formed() { # the kit's own list: six columns, known words, no package twice
    LC_ALL=C awk -F '\t' '
        /^#/ { next }
        NF != 6 { print $1 ": " NF " columns, not 6" }
        $2 !~ /^(use|develop)$/ { print $1 ": group " $2 }
        $3 !~ /^(yes|no)$/ { print $1 ": essential " $3 }
        $4 !~ /^((command|file|pkg-config|package):[^ ]+ ?)+$/ { print $1 ": probe " $4 }
        $5 == "" || $6 !~ /\.$/ { print $1 ": purpose or cost" }
        seen[$1]++ { print $1 ": twice" }
        { rows++ }
        END { if (rows < 10) print "only " rows " rows" }
    ' "$here/packages.tsv" >>"$machine/why"
}

test_list_missing() { # a list that cannot be read is named
    list=$machine/nowhere.tsv
    run setup
    expect_status 1
    expect_output "$machine/nowhere.tsv: cannot be read"
}

test_unknown_probe() { # a probe of no known kind is named, with its package
    row odd use yes comand:odd 'is odd' 'Odd.' >>"$machine/packages.tsv"
    run setup
    expect_status 1
    expect_output "packages.tsv: odd: the probe 'comand:odd'"
    expect_installed ''
}

# --- setup ---------------------------------------------------------------------------------------

test_nothing_missing() { # nothing missing: one line, status 0, no program of apt's, sudo or id started
    have alpha beta gamma
    run setup
    expect_status 0
    expect_lines 1
    expect_output 'all 3 packages are there'
    [ ! -s "$machine/calls" ] || complain "called: $(cat "$machine/calls")"
}

test_root() { # as root: apt-get gets exactly what is missing
    have beta
    run setup
    expect_status 0
    expect_output '2 missing' 'does alpha' 'does gamma' 'everything is there now'
    expect_no_output 'does beta'
    expect_installed 'alpha gamma'
    expect_call 'Timeout=300 --no-install-recommends install alpha gamma'
    expect_no_call 'apt-get may ask questions'
}

test_present_lists_are_used() { # no update where the lists know everything
    run setup
    expect_no_call ' update'
    expect_installed 'alpha beta gamma'
}

test_stdin_is_left_alone() { # apt-get cannot wait for an answer
    run setup
    expect_installed 'alpha beta gamma'
    expect_no_call 'from stdin'
}

test_sudo() { # not root, no terminal: through sudo -n
    put_id 1000
    put_sudo
    run setup
    expect_status 0
    expect_call 'sudo -n env DEBIAN_FRONTEND=noninteractive apt-get'
    expect_installed 'alpha beta gamma'
}

test_sudo_asks_in_terminal() { # not root, in a terminal: sudo may ask for a password
    can_open_terminal || return
    put_id 1000
    put_sudo
    run_in_terminal LC_ALL=C setup
    expect_status 0
    expect_output 'sudo may ask for your password'
    expect_no_call 'sudo -n'
    expect_installed 'alpha beta gamma'
}

test_sudo_refuses() { # sudo refuses: the list, the command, status 1
    put_id 1000
    fake sudo 'exit 1'
    have beta
    run setup
    expect_status 1
    expect_output 'does alpha' 'does gamma' 'sudo refuses' 'sudo apt-get update' \
        'sudo apt-get install --no-install-recommends alpha gamma'
    expect_no_call apt-get
}

test_no_rights() { # neither root nor sudo: the list, the command, status 1
    put_id 1000
    run setup
    expect_status 1
    expect_output 'does alpha' 'does beta' 'does gamma' 'you are not root, and there is no sudo' \
        '  apt-get install --no-install-recommends alpha beta gamma'
    expect_no_call apt-get
}

test_no_apt() { # no apt-get: the list, the command, status 1
    rm "$machine/bin/apt-get"
    put_sudo
    run setup
    expect_status 1
    expect_output 'does alpha' 'there is no apt-get' 'apt-get install --no-install-recommends alpha beta gamma'
    expect_no_call sudo
}

test_long_command() { # with everything missing the command is cut into lines, and runs when pasted
    put_id 1000
    lack_everything
    run setup test
    expect_status 1
    expect_80_columns
    sed -n '/^  apt-get install/,/^$/p' "$machine/out" >"$machine/pasted"
    put_id 0
    : >"$machine/calls"
    PATH=$machine/bin sh "$machine/pasted" >/dev/null 2>&1 </dev/null
    names=$(LC_ALL=C awk -F '\t' '!/^#/ { print $1 }' "$list")
    for name in $names; do
        grep -q "^apt-get install .* $name\( \|\$\)" "$machine/calls" || complain "not in the command: $name"
    done
    expect_call 'apt-get install --no-install-recommends'
}

test_unknown_package() { # one package that apt-get does not know stops no other, and its cost is said
    echo alpha gamma >"$machine/archive"
    run setup
    expect_status 0
    expect_installed 'alpha gamma'
    expect_output 'apt-get cannot install beta here: E: Unable to locate package beta' 'No beta is seen.'
    expect_no_output 'No lab can be built.'
}

test_unknown_essential() { # an essential package that apt-get does not know: the others, then status 1
    echo alpha beta >"$machine/archive"
    run setup
    expect_status 1
    expect_installed 'alpha beta'
    expect_output 'apt-get cannot install gamma' 'Nothing is graded.' 'it does not work without: gamma'
}

test_empty_lists() { # no lists of packages yet: apt-get update comes first
    echo alpha beta gamma >"$machine/after_update"
    : >"$machine/archive"
    run setup
    expect_status 0
    expect_call ' update'
    expect_installed 'alpha beta gamma'
    expect_no_output 'cannot install'
}

test_old_lists() { # an install that fails is tried again after apt-get update
    touch "$machine/fail_once"
    run setup
    expect_status 0
    expect_call ' update'
    expect_output 'trying once more'
    expect_installed 'alpha beta gamma
alpha beta gamma'
}

test_locked_lists() { # while another apt-get holds the lists, setup waits
    echo alpha beta gamma >"$machine/after_update"
    : >"$machine/archive"
    touch "$machine/locked"
    run setup
    expect_status 0
    expect_call sleep
    expect_output 'another apt-get is at work'
}

test_offline() { # no network: what apt-get says is passed on, and it does not try for ever
    echo alpha >"$machine/archive"
    touch "$machine/offline"
    run setup
    expect_status 1
    expect_output 'are here: E: no network' 'Nothing is graded.'
    expect_no_output 'E: no more'
    expect_installed alpha
    expect_no_call sleep
}

test_probes_again() { # apt-get's word is not trusted: what is still missing is named
    touch "$machine/hollow"
    have gamma
    run setup
    expect_status 1
    expect_output 'still missing' 'No lab can be built.' 'No beta is seen.' 'it does not work without: alpha'
    expect_no_output 'Nothing is graded.'
}

test_develop_group() { # the group develop is installed for test, nightly, fuzz, format, bench and ci only
    have alpha beta gamma
    for goal in test test-unit nightly fuzz format bench ci; do
        rm -f "$machine/bin/tool-tester"
        : >"$machine/calls"
        run setup lab01 "$goal"
        expect_status 0
        expect_installed tester
    done
    rm -f "$machine/bin/tool-tester"
    : >"$machine/calls"
    for goal in '' lab01 grade plots latest; do
        run setup $goal
        expect_status 0
        expect_lines 1
        expect_installed ''
    done
}

test_libraries() { # a library is there when pkg-config says so
    # shellcheck disable=SC2016 # for the fake to expand
    fake pkg-config '[ "$2" = here ]'
    row here-dev use yes pkg-config:here 'a library' 'Cost.' >"$machine/packages.tsv"
    row gone-dev use yes pkg-config:gone 'a library' 'Cost.' >>"$machine/packages.tsv"
    run setup
    expect_output '2 packages, 1 missing' gone-dev
    expect_no_output 'here-dev'
}

test_libraries_without_pkg_config() { # without pkg-config a library's .pc file tells that it is there
    for file in /usr/lib/*/pkgconfig/*.pc; do break; done
    [ -e "$file" ] || skip 'there is no library here' || return
    row here-dev use yes "pkg-config:$(basename "$file" .pc)" 'a library' 'Cost.' >"$machine/packages.tsv"
    row gone-dev use yes pkg-config:gone 'a library' 'Cost.' >>"$machine/packages.tsv"
    run setup
    expect_output '2 packages, 1 missing' gone-dev
    expect_no_output 'here-dev'
}

test_status_and_files() { # dpkg's status and files tell as well; all of a row's probes must hold
    # shellcheck disable=SC2016 # for the fake to expand
    fake dpkg-query 'case $* in *here) printf installed ;; *) printf config-files ;; esac'
    {
        row one use yes package:here one 'Cost.'
        row two use yes package:removed two 'Cost.'
        row three use yes "file:$machine/calls" three 'Cost.'
        row four use yes "file:$machine/calls file:$machine/nowhere" four 'Cost.'
    } >"$machine/packages.tsv"
    run setup
    expect_output '4 packages, 2 missing' '  two ' '  four '
    expect_no_output '  one '
    expect_no_output '  three '
}

# --- doctor --------------------------------------------------------------------------------------

test_doctor_healthy() { # all there: status 0, and lab 01 is next
    have alpha beta gamma tester
    run doctor
    expect_status 0
    expect_output 'ok alpha' 'ok beta' 'ok tester' 'Next: make lab01'
    expect_no_output '-- '
    expect_no_output 'No lab can be built.'
}

test_doctor_essential() { # something essential missing: named, with its cost, and status 1
    have beta gamma tester
    run doctor
    expect_status 1
    expect_output '-- alpha' 'No lab can be built.' 'ok beta' 'Next: make setup'
}

test_doctor_not_essential() { # something else missing: named, with its cost, but status 0
    have alpha gamma tester
    run doctor
    expect_status 0
    expect_output '-- beta' 'No beta is seen.' 'Next: make setup'
}

test_doctor_develop() { # what only `make test` needs keeps nobody from lab 01
    have alpha beta gamma
    run doctor
    expect_status 0
    expect_output '-- tester' 'Nothing is tested.' 'Next: make lab01'
}

test_doctor_version() { # the version is the first number that the command tells
    have beta gamma
    fake tool-alpha 'echo "GNU alpha (Debian 13.1-3) 14.2"; echo 99'
    fake tool-tester 'echo "tester 15.0.50.20240403"'
    run doctor
    expect_output '13.1  ' '15.0.50  '
    expect_no_output 99
}

test_doctor_changes_nothing() { # doctor neither installs nor asks for rights
    run doctor
    expect_no_call apt-get
    expect_no_call sudo
}

test_doctor_facts() { # the facts about the machine are there, even where few tools are
    run doctor
    for fact in system compiler processor vectors cores memory OpenBLAS GPU 'CUDA driver' 'CUDA toolkit' namespaces Landlock; do
        grep -q "^   $fact  *[^ ]" "$machine/out" || complain "no fact: $fact"
    done
    expect_no_output 'not found'
}

# A driver that knows one device, as /proc shows it.
put_driver() {
    mkdir -p "$machine/nvidia/gpus/0000:01:00.0"
    printf 'Model: \t\t NVIDIA H100 80GB HBM3\nIRQ:   \t\t 17\n' >"$machine/nvidia/gpus/0000:01:00.0/information"
    {
        echo 'NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  580.65.06  Release Build  (builder@host)'
        echo 'GCC version:  gcc version 12.2.0 (Debian 12.2.0-14)'
    } >"$machine/nvidia/version"
}

# put_nvcc FILE
put_nvcc() {
    mkdir -p "$(dirname "$1")"
    {
        echo '#!/bin/sh'
        echo 'echo "nvcc: NVIDIA (R) Cuda compiler driver"'
        echo 'echo "Cuda compilation tools, release 13.0, V13.0.88"'
    } >"$1"
    chmod +x "$1"
}

test_doctor_no_gpu() { # without device, driver and nvcc: each is named, and that it costs runs on a GPU only
    run doctor
    expect_output 'GPU          no NVIDIA device: an emulator runs' 'CUDA driver  missing; costs nothing but' \
        'CUDA toolkit no nvcc; costs nothing but'
}

test_doctor_gpu() { # device, driver and nvcc are named, also where the toolkit is not on PATH
    put_driver
    put_nvcc "$machine/cuda/bin/nvcc"
    run doctor
    expect_output 'GPU          NVIDIA H100 80GB HBM3' 'CUDA driver  580.65.06' 'CUDA toolkit 13.0'
    rm "$machine/cuda/bin/nvcc"
    put_nvcc "$machine/bin/nvcc"
    run doctor
    expect_output 'CUDA toolkit 13.0'
}

test_doctor_gpu_of_no_use() { # a device, but nothing to compile for it
    put_driver
    run doctor
    expect_output 'CUDA toolkit no nvcc: this GPU cannot be used'
}

test_doctor_nvidia_smi() { # where only nvidia-smi knows, as in WSL, it is asked; its complaints are no device
    # shellcheck disable=SC2016 # for the fake to expand
    fake nvidia-smi 'case $1 in *=name) echo "NVIDIA RTX 4070" ;; *) echo 581.29 ;; esac'
    run doctor
    expect_output 'GPU          NVIDIA RTX 4070' 'CUDA driver  581.29'
    fake nvidia-smi 'echo "No devices were found"; exit 6'
    run doctor
    expect_output 'GPU          no NVIDIA device'
}

test_doctor_fits() { # the kit's own list, all of it missing, fits in 80 columns
    lack_everything
    fake lscpu 'echo "Model name:   A Processor(R) With A Rather Long Name (TM), Model 8375C @ 2.90GHz"'
    run doctor
    expect_80_columns
    expect_output '-- make' 'Next: .setup/setup'
}

test_doctor_marks() { # a UTF-8 locale gets ticks, another ASCII
    have alpha gamma
    run doctor
    LC_ALL=C awk '/[^ -~]/' "$machine/out" | grep -q . && complain 'more than ASCII in the C locale'
    [ "$(LC_ALL=C.UTF-8 locale charmap 2>/dev/null)" = UTF-8 ] || skip 'there is no C.UTF-8 here' || return
    locale=C.UTF-8
    run doctor
    expect_output '✓  alpha' '✗  beta'
}

test_doctor_colours() { # colours in a terminal only, and not with NO_COLOR
    escape=$(printf '\033')
    have alpha gamma
    run doctor
    expect_no_output "$escape"
    can_open_terminal || return
    run_in_terminal LC_ALL=C doctor
    expect_output "${escape}[32mok" "${escape}[33m--"
    rm "$machine/bin/tool-alpha"
    run_in_terminal LC_ALL=C doctor
    expect_output "${escape}[31m--"
    run_in_terminal NO_COLOR=1 doctor
    expect_no_output "$escape"
}

# --- running them --------------------------------------------------------------------------------

# Ends a test that cannot be run here; always fails, so that `|| return` can follow.
skip() {
    skipped=" # SKIP $*"
    return 1
}

number=0
failed=0
tests=$(sed -n 's/^\(test_[a-z_0-9]*\)() {.*/\1/p' "$here/test.sh")
# shellcheck disable=SC2086 # tests is a list of words
set -- $tests
echo "1..$#"
for test in "$@"; do
    number=$((number + 1))
    title=$(sed -n "s/^$test() { # //p" "$here/test.sh")
    list='' locale='' skipped='' status=''
    new_machine
    "$test"
    if [ -s "$machine/why" ]; then
        failed=$((failed + 1))
        echo "not ok $number - $title"
        sed 's/^/#   /' "$machine/why"
        [ ! -e "$machine/out" ] || sed 's/^/#   | /' "$machine/out"
    else
        echo "ok $number - $title$skipped"
    fi
done
[ $failed = 0 ]
