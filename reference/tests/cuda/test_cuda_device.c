/* Twins of arenas, and steps as graphs (kernels/device.h). The kernels are those of gradient descent and Adam. */
#include "kernels/adam_settings.h"
#include "kernels/backend.h"
#include "kernels/cuda/adam.h"
#include "kernels/cuda/device.h"
#include "kernels/cuda/gradient_descent.h"
#include "kernels/cuda/open.h"
#include "optim/adam.h"
#include "tests/cuda/twins.h"

#ifdef DESCENT_EMULATED
#include "kernels/cuda/emulator/emulator.h"
#endif

#include <criterion/criterion.h>
#include <signal.h>
#include <string.h>

TestSuite(cuda_device, .init = twins_begin, .fini = twins_end);

enum { count = 100, steps = 20 };

/* An arena with its twin, as a training's. */
static struct arena numbers;

static const struct device *begin(void)
{
    struct message why;
    cr_assert_eq(arena_create(&numbers, 1 << 14, &why), 0, "%s", why.text);
    const struct device *const device = cuda_device();
    device->twin_make(numbers.memory, numbers.size);
    return device;
}

static void end(void)
{
    cuda_device_close();
    arena_destroy(&numbers);
}

Test(cuda_device, opens)
{
    const struct backend *backend = NULL;
    struct message why = {""};
    cr_assert_eq(descent_cuda_open(&backend, &why), 0, "%s", why.text);
    cr_assert_eq(backend->device, cuda_device());
    cuda_device_close();
}

static float *take(const float *from)
{
    float *const array = arena_take(&numbers, count * sizeof *array);
    memcpy(array, from, count * sizeof *array);
    return array;
}

static void up_and_down(struct pcg32 *generator, size_t number)
{
    (void)number;
    const struct device *const device = begin();
    const float *const given = random_reals(generator, count);
    float *const x = take(given), *const y = take(given);
    device->upload(numbers.memory, numbers.size);
    memset(x, 0, count * sizeof *x);
    memset(y, 0xff, count * sizeof *y);
    device->zero(y + 1, sizeof *y);
    device->download(x, count * sizeof *x);
    device->download(y, count * sizeof *y);
    for (size_t i = 0; i < count; i++) {
        cr_assert_eq(x[i], given[i]);
        cr_assert_eq(y[i], i == 1 ? 0 : given[i]);
    }
    cr_assert_null(cuda_twin_of(NULL));
    end();
}

Test(cuda_device, copies_to_the_twin_and_back)
{
    run_cases(4, up_and_down);
}

/* Rates as a schedule's, two shapes that take turns in no regular way: the numbers are those of plain steps. */
static void scheduled(struct pcg32 *generator, size_t number)
{
    const struct device *const device = begin();
    const float *const from = random_reals(generator, count), *const slope =
                                                                  random_reals(generator, count);
    float *const value = take(from), *const gradient = take(slope);
    float *const expected = copy_reals(count, from);
    device->upload(numbers.memory, numbers.size);
    size_t launched = 0;
    for (size_t t = 1; t <= steps; t++) {
        const float rate = 1 / (float)(t + number);
        const size_t length = t % 3 == 0 ? 10 : count;
        if (!device->step_begin(rate, t, length)) {
            cuda_gradient_descent(length, &cuda_step_numbers()->rate, cuda_twin_of(gradient),
                                  cuda_twin_of(value));
        } else {
            launched++;
        }
        device->step_end();
        for (size_t i = 0; i < length; i++) {
            expected[i] -= rate * slope[i];
        }
    }
    cr_assert_eq(launched, steps - 4, "%zu", launched); /* each shape: once plain, once recorded */
    device->download(value, count * sizeof *value);
    for (size_t i = 0; i < count; i++) {
        cr_assert_float_eq(value[i], expected[i], 1e-5F);
    }
    end();
}

Test(cuda_device, graphs_follow_the_rate)
{
    run_cases(4, scheduled);
}

/* Adam's corrections depend on t. */
static void by_adam(struct pcg32 *generator, size_t number)
{
    (void)number;
    const struct device *const device = begin();
    const float *const from = random_reals(generator, count),
                       *const slope = random_reals(generator, count),
                       *const zero = zero_reals(count);
    float *const value = take(from), *const gradient = take(slope), *const m = take(zero),
                 *const v = take(zero);
    struct adam_settings settings = {
        .rate = 0.01F, .beta1 = 0.9F, .beta2 = 0.999F, .epsilon = 1e-8F};
    float *const value_on_host = copy_reals(count, from), *const m_on_host = zero_reals(count),
                 *const v_on_host = zero_reals(count);
    const struct parameter parameter = {
        .count = count, .value = value_on_host, .gradient = copy_reals(count, slope)};
    device->upload(numbers.memory, numbers.size);
    for (size_t t = 1; t <= steps; t++) {
        if (!device->step_begin(settings.rate, t, 1)) {
            cuda_adam_step(count, cuda_twin_of(gradient), cuda_twin_of(value), cuda_step_numbers(),
                           &settings, cuda_twin_of(m), cuda_twin_of(v));
        }
        device->step_end();
        adam_step(&parameter, &settings, t, m_on_host, v_on_host);
    }
    device->download(value, count * sizeof *value);
    for (size_t i = 0; i < count; i++) {
        cr_assert_float_eq(value[i], value_on_host[i], 1e-5F);
    }
    end();
}

