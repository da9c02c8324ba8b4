/* The bonus of 4.11: cache misses, counted against those of the plain product.
 *
 * A worker of its own makes two matrices, multiplies them and sums each row, under Cachegrind: once by the
 * student's function, once by the plain product, in which each sum runs along a row of a and down a column of
 * b, and once not at all. What the last one misses is taken from the others: all that a worker does besides.
 *
 * b, (650,70) numbers of 8 bytes, takes 364 KB, the cache 32 KiB; a column of it lies in 650 lines of the
 * cache, which has 512, so that the plain product finds hardly any number of b where it was. No size is a
 * multiple of a power of two: rows that fall on each other in the cache would be another lesson. Counted on
 * gcc 12: plain 3,848,000, the loops in another order 11 to 13 % of that, since the 8 numbers of a line are
 * used one after the other, blocks of 8 to 48 numbers 1.0 to 1.7 %, of 4 3 %, of 64, of which three are too
 * large for the cache, 10.05 %.
 *
 * Both are compiled as they are to be judged, not to be fast (-O1): what counts is the algorithm.
 */
#include "judge/lab04.h"

#include <tgmath.h>

enum product { no_product, plain_product, own_product, products };

static struct bundle request_for(enum product product)
{
    struct bundle request = bundle_new("call", "4.11b");
    give_number(&request, "n", 75);
    give_number(&request, "k", 650);
    give_number(&request, "m", 70);
    give_number(&request, "seed", 1);
    give_number(&request, "product", (real)product);
    return request;
}

/* The same sums, to what another order of adding may change. */
static bool same_sums(const struct bundle *one, const struct bundle *other)
{
    const struct frame *const a = bundle_find(one, "sums"), *const b = bundle_find(other, "sums");
    bool same = a && b && a->count == b->count;
    for (size_t i = 0; same && i < a->count; i++) {
        same = fabs(a->data[i] - b->data[i]) <= (real)1e-6;
    }
    return same;
}

static json_t *no_points(const char *text)
{
    return json_pack("{s:i, s:s}", "points", 0, "text", text);
}

static json_t *bonus_of(const size_t *misses /* (products) */, const struct bundle *answers)
{
    static const struct cache_band bands[] = {{0.05, 5}, {0.2, 3}, {0.5, 1}};
    if (!same_sums(&answers[own_product], &answers[plain_product])) {
        return no_points("Where its cache misses are counted, its product is wrong.");
    }
    const double besides = (double)misses[no_product];
    const double share = fmax(0.0, (double)misses[own_product] - besides) /
                         ((double)misses[plain_product] - besides);
    return cache_bonus(share, bands, sizeof bands / sizeof *bands, "matmul_blocked",
                       "the plain product");
}

json_t *count_blocked_product(const struct valgrind_run *run, struct message *why)
{
    struct bundle answers[products] = {{.frames = 0}};
    size_t misses[products];
    enum count_end end = count_done;
    for (enum product product = no_product; product < products && end == count_done; product++) {
        struct bundle request = request_for(product);
        end = cache_misses(run, &request, &answers[product], &misses[product], why);
        bundle_free(&request);
    }
    json_t *const bonus = end == count_done   ? bonus_of(misses, answers)
                          : end == count_left ? no_points("Under Cachegrind it does not come back.")
                                              : NULL;
    for (size_t i = 0; i < products; i++) {
        bundle_free(&answers[i]);
    }
    return bonus;
}
