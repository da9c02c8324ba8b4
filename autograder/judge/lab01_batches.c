#include "judge/lab01_batches.h"

#include <stdlib.h>
#include <string.h>

/* The shape of a data set: x is (n,in), y is (n,out). */
struct rows {
    size_t n, in, out;
};

/* What an exercise 1.8 answers, with names. Row numbers are told by their x. */
struct epochs {
    const struct bundle *request;
    size_t count, in, out, size, epochs, room;
    const real *x, *y;   /* the data */
    const real *sizes;   /* (epochs,room) */
    const real *xs, *ys; /* (epochs,room,in), (epochs,room,out) */
};

static bool read_epochs(const struct bundle *request, const struct bundle *got, struct epochs *e)
{
    const struct frame *const x = bundle_find(request, "x"), *const y = bundle_find(request, "y");
    const struct frame *const sizes = bundle_find(got, "sizes");
    const struct frame *const xs = bundle_find(got, "xs"), *const ys = bundle_find(got, "ys");
    *e = (struct epochs){.request = request,
                         .count = x->shape.size[0],
                         .in = x->shape.size[1],
                         .out = y->shape.size[1],
                         .x = x->data,
                         .y = y->data};
    e->size = (size_t)bundle_find(request, "size")->data[0];
    e->epochs = (size_t)bundle_find(request, "epochs")->data[0];
    e->room = 2 * e->count;
    if (!sizes || !xs || !ys || sizes->count != e->epochs * e->room ||
        xs->count != sizes->count * e->in || ys->count != sizes->count * e->out) {
        return false;
    }
    e->sizes = sizes->data;
    e->xs = xs->data;
    e->ys = ys->data;
    return true;
}

/* The number of the row of x that stands at a place of an epoch, or count when it is none. */
static size_t row_at(const struct epochs *e, size_t epoch, size_t place)
{
    const real *const got = e->xs + (epoch * e->room + place) * e->in;
    for (size_t row = 0; row < e->count; row++) {
        if (memcmp(got, e->x + row * e->in, e->in * sizeof *got) == 0) {
            return row;
        }
    }
    return e->count;
}

static bool is_unwritten(const struct epochs *e, size_t epoch, size_t place)
{
    const real value = e->xs[(epoch * e->room + place) * e->in];
    return value != value;
}

static void see_each_row_once(struct check *check, const struct epochs *e, size_t epoch)
{
    size_t *const visits = calloc(e->count + 1, sizeof *visits);
    for (size_t place = 0; place < e->room && !is_unwritten(e, epoch, place); place++) {
        visits[row_at(e, epoch, place)]++;
    }
    size_t missing = 0, often = 0, first = e->count;
    for (size_t row = 0; row < e->count; row++) {
        missing += visits[row] == 0 ? 1 : 0;
        often += visits[row] > 1 ? 1 : 0;
        first = visits[row] != 1 && first == e->count ? row : first;
    }
    const size_t first_visits = first < e->count ? visits[first] : 0, strangers = visits[e->count];
    free(visits);
    check_that(
        check, missing == 0 && often == 0 && strangers == 0, "each row once", e->request,
        "In epoch %zu, %zu of %zu rows never came, %zu came more than once, and %zu rows were "
        "none of the data's (row %zu came %zu times).",
        epoch + 1, missing, e->count, often, strangers, first, first_visits);
}

static void see_sizes(struct check *check, const struct epochs *e, size_t epoch)
{
    const real *const sizes = e->sizes + epoch * e->room;
    const size_t full = e->count / e->size, rest = e->count % e->size;
    for (size_t batch = 0; batch < full + 2; batch++) {
        const size_t want = batch < full ? e->size : batch == full ? rest : 0;
        if (batch == full + 1 && rest == 0) {
            break; /* the epoch has ended one batch earlier */
        }
        const bool right = batch < e->room && sizes[batch] == (real)want;
        check_that(check, right, "short batch", e->request,
                   "Batch %zu of the epoch should have %zu rows (%zu in batches of %zu; 0 ends the "
                   "epoch), but batches_next said %g.",
                   batch + 1, want, e->count, e->size, (double)sizes[batch]);
        if (!right) {
            return;
        }
    }
}

