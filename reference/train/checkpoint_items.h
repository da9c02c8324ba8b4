/* train/checkpoint_items.h: what a checkpoint holds, one item after the other.
 *
 * Each item is a line of the file, `KIND NAME VALUE`; an array is an image as well. Saving and loading
 * go through the same list.
 */
#ifndef DESCENT_TRAIN_CHECKPOINT_ITEMS_H
#define DESCENT_TRAIN_CHECKPOINT_ITEMS_H

#include "train/checkpoint.h"

#include <stdbool.h>

enum { item_longest_line = 512 };

enum item_kind { item_setting, item_number, item_count, item_generator, item_array };

struct item {
    enum item_kind kind;
    char name[2 * checkpoint_longest_name];
    char value[checkpoint_longest_text + 1]; /* as it stands in the file */

    /* where it belongs in the run, by its kind */
    real *number;
    real least; /* that the number may be */
    size_t *count;
    struct pcg32 *generator;
    struct tensor array;
};

struct items {
    size_t count;
    struct item *item; /* (count), to be freed */
};

/* All that the file has of a run, in order, with the values of now. Panics as checkpoint_save says.
 * Returns 0, or -1 and says why. */
int items_list(const struct checkpoint *run, struct items *items, struct message *why);

/* "count epoch ", what the item's line begins with. */
void item_write_start(const struct item *item, char *line /* (item_longest_line) */);

/* What should stand in the item's line, for messages: "count epoch <count>". */
void item_write_wanted(const struct item *item, char *line /* (item_longest_line) */);

/* True when the text is a value that this item can have. A setting and an array's shape can have only
 * the one that they have. */
bool item_may_be(const struct item *item, const char *value);

/* Writes the item's value to where it belongs; an array's numbers are not in it. */
void item_put_back(const struct item *item);

/* The bytes of an array's image, 0 for another item. */
size_t item_image_bytes(const struct item *item);

#endif
