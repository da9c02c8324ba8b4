#include "data/made_targets.h"
#include "tests/support.h"

#include <tgmath.h>

TestSuite(made_targets, .init = test_begin, .fini = test_end);

#define COUNT     1001
#define TOLERANCE (8 * REAL_EPSILON)

/* --- the functions --- */

Test(made_targets, curve_worked_out_by_hand)
{
    assert_near(made_curve_at(-1), 1, TOLERANCE);
    assert_near(made_curve_at((real)-0.75), (real)0.5, TOLERANCE);
    assert_near(made_curve_at((real)-0.5), 0, TOLERANCE);
    assert_near(made_curve_at(0), 0, TOLERANCE);                     /* cos(3/2 pi) */
    assert_near(made_curve_at((real)1 / 6), (real)4 / 9, TOLERANCE); /* 2/3 2/3 cos(2 pi) */
    assert_near(made_curve_at((real)0.5), (real)-2 / 3, TOLERANCE);  /* 2/3 cos(3 pi) */
    assert_near(made_curve_at((real)5 / 6), (real)8 / 9, TOLERANCE); /* 2/3 4/3 cos(4 pi) */
    assert_near(made_curve_at(1), 0, TOLERANCE);                     /* cos(9/2 pi) */
}

Test(made_targets, curve_has_a_kink_but_no_jump)
{
    const real kink = (real)-0.5, step = (real)1 / 1024;
    const real before = made_curve_at(kink - step), after = made_curve_at(kink + step);
    assert_near(made_curve_at(kink), 0, TOLERANCE);
    assert_near(-before / step, -2, (real)0.001);
    assert_near(after / step, (real)2 / 3, (real)0.001);
}

Test(made_targets, curve_stays_in_the_range_of_the_header)
{
    real least = 1, most = -1;
    for (int i = -1000; i <= 1000; i++) {
        const real y = made_curve_at((real)i / 1000);
        least = y < least ? y : least;
        most = y > most ? y : most;
    }
    assert_near(least, (real)-0.6704, (real)0.0001);
    assert_near(most, 1, TOLERANCE);
}

Test(made_targets, surface_worked_out_by_hand)
{
    assert_near(made_surface_at(0, 0), 1, TOLERANCE);
    assert_near(made_surface_at(1, 1), 0, TOLERANCE);
    assert_near(made_surface_at((real)0.75, (real)0.75), (real)-2 / 3, TOLERANCE); /* f(1/2) */
    /* radius 1/4, on the cone: f(sqrt(2)/4 - 1) = 1 - sqrt(2)/2 */
    assert_near(made_surface_at((real)0.15, (real)0.2), 1 - (real)M_SQRT1_2, TOLERANCE);
}

Test(made_targets, surface_is_the_curve_turned_about_the_origin)
{
    struct pcg32 generator = pcg32_seed(401, 1);
    for (size_t i = 0; i < COUNT; i++) {
        const real r = pcg32_uniform(&generator, 0, 1);
        const real angle = pcg32_uniform(&generator, 0, 2 * (real)M_PI);
        assert_near(made_surface_at(r * cos(angle), r * sin(angle)),
                    made_curve_at((real)M_SQRT2 * r - 1), 4 * TOLERANCE);
    }
}

/* --- the rows --- */

struct rows {
    real x[COUNT * 2]; /* (COUNT,in) */
    real y[COUNT];     /* (COUNT,1) */
};

static void draw(size_t in, size_t count, real noise, uint64_t seed, struct rows *rows)
{
    struct pcg32 generator = pcg32_seed(seed, 1);
    if (in == 1) {
        made_curve(count, noise, &generator, rows->x, rows->y);
    } else {
        made_surface(count, noise, &generator, rows->x, rows->y);
    }
}

/* The target without noise. */
static real target(size_t in, const real *x /* (in) */)
{
    return in == 1 ? made_curve_at(x[0]) : made_surface_at(x[0], x[1]);
}

