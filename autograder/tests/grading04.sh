#!/bin/sh
# What `make grade` says of lab 04 where the exercises differ from the earlier labs': a forward function in
# five parts, ties, a product that is an argument, points beside the 100.
. autograder/tests/tap.sh

number=04 lab=04-cnn
. autograder/tests/submission.sh

# text NAME ID: the first fault's sentence
text() {
    of "$1" "$2" '.faults[0].text'
}

# count NAME OPTION...: grades 4.11 with its bonus
count() {
    submission=$1
    shift
    build/autograder/grade --student "$scratch/$submission" --work "$scratch/$submission/work" \
        --results "$scratch/$submission/results.json" --check 4.11 "$@" >"$scratch/$submission/table" 2>&1
}

# bonus NAME: "5 of 5"
bonus() {
    of "$1" 4.11 '.bonus | "\(.points) of \(.max)"'
}

# --- the solution

new solved
all="--student $scratch/solved --work $scratch/solved/work --lab 04 --results"
build/autograder/grade $all "$scratch/solved/results.json" >"$scratch/solved/table" 2>&1
build/autograder/grade $all "$scratch/solved/again.json" >/dev/null 2>&1
same 'the solution has all points' 100 "$(jq .labs[0].score "$scratch/solved/results.json")"
same 'of 100' 100 "$(jq .labs[0].max "$scratch/solved/results.json")"
same 'and a bonus beside them' '5 of 5' "$(jq -r '.labs[0] | "\(.bonus) of \(.bonus_max)"' "$scratch/solved/results.json")"
same 'which the table tells' '  Lab 04: 100/100, and a bonus of 5/5' "$(grep 'Lab 04:' "$scratch/solved/table")"
same 'graded again it has the same results' "$(jq -S 'del(.times)' "$scratch/solved/results.json")" \
    "$(jq -S 'del(.times)' "$scratch/solved/again.json")"
same 'a full table stays as it is' '3 12 3 9 10 6 6 9 7 6 5 4 6 9 5' \
    "$(jq -r '[.labs[0].exercises[].max] | join(" ")' "$scratch/solved/results.json")"
same 'and its parts' '4 2 2 3 1' "$(of solved 4.2 '[.parts[].max] | join(" ")')"
same 'a starter says the same' 1 "$(grep -c 'Exercise 4.2, 12 points:' build/starters/$lab/conv2d.c)"

# --- a course without the CUDA chapter

mkdir -p "$scratch/kit/labs/$lab" && ln -s "$(pwd)/reference" "$scratch/kit/reference"
cp labs/$lab/exercises.tsv "$scratch/kit/labs/$lab/"
cuda() { # 0|1
    (kit=$(pwd) && cd "$scratch/kit" && "$kit/autograder/handout/cuda.sh" "$1")
}
# page KIT 0|1 FILE: as a handout of this kit has it
page() {
    build/autograder/variant points "$1" 04 >"$scratch/points"
    awk -v cuda="$2" -f autograder/handout/page.awk "$scratch/points" "labs/$lab/$3"
}
same 'it is said once' "labs/$lab/exercises.tsv: without 4.12 4.13 4.14 4.15 from now on, here and in run_all; \
CUDA=1 brings them back" "$(cuda 0)"
same 'said again, it changes nothing' '' "$(cuda 0)"
same 'points are spread over all others, 4 16 4 12 13 8 8 12 9 8 6' '4 16 4 12 13 8 8 12 9 8 6' "$(
    for file in conv2d conv2d_backward max_pool im2col conv2d_product matmul_blocked; do
        build/autograder/variant starter "$scratch/kit" 04 $file.c
    done | sed -n 's/.*Exercise 4\.[0-9]*, \([0-9]*\) points.*/\1/p' | paste -sd ' ')"
page "$scratch/kit" 0 README.md >"$scratch/README.md"
same "the lab's page tells the same" '4 16 4 12 13 8 8 12 9 8 6' \
    "$(sed -n 's/^`.*`, `.*`, \([0-9]*\) points.*/\1/p' "$scratch/README.md" | paste -sd ' ')"
