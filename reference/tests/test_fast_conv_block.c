/* The block of convolution, ReLU and max-pooling: in one kernel, each set of loops, against the three naive kernels
 * one after the other; and when the one kernel may stand in for the three. */
#include "autograd/gradient_check.h"
#include "kernels/conv_relu_pool.h"
#include "kernels/fast/fast.h"
#include "kernels/fast/threads.h"
#include "layers/conv_block.h"
#include "tests/on_tape.h"

#include <stdio.h>
#include <string.h>

/* More room than other tests have. */
static void begin(void)
{
    struct message why;
    tape_test_begin();
    arena_destroy(&scratch);
    arena_destroy(&step_arena);
    cr_assert_eq(arena_create(&scratch, 1 << 25, &why), 0, "%s", why.text);
    cr_assert_eq(arena_create(&step_arena, 1 << 26, &why), 0, "%s", why.text);
}

static void end(void)
{
    threads_stop();
    tape_test_end();
}

TestSuite(fast_conv_block, .init = begin, .fini = end, .timeout = 120);

/* A block and its input. */
struct task {
    size_t n, in_channels, height, width, out_channels, kernel, stride, padding, pool;
    bool
        whole_numbers; /* small ones: sums are exact, and windows have several that are the largest */
    bool with_dx;
};

static const char *text_of(const struct task *task)
{
    static char text[160];
    snprintf(text, sizeof text,
             "x (%zu,%zu,%zu,%zu), %zu filters, kernel %zu, stride %zu, padding %zu, pool %zu%s%s",
             task->n, task->in_channels, task->height, task->width, task->out_channels,
             task->kernel, task->stride, task->padding, task->pool,
             task->whole_numbers ? ", whole numbers" : "", task->with_dx ? "" : ", without dx");
    return text;
}

static size_t up_to(struct pcg32 *generator, size_t most)
{
    return 1 + pcg32_below(generator, (uint32_t)most);
}

/* Every other one has filters of 3 x 3 and windows of 2 x 2, as the ways back by the winners alone. */
static struct task draw(struct pcg32 *generator, size_t i)
{
    struct task task = {.n = up_to(generator, 4),
                        .in_channels = up_to(generator, 9),
                        .out_channels = up_to(generator, 9),
                        .kernel = i % 2 ? 3 : up_to(generator, 7),
                        .stride = i % 2 ? 1 : up_to(generator, 3),
                        .padding = up_to(generator, 4) - 1,
                        .pool = i % 2 ? 2 : up_to(generator, 4),
                        .whole_numbers = i % 4 < 2,
                        .with_dx = i % 3 != 0};
    const size_t places = task.stride * (task.pool - 1) + task.kernel; /* under a window */
    const size_t least = places > 2 * task.padding ? places - 2 * task.padding : 1;
    task.height = least - 1 + up_to(generator, 9);
    task.width = least - 1 + up_to(generator, 9);
    return task;
}

/* --- a block on the tape --------------------------------------------------------------------------- */

struct numbers {
    real *x, *w, *b, *dx, *dw, *db; /* values and what stands in the gradients before */
};

static real *drawn(struct pcg32 *generator, size_t count, bool whole)
{
    real *const values = random_reals(generator, count);
    for (size_t i = 0; whole && i < count; i++) {
        values[i] = (real)((int)(values[i] * (real)2.5)); /* -2 to 2, 0 most often */
    }
    return values;
}

struct counts {
    size_t x, w, b;
};

static struct counts counts_of(const struct task *task)
{
    return (struct counts){task->n * task->in_channels * task->height * task->width,
                           task->out_channels * task->in_channels * task->kernel * task->kernel,
                           task->out_channels};
}

static struct numbers numbers_of(const struct task *task, struct pcg32 *generator)
{
    const struct counts count = counts_of(task);
    const bool whole = task->whole_numbers;
    return (struct numbers){.x = drawn(generator, count.x, whole),
                            .w = drawn(generator, count.w, whole),
                            .b = drawn(generator, count.b, whole),
                            .dx = drawn(generator, count.x, whole),
                            .dw = drawn(generator, count.w, whole),
                            .db = drawn(generator, count.b, whole)};
}

struct result {
    size_t of_y;
    const real *y, *dx, *dw, *db;
    bool fused;
};

static struct conv2d_layer layer_of(const struct task *task, const struct numbers *numbers)
{
    struct conv2d_layer layer = conv2d_layer_new(&scratch, task->in_channels, task->out_channels,
                                                 task->kernel, task->stride, task->padding);
    const struct counts count = counts_of(task);
    memcpy(layer.w.value.data, numbers->w, count.w * sizeof(real));
    memcpy(layer.b.value.data, numbers->b, count.b * sizeof(real));
    memcpy(layer.w.gradient, numbers->dw, count.w * sizeof(real));
    memcpy(layer.b.gradient, numbers->db, count.b * sizeof(real));
    return layer;
}

