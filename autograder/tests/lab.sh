#!/bin/sh
# The labs' programs as a student runs them: options, data, unfinished and broken files, pictures.
. autograder/tests/tap.sh

# begin NUMBER: what follows is about that lab, and its program of the reference's own files
begin() {
    number=$1
    lab=$(basename "$(ls -d labs/"$number"-*)")
    program=build/with-solution/lab$number
    here=$scratch/$number
    quick=$(quick_options "$number")
    mkdir -p "$here"
    make -s SOLUTION=1 "$program" $(ls "build/starters/$lab" | sed "s|^|build/solution/$lab/|")
}

# run OPTION...: status and the first line of the errors
run() {
    status=0
    "$program" --out "$here/out" "$@" >"$here/said" 2>"$here/errors" </dev/null || status=$?
    errors=$(cat "$here/errors")
    echo "$status${errors:+ $errors}"
}

# --- any lab's program ----------------------------------------------------------------------------

options() {
    same "lab $number: an unknown option" \
        "2 lab$number: there is no option '--nonsense'; --help lists the options" "$(run --nonsense)"
    same "lab $number: a rate that is no number" "2 lab$number: --rate: expected a number above 0, found 'abc'" \
        "$(run --rate abc)"
    same "lab $number: a batch of 0" "2 lab$number: --batch: expected a whole number from 1 to 1000000, found '0'" \
        "$(run --batch 0)"
    same "lab $number: a word that is no option" \
        "2 lab$number: 'extra' is no option: they all begin with --; --help lists the options" "$(run extra)"
    same "lab $number: an option without its value" \
        "2 lab$number: --seed needs a value, --seed N; --help lists the options" "$(run --seed)"
    same "lab $number: an exercise that there is not" "2 lab$number: --only: expected an exercise" \
        "$(run --only 9.9 | sed 's/\(an exercise\).*/\1/')"
    same "lab $number: a folder that cannot be made" \
        "1 lab$number: /proc/none: cannot be made: No such file or directory" "$(here=/proc/none && program_alone)"
    check "lab $number: --help" sh -c "$program --help | grep -q 'make lab$number ARGS='"
}

# with a folder that is not this test's
program_alone() {
    status=0
    errors=$("$program" --out "$here" 2>&1 >/dev/null </dev/null) || status=$?
    echo "$status $errors"
}

# whole_run OPTION...: it runs, says twice the same and writes twice the same numbers; of sections whose
# titles match $timed, and of their files $timed_files, only that they run
timed='^$' timed_files=none
whole_run() {
    same "lab $number: a whole run" 0 "$(run "$@")"
    check "lab $number: every section ran" grep -q '^All sections ran' "$here/said"
    cp "$here/said" "$here/said.first"
    cp -r "$here/out" "$here/first"
    run "$@" >/dev/null
    sed -i 's/ in [0-9.]* s\>//; s| *[0-9,]*/s$||' "$here/said" "$here/said.first"
    for words in said said.first; do
        awk -v timed="$timed" '/^[0-9]+\.[0-9]+ / { skip = $0 ~ timed } !(skip && /^     /)' "$here/$words" >"$here/kept"
        mv "$here/kept" "$here/$words"
    done
    same "lab $number: a second run says the same but for the time" '' \
        "$(diff "$here/said" "$here/said.first" || true)"
    same "lab $number: and writes the same numbers" '' \
        "$(diff -rq $(printf -- '-x %s ' $timed_files) "$here/out" "$here/first" || true)"
}

# pictures LEAST: there are at least so many
pictures() {
    labs/common/draw.sh --new labs/$lab "$here/out" >"$here/drawn"
    check "lab $number: the first run's pictures are drawn" grep -q '^Pictures in' "$here/drawn"
    for kind in png svg; do
        check "lab $number: each picture as $kind" test "$(ls "$here/out" | grep -c "\.$kind\$")" -ge "$1"
    done
    same "lab $number: nothing that is left out" '' "$(sed -n '/^Not drawn/,$p' "$here/drawn")"
    same "lab $number: nothing new, nothing said" '' "$(labs/common/draw.sh --new labs/$lab "$here/out")"
    check "lab $number: PLOT=terminal draws in the terminal" sh -c \
        "PLOT=terminal labs/common/draw.sh labs/$lab '$here/out' | grep -q '[-+|]\{10,\}'"
    status=0
    PICTURE=nonsense labs/common/draw.sh labs/$lab "$here/out" >/dev/null 2>&1 || status=$?
    same "lab $number: an unknown picture is a usage error" 2 $status
}

