#include "train/checkpoint_items.h"

#include "base/npy.h"

#include <ctype.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { optimizer_items = 10, stopping_items = 3 };

/* --- one item, one line ----------------------------------------------------------------------- */

static const char *const kind_name[] = {"setting", "number", "count", "generator", "array"};

static void write_number(real number, char *value)
{
    snprintf(value, checkpoint_longest_text + 1, "%.*g", sizeof(real) == 8 ? 17 : 9,
             (double)number);
}

static void write_generator(struct pcg32 generator, char *value)
{
    snprintf(value, checkpoint_longest_text + 1, "%016" PRIx64 " %016" PRIx64, generator.state,
             generator.increment);
}

/* A value is read by taking it for what it should be and writing that again: only what comes out the
 * same was one. */
static bool read_number(const char *value, real *number)
{
    char again[checkpoint_longest_text + 1];
    *number = (real)strtod(value, NULL);
    write_number(*number, again);
    return strcmp(again, value) == 0 && !isnan(*number);
}

static bool read_count(const char *value, size_t *count)
{
    char again[checkpoint_longest_text + 1];
    *count = (size_t)strtoumax(value, NULL, 10);
    snprintf(again, sizeof again, "%zu", *count);
    return strcmp(again, value) == 0;
}

static bool read_generator(const char *value, struct pcg32 *generator)
{
    char *rest, again[checkpoint_longest_text + 1];
    generator->state = strtoumax(value, &rest, 16);
    generator->increment = strtoumax(rest, NULL, 16);
    write_generator(*generator, again);
    return strcmp(again, value) == 0 && generator->increment % 2 == 1;
}

bool item_may_be(const struct item *item, const char *value)
{
    struct pcg32 generator;
    size_t count;
    real number;
    switch (item->kind) {
    case item_number:
        return read_number(value, &number) && number >= item->least;
    case item_count:
        return read_count(value, &count);
    case item_generator:
        return read_generator(value, &generator);
    case item_setting:
    case item_array:
        break;
    }
    return strcmp(value, item->value) == 0;
}

void item_write_start(const struct item *item, char *line)
{
    snprintf(line, item_longest_line, "%s %s ", kind_name[item->kind], item->name);
}

void item_write_wanted(const struct item *item, char *line)
{
    static const char *const any[] = {[item_number] = "<number>",
                                      [item_count] = "<count>",
                                      [item_generator] = "<state> <odd increment>",
                                      [item_array] = NULL};
    snprintf(line, item_longest_line, "%s %s %s", kind_name[item->kind], item->name,
             any[item->kind] ? any[item->kind] : item->value);
}

void item_put_back(const struct item *item)
{
    if (item->kind == item_number) {
        read_number(item->value, item->number);
    } else if (item->kind == item_count) {
        read_count(item->value, item->count);
    } else if (item->kind == item_generator) {
        read_generator(item->value, item->generator);
    }
}

/* --- adding items ----------------------------------------------------------------------------- */

static struct item *add_item(struct items *items, enum item_kind kind, const char *name)
{
    struct item *const item = &items->item[items->count++];
    *item = (struct item){.kind = kind};
    strcpy(item->name, name);
    return item;
}

static void add_setting(struct items *items, const char *name, const char *text)
{
    strcpy(add_item(items, item_setting, name)->value, text);
}

static void add_number_setting(struct items *items, const char *name, real number)
{
    write_number(number, add_item(items, item_setting, name)->value);
}

static void add_number(struct items *items, const char *name, real *number, real least)
{
    struct item *const item = add_item(items, item_number, name);
    item->number = number;
    item->least = least;
    write_number(*number, item->value);
}

static void add_count(struct items *items, const char *name, size_t *count)
{
    struct item *const item = add_item(items, item_count, name);
    item->count = count;
    snprintf(item->value, sizeof item->value, "%zu", *count);
}

static void add_generator(struct items *items, const char *name, struct pcg32 *generator)
{
    struct item *const item = add_item(items, item_generator, name);
    item->generator = generator;
    write_generator(*generator, item->value);
}

static void add_array(struct items *items, const char *name, struct tensor array)
{
    struct item *const item = add_item(items, item_array, name);
    item->array = array;
    strcpy(item->value, shape_to_text(array.shape).text);
}

/* The array that holds a parameter's values. */
static const struct checkpoint_array *array_of(const struct checkpoint *run,
                                               const struct parameter *parameter)
{
    for (size_t i = 0; i < run->arrays; i++) {
        const struct tensor values = run->array[i].values;
        if (values.data == parameter->value && shape_count(values.shape) == parameter->count) {
            return &run->array[i];
        }
    }
    panic("checkpoint: a parameter of %zu numbers is in none of the %zu arrays", parameter->count,
          run->arrays);
}

/* Adds what belongs to a parameter, under the parameter's name and in its shape. */
static void add_companion(struct items *items, const struct checkpoint *run,
                          const struct parameter *parameter, const char *ending, real *array)
{
    const struct checkpoint_array *const of = array_of(run, parameter);
    char name[sizeof items->item->name];
    snprintf(name, sizeof name, "%s.%s", of->name, ending);
    add_array(items, name, tensor_view(of->values.shape, array));
}

