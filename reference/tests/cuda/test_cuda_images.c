/* A batch's way to the device and back: bytes to numbers, logits to classes. */
#include "data/standardise.h"
#include "kernels/cuda/image_bytes.h"
#include "kernels/cuda/predicted_classes.h"
#include "tests/cuda/twins.h"

#include <string.h>

TestSuite(cuda_images, .init = twins_begin, .fini = twins_end);

enum { cases = 24, pixel_values = 256 };

static const unsigned char *random_bytes(struct pcg32 *generator, size_t count, uint32_t below)
{
    unsigned char *const bytes = arena_take(&scratch, count);
    for (size_t i = 0; i < count; i++) {
        bytes[i] = (unsigned char)pcg32_below(generator, below);
    }
    return bytes;
}

/* Where a case's bytes begin: at a multiple of 4 in every second one, anywhere in the others. */
static size_t offset_of(size_t number)
{
    return number % 2 == 0 ? 0 : number / 2 % 4;
}

/* Bytes that begin there, on the device. */
static const unsigned char *bytes_at(size_t offset, size_t count, const unsigned char *bytes)
{
    unsigned char *const shifted = arena_take(&scratch, offset + count);
    memset(shifted, 0, offset);
    memcpy(shifted + offset, bytes, count);
    return (unsigned char *)device_copy(offset + count, shifted) + offset;
}

static void by_table(struct pcg32 *generator, size_t number)
{
    const size_t count = some_count(generator, number);
    const unsigned char *const bytes = random_bytes(generator, count, pixel_values);
    const struct twin value = twin_input(generator, pixel_values), x = twin_output(count);
    for (size_t i = 0; i < count; i++) {
        x.host[i] = value.host[bytes[i]];
    }
    cuda_image_bytes(count, bytes_at(offset_of(number), count, bytes), value.device, 0, NULL, NULL,
                     x.device);
    assert_twin(x, 0);
}

Test(cuda_images, bytes_by_table)
{
    run_cases(cases, by_table);
}

static void by_pixel(struct pcg32 *generator, size_t number)
{
    const size_t rows = between(generator, 1, 20), columns = between(generator, 1, 60);
    const size_t count = rows * columns;
    const unsigned char *const bytes = random_bytes(generator, count, pixel_values);
    float *const spread = random_reals(generator, columns);
    for (size_t j = 0; j < columns; j++) {
        spread[j] += 1.5F;
    }
    const struct twin value = twin_input(generator, pixel_values), x = twin_output(count);
    const struct twin mean = twin_input(generator, columns),
                      deviation = twin_given(columns, spread);
    for (size_t i = 0; i < count; i++) {
        x.host[i] = value.host[bytes[i]];
    }
    standardise_apply(rows, columns, mean.host, deviation.host, x.host);
    cuda_image_bytes(count, bytes_at(offset_of(number), count, bytes), value.device, columns,
                     mean.device, deviation.device, x.device);
    assert_twin(x, REAL_EPSILON);
}

Test(cuda_images, bytes_by_statistics_of_each_pixel)
{
    run_cases(cases, by_pixel);
}

static void labels(struct pcg32 *generator, size_t number)
{
    const size_t count = some_count(generator, number);
    const unsigned char *const bytes = random_bytes(generator, count, pixel_values);
    const struct twin y = twin_output(count);
    for (size_t i = 0; i < count; i++) {
        y.host[i] = bytes[i];
    }
    cuda_label_bytes(count, device_copy(count, bytes), y.device);
    assert_twin(y, 0);
}

Test(cuda_images, labels)
{
    run_cases(cases, labels);
}

/* The first of the largest. */
static unsigned char largest_of(size_t classes, const float *z)
{
    size_t largest = 0;
    for (size_t c = 0; c < classes; c++) {
        largest = z[c] > z[largest] ? c : largest;
    }
    return (unsigned char)largest;
}

/* Logits of few different values, so that many are equal. */
static void classes_told(struct pcg32 *generator, size_t number)
{
    const size_t n = between(generator, 1, 60),
                 classes = number < 3 ? number + 1 : between(generator, 1, 80);
    float *const logits = zero_reals(n * classes), *const truth = zero_reals(n);
    for (size_t i = 0; i < n * classes; i++) {
        logits[i] = (float)between(generator, 0, 9) - 20;
    }
    unsigned char *const expected = arena_take(&scratch, n), *const got = arena_take(&scratch, n);
    int right = 1000;
    int *const right_device = device_copy(sizeof right, &right);
    for (size_t i = 0; i < n; i++) {
        expected[i] = largest_of(classes, logits + i * classes);
        truth[i] = i % 3 ? expected[i] : (float)pcg32_below(generator, (uint32_t)classes);
        right += truth[i] == expected[i];
    }
    const struct twin z = twin_given(n * classes, logits), y = twin_given(n, truth);
    unsigned char *const predicted = device_take(n);
    cuda_predicted_classes(n, classes, z.device, y.device, predicted, right_device);

    int right_got = 0;
    device_fetch(n, predicted, got);
    device_fetch(sizeof right_got, right_device, &right_got);
    cr_assert_arr_eq(got, expected, n);
    cr_assert_eq(right_got, right);
}

Test(cuda_images, predicted_classes)
{
    run_cases(cases, classes_told);
}
