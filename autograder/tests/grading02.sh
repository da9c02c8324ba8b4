#!/bin/sh
# What `make grade` says of lab 02 where the exercises differ from lab 01's: several functions of which
# one is not written, other ways to be right, and answers on the tape.
. autograder/tests/tap.sh

number=02 lab=02-mlp-xor
. autograder/tests/submission.sh

# --- one function of an exercise is written, another is not

new half
todo half sigmoid.c sigmoid_backward
todo half tanh.c tanh_forward
todo half arithmetic.c multiply_backward
todo half matmul.c matmul_backward
todo half linear_layer.c linear_layer_forward
todo half relu.c relu_forward
sed -i 's/if (x\[i\] > 0) {/if (dy[i] > 0) {/' "$scratch/half/$lab/relu.c"
grade half
same 'backward not written: forward counts' 'partly 3' "$(stands half 2.1)"
same 'which function is not written is said' 'sigmoid_backward is not written yet: its TODO still stands.' \
    "$(of half 2.1 '.faults[0].text')"
same 'and where it is' "labs/$lab/sigmoid.c:$(grep -n '^void sigmoid_backward' "$scratch/half/$lab/sigmoid.c" | cut -d : -f 1)" \
    "$(of half 2.1 '.faults[0] | "\(.file):\(.line)"')"
same 'nothing else is said' 1 "$(of half 2.1 '.faults | length')"
same 'forward not written: backward counts' 'partly 4' "$(stands half 2.2)"
same 'of two operations one is written' 'partly 4' "$(stands half 2.4)"
same 'matmul without its backward function' 'partly 6' "$(stands half 2.6)"
same 'the layer without its forward function' 'partly 5' "$(stands half 2.7)"
same 'one not written, one wrong: nothing' 'wrong 0' "$(stands half 2.3)"
same 'the wrong one is told first, with its question' 'mask-from-dy' "$(of half 2.3 '.faults[0].mistake')"
same 'then the one that is not written' 'relu_forward is not written yet: its TODO still stands.' \
    "$(of half 2.3 '.faults[1].text')"
same 'what builds on them waits' '2.1 2.7' "$(of half 2.12 '.waits_for | join(" ")')"

new none
todo none matmul.c matmul_forward
todo none matmul.c matmul_backward
grade none
same 'no function written: not started' 'not started 0' "$(stands none 2.6)"
same 'and nothing to say' 0 "$(of none 2.6 '.faults | length')"
same 'it costs nothing else' 2.6 "$(others none)"

new halves
todo halves arithmetic.c add_backward
todo halves arithmetic.c multiply
todo halves arithmetic.c multiply_backward
grade halves
same 'half of a part is no part' 'not started 0' "$(stands halves 2.4)"
check 'but what is written is seen' grep -q 'One of its functions is written; a TODO still stands' "$scratch/halves/table"

# --- other ways to be right

