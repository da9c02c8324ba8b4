/* judge/check.h: one exercise being judged: its cases, its faults, its verdict.
 *
 * A check is a function in labNN.c that takes a struct check and asks questions with the functions
 * below, the smallest case first. It may ask on after a fault (other parts may be right), but not
 * when check->stopped: then there is nobody left to ask.
 */
#ifndef DESCENT_JUDGE_CHECK_H
#define DESCENT_JUDGE_CHECK_H

#include "base/pcg32.h"
#include "catalogue/exercises.h"
#include "judge/client.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

enum state {
    state_passed,
    state_partly,
    state_wrong,
    state_not_started,
    state_waits,
    state_crashed,
    state_timed_out,
    state_grader_error,
};

/* The word for it in reports: "not started". */
const char *state_word(enum state state);

enum { check_max_faults = 4 };

struct fault {
    char subject[exercise_max_name]; /* the array or the part that it is about */
    char text[1000];
    char means[500];                  /* what that means and what to look at, "" for nothing */
    int line;                         /* of the student's file, 0 when unknown */
    char function[exercise_max_name]; /* in which it is, "" when unknown or the only one */
    char case_name[bundle_max_note];
    char where[96], expected[32], got[32]; /* "" when unknown */
};

/* Which cases are asked. */
enum cases {
    cases_all,
    cases_without_convergence, /* a known mistake's: how training goes is not compared */
    cases_convergence_alone,   /* to see what that part of the check finds by itself */
    cases_on_gpu,              /* where no order can be chosen, and nothing is counted */
};

struct check {
    const struct exercise *exercise;
    const char *kit; /* the kit's root */
    struct client student, reference;
    struct pcg32 generator; /* for the cases' data; the same for every run */

    enum cases cases;

    bool stopped;
    enum state state;  /* final once stopped or finished */
    char waits_for[8]; /* with state_waits */

    const char *part, *function; /* of the present section, NULL for none */
    bool section_over;           /* its TODO was reached: its other cases are not asked */
    struct names unwritten;      /* functions whose TODO was reached */
    struct names unasked;        /* functions whose sections ended so */
    struct names left_out;       /* functions whose sections are not asked */

    bool part_seen[exercise_max_names], part_failed[exercise_max_names];
    bool whole_failed; /* a fault outside the parts */
    size_t faults;
    struct fault fault[check_max_faults];
    double fingerprint;       /* of all that the student answered */
    double first_fingerprint; /* of what was answered up to the first fault */
    json_t *convergence;      /* array, as in the results' schema */

    FILE *requests; /* every small request goes here, NULL for none */
    bool unwatched; /* what is asked now is not kept there: it repeats what was, a thousand times */
    const char *work; /* where the first failing case is kept, NULL for nowhere */
};

/* The cases from here on are about one function of an exercise that has several. What they find
 * counts for `part`; when that is NULL, each array for the part of its own name. A TODO in the function
 * ends these cases, and the exercise's other functions are judged all the same. */
void check_section(struct check *check, const char *part, const char *function);

/* True when nobody is left to ask in this section. */
bool check_is_over(const struct check *check);

/* True when a part was seen and nothing was wrong with it so far. */
bool check_part_passed(const struct check *check, const char *part);

/* A request for this check's exercise; the name tells the case in words. */
struct bundle check_case(const struct check *check, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* The same for another driver of the exercise: 'b' for "2.1b". */
struct bundle check_case_of(const struct check *check, char driver, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Inputs of a case: given numbers, one number, zeros, or numbers from U(-2, 2). */
void give(struct bundle *request, const char *name, struct shape shape, const real *values);
void give_number(struct bundle *request, const char *name, real value);
void give_zeros(struct bundle *request, const char *name, struct shape shape);
void give_random(struct check *check, struct bundle *request, const char *name, struct shape shape);

/* Declares that the function may write to this input. */
void may_change(struct bundle *request, const char *name);

/* The single number of this name in an answer; NaN when there is none. */
real number_in(const struct bundle *answer, const char *name);

/* Asks the student's worker. Returns true with an answer that the caller frees; otherwise records
 * what happened and stops the check, or its section. Records a fault when an input was changed. */
bool check_ask(struct check *check, const struct bundle *request, struct bundle *answer);

/* Asks the reference's worker; a failure is a grader error and stops the check. A worker that
 * answers from a recording knows only the questions that were asked when it was made: another, about
 * an exercise that this one builds on and that has passed, goes to the student's own worker. */
bool check_ask_reference(struct check *check, const struct bundle *request, struct bundle *answer);

/* Asks both and compares all that is not a mere input. Frees the request. */
void check_values(struct check *check, struct bundle *request);

/* The same to so many times the array's largest element only, where more would see what the case is not
 * about. */
void check_values_within(struct check *check, struct bundle *request, real tolerance);

/* The same of a kernel, which the student's worker runs in three orders of threads and blocks: ascending, descending,
 * shuffled. Where something is wrong already, and on a GPU, the first alone is asked. */
void check_values_in_orders(struct check *check, struct bundle *request, real tolerance);

/* An output by the name of `gradient` should be what stood in it plus d sum(output * above)/d input,
 * measured on the reference's forward pass in `forward`. */
struct derivative {
    const char *gradient, *input;
};

/* Asks the student and compares each gradient with the measured one. Frees the request. */
void check_gradients(struct check *check, struct bundle *request, const char *forward,
                     const char *output, const char *above, const struct derivative *derivatives,
                     size_t count);

/* What comes now counts for the part of the exercise that is about `subject`: it was looked at. */
void check_see(struct check *check, const char *subject);

/* Records a property of the answers: whether `subject` (a part's name, if there are parts) holds in
 * this case. The text is kept when it does not. */
void check_that(struct check *check, bool holds, const char *subject, const struct bundle *request,
                const char *format, ...) __attribute__((format(printf, 5, 6)));

/* A fault with numbers. */
void check_fault(struct check *check, const struct fault *fault);

/* Takes back the fault of `subject` when there is one of `cause`, from which it only follows: it need not be
 * told. Neither the verdict nor the points change. */
void check_fault_follows(struct check *check, const char *subject, const char *cause);

/* The verdict, after the last case. */
void check_finish(struct check *check);

/* Points for the verdict: all, none, or those of the parts that were seen and did not fail. */
unsigned check_points(const struct check *check);
unsigned check_part_points(const struct check *check, size_t part);

#endif
