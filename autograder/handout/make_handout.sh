#!/bin/sh
# Makes what students get, as a folder, a .tar.gz and a .zip:
#
#   make_handout.sh OUT "LABS" "RELEASED" GPU      from the kit's root; make handout calls it
#
# LABS      numbers of the labs that go in, "01 02"; RELEASED those whose solutions go in as well
# GPU       1: with lab 04 what trains on a GPU, compiled by nvcc, too
#
# What goes in is named, file by file, in handout/files.txt; nothing comes along by not being left out.
# The judge of a handout has no reference to ask: it answers from recordings that are made here.
set -eu

out=$1 labs=$2 released=$3 gpu=$4
folder=$out/descent
seed=2 # of the cases that students see; the kit's own grading uses another
record=build/handout/record
here=$(pwd)

die() {
    echo "make handout: $*" >&2
    exit 1
}

# lab_folder NUMBER: 01-linear-sgd
lab_folder() {
    basename "$(dirname "$(ls labs/"$1"-*/exercises.tsv 2>/dev/null)")" 2>/dev/null
}

copy() {
    mkdir -p "$folder/$(dirname "$2")"
    cp -p "$1" "$folder/$2" || die "$1 stands in handout/files.txt but is not there"
}

# Whether some lab that goes in has kernels for students to write: a course may go without them (handout/cuda.sh).
has_cuda() {
    for number in $labs; do
        ! grep -q '^[^#].*\.cu	' "labs/$(lab_folder "$number")/exercises.tsv" || return 0
    done
    return 1
}

# page NUMBER FILE: copies a page of a lab's as the course has it
page() {
    build/autograder/variant points . "$1" >"$record/points"
    awk -v cuda="$cuda" -f autograder/handout/page.awk "$record/points" "$2" >"$folder/$2"
}

# The list: a path a line, # for remarks; {lab} lines are taken for each lab that goes in, those
# behind "from 02" when lab 02 or a later one does, those from "cuda" to "end cuda" when students write kernels. A
# lab's own files come with the lab.
copy_listed() {
    last=$(echo "$labs" | tr ' ' '\n' | sort | tail -n 1)
    taken=1
    without='^$'
    [ $cuda = 1 ] || without='^cuda$/,/^end cuda$'
    sed "s/#.*//; /^ *\$/d; /$without/d; /cuda\$/d" autograder/handout/files.txt | while read -r path as; do
        if [ "$path" = from ]; then
            taken=$([ "$as" \> "$last" ] || echo 1)
            continue
        fi
        [ -n "$taken" ] || continue
        case $path in
        *{lab}* | *{number}*)
            for number in $labs; do
                lab=$(lab_folder "$number")
                one=$(echo "$path" | sed "s/{lab}/$lab/g; s/{number}/$number/g")
                copy "$one" "${as:-$one}"
            done
            ;;
        labs/[0-9][0-9]-*)
            case " $labs " in
            *" $(echo "$path" | cut -c 6-7) "*) copy "$path" "${as:-$path}" ;;
            esac
            ;;
        *) copy "$path" "${as:-$path}" ;;
        esac
    done
}

# The first page speaks of the first lab that is in. Where no kernels are, nothing speaks of them.
fill_in_readme() {
    first=$(echo "$labs" | tr ' ' '\n' | sort | head -n 1)
    sed -i "s/{number}/$first/g; s/{lab}/$(lab_folder "$first")/g; s/{check}/${first#0}.3/g" "$folder/README.md"
    [ $cuda = 1 ] || sed -i '/make emulate/d; /make lab04 BACKEND/d' "$folder/README.md"
    [ $cuda = 1 ] || sed -i '/^g++	/d' "$folder/.setup/packages.tsv"
    for number in $labs; do
        page "$number" "labs/$(lab_folder "$number")/README.md"
        sed -i '/^#[0-9]/d' "$folder/labs/$(lab_folder "$number")/exercises.tsv" # what the course goes without
    done
}

