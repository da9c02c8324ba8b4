/* judge/lab04.h: what lab 04's checks share, and those that stand in files of their own. */
#ifndef DESCENT_JUDGE_LAB04_H
#define DESCENT_JUDGE_LAB04_H

#include "judge/cache_pass.h"
#include "judge/check.h"

/* A convolution to be asked for. What y measures is 4.1's answer, and so is written out. */
struct conv_shape {
    size_t n, in, height, width, out, kernel, stride, padding, out_height, out_width;
};

/* The four numbers of a geometry that no array's shape tells. */
void give_windows(struct bundle *request, const struct conv_shape *s);

/* x, w, b and the windows: random numbers. */
void give_conv(struct check *check, struct bundle *request, const struct conv_shape *s);

/* All together in every mixture: of these, gradients are measured and products compared. */
extern const struct conv_shape conv_shapes[];
extern const size_t conv_shape_count;

/* The image, the filter and the offset of the handout. */
extern const real hand_image[9], hand_filter[4], hand_offset[1];

/* in lab04_pool.c: 4.6 and 4.7 */
void check_max_pool(struct check *check);
void check_max_pool_backward(struct check *check);

/* in lab04_products.c: 4.8 to 4.11 */
void check_im2col(struct check *check);
void check_col2im(struct check *check);
void check_conv_product(struct check *check);
void check_blocked_product(struct check *check);

/* in lab04_kernels.c: 4.12 to 4.15 */
void check_kernel_step(struct check *check);
void check_kernel_softmax(struct check *check);
void check_kernel_product(struct check *check);
void check_kernel_im2col(struct check *check);

/* in lab04_misses.c: the bonus of 4.11 */
json_t *count_blocked_product(const struct valgrind_run *run, struct message *why);

#endif
