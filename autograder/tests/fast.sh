#!/bin/sh
# The fast kernels as they are built: compilers vectorise them, each set of loops shows nothing but its
# table and does without a file, a steady step calls malloc not once, Valgrind runs what it knows, and
# workers load nothing.
. autograder/tests/tap.sh

loops=reference/kernels/fast/loops
sets=$(make -s list-fast-sets)

# --- what the compilers say they have vectorised ---

# The functions whose loops must be vectorised, by file.
vectorised() {
    case $1 in
    fast_add_row) echo add_to fast_add_row_forward ;;
    fast_batch_norm) echo fast_batch_norm_train fast_batch_norm_evaluate fast_batch_norm_backward ;;
    fast_linear) echo add_rows ;;
    fast_product) echo multiply_middle_tile multiply_pieces ;;
    fast_product_thin) echo add_row add_four_rows ;;
    fast_product_panels | fast_product_tile | fast_product_tiles) ;; # vectors by type: see below
    fast_conv2d_backward | fast_conv2d_tile | fast_conv_relu_pool) ;; # the same
    fast_conv_winners) echo find_bytes find_open_windows ;; # and by type
    fast_conv2d | fast_conv_relu_pool_backward) ;; # no loops
    fast_conv2d_room) echo add_chunk ;;
    fast_max_pool) echo largest_of_row find_winners ;;
    fast_average_pool) echo mean_of_row lead_row_back ;;
    fast_softmax_cross_entropy) echo exponentials_of add_softmax ;;
    fast_loops | fast_matmul) ;; # no loops
    fast_adagrad | fast_adam | fast_rmsprop) echo adapt ;;
    fast_adamw) echo pull ;;
    fast_gradient_descent) echo descend ;;
    fast_momentum) echo roll_on ;;
    fast_nesterov) echo look_ahead ;;
    *) echo "$1_forward $1_backward" ;;
    esac
}

# report COMPILER KIND SET FILE: the lines of FILE that hold what was vectorised
report() {
    case $1 in
    gcc) ask=-fopt-info-vec-optimized ;;
    clang) ask='-Rpass=(loop|slp)-vectorize' ;;
    esac
    # shellcheck disable=SC2046,SC2086 # flags are words
    $1 $(make -s list-loop-flags KIND="$2" SET="$3" FILE="$4") $ask -c "$loops/$4.c" -o "$scratch/object.o" 2>&1 |
        sed -n "s/.*\/$4\.c:\([0-9]*\):.*\(vectorized using\|vectorized loop\|SLP vectorized\).*/\1/p"
}

# not_vectorised COMPILER KIND SET: the functions that hold no such line
not_vectorised() {
    for path in "$loops"/*.c; do
        file=$(basename "$path" .c)
        wanted=$(vectorised "$file")
        [ -n "$wanted" ] || continue
        report "$1" "$2" "$3" "$file" >"$scratch/lines"
        # a function goes from the line with its name, at the left, to the next brace at the left
        awk -v wanted="$wanted" '
            FNR == NR { line[$1]; next }
            /^[a-z].*\(/ && !/;$/ {
                name = $0
                sub(/__attribute__\(\([a-z_]*\)\)/, "", name)
                sub(/\(.*/, "", name)
                sub(/.*[ *]/, "", name)
            }
            FNR in line { found[name] }
            /^}/ { name = "" }
            END {
                count = split(wanted, function_, " ")
                for (i = 1; i <= count; i++) if (!(function_[i] in found)) printf "%s ", function_[i]
            }' "$scratch/lines" "$path"
    done
}

for compiler in gcc clang; do
    for set in $sets; do
        same "$compiler vectorises each loop for $set" '' "$(not_vectorised $compiler float "$set")"
    done
    same "$compiler vectorises each loop in double precision" '' "$(not_vectorised $compiler double baseline)"
done

# --- what they make of vectors: the sums of a tile stay in registers ---

# tile_code COMPILER SET FILE [FUNCTION]: the instructions of a file or of one function
tile_code() {
    # shellcheck disable=SC2046 # flags are words
    $1 $(make -s list-loop-flags KIND=float SET="$2" FILE="$3") -c "$loops/$3.c" -o "$scratch/tile.o" &&
        objdump -d --no-show-raw-insn ${4:+--disassemble="$4"} "$scratch/tile.o" >"$scratch/tile.s"
}

