/* Training runs from checkpoints. Each input is read as it is, and once more with the right checksum
 * behind it, without which hardly any would be read past its header. */
#include "optim/methods.h"
#include "tests/fuzz/fuzz.h"
#include "train/checkpoint.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { checksum_bytes = 26, memory = 1 << 12 };

/* A small run that has one of each. */
static struct arena arena;
static real w[6], b[2], scale[1];
static struct parameter parameter[2] = {{6, w, NULL}, {2, b, NULL}};
static struct optimizer optimizer;
static struct early_stopping stopping;
static struct pcg32 generator;
static size_t epoch;
static const struct checkpoint_setting settings[] = {{"data", "of two rows"}};
static const struct checkpoint_count counts[] = {{"epoch", &epoch}};
static const struct checkpoint_generator generators[] = {{"batches", &generator}};
static const struct checkpoint_array arrays[] = {
    {"w", {{2, {3, 2}}, w}}, {"b", {{1, {2}}, b}}, {"scale", {{0, {0}}, scale}}};
static const struct checkpoint run = {.settings = 1,
                                      .setting = settings,
                                      .counts = 1,
                                      .count = counts,
                                      .generators = 1,
                                      .generator = generators,
                                      .arrays = 3,
                                      .array = arrays,
                                      .optimizer = &optimizer,
                                      .stopping = &stopping};

static void begin(void)
{
    struct message why;
    if (!arena.memory) {
        demand(arena_create(&arena, memory, &why) == 0);
    }
    arena_reset(&arena, 0);
    for (size_t i = 0; i < 6; i++) {
        w[i] = (real)i;
    }
    b[0] = b[1] = scale[0] = 7;
    epoch = 5;
    generator = pcg32_seed(1, 1);
    optimizer = optimizer_new(&arena, parameter, 2, optimizer_adam.usual);
    stopping = early_stopping_new(&arena, 3, parameter, 2);
}

/* What the run is, in a file's bytes. */
struct file {
    char *bytes; /* to be freed */
    size_t length;
};

static struct file saved(void)
{
    struct file file;
    struct message why;
    FILE *const stream = open_memstream(&file.bytes, &file.length);
    demand(checkpoint_write(&run, stream, &why) == 0);
    fclose(stream);
    return file;
}

static void read_and_check(const unsigned char *bytes, size_t length)
{
    static struct file before;
    struct message why;
    begin();
    if (!before.bytes) {
        before = saved();
    }
    const int status = checkpoint_decode(&run, "run", bytes, length, &why);
    const struct file after = saved();
    if (status == 0) { /* the run is now what the file says, bit by bit */
        demand(after.length == length && memcmp(after.bytes, bytes, length) == 0);
    } else {
        demand(after.length == before.length);
        demand(memcmp(after.bytes, before.bytes, before.length) == 0);
        demand_reason(&why, "run:");
    }
    free(after.bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    read_and_check(bytes, length);
    char *const signed_bytes = malloc(length + checksum_bytes + 1);
    memcpy(signed_bytes, bytes, length);
    snprintf(signed_bytes + length, checksum_bytes + 1, "checksum %016" PRIx64 "\n",
             checkpoint_checksum(bytes, length));
    unsigned char *const exact = malloc(length + checksum_bytes); /* without the zero byte */
    memcpy(exact, signed_bytes, length + checksum_bytes);
    free(signed_bytes);
    read_and_check(exact, length + checksum_bytes);
    free(exact);
    return 0;
}

void make_seeds(void)
{
    begin();
    const struct file file = saved();
    write_seed("whole", file.bytes, file.length);
    write_seed("without-checksum", file.bytes, file.length - checksum_bytes);
    write_seed("cut-off", file.bytes, file.length / 2);
    write_seed("header", file.bytes, 40);
    free(file.bytes);
}
