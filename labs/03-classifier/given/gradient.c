/* Section 3.4: the gradient by the logits, beside the measured one. */
#include "03-classifier/given/lab.h"
#include "03-classifier/given/sections.h"

#include "common/matrix.h"
#include "common/measured.h"
#include "kernels/naive/softmax_cross_entropy.h"

#include <stdio.h>
#include <tgmath.h>

enum { stream_of_logits = 3400, rows = 4, classes = 3 };

static const real labels[rows] = {2, 0, 1, 0};
static const real weight[classes] = {1, 4, 2};

struct logits {
    struct matrix z;
    const real *weight; /* (classes) or NULL */
};

static real loss_of_logits(const real *coefficients, void *context)
{
    const struct logits *const logits = context;
    return softmax_cross_entropy_forward(rows, classes, coefficients, labels, logits->weight);
}

static void print_sums(struct matrix dz)
{
    real largest = 0;
    printf("       the sums of its rows:");
    for (size_t i = 0; i < dz.rows; i++) {
        real sum = 0;
        for (size_t c = 0; c < dz.columns; c++) {
            sum += dz.at[i * dz.columns + c];
        }
        printf(" %.3f", fabs(sum) < (real)5e-4 ? 0 : (double)sum);
        largest = fmax(largest, fabs(sum));
    }
    printf(largest < (real)1e-5 ? "\n" : ": they should all be 0\n");
}

static struct matrix gradient_of(struct lab *lab, const struct logits *logits)
{
    const struct matrix dz = matrix_zeros(&lab->model, rows, classes);
    softmax_cross_entropy_backward(rows, classes, logits->z.at, labels, logits->weight, 1, dz.at);
    return dz;
}

static void compare(struct lab *lab, struct logits *logits, struct matrix dz)
{
    const struct objective objective = {loss_of_logits, logits};
    matrix_compare("dz (4,3)", dz, matrix_measure(&lab->model, &objective, logits->z));
    print_sums(dz);
}

void show_gradient(void *context)
{
    struct lab *const lab = context;
    struct pcg32 generator = lab_generator(lab, stream_of_logits);
    const struct matrix z = matrix_drawn(&lab->model, rows, classes, &generator);
    struct logits alike = {z, NULL}, weighted = {z, weight};
    const struct matrix dz = gradient_of(lab, &alike);
    puts("     four rows of three logits; their classes are 2 0 1 0");
    for (size_t i = 0; i < rows; i++) {
        printf("       ");
        matrix_print_row(z, i);
        puts("");
    }
    puts("     all classes count alike:");
    compare(lab, &alike, dz);
    printf("     class weights %g %g %g:\n", (double)weight[0], (double)weight[1],
           (double)weight[2]);
    compare(lab, &weighted, gradient_of(lab, &weighted));
}