# unfinished FIRST OPTION...: the program, with these options, names what is missing, FIRST first, and
# goes on. Of the functions that match $lacking each is left out in turn
lacking=.
unfinished() {
    first=$1
    shift
    mkdir -p "$here/none"
    cp -r build/starters/$lab "$here/none/$lab"
    make -s STUDENT="$here/none" STUDENT_BUILD="$here/none/build" "$here/none/build/lab$number"
    program=$here/none/build/lab$number
    same "lab $number: nothing written: status 0" 0 "$(run "$@")"
    check "lab $number: exercise, function, file and line are named" \
        grep -qE "exercise $first, labs/$lab/[a-z0-9_]+\.c:[0-9]+" "$here/said"
    check "lab $number: and which comes next" grep -q "; next: exercise $first, in labs/$lab/" "$here/said"

    build/autograder/variant functions . "$number" | grep -E "$lacking" >"$here/list"
    while read -r file function; do
        mine=$here/without-$function
        mkdir -p "$mine/$lab"
        cp build/solution/$lab/*.c* "$mine/$lab/"
        build/autograder/variant abort . "$number" "$file" "$function" |
            sed "s|__builtin_abort();|TODO(\"1.0\", 0);|" >"$mine/$lab/$file"
        lend_objects float "$lab" "$mine/build" "$file"
        make -s STUDENT="$mine" STUDENT_BUILD="$mine/build" "$mine/build/lab$number" 2>/dev/null
        program=$mine/build/lab$number
        same "without $function: status 0" 0 "$(run "$@")"
        check "without $function: it is named" grep -q "exercise 1.0, $function, labs/$lab/$file" "$here/said"
        check "without $function: something else ran" grep -qE '[1-9][0-9]* of [0-9]+ sections ran' "$here/said"
    done <"$here/list"
}

# make_lab NAME: make labNN with that submission; its words are then in $here/said
make_lab() {
    make -s lab$number NO_PLOTS=1 STUDENT="$here/$1" STUDENT_BUILD="$here/$1/build" \
        ARGS="--out $here/out $quick" >"$here/said" 2>&1
}

# broken FILE: a file that does not compile: the compiler's words, the starter stands in, status 0
broken() {
    mkdir -p "$here/broken"
    cp -r build/solution/$lab "$here/broken/$lab"
    echo 'int main(void) { return }' >>"$here/broken/$lab/$1"
    check "a $1 that does not compile does not stop make lab$number" make_lab broken
    check "$1: the compiler is quoted" grep -qE "labs/$lab/$1:[0-9]+:[0-9]+: error: expected expression" "$here/said"
    same "$1: and the last line says it again" 1 "$(tail -n 1 "$here/said" | grep -c "$1 does not compile")"
    check "$1: and the starter announced" grep -qE "$1 does not compile, line [0-9]+: its starter stands in" "$here/said"
}

# mistaken FILE EXERCISE NAME PATTERN: with a known mistake, the exercise's sections say what matches
mistaken() {
    mine=$here/mistaken
    rm -rf "$mine"
    mkdir -p "$mine/$lab"
    cp build/solution/$lab/*.c* "$mine/$lab/"
    build/autograder/variant mistake . "$number" "$2" "$3" >"$mine/$lab/$1"
    lend_objects float "$lab" "$mine/build" "$1"
    make -s STUDENT="$mine" STUDENT_BUILD="$mine/build" "$mine/build/lab$number"
    right=$program program=$mine/build/lab$number
    run ${mistaken_options:---data glyphs --images 2000} --only "$2" >/dev/null
    program=$right
    check "$2, $3: its section tells" grep -qE "$4" "$here/said"
}

# misspelled FILE FUNCTION EXERCISE: a wrong name is said, and never answered by the reference
misspelled() {
    mkdir -p "$here/misspelled"
    cp -r build/solution/$lab "$here/misspelled/$lab"
    sed -i "s/$2/${2}s/" "$here/misspelled/$lab/$1"
    check "a misspelled $2 does not stop make lab$number" make_lab misspelled
    check "$2: it is named" grep -q "$1 does not define $2" "$here/said"
    check "$2: and counts as not written" grep -q "not written yet: exercise $3" "$here/said"
}

# --- lab 01 ---------------------------------------------------------------------------------------

begin 01
options
same 'a file that is not there' '1 lab01: nowhere.csv: No such file or directory' "$(run --data nowhere.csv)"
same 'a folder' '1 lab01: datasets: not a file but a folder' "$(run --data datasets)"
printf 'Quiz,Final\n1,2\n3\n' >"$scratch/short.csv"
same 'a row too short' "1 lab01: $scratch/short.csv:3: expected 2 fields as in the header, found 1" \
    "$(run --data "$scratch/short.csv")"
printf 'Quiz,Final\n1,2\n3,x\n' >"$scratch/word.csv"
same 'a word among the numbers' "1 lab01: $scratch/word.csv:3: column Final: expected a number, found 'x'" \
    "$(run --data "$scratch/word.csv")"
same 'nothing half-written' '' "$(ls "$here/out" 2>/dev/null)"

whole_run
check 'it tells the best line of the quiz' grep -qE 'y = 1.312 x ?[+] ?0.648' "$here/said"
pictures 7
same 'one outlier turns the line' 0 "$(run --outlier --data quiz --only 1.4)"
check 'to a slope of 0.37' grep -qE 'y = 0\.3[67]' "$here/said"
run --only 1.8 --data quiz >/dev/null
check 'an epoch is shown to its last, short batch' grep -q 'the last of 1 row' "$here/said"
unfinished '1.1, linear_forward'
broken mse.c
misspelled momentum.c momentum_step 1.9

# --- lab 02 ---------------------------------------------------------------------------------------

begin 02
options
same 'an unknown data set' "2 lab02: --data: expected xor, moons or spirals, found 'x'" "$(run --data x)"
same 'an unknown activation' \
    "2 lab02: --activation: expected none, sigmoid, tanh, relu, leaky_relu or step, found 'x'" "$(run --activation x)"
same 'an unknown initialisation' "2 lab02: --initialisation: expected zero, uniform, xavier or he, found 'x'" \
    "$(run --init x)"
same 'an unknown loss' "2 lab02: --loss: expected cross-entropy or mse, found 'x'" "$(run --loss x)"
same 'a network too deep' "2 lab02: --depth: expected a whole number from 1 to 16, found '17'" "$(run --depth 17)"
same 'noise below 0' "2 lab02: --noise: expected a number from 0 to 10, found '-1'" "$(run --noise -1)"
same 'no file of weights' '1 lab02: nowhere.txt: No such file or directory' "$(run --weights nowhere.txt --only 2.12)"
rm -rf "$here/out"

whole_run
same 'all gradients are as measured' 0 "$(grep -c DIFFER "$here/said")"
check 'a graph, by hand' grep -q 'dout = 1 gives ds = -4, dz = 3' "$here/said"
check 'the walk goes from the last record to the first' grep -q 'visited: record 2, record 1' "$here/said"
check 'two layers in a row are one' grep -q 'a b is one matrix' "$here/said"
check 'a wrong answer costs its logit' grep -qE 'logit +1000 +1000 ' "$here/said"
pictures 13
run --only 2.1 >/dev/null
rm -f "$here/out/tanh.dat" "$here/out/relu.dat"
PICTURE=activations labs/common/draw.sh labs/$lab "$here/out" >"$here/drawn"
check 'a picture is drawn when one of its parts is there' grep -q '^  activations' "$here/drawn"
rm -rf "$here/out"
run --only 2.1 >/dev/null
labs/common/draw.sh labs/$lab "$here/out" >"$here/drawn"
same 'of what --only left out nothing is said' 0 "$(grep -c 'did not run' "$here/drawn")"
run --only 2.8 >/dev/null
labs/common/draw.sh --new labs/$lab "$here/out" >"$here/drawn"
same 'nor is what an earlier run drew' 0 "$(grep -c '^  activations' "$here/drawn")"
run --only 2.1 >/dev/null
check 'it says which sections ran' grep -qE '^(The section|All sections) of 2.1 ran' "$here/said"
labs/common/draw.sh --new labs/$lab "$here/out" >"$here/drawn"
same 'what it wrote is drawn' '  activations' "$(sed 1d "$here/drawn" | cut -c 1-13)"
status=0
PICTURE=fit labs/common/draw.sh --of-all-labs labs/$lab "$here/out" >"$here/drawn" 2>&1 || status=$?
same 'a picture of another lab is no mistake' 0 $status
labs/common/draw.sh --of-all-labs labs/$lab "$here/never" >"$here/drawn" || status=$?
same 'a lab that never ran is no mistake' 0 $status
check 'and is named' grep -q 'its program has not run yet' "$here/drawn"
unfinished '2.1, sigmoid_forward' --epochs 20 # to be quick
broken tanh.c
misspelled backward.c tape_backward 2.5

# --- lab 03 ---------------------------------------------------------------------------------------

begin 03
options
same 'an unknown optimizer' \
    "2 lab03: --optimizer: expected sgd, momentum, nesterov, adagrad, rmsprop, adam or adamw, found 'x'" \
    "$(run --optimizer x)"
same 'an unknown schedule' "2 lab03: --schedule: expected constant, step or cosine, found 'x'" "$(run --schedule x)"
for wrong in x 256- -256 256-0 1-1-1-1-1-1-1-1; do
    same "hidden layers that are none: $wrong" \
        "2 lab03: --hidden: expected units of up to 7 layers, each 1 to 4096, such as 256-128, or 0, found '$wrong'" \
        "$(run --hidden=$wrong)"
done
same 'dropout of all' "2 lab03: --dropout: expected a number from 0 to 0.95, found '1'" "$(run --dropout 1)"
same 'a folder without images' "1 lab03: datasets: expected a file train-images-idx3-ubyte or \
train-images-idx3-ubyte.gz, found neither" "$(run --data datasets)"
rm -rf "$here/out"

whole_run $quick
same 'all gradients are as measured' 0 "$(grep -c DIFFER "$here/said")"
check 'pixels are standardised' grep -qE 'all pixels in one column .* 0.000 +1.000 ' "$here/said"
check 'each image is in one part, once' grep -q 'Each of the 500 images is in one of the two parts, once' "$here/said"
check 'and every class in both alike' sh -c "grep 'class by class  ' '$here/said' | grep -qE '^ +class by class( +2){10}\$'"
check 'ten equal logits cost ln 10, a thousand higher as well' grep -q '^     higher: 2.3026' "$here/said"
same 'rows of the gradient sum to 0' 2 "$(grep -c 'sums of its rows: 0.000 0.000 0.000 0.000$' "$here/said")"
check 'what early stopping brings back is what it was' grep -qE '^     Restored: .*, that of epoch 1\.' "$here/said"
check "Adam's first step is as long as the rate" grep -qE '^ +(10|0\.001) +0\.1000 +0\.1000 +0\.1000 ' "$here/said"
check 'dropout drops its share and keeps the mean' grep -qE '^ +0\.5 +(49|50)\.[0-9]+ % +(0\.[0-9]{2})[0-9]* +\2' "$here/said"
same 'with batch norm signals are as large in each layer' 3 \
    "$(grep -cE '^ .* batch norm( +0\.00 +1\.000){4}$' "$here/said")"
pictures 12

run --data glyphs --images 1000 --only 3.4 >/dev/null
check '32 images are learnt by heart' grep -q 'All 32 known behind step' "$here/said"
run --data glyphs --images 1000 --only 3.6 >/dev/null
check 'few images: it ends when patience is over' grep -qE 'With patience 5 it ends behind epoch [0-9]+, 5 after' "$here/said"
run --data glyphs --only 3.5 --epochs 2 >/dev/null
scores() { # NAME OF A TRAINING: accuracy, recall, precision, F1, macro F1
    grep "^     $1  " "$here/said" | sed "s/^     $1 *//; s/ %//"
}
check 'a rare class: accuracy hardly tells, recall and F1 do, class weights repair' \
    awk -v "all=$(scores 'with all of its images')" -v "rare=$(scores rare)" \
    -v "weighted=$(scores 'rare, with class weights')" 'BEGIN {
        split(all, a); split(rare, r); split(weighted, w)
        exit !(r[1] > a[1] - 2 && r[2] < a[2] - 0.1 && r[4] < a[4] - 0.1 && w[2] > r[2] + 0.1 && w[4] > r[4] + 0.05)
    }'