# Of a product's tile: for 1 and for 2 vectors of columns, A's rows along k and side by side, 6 times its rows. Of a
# convolution's: for 1 and 2 vectors of channels, where there are two, whole and short tiles.
if [ "$(uname -m)" = x86_64 ]; then
    for compiler in gcc clang; do
        for case in 'v4 zmm 48 63' 'v3 ymm 36 42'; do
            set -- $case
            tile_code $compiler "$1" fast_product_tile multiply_tile
            same "$compiler multiplies and adds in one instruction, a register of $1 at a time" "$3" \
                "$(grep -c "vfmadd.*%$2" "$scratch/tile.s")"
            tile_code $compiler "$1" fast_conv2d_tile
            same "$compiler does so in a convolution's tiles" "$4" "$(grep -c "vfmadd.*%$2" "$scratch/tile.s")"
        done
        for set in $sets; do
            tile_code $compiler "$set" fast_product_tile multiply_tile
            same "$compiler keeps the sums of a tile for $set in registers" 0 \
                "$(grep -c '[xyz]mm.*(%[re][sb]p' "$scratch/tile.s")"
        done
    done
    for set in $sets; do
        tile_code gcc "$set" fast_conv2d_tile
        same "gcc keeps the sums of a convolution's tiles for $set in registers" 0 \
            "$(grep -c '[xyz]mm.*(%[re][sb]p' "$scratch/tile.s")"
    done
fi

# --- the objects ---

objects=$(for set in $sets; do echo build/float/fast_loops_$set.o; done)
# shellcheck disable=SC2086 # a list of paths
make -s $objects
for set in $sets; do
    same "of the loops for $set only the table is global" fast_loops_$set \
        "$(nm -g --defined-only build/float/fast_loops_$set.o | awk '{ print $3 }')"
done

