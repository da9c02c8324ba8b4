#include "data/made_points.h"
#include "tests/support.h"

#include <tgmath.h>

TestSuite(made_points, .init = test_begin, .fini = test_end);

#define COUNT     1001 /* odd: the last row has no partner */
#define TOLERANCE (8 * REAL_EPSILON)

struct points {
    real *x; /* (COUNT,2) */
    real *y; /* (COUNT,1) */
};

/* The sets that are drawn: what they share is tested on each. */
enum set { MOONS, SPIRALS, LONG_SPIRALS, CIRCLES, SETS };
static const char *const name_of[] = {"moons", "spirals of 2 turns", "spirals of 3 turns",
                                      "circles"};

static void draw(enum set set, size_t count, real noise, uint64_t seed, struct points points)
{
    struct pcg32 generator = pcg32_seed(seed, 1);
    if (set == MOONS) {
        made_moons(count, noise, &generator, points.x, points.y);
    } else if (set == SPIRALS || set == LONG_SPIRALS) {
        made_spirals(count, set == SPIRALS ? 2 : 3, noise, &generator, points.x, points.y);
    } else {
        made_circles(count, noise, &generator, points.x, points.y);
    }
}

static struct points points_of(enum set set, real noise, uint64_t seed)
{
    const struct points points = {arena_reals(&scratch, COUNT * 2), arena_reals(&scratch, COUNT)};
    draw(set, COUNT, noise, seed, points);
    return points;
}

/* --- the exclusive or --- */

Test(made_points, xor_is_the_four_corners)
{
    const real expected_x[] = {0, 0, 0, 1, 1, 0, 1, 1}, expected_y[] = {0, 1, 1, 0};
    real x[8], y[4];
    made_xor(x, y);
    cr_assert_arr_eq(x, expected_x, sizeof x);
    cr_assert_arr_eq(y, expected_y, sizeof y);
}

/* --- what the drawn sets share --- */

Test(made_points, labels_alternate)
{
    for (enum set set = 0; set < SETS; set++) {
        const struct points points = points_of(set, (real)0.1, 301);
        for (size_t i = 0; i < COUNT; i++) {
            cr_assert_eq(points.y[i], (real)(i % 2), "%s: row %zu", name_of[set], i);
        }
    }
}

Test(made_points, the_same_seed_makes_the_same_points)
{
    for (enum set set = 0; set < SETS; set++) {
        const struct points a = points_of(set, (real)0.1, 302), b = points_of(set, (real)0.1, 302);
        cr_assert_arr_eq(a.x, b.x, COUNT * 2 * sizeof(real), "%s", name_of[set]);
    }
}

Test(made_points, another_seed_makes_other_points)
{
    for (enum set set = 0; set < SETS; set++) {
        const struct points a = points_of(set, 0, 303), b = points_of(set, 0, 304);
        for (size_t i = 0; i < COUNT * 2; i++) {
            cr_assert_neq(a.x[i], b.x[i], "%s: coordinate %zu", name_of[set], i);
        }
    }
}

Test(made_points, the_first_rows_are_the_same_whatever_the_count)
{
    for (enum set set = 0; set < SETS; set++) {
        const struct points all = points_of(set, (real)0.1, 305);
        real x[14], y[7];
        draw(set, 7, (real)0.1, 305, (struct points){x, y});
        cr_assert_arr_eq(x, all.x, sizeof x, "%s", name_of[set]);
        cr_assert_arr_eq(y, all.y, sizeof y, "%s", name_of[set]);
    }
}

/* coordinate is 0 for x1, 1 for x2. */
static void assert_noise_fills_its_band(enum set set, size_t coordinate, real noise)
{
    const struct points still = points_of(set, 0, 306), moved = points_of(set, noise, 306);
    real least = 0, most = 0;
    for (size_t i = coordinate; i < COUNT * 2; i += 2) {
        const real distance = moved.x[i] - still.x[i];
        least = distance < least ? distance : least;
        most = distance > most ? distance : most;
    }
    cr_assert(near(least, -noise, noise / 50), "%s: %g", name_of[set], (double)least);
    cr_assert(near(most, noise, noise / 50), "%s: %g", name_of[set], (double)most);
    cr_assert(least >= -noise - TOLERANCE && most <= noise + TOLERANCE, "%s", name_of[set]);
}

Test(made_points, noise_moves_the_same_points_and_fills_its_band)
{
    for (enum set set = 0; set < SETS; set++) {
        assert_noise_fills_its_band(set, 0, (real)0.25);
        assert_noise_fills_its_band(set, 1, (real)0.25);
    }
}

Test(made_points, noise_moves_the_two_coordinates_independently)
{
    for (enum set set = 0; set < SETS; set++) {
        const struct points still = points_of(set, 0, 307), moved = points_of(set, 1, 307);
        real product = 0; /* the mean, 0 when independent: standard error 0.011 */
        for (size_t i = 0; i < COUNT * 2; i += 2) {
            product += (moved.x[i] - still.x[i]) * (moved.x[i + 1] - still.x[i + 1]) / COUNT;
        }
        cr_assert(near(product, 0, (real)0.04), "%s: %g", name_of[set], (double)product);
    }
}

/* The distance of the nearest two points with different labels. */
static real gap(struct points points)
{
    real least = 4;
    for (size_t i = 0; i < COUNT; i += 2) {
        for (size_t j = 1; j < COUNT; j += 2) {
            const real d1 = points.x[2 * i] - points.x[2 * j];
            const real d2 = points.x[2 * i + 1] - points.x[2 * j + 1];
            const real distance = sqrt(d1 * d1 + d2 * d2);
            least = distance < least ? distance : least;
        }
    }
    return least;
}

