/* Arrays from .npy images. */
#include "base/npy.h"
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>

/* What was read, written again, is read as the same. */
static void check_written_again(const struct npy_header *header, const real *data)
{
    const size_t bytes = header->count * sizeof(real), length = npy_header_bytes + bytes;
    unsigned char *const image = malloc(length);
    struct npy_header again;
    struct message why;
    npy_encode_header(header->rank, header->size, image);
    memcpy(image + npy_header_bytes, data, bytes);
    demand(npy_decode_header(image, length, &again, &why) == 0);
    demand(again.rank == header->rank && again.count == header->count);
    demand(memcmp(again.size, header->size, header->rank * sizeof(size_t)) == 0);
    free(image);
}

static void check_image(const unsigned char *image, size_t length, const struct npy_header *header)
{
    size_t count = 1;
    demand(header->rank <= npy_max_rank && (header->width == 4 || header->width == 8));
    for (size_t axis = 0; axis < header->rank; axis++) {
        count *= header->size[axis];
    }
    demand(header->count == count);
    demand(header->data_start + count * header->width == length);
    real *const data = malloc(count * sizeof(real) + 1);
    npy_decode_data(image, header, data);
    if (count > 0) { /* sizes beside a 0 may have more digits than fit */
        check_written_again(header, data);
    }
    free(data);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct npy_header header;
    struct message why;
    if (npy_decode_header(bytes, length, &header, &why) == 0) {
        check_image(bytes, length, &header);
    } else {
        demand_reason(&why, "npy: ");
    }
    return 0;
}

static void write_image(const char *name, unsigned char version, const char *header, size_t data)
{
    unsigned char image[256] = {0x93, 'N', 'U', 'M', 'P', 'Y', version};
    const size_t start = version == 1 ? 10 : 12;
    image[8] = (unsigned char)strlen(header);
    memcpy(image + start, header, strlen(header));
    write_seed(name, image, start + strlen(header) + data);
}

void make_seeds(void)
{
    const real numbers[] = {1, -2, (real)0.5, 4, 5, 6};
    struct message why;
    demand(npy_save(seed_path("none"), 0, NULL, numbers, &why) == 0);
    demand(npy_save(seed_path("one"), 1, (const size_t[]){6}, numbers, &why) == 0);
    demand(npy_save(seed_path("four"), 4, (const size_t[]){1, 3, 1, 2}, numbers, &why) == 0);
    demand(npy_save(seed_path("empty"), 2, (const size_t[]){3, 0}, numbers, &why) == 0);
    write_image("version-1", 1, "{'shape': (3,), 'descr': '<f8', 'fortran_order': False}\n", 24);
    write_image("version-2", 2, "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), }\n", 8);
    write_image("fortran", 1, "{'descr': '<f4', 'fortran_order': True, 'shape': (2,), }\n", 8);
    write_image("too-short", 1, "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }\n", 7);
}
