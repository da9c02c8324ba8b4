#!/bin/sh
# Data and checkpoints that are wrong, given to lab 03's program: each one clear line, status 1, and no
# number written.
. autograder/tests/tap.sh

make -s SOLUTION=1 build/with-solution/lab03
data=$scratch/data
images=train-images-idx3-ubyte labels=train-labels-idx1-ubyte
test_images=t10k-images-idx3-ubyte test_labels=t10k-labels-idx1-ubyte

# --- making files ---------------------------------------------------------------------------------

# big_endian NUMBER: its four bytes
big_endian() {
    printf "$(printf '\\%03o\\%03o\\%03o\\%03o' $(($1 >> 24 & 255)) $(($1 >> 16 & 255)) $(($1 >> 8 & 255)) $(($1 & 255)))"
}

# header AXES SIZE...
header() {
    printf '\000\000\010'"\\$(printf %03o "$1")"
    shift
    for size in "$@"; do
        big_endian "$size"
    done
}

# pixels COUNT: bytes that are not all the same
pixels() {
    yes 'the quick brown fox jumps over the lazy dog 0123456789' | head -c "$1"
}

# all_labels COUNT: 0 to 9, again and again
all_labels() {
    yes "$(printf '\001\002\003\004\005\006\007\010\011')" | tr '\n' '\000' | head -c "$1"
}

# begin: a folder in which all is right: 120 images to train with and 30 to test with
begin() {
    rm -rf "$data"
    mkdir "$data"
    { header 3 120 28 28 && pixels 94080; } >"$data/$images"
    { header 1 120 && all_labels 120; } >"$data/$labels"
    { header 3 30 28 28 && pixels 23520; } >"$data/$test_images"
    { header 1 30 && all_labels 30; } >"$data/$test_labels"
}

# put FILE OFFSET BYTE: one byte, in octal, of a file that is there
put() {
    printf "\\$3" | dd of="$data/$1" bs=1 seek="$2" conv=notrunc 2>/dev/null
}

# shorten FILE: by one byte
shorten() {
    truncate -s -1 "$1"
}

# --- what the program says ------------------------------------------------------------------------

# run OPTION...: its status and all that it prints to stderr, without the folder
run() {
    status=0
    build/with-solution/lab03 --out "$scratch/out" --only 3.5 --epochs 1 "$@" \
        >"$scratch/said" 2>"$scratch/errors" </dev/null || status=$?
    echo "$status $(sed "s|$scratch/||g" "$scratch/errors")"
}

# refused WHAT LINE [OPTION...]: the data is, with this line alone, before any section runs
refused() {
    what=$1 line=$2
    shift 2
    same "$what" "1 lab03: $line" "$(run --data "$data" "$@")"
    check "$what: no section ran" sh -c "! grep -q '^3.5' '$scratch/said'"
}