# what a handout may do: leave a file out
cat >"$scratch/main.c" <<'C'
#include "kernels/fast/fast.h"
#include <stdio.h>
int main(void)
{
    struct fast_loops here[fast_loops_max];
    const size_t sets = fast_loops_here(here);
    for (size_t i = 0; i < sets; i++) {
        const struct backend backend = fast_backend_of(here[i].loops);
        if (backend.sigmoid_forward != naive_backend.sigmoid_forward ||
            backend.sigmoid_backward != naive_backend.sigmoid_backward ||
            backend.tanh_forward == naive_backend.tanh_forward) {
            puts(here[i].instructions);
            return 1;
        }
    }
    return 0;
}
C
link_without_sigmoid() {
    without=
    for set in $sets; do
        # shellcheck disable=SC2046 # a list of paths
        ld -r $(ls build/float/fast_loops_$set/*.o | grep -v sigmoid) -o "$scratch/all.o" &&
            objcopy --keep-global-symbol=fast_loops_$set --redefine-sym fast_loops=fast_loops_$set \
                "$scratch/all.o" "$scratch/$set.o" || return
        without="$without $scratch/$set.o"
    done
    rest=$(echo reference/kernels/naive/*.c reference/kernels/fast/*.c reference/base/*.c |
        tr ' ' '\n' | sed 's|^|build/float/|; s/c$/o/')
    # shellcheck disable=SC2086 # lists of paths
    make -s $rest && gcc -std=gnu17 -Ireference "$scratch/main.c" $rest $without -o "$scratch/main" -lm
}
check 'loops can be linked without a file' link_without_sigmoid
check 'its kernels are then the naive ones, the others are not' "$scratch/main"

# --- how they run ---

make -s build/bench/xor
check 'a steady step calls malloc not once' sh -c 'build/bench/xor 1 | grep -q "calls of malloc  *0$"'
if command -v valgrind >/dev/null; then
    valgrind -q --error-exitcode=9 build/bench/xor 1 >"$scratch/valgrind" 2>&1
    same 'the same program runs under Valgrind' 0 $?
    same 'without AVX-512' '' "$(grep v4 "$scratch/valgrind")"
else
    echo "ok $((tap_count += 1)) - Valgrind # skip it is not there"
fi

make -s build/bench/classifier
check 'the classifier trains as with the naive kernels and calls malloc not once' sh -c \
    'build/bench/classifier --steps 5 --threads 2 --data glyphs | grep -q "^images_per_second [1-9]"'

# --- threads ---

cat >"$scratch/threads.c" <<'C'
#include "kernels/fast/fast.h"
#include "kernels/fast/threads.h"
#include "losses/loss.h"
#include "models/cnn.h"
#include "models/mlp.h"
#include "optim/methods.h"
#include "train/step.h"
#include <string.h>
enum { rows = 64, inputs = 300, units = 100, classes = 10, weights = inputs * units, filters = 16 };
static real x[rows * inputs], y[rows], trained[2][weights];
static struct variable *loss_of(struct tape *tape, struct variable *logits, struct variable *labels)
{
    return softmax_cross_entropy_loss(tape, logits, labels, NULL, 0);
}
/* The first parameter of a network that was trained for some steps. */
static int train(size_t threads, size_t steps, int convolves, real *result)
{
    struct arena model, step;
    struct message why;
    if (threads_start(threads, &why) != 0 || arena_create(&model, 1 << 21, &why) != 0 ||
        arena_create(&step, 1 << 23, &why) != 0) {
        return -1;
    }
    struct pcg32 generator = pcg32_seed(1, 1);
    const size_t sizes[] = {inputs, units, classes};
    struct mlp mlp = mlp_new(&model, 2, sizes, activation_relu, initialisation_he, &generator);
    struct parameter of_mlp[4];
    mlp_parameters(&mlp, of_mlp);
    const struct cnn_settings settings_of_cnn = {
        .image = {1, 15, 20},
        .blocks = 2,
        .block = {{filters, 3, 1, 1, 2}, {filters, 3, 1, 1, 2}},
        .classes = classes};
    struct cnn *const cnn = cnn_new(&model, &settings_of_cnn, &generator);
    const struct parameter *const parameter = convolves ? cnn->parameter : of_mlp;
    const struct backend backend = fast_backend();
    struct optimizer_settings settings = optimizer_adamw.usual;
    settings.backend = &backend;
    struct optimizer optimizer =
        optimizer_new(&model, parameter, convolves ? cnn->parameters : 4, settings);
    struct tape tape = tape_new(&model, &step, &backend, 16);
    struct training training = {&tape, convolves ? cnn_module(cnn) : mlp_module(&mlp), loss_of,
                                &optimizer};
    for (size_t i = 0; i < steps; i++) {
        train_step(&training, tensor_view(shape_2d(rows, inputs), x), tensor_view(shape_1d(rows), y));
    }
    memcpy(result, parameter[0].value, parameter[0].count * sizeof *result);
    arena_destroy(&model);
    arena_destroy(&step);
    return 0;
}
static int differs(size_t steps, int convolves)
{
    return train(1, steps, convolves, trained[0]) != 0 || train(3, steps, convolves, trained[1]) != 0 ||
           memcmp(trained[0], trained[1], sizeof trained[0]) != 0;
}
int main(void)
{
    struct pcg32 generator = pcg32_seed(1, 2);
    for (size_t i = 0; i < rows * inputs; i++) {
        x[i] = pcg32_uniform(&generator, -1, 1);
    }
    for (size_t i = 0; i < rows; i++) {
        y[i] = (real)(i % classes);
    }
    const int convolution_differs = differs(4, 1), status = differs(20, 0) || convolution_differs;
    threads_stop();
    return status;
}
C
with_thread_sanitizer() {
    objects=$(make -s list-library-objects KIND=tsan-float)
    # shellcheck disable=SC2086 # a list of paths
    make -s $objects && gcc -std=gnu17 -g -fsanitize=thread -Ireference "$scratch/threads.c" $objects \
        -o "$scratch/threads" $(pkg-config --libs zlib libpng) -lm && "$scratch/threads"
}
check 'three threads train to the bits of one, and ThreadSanitizer sees no race' with_thread_sanitizer

for worker in build/given/worker*.o; do
    [ -e "$worker" ] || continue
    make -s "$worker"
    same "$(basename "$worker") loads nothing" '' "$(nm -u "$worker" | grep -E ' (dl|blas_)')"
done
finish