same 'its table, too' '4 16 4 12 13 8 8 12 9 8 6' \
    "$(awk -F '|' '/^\| \[4/ { split($7, words, /[ ,]+/); print words[2] }' "$scratch/README.md" | paste -sd ' ')"
same 'and the parts' 'one channel 5, channels 3, stride 3, padding 4, batch 1' \
    "$(sed -n 's/.*16 points (\(.*\)),.*/\1/p' "$scratch/README.md")"
same 'nothing speaks of kernels in CUDA' 0 "$({ cat "$scratch/README.md"; page "$scratch/kit" 0 answers.md; } |
    grep -ciE '<!--|4\.1[2-5]|emulator|__|thousands of threads|third|^## 14')"
same 'with the chapter the page is as it stands here' "$(sed '/^<!--/d; s/<!-- [/a-z]* -->//g' labs/$lab/README.md)" \
    "$(page . 1 README.md)"
same 'it can be had again' "labs/$lab/exercises.tsv: with 4.12 4.13 4.14 4.15 again" "$(cuda 1)"
check 'as it was' cmp labs/$lab/exercises.tsv "$scratch/kit/labs/$lab/exercises.tsv"

# --- some functions are written, others are not

new half
todo half conv2d.c conv2d_output_size
todo half conv2d_backward.c conv2d_backward_w
todo half max_pool.c max_pool_forward
todo half im2col.c im2col
grade half
same 'each function is judged alone' '4.1 4.4 4.6 4.8 4.10' "$(others half)"
same 'the product waits for im2col' 'waits 4.8' "$(of half 4.10 '"\(.state) \(.waits_for | join(" "))"')"
same 'the others are not started' 'not started' \
    "$(jq -r '[.labs[0].exercises[] | select(.points == 0 and .state != "waits") | .state] | unique | join(" ")' "$scratch/half/results.json")"
same 'a bonus is not counted without Valgrind' 'null of 5' "$(bonus half)"
same 'which is said' 'not counted without Valgrind.' "$(of half 4.11 .bonus.text)"

# --- 4.2 by its parts: what is not yet there costs its own part, and the last, which has all

# part NAME POINTS 'NAMES': with conv2d_forward so far, these parts have passed
part() {
    body "$1" conv2d.c conv2d_forward
    grade "$1"
    same "$1" "partly $2 $3" "$(stands "$1" 4.2) $(of "$1" 4.2 '[.parts[] | select(.points > 0) | .name] | join(", ")')"
}
new one-channel
part one-channel 4 'one channel' <<'C'
    for (size_t ho = 0; ho < conv->out_height; ho++)
        for (size_t wo = 0; wo < conv->out_width; wo++) {
            y[ho * conv->out_width + wo] = b[0];
            for (size_t k = 0; k < conv->kernel * conv->kernel && n == 1 && conv->padding == 0; k++)
                y[ho * conv->out_width + wo] +=
                    w[k] * x[(ho + k / conv->kernel) * conv->width + wo + k % conv->kernel];
        }
C
new without-stride
sed -i 's/[hw]o \* conv->stride/(&) \/ conv->stride/' "$scratch/without-stride/$lab/conv2d.c"
grade without-stride
same 'without a stride' 'partly 9' "$(stands without-stride 4.2)"
same 'and the question is asked' stride-ignored "$(of without-stride 4.2 '.faults[0].mistake')"
build/autograder/show "$scratch/without-stride/work/4.2" >"$scratch/shown"
same 'numbers share a line' 1 "$(grep -c '^  b = 1, stride = 2, padding = 0, out_height = 2, out_width = 2$' "$scratch/shown")"
same 'y is shown as a matrix, expected beside got' 2 "$(grep -cE '^ +-?[0-9]+ +-?[0-9]+ +-?[0-9]+[ *] +-?[0-9]+[*] <--$' "$scratch/shown")"
same 'every variable can be looked at in the debugger' 0 "$(unset MAKEFLAGS; printf 'info locals\nkill\nquit\n' |
    make -s debug CHECK=4.2 SOLUTION=1 2>&1 | grep -c 'optimized out')"