/* Forward and back through the block; what arrives from above is drawn from a seed. */
static struct result run(const struct backend *backend, const struct task *task,
                         const struct numbers *numbers)
{
    const struct counts count = counts_of(task);
    struct tape tape = tape_new(&scratch, &step_arena, backend, 8);
    struct conv2d_layer layer = layer_of(task, numbers);
    struct pool_layer pool = {task->pool, task->pool};
    struct conv_block block;
    conv_block_init(&block, &layer, &pool);
    struct variable x = {
        tensor_view(shape_4d(task->n, task->in_channels, task->height, task->width),
                    copy_reals(count.x, numbers->x)),
        task->with_dx ? copy_reals(count.x, numbers->dx) : NULL};
    struct variable *const y = module_forward(&tape, conv_block_module(&block), &x);
    const size_t of_y = variable_count(y);
    struct pcg32 generator = pcg32_seed(51, of_y);
    memcpy(y->gradient, drawn(&generator, of_y, task->whole_numbers), of_y * sizeof(real));
    const size_t records = tape.count;
    for (size_t i = records; i > 0; i--) {
        tape.record[i - 1].backward(&tape.record[i - 1]);
    }
    const struct result result = {of_y,
                                  copy_reals(of_y, y->value.data),
                                  x.gradient,
                                  layer.w.gradient,
                                  layer.b.gradient,
                                  records == 1};
    cr_assert_eq(memcmp(x.value.data, numbers->x, count.x * sizeof(real)), 0, "x changed");
    cr_assert_eq(memcmp(layer.w.value.data, numbers->w, count.w * sizeof(real)), 0, "w changed");
    tape_reset(&tape);
    return result;
}

static void assert_same(const char *set, const char *what, const struct task *task, size_t count,
                        const real *got, const real *expected, size_t terms)
{
    const real tolerance = task->whole_numbers ? 0 : REAL_EPSILON * (real)(4 + terms);
    const char *const difference = first_difference(count, got, expected, tolerance);
    cr_assert(!difference, "%s, %s: %s: %s", set, text_of(task), what, difference);
}

static void check(const struct task *task, uint64_t seed)
{
    struct fast_loops here[fast_loops_max];
    const size_t sets = fast_loops_here(here);
    struct pcg32 generator = pcg32_seed(seed, 52);
    const struct numbers numbers = numbers_of(task, &generator);
    const struct counts count = counts_of(task);
    const struct result expected = run(&naive_backend, task, &numbers);
    cr_assert_not(expected.fused);
    const size_t window = task->kernel * task->kernel, places = expected.of_y;
    for (size_t set = 0; set < sets; set++) {
        const char *const name = here[set].instructions;
        const struct result got = run(here[set].loops, task, &numbers);
        cr_assert(got.fused, "%s, %s", name, text_of(task));
        cr_assert_eq(got.of_y, expected.of_y);
        assert_same(name, "y", task, got.of_y, got.y, expected.y, task->in_channels * window);
        assert_same(name, "dw", task, count.w, got.dw, expected.dw, places);
        assert_same(name, "db", task, count.b, got.db, expected.db, places);
        if (task->with_dx) {
            assert_same(name, "dx", task, count.x, got.dx, expected.dx,
                        task->out_channels * window);
        }
    }
    arena_reset(&scratch, 0);
}

Test(fast_conv_block, agrees_with_the_three_kernels_on_drawn_geometries)
{
    struct pcg32 generator = pcg32_seed(50, 1);
    for (size_t i = 0; i < 240; i++) {
        const struct task task = draw(&generator, i);
        check(&task, i);
    }
}

/* More channels than a vector or two, lab 04's layers, rows and columns that no window reaches. */
static const struct task chosen[] = {
    {3, 1, 28, 28, 16, 3, 1, 1, 2, true, false}, {3, 1, 28, 28, 16, 3, 1, 1, 2, false, false},
    {2, 16, 14, 14, 32, 3, 1, 1, 2, true, true}, {2, 16, 14, 14, 32, 3, 1, 1, 2, false, true},
    {2, 17, 7, 9, 33, 3, 1, 1, 2, true, true},   {1, 3, 9, 33, 40, 3, 1, 0, 2, true, false},
    {9, 2, 6, 6, 18, 3, 1, 1, 2, true, false},   {1, 20, 12, 31, 18, 5, 1, 2, 2, true, true},
    {1, 2, 40, 37, 5, 3, 2, 1, 3, true, true},   {1, 1, 2, 2, 1, 3, 1, 1, 2, false, true},
    {2, 1, 16, 16, 2, 1, 1, 0, 15, true, true},  {17, 16, 4, 4, 16, 3, 1, 1, 2, true, true},
};

