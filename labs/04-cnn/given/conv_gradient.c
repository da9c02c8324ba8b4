/* Sections 4.3 to 4.5: the convolution's gradients by b, w and x, beside the measured ones. */
#include "04-cnn/given/lab.h"
#include "04-cnn/given/sections.h"

#include "common/matrix.h"
#include "common/measured.h"
#include "kernels/naive/conv2d.h"

#include <stdio.h>

enum { stream_of_numbers = 4300 };

/* A convolution and the gradient dy that arrives from above: L = the sum of y's elements, each times its
 * dy. All of small numbers of our own. */
struct problem {
    struct arena *arena;
    struct conv2d conv;
    size_t n;
    struct matrix x;  /* (n in_channels height,width) */
    struct matrix w;  /* (out_channels in_channels kernel,kernel) */
    struct matrix b;  /* (1,out_channels) */
    struct matrix dy; /* (n out_channels out_height,out_width) */
};

static real loss_of(const real *coefficients, void *context)
{
    const struct problem *const p = context; /* the coefficients are x's, w's or b's own */
    const size_t mark = p->arena->used, count = matrix_count(p->dy);
    real *const y = arena_reals(p->arena, count);
    conv2d_forward(&p->conv, p->n, p->x.at, p->w.at, p->b.at, y);
    real loss = 0;
    for (size_t i = 0; i < count; i++) {
        loss += p->dy.at[i] * y[i];
    }
    (void)coefficients;
    arena_reset(p->arena, mark);
    return loss;
}

/* The sizes of y are the truth's: what these sections are about is the way back. */
static struct problem problem_new(struct lab *lab, struct conv2d conv, size_t n, uint64_t stream)
{
    struct arena *const arena = &lab->model;
    struct pcg32 generator = lab_generator(lab, stream);
    conv.out_height = (conv.height + 2 * conv.padding - conv.kernel) / conv.stride + 1;
    conv.out_width = (conv.width + 2 * conv.padding - conv.kernel) / conv.stride + 1;
    return (struct problem){
        .arena = arena,
        .conv = conv,
        .n = n,
        .x = matrix_drawn(arena, n * conv.in_channels * conv.height, conv.width, &generator),
        .w = matrix_drawn(arena, conv.out_channels * conv.in_channels * conv.kernel, conv.kernel,
                          &generator),
        .b = matrix_drawn(arena, 1, conv.out_channels, &generator),
        .dy = matrix_drawn(arena, n * conv.out_channels * conv.out_height, conv.out_width,
                           &generator)};
}

static void print_problem(const struct problem *p)
{
    const struct conv2d *const c = &p->conv;
    printf("     x (%zu,%zu,%zu,%zu), w (%zu,%zu,%zu,%zu), stride %zu, padding %zu: y and dy "
           "(%zu,%zu,%zu,%zu)\n",
           p->n, c->in_channels, c->height, c->width, c->out_channels, c->in_channels, c->kernel,
           c->kernel, c->stride, c->padding, p->n, c->out_channels, c->out_height, c->out_width);
}

static struct matrix measure(struct problem *p, struct matrix at)
{
    const struct objective objective = {loss_of, p};
    return matrix_measure(p->arena, &objective, at);
}

static struct matrix zeros_like(const struct problem *p, struct matrix m)
{
    return matrix_zeros(p->arena, m.rows, m.columns);
}

/* --- 4.3 ----------------------------------------------------------------------------------------- */

void show_gradient_by_b(void *context)
{
    struct problem p = problem_new(
        context,
        (struct conv2d){
            .in_channels = 1, .height = 3, .width = 4, .out_channels = 3, .kernel = 2, .stride = 1},
        2, stream_of_numbers);
    const struct matrix db = zeros_like(&p, p.b), measured = measure(&p, p.b);
    conv2d_backward_b(&p.conv, p.n, p.dy.at, db.at);
    print_problem(&p);
    matrix_compare("db (1,3)", db, measured);
    puts("     In how many numbers of y does one offset stand?");
}

/* --- 4.4 ----------------------------------------------------------------------------------------- */

static void compare_w(struct problem *p, bool shown)
{
    const struct matrix dw = zeros_like(p, p->w), measured = measure(p, p->w);
    conv2d_backward_w(&p->conv, p->n, p->x.at, p->dy.at, dw.at);
    if (shown) {
        matrix_print_beside("x", p->x, "dy, of both filters", p->dy);
    }
    print_problem(p);
    char name[64];
    snprintf(name, sizeof name, "dw (%zu,%zu,%zu,%zu)", p->conv.out_channels, p->conv.in_channels,
             p->conv.kernel, p->conv.kernel);
    matrix_compare(name, dw, measured);
}

void show_gradient_by_w(void *context)
{
    struct conv2d conv = {
        .in_channels = 1, .height = 5, .width = 6, .out_channels = 2, .kernel = 3, .stride = 1};
    struct problem plain = problem_new(context, conv, 1, stream_of_numbers + 1);
    compare_w(&plain, true);
    conv.stride = 2;
    conv.padding = 1;
    struct problem wide = problem_new(context, conv, 2, stream_of_numbers + 2);
    compare_w(&wide, false);
    puts("     Where the two differ, say of one weight which pixels it met, and under which dy.");
}

/* --- 4.5 ----------------------------------------------------------------------------------------- */

static void compare_x(struct problem *p)
{
    const struct matrix dx = zeros_like(p, p->x), measured = measure(p, p->x);
    conv2d_backward_x(&p->conv, p->n, p->w.at, p->dy.at, dx.at);
    print_problem(p);
    matrix_compare("dx", dx, measured);
}

/* One number of dy alone, 1: what comes back is the filter, where it lay. */
static void show_one_window(struct lab *lab)
{
    struct problem p = problem_new(
        lab,
        (struct conv2d){
            .in_channels = 1, .height = 5, .width = 5, .out_channels = 1, .kernel = 3, .stride = 1},
        1, stream_of_numbers + 3);
    const struct matrix dx = zeros_like(&p, p.x);
    for (size_t i = 0; i < matrix_count(p.dy); i++) {
        p.dy.at[i] = i == 5 ? 1 : 0; /* row 1, column 2 */
    }
    conv2d_backward_x(&p.conv, p.n, p.w.at, p.dy.at, dx.at);
    matrix_require_finite(dx, "an element of dx");
    puts("     a filter, and dx (5,5) when of dy (3,3) only row 1, column 2 is 1 and all others "
         "are 0");
    matrix_print_beside("w", p.w, "dx", dx);
}

void show_gradient_by_x(void *context)
{
    show_one_window(context);
    struct conv2d conv = {.in_channels = 1,
                          .height = 4,
                          .width = 5,
                          .out_channels = 2,
                          .kernel = 3,
                          .stride = 1,
                          .padding = 1};
    struct problem plain = problem_new(context, conv, 1, stream_of_numbers + 4);
    compare_x(&plain);
    conv.stride = 2;
    conv.in_channels = 2;
    struct problem wide = problem_new(context, conv, 1, stream_of_numbers + 5);
    compare_x(&wide);
    puts("     A pixel in the corner and one in the middle: which windows read each of them?");
}
