/* recipe.h: how a network is built and trained: what a section chooses, and the options change. */
#ifndef DESCENT_LAB03_RECIPE_H
#define DESCENT_LAB03_RECIPE_H

#include "03-classifier/given/options.h"
#include "models/image_classifier.h"
#include "optim/methods.h"
#include "optim/schedule.h"

struct recipe {
    size_t hidden_layers, hidden[options_max_hidden]; /* units */
    enum activation activation;
    real dropout;
    bool batch_norm;
    struct optimizer_settings optimizer;
    enum schedule_kind schedule; /* over the whole training */
    size_t warmup;               /* steps */
    real clip, smoothing;        /* 0: none */
    bool class_weights;
    size_t batch, epochs;
};

/* 256-128, ReLU, momentum, batches of 64, 5 epochs: what the lab trains when nothing else is said. */
struct recipe recipe_usual(void);

/* What the options say, and the defaults where they say nothing. */
struct recipe recipe_with(const struct options *options, struct recipe defaults);

/* The usual settings of a method, with the options' rate, momentum and weight decay. */
struct optimizer_settings recipe_optimizer(const struct options *options,
                                           struct optimizer_settings usual);

/* "784-256-128-10, relu, dropout 0.5" and "momentum, rate 0.05, beta 0.9, batches of 64". The texts are
 * held in the returned structs. */
struct recipe_text {
    char text[128];
};
struct recipe_text recipe_network_text(const struct recipe *recipe, size_t in, size_t classes);
struct recipe_text recipe_training_text(const struct recipe *recipe);

#endif