Test(made_points, classes_are_as_far_apart_as_the_header_says)
{
    const real least[] = {(real)0.5, (real)0.2, (real)0.15, (real)0.2};
    for (enum set set = 0; set < SETS; set++) {
        const real found = gap(points_of(set, 0, 308));
        cr_assert(found >= least[set] - TOLERANCE, "%s: %g", name_of[set], (double)found);
        cr_assert(found <= least[set] + (real)0.03, "%s: %g", name_of[set], (double)found);
    }
}

/* The label of the point nearest to this place. */
static real nearest_label(struct points points, const real *place /* (2) */)
{
    real least = 100, label = -1;
    for (size_t i = 0; i < COUNT; i++) {
        const real d1 = points.x[2 * i] - place[0], d2 = points.x[2 * i + 1] - place[1];
        if (d1 * d1 + d2 * d2 < least) {
            least = d1 * d1 + d2 * d2;
            label = points.y[i];
        }
    }
    return label;
}

Test(made_points, classes_keep_apart_with_the_noise_that_the_header_names)
{
    const real noise[] = {(real)0.17, (real)0.07, (real)0.05, (real)0.07};
    for (enum set set = 0; set < SETS; set++) {
        const struct points still = points_of(set, 0, 309), moved = points_of(set, noise[set], 310);
        for (size_t i = 0; i < COUNT; i++) {
            const real label = nearest_label(still, moved.x + 2 * i);
            cr_assert_eq(label, moved.y[i], "%s: row %zu", name_of[set], i);
        }
    }
}

/* --- where each set lies --- */

/* Each quarter of [0, 1] holds a quarter of the label's rows, within three standard errors. */
static void assert_even(size_t label, const real *place /* (COUNT), in [0, 1] */)
{
    size_t rows[4] = {0};
    for (size_t i = label; i < COUNT; i += 2) {
        cr_assert(place[i] >= -TOLERANCE && place[i] <= 1 + TOLERANCE, "row %zu: %g", i,
                  (double)place[i]);
        const real quarter = floor(4 * place[i]);
        rows[quarter < 0 ? 0 : quarter > 3 ? 3 : (size_t)quarter]++;
    }
    for (size_t quarter = 0; quarter < 4; quarter++) {
        assert_near((real)rows[quarter] / (COUNT / 2), (real)0.25, (real)0.058);
    }
}

Test(made_points, moons_are_two_half_circles)
{
    const struct points points = points_of(MOONS, 0, 311);
    real place[COUNT]; /* the share of the half circle before the point */
    for (size_t i = 0; i < COUNT; i++) {
        const real side = points.y[i] == 0 ? 1 : -1;
        const real d1 = side * points.x[2 * i] + (real)0.5; /* from the half circle's centre */
        const real d2 = side * points.x[2 * i + 1] + (real)0.25;
        assert_near(sqrt(d1 * d1 + d2 * d2), 1, TOLERANCE);
        place[i] = atan2(d2, d1) / (real)M_PI;
    }
    assert_even(0, place);
    assert_even(1, place);
}

static real radius_of(const real *point /* (2) */)
{
    return sqrt(point[0] * point[0] + point[1] * point[1]);
}

/* For 2 turns, radius tells how far the arm has wound: back by that angle, label 0 lies at (r, 0)
 * and label 1 at (-r, 0). */
Test(made_points, spirals_wind_with_the_radius)
{
    const struct points points = points_of(SPIRALS, 0, 312);
    real place[COUNT];
    for (size_t i = 0; i < COUNT; i++) {
        const real x1 = points.x[2 * i], x2 = points.x[2 * i + 1], r = radius_of(points.x + 2 * i);
        const real back = -4 * (real)M_PI * r;
        const real side = points.y[i] == 0 ? 1 : -1;
        assert_near(x1 * cos(back) - x2 * sin(back), side * r, 4 * TOLERANCE);
        assert_near(x1 * sin(back) + x2 * cos(back), 0, 4 * TOLERANCE);
        place[i] = (r * r - (real)0.01) / (real)0.99;
    }
    assert_even(0, place);
    assert_even(1, place);
}

/* At the rim, r = 1, the arm of label 0 has wound `turns` times; points come near the rim. */
static void assert_rim(real turns, real x1, real x2)
{
    struct pcg32 generator = pcg32_seed(313, 1);
    real x[COUNT * 2], y[COUNT];
    const real rim[] = {x1, x2};
    made_spirals(COUNT, turns, 0, &generator, x, y);
    cr_assert_eq(nearest_label((struct points){x, y}, rim), 0, "%g turns", (double)turns);
}

Test(made_points, spirals_turn_as_often_as_asked)
{
    assert_rim((real)0.25, 0, 1);
    assert_rim((real)0.5, -1, 0);
    assert_rim((real)0.75, 0, -1);
    assert_rim(3, 1, 0);
}

Test(made_points, circles_are_an_even_disc_in_an_even_ring)
{
    const struct points points = points_of(CIRCLES, 0, 314);
    real outwards[COUNT], around[COUNT];
    for (size_t i = 0; i < COUNT; i++) {
        const real r = radius_of(points.x + 2 * i);
        outwards[i] = points.y[i] == 0 ? (r * r - (real)0.49) / (real)0.51 : r * r / (real)0.25;
        around[i] = atan2(points.x[2 * i + 1], points.x[2 * i]) / (2 * (real)M_PI) + (real)0.5;
    }
    for (size_t label = 0; label < 2; label++) {
        assert_even(label, outwards);
        assert_even(label, around);
    }
}
