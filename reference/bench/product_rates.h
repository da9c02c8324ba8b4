/* bench/product_rates.h: how fast the products of a linear layer are, beside OpenBLAS and the ceiling. */
#ifndef DESCENT_BENCH_PRODUCT_RATES_H
#define DESCENT_BENCH_PRODUCT_RATES_H

#include "kernels/backend.h"

/* Prints a table of GFLOP/s on one thread: the forward product and those of both gradients, for the first layer
 * of lab 03's classifier and for 1024 x 1024 x 1024, and the share of the ceiling (GFLOP/s). Returns the best
 * rate in it, ours or OpenBLAS's. */
double product_rates_print(const struct backend *backend, double ceiling);

#endif
