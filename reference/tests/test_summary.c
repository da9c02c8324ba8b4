#include "train/summary.h"

#include "layers/linear_layer.h"
#include "models/cnn.h"
#include "tests/support.h"

#include <string.h>

TestSuite(summary, .init = test_begin, .fini = test_end);

static const char *summary_of(struct module model, struct shape x)
{
    const struct path path = in_folder("summary.txt");
    FILE *const out = fopen(path.text, "w");
    cr_assert(out);
    summary_print(out, "", model, x);
    fclose(out);
    return text_of_file(path.text);
}

/* A model of one linear layer from 1 to `out` units: out multiplications and additions. */
static bool has_flops(size_t out, const char *text)
{
    struct linear_layer layer = {.w = {.value = {.shape = shape_2d(out, 1)}}};
    return strstr(summary_of(linear_module(&layer), shape_2d(1, 1)), text);
}

Test(summary, writes_thousands_apart)
{
    cr_assert(has_flops(5, "  10  "));
    cr_assert(has_flops(450, "  900  "));
    cr_assert(has_flops(500, "  1,000  "));
    cr_assert(has_flops(103461, "  206,922  "));
    cr_assert(has_flops(617283945, "  1,234,567,890  "));
}

/* The first layer's gradient goes to its parameters alone; the second's to what came in as well. */
Test(summary, is_a_table_with_a_sum)
{
    struct linear_layer first = linear_layer_new(&scratch, 100, 50),
                        last = linear_layer_new(&scratch, 50, 10);
    const struct module modules[] = {linear_module(&first), relu_module(), linear_module(&last)};
    struct sequential model = {3, modules};
    cr_assert_str_eq(
        summary_of(sequential_module(&model), shape_2d(1, 100)),
        "layer             output shape    parameters   FLOPs forward  FLOPs backward\n"
        "linear 100 -> 50  (1,50)               5,050          10,000          10,050\n"
        "relu              (1,50)                   0              50             100\n"
        "linear 50 -> 10   (1,10)                 510           1,000           2,010\n"
        "in all                                 5,560          11,050          12,160\n");
}

Test(summary, shows_sequences_within_with_their_parts)
{
    struct linear_layer layer = linear_layer_new(&scratch, 3, 3);
    const struct module block_modules[] = {linear_module(&layer), relu_module()};
    struct sequential block = {2, block_modules};
    const struct module modules[] = {sequential_module(&block), tanh_module()};
    struct sequential model = {2, modules};
    struct summary_row row[8];
    cr_assert_eq(summary_rows(sequential_module(&model), shape_2d(2, 3), 8, row), 4);
    const char *const kinds[] = {"sequential of 2", "linear 3 -> 3", "relu", "tanh"};
    const size_t depths[] = {0, 1, 1, 0};
    const bool wanted[] = {false, false, true, true};
    for (size_t i = 0; i < 4; i++) {
        cr_assert_str_eq(row[i].description.kind, kinds[i]);
        cr_assert_eq(row[i].depth, depths[i]);
        cr_assert_eq(row[i].x_wants_gradient, wanted[i]);
    }
    cr_assert_eq(summary_rows(sequential_module(&model), shape_2d(2, 3), 2, row), 2);
    cr_assert(strstr(summary_of(sequential_module(&model), shape_2d(2, 3)),
                     "\nsequential of 2\n  linear 3 -> 3  (2,3)  "));
}

/* 1 -> 16 filters of 3 x 3 on 28 x 28: 16 * 9 + 16 parameters, 2 * 144 * 784 FLOPs. */
Test(summary, of_lab_04s_network)
{
    struct pcg32 weights = pcg32_seed(462, 1);
    const struct cnn_settings settings = cnn_usual();
    struct arena model;
    struct message why;
    cr_assert_eq(arena_create(&model, 4 << 20, &why), 0, "%s", why.text);
    struct cnn *const cnn = cnn_new(&model, &settings, &weights);
    const char *const text = summary_of(cnn_module(cnn), shape_2d(1, 784));
    cr_assert(strstr(text, "\nconv_block 16 of 3x3, padding 1\n"
                           "  conv2d 16 of 3x3, padding 1    (1,16,28,28)           160         "
                           "225,792         238,336\n"),
              "%s", text);
    cr_assert(strstr(text, " 206,922 "), "%s", text);
    arena_destroy(&model);
}

static struct variable *pass_on(struct tape *tape, void *self, struct variable *x)
{
    (void)tape;
    (void)self;
    return x;
}

Test(summary, ends_behind_a_module_that_tells_nothing)
{
    const struct module modules[] = {relu_module(), {.forward = pass_on}, relu_module()};
    struct sequential model = {3, modules};
    const char *const text = summary_of(sequential_module(&model), shape_1d(4));
    cr_assert(strstr(text, "\n?  (this module does not tell"), "%s", text);
    cr_assert(strstr(text, "relu"));
    cr_assert_eq(strstr(strstr(text, "relu") + 1, "relu"), NULL);
}
