/* Sections 1.7 and 1.9: going down with all rows at once, at several rates and with momentum. */
#include "01-linear-sgd/given/lab.h"
#include "01-linear-sgd/given/path.h"
#include "01-linear-sgd/given/sections.h"

#include <stdio.h>
#include <tgmath.h>

enum { rate_updates = 100, valley_least = 60, valley_most = 2000, points_kept = 500 };

/* --- 1.7 -------------------------------------------------------------------------------------- */

static void compare_rates(struct lab *lab, const struct data_set *set)
{
    const real rate[] = {set->rates[0], set->rates[1], set->rates[2], lab->options.rate};
    const size_t count = lab->options.rate > 0 ? 4 : 3;
    struct path path[4];
    lab_require_finite(line_loss(set->start, &set->samples, &lab->scratch), "the loss");
    printf("     %s: above about %.2g gradient descent must diverge on this data\n", set->name,
           (double)set->largest_rate);
    for (size_t i = 0; i < count; i++) {
        path[i] = path_descend(set->start, &set->samples, rate[i], 0, rate_updates, rate_updates,
                               &lab->scratch);
        char outcome[96];
        printf("       rate %-8.3g %s\n", (double)rate[i],
               path_outcome(&path[i], outcome, sizeof outcome));
    }
    struct trace trace = lab_trace_begin(lab, "rates", set, "rate update slope offset loss");
    path_write(count, path, rate, &trace);
    lab_trace_finish(&trace);
}

void show_rates(void *context)
{
    struct lab *const lab = context;
    for (size_t i = 0; i < lab->sets; i++) {
        compare_rates(lab, &lab->set[i]);
    }
}

/* --- 1.9 -------------------------------------------------------------------------------------- */

static void compare_momentum(struct lab *lab, const struct data_set *set)
{
    static const real beta[] = {0, (real)0.5, (real)0.9, (real)0.99};
    enum { count = sizeof beta / sizeof *beta };
    /* without momentum, this many updates leave a third of the way along the valley's floor */
    const real rate = lab->options.rate > 0 ? set->rate : (real)0.3 * set->largest_rate;
    const real patience = ceil(1 / (rate * set->flattest));
    const size_t updates = (size_t)fmin(fmax(patience, (real)valley_least), (real)valley_most);
    struct path path[count];
    lab_require_finite(line_loss(set->start, &set->samples, &lab->scratch), "the loss");
    printf("     %s: rate %.2g, %zu updates\n", set->name, (double)rate, updates);
    for (size_t i = 0; i < count; i++) {
        path[i] = path_descend(set->start, &set->samples, rate, beta[i], updates, points_kept,
                               &lab->scratch);
        char outcome[96];
        printf("       momentum %-5g %s\n", (double)beta[i],
               path_outcome(&path[i], outcome, sizeof outcome));
    }
    struct trace trace = lab_trace_begin(lab, "momentum", set, "beta update slope offset loss");
    path_write(count, path, beta, &trace);
    lab_trace_finish(&trace);
}

void show_valley(void *context)
{
    struct lab *const lab = context;
    for (size_t i = 0; i < lab->sets; i++) {
        compare_momentum(lab, &lab->set[i]);
    }
}
