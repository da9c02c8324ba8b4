/* Lets MKL take its AVX-512 kernels on every processor that has AVX-512, not on Intel's alone.
 *
 * pip's PyTorch multiplies with MKL, which asks this function of its own whether the processor is
 * Intel's. Loaded before it (LD_PRELOAD), ours answers for it. On a Zen 5, one thread, 64 x 784 x 256:
 * 92 GFLOP/s without, 218 with. bench_torch.py measures PyTorch both ways.
 */
int mkl_serv_intel_cpu_true(void);

int mkl_serv_intel_cpu_true(void)
{
    return 1;
}