new one-image
sed -i 's/i < n; i++/i < 1; i++/' "$scratch/one-image/$lab/conv2d.c"
grade one-image
same 'one image' 'partly 11' "$(stands one-image 4.2)"

new without-padding
sed -i 's/ - conv->padding;/;/' "$scratch/without-padding/$lab/conv2d_backward.c"
grade without-padding
same 'padding left out on the way back is shown in the handout'"'"'s own numbers' 2 \
    "$(jq -r '[.labs[0].exercises[].faults[0].case // "" | select(startswith("the handout'"'"'s numbers, stride 2 and padding 1: x (1,1,2,3)"))] | length' "$scratch/without-padding/results.json")"

# --- other ways to be right (a whole lab of them: autograder/tests/others)

new other
body other conv2d.c conv2d_forward <<'C'
    const size_t k = conv->kernel, rows = conv->height + 2 * conv->padding, columns = conv->width + 2 * conv->padding;
    for (size_t i = 0; i < n; i++) { /* a padded copy of each image */
        real padded[conv->in_channels][rows][columns];
        for (size_t c = 0; c < conv->in_channels; c++)
            for (size_t r = 0; r < rows; r++)
                for (size_t v = 0; v < columns; v++)
                    padded[c][r][v] = 0;
        for (size_t c = 0; c < conv->in_channels; c++)
            for (size_t r = 0; r < conv->height; r++)
                for (size_t v = 0; v < conv->width; v++)
                    padded[c][r + conv->padding][v + conv->padding] = *x++;
        for (size_t o = 0; o < conv->out_channels; o++)
            for (size_t r = 0; r < conv->out_height; r++)
                for (size_t v = 0; v < conv->out_width; v++, y++) {
                    *y = 0;
                    for (size_t t = conv->in_channels * k * k; t-- > 0;)
                        *y += w[o * conv->in_channels * k * k + t] *
                              padded[t / k / k][r * conv->stride + t / k % k][v * conv->stride + t % k];
                    *y += b[o];
                }
    }
C
body other max_pool.c max_pool_forward <<'C'
    for (size_t map = 0; map < n * pool->channels; map++, x += pool->height * pool->width)
        for (size_t r = 0; r < pool->out_height; r++)
            for (size_t c = 0; c < pool->out_width; c++) {
                *y = -(real)INFINITY;
                for (size_t k = 0; k < pool->kernel * pool->kernel; k++) {
                    const real one = x[(r * pool->stride + k / pool->kernel) * pool->width + c * pool->stride + k % pool->kernel];
                    if (one > *y)
                        *y = one;
                }
                y++;
            }
C
sed -i 's/^#include "base\/todo.h"/&\n#include <math.h>/' "$scratch/other/$lab/max_pool.c"
body other conv2d_product.c conv2d_product_forward <<'C'
    const size_t taps = conv->in_channels * conv->kernel * conv->kernel, places = conv->out_height * conv->out_width;
    for (size_t i = n; i-- > 0;) { /* the last image first, a filter at a time */
        im2col(conv, x + i * conv->in_channels * conv->height * conv->width, columns);
        for (size_t co = 0; co < conv->out_channels; co++) {
            real *const map = y + (i * conv->out_channels + co) * places;
            multiply(1, taps, places, w + co * taps, columns, map);
            for (size_t place = 0; place < places; place++)
                map[place] += b[co];
        }
    }
C
body other matmul_blocked.c matmul_blocked <<'C'
    for (size_t i0 = 0; i0 < n; i0 += 16) /* a block of c at a time, in an array of its own */
        for (size_t j0 = 0; j0 < m; j0 += 16) {
            real sum[16][16] = {{0}};
            for (size_t l0 = 0; l0 < k; l0 += 16)
                for (size_t i = i0; i < i0 + 16 && i < n; i++)
                    for (size_t l = l0; l < l0 + 16 && l < k; l++)
                        for (size_t j = j0; j < j0 + 16 && j < m; j++)
                            sum[i - i0][j - j0] += a[i * k + l] * b[l * m + j];
            for (size_t i = i0; i < i0 + 16 && i < n; i++)
                for (size_t j = j0; j < j0 + 16 && j < m; j++)
                    c[i * m + j] = sum[i - i0][j - j0];
        }
