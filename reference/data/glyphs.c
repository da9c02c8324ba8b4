#include "data/glyphs.h"

#include <math.h>

/* All is reckoned in double, whatever real is: so the bytes are the same in both precisions. */

struct point {
    double x, y; /* y goes down, as the rows do */
};

/* What the pen draws for each digit: points x y in eighths of the digit's square. It goes smoothly
 * through them; a slash lifts it: corners are where one stroke ends and the next begins. */
static const char *const drawing[glyphs_classes] = {
    "40 11 04 17 48 77 84 71 40", "22 40 / 40 48",         "12 40 72 55 08 / 08 88",
    "11 40 72 34 / 34 76 48 07",  "50 05 / 05 85 / 53 58", "70 20 / 20 14 / 14 43 75 48 07",
    "60 32 15 28 57 75 44 15",    "10 80 / 80 54 38",      "44 12 40 72 44 06 48 86 44",
    "73 44 12 40 72 66 48",
};

enum { most_points = 9, steps = 6 };

struct stroke {
    size_t points;
    struct point at[most_points];
};

static const char *const names[glyphs_classes] = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"};

/* What is drawn at random for one image. */
struct hand {
    struct point centre;            /* pixels */
    double width, height;           /* of the digit, pixels */
    double slant;                   /* pixels to the right for each pixel up */
    double waver, phase_x, phase_y; /* a wave that bends the digit: height in pixels, radians */
    double radius;                  /* of the pen, pixels */
    double ink;                     /* 0 to 1 */
    double noise;                   /* 0 to 1: the largest at a pixel */
};

static double uniform(struct pcg32 *generator, double low, double high)
{
    return low + (high - low) * (double)pcg32_uniform(generator, 0, 1);
}

static struct hand any_hand(struct pcg32 *generator)
{
    struct hand hand;
    hand.centre.x = 14 + uniform(generator, -3, 3);
    hand.centre.y = 14 + uniform(generator, -3, 3);
    hand.width = uniform(generator, 9, 14);
    hand.height = uniform(generator, 14, 20);
    hand.slant = uniform(generator, -0.4, 0.4);
    hand.waver = uniform(generator, 0, 1.4);
    hand.phase_x = uniform(generator, 0, 2 * M_PI);
    hand.phase_y = uniform(generator, 0, 2 * M_PI);
    hand.radius = uniform(generator, 0.6, 1.6);
    hand.ink = uniform(generator, 0.6, 1);
    hand.noise = uniform(generator, 0.1, 0.4);
    return hand;
}

/* From the digit's own square to the image's pixels. */
static struct point place(const struct hand *hand, struct point at)
{
    const double x = (at.x - 0.5) * hand->width, y = (at.y - 0.5) * hand->height;
    return (struct point){hand->centre.x + x - hand->slant * y +
                              hand->waver * sin(4 * at.y + hand->phase_x),
                          hand->centre.y + y + hand->waver * sin(4 * at.x + hand->phase_y)};
}

static double clamp(double value, double low, double high)
{
    return value < low ? low : value > high ? high : value;
}

/* How far the centre of a pixel lies from the straight line between a and b. */
static double distance(struct point pixel, struct point a, struct point b)
{
    const double x = b.x - a.x, y = b.y - a.y, square = x * x + y * y;
    const double along = square > 0 ? ((pixel.x - a.x) * x + (pixel.y - a.y) * y) / square : 0;
    const double nearest = clamp(along, 0, 1);
    const double dx = a.x + nearest * x - pixel.x, dy = a.y + nearest * y - pixel.y;
    return sqrt(dx * dx + dy * dy);
}

