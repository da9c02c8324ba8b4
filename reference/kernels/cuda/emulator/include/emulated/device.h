/* emulated/device.h: what kernels call and read. */
#ifndef EMULATED_DEVICE_H
#define EMULATED_DEVICE_H

/* Within a kernel these never change: each thread sees its own. */
extern "C" const uint3 threadIdx, blockIdx;
extern "C" const uint3 emulated_block_dim, emulated_grid_dim;
#define blockDim emulated_block_dim
#define gridDim  emulated_grid_dim
#define warpSize 32

/* --- barriers and what warps do together ------------------------------------------------------ */

extern "C" {
void emulated_syncthreads(const char *file, unsigned line);
void emulated_syncwarp(unsigned mask, const char *file, unsigned line);
/* What the 32 lanes brought, those outside of the mask with 0. */
const uint64_t *emulated_exchange(unsigned mask, uint64_t value, const char *file, unsigned line);
unsigned emulated_lane(void);
unsigned emulated_active_mask(void);
void *emulated_dynamic_shared(void);
}

#define __syncthreads() emulated_syncthreads(__FILE__, __LINE__)
#define __syncwarp(...) emulated_syncwarp(emulated_mask(__VA_ARGS__), __FILE__, __LINE__)
#define __activemask()  emulated_active_mask()

static inline unsigned emulated_mask(unsigned mask = 0xffffffffu)
{
    return mask;
}

#define EMULATED_PLAIN __attribute__((no_sanitize("thread"), unused))

enum emulated_shuffle { shuffle_from, shuffle_down, shuffle_up, shuffle_xor };

/* The lane that `lane` reads from, among `width` neighbours; its own where that lies outside. */
static inline EMULATED_PLAIN int emulated_source(enum emulated_shuffle how, int lane, int by,
                                                 int width)
{
    const int first = lane & ~(width - 1), last = first + width - 1;
    switch (how) {
    case shuffle_from:
        return first + (by & (width - 1));
    case shuffle_down:
        return lane + by <= last ? lane + by : lane;
    case shuffle_up:
        return lane - by >= first ? lane - by : lane;
    default: /* may read from groups before its own, not behind */
        return (lane ^ by) <= last ? lane ^ by : lane;
    }
}

template <class T> struct emulated_shuffler {
    enum emulated_shuffle how;
    const char *file;
    unsigned line;

    EMULATED_PLAIN T operator()(unsigned mask, T value, int by, int width = warpSize) const
    {
        uint64_t bits = 0;
        __builtin_memcpy(&bits, &value, sizeof value);
        const uint64_t *const all = emulated_exchange(mask, bits, file, line);
        T got;
        __builtin_memcpy(&got, &all[emulated_source(how, (int)emulated_lane(), by, width)],
                         sizeof got);
        return got;
    }
};

/* Picks the shuffler for the value's type. */
struct emulated_any_shuffler {
    enum emulated_shuffle how;
    const char *file;
    unsigned line;

    template <class T>
    EMULATED_PLAIN T operator()(unsigned mask, T value, int by, int width = warpSize) const
    {
        const emulated_shuffler<T> shuffler = {how, file, line};
        return shuffler(mask, value, by, width);
    }
};

static inline EMULATED_PLAIN emulated_any_shuffler emulated_shuffle_at(enum emulated_shuffle how,
                                                                       const char *file,
                                                                       unsigned line)
{
    const emulated_any_shuffler shuffler = {how, file, line};
    return shuffler;
}

#define __shfl_sync(...)      emulated_shuffle_at(shuffle_from, __FILE__, __LINE__)(__VA_ARGS__)
#define __shfl_down_sync(...) emulated_shuffle_at(shuffle_down, __FILE__, __LINE__)(__VA_ARGS__)
#define __shfl_up_sync(...)   emulated_shuffle_at(shuffle_up, __FILE__, __LINE__)(__VA_ARGS__)
#define __shfl_xor_sync(...)  emulated_shuffle_at(shuffle_xor, __FILE__, __LINE__)(__VA_ARGS__)