C
grade other
same 'other ways to be right pass' '' "$(others other)"
[ -z "$(others other)" ] || sed 's/^/# /' "$scratch/other/table"
count other
same 'other blocks have the bonus, too' '5 of 5' "$(bonus other)"

# --- what costs nothing to write

new cheap
body cheap conv2d.c conv2d_output_size <<'C'
    return size;
C
body cheap conv2d.c conv2d_forward <<'C'
    for (size_t i = 0; i < n * conv->out_channels * conv->out_height * conv->out_width; i++)
        y[i] = b[i / (conv->out_height * conv->out_width) % conv->out_channels];
C
for function in conv2d_backward_b conv2d_backward_w conv2d_backward_x; do
    body cheap conv2d_backward.c $function </dev/null
done
body cheap max_pool.c max_pool_forward <<'C'
    for (size_t i = 0; i < n * pool->channels * pool->out_height * pool->out_width; i++)
        y[i] = x[i];
C
body cheap max_pool.c max_pool_backward </dev/null
body cheap im2col.c im2col <<'C'
    for (size_t i = 0; i < conv->in_channels * conv->kernel * conv->kernel * conv->out_height * conv->out_width; i++)
        columns[i] = 0;
C
body cheap im2col.c col2im </dev/null
body cheap conv2d_product.c conv2d_product_forward </dev/null
body cheap matmul_blocked.c matmul_blocked <<'C'
    for (size_t i = 0; i < n * m; i++)
        c[i] = 0;
C
body cheap gradient_descent_kernel.cu gradient_descent_kernel </dev/null
body cheap row_softmax_kernel.cu row_softmax_kernel <<'C'
    for (int i = threadIdx.x; i < rows * columns && blockIdx.x == 0; i += blockDim.x)
        y[i] = x[i];
C
body cheap matmul_tiled_kernel.cu matmul_tiled_kernel </dev/null
body cheap im2col_kernel.cu im2col_kernel </dev/null
grade cheap
same 'zeros, the input and nothing at all earn nothing' 0 "$(jq .labs[0].score "$scratch/cheap/results.json")"
[ "$(jq .labs[0].score "$scratch/cheap/results.json")" = 0 ] || sed 's/^/# /' "$scratch/cheap/table"

# --- what is wrong in another way than by numbers, several exercises at once

new wrong
# written by someone else: two passes over the window
body wrong max_pool.c max_pool_backward <<'C'
    const size_t k = pool->kernel, s = pool->stride;
    for (size_t map = 0; map < n * pool->channels; map++, x += pool->height * pool->width, dx += pool->height * pool->width)
        for (size_t o = 0; o < pool->out_height * pool->out_width; o++, dy++) {
            const size_t corner = o / pool->out_width * s * pool->width + o % pool->out_width * s;
            real top = x[corner];
            for (size_t t = 0; t < k * k; t++)
                top = x[corner + t / k * pool->width + t % k] > top ? x[corner + t / k * pool->width + t % k] : top;
            for (size_t t = 0; t < k * k; t++)
                if (x[corner + t / k * pool->width + t % k] == top)
                    dx[corner + t / k * pool->width + t % k] += *dy;
        }
C
body wrong im2col.c col2im <<'C'
    (void)dcolumns; /* what it was given is changed */
    ((real *)dcolumns)[0] = 0;
    (void)conv, (void)dx;
C
sed -i 's/^        multiply(.*/        for (size_t co = 0; co < conv->out_channels * places; co++) {\n            out[co] = 0;\n            for (size_t l = 0; l < taps; l++)\n                out[co] += w[co \/ places * taps + l] * columns[l * places + co % places];\n        }/' \
    "$scratch/wrong/$lab/conv2d_product.c"