Test(cuda_device, graphs_follow_the_steps_number)
{
    run_cases(2, by_adam);
}

/* A twin that comes or goes ends all graphs; afterwards steps are as at the beginning. */
static void forgotten(struct pcg32 *generator, size_t number)
{
    (void)number;
    const struct device *const device = begin();
    float other[4] = {0};
    float *const value = take(random_reals(generator, count));
    device->upload(numbers.memory, numbers.size);
    for (size_t t = 1; t <= 6; t++) {
        if (t == 4) {
            device->twin_make(other, sizeof other);
            device->twin_release(other);
        }
        cr_assert_eq(device->step_begin(1, t, 1), t % 3 == 0, "step %zu", t);
        if (t % 3 != 0) {
            device->zero(value, count * sizeof *value);
        }
        device->step_end();
    }
    end();
}

Test(cuda_device, graphs_end_with_a_twin)
{
    run_cases(2, forgotten);
}

#ifdef DESCENT_EMULATED

/* The host may write over what it has uploaded, whoever reads its memory. */
static void uploaded(struct pcg32 *generator, size_t number)
{
    (void)generator;
    (void)number;
    const struct device *const device = begin();
    const struct emulator_calls before = emulator_calls();
    device->upload(numbers.memory, 64);
    cr_assert_eq(emulator_calls().waits - before.waits, 1);
    end();
}

Test(cuda_device, an_upload_waits_until_it_has_read)
{
    run_cases(1, uploaded);
}

/* More steps than the ring of step numbers has places: one small copy each, and nothing else. */
static void steady(struct pcg32 *generator, size_t number)
{
    (void)number;
    const struct device *const device = begin();
    float *const value = take(random_reals(generator, count));
    device->upload(numbers.memory, numbers.size);
    struct emulator_calls before = {0};
    for (size_t t = 1; t <= 2 + 40; t++) {
        if (!device->step_begin(1, t, 1)) {
            device->zero(value, count * sizeof *value);
        }
        device->step_end();
        if (t == 2) {
            before = emulator_calls();
        }
    }
    const struct emulator_calls after = emulator_calls();
    cr_assert_eq(after.allocations, before.allocations);
    cr_assert_eq(after.waits, before.waits);
    cr_assert_eq(after.copies_to_device - before.copies_to_device, 40);
    cr_assert_eq(after.copies_from_device, before.copies_from_device);
    cr_assert_eq(after.graph_launches - before.graph_launches, 40);
    end();
}

Test(cuda_device, a_steady_step_takes_and_waits_for_nothing)
{
    run_cases(1, steady);
}

#endif

/* --- what panics ------------------------------------------------------------------------------ */

/* Apart: compute-sanitizer takes the end of such a process for an error. */
TestSuite(cuda_device_panics, .init = twins_begin, .fini = twins_end);

Test(cuda_device_panics, memory_without_a_twin, .signal = SIGABRT)
{
    float x = 0;
    begin();
    cuda_twin_of(&x);
}

Test(cuda_device_panics, an_array_that_ends_behind_its_twin, .signal = SIGABRT)
{
    const struct device *const device = begin();
    device->upload(numbers.memory + 64, numbers.size);
}

Test(cuda_device_panics, two_twins_of_the_same_memory, .signal = SIGABRT)
{
    const struct device *const device = begin();
    device->twin_make(numbers.memory + 64, 64);
}

Test(cuda_device_panics, a_download_in_a_recorded_step, .signal = SIGABRT)
{
    const struct device *const device = begin();
    device->step_begin(1, 1, 1);
    device->step_end();
    device->step_begin(1, 2, 1);
    device->download(numbers.memory, 64);
}

Test(cuda_device_panics, a_batch_in_a_recorded_step, .signal = SIGABRT)
{
    const struct device *const device = begin();
    device->batch(1, 1);
    device->step_begin(1, 1, 1);
    device->step_end();
    device->step_begin(1, 2, 1);
    device->batch(1, 1);
}

Test(cuda_device_panics, a_step_in_a_step, .signal = SIGABRT)
{
    const struct device *const device = begin();
    device->step_begin(1, 1, 1);
    device->step_begin(1, 2, 1);
}
