#!/bin/sh
# Training on a device, as students ask for it: make lab03 BACKEND=cuda. There the emulator stands for the GPU; and where
# nothing can be had, a line says so and the CPU trains.
. autograder/tests/tap.sh

make -s SOLUTION=1 build/with-solution/lab03 build/with-solution/lab04
small='--data glyphs --images 120 --epochs 2 --hidden 24-16 --batch 50'

# run3 OPTION...: lab 03; what it said stays in $scratch/said
run3() {
    build/with-solution/lab03 --out "$scratch/out" "$@" >"$scratch/said" 2>"$scratch/told" </dev/null
}

# --- none can be had

says_why() { # LIBRARY WHY
    run3 --only 3.2 --data glyphs --device "$1"
    same "no GPU: $2" "No GPU: $2. Training runs on the CPU." "$(sed -n 2p "$scratch/said")"
}
says_why build/none/descent_cuda.so \
    'build/none/descent_cuda.so is not there: `make build/none/descent_cuda.so` builds it where nvcc is'
same 'another backend' '2 BACKEND=mine: expected cuda, or emulated' \
    "$(said=$(labs/common/device.sh mine build/none.so 2>&1) || echo "$? $said")"

nvcc=$(make -s list-nvcc)
if [ -z "$nvcc" ]; then
    same 'no nvcc' "No GPU: nvcc is not here, which compiles for it. Training runs on the CPU." \
        "$(labs/common/device.sh cuda build/cuda/descent_cuda.so 2>&1)"
else
    make -s build/gpu/probe
    if reason=$(build/gpu/probe); then
        echo "# $reason: make test-gpu tests it"
    else
        same 'nvcc, but no GPU: make says it' "No GPU: $reason. Training runs on the CPU." \
            "$(labs/common/device.sh cuda build/cuda/descent_cuda.so 2>&1)"
    fi
fi

# --- the emulator

if [ -z "$(make -s list-cxx)" ]; then
    tap_result 0 'the emulator # skip there is no g++'
    finish
    exit
fi
device=build/emulated-shared/descent_cuda.so
make -s -j2 "$device"

# The table of epochs, without how fast it was.
epochs() {
    sed -n '/^ *[0-9][0-9]*  *[0-9.]*  *[0-9.]* %/s/%.*%/%&/p' "$scratch/said" | tr -d '%' | awk '{ print $1, $2, $3, $4, $5 }'
}
# alike WHAT: the tables in $scratch/cpu and $scratch/gpu, but for the last places
alike() {
    check "$1: every epoch's losses and accuracies are the CPU's" awk '
        NR == FNR { for (i = 1; i <= NF; i++) wanted[FNR, i] = $i; rows = FNR; next }
        { for (i = 1; i <= NF; i++) { d = $i - wanted[FNR, i]; if (d < 0) d = -d
          if (d > (i % 2 ? 1 : 0.003)) { print "row " FNR ": " $i ", expected " wanted[FNR, i]; bad = 1 } } }
        END { exit bad || rows < 2 || FNR - rows }' "$scratch/cpu" "$scratch/gpu"
}
# trains WHAT OPTION...: lab 03's training on both
trains() {
    what=$1
    shift
    run3 --only 3.5 $small "$@"
    epochs >"$scratch/cpu"
    run3 --only 3.5 $small --device "$device" "$@"
    epochs >"$scratch/gpu"
    alike "$what"
}

trains momentum
same 'it says what trains' \
    "Training runs on Descent's emulator, with the kit's kernels: your functions in C take no part." \
    "$(sed -n 2p "$scratch/said")"
trains 'batch norm, clipping, smoothing, class weights, a schedule' --batch-norm --clip 1 --smoothing 0.1 \
    --class-weights --schedule cosine --warmup 2
trains 'RMSprop, weight decay, patience' --optimizer rmsprop --decay 0.01 --patience 1

