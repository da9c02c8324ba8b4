/* course.h: a whole training of a classifier, epoch by epoch, and how it went.
 *
 *     const struct course course = {.epochs = 100, .wanted = points.count, .moments = 500};
 *     const struct history history = classifier_train(lab, classifier, &course);
 */
#ifndef DESCENT_LAB02_COURSE_H
#define DESCENT_LAB02_COURSE_H

#include "02-mlp-xor/given/classifier.h"

struct course {
    size_t epochs;
    size_t wanted;    /* of the labels right: the history notes when it is reached */
    real enough;      /* with those right and a loss below this it ends; 0: it does not */
    size_t moments;   /* about as many are kept, the first epochs' and then evenly */
    const char *what; /* a bar on a terminal, with these words, says how far it is; NULL: none */

    /* called with the score of each epoch and, first, with that before the training; or NULL */
    void (*listen)(struct classifier *classifier, struct score score, void *listener);
    void *listener;
};

struct moment {
    size_t epoch; /* 0: before the training */
    struct score score;
};

struct history {
    struct moment *moment; /* (count), of the model's arena; with the first and the last */
    size_t count;
    bool reached; /* once, as many labels were right as were wanted; */
    size_t at;    /* for the first time behind this epoch */
    bool lost;    /* behind `lost_at` epochs the loss was no finite number: there it ended */
    size_t lost_at;
};

struct history classifier_train(struct lab *lab, struct classifier *classifier,
                                const struct course *course);

/* The last moment that was kept. */
struct moment history_end(const struct history *history);

/* Says, when the training was lost, after how many epochs, and what does that. The second one ends
 * the section with it. */
void history_say_lost(const struct history *history);
void history_require_kept(const struct history *history);

/* Writes a row of three columns for each moment: epoch, loss, labels right. */
void history_write(struct trace *trace, const struct history *history);

#endif