/* Inks the pixels about a straight line, each by the share of it that the pen covers. */
static void draw_line(const struct hand *hand, struct point a, struct point b,
                      double *ink /* (glyphs_side,glyphs_side) */)
{
    const double reach = hand->radius + 0.5, side = glyphs_side;
    const size_t left = (size_t)clamp(floor(fmin(a.x, b.x) - reach), 0, side);
    const size_t right = (size_t)clamp(ceil(fmax(a.x, b.x) + reach), 0, side);
    const size_t top = (size_t)clamp(floor(fmin(a.y, b.y) - reach), 0, side);
    const size_t bottom = (size_t)clamp(ceil(fmax(a.y, b.y) + reach), 0, side);
    for (size_t row = top; row < bottom; row++) {
        for (size_t column = left; column < right; column++) {
            const struct point centre = {(double)column + 0.5, (double)row + 0.5};
            const double covered = clamp(reach - distance(centre, a, b), 0, 1);
            double *const pixel = &ink[row * glyphs_side + column];
            *pixel = fmax(*pixel, covered);
        }
    }
}

/* One coordinate of the curve between p1 and p2 at 0 <= t <= 1; p0 and p3 are the points before and
 * behind. E. Catmull, R. Rom, "A Class of Local Interpolating Splines", 1974. */
static double between(double p0, double p1, double p2, double p3, double t)
{
    return p1 +
           t / 2 * (p2 - p0 + t * (2 * p0 - 5 * p1 + 4 * p2 - p3 + t * (3 * (p1 - p2) + p3 - p0)));
}

/* Reads the next stroke and returns what stands behind it. */
static const char *read_stroke(const char *text, struct stroke *stroke)
{
    stroke->points = 0;
    while (*text && *text != '/') {
        if (*text == ' ') {
            text++;
        } else {
            stroke->at[stroke->points] =
                (struct point){(text[0] - '0') / 8.0, (text[1] - '0') / 8.0};
            stroke->points++;
            text += 2;
        }
    }
    return *text ? text + 1 : text;
}

static void draw_stroke(const struct hand *hand, const struct stroke *stroke, double *ink)
{
    struct point last = place(hand, stroke->at[0]);
    for (size_t i = 0; i + 1 < stroke->points; i++) {
        const struct point *const p1 = &stroke->at[i], *const p2 = p1 + 1;
        const struct point *const p0 = i > 0 ? p1 - 1 : p1;
        const struct point *const p3 = i + 2 < stroke->points ? p2 + 1 : p2;
        for (size_t step = 1; step <= steps; step++) {
            const double t = (double)step / steps;
            const struct point next =
                place(hand, (struct point){between(p0->x, p1->x, p2->x, p3->x, t),
                                           between(p0->y, p1->y, p2->y, p3->y, t)});
            draw_line(hand, last, next, ink);
            last = next;
        }
    }
}

void glyphs_draw(size_t digit, struct pcg32 *generator, unsigned char *pixels)
{
    if (digit >= glyphs_classes) {
        panic("glyphs_draw: digit %zu, expected 0 to 9", digit);
    }
    const struct hand hand = any_hand(generator);
    double ink[glyphs_pixels] = {0};
    for (const char *rest = drawing[digit]; *rest;) {
        struct stroke stroke;
        rest = read_stroke(rest, &stroke);
        draw_stroke(&hand, &stroke, ink);
    }
    for (size_t i = 0; i < glyphs_pixels; i++) {
        const double value = hand.ink * ink[i] + uniform(generator, -hand.noise, hand.noise);
        pixels[i] = (unsigned char)lround(255 * clamp(value, 0, 1));
    }
}

int glyphs_make(size_t count, struct pcg32 *generator, struct image_set *set, struct message *why)
{
    if (image_set_create(set, count, glyphs_side, glyphs_side, why) != 0) {
        return -1;
    }
    set->classes = glyphs_classes;
    set->class_name = names;
    for (size_t i = 0; i < count; i++) {
        set->labels[i] = (unsigned char)(i % glyphs_classes);
        glyphs_draw(set->labels[i], generator, set->bytes + i * glyphs_pixels);
    }
    return 0;
}