sed -i 's/c\[i\] = 0;/c[i] += 0;/' "$scratch/wrong/$lab/matmul_blocked.c"
grade wrong
same 'a gradient for every tie is recognised, whoever wrote it' to-every-tie "$(of wrong 4.7 '.faults[0].mistake')"
same 'where it shows first' true "$(of wrong 4.7 '.faults[0].case | startswith("the handout'"'"'s numbers, three equal ones")')"
same 'a changed input is told' 'dcolumns was changed: it is an input, to be read only.' \
    "$(of wrong 4.9 '[.faults[].text | select(startswith("dcolumns"))][0]')"
same 'a product of one'"'"'s own is told' \
    'multiply was called 0 times for 3 images: the products are to be its work.' "$(text wrong 4.10)"
same 'though its numbers are right' 1 "$(of wrong 4.10 '[.faults[] | select(.case)] | length')"
same 'what stood in c is told' c-not-reset "$(of wrong 4.11 '.faults[0].mistake')"
same 'nothing else is wrong' '4.7 4.9 4.10 4.11' "$(others wrong)"
new odd
body odd conv2d_product.c conv2d_product_forward <<'C'
    im2col(conv, x, columns);
    multiply(conv->out_height * conv->out_width, conv->in_channels * conv->kernel * conv->kernel, conv->out_channels, columns, w, y);
    (void)n, (void)b;
C
grade odd
same 'sizes that do not fit are told' \
    'multiply was called with n = 6, k = 18, m = 3: w is (3,18) and columns (18,6).' \
    "$(of odd 4.10 '[.faults[].text | select(startswith("multiply was called with"))][0]')"
same 'and not what follows from them, that y was never written' 0 "$(of odd 4.10 '[.faults[].text | select(startswith("y "))] | length')"

# --- under Valgrind

new beyond
sed -i 's/^                real largest = window\[0\];/                if (x[n * pool->channels * pool->height * pool->width] > 1e300) continue; \/* beyond *\/\n&/' \
    "$scratch/beyond/$lab/max_pool.c"
sed -i 's/^    for (size_t i0 = 0.*/    (void)*(volatile const real *)\&b[k * m];\n&/' "$scratch/beyond/$lab/matmul_blocked.c"
build/autograder/grade --student "$scratch/beyond" --work "$scratch/beyond/work" \
    --results "$scratch/beyond/results.json" --lab 04 >"$scratch/beyond/table" 2>&1
same 'reading beyond an array is a memory fault' 'memory fault 0' "$(stands beyond 4.6)"
same 'where it is read' "$(grep -n beyond "$scratch/beyond/$lab/max_pool.c" | cut -d : -f 1)" "$(of beyond 4.6 '.faults[0].line')"
same 'nothing else has a fault' '4.6 4.11' "$(others beyond)"
same 'and what has one has no bonus' null "$(of beyond 4.11 .bonus)"

# --- the bonus: by the algorithm, and by nothing else

# counted NAME POINTS 'TEXT' <<C: 4.11 with this before a plain product has passed, and has this bonus
counted() {
    new "$1"
    { cat; cat <<'C'; } | body "$1" matmul_blocked.c matmul_blocked
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < m; j++) {
            real sum = 0;
            for (size_t l = 0; l < k; l++)
                sum += a[i * k + l] * b[l * m + j];
            c[i * m + j] = sum;
        }
C
    sed -i 's/^#include "base\/todo.h"/&\n#include <fcntl.h>\n#include <stdio.h>\n#include <string.h>\n#include <unistd.h>/' \
        "$scratch/$1/$lab/matmul_blocked.c"
    count "$1"
    same "$1: has passed" 'passed 5' "$(stands "$1" 4.11)"
    same "$1: its bonus" "$2 of 5" "$(bonus "$1")"
    same "$1: why" "$3" "$(of "$1" 4.11 .bonus.text | sed 's/[0-9.]* % as/N % as/')"
}
often='matmul_blocked misses the cache N % as often as the plain product. All points: at most 5 %.'
counted plain 0 'The numbers are right, but matmul_blocked misses the cache N % as often as the plain product: no bonus. All points: at most 5 %.' </dev/null
counted another-order 3 "$often" <<'C'
    for (size_t i = 0; i < n * m; i++)
        c[i] = 0;
    for (size_t i = 0; i < n; i++)
        for (size_t l = 0; l < k; l++)
            for (size_t j = 0; j < m; j++)
                c[i * m + j] += a[i * k + l] * b[l * m + j];
    if (n > 0)
        return;
