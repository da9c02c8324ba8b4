/* emulated/launch.h: what the rewriter makes of a launch.
 *
 *     k<<<blocks, threads, shared, stream>>>(a, b)   becomes
 *     emulated_launch("k", k, blocks, threads, shared, stream)(a, b)
 *
 * The arguments are converted to the kernel's types, as in a call, and copied, as a launch does; the emulator
 * gets the copy, its size, and a function that calls the kernel with it: once for each thread.
 */
#ifndef EMULATED_LAUNCH_H
#define EMULATED_LAUNCH_H

extern "C" void emulated_run(const char *kernel, dim3 blocks, dim3 threads, size_t shared,
                             cudaStream_t stream, void (*call)(void *arguments),
                             const void *arguments, size_t bytes);

/* The numbers 0, 1, ..., N - 1 as a type: C++11 has none of its own. */
template <int... I> struct emulated_numbers {
};
template <int N, int... I> struct emulated_count : emulated_count<N - 1, N - 1, I...> {
};
template <int... I> struct emulated_count<0, I...> {
    typedef emulated_numbers<I...> type;
};

/* One argument, number I. */
template <int I, class T> struct emulated_argument {
    T value;
};

/* A kernel and its arguments. */
template <class Numbers, class... T> struct emulated_call;
template <int... I, class... T>
struct emulated_call<emulated_numbers<I...>, T...> : emulated_argument<I, T>... {
    void (*kernel)(T...);

    emulated_call(void (*k)(T...), T... values) : emulated_argument<I, T>{values}..., kernel(k)
    {
    }

    static __attribute__((no_sanitize("thread"), noinline)) void run(void *self)
    {
        emulated_call *const call = (emulated_call *)self;
        call->kernel(((emulated_argument<I, T> *)call)->value...);
    }
};

template <class... T> struct emulated_launcher {
    const char *name;
    void (*kernel)(T...);
    dim3 blocks, threads;
    size_t shared;
    cudaStream_t stream;

    void operator()(T... values) const
    {
        typedef emulated_call<typename emulated_count<(int)sizeof...(T)>::type, T...> call;
        const call made(kernel, values...);
        emulated_run(name, blocks, threads, shared, stream, call::run, &made, sizeof made);
    }
};

template <class... T>
static inline emulated_launcher<T...> emulated_launch(const char *name, void (*kernel)(T...),
                                                      dim3 blocks, dim3 threads, size_t shared = 0,
                                                      cudaStream_t stream = 0)
{
    const emulated_launcher<T...> launcher = {name, kernel, blocks, threads, shared, stream};
    return launcher;
}

#endif