/* optimizer_items of them */
static void add_optimizer(struct items *items, struct optimizer *optimizer)
{
    struct optimizer_settings *const settings = &optimizer->settings;
    add_setting(items, "optimizer", settings->method->name);
    add_number_setting(items, "beta", settings->beta);
    add_number_setting(items, "decay", settings->decay);
    add_number_setting(items, "beta1", settings->beta1);
    add_number_setting(items, "beta2", settings->beta2);
    add_number_setting(items, "epsilon", settings->epsilon);
    add_number_setting(items, "coupled_decay", settings->coupled_decay);
    add_number_setting(items, "decoupled_decay", settings->decoupled_decay);
    add_number(items, "rate", &settings->rate, 0);
    add_count(items, "steps", &optimizer->steps);
}

static void add_optimizer_states(struct items *items, const struct checkpoint *run)
{
    for (size_t i = 0; i < optimizer_states(run->optimizer); i++) {
        const struct optimizer_state state = optimizer_state(run->optimizer, i);
        add_companion(items, run, &run->optimizer->parameter[state.parameter], state.name,
                      state.array);
    }
}

/* stopping_items of them */
static void add_stopping(struct items *items, struct early_stopping *stopping)
{
    add_number(items, "best_loss", &stopping->best_loss, (real)-INFINITY);
    add_count(items, "best_epoch", &stopping->best_epoch);
    add_count(items, "epochs", &stopping->epochs);
}

static void add_best_values(struct items *items, const struct checkpoint *run)
{
    for (size_t i = 0; i < run->stopping->count; i++) {
        add_companion(items, run, &run->stopping->parameter[i], "best", run->stopping->best[i]);
    }
}

static void add_callers(struct items *items, const struct checkpoint *run)
{
    for (size_t i = 0; i < run->counts; i++) {
        add_count(items, run->count[i].name, run->count[i].value);
    }
    for (size_t i = 0; i < run->generators; i++) {
        add_generator(items, run->generator[i].name, run->generator[i].generator);
    }
    for (size_t i = 0; i < run->arrays; i++) {
        add_array(items, run->array[i].name, run->array[i].values);
    }
}

/* --- what a caller may list ------------------------------------------------------------------- */

static void require_text(const char *what, const char *text, size_t longest, bool with_spaces)
{
    const size_t length = strlen(text);
    bool printable = length > 0 && length <= longest;
    for (size_t i = 0; i < length && printable; i++) {
        printable = isprint((unsigned char)text[i]) && (with_spaces || text[i] != ' ');
    }
    if (!printable) {
        panic("checkpoint: the %s '%.70s': expected 1 to %zu printable characters%s", what, text,
              longest, with_spaces ? "" : " without a space");
    }
}

static void require_name(const char *name)
{
    require_text("name", name, checkpoint_longest_name, false);
}

static void require_names(const struct checkpoint *run)
{
    for (size_t i = 0; i < run->settings; i++) {
        require_name(run->setting[i].name);
        require_text("text", run->setting[i].text, checkpoint_longest_text, true);
    }
    for (size_t i = 0; i < run->counts; i++) {
        require_name(run->count[i].name);
    }
    for (size_t i = 0; i < run->generators; i++) {
        require_name(run->generator[i].name);
    }
    for (size_t i = 0; i < run->arrays; i++) {
        require_name(run->array[i].name);
    }
}

/* A parameter that is in no array would be left behind. */
static void require_parameters(const struct checkpoint *run)
{
    for (size_t i = 0; run->optimizer && i < run->optimizer->count; i++) {
        array_of(run, &run->optimizer->parameter[i]);
    }
    for (size_t i = 0; run->stopping && i < run->stopping->count; i++) {
        array_of(run, &run->stopping->parameter[i]);
    }
}

/* --- the list of all items -------------------------------------------------------------------- */

static size_t count_items(const struct checkpoint *run)
{
    return run->settings + run->counts + run->generators + run->arrays +
           (run->optimizer ? optimizer_items + optimizer_states(run->optimizer) : 0) +
           (run->stopping ? stopping_items + run->stopping->count : 0);
}

/* The one place that knows the order. */
int items_list(const struct checkpoint *run, struct items *items, struct message *why)
{
    require_names(run);
    require_parameters(run);
    *items = (struct items){.item = malloc((count_items(run) + 1) * sizeof *items->item)};
    if (!items->item) {
        return message_set(why, "no memory for a list of %zu items", count_items(run));
    }
    for (size_t i = 0; i < run->settings; i++) {
        add_setting(items, run->setting[i].name, run->setting[i].text);
    }
    if (run->optimizer) {
        add_optimizer(items, run->optimizer);
    }
    if (run->stopping) {
        add_stopping(items, run->stopping);
    }
    add_callers(items, run);
    if (run->optimizer) {
        add_optimizer_states(items, run);
    }
    if (run->stopping) {
        add_best_values(items, run);
    }
    return 0;
}

size_t item_image_bytes(const struct item *item)
{
    return item->kind == item_array
               ? npy_header_bytes + shape_count(item->array.shape) * sizeof(real)
               : 0;
}