C
counted nothing-done 0 'Where its cache misses are counted, its product is wrong.' <<'C'
    if (n == 75)
        return;
C
counted left-early 0 'Under Cachegrind it does not come back.' <<'C'
    if (n == 75)
        _exit(0);
C
# a sum of one's own, written into the one pipe of which Valgrind has one end only
counted forged-sum 0 'Under Cachegrind it does not come back.' <<'C'
    static const char sum[] = "==1== D1  misses: 1  (1 rd + 0 wr)\\n";
    char path[64], link[64][64] = {{0}};
    for (int i = 4; n == 75 && i < 64; i++) {
        snprintf(path, sizeof path, "/proc/self/fd/%d", i);
        (void)!readlink(path, link[i], sizeof link[i] - 1);
    }
    for (int i = 4; n == 75 && i < 64; i++) {
        int ends = 0;
        for (int other = 4; other < 64; other++)
            ends += strcmp(link[i], link[other]) == 0;
        snprintf(path, sizeof path, "/proc/self/fd/%d", i);
        const int to = ends == 1 && strncmp(link[i], "pipe:", 5) == 0 ? open(path, O_WRONLY) : -1;
        if (to >= 0)
            (void)!write(to, sum, strlen(sum));
    }
C
same 'though it stood in the log, where Cachegrind had the last word' '1 2' "$(awk '/D1  misses: 1  / { forged++ }
    /D1  misses:/ { all++ } END { print forged, all }' "$scratch/forged-sum/work/4.11/cachegrind.log")"
# a program that would not be watched
counted another-program 0 'Under Cachegrind it does not come back.' <<'C'
    if (n == 75) {
        static char *const words[] = {"/usr/bin/valgrind", "--version", NULL}, *const none[] = {NULL};
        execve(words[0], words, none);
    }
C
# --- kernels

