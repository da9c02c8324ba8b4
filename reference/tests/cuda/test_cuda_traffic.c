/* What the kernels ask of memory, as the emulator counts it. The emulator's program alone has these tests. */
#include "kernels/cuda/conv2d.h"
#include "kernels/cuda/emulator/emulator.h"
#include "kernels/cuda/matmul_coalesced.h"
#include "kernels/cuda/matmul_naive.h"
#include "kernels/cuda/matmul_registers.h"
#include "kernels/cuda/matmul_tiled.h"
#include "kernels/cuda/product.h"
#include "kernels/cuda/room.h"
#include "kernels/naive/conv2d.h"
#include "tests/cuda/twins.h"

TestSuite(cuda_traffic, .init = twins_begin, .fini = twins_end);

/* n^3 multiply-adds. Where tiles of 128 fill n, the rungs ask for 2 n^3 numbers, for 2 n^3, 2 n^3 / 16 and 2 n^3 / 128,
 * for any n: what is true of 128 is true of 256. */
enum { n = registers_tile };

static float *device_numbers(size_t count)
{
    float *const numbers = device_take(count * sizeof *numbers);
    cudaMemset(numbers, 0, count * sizeof *numbers);
    return numbers;
}

static struct emulator_traffic
traffic_of(const char *kernel, void (*multiply)(size_t rows, size_t k, size_t m, const float *a,
                                                const float *b, float *c))
{
    multiply(n, n, n, device_numbers(n * n), device_numbers(n * n),
             device_take(n * n * sizeof(float)));
    return emulator_traffic(kernel);
}

Test(cuda_traffic, each_rung_of_the_product_asks_for_less)
{
    emulator_reset();
    const struct emulator_traffic naive = traffic_of("matmul_naive_kernel", cuda_matmul_naive);
    const struct emulator_traffic coalesced =
        traffic_of("matmul_coalesced_kernel", cuda_matmul_coalesced);
    const struct emulator_traffic tiled = traffic_of("matmul_tiled_kernel", cuda_matmul_tiled);
    const struct emulator_traffic registers =
        traffic_of("matmul_registers_kernel", cuda_matmul_registers);
    const uint64_t all = 2 * sizeof(float) * n * n * n;
    cr_assert_eq(naive.read_bytes, all);
    cr_assert_eq(coalesced.read_bytes, all);
    cr_assert_leq(tiled.read_bytes, all / 12);
    cr_assert_leq(registers.read_bytes, all / 100);
    cr_assert_gt(naive.uncoalesced, naive.accesses / 2); /* each of a and of c */
    cr_assert_eq(coalesced.uncoalesced, 0);
    cr_assert_leq(6 * coalesced.segments, naive.segments);
}

static uint64_t moved_by(const char *kernel)
{
    const struct emulator_traffic traffic = emulator_traffic(kernel);
    return traffic.read_bytes + traffic.written_bytes;
}

/* What the gradients of w and b move, for one image of lab 04's second convolution. */
static uint64_t moved_for_w(enum cuda_conv2d_way way)
{
    const struct conv2d c = {16, 14, 14, 32, 3, 1, 1, 14, 14};
    const size_t weights = c.out_channels * c.in_channels * c.kernel * c.kernel;
    const size_t in = c.in_channels * c.height * c.width, out = c.out_channels * c.height * c.width;
    emulator_reset();
    cuda_forget_rooms();
    cuda_conv2d_use(way);
    float *const dw = device_numbers(weights), *const db = device_numbers(c.out_channels);
    cuda_conv2d_backward(&c, 1, device_numbers(in), device_numbers(weights), device_numbers(out),
                         device_take(cuda_conv2d_scratch(&c, 1) * sizeof(float)), NULL, dw, db);
    cuda_conv2d_use(cuda_conv2d_by_rule);
    cr_assert_eq(emulator_fault_count(), 0);
    return moved_by("conv2d_weights_kernel") + moved_by("im2col_kernel") +
           moved_by("matmul_split_kernel") + moved_by("column_sums_kernel") +
           moved_by("conv2d_offsets_kernel");
}

Test(cuda_traffic, the_gradient_of_filters_moves_less_as_a_product)
{
    const uint64_t by_rule = moved_for_w(cuda_conv2d_by_rule);
    cr_assert_eq(emulator_traffic("im2col_kernel").launches, 1);
    const uint64_t directly = moved_for_w(cuda_conv2d_directly);
    cr_assert_eq(emulator_traffic("im2col_kernel").launches, 0);
    cr_assert_leq(8 * by_rule, directly, "%lu bytes, and directly %lu", by_rule, directly);
}

/* What kernels a convolution's three parts launch, by their names. */
static void convolve(enum cuda_conv2d_way way, enum cuda_product_way product)
{
    const struct conv2d c = {2, 5, 4, 3, 3, 1, 1, 5, 4};
    emulator_reset();
    cuda_forget_rooms();
    cuda_conv2d_use(way);
    cuda_product_use(product);
    float *const room = device_take(cuda_conv2d_scratch(&c, 2) * sizeof(float));
    float *const x = device_numbers(80), *const w = device_numbers(54),
                 *const b = device_numbers(3);
    float *const y = device_numbers(120);
    cuda_conv2d_forward(&c, 2, x, w, b, room, y);
    cuda_conv2d_backward(&c, 2, x, w, y, room, device_numbers(80), device_numbers(54),
                         device_numbers(3));
    cuda_conv2d_use(cuda_conv2d_by_rule);
    cuda_product_use(cuda_product_by_rule);
}

static uint64_t launches(const char *kernel)
{
    return emulator_traffic(kernel).launches;
}

Test(cuda_traffic, the_exercises_kernels_are_those_that_run)
{
    convolve(cuda_conv2d_as_product, cuda_product_tiled);
    cr_assert_eq(launches("im2col_kernel"), 2);       /* for y and for dw, all images at once */
    cr_assert_eq(launches("matmul_tiled_kernel"), 6); /* y, dw and dx of two images */
    cr_assert_eq(launches("matmul_split_kernel"), 0);
    cr_assert_eq(launches("conv2d_kernel"), 0);
    convolve(cuda_conv2d_directly, cuda_product_by_rule);
    cr_assert_eq(launches("im2col_kernel"), 0);
    cr_assert_eq(launches("conv2d_kernel"), 2);
    convolve(cuda_conv2d_by_rule, cuda_product_by_rule);
    cr_assert_eq(launches("im2col_kernel"), 1);
    cr_assert_eq(launches("conv2d_kernel"), 2);
}