# Starters stand twice: where students write, and untouched beside the recordings.
copy_starters() {
    for number in $labs; do
        lab=$(lab_folder "$number")
        for file in $(build/autograder/variant files . "$number"); do
            starter=$(basename "$file")
            copy "build/starters/$lab/$starter" "labs/$lab/$starter"
            copy "build/starters/$lab/$starter" "autograder/recorded/starters/$lab/$starter"
        done
        page "$number" "labs/$lab/answers.md" # in which students write, too
        [ ! -f "labs/$lab/weights.txt" ] || copy "labs/$lab/weights.txt" "labs/$lab/weights.txt"
        for text in answers.md weights.txt; do
            [ ! -f "$folder/labs/$lab/$text" ] ||
                cp -p "$folder/labs/$lab/$text" "$folder/autograder/recorded/starters/$lab/$text"
        done
        (cd "$folder/autograder/recorded/starters/$lab" && sha256sum -- *) >"$folder/labs/$lab/.starters"
    done
}

copy_solutions() {
    for number in $released; do
        awk -F '\t' '!/^#/ { print $3 }' "labs/$(lab_folder "$number")/exercises.tsv" | sort -u |
            while read -r file; do
                copy "reference/$file" "reference/$file"
            done
    done
}

# A fast kernel tells the answer of the exercise whose formula it computes: it goes in when the naive
# kernels, or the optimizers' steps, that it tells of are there. Where one is missing, the backend takes the
# naive one, and an optimizer its own.
copy_fast_kernels() {
    [ -d "$folder/reference/kernels/fast" ] || return 0
    for file in reference/kernels/fast/loops/fast_*.c; do
        tells_of=$(basename "$file" .c |
            sed 's/^fast_//; s/^product.*/matmul/; s/^linear$/linear matmul/; s/^adamw$/adamw adam/
                s/^conv2d.*/conv2d conv2d_backward/; s/^conv_.*/conv2d conv2d_backward max_pool/')
        for name in $tells_of; do
            for plain in "reference/kernels/naive/$name.c" "reference/optim/$name.c"; do
                [ -f "$plain" ] && [ ! -f "$folder/$plain" ] && continue 3
            done
        done
        [ -f "$folder/$file" ] || copy "$file" "$file"
    done
}

# What labs 03 and 04 train on with BACKEND=emulated, and BACKEND=cuda: kernels, compiled, since their sources would tell
# answers. Students put their own of lab 04's exercises in the place of ours.
copy_device() {
    to=$folder/autograder/recorded/device
    mkdir -p "$to"
    uname -m >"$to/machine"
    for kind in emulated-shared $([ "$gpu" != 1 ] || echo cuda); do
        make -s -j"$(nproc)" "build/$kind/descent_cuda.so" || die "the kernels for $kind do not build"
        mkdir -p "$to/$kind"
        ld -r $(make -s list-device-others KIND=$kind) -o "$to/$kind/others.o"
        cp $(make -s list-device-kernels KIND=$kind) "$to/$kind/"
        strip --strip-debug "$to/$kind"/*.o
    done
}

# A lab's program is linked with the functions of the labs before it: their files must be there, as
# the student's or as solutions.
require_earlier_labs() {
    for number in $labs; do
        for earlier in labs/*-*/exercises.tsv; do
            earlier=$(basename "$(dirname "$earlier")" | cut -d - -f 1)
            [ "$earlier" \< "$number" ] || continue
            case " $labs $released " in
            *" $earlier "*) ;;
            *) die "lab $number uses what lab $earlier made: add it, LAB=\"$earlier $labs\", or its solution, RELEASE=\"$(echo $released $earlier)\"" ;;
            esac
        done
    done
}

# recorder WORKER FILE SCRIPT: a worker that is that worker, and keeps what it is asked and answers
recorder() {
    mkdir -p "$(dirname "$3")"
    printf '#!/bin/sh\nexec "%s/build/autograder/record" "%s/%s" "%s/%s"\n' \
        "$here" "$here" "$1" "$here" "$2" >"$3"
    chmod +x "$3"
}

