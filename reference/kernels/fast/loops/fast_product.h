/* kernels/fast/loops/fast_product.h: the product that all layers' products are. */
#ifndef DESCENT_KERNELS_FAST_LOOPS_FAST_PRODUCT_H
#define DESCENT_KERNELS_FAST_LOOPS_FAST_PRODUCT_H

#include "kernels/fast/product.h"

/* By OpenBLAS when it is loaded and the product is large enough to pay for the call, else by loops. */
void fast_multiply(const struct product *product);

#endif