run --data glyphs --images 1000 --only 3.5 --leak >/dev/null
check 'a leak: validation is far better than the test' awk '
    /^     test, once:/ { test = $(NF - 1) }
    /^     validation:/ { validation = $(NF - 1) }
    END { exit !(validation > test + 5) }' "$here/said"
run $quick --only 3.5 --hidden 0 >/dev/null
check 'one linear layer' grep -q '784-10: 7,850 parameters' "$here/said"
same 'half a training is saved' 0 "$(run $quick --only 3.5 --epochs 2 --save "$here/half")"
same 'a whole one, too' 0 "$(run $quick --only 3.5 --epochs 4 --save "$here/whole")"
same 'half of it goes on' 0 "$(run $quick --only 3.5 --epochs 4 --resume "$here/half" --save "$here/rest")"
check 'and says from where' grep -q "going on from $here/half, behind epoch 2" "$here/said"
check 'to the last bit as if it had never stopped' cmp "$here/whole" "$here/rest"
run $quick --only 3.5 --epochs 30 --patience 2 --save "$here/whole" >/dev/null
check 'with --patience the best network is tested' grep -qE '^     epoch [0-9]+ of [12]?[0-9] was the best' "$here/said"
run $quick --only 3.5 --epochs 2 --patience 2 --save "$here/part" >/dev/null
run $quick --only 3.5 --epochs 30 --patience 2 --resume "$here/part" --save "$here/part" >/dev/null
check 'patience goes on as well' cmp "$here/whole" "$here/part"
head -c 1000 "$here/half" >"$here/cut"
check 'a file that was cut is refused' sh -c \
    "$program --out '$here/out' $quick --only 3.5 --resume '$here/cut' 2>&1 | grep -q 'its size is wrong'"
