/* emulated/types.h: CUDA's vector types, dim3, and the words that stand before functions and variables. */
#ifndef EMULATED_TYPES_H
#define EMULATED_TYPES_H

#define __global__
#define __device__ __attribute__((unused))
#define __host__
#define __forceinline__ inline __attribute__((always_inline))
#define __noinline__    __attribute__((noinline))
#define __launch_bounds__(...)
#define __restrict__ __restrict
#define __align__(n) __attribute__((aligned(n)))

/* Variables on the device each have a section of their own, so that the emulator knows them. The rewriter puts
 * __device_variable__ for __device__ in front of a variable. */
#define __shared__          static __attribute__((section("emulated_shared"), aligned(16)))
#define __device_variable__ __attribute__((section("emulated_device"), aligned(16)))
#define __constant__        static __attribute__((section("emulated_constant"), aligned(16)))
#define __managed__         error_managed_variables_are_not_emulated

typedef struct uint3 {
    unsigned x, y, z;
} uint3;

typedef struct int2 {
    int x, y;
} __attribute__((aligned(8))) int2;
typedef struct int4 {
    int x, y, z, w;
} __attribute__((aligned(16))) int4;
typedef struct uint2 {
    unsigned x, y;
} __attribute__((aligned(8))) uint2;
typedef struct uint4 {
    unsigned x, y, z, w;
} __attribute__((aligned(16))) uint4;
typedef struct float2 {
    float x, y;
} __attribute__((aligned(8))) float2;
typedef struct float3 {
    float x, y, z;
} float3;
typedef struct float4 {
    float x, y, z, w;
} __attribute__((aligned(16))) float4;
typedef struct double2 {
    double x, y;
} __attribute__((aligned(16))) double2;
typedef struct uchar4 {
    unsigned char x, y, z, w;
} __attribute__((aligned(4))) uchar4;

#ifdef __cplusplus
struct dim3 {
    unsigned x, y, z;
    dim3(unsigned x_ = 1, unsigned y_ = 1, unsigned z_ = 1) : x(x_), y(y_), z(z_)
    {
    }
};
#else
typedef struct dim3 {
    unsigned x, y, z;
} dim3;
#endif

static inline int2 make_int2(int x, int y)
{
    const int2 made = {x, y};
    return made;
}

static inline int4 make_int4(int x, int y, int z, int w)
{
    const int4 made = {x, y, z, w};
    return made;
}

static inline uint2 make_uint2(unsigned x, unsigned y)
{
    const uint2 made = {x, y};
    return made;
}

static inline uint4 make_uint4(unsigned x, unsigned y, unsigned z, unsigned w)
{
    const uint4 made = {x, y, z, w};
    return made;
}

static inline float2 make_float2(float x, float y)
{
    const float2 made = {x, y};
    return made;
}

static inline float3 make_float3(float x, float y, float z)
{
    const float3 made = {x, y, z};
    return made;
}

static inline float4 make_float4(float x, float y, float z, float w)
{
    const float4 made = {x, y, z, w};
    return made;
}

static inline double2 make_double2(double x, double y)
{
    const double2 made = {x, y};
    return made;
}

static inline uchar4 make_uchar4(unsigned char x, unsigned char y, unsigned char z, unsigned char w)
{
    const uchar4 made = {x, y, z, w};
    return made;
}

#endif