new other
cat >"$scratch/other/$lab/sigmoid.c" <<'C'
#include "kernels/naive/sigmoid.h"
#include <tgmath.h>
void sigmoid_forward(size_t count, const real *x, real *y)
{
    for (size_t i = 0; i < count; i++)
        y[i] = 1 / (1 + exp(-x[i])); /* exp may overflow: 1 / infinity is 0 */
}
void sigmoid_backward(size_t count, const real *y, const real *dy, real *dx)
{
    for (size_t i = 0; i < count; i++)
        dx[i] += dy[i] * (y[i] - y[i] * y[i]);
}
C
cat >"$scratch/other/$lab/tanh.c" <<'C'
#include "kernels/naive/tanh.h"
#include <tgmath.h>
void tanh_forward(size_t count, const real *x, real *y)
{
    for (size_t i = 0; i < count; i++)
        y[i] = (exp(x[i]) - exp(-x[i])) / (exp(x[i]) + exp(-x[i]));
}
void tanh_backward(size_t count, const real *y, const real *dy, real *dx)
{
    for (size_t i = 0; i < count; i++)
        dx[i] += dy[i] * (1 - y[i]) * (1 + y[i]);
}
C
cat >"$scratch/other/$lab/relu.c" <<'C'
#include "kernels/naive/relu.h"
#include <tgmath.h>
void relu_forward(size_t count, const real *x, real *y)
{
    for (size_t i = 0; i < count; i++)
        y[i] = fmax(x[i], (real)0);
}
void relu_backward(size_t count, const real *x, const real *dy, real *dx)
{
    for (size_t i = 0; i < count; i++)
        dx[i] += (real)(x[i] > 0) * dy[i];
}
C
cat >"$scratch/other/$lab/matmul.c" <<'C'
#include "kernels/naive/matmul.h"
void matmul_forward(size_t n, size_t k, size_t m, const real *a, const real *b, real *c)
{
    for (size_t i = 0; i < n * m; i++)
        c[i] = 0;
    for (size_t l = 0; l < k; l++)
        for (size_t i = 0; i < n; i++)
            for (size_t j = 0; j < m; j++)
                c[i * m + j] += a[i * k + l] * b[l * m + j];
}
void matmul_backward(size_t n, size_t k, size_t m, const real *a, const real *b, const real *dc, real *da, real *db)
{
    for (size_t i = 0; i < n; i++)
        for (size_t l = 0; l < k; l++) {
            real sum = 0;
            for (size_t j = 0; j < m; j++)
                sum += dc[i * m + j] * b[l * m + j];
            da[i * k + l] += sum;
        }
    for (size_t l = 0; l < k; l++)
        for (size_t j = 0; j < m; j++)
            for (size_t i = 0; i < n; i++)
                db[l * m + j] += a[i * k + l] * dc[i * m + j];
}
C
cat >"$scratch/other/$lab/backward.c" <<'C'
#include "autograd/backward.h"
void tape_backward(const struct tape *tape, struct variable *loss)
{
    *loss->gradient = 1;
    const struct record *record = tape->record + tape->count;
    while (record-- > tape->record)
        record->backward(record);
}
C
cat >"$scratch/other/$lab/initialisation.c" <<'C'
#include "layers/initialisation.h"
#include <tgmath.h>
static real normal(struct pcg32 *generator)
{
    const real u = 1 - pcg32_uniform(generator, 0, 1), v = pcg32_uniform(generator, 0, 1);
    return sqrt(-2 * log(u)) * cos((real)6.283185307179586 * v);
}
void xavier_initialise(size_t in, size_t out, struct pcg32 *generator, real *w)
{
    for (size_t i = 0; i < in * out; i++)
        w[i] = normal(generator) * sqrt(2 / (real)(in + out));
}
void he_initialise(size_t in, size_t out, struct pcg32 *generator, real *w)
{
    for (size_t i = 0; i < in * out; i++)
        w[i] = normal(generator) * sqrt(2 / (real)in);
}
C
cat >"$scratch/other/$lab/binary_cross_entropy.c" <<'C'
#include "kernels/naive/binary_cross_entropy.h"
#include <tgmath.h>
real binary_cross_entropy_forward(size_t count, const real *logits, const real *y)
{
    real mean = 0;
    for (size_t i = 0; i < count; i++)
        mean += (y[i] * (fmax(-logits[i], (real)0) + log1p(exp(-fabs(logits[i])))) +
                 (1 - y[i]) * (fmax(logits[i], (real)0) + log1p(exp(-fabs(logits[i]))))) / (real)count;
    return mean;
}
void binary_cross_entropy_backward(size_t count, const real *logits, const real *y, real dloss, real *dlogits)
{
    for (size_t i = 0; i < count; i++)
        dlogits[i] -= (y[i] - 1 / (1 + exp(-logits[i]))) / (real)count * dloss;
}
C
cat >"$scratch/other/$lab/mlp_forward.c" <<'C'
#include "models/mlp.h"
struct variable *mlp_forward(struct tape *tape, struct mlp *mlp, struct variable *x)
{
    struct variable *h = linear_layer_forward(tape, &mlp->layer[0], x);
    for (size_t i = 1; i < mlp->layers; i++)
        h = linear_layer_forward(tape, &mlp->layer[i], activate(tape, mlp->hidden, h));
    return h;
}
C
sed -i 's/multiply_backward, x, y, NULL/multiply_backward, y, x, NULL/' "$scratch/other/$lab/arithmetic.c"
grade other
same 'other ways to be right pass' '' "$(others other)"
[ -z "$(others other)" ] || sed 's/^/# /' "$scratch/other/table"

# --- what is wrong in another way than by numbers

