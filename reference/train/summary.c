#include "train/summary.h"

#include <string.h>

/* The rows so far, and what comes into the next module. */
struct listing {
    struct summary_row *row;
    size_t count, room;
    struct shape x;
    size_t parameters; /* of all layers before */
    bool unknown;      /* a module told nothing of itself */
};

static void list_parts(struct listing *listing, const struct sequential *parts, size_t depth);

static void list_module(struct listing *listing, struct module module, size_t depth)
{
    if (listing->count == listing->room || listing->unknown) {
        return;
    }
    struct summary_row *const row = &listing->row[listing->count++];
    *row = (struct summary_row){.description = module_describe(module, listing->x),
                                .depth = depth,
                                .x_wants_gradient = listing->parameters > 0};
    if (row->description.parts) {
        list_parts(listing, row->description.parts, depth + 1);
        return;
    }
    listing->x = row->description.output;
    listing->parameters += row->description.parameters;
    listing->unknown = !row->description.kind[0];
}

static void list_parts(struct listing *listing, const struct sequential *parts, size_t depth)
{
    for (size_t i = 0; i < parts->count; i++) {
        list_module(listing, parts->module[i], depth);
    }
}

size_t summary_rows(struct module model, struct shape x, size_t room, struct summary_row *row)
{
    struct listing listing = {.row = row, .room = room, .x = x};
    const struct description whole = module_describe(model, x);
    if (whole.parts) {
        list_parts(&listing, whole.parts, 0);
    } else {
        list_module(&listing, model, 0);
    }
    return listing.count;
}

/* --- the table ------------------------------------------------------------------------------------- */

/* "206,922" */
struct digits {
    char text[32];
};

static struct digits with_commas(size_t count)
{
    struct digits result;
    char digits[24];
    const size_t length = (size_t)snprintf(digits, sizeof digits, "%zu", count);
    size_t used = 0;
    for (size_t i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0) {
            result.text[used++] = ',';
        }
        result.text[used++] = digits[i];
    }
    result.text[used] = '\0';
    return result;
}

enum { max_rows = 128 };

/* Where the table goes, and how wide its columns of text must be. */
struct table {
    FILE *out;
    const char *margin;
    int layer, shape;
};

static int larger(int a, size_t b)
{
    return (int)b > a ? (int)b : a;
}

static void widen(struct table *table, const struct summary_row *row, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct description *const layer = &row[i].description;
        table->layer = larger(table->layer, 2 * row[i].depth + strlen(layer->kind));
        table->shape = larger(table->shape, strlen(shape_to_text(layer->output).text));
    }
}

static void print_numbers(FILE *out, size_t parameters, size_t forward, size_t backward)
{
    fprintf(out, "  %12s  %14s  %14s\n", with_commas(parameters).text, with_commas(forward).text,
            with_commas(backward).text);
}

static void print_row(const struct table *table, const struct summary_row *row)
{
    const struct description *const layer = &row->description;
    FILE *const out = table->out;
    const int indent = 2 * (int)row->depth;
    fprintf(out, "%s%*s", table->margin, indent, "");
    if (layer->parts) {
        fprintf(out, "%s\n", layer->kind[0] ? layer->kind : "sequential");
        return;
    }
    if (!layer->kind[0]) {
        fprintf(out, "?  (this module does not tell what it does, so neither is known what comes "
                     "behind it)\n");
        return;
    }
    fprintf(out, "%-*s  %-*s", table->layer - indent, layer->kind, table->shape,
            shape_to_text(layer->output).text);
    print_numbers(out, layer->parameters, layer->forward.flops,
                  description_backward(layer, row->x_wants_gradient).flops);
}

void summary_print(FILE *out, const char *margin, struct module model, struct shape x)
{
    struct summary_row row[max_rows];
    const size_t count = summary_rows(model, x, max_rows, row);
    struct table table = {out, margin, (int)strlen("layer"), (int)strlen("output shape")};
    widen(&table, row, count);
    fprintf(out, "%s%-*s  %-*s  %12s  %14s  %14s\n", margin, table.layer, "layer", table.shape,
            "output shape", "parameters", "FLOPs forward", "FLOPs backward");
    struct description sum = {.output = x};
    for (size_t i = 0; i < count; i++) {
        print_row(&table, &row[i]);
        if (!row[i].description.parts) {
            description_append(&sum, &row[i].description);
        }
    }
    fprintf(out, "%s%-*s  %-*s", margin, table.layer, "in all", table.shape, "");
    print_numbers(out, sum.parameters, sum.forward.flops, sum.backward_parameters.flops);
}