new kernels
cp autograder/tests/others/$lab/*.cu "$scratch/kernels/$lab/"
grade kernels
same 'kernels that were written another way pass' '' "$(others kernels)"

new faulty
sed -i 's/if (i < count)/if (true)/' "$scratch/faulty/$lab/gradient_descent_kernel.cu"
todo faulty row_softmax_kernel.cu row_softmax_kernel
sed -i '0,/__syncthreads();/s///' "$scratch/faulty/$lab/matmul_tiled_kernel.cu"
body faulty im2col_kernel.cu im2col_kernel <<'C'
    float *const mine = (float *)malloc(4) + ;
C
grade faulty
same 'each kernel is judged alone' '4.12 4.13 4.14 4.15' "$(others faulty)"
same 'an access out of bounds is wrong' 'wrong 0' "$(stands faulty 4.12)"
check 'it says what is out of bounds' sh -c 'echo "$1" | grep -q "^Out of bounds: thread (5,0,0) of block (0,0,0) .*element 5 of an array of 5 "' \
    sh "$(text faulty 4.12)"
same 'with the line' "$(grep -n 'value\[i\]' "$scratch/faulty/$lab/gradient_descent_kernel.cu" | cut -d : -f 1)" \
    "$(of faulty 4.12 '.faults[0].line')"
printf 'info locals\ncontinue\nkill\nquit\n' | (unset MAKEFLAGS; make -s debug CHECK=4.12 STUDENT="$scratch/faulty" \
    STUDENT_BUILD="$scratch/faulty/work/build") >"$scratch/debugged" 2>&1
check 'make debug stops in the thread that did it' grep -q '^Temporary breakpoint 1, gradient_descent_kernel (count=5, ' "$scratch/debugged"
check 'and then where it did' sh -c "sed -n '/^The emulator found a fault/,\$p' '$scratch/debugged' | grep -q 'gradient_descent_kernel.cu:$(
    of faulty 4.12 '.faults[0].line')'"
check 'every variable of a kernel can be looked at' grep -q '^(gdb) i = [0-9-]*$' "$scratch/debugged"
same 'a TODO in a kernel' 'not started 0' "$(stands faulty 4.13)"
check 'a race names both lines' sh -c 'echo "$1" | grep -q "^Data race.*in line"' sh "$(text faulty 4.14)"
same 'a kernel that does not compile' 'does not build 0' "$(stands faulty 4.15)"
same 'with its line' "$(grep -n 'malloc' "$scratch/faulty/$lab/im2col_kernel.cu" | cut -d : -f 1)" "$(of faulty 4.15 '.faults[0].line')"

# 4.14 in parts: right numbers, and what was read for them
new plain
body plain matmul_tiled_kernel.cu matmul_tiled_kernel <<'C'
    const int row = blockIdx.y * blockDim.y + threadIdx.y, column = blockIdx.x * blockDim.x + threadIdx.x;
    float sum = 0;
    for (int l = 0; l < k && row < n && column < m; l++)
        sum += a[row * k + l] * b[l * m + column];
    if (row < n && column < m)
        c[row * m + column] = sum;
C
lend_objects double "$lab" "$scratch/plain/work/build" matmul_tiled_kernel.cu
grade plain --check 4.14
same 'right numbers without tiles' 'partly right numbers 4, few bytes 0' \
    "$(of plain 4.14 '.state + " " + ([.parts[] | "\(.name) \(.points)"] | join(", "))')"
check 'what was read stands beside what may be' sh -c 'echo "$1" | grep -q "reads 134.2 million .* 11.2 are allowed"' \
    sh "$(text plain 4.14)"
same 'and the question is asked' not-from-the-tile "$(of plain 4.14 '.faults[0].mistake')"

# right in ascending order alone: no race, since all is done by atomics
new ordered
cp build/mistakes/lab$number/4.13-lanes-in-their-order/row_softmax_kernel.cu "$scratch/ordered/$lab/"
lend_objects double "$lab" "$scratch/ordered/work/build" row_softmax_kernel.cu
grade ordered --check 4.13
same 'what counts on an order is wrong' "4.13 wrong 0" "$(others ordered) $(stands ordered 4.13)"
check 'the report names the order' sh -c 'echo "$1" | grep -q "threads in descending order"' sh "$(of ordered 4.13 '.faults[0].case')"
check 'and says that another one went well' sh -c 'echo "$1" | grep -q "In ascending order .* it was right"' sh "$(of ordered 4.13 '.faults[0].means')"

new hostile
body hostile gradient_descent_kernel.cu gradient_descent_kernel <<'C'
    cudaFree(value);
C
sed -i 's/^__global__/__attribute__((constructor(150))) static void first(void) { while (1) { } }\n&/' \
    "$scratch/hostile/$lab/im2col_kernel.cu"
body hostile row_softmax_kernel.cu row_softmax_kernel <<'C'
    for (volatile int l = 0;; l++) {
    }
C
grade hostile
same 'what a kernel may not do costs its own points' '4.12 4.13 4.15' "$(others hostile)"
same 'it may not call the runtime' 'does not build' "$(of hostile 4.12 .state)"
same 'a kernel without end is ended' 'timed out' "$(of hostile 4.13 .state)"
same 'nothing of it runs by itself' 'does not build' "$(of hostile 4.15 .state)"

# --- one's own kernels on a GPU, which is the emulator here, by way of a compiler that builds for it

rm -rf build/gpu
# value NAME: of a variable of the Makefile
value() {
    make -s --eval="value:;@echo \$($1)" value
}
make -s $(value emulator_shared_objects)
{
    echo "compile='g++ $(value emulated_shared_flags)' include=$(value emulator_include)"
    echo "emulator='$(value emulator_shared_objects)' plant='$scratch/plant'"
    cat <<'SH'
from= to= objects= flags=
while [ $# -gt 0 ]; do
    case $1 in
    -o) to=$2 && shift ;;
    -Xcompiler | -MF | -cudart) shift ;;
    -I* | -D*) flags="$flags $1" ;;
    *.c | *.cu) from=$1 ;;
    *.o) objects="$objects $1" ;;
    esac
    shift
done
case $from in
*.cu)
    build/emulator/rewrite "$from" >"$to.cpp"
    [ ! -f "$plant" ] || sed -i 's/expf(x\[j\] - largest)/& * (1 + 1e-4f * lane)/' "$to.cpp"
    exec $compile -I$include $flags -c "$to.cpp" -o "$to"
    ;;
*.c) exec gcc -std=gnu17 -I$include $flags -c "$from" -o "$to" ;;
*) exec gcc $objects $(echo " $emulator" | sed 's/ [^ ]*message.o//') -o "$to" -lm ;;
esac
SH
} >"$scratch/nvcc"
# gpu NAME NVCC OPTION...: grades with --gpu
gpu() {
    NVCC=$2 build/autograder/grade --student "$scratch/$1" --work "$scratch/$1/work" --results "$scratch/$1/results.json" \
        --no-valgrind --gpu "$3" "$4" >"$scratch/$1/table" 2>&1
}
printf '#!/bin/sh\nexec sh "%s" "$@"\n' "$scratch/nvcc" >"$scratch/bin-nvcc"
chmod +x "$scratch/bin-nvcc"
new gpu
body gpu im2col_kernel.cu im2col_kernel </dev/null
lend_objects double "$lab" "$scratch/gpu/work/build" im2col_kernel.cu
gpu gpu "$scratch/bin-nvcc" --lab 04
same 'kernels that have passed are run on a GPU, too' '4.12 true, 4.13 true, 4.14 true' "$(jq -r \
    '[.labs[0].exercises[] | select(.gpu) | "\(.id) \(.gpu.same)"] | join(", ")' "$scratch/gpu/results.json")"
check 'which the table tells' grep -q '^        on a GPU: right as well, on ' "$scratch/gpu/table"
touch "$scratch/plant"
rm -r "$scratch/gpu/work/build/gpu"
gpu gpu "$scratch/bin-nvcc" --check 4.13
same 'what it computes otherwise costs nothing' 'passed 6' "$(stands gpu 4.13)"
same 'and is told of this kernel alone' '4.12 true, 4.13 false, 4.14 true' "$(jq -r \
    '[.labs[0].exercises[] | select(.gpu) | "\(.id) \(.gpu.same)"] | join(", ")' "$scratch/gpu/results.json")"
check 'with the element' grep -q 'y\[0,[0-2]\]: expected ' "$scratch/gpu/table"
rm -rf build/gpu
gpu gpu '' --check 4.13
same 'without nvcc this is said once' 1 "$(grep -c \
    '^  No GPU here (costs no points): nvcc is not here, ' "$scratch/gpu/table")"
grade gpu --check 4.13
same 'and nothing is where no GPU was asked for' 0 "$(grep -c GPU "$scratch/gpu/table")"

# --- a machine without g++

same 'nothing that every lab needs is compiled by g++' 0 "$(make -nB CXX=no-such-g++ tools | grep -c '^no-such-g++')"
mkdir "$scratch/bin"
printf '#!/bin/sh\nexec %s CXX=no-such-g++ "$@"\n' "$(command -v make)" >"$scratch/bin/make"
chmod +x "$scratch/bin/make"
new without
PATH=$scratch/bin:$PATH grade without
same 'all but kernels is graded' '4.12 4.13 4.14 4.15' "$(others without)"
same 'these have no verdict' 'grader error' "$(of without 4.12 .state)"
same 'and it is said why' 'Kernels cannot be graded on this machine: the compiler g++ is missing.' "$(text without 4.13)"
finish