same "and another network's" 1 "$(run $quick --only 3.5 --hidden 10 --resume "$here/half" | cut -c 1)"
mistaken standardise.c 3.1 mean-behind ' 0\.[1-9][0-9]* +1\.000 ' # the mean afterwards is not 0
mistaken split.c 3.2 overlap 'stopped: row [0-9]+ stands in the parts 2 times, and should once'
mistaken softmax_cross_entropy.c 3.3 sign 'stopped: the probabilities of the logits 0 0 0 sum to 9, not to 1'
mistaken softmax_cross_entropy.c 3.3 one-maximum 'stopped: beside a row that is 1000 higher the loss is infinite'
mistaken softmax_cross_entropy.c 3.4 one-hot-left-out 'sums of its rows: .*: they should all be 0'
mistaken metrics.c 3.5 axes-swapped 'stopped: row [0-9] of the confusion matrix sums to [0-9]+, and 200 images are of'
mistaken early_stopping.c 3.6 last-weights-kept 'Restored: .*, but epoch [0-9]+ had'
mistaken adagrad.c 3.7 no-square 'not how it should be: make grade CHECK=3.7 '
mistaken rmsprop.c 3.8 decay-swapped 'not how it should be: make grade CHECK=3.8 '
mistaken adam.c 3.9 betas-swapped 'not how it should be: make grade CHECK=3.9 '
mistaken adamw.c 3.10 through-the-moments 'not how it should be: make grade CHECK=3.10 '
mistaken dropout.c 3.11 unscaled 'But the mean in training should be that in evaluation'
mistaken dropout.c 3.11 draws-in-evaluation 'But in evaluation no random number should be drawn'
mistaken dropout.c 3.11 overwrites 'But the way back should be as open as the way forward, and add to dx'
mistaken batch_norm.c 3.12 wrong-axis 'But with batch norm the means should be 0, the deviations 1'
mistaken batch_norm.c 3.12 batch-statistics-in-evaluation 'But in evaluation the other images should not matter'
mistaken batch_norm.c 3.13 dx-overwrites 'they DIFFER by up to 1$'
unfinished '3.1, standardise_fit' $quick
broken metrics.c
misspelled adam.c adam_step 3.9