static void see_pairs(struct check *check, const struct epochs *e, size_t epoch)
{
    size_t seen = 0, apart = 0, example = 0;
    for (size_t place = 0; place < e->room && !is_unwritten(e, epoch, place); place++) {
        const size_t row = row_at(e, epoch, place);
        const real *const y = e->ys + (epoch * e->room + place) * e->out;
        const bool paired =
            row < e->count && memcmp(y, e->y + row * e->out, e->out * sizeof *y) == 0;
        example = !paired && apart == 0 ? place : example;
        apart += paired ? 0 : 1;
        seen = row > 0 && row < e->count ? seen + 1 : seen;
    }
    /* one row over and over is no batch, even with the right target */
    check_that(check, apart == 0 && 2 * seen >= e->count - 1, "pairs", e->request,
               "In epoch %zu, %zu rows of x came with another row's y (the first at place %zu).",
               epoch + 1, apart, example);
}

/* Over many epochs every row comes first about equally often, and the order changes. The limit is
 * a chi-square of count-1 degrees of freedom that chance exceeds once in 10^9 seeds. */
static void see_shuffled(struct check *check, const struct epochs *e, real limit)
{
    size_t *const first = calloc(e->count + 1, sizeof *first);
    size_t *const last = calloc(e->count + 1, sizeof *last);
    real uneven_first = 0, uneven_last = 0;
    const real fair = (real)e->epochs / (real)e->count;
    for (size_t epoch = 0; epoch < e->epochs; epoch++) {
        first[row_at(e, epoch, 0)]++;
        last[row_at(e, epoch, e->count - 1)]++;
    }
    for (size_t row = 0; row < e->count; row++) {
        const real f = (real)first[row] - fair, l = (real)last[row] - fair;
        uneven_first += f * f / fair;
        uneven_last += l * l / fair;
    }
    check_that(
        check, uneven_first < limit && uneven_last < limit, "shuffled", e->request,
        "Not every order is equally likely: over %zu epochs of %zu rows, row 0 came first %zu "
        "times and last %zu times; about %g would be fair.",
        e->epochs, e->count, first[0], last[0], (double)fair);
    free(first);
    free(last);
}

static struct bundle batches_request(struct check *check, const char *name, struct rows s,
                                     size_t size, size_t epochs)
{
    struct bundle request = check_case(check, "%s", name);
    give_random(check, &request, "x", shape_2d(s.n, s.in));
    give_random(check, &request, "y", shape_2d(s.n, s.out));
    give_number(&request, "size", (real)size);
    give_number(&request, "epochs", (real)epochs);
    give_number(&request, "seed", (real)pcg32_below(&check->generator, 1000));
    return request;
}

static void check_epochs(struct check *check, struct bundle *request)
{
    struct bundle got;
    struct epochs e;
    if (!check->stopped && check_ask(check, request, &got)) {
        const bool readable = read_epochs(request, &got, &e);
        check_that(check, readable, "batches", request, "The answer lacks its arrays.");
        for (size_t epoch = 0; readable && epoch < e.epochs; epoch++) {
            see_sizes(check, &e, epoch);
            see_each_row_once(check, &e, epoch);
            see_pairs(check, &e, epoch);
        }
        bundle_free(&got);
    }
    bundle_free(request);
}

void check_mini_batches(struct check *check)
{
    static const struct {
        struct rows shape;
        size_t size;
    } cases[] = {{{1, 1, 1}, 1}, {{6, 1, 1}, 3},  {{7, 1, 1}, 7},
                 {{5, 2, 3}, 2}, {{13, 1, 1}, 1}, {{33, 3, 1}, 8}};
    struct bundle hand = batches_request(check, "the handout's ten rows in batches of four",
                                         (struct rows){10, 1, 1}, 4, 3);
    check_epochs(check, &hand);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bundle request =
            batches_request(check, "random rows", cases[i].shape, cases[i].size, 3);
        check_epochs(check, &request);
    }
    struct bundle got,
        many = batches_request(check, "many epochs", (struct rows){5, 1, 1}, 2, 1000);
    struct epochs e;
    if (!check->stopped && check_ask(check, &many, &got)) {
        const bool readable = read_epochs(&many, &got, &e);
        check_that(check, readable, "batches", &many, "The answer lacks its arrays.");
        if (readable) {
            see_shuffled(check, &e, 48); /* chi-square, 4 degrees of freedom: p = 1e-9 */
        }
        bundle_free(&got);
    }
    bundle_free(&many);
}