static inline EMULATED_PLAIN unsigned emulated_ballot(unsigned mask, int predicate,
                                                      const char *file, unsigned line)
{
    const uint64_t *const all = emulated_exchange(mask, predicate != 0, file, line);
    unsigned lanes = 0;
    for (unsigned lane = 0; lane < 32; lane++) {
        lanes |= (mask >> lane & 1) && all[lane] ? 1u << lane : 0;
    }
    return lanes;
}

#define __ballot_sync(mask, predicate) emulated_ballot(mask, predicate, __FILE__, __LINE__)
#define __any_sync(mask, predicate)    (__ballot_sync(mask, predicate) != 0)
#define __all_sync(mask, predicate)    (__ballot_sync(mask, predicate) == (mask))

/* --- atomics: the emulator does them, so that it sees them ----------------------------------- */

enum emulated_atomic { atomic_add, atomic_max, atomic_min, atomic_exchange, atomic_and, atomic_or };

extern "C" {
int emulated_atomic_int(enum emulated_atomic how, int *at, int by);
unsigned emulated_atomic_unsigned(enum emulated_atomic how, unsigned *at, unsigned by);
unsigned long long emulated_atomic_long(enum emulated_atomic how, unsigned long long *at,
                                        unsigned long long by);
float emulated_atomic_float(enum emulated_atomic how, float *at, float by);
double emulated_atomic_double(enum emulated_atomic how, double *at, double by);
unsigned emulated_compare_and_swap(unsigned *at, unsigned expected, unsigned value);
unsigned long long emulated_compare_and_swap_long(unsigned long long *at,
                                                  unsigned long long expected,
                                                  unsigned long long value);
/* For counters that begin anew: how atomicInc counts. */
unsigned emulated_atomic_count(unsigned *at, unsigned last);
}

#define EMULATED_ATOMIC static inline __attribute__((always_inline, unused))

EMULATED_ATOMIC int emulated_atomic(enum emulated_atomic how, int *at, int by)
{
    return emulated_atomic_int(how, at, by);
}
EMULATED_ATOMIC unsigned emulated_atomic(enum emulated_atomic how, unsigned *at, unsigned by)
{
    return emulated_atomic_unsigned(how, at, by);
}
EMULATED_ATOMIC unsigned long long emulated_atomic(enum emulated_atomic how, unsigned long long *at,
                                                   unsigned long long by)
{
    return emulated_atomic_long(how, at, by);
}
EMULATED_ATOMIC float emulated_atomic(enum emulated_atomic how, float *at, float by)
{
    return emulated_atomic_float(how, at, by);
}
EMULATED_ATOMIC double emulated_atomic(enum emulated_atomic how, double *at, double by)
{
    return emulated_atomic_double(how, at, by);
}

template <class T> struct emulated_plain {
    typedef T type;
};
#define EMULATED_ATOMIC_NAMED(name, how)                                                           \
    template <class T> EMULATED_ATOMIC T name(T *at, typename emulated_plain<T>::type by)          \
    {                                                                                              \
        return emulated_atomic(how, at, by);                                                       \
    }
EMULATED_ATOMIC_NAMED(atomicAdd, atomic_add)
EMULATED_ATOMIC_NAMED(atomicMax, atomic_max)
EMULATED_ATOMIC_NAMED(atomicMin, atomic_min)
EMULATED_ATOMIC_NAMED(atomicExch, atomic_exchange)
EMULATED_ATOMIC_NAMED(atomicAnd, atomic_and)
EMULATED_ATOMIC_NAMED(atomicOr, atomic_or)
template <class T> EMULATED_ATOMIC T atomicSub(T *at, typename emulated_plain<T>::type by)
{
    return emulated_atomic(atomic_add, at, (T)(0 - by));
}
EMULATED_ATOMIC unsigned atomicInc(unsigned *at, unsigned last)
{
    return emulated_atomic_count(at, last);
}
EMULATED_ATOMIC int atomicCAS(int *at, int expected, int value)
{
    return (int)emulated_compare_and_swap((unsigned *)at, (unsigned)expected, (unsigned)value);
}
EMULATED_ATOMIC unsigned atomicCAS(unsigned *at, unsigned expected, unsigned value)
{
    return emulated_compare_and_swap(at, expected, value);
}
EMULATED_ATOMIC unsigned long long atomicCAS(unsigned long long *at, unsigned long long expected,
                                             unsigned long long value)
{
    return emulated_compare_and_swap_long(at, expected, value);
}