Test(made_targets, without_noise_the_rows_lie_on_the_function)
{
    for (size_t in = 1; in <= 2; in++) {
        struct rows rows;
        draw(in, COUNT, 0, 402, &rows);
        for (size_t i = 0; i < COUNT; i++) {
            cr_assert_eq(rows.y[i], target(in, rows.x + i * in), "%zu inputs, row %zu", in, i);
        }
    }
}

Test(made_targets, inputs_fill_their_range_evenly)
{
    for (size_t in = 1; in <= 2; in++) {
        struct rows rows;
        size_t quarter[2][4] = {0};
        draw(in, COUNT, 0, 403, &rows);
        for (size_t i = 0; i < COUNT * in; i++) {
            cr_assert(rows.x[i] >= -1 && rows.x[i] < 1, "%zu inputs: x is %g", in,
                      (double)rows.x[i]);
            quarter[i % in][(size_t)(2 * (rows.x[i] + 1))]++;
        }
        for (size_t i = 0; i < 4 * in; i++) { /* within three standard errors */
            assert_near((real)quarter[i / 4][i % 4] / COUNT, (real)0.25, (real)0.041);
        }
    }
}

Test(made_targets, surface_inputs_are_independent)
{
    struct rows rows;
    size_t same_sign = 0;
    draw(2, COUNT, 0, 409, &rows);
    for (size_t i = 0; i < COUNT; i++) {
        same_sign += (rows.x[2 * i] < 0) == (rows.x[2 * i + 1] < 0);
    }
    assert_near((real)same_sign / COUNT, (real)0.5, (real)0.047); /* three standard errors */
}

Test(made_targets, noise_moves_the_same_rows_and_fills_its_band)
{
    const real noise = (real)0.25;
    for (size_t in = 1; in <= 2; in++) {
        struct rows still, moved;
        real least = 0, most = 0, squares = 0;
        draw(in, COUNT, 0, 404, &still);
        draw(in, COUNT, noise, 404, &moved);
        cr_assert_arr_eq(moved.x, still.x, COUNT * in * sizeof(real));
        for (size_t i = 0; i < COUNT; i++) {
            const real distance = moved.y[i] - still.y[i];
            least = distance < least ? distance : least;
            most = distance > most ? distance : most;
            squares += distance * distance;
        }
        cr_assert(least >= -noise - TOLERANCE && most <= noise + TOLERANCE);
        assert_near(least, -noise, noise / 50);
        assert_near(most, noise, noise / 50);
        assert_near(squares / COUNT, noise * noise / 3, noise * noise / 30);
    }
}

Test(made_targets, the_same_seed_makes_the_same_rows)
{
    for (size_t in = 1; in <= 2; in++) {
        struct rows a, b;
        draw(in, COUNT, (real)0.1, 405, &a);
        draw(in, COUNT, (real)0.1, 405, &b);
        cr_assert_arr_eq(a.x, b.x, COUNT * in * sizeof(real));
        cr_assert_arr_eq(a.y, b.y, sizeof a.y);
    }
}

Test(made_targets, another_seed_makes_other_rows)
{
    for (size_t in = 1; in <= 2; in++) {
        struct rows a, b;
        draw(in, 7, 0, 406, &a);
        draw(in, 7, 0, 407, &b);
        for (size_t i = 0; i < 7 * in; i++) {
            cr_assert_neq(a.x[i], b.x[i], "%zu inputs: number %zu", in, i);
        }
    }
}

Test(made_targets, the_first_rows_are_the_same_whatever_the_count)
{
    for (size_t in = 1; in <= 2; in++) {
        struct rows all, few;
        draw(in, COUNT, (real)0.1, 408, &all);
        draw(in, 7, (real)0.1, 408, &few);
        cr_assert_arr_eq(few.x, all.x, 7 * in * sizeof(real));
        cr_assert_arr_eq(few.y, all.y, 7 * sizeof(real));
    }
}
