/* What a check compares: values against the reference's, gradients against measured ones. */
#include "judge/case.h"
#include "judge/check.h"
#include "judge/compare.h"
#include "judge/reported.h"
#include "judge/stop.h"

#include <string.h>
#include <tgmath.h>

/* Against the reference both sides compute the same formula; against central differences the
 * measurement itself is off by about 1e-9. */
static const real value_tolerance = (real)1e-9, gradient_tolerance = (real)2e-7;

/* Adds what was got to the fingerprint, each element with a weight of its own. It stays finite
 * whatever came. */
static void add_to_fingerprint(struct check *check, const struct frame *got)
{
    for (size_t i = 0; i < got->count; i++) {
        const double value = fabs(got->data[i]) <= (real)1e30 ? (double)got->data[i] : 1e3;
        check->fingerprint += value * (1 + (double)(i % 97) / 97);
    }
}

struct comparison {
    struct check *check;
    const struct bundle *request, *expected, *got;
    real tolerance;
    const char *remark; /* stands behind the sentence, "" for none */
    const char *means;  /* stands below it, NULL for nothing */
};

static void see_other_shape(const struct comparison *at, const struct frame *got,
                            const struct frame *want)
{
    struct fault fault = {.case_name = ""};
    snprintf(fault.subject, sizeof fault.subject, "%s", want->name);
    snprintf(fault.text, sizeof fault.text, "%s has the shape %s, and should have %s.", want->name,
             shape_to_text(got->shape).text, shape_to_text(want->shape).text);
    case_describe(at->request, fault.case_name, sizeof fault.case_name);
    case_keep(at->check, at->request, at->expected, at->got);
    check_fault(at->check, &fault);
}

/* Compares the arrays of one name and records what is wrong. */
static void compare(const struct comparison *at, const char *name)
{
    struct check *const check = at->check;
    const struct frame *const want = bundle_find(at->expected, name);
    const struct frame *const got = bundle_find(at->got, name);
    const struct frame *const before = bundle_find(at->request, name);
    check_see(check, name);
    if (!got) {
        message_set(&check->student.why, "an answer without %s", name);
        stop_at(check, malformed, at->request);
        return;
    }
    add_to_fingerprint(check, got);
    if (!shape_equal(got->shape, want->shape)) {
        see_other_shape(at, got, want);
        return;
    }
    const struct difference difference =
        compare_arrays(want, got, before ? before->data : NULL, at->tolerance);
    if (difference.wrong == 0) {
        return;
    }
    struct fault fault = {.case_name = ""};
    snprintf(fault.subject, sizeof fault.subject, "%s", name);
    snprintf(fault.text, sizeof fault.text, "%s%s", difference.text, at->remark);
    snprintf(fault.means, sizeof fault.means, "%s", at->means ? at->means : "");
    case_describe(at->request, fault.case_name, sizeof fault.case_name);
    strcpy(fault.where, place_of(got, difference.index).text);
    strcpy(fault.expected, number_to_text(want->data[difference.index]).text);
    strcpy(fault.got, number_to_text(got->data[difference.index]).text);
    case_keep(check, at->request, at->expected, at->got);
    check_fault(check, &fault);
}

void check_values(struct check *check, struct bundle *request)
{
    check_values_within(check, request, value_tolerance);
}

/* Asks the student and compares all that is not a mere input. */
static void ask_and_compare(struct check *check, const struct bundle *request,
                            const struct bundle *expected, real tolerance, const char *means)
{
    struct bundle got;
    if (!check_ask(check, request, &got)) {
        return;
    }
    const struct comparison at = {check, request, expected, &got, tolerance, "", means};
    const bool told = reported(check, request, &got);
    for (size_t i = 0; i < expected->frames && !check->stopped && !told; i++) {
        const struct frame *const given = bundle_find(request, expected->frame[i].name);
        if (!given || given->changes) {
            compare(&at, expected->frame[i].name);
        }
    }
    bundle_free(&got);
}

void check_values_within(struct check *check, struct bundle *request, real tolerance)
{
    struct bundle expected;
    if (!check_is_over(check) && check_ask_reference(check, request, &expected)) {
        ask_and_compare(check, request, &expected, tolerance, NULL);
        bundle_free(&expected);
    }
    bundle_free(request);
}

/* Asks once more, with the order in the case's name. */
static void ask_in_order(struct check *check, const struct bundle *request,
                         const struct bundle *expected, real tolerance, real order)
{
    struct bundle ordered = bundle_copy(request);
    const size_t length = strlen(ordered.note);
    snprintf(ordered.note + length, sizeof ordered.note - length, ", threads in %s order",
             order == 1 ? "descending" : "a shuffled");
    give_number(&ordered, "order", order);
    ask_and_compare(check, &ordered, expected, tolerance,
                    "In ascending order of threads and blocks it was right: none of them may "
                    "count on being first, or last.");
    bundle_free(&ordered);
}

void check_values_in_orders(struct check *check, struct bundle *request, real tolerance)
{
    struct bundle expected;
    const real orders[] = {1, (real)(2 + pcg32_below(&check->generator, 1000))};
    if (!check_is_over(check) && check_ask_reference(check, request, &expected)) {
        ask_and_compare(check, request, &expected, tolerance, NULL);
        for (size_t i = 0; i < sizeof orders / sizeof *orders; i++) {
            if (check->faults == 0 && check->cases != cases_on_gpu && !check_is_over(check)) {
                ask_in_order(check, request, &expected, tolerance, orders[i]);
            }
        }
        bundle_free(&expected);
    }
    bundle_free(request);
}

/* Adds to `expected` what the gradient should be: what stood there plus the measured one. */
static bool measure(struct check *check, const struct bundle *request, const char *forward,
                    const char *output, const char *above, const struct derivative *derivative,
                    struct bundle *expected)
{
    struct bundle question = bundle_copy(request), measured;
    bundle_remove(&question, output); /* a backward function may have been given it */
    strcpy(question.verb, "gradient");
    strcpy(question.exercise, forward);
    snprintf(question.note, sizeof question.note, "%s %s %s", output, above, derivative->input);
    const bool asked = check_ask_reference(check, &question, &measured);
    bundle_free(&question);
    if (!asked) {
        return false;
    }
    const struct frame *const before = bundle_find(request, derivative->gradient);
    struct frame *const want = bundle_add(expected, derivative->gradient, before->shape);
    for (size_t i = 0; i < want->count; i++) {
        want->data[i] = before->data[i] + measured.frame[0].data[i];
    }
    bundle_free(&measured);
    return true;
}

void check_gradients(struct check *check, struct bundle *request, const char *forward,
                     const char *output, const char *above, const struct derivative *derivatives,
                     size_t count)
{
    struct bundle expected = bundle_new("answer", check->exercise->id), got;
    bool measured = !check_is_over(check);
    for (size_t i = 0; i < count && measured; i++) {
        measured = measure(check, request, forward, output, above, &derivatives[i], &expected);
    }
    if (measured && check_ask(check, request, &got)) {
        const struct comparison at = {check,
                                      request,
                                      &expected,
                                      &got,
                                      gradient_tolerance,
                                      " (The expected gradient is measured: the loss's rate of "
                                      "change, by central differences.)",
                                      NULL};
        for (size_t i = 0; i < count && !check->stopped; i++) {
            compare(&at, derivatives[i].gradient);
        }
        bundle_free(&got);
    }
    bundle_free(&expected);
    bundle_free(request);
}