begin
same 'these data are right' '0 ' "$(run --data "$data")"
check 'all that it is for ran' grep -q '^All sections of 3.5 ran' "$scratch/said"
gzip -n "$data"/*
same 'packed, too' '0 ' "$(run --data "$data")"

# --- files ----------------------------------------------------------------------------------------

for file in $images $labels $test_images $test_labels; do
    begin
    rm "$data/$file"
    refused "$file is missing" "data: expected a file $file or $file.gz, found neither"
    begin
    : >"$data/$file"
    refused "$file is empty" "data/$file: empty, expected an IDX file"
    begin
    rm "$data/$file"
    mkdir "$data/$file"
    refused "$file is a folder" "data/$file: not a file but a folder"
done

rm -r "$data"
refused 'there is no such folder' "data: expected a file $images or $images.gz, found neither"
: >"$data"
refused 'it is a file' "data: expected a file $images or $images.gz, found neither"
rm "$data"

# --- what stands in them --------------------------------------------------------------------------

begin
shorten "$data/$images"
refused 'images one byte short' "data/$images: its size is wrong: expected 94080 elements, found 94079"
begin
head -c 7 "$data/$images" >"$data/short" && mv "$data/short" "$data/$images"
refused 'images end in their header' "data/$images: ends in its header: expected 16 bytes of it, found 7"
begin
echo >>"$data/$test_labels"
refused 'labels one byte too long' "data/$test_labels: its size is wrong: expected 30 elements, found 31"
begin
put $images 7 171
refused 'one image more in the header' "data/$images: its size is wrong: expected 94864 elements, found 94080"
begin
put $images 4 177
refused 'two thousand million images' \
    "data/$images: its sizes are too large: expected at most 1073741824 elements, size 1 is 2130706552"
begin
put $images 7 000
refused 'no images' "data/$images: holds nothing: expected sizes of 1 and more, size 1 is 0"
begin
put $images 0 211
refused 'a wrong start' "data/$images: not an IDX file of bytes: expected the start 00 00 08, found 89 00 08"
begin
put $labels 2 015
refused 'labels as reals' "data/$labels: not an IDX file of bytes: expected the start 00 00 08, found 00 00 0d"
begin
cp "$data/$labels" "$data/$images"
refused 'labels for images' "data/$images: not the right IDX file: expected 3 axes, images, found 1 axis"
begin
echo 'pixel,label' >"$data/$labels"
refused 'a table' "data/$labels: not an IDX file of bytes: expected the start 00 00 08, found 70 69 78"
begin
put $labels 107 310
refused 'label 200' "data/$labels: label 99 is out of range: expected 0 to 9, found 200"
begin
put $test_labels 8 012
refused 'label 10' "data/$test_labels: label 0 is out of range: expected 0 to 9, found 10"
begin
cp "$data/$test_labels" "$data/$labels"
refused 'labels of others' \
    "data/$labels: the wrong number of labels: expected 120, as data/$images has images, found 30"
begin
{ header 3 30 14 56 && pixels 23520; } >"$data/$test_images"
refused 'images of two sizes' \
    "data: the images to test with have 14 x 56 pixels, expected 28 x 28 as those to train with"
begin
for file in $images $labels; do
    cp "$data/$(echo "$file" | sed s/train/t10k/)" "$data/$file"
done
refused 'too few images' "data: 30 images to train with, expected 100 or more"

# --- packed ---------------------------------------------------------------------------------------

begin
gzip -n "$data/$images"
shorten "$data/$images.gz"
refused 'packed images one byte short' "data/$images.gz: the packed data ends too early"
begin
gzip -n "$data/$labels"
printf '\037\213' >"$data/$labels.gz"
refused 'nothing but the start of packed data' "data/$labels.gz: the packed data ends too early"
begin
gzip -n "$data/$images"
put $images.gz $(($(stat -c %s "$data/$images.gz") - 8)) 000
refused 'packed images with a wrong checksum' "data/$images.gz: the packed data is damaged: incorrect data check"
begin
gzip -n "$data/$images"
echo >>"$data/$images.gz"
refused 'a byte behind packed images' "data/$images.gz: 1 bytes stand behind the end of the packed data"
begin
shorten "$data/$images"
gzip -n "$data/$images"
refused 'a packed image too short' "data/$images.gz: its size is wrong: expected 94080 elements, found 94079"

# --- checkpoints ----------------------------------------------------------------------------------

begin
saved=$scratch/saved
same 'a training is saved' '0 ' "$(run --data "$data" --save "$saved")"

# not_resumed WHAT LINE [OPTION...]
not_resumed() {
    what=$1 line=$2
    shift 2
    same "$what" "1 lab03: $line" "$(run --data "$data" --epochs 2 --resume "$scratch/bad" "$@")"
}

not_resumed 'no such checkpoint' 'bad: No such file or directory'
mkdir "$scratch/bad"
not_resumed 'a folder for a checkpoint' 'bad: not a file but a folder'
rmdir "$scratch/bad"
: >"$scratch/bad"
not_resumed 'an empty checkpoint' 'bad: empty, expected a checkpoint'
cp "$data/$labels" "$scratch/bad"
not_resumed 'labels for a checkpoint' "bad: not a checkpoint: it must start with 'descent checkpoint 1'"
cp "$saved" "$scratch/bad"
same 'the very file goes on' '0 ' "$(run --data "$data" --epochs 2 --resume "$scratch/bad")"
shorten "$scratch/bad"
length=$(stat -c %s "$saved")
not_resumed 'a checkpoint one byte short' \
    "bad: its size is wrong: expected $length bytes, found $((length - 1))"
sed 's/^real float/real double/' "$saved" >"$scratch/bad"
not_resumed "another width's" "bad:2: expected 'real float', found 'real double'"
cp "$saved" "$scratch/bad"
printf '\377' | dd of="$scratch/bad" bs=1 seek=$((length / 2)) conv=notrunc 2>/dev/null
same 'a damaged checkpoint' "1 lab03: bad: damaged: expected 'checksum X' at its end, found 'checksum X'" \
    "$(run --data "$data" --epochs 2 --resume "$scratch/bad" | sed 's/checksum [0-9a-f]*/checksum X/g')"
cp "$saved" "$scratch/bad"
not_resumed "another method's" \
    "bad:6: expected 'setting training adam, rate 0.001, batches of 64', found 'setting training momentum, rate 0.05, beta 0.9, batches of 64'" \
    --optimizer adam
same 'a place where nothing can be saved' '1 lab03: /proc/none/saved: cannot be written: No such file or directory' \
    "$(run --data "$data" --save /proc/none/saved)"

# a folder is told by what is in it, whatever its name: these are longer than a line, or not ASCII
long=$scratch/$(yes long | head -n 50 | tr -d '\n')
mv "$data" "$long"
same 'saved with data in a folder of a long name' '0 ' "$(run --data "$long" --save "$saved")"
data=$scratch/données
mv "$long" "$data"
same 'resumed with the same in another folder' '0 ' "$(run --data "$data" --epochs 2 --resume "$saved")"
put $labels 8 011
same 'not with other labels' \
    "1 lab03: saved:3: expected 'setting data a folder, labels X', found 'setting data a folder, labels X'" \
    "$(run --data "$data" --epochs 2 --resume "$saved" | sed 's/labels [0-9a-f]*/labels X/g')"
finish
