#!/bin/sh
# The starter files: in step with the reference, without a warning, and never overwriting.
. autograder/tests/tap.sh

kit=$scratch/kit
mkdir "$kit"
cp -r labs "$kit/labs"
mkdir -p "$kit/build"
cp -r build/starters "$kit/build/starters"
for file in build/starters/*/*.c*; do # untouched, whatever stands in the working folder
    cp "$file" "$kit/labs/$(basename "$(dirname "$file")")/"
done
folders=$(ls build/starters | grep -v sums)

check 'the committed starters are what the reference gives' labs/common/stubs.sh --check $folders

for file in build/starters/*/*.c; do
    for compiler in gcc clang; do
        check "$file gives no warning with $compiler" $compiler -std=gnu17 -O2 -Wall -Wextra -Wshadow \
            -Wconversion -Werror -Ireference -c "$file" -o /dev/null
    done
done

make -s build/emulator/rewrite
for file in build/starters/*/*.cu; do
    build/emulator/rewrite "$file" >"$scratch/kernel.cpp"
    for compiler in g++ clang++; do
        check "$file gives no warning with $compiler" $compiler -std=gnu++17 -O2 -Wall -Wextra -Werror \
            -Ireference/kernels/cuda/emulator/include -Ireference -c "$scratch/kernel.cpp" -o /dev/null
    done
done

file=labs/01-linear-sgd/mse.c
cd "$kit" || exit 1
echo '/* mine */' >>$file
check 'stubs ends well when a student has written' labs/common/stubs.sh $folders
check 'what a student wrote is kept' grep -q '/\* mine \*/' $file

cp build/starters/01-linear-sgd/linear.c labs/01-linear-sgd/linear.c
echo '/* a newer reference */' >>build/starters/01-linear-sgd/linear.c
status=0
labs/common/stubs.sh --check $folders >/dev/null || status=$?
same 'a starter out of date is found' 1 $status
labs/common/stubs.sh $folders >/dev/null
check 'an untouched starter is replaced' grep -q 'newer reference' labs/01-linear-sgd/linear.c
check 'what a student wrote is still kept' grep -q '/\* mine \*/' $file
rm labs/01-linear-sgd/linear.c
labs/common/stubs.sh $folders >/dev/null
check 'a missing starter is written' test -f labs/01-linear-sgd/linear.c
finish
