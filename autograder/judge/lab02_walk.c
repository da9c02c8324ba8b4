/* The walk back over graphs of the driver's own operations, so that it depends on no other exercise. */
#include "judge/lab02_tape.h"

#include <string.h>

enum { max_nodes = 8 };

/* A graph of single numbers: record r computes sum (a + b) + product a b of the inputs number first[r]
 * and second[r], counted from the leaves on. */
struct graph {
    const char *name;
    size_t leaves, records;
    real leaf[max_nodes];
    real first[max_nodes], second[max_nodes];
    real sum[max_nodes], product[max_nodes];
};

static const struct graph by_hand[] = {
    {"the handout's numbers, (x + y) z", 3, 2, {1, 2, -4}, {0, 3}, {1, 2}, {1, 0}, {0, 1}},
    {"the handout's numbers, u = x + x, out = u u", 1, 2, {3}, {0, 1}, {0, 1}, {1, 0}, {0, 1}},
};

/* The numbers of these are random. */
static const struct graph shapes[] = {
    {.name = "one record", .leaves = 2, .records = 1, .first = {0}, .second = {1}},
    {.name = "a chain",
     .leaves = 2,
     .records = 5,
     .first = {0, 2, 3, 4, 5},
     .second = {1, 1, 1, 1, 1}},
    {.name = "a diamond: two ways from the first record to the last",
     .leaves = 2,
     .records = 4,
     .first = {0, 2, 2, 3},
     .second = {1, 0, 1, 4}},
    {.name = "record 0 is used by all later ones",
     .leaves = 3,
     .records = 5,
     .first = {0, 3, 3, 5, 3},
     .second = {1, 2, 4, 3, 6}},
    {.name = "one variable in every record",
     .leaves = 1,
     .records = 4,
     .first = {0, 1, 2, 3},
     .second = {0, 0, 0, 0}},
};

static struct bundle graph_request(const struct check *check, const struct graph *graph)
{
    struct bundle request = check_case(check, "%s", graph->name);
    give(&request, "leaves", shape_1d(graph->leaves), graph->leaf);
    give(&request, "first", shape_1d(graph->records), graph->first);
    give(&request, "second", shape_1d(graph->records), graph->second);
    give(&request, "sum", shape_1d(graph->records), graph->sum);
    give(&request, "product", shape_1d(graph->records), graph->product);
    return request;
}

/* Returns whether the walk stayed on the tape and came to an end. */
static bool see_end(struct check *check, const struct bundle *request, const struct bundle *got)
{
    const real outside = number_in(got, "outside");
    check_that(check, outside != -1, "before the first", request,
               "The walk did not end at the first record, record[0]: it went on before it.");
    check_that(check, outside != 1, "behind the last", request,
               "The walk took a record behind the last, record[count]; the last is "
               "record[count - 1].");
    check_that(check, outside != 2, "without an end", request,
               "The walk did not end: the records were visited over and over.");
    return outside == 0;
}

static void see_visits(struct check *check, const struct bundle *request, const struct bundle *got)
{
    const struct frame *const visits = bundle_find(got, "visits");
    for (size_t i = 0; visits && i < visits->count; i++) {
        check_that(check, visits->data[i] == 1, "visits", request,
                   "The backward function of record[%zu] was called %g times; of %zu records, each "
                   "is called once.",
                   i, (double)visits->data[i], visits->count);
    }
}

/* Frees the request. */
static void check_graph(struct check *check, struct bundle *request)
{
    static const struct derivative by_leaves = {"dleaves", "leaves"};
    struct bundle got;
    bool ends = false;
    give_number(request, "above", 1); /* the loss is one number, and moves by 1 with itself */
    may_change(request, "dleaves");
    if (check_ask(check, request, &got)) {
        const real seed = number_in(&got, "dloss");
        ends = see_end(check, request, &got);
        check_that(check, !ends || seed == 1, "dloss", request,
                   "The gradient of the loss by itself is %g behind the walk; it should be 1.",
                   (double)seed);
        if (ends) {
            see_visits(check, request, &got);
        }
        bundle_free(&got);
    }
    if (ends) {
        check_gradients(check, request, "2.5", "loss", "above", &by_leaves, 1);
    } else {
        bundle_free(request);
    }
}

static void draw(struct check *check, real *value, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        value[i] = pcg32_uniform(&check->generator, (real)-1.5, (real)1.5);
    }
}

void check_walk_back(struct check *check)
{
    static const real zeros[max_nodes] = {0};
    for (size_t i = 0; i < sizeof by_hand / sizeof *by_hand; i++) {
        struct bundle request = graph_request(check, &by_hand[i]);
        give(&request, "dleaves", shape_1d(by_hand[i].leaves), zeros);
        check_graph(check, &request);
    }
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        struct graph graph = shapes[i];
        draw(check, graph.leaf, graph.leaves);
        draw(check, graph.sum, graph.records);
        draw(check, graph.product, graph.records);
        struct bundle request = graph_request(check, &graph);
        give_random(check, &request, "dleaves", shape_1d(graph.leaves));
        check_graph(check, &request);
    }
}
