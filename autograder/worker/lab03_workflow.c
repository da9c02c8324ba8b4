/* The drivers of 3.5 and 3.6: how a training is judged, and when it ends. */
#include "train/early_stopping.h"
#include "train/metrics.h"
#include "worker/lab03.h"

#include <stdlib.h>
#include <string.h>

/* --- 3.5: the confusion matrix and what it says ----------------------------------------------- */

/* Numbers that are to be counts. The driver frees them. */
static size_t *new_counts(size_t count)
{
    size_t *const counts = malloc(count * sizeof *counts);
    if (!counts) {
        panic("worker: no memory for %zu counts", count);
    }
    return counts;
}

/* truth, predicted (count), classes -> matrix (classes,classes), in which something stood */
void exercise_3_5(const struct call *call)
{
    enum { stood = 1000 };
    const size_t classes = whole(call, "classes");
    unsigned char *const truth = labels_of(call, "truth");
    unsigned char *const predicted = labels_of(call, "predicted");
    size_t *const matrix = new_counts(classes * classes);
    real *const counts = output(call, "matrix", shape_2d(classes, classes));
    for (size_t i = 0; i < classes * classes; i++) {
        matrix[i] = stood;
    }
    confusion_matrix(count_of(call, "truth"), truth, predicted, classes, matrix);
    for (size_t i = 0; i < classes * classes; i++) {
        counts[i] = (real)matrix[i];
    }
    free(truth);
    free(predicted);
    free(matrix);
}

/* matrix (classes,classes) -> what `measure` says of each class, (classes) */
static void output_measure(const struct call *call, const char *name,
                           real (*measure)(size_t, const size_t *, size_t))
{
    const size_t classes = size_of(call, "matrix", 0);
    real *const counts = array(call, "matrix");
    real *const values = output(call, name, shape_1d(classes));
    size_t *const matrix = new_counts(classes * classes);
    for (size_t i = 0; i < classes * classes; i++) {
        matrix[i] = (size_t)counts[i];
    }
    for (size_t label = 0; label < classes; label++) {
        values[label] = measure(classes, matrix, label);
    }
    for (size_t i = 0; i < classes * classes; i++) {
        counts[i] = (real)matrix[i]; /* the judge sees what was changed */
    }
    free(matrix);
}

void exercise_3_5_precision(const struct call *call)
{
    output_measure(call, "precision", precision_of);
}

void exercise_3_5_recall(const struct call *call)
{
    output_measure(call, "recall", recall_of);
}

void exercise_3_5_f1(const struct call *call)
{
    output_measure(call, "F1", f1_of);
}

/* --- 3.6: early stopping ---------------------------------------------------------------------- */

enum { parameters = 2 };

static const char *const value_name[parameters] = {"w", "b"};
static const char *const gradient_name[parameters] = {"dw", "db"};
static const char *const best_name[parameters] = {"best_w", "best_b"};
static const char *const left_name[parameters] = {"left_w", "left_b"};

/* What update has made of the struct behind each epoch; 0 behind the last that was asked. */
struct courses {
    real *best_loss, *best_epoch, *told; /* (epochs) */
};

static struct courses output_courses(const struct call *call, size_t epochs)
{
    struct courses courses = {.best_loss = output(call, "best_loss", shape_1d(epochs))};
    courses.best_epoch = output(call, "best_epoch", shape_1d(epochs));
    courses.told = output(call, "epochs", shape_1d(epochs));
    memset(courses.best_loss, 0, epochs * sizeof(real));
    memset(courses.best_epoch, 0, epochs * sizeof(real));
    memset(courses.told, 0, epochs * sizeof(real));
    return courses;
}

/* losses (epochs), patience, w (epochs+1,k), b (epochs+1,l): their values before the first epoch and
 * behind each, dw (k), db (l) -> stopped: behind which epoch it said so, 0 for none; best_loss,
 * best_epoch, epochs (epochs): the struct's behind each; best_w, best_b: what it keeps at the end;
 * left_w, left_b: what the parameters then are */
void exercise_3_6(const struct call *call)
{
    const size_t epochs = count_of(call, "losses");
    struct parameter parameter[parameters];
    real *best[parameters], *kept[parameters];
    for (size_t p = 0; p < parameters; p++) {
        const size_t count = size_of(call, value_name[p], 1);
        parameter[p] = (struct parameter){count, copy_of(count, array(call, value_name[p])),
                                          array(call, gradient_name[p])};
        best[p] = kept[p] = copy_of(count, array(call, value_name[p]));
    }
    struct early_stopping stopping = {.patience = whole(call, "patience"),
                                      .count = parameters,
                                      .parameter = parameter,
                                      .best = kept,
                                      .best_loss = (real)__builtin_inf()};
    real *const stopped = output(call, "stopped", shape_1d(1));
    const struct courses courses = output_courses(call, epochs);
    *stopped = 0;
    for (size_t epoch = 1; epoch <= epochs && *stopped == 0; epoch++) {
        for (size_t p = 0; p < parameters; p++) {
            const size_t count = parameter[p].count;
            memcpy(parameter[p].value, array(call, value_name[p]) + epoch * count,
                   count * sizeof(real));
        }
        const bool ends = early_stopping_update(&stopping, array(call, "losses")[epoch - 1]);
        courses.best_loss[epoch - 1] = stopping.best_loss;
        courses.best_epoch[epoch - 1] = (real)stopping.best_epoch;
        courses.told[epoch - 1] = (real)stopping.epochs;
        *stopped = ends ? (real)epoch : 0;
    }
    for (size_t p = 0; p < parameters; p++) {
        const size_t count = parameter[p].count;
        memcpy(output(call, best_name[p], shape_1d(count)), kept[p], count * sizeof(real));
        memcpy(output(call, left_name[p], shape_1d(count)), parameter[p].value,
               count * sizeof(real));
    }
    for (size_t p = 0; p < parameters; p++) {
        free(parameter[p].value);
        free(best[p]); /* kept[p] may point elsewhere by now */
    }
}

/* best_w, best_b, best_epoch, w, b, dw, db -> w, b */
void exercise_3_6_restore(const struct call *call)
{
    struct parameter parameter[parameters];
    real *best[parameters];
    for (size_t p = 0; p < parameters; p++) {
        parameter[p] = (struct parameter){count_of(call, value_name[p]), array(call, value_name[p]),
                                          array(call, gradient_name[p])};
        best[p] = array(call, best_name[p]);
    }
    const struct early_stopping stopping = {.patience = 3,
                                            .count = parameters,
                                            .parameter = parameter,
                                            .best = best,
                                            .best_loss = (real)0.5,
                                            .best_epoch = whole(call, "best_epoch"),
                                            .epochs = whole(call, "best_epoch") + 3};
    early_stopping_restore(&stopping);
}
