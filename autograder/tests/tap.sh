# Sourced by the whole-program tests: TAP on standard output, a scratch folder, a kit to test with.
#
#   . autograder/tests/tap.sh         from the kit's root
#   check 'what holds' COMMAND...     ok when the command succeeds
#   same 'what' WANTED GOT            ok when both texts are equal
#   finish                            the plan; the last line of every test
#   lend_objects KIND LAB BUILD FILE    puts the solution's objects, "float", but FILE's into BUILD, newer than
#                                       sources that were copied before: only FILE need be compiled
#   quick_options NUMBER              what makes a lab's program, "03", run all its sections in seconds
#
# $scratch is an empty folder that goes with the test.

tap_count=0
tap_failed=0
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

tap_result() {
    tap_count=$((tap_count + 1))
    if [ "$1" -eq 0 ]; then
        echo "ok $tap_count - $2"
    else
        tap_failed=$((tap_failed + 1))
        echo "not ok $tap_count - $2"
    fi
}

check() {
    tap_name=$1
    shift
    tap_status=0
    "$@" >"$scratch/.output" 2>&1 || tap_status=$?
    tap_result $tap_status "$tap_name"
    [ $tap_status -eq 0 ] || sed 's/^/# /' "$scratch/.output"
}

same() {
    if [ "$2" = "$3" ]; then
        tap_result 0 "$1"
    else
        tap_result 1 "$1"
        echo "# wanted: $2" | sed '2,$s/^/#         /'
        echo "# got:    $3" | sed '2,$s/^/#         /'
    fi
}

lend_objects() {
    mkdir -p "$3/$1"
    cp -r "build/with-solution/$1/$2" "$3/$1/"
    rm -f "$3/$1/$2/${4%.*}.o"
    if [ "$1" = double ] && [ -d "build/with-solution/emulated/$2" ]; then # and what else the grader links
        lend_objects emulated "$2" "$3" "$4"
    fi
}

quick_options() {
    case $1 in
    03) echo '--data glyphs --images 500 --few 60 --epochs 1' ;;
    04) echo '--data glyphs --images 100 --epochs 1 --threads 1 --seconds 1' ;;
    esac
}

finish() {
    echo "1..$tap_count"
    [ $tap_failed -eq 0 ]
    exit
}
