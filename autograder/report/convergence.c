#include "report/convergence.h"

#include "report/graded.h"
#include "report/text.h"

#include <math.h>
#include <string.h>

static const json_t *runs_of(const json_t *convergence)
{
    return json_object_get(convergence, "runs");
}

static size_t longest_list(const json_t *convergence)
{
    size_t longest = 0, i;
    json_t *run;
    json_array_foreach(runs_of(convergence), i, run)
    {
        const size_t student = json_array_size(json_object_get(run, "student"));
        const size_t reference = json_array_size(json_object_get(run, "reference"));
        longest = student > longest ? student : longest;
        longest = reference > longest ? reference : longest;
    }
    return longest;
}

/* Widens [low, high] so that it spans the positive finite values of each run's list. */
static void widen(const json_t *convergence, const char *list, double *low, double *high)
{
    size_t i, j;
    json_t *run, *item;
    json_array_foreach(runs_of(convergence), i, run)
    {
        json_array_foreach(json_object_get(run, list), j, item)
        {
            const double value = graded_value(item);
            if (isfinite(value) && value > 0) {
                *low = fmin(*low, value);
                *high = fmax(*high, value);
            }
        }
    }
}

/* The nearest of 1, 2, 5 times a power of ten that is not above the value; not below it with `up`.
 */
static double round_125(double value, bool up)
{
    static const double step[] = {1, 2, 5, 10};
    const double decade = pow(10, floor(log10(value)));
    for (size_t i = 0; i < 4; i++) {
        const double candidate = step[up ? i : 3 - i] * decade;
        if (up ? candidate >= value * 0.999999 : candidate <= value * 1.000001) {
            return candidate;
        }
    }
    return decade;
}

bool convergence_range(const json_t *convergence, struct convergence_range *range)
{
    double low = (double)INFINITY, high = 0;
    widen(convergence, "reference", &low, &high);
    const double top = high > 0 ? high * 1000 : (double)INFINITY;
    widen(convergence, "student", &low, &high);
    if (high <= 0) {
        return false;
    }
    high = fmin(fmin(high, top), 1e300);
    low = fmax(fmin(low, high), high * 1e-12);
    const double limit = graded_number(convergence, "limit");
    if (limit > 0 && limit < high * 1e3) {
        low = fmin(low, limit);
        high = fmax(high, limit);
    }
    range->low = round_125(low, false);
    range->high = round_125(high, true);
    if (range->low >= range->high) {
        range->high = round_125(range->low * 1.5, true);
    }
    range->points = longest_list(convergence);
    return true;
}

/* Ticks at 1, 2, 5 of each decade where these are few, at decades where they are more. */
static void write_ticks(const struct convergence_range *range, FILE *script)
{
    const double first = floor(log10(range->low)), last = ceil(log10(range->high));
    const bool few = log10(range->high / range->low) <= 2.5;
    const double stride = fmax(1, ceil((last - first) / 8));
    const char *between = "";
    fputs("set ytics (", script);
    for (double exponent = first; exponent <= last; exponent += stride) {
        for (int digit = 1; digit <= (few ? 5 : 1); digit += digit == 1 ? 1 : 3) {
            fprintf(script, "%s%de%.0f", between, digit, exponent);
            between = ", ";
        }
    }
    fputs(")\nset format y '%g'\n", script);
}

/* A text between single quotes, in which gnuplot substitutes nothing. */
static void write_quoted(const char *text, FILE *script)
{
    fputc('\'', script);
    for (; *text; text++) {
        fputs(*text == '\'' ? "'" : "", script);
        fputc((unsigned char)*text < 0x20 ? ' ' : *text, script);
    }
    fputc('\'', script);
}

/* The run's list as a gnuplot data block; what has no place on the axis leaves a gap. */
static void write_block(const json_t *list, char letter, size_t number, FILE *script)
{
    fprintf(script, "$%c%zu << END\n", letter, number);
    size_t i;
    json_t *item;
    json_array_foreach(list, i, item)
    {
        const double value = graded_value(item);
        if (isfinite(value) && value > 0) {
            fprintf(script, "%zu %.9g\n", i + 1, value);
        } else {
            fprintf(script, "%zu NaN\n", i + 1);
        }
    }
    fputs("END\n", script);
}