# --- lab 04 ---------------------------------------------------------------------------------------

begin 04
options
for wrong in 0 16- 16-257 1-1-1-1-1; do
    same "filters that are none: $wrong" \
        "2 lab04: --filters: expected filters of 1 to 4 convolutions, each 1 to 256, such as 16-32, found '$wrong'" \
        "$(run --filters=$wrong)"
done
same 'a window that does not fit' "2 lab04: convolution 1 gets 28 x 28 pixels, with their padding 30 x 30, and its \
window is 31 x 31; it fits with --kernel 11 or less, or --padding 11 or more; --help lists the options" \
    "$(run --data glyphs --kernel 31)"
same 'a picture that is not there' '1 lab04: nowhere.png: No such file or directory' \
    "$(run --data glyphs --photo nowhere.png)"
same 'networks that are not there' '1 lab04: nowhere: No such file or directory' \
    "$(run $quick --only 4.7 --load nowhere)"
rm -rf "$here/out"

timed='(Time by layer|One convolution, several ways|Blocks)$'
timed_files='profile_own.dat profile_fast.dat product.dat blocks.dat'
whole_run $quick
same 'all gradients are as measured' 0 "$(grep -c DIFFER "$here/said")"
sed -n '/test, once/,/fully/p' "$here/said" >"$here/tested"
pictures 14