# A training that is saved by the device goes on on the CPU as if it had always been there.
run3 --only 3.5 $small --epochs 1 --device "$device" --save "$scratch/saved"
run3 --only 3.5 $small --resume "$scratch/saved"
epochs | tail -n 1 >"$scratch/gpu"
run3 --only 3.5 $small
epochs | tail -n 1 >"$scratch/cpu"
for table in cpu gpu; do sed p "$scratch/$table" >"$scratch/row" && mv "$scratch/row" "$scratch/$table"; done
alike 'saved on the device, resumed on the CPU'

# Dropout, early stopping and batch norm, many trainings one behind the other.
run3 --only 3.13 $(quick_options 03) --images 100 --hidden 16 --device "$device"
same 'sections that train often run' 'All sections of 3.13 ran.' "$(grep -o '^All sections of 3.13 ran\.' "$scratch/said")"

# --- a student's kernels

mkdir -p "$scratch/mine"
cp -r autograder/tests/others/04-cnn "$scratch/mine/"
lab04() { # what it said stays
    make lab04 BACKEND=emulated STUDENT="$scratch/mine" STUDENT_BUILD="$scratch/built" NO_PLOTS=1 \
        ARGS="--only 4.7 --data glyphs --images 100 --epochs 1 --threads 1 --seconds 1 --optimizer sgd --filters 4-4 --hidden 8 --out $scratch/out" \
        >"$scratch/said" 2>"$scratch/told" </dev/null
}
lab04
same 'lab 04 trains with the four kernels that a student wrote' \
    "Training runs on Descent's emulator, with the kit's kernels and yours of 4.12, 4.13, 4.14, 4.15: your functions in C take no part." \
    "$(grep '^Training runs' "$scratch/said")"
epochs >"$scratch/right"
check 'its losses are numbers' test "$(wc -l <"$scratch/right")" -eq 4
# matters KERNEL EXPRESSION: with this mistake in it the training is another
matters() {
    cp autograder/tests/others/04-cnn/*.cu "$scratch/mine/04-cnn/"
    sed -i "$2" "$scratch/mine/04-cnn/$1_kernel.cu"
    lab04
    epochs >"$scratch/wrong"
    check "a mistake in $1 shows in the training" sh -c "
        test -s '$scratch/wrong' && ! cmp -s '$scratch/right' '$scratch/wrong' &&
        ! cmp -s 'autograder/tests/others/04-cnn/$1_kernel.cu' '$scratch/mine/04-cnn/$1_kernel.cu'"
}
matters gradient_descent 's/-rate\[0\]/-2 * rate[0]/'
matters row_softmax 's|expf(\*from - largest) / total|0.1f|'
matters matmul_tiled 's/dot += /dot += 0.5f * /'
matters im2col 's/wo \* conv.stride + kw/wo * conv.stride/'

# One that is not written is the kit's own.
cp build/starters/04-cnn/row_softmax_kernel.cu "$scratch/mine/04-cnn/"
cp autograder/tests/others/04-cnn/im2col_kernel.cu "$scratch/mine/04-cnn/"
lab04
same 'a kernel that is not written is the kit'"'"'s' \
    "Training runs on Descent's emulator, with the kit's kernels and yours of 4.12, 4.14, 4.15: your functions in C take no part." \
    "$(grep '^Training runs' "$scratch/said")"

# One that does not compile costs only itself.
echo 'no C' >>"$scratch/mine/04-cnn/im2col_kernel.cu"
lab04
same 'nor does one stop the training that does not compile' \
    "$scratch/mine/04-cnn/im2col_kernel.cu does not compile: in place of your 4.15 the kit's own kernel takes part." \
    "$(grep 'does not compile' "$scratch/told")"
same 'and the others are the student'"'"'s' \
    "Training runs on Descent's emulator, with the kit's kernels and yours of 4.12, 4.14: your functions in C take no part." \
    "$(grep '^Training runs' "$scratch/said")"
finish