Test(fast_conv_block, agrees_with_the_three_kernels_on_chosen_geometries)
{
    for (size_t i = 0; i < sizeof chosen / sizeof *chosen; i++) {
        check(&chosen[i], 1000 + i);
    }
}

Test(fast_conv_block, gives_the_same_bits_with_any_number_of_threads)
{
    const struct task tasks[] = {{13, 1, 28, 28, 16, 3, 1, 1, 2, false, false},
                                 {11, 16, 14, 14, 32, 3, 1, 1, 2, false, true},
                                 {9, 5, 15, 16, 20, 5, 1, 2, 2, false, true}};
    const struct backend fast = fast_backend();
    for (size_t i = 0; i < sizeof tasks / sizeof *tasks; i++) {
        struct pcg32 generator = pcg32_seed(53, i);
        const struct numbers numbers = numbers_of(&tasks[i], &generator);
        const struct counts count = counts_of(&tasks[i]);
        const struct result one = run(&fast, &tasks[i], &numbers);
        for (size_t threads = 2; threads < 5; threads++) {
            struct message why;
            cr_assert_eq(threads_start(threads, &why), 0, "%s", why.text);
            const struct result more = run(&fast, &tasks[i], &numbers);
            cr_assert_eq(memcmp(one.y, more.y, one.of_y * sizeof(real)), 0, "%zu", threads);
            cr_assert_eq(memcmp(one.dw, more.dw, count.w * sizeof(real)), 0, "%zu", threads);
            cr_assert_eq(memcmp(one.db, more.db, count.b * sizeof(real)), 0, "%zu", threads);
            if (tasks[i].with_dx) {
                cr_assert_eq(memcmp(one.dx, more.dx, count.x * sizeof(real)), 0, "%zu", threads);
            }
        }
        threads_stop();
    }
}

/* --- NaN, evaluation ------------------------------------------------------------------------------- */

Test(fast_conv_block, takes_a_nan_as_the_three_kernels_do)
{
    const struct task task = {1, 1, 8, 40, 17, 3, 1, 1, 2, true, true};
    struct pcg32 generator = pcg32_seed(54, 1);
    struct numbers numbers = numbers_of(&task, &generator);
    numbers.x[0] = numbers.x[77] = REAL_NAN;
    const struct backend fast = fast_backend();
    const struct result got = run(&fast, &task, &numbers);
    const struct result expected = run(&naive_backend, &task, &numbers);
    assert_all_near(got.of_y, got.y, expected.y, 0);
    assert_all_near(got.of_y > 320 ? 320 : 0, got.dx, expected.dx, 0);
}

Test(fast_conv_block, computes_the_same_when_nothing_is_recorded)
{
    const struct task task = {2, 3, 9, 12, 18, 3, 1, 1, 2, false, false};
    struct pcg32 generator = pcg32_seed(55, 1);
    const struct numbers numbers = numbers_of(&task, &generator);
    const struct backend fast = fast_backend();
    const struct result recorded = run(&fast, &task, &numbers);
    struct tape tape = tape_new(&scratch, &step_arena, &fast, 1);
    struct conv2d_layer layer = layer_of(&task, &numbers);
    struct pool_layer pool = {2, 2};
    struct conv_block block;
    conv_block_init(&block, &layer, &pool);
    tape.recording = tape.training = false;
    struct variable *const x = constant_of(shape_4d(2, 3, 9, 12), numbers.x);
    const struct variable *const y = conv_block_forward(&tape, &block, x);
    cr_assert_eq(memcmp(y->value.data, recorded.y, recorded.of_y * sizeof(real)), 0);
    cr_assert_eq(tape.count, 0);
}

/* --- whose kernels run ------------------------------------------------------------------------------- */

static bool is_fused(const struct backend *backend, size_t pool_kernel, size_t pool_stride)
{
    struct conv2d_layer layer = conv2d_layer_new(&scratch, 1, 2, 3, 1, 1);
    struct pool_layer pool = {pool_kernel, pool_stride};
    struct conv_block block;
    conv_block_init(&block, &layer, &pool);
    return conv_block_is_fused(backend, &block, shape_4d(1, 1, 20, 20));
}

Test(fast_conv_block, is_fused_only_with_the_kernels_that_it_stands_for)
{
    const struct backend fast = fast_backend();
    cr_assert(is_fused(&fast, 2, 2));
    cr_assert_not(is_fused(&naive_backend, 2, 2));
    struct backend other = fast;
    other.conv2d_forward = naive_backend.conv2d_forward;
    cr_assert_not(is_fused(&other, 2, 2));
    other = fast;
    other.conv2d_backward = naive_backend.conv2d_backward;
    cr_assert_not(is_fused(&other, 2, 2));
    other = fast;
    other.relu_forward = naive_backend.relu_forward;
    cr_assert_not(is_fused(&other, 2, 2));
    other = fast;
    other.relu_backward = naive_backend.relu_backward;
    cr_assert_not(is_fused(&other, 2, 2));
    other = fast;
    other.max_pool_forward = naive_backend.max_pool_forward;
    cr_assert_not(is_fused(&other, 2, 2));
    other = fast;
    other.max_pool_backward = naive_backend.max_pool_backward;
    cr_assert_not(is_fused(&other, 2, 2));
}

