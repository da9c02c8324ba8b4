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

/* A model of two parameters, and the best values so far. */
struct model {
    struct parameter parameter[parameters];
    real *memory[parameters]; /* for the best values */
    real *best[parameters];   /* what the student is given, and may have set to something else */
};

/* Begins with the first row of each parameter's values. */
static void model_begin(struct model *model, const struct call *call)
{
    for (size_t p = 0; p < parameters; p++) {
        const size_t count = size_of(call, value_name[p], 1);
        const real *const start = array(call, value_name[p]);
        model->parameter[p] =
            (struct parameter){count, copy_of(count, start), array(call, gradient_name[p])};
        model->best[p] = model->memory[p] = copy_of(count, start);
    }
}

/* What training has made of the values behind an epoch: the next row. */
static void model_train(struct model *model, const struct call *call, size_t epoch)
{
    for (size_t p = 0; p < parameters; p++) {
        const size_t count = model->parameter[p].count;
        memcpy(model->parameter[p].value, array(call, value_name[p]) + epoch * count,
               count * sizeof(real));
    }
}

/* Answers with the best values and those that the parameters have now, and frees both. */
static void model_end(struct model *model, const struct call *call)
{
    for (size_t p = 0; p < parameters; p++) {
        const size_t count = model->parameter[p].count;
        memcpy(output(call, best_name[p], shape_1d(count)), model->best[p], count * sizeof(real));
        memcpy(output(call, left_name[p], shape_1d(count)), model->parameter[p].value,
               count * sizeof(real));
    }
    for (size_t p = 0; p < parameters; p++) {
        free(model->parameter[p].value);
        free(model->memory[p]);
    }
}

static real *output_zeros(const struct call *call, const char *name, size_t count)
{
    real *const zeros = output(call, name, shape_1d(count));
    memset(zeros, 0, count * sizeof *zeros);
    return zeros;
}

/* losses (epochs), patience, w (epochs+1,k), b (epochs+1,l): their values before the first epoch and
 * behind each, dw (k), db (l) -> stopped: behind which epoch it said so, 0 for none; best_loss,
 * best_epoch, epochs (epochs): the struct's behind each, 0 behind the last that was asked; best_w,
 * best_b: what it keeps at the end; left_w, left_b: what the parameters then are */
void exercise_3_6(const struct call *call)
{
    const size_t epochs = count_of(call, "losses");
    struct model model;
    model_begin(&model, call);
    struct early_stopping stopping = {.patience = whole(call, "patience"),
                                      .count = parameters,
                                      .parameter = model.parameter,
                                      .best = model.best,
                                      .best_loss = (real)__builtin_inf()};
    real *const stopped = output_zeros(call, "stopped", 1);
    real *const best_loss = output_zeros(call, "best_loss", epochs);
    real *const best_epoch = output_zeros(call, "best_epoch", epochs);
    real *const told = output_zeros(call, "epochs", epochs);
    for (size_t epoch = 1; epoch <= epochs && *stopped == 0; epoch++) {
        model_train(&model, call, epoch);
        const bool ends = early_stopping_update(&stopping, array(call, "losses")[epoch - 1]);
        best_loss[epoch - 1] = stopping.best_loss;
        best_epoch[epoch - 1] = (real)stopping.best_epoch;
        told[epoch - 1] = (real)stopping.epochs;
        *stopped = ends ? (real)epoch : 0;
    }
    model_end(&model, call);
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