run $quick --only 4.7 --threads 2 --save "$here/networks" >/dev/null
for numbers in training confusion shifts filters maps; do
    check "two threads bring the same $numbers, to the last bit" \
        cmp "$here/first/$numbers.dat" "$here/out/$numbers.dat"
done
same 'other options, another network' 0 "$(run $quick --only 4.7 --filters 3-4-5 --kernel 5 --padding 2 --stride 1)"
check 'with other sizes' grep -q 'conv 1-3 5x5, relu, pool 2, conv 3-4 5x5, relu, pool 2, conv 4-5 5x5, relu, pool 2, 45-' \
    "$here/said"
same 'which is not the saved one: it names the options' \
    "1 lab04: $here/networks was trained with --filters @ --kernel 3 --padding 1: say so here as well, or train anew" \
    "$(run $quick --filters 3-4 --kernel 5 --padding 2 --load "$here/networks" | sed 's/filters [0-9-]*/filters @/')"
same 'before any section begins' 0 "$(grep -c '^4' "$here/said")"
same 'the saved ones come back, for a picture of my own' 0 \
    "$(run $quick --only 4.7 --load "$here/networks" --photo "$here/out/shifts.png")"
check 'as they were' sh -c "sed -n '/test, once/,/fully/p' '$here/said' | cmp - '$here/tested'"
check 'the classes are told in per cent' awk '/What it takes it for/ { on = 1 } on && / %/ { sum += $(NF - ($NF == "%" ? 1 : 2)) }
    END { exit !(sum > 99.9 && sum < 100.1) }' "$here/said"
run $quick --load "$here/networks" --photo "$here/out/shifts.png" >/dev/null
same 'without --only this is all it does' 'Your own picture' "$(sed -n 's/^4\.[0-9]* *//p' "$here/said")"
mine=$here/crash
mkdir -p "$mine/$lab"
cp build/solution/$lab/*.c* "$mine/$lab/"
sed -i '/^void conv2d_forward/,/^{/s/^{/{ if (n > 1) *(volatile int *)0 = 1;/' "$mine/$lab/conv2d.c"
make -s STUDENT="$mine" STUDENT_BUILD="$mine/build" "$mine/build/lab$number"
right=$program program=$mine/build/lab$number
same 'a crash in several threads at once' 139 "$(run $quick --threads 2 --only 4.7 | head -c 3)"
check 'says where it was' grep -q '^crashed in lab 04, section 4.7' "$here/errors"
program=$right
lacking='conv2d_forward|conv2d_backward_x|max_pool_backward|matmul_blocked'
unfinished '4.1, conv2d_output_size' $quick
check 'without matmul_blocked: 4.10 goes on' grep -qE '^     im2col, your blocks +waits for exercise 4.11' "$here/said"
mistaken_options=$quick
mistaken conv2d.c 4.1 no-plus-one '5 pixels, a window of 3, stride 1, padding 0: your function says 2'
mistaken conv2d_backward.c 4.4 stride-ignored 'they DIFFER by up to'

# several goals in one call run one after the other, whatever -j says
check 'goals run in their order' sh -c 'make -j4 list-flags help 2>/dev/null | head -n 1 | grep -q std=gnu17'
same 'make alone lists the goals' "$(make help | wc -l)" "$(make | wc -l)"
finish
