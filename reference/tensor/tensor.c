#include "tensor/tensor.h"

#include "base/npy.h"

struct tensor tensor_new(struct arena *arena, struct shape shape)
{
    return (struct tensor){shape, arena_reals(arena, shape_count(shape))};
}

struct tensor tensor_view(struct shape shape, real *data)
{
    return (struct tensor){shape, data};
}

struct tensor tensor_reshape(struct tensor tensor, struct shape shape)
{
    const size_t have = shape_count(tensor.shape), want = shape_count(shape);
    if (have != want) {
        panic("tensor_reshape: %s to %s: %zu != %zu elements", shape_to_text(tensor.shape).text,
              shape_to_text(shape).text, have, want);
    }
    return (struct tensor){shape, tensor.data};
}

real *tensor_at(struct tensor tensor, size_t i, size_t j, size_t k, size_t l)
{
    const size_t index[shape_max_rank] = {i, j, k, l};
    size_t offset = 0;
    for (size_t axis = 0; axis < shape_max_rank; axis++) {
        const size_t size = axis < tensor.shape.rank ? tensor.shape.size[axis] : 1;
        if (index[axis] >= size) {
            panic("tensor_at: index (%zu,%zu,%zu,%zu) lies outside %s", i, j, k, l,
                  shape_to_text(tensor.shape).text);
        }
        offset = offset * size + index[axis];
    }
    return tensor.data + offset;
}

void tensor_fill(struct tensor tensor, real value)
{
    const size_t count = shape_count(tensor.shape);
    for (size_t i = 0; i < count; i++) {
        tensor.data[i] = value;
    }
}

void tensor_scale(struct tensor tensor, real factor)
{
    const size_t count = shape_count(tensor.shape);
    for (size_t i = 0; i < count; i++) {
        tensor.data[i] *= factor;
    }
}

int tensor_save(struct tensor tensor, const char *path, struct message *why)
{
    return npy_save(path, tensor.shape.rank, tensor.shape.size, tensor.data, why);
}

int tensor_load(struct tensor *tensor, struct arena *arena, const char *path, struct message *why)
{
    struct npy_header header;
    if (npy_load(path, arena, &header, &tensor->data, why) != 0) {
        return -1;
    }
    tensor->shape = (struct shape){.rank = header.rank};
    for (size_t axis = 0; axis < header.rank; axis++) {
        tensor->shape.size[axis] = header.size[axis];
    }
    return 0;
}