/* As in a handout, which has no fast max-pooling: the answer of an exercise. */
Test(fast_conv_block, a_kernel_that_its_set_has_not_may_be_any)
{
    struct backend backend = fast_backend();
    struct conv_relu_pool_kernels kernels = *backend.conv_relu_pool;
    struct backend set = *kernels.of;
    set.max_pool_forward = NULL;
    set.max_pool_backward = NULL;
    kernels.of = &set;
    backend.conv_relu_pool = &kernels;
    backend.max_pool_forward = naive_backend.max_pool_forward;
    backend.max_pool_backward = naive_backend.max_pool_backward;
    cr_assert(is_fused(&backend, 2, 2));
    backend.conv2d_forward = naive_backend.conv2d_forward;
    cr_assert_not(is_fused(&backend, 2, 2));
}

Test(fast_conv_block, overlapping_windows_go_through_the_three_kernels)
{
    const struct backend fast = fast_backend();
    cr_assert_not(is_fused(&fast, 3, 2));
    cr_assert_not(is_fused(&fast, 16, 16)); /* more places than a byte can tell apart */
    cr_assert(is_fused(&fast, 15, 15));
}

static void block_of_a_wrong_shape(void)
{
    const struct backend fast = fast_backend();
    struct tape tape = tape_new(&scratch, &step_arena, &fast, 4);
    struct conv2d_layer layer = conv2d_layer_new(&scratch, 1, 2, 3, 1, 1);
    struct pool_layer pool = {2, 2};
    struct conv_block block;
    conv_block_init(&block, &layer, &pool);
    conv_block_forward(&tape, &block, constant_of(shape_4d(1, 2, 4, 4), zero_reals(32)));
}

Test(fast_conv_block, panics_as_its_layers_do)
{
    cr_assert_str_eq(panic_of(block_of_a_wrong_shape),
                     "descent: conv2d_layer: x is (1,2,4,4), w is (2,1,3,3): 2 channels != 1\n");
}

#ifdef DESCENT_DOUBLE /* in float the step is so long that some element crosses a kink */
/* --- gradients --------------------------------------------------------------------------------------- */

/* input: x, w, b; the context is the task. */
static struct variable *block_of_inputs(struct tape *tape, struct variable *const *input,
                                        void *context)
{
    const struct task *const task = context;
    struct conv2d_layer *const layer = arena_take(tape->arena, sizeof *layer);
    struct pool_layer *const pool = arena_take(tape->arena, sizeof *pool);
    struct conv_block *const block = arena_take(tape->arena, sizeof *block);
    *layer = (struct conv2d_layer){*input[1], *input[2], task->stride, task->padding};
    *pool = (struct pool_layer){task->pool, task->pool};
    conv_block_init(block, layer, pool);
    return conv_block_forward(tape, block, input[0]);
}

Test(fast_conv_block, gradients_are_those_of_its_forward)
{
    static struct task tasks[] = {{2, 2, 6, 8, 3, 3, 1, 1, 2, false, true},
                                  {1, 1, 5, 7, 18, 3, 1, 1, 2, false, true},
                                  {1, 2, 11, 9, 3, 2, 2, 1, 3, false, true}};
    const struct backend backends[] = {naive_backend, fast_backend()};
    for (size_t i = 0; i < 2 * sizeof tasks / sizeof *tasks; i++) {
        struct task *const task = &tasks[i / 2];
        struct pcg32 generator = pcg32_seed(56, i / 2);
        const struct numbers numbers = numbers_of(task, &generator);
        const struct tensor input[] = {
            tensor_view(shape_4d(task->n, task->in_channels, task->height, task->width), numbers.x),
            tensor_view(shape_4d(task->out_channels, task->in_channels, task->kernel, task->kernel),
                        numbers.w),
            tensor_view(shape_1d(task->out_channels), numbers.b)};
        const struct gradient_check check = {.operation = block_of_inputs,
                                             .context = task,
                                             .inputs = 3,
                                             .input = input,
                                             .backend = &backends[i % 2],
                                             .arena = &scratch,
                                             .seed = i};
        const struct gradient_finding worst = gradient_check_run(&check);
        cr_assert(gradient_check_passed(&worst), "%s, %s: %s", backends[i % 2].name, text_of(task),
                  gradient_check_text(&worst).text);
    }
}
#endif