static void write_axes(const json_t *convergence, const struct convergence_range *range,
                       FILE *script)
{
    fputs("set encoding utf8\n"
          "set terminal svg size 500,300 font 'sans-serif,13' noenhanced\n"
          "set border 3\nset tics nomirror out\nset logscale y\n"
          "set grid ytics lt 1 lc rgb '#A0808080' lw 0.6\n"
          "set key outside top center horizontal samplen 2 width -2 font ',12'\n",
          script);
    /* a hair wider: gnuplot leaves out ticks at the very ends of a logarithmic axis */
    fprintf(script, "set xrange [1:%zu]\nset yrange [%.9g:%.9g]\nset xlabel ",
            range->points > 1 ? range->points : 2, range->low * 0.9999, range->high * 1.0001);
    write_quoted(graded_text(convergence, "x"), script);
    fputs("\nset ylabel ", script);
    write_quoted(graded_text(convergence, "y"), script);
    fputc('\n', script);
    write_ticks(range, script);
}

void convergence_script(const json_t *convergence, const struct convergence_range *range,
                        FILE *script)
{
    write_axes(convergence, range, script);
    size_t i;
    json_t *run;
    json_array_foreach(runs_of(convergence), i, run)
    {
        write_block(json_object_get(run, "student"), 's', i, script);
        write_block(json_object_get(run, "reference"), 'r', i, script);
    }
    const char *const with = range->points > 1 ? "lines" : "points";
    const char *between = "plot ";
    json_array_foreach(runs_of(convergence), i, run)
    {
        fprintf(script, "%s$s%zu with %s lw 3 lc rgb '#0072B2' %s", between, i, with,
                i == 0 ? "title 'student'" : "notitle");
        between = ", ";
    }
    json_array_foreach(runs_of(convergence), i, run)
    {
        fprintf(script, ", $r%zu with %s lw 2 dt (12,8) lc rgb '#D55E00' %s", i, with,
                i == 0 ? "title 'reference'" : "notitle");
    }
    const double limit = graded_number(convergence, "limit");
    if (limit > 0 && isfinite(limit)) {
        fprintf(script, ", %.9g with lines lw 1.8 dt (3,4) lc rgb '#767676' title 'limit %.3g'",
                limit, limit);
    }
    fputc('\n', script);
}

static void write_cell(const json_t *list, size_t i, FILE *page)
{
    const json_t *const item = json_array_get(list, i);
    const double value = graded_value(item);
    if (!item) {
        html_print(page, "<td></td>");
    } else if (isfinite(value)) {
        fprintf(page, "<td>%.4g</td>", value);
    } else {
        html_print(page, "<td>%s</td>", json_is_string(item) ? json_string_value(item) : "nan");
    }
}

static void write_table_head(const json_t *convergence, FILE *page)
{
    size_t i;
    json_t *run;
    html_print(page, "<thead><tr><th rowspan=\"2\">%s</th>", graded_text(convergence, "x"));
    json_array_foreach(runs_of(convergence), i, run)
    {
        html_print(page, "<th colspan=\"2\">seed %g</th>", graded_number(run, "seed"));
    }
    html_print(page, "</tr><tr>");
    json_array_foreach(runs_of(convergence), i, run)
    {
        html_print(page, "<th>student</th><th>reference</th>");
    }
    html_print(page, "</tr></thead>\n");
}

void convergence_table(const json_t *convergence, FILE *page)
{
    enum { most_rows = 10 };
    const size_t points = longest_list(convergence);
    const size_t rows = points < most_rows ? points : most_rows;
    html_print(page, "<div class=\"scroll\"><table class=\"values\">");
    write_table_head(convergence, page);
    for (size_t row = 0; row < rows; row++) {
        const size_t at = rows > 1 ? row * (points - 1) / (rows - 1) : 0;
        html_print(page, "<tr><td>%zu</td>", at + 1);
        size_t i;
        json_t *run;
        json_array_foreach(runs_of(convergence), i, run)
        {
            write_cell(json_object_get(run, "student"), at, page);
            write_cell(json_object_get(run, "reference"), at, page);
        }
        html_print(page, "</tr>\n");
    }
    html_print(page, "</table></div>\n");
}

void convergence_remarks(const json_t *convergence, FILE *page)
{
    size_t i, j;
    json_t *run, *item;
    json_array_foreach(runs_of(convergence), i, run)
    {
        json_array_foreach(json_object_get(run, "student"), j, item)
        {
            if (!isfinite(graded_value(item))) {
                html_print(page,
                           "<p class=\"remark\">Seed %g: the student's loss is not a finite number "
                           "from %s %zu on.</p>\n",
                           graded_number(run, "seed"), graded_text(convergence, "x"), j + 1);
                break;
            }
        }
    }
}
