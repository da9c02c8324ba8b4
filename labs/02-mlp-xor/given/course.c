/* A whole training. The header says what each function does. */
#include "02-mlp-xor/given/course.h"

#include "common/section.h"
#include "train/progress.h"

#include <stdio.h>
#include <tgmath.h>

enum { early_epochs = 32 }; /* are all kept: much happens in them */

static size_t stride_of(const struct course *course)
{
    return course->epochs / course->moments + 1;
}

static struct history new_history(struct arena *arena, const struct course *course)
{
    const size_t room = early_epochs + course->epochs / stride_of(course) + 3;
    return (struct history){.moment = arena_take(arena, room * sizeof(struct moment))};
}

/* Takes down how the classifier stands. Returns true when the training is over. */
static bool note(struct history *history, const struct course *course,
                 struct classifier *classifier, struct score score)
{
    const size_t epoch = classifier->epoch;
    if (!isfinite(score.loss)) {
        history->lost = true;
        history->lost_at = epoch;
        return true;
    }
    const bool right = score.right >= course->wanted;
    if (right && !history->reached) {
        history->reached = true;
        history->at = epoch;
    }
    const bool over = epoch == course->epochs || (right && score.loss < course->enough);
    if (over || epoch <= early_epochs || epoch % stride_of(course) == 0) {
        history->moment[history->count++] = (struct moment){epoch, score};
    }
    if (course->listen) {
        course->listen(classifier, score, course->listener);
    }
    return over;
}

struct history classifier_train(struct lab *lab, struct classifier *classifier,
                                const struct course *course)
{
    struct history history = new_history(&lab->model, course);
    struct progress progress;
    progress_begin(&progress, stdout, course->what, course->epochs);
    const bool shown = course->what && progress.terminal;
    struct score score = classifier_score(classifier);
    lab_require_finite(score.loss, "the loss before the training");
    while (!note(&history, course, classifier, score)) {
        classifier_epoch(classifier);
        score = classifier_score(classifier);
        if (shown) {
            progress_update(&progress, classifier->epoch, score.loss);
        }
    }
    if (shown) {
        progress_clear(&progress);
    }
    return history;
}

struct moment history_end(const struct history *history)
{
    return history->moment[history->count - 1];
}

static const char lost_text[] =
    "after epoch %zu the loss is no number any more: the learning rate is too large, or a gradient "
    "has an element that nobody wrote";

void history_say_lost(const struct history *history)
{
    if (history->lost) {
        printf("       ");
        printf(lost_text, history->lost_at);
        puts("");
    }
}

void history_require_kept(const struct history *history)
{
    if (history->lost) {
        section_stop(lost_text, history->lost_at);
    }
}

void history_write(struct trace *trace, const struct history *history)
{
    for (size_t i = 0; i < history->count; i++) {
        const struct moment *const m = &history->moment[i];
        trace_row(trace, (real[]){(real)m->epoch, m->score.loss, (real)m->score.right});
    }
}
