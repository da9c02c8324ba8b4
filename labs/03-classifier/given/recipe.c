/* How a network is built and trained. The header says what each function does. */
#include "03-classifier/given/recipe.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct recipe recipe_usual(void)
{
    return (struct recipe){.hidden_layers = 2,
                           .hidden = {256, 128},
                           .activation = activation_relu,
                           .optimizer = optimizer_momentum.usual,
                           .batch = 64,
                           .epochs = 5};
}

/* An option where 0 means something: -1 when it was not given. */
static real given(real option, real otherwise)
{
    return option >= 0 ? option : otherwise;
}

struct optimizer_settings recipe_optimizer(const struct options *options,
                                           struct optimizer_settings usual)
{
    struct optimizer_settings settings = usual;
    settings.rate = options->rate > 0 ? options->rate : settings.rate;
    if (settings.beta > 0) {
        settings.beta = given(options->momentum, settings.beta);
    }
    settings.decoupled_decay = given(options->decay, settings.decoupled_decay);
    settings.coupled_decay = given(options->coupled_decay, settings.coupled_decay);
    return settings;
}

struct recipe recipe_with(const struct options *options, struct recipe defaults)
{
    struct recipe recipe = defaults;
    if (options->has_hidden) {
        recipe.hidden_layers = options->hidden_layers;
        memcpy(recipe.hidden, options->hidden, sizeof recipe.hidden);
    }
    recipe.activation = options->has_activation ? options->activation : recipe.activation;
    recipe.dropout = given(options->dropout, recipe.dropout);
    recipe.batch_norm = recipe.batch_norm || options->batch_norm;
    recipe.optimizer =
        recipe_optimizer(options, options->method ? options->method->usual : recipe.optimizer);
    recipe.schedule = options->has_schedule ? options->schedule : recipe.schedule;
    recipe.warmup = options->warmup > 0 ? options->warmup : recipe.warmup;
    recipe.clip = given(options->clip, recipe.clip);
    recipe.smoothing = given(options->smoothing, recipe.smoothing);
    recipe.class_weights = recipe.class_weights || options->class_weights;
    recipe.batch = options->batch > 0 ? options->batch : recipe.batch;
    recipe.epochs = options->epochs > 0 ? options->epochs : recipe.epochs;
    return recipe;
}

/* --- in words --------------------------------------------------------------------------------- */

static void __attribute__((format(printf, 2, 3)))
add(struct recipe_text *text, const char *format, ...)
{
    const size_t length = strlen(text->text);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text->text + length, sizeof text->text - length, format, arguments);
    va_end(arguments);
}

struct recipe_text recipe_network_text(const struct recipe *recipe, size_t in, size_t classes)
{
    struct recipe_text text = {""};
    add(&text, "%zu-", in);
    for (size_t i = 0; i < recipe->hidden_layers; i++) {
        add(&text, "%zu-", recipe->hidden[i]);
    }
    add(&text, "%zu", classes);
    if (recipe->hidden_layers > 0) {
        add(&text, ", %s%s", activation_name(recipe->activation),
            recipe->batch_norm ? ", batch norm" : "");
    }
    if (recipe->hidden_layers > 0 && recipe->dropout > 0) {
        add(&text, ", dropout %g", (double)recipe->dropout);
    }
    return text;
}

/* ", clip 5" when it is set. */
static void add_number(struct recipe_text *text, const char *name, real number)
{
    if (number > 0) {
        add(text, ", %s %g", name, (double)number);
    }
}

struct recipe_text recipe_training_text(const struct recipe *recipe)
{
    const struct optimizer_settings *const optimizer = &recipe->optimizer;
    struct recipe_text text = {""};
    add(&text, "%s, rate %g", optimizer->method->name, (double)optimizer->rate);
    add_number(&text, "beta", optimizer->beta);
    add_number(&text, "decay", optimizer->decoupled_decay);
    add_number(&text, "coupled decay", optimizer->coupled_decay);
    if (recipe->schedule != schedule_constant) {
        add(&text, ", %s schedule over %zu epochs", schedule_name(recipe->schedule),
            recipe->epochs);
    }
    add_number(&text, "warm-up", (real)recipe->warmup);
    add_number(&text, "clip", recipe->clip);
    add_number(&text, "smoothing", recipe->smoothing);
    add(&text, "%s, batches of %zu", recipe->class_weights ? ", class weights" : "", recipe->batch);
    return text;
}