# judge NUMBER PASS: over all exercises of the lab, with the recorders in place of the workers
judge() {
    exercises=$(awk -F '\t' '!/^#/ { printf "%s ", $1 }' "labs/$(lab_folder "$1")/exercises.tsv")
    for exercise in $exercises; do
        mkdir -p "$record/work$1/$exercise"
    done
    JUDGE_PASS=$2 JUDGE_EXERCISES=$exercises JUDGE_KIT=$here JUDGE_SEED=$seed JUDGE_RECORDING=1 \
        JUDGE_WORK=$here/$record/work$1 JUDGE_STUDENT=$here/build/reference/worker$1 \
        JUDGE_REFERENCE=$here/$record/reference$1 JUDGE_MISTAKES=$here/$record/mistakes$1 \
        build/autograder/judge -j1 >"$record/judge.log" 2>&1 ||
        die "the recording of lab $1 failed: $record/judge.log tells why"
}

record_lab() {
    number=$1
    to=autograder/recorded/lab$number
    mkdir -p "$folder/$to/mistakes"
    recorder "build/reference/worker$number" "$record/reference$number.frames" "$record/reference$number"
    [ ! -f "build/reference/worker$number-emulated" ] || # in the same file: it answers for both
        recorder "build/reference/worker$number-emulated" "$record/reference$number.frames" "$record/reference$number-emulated"
    judge "$number" check
    cp "$record/reference$number.frames" "$folder/$to/reference.frames"

    # each mistake: what it says and asks, and its answers; not its text
    build/autograder/variant mistakes . "$number" | awk '{ print $1 "-" $2 }' >"$record/asked"
    sed '/^old$/,/^end$/{/^end$/!d}' "autograder/mistakes/lab$number.txt" |
        awk 'NR == FNR { asked[$1]; next } $1 == "mistake" { on = $2 "-" $3 in asked } on' "$record/asked" - \
            >"$folder/$to/questions.txt"
    mkdir -p "$record/mistakes$number"
    cp "$folder/$to/questions.txt" "$record/mistakes$number/questions.txt"
    recorder "build/reference/worker$number" "$record/unused.frames" "$record/reference$number"
    for mistake in $(awk '$1 == "mistake" { print $2 "-" $3 }' "$folder/$to/questions.txt"); do
        recorder "build/mistakes/lab$number/$mistake/worker" "$record/$mistake.frames" \
            "$record/mistakes$number/$mistake/worker"
    done
    judge "$number" match
    for mistake in "$record"/mistakes"$number"/*/; do
        name=$(basename "$mistake")
        cp "$record/$name.frames" "$folder/$to/mistakes/$name.frames"
    done
}

# Archives leave out what students write in: unpacked over their work, they take nothing away. The
# first make puts the starters where they are missing.
pack() {
    (cd "$out" && find descent -type f | sort | grep -v -x -f "$here/$record/written" >"$here/$record/list" &&
        tar --sort=name --mtime='2000-01-01 00:00Z' --owner=0 --group=0 --numeric-owner -c \
            -T "$here/$record/list" | gzip -n9 >descent.tar.gz &&
        rm -f descent.zip && zip -q -X -@ descent.zip <"$here/$record/list")
}

rm -rf "$folder" "$out/descent.tar.gz" "$out/descent.zip" "$record"
mkdir -p "$folder" "$record"
for number in $labs; do
    [ -n "$(lab_folder "$number")" ] || die "there is no lab $number"
done
require_earlier_labs
cuda=0
! has_cuda || cuda=1
copy_listed
fill_in_readme
copy_starters
copy_solutions
copy_fast_kernels
[ $cuda = 0 ] || copy_device
for number in $labs; do
    record_lab "$number"
done
echo $seed >"$folder/autograder/recorded/seed"
(cd "$out" && find descent/labs -type f | while read -r file; do
    name=$(basename "$file")
    [ ! -f "descent/autograder/recorded/starters/$(basename "$(dirname "$file")")/$name" ] || echo "$file"
done) >"$record/written"
pack
build/autograder/leak . "$folder" $released >"$record/leak.txt" || {
    cat "$record/leak.txt" >&2
    die 'the handout holds an answer (above)'
}
echo "$folder: $(find "$folder" -type f | wc -l) files; $(tail -n 1 "$record/leak.txt")"
echo "$out/descent.tar.gz, $out/descent.zip"