/* Threads here run one after another: what one wrote, the next one sees. */
#define __threadfence()        ((void)0)
#define __threadfence_block()  ((void)0)
#define __threadfence_system() ((void)0)

/* --- memory ----------------------------------------------------------------------------------- */

template <class T> EMULATED_ATOMIC T __ldg(const T *at)
{
    return *at;
}

extern "C" {
void *emulated_memcpy(void *to, const void *from, size_t bytes);
void *emulated_memset(void *to, int value, size_t bytes);
}
#define memcpy emulated_memcpy
#define memset emulated_memset

/* clang copies and clears whole structs by calls of these functions, and some versions say nothing of it before. */
#ifdef __clang__
#if __has_feature(thread_sanitizer)
asm("memcpy = __tsan_memcpy\n"
    "memmove = __tsan_memmove\n"
    "memset = __tsan_memset\n");
#endif
#endif

/* --- arithmetic ------------------------------------------------------------------------------- */

#define EMULATED_MATH static inline __attribute__((unused))

EMULATED_MATH float rsqrtf(float x)
{
    return 1.0f / sqrtf(x);
}
EMULATED_MATH float __saturatef(float x)
{
    return fminf(fmaxf(x, 0.0f), 1.0f);
}
EMULATED_MATH float __int_as_float(int bits)
{
    float x;
    __builtin_memcpy(&x, &bits, sizeof x);
    return x;
}
EMULATED_MATH int __float_as_int(float x)
{
    int bits;
    __builtin_memcpy(&bits, &x, sizeof bits);
    return bits;
}
EMULATED_MATH float __uint_as_float(unsigned bits)
{
    return __int_as_float((int)bits);
}
EMULATED_MATH unsigned __float_as_uint(float x)
{
    return (unsigned)__float_as_int(x);
}
EMULATED_MATH unsigned __umulhi(unsigned a, unsigned b)
{
    return (unsigned)((unsigned long long)a * b >> 32);
}
EMULATED_MATH int __mulhi(int a, int b)
{
    return (int)((long long)a * b >> 32);
}
EMULATED_MATH int __popc(unsigned x)
{
    return __builtin_popcount(x);
}
EMULATED_MATH int __ffs(int x)
{
    return __builtin_ffs(x);
}
EMULATED_MATH int __clz(int x)
{
    return x ? __builtin_clz((unsigned)x) : 32;
}

#define __expf(x)          expf(x)
#define __logf(x)          logf(x)
#define __sinf(x)          sinf(x)
#define __cosf(x)          cosf(x)
#define __powf(x, y)       powf(x, y)
#define __fdividef(a, b)   ((a) / (b))
#define __frcp_rn(x)       (1.0f / (x))
#define __fsqrt_rn(x)      sqrtf(x)
#define __fmaf_rn(a, b, c) fmaf(a, b, c)
#define __fadd_rn(a, b)    ((a) + (b))
#define __fmul_rn(a, b)    ((a) * (b))

EMULATED_MATH int min(int a, int b)
{
    return a < b ? a : b;
}
EMULATED_MATH unsigned min(unsigned a, unsigned b)
{
    return a < b ? a : b;
}
EMULATED_MATH size_t min(size_t a, size_t b)
{
    return a < b ? a : b;
}
EMULATED_MATH float min(float a, float b)
{
    return fminf(a, b);
}
EMULATED_MATH int max(int a, int b)
{
    return a > b ? a : b;
}
EMULATED_MATH unsigned max(unsigned a, unsigned b)
{
    return a > b ? a : b;
}
EMULATED_MATH size_t max(size_t a, size_t b)
{
    return a > b ? a : b;
}
EMULATED_MATH float max(float a, float b)
{
    return fmaxf(a, b);
}

#endif