new zeros
for file in sigmoid tanh relu; do
    sed -i 's/y\[i\] = .*;/y[i] = 0;/; s/dx\[i\] += .*;/dx[i] += 0;/' "$scratch/zeros/$lab/$file.c"
done
sed -i 's/c\[i \* m + j\] = sum/c[i * m + j] = 0/; s/+= above .*/+= 0;/' "$scratch/zeros/$lab/matmul.c"
sed -i 's/w\[i\] = .*/w[i] = 0;/' "$scratch/zeros/$lab/initialisation.c"
sed -i 's/record->backward(record);//' "$scratch/zeros/$lab/backward.c"
grade zeros
same 'zeros earn nothing' '0 0 0 0 0 0 0' "$(jq -r '[.labs[0].exercises[] |
    select(.id | IN("2.1", "2.2", "2.3", "2.5", "2.6", "2.10", "2.11")) | .points] | join(" ")' "$scratch/zeros/results.json")"

new shaped
sed -i 's/shape_2d(n, out), linear/shape_2d(out, n), linear/' "$scratch/shaped/$lab/linear_layer.c"
grade shaped
same 'an output of another shape is told' 'y has the shape (1,2), and should have (2,1).' \
    "$(of shaped 2.7 '.faults[0].text')"

new clock
sed -i '1i #include <stdlib.h>' "$scratch/clock/$lab/initialisation.c"
sed -i 's/pcg32_uniform(generator, -limit, limit)/limit * (2 * (real)rand() \/ (real)RAND_MAX - 1)/' "$scratch/clock/$lab/initialisation.c"
grade clock
check 'another generator than the one that is given is told' sh -c \
    "jq -r '.labs[0].exercises[].faults[].text' '$scratch/clock/results.json' | grep -q 'draw from the generator that is given'"

new copying
sed -i 's/^    const real limit/    struct pcg32 mine = *generator;\n&/; s/pcg32_uniform(generator/pcg32_uniform(\&mine/' "$scratch/copying/$lab/initialisation.c"
grade copying
same 'a generator that does not move on is told' \
    'The weights of one layer and of the next are not independent: each number is to be drawn anew.' \
    "$(of copying 2.10 '.faults[0].text')"

new normals
cp "$scratch/other/$lab/initialisation.c" "$scratch/normals/$lab/"
sed -i 's/sqrt(2 \/ (real)(in + out))/sqrt(1 \/ (real)in)/' "$scratch/normals/$lab/initialisation.c"
grade normals
same 'the fan-in only is recognised in normal numbers, too' 'fan-in-only' "$(of normals 2.10 '.faults[0].mistake')"

new endless
sed -i 's/for (size_t i = tape->count; i > 0; i--)/for (size_t i = tape->count; i > 0; i = i > 1 ? i - 1 : tape->count)/' "$scratch/endless/$lab/backward.c"
grade endless
same 'a walk without an end is told' 'The walk did not end: the records were visited over and over.' \
    "$(of endless 2.5 '.faults[0].text')"

# --- under Valgrind

new beyond
sed -i 's/for (size_t i = 0; i < count; i++) {/for (size_t i = 0; i <= count; i++) {/' "$scratch/beyond/$lab/tanh.c"
sed -i 's/y\[i\] = tanh(x\[i\]);/if (i == count) { (void)*(volatile const real *)\&x[i]; break; }\n        &/' "$scratch/beyond/$lab/tanh.c"
sed -i 's/dx\[i\] += .*/if (i < count) { & }/' "$scratch/beyond/$lab/tanh.c"
todo beyond sigmoid.c sigmoid_backward
build/autograder/grade --student "$scratch/beyond" --work "$scratch/beyond/work" \
    --results "$scratch/beyond/results.json" --lab 02 >"$scratch/beyond/table" 2>&1
same 'reading beyond an array is a memory fault' 'memory fault 0' "$(stands beyond 2.2)"
same 'in the forward function' "$(grep -n 'volatile' "$scratch/beyond/$lab/tanh.c" | cut -d : -f 1)" "$(of beyond 2.2 '.faults[0].line')"
same 'what is not written is no fault of memory' 'partly 3' "$(stands beyond 2.1)"
same 'and has one fault' 1 "$(of beyond 2.1 '.faults | length')"
same 'nothing else has a fault' '2.1 2.2 2.12' "$(others beyond)"
finish
