#include "tests/written_png.h"

#include "tests/support.h"

#include <png.h>
#include <string.h>

enum { room = 1 << 16 };

static void append(png_structp png, png_bytep bytes, png_size_t count)
{
    struct written_png *const file = png_get_io_ptr(png);
    cr_assert_leq(file->length + count, room);
    memcpy(file->bytes + file->length, bytes, count);
    file->length += count;
}

static void flush(png_structp png)
{
    (void)png;
}

static _Noreturn void fail(png_structp png, png_const_charp why)
{
    (void)png;
    panic("libpng: %s", why);
}

static void write_colours(png_structp png, png_infop info, struct png_kind kind)
{
    if (kind.palette) {
        png_color palette[256];
        for (size_t i = 0; i < kind.colours; i++) {
            const unsigned char *const colour = kind.palette + 3 * i;
            palette[i] = (png_color){colour[0], colour[1], colour[2]};
        }
        png_set_PLTE(png, info, palette, (int)kind.colours);
    }
    if (kind.alpha) {
        png_set_tRNS(png, info, kind.alpha, (int)kind.colours, NULL);
    }
    if (kind.ground) {
        const png_color_16 ground = {
            .red = kind.ground[0], .green = kind.ground[1], .blue = kind.ground[2]};
        png_set_bKGD(png, info, &ground);
    }
}

struct written_png write_png(struct png_kind kind, size_t rows, size_t columns,
                             const unsigned char *pixels, size_t row_bytes)
{
    struct written_png file = {.bytes = arena_take(&scratch, room)};
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, fail, NULL);
    png_infop info = png_create_info_struct(png);
    png_set_write_fn(png, &file, append, flush);
    png_set_IHDR(png, info, (png_uint_32)columns, (png_uint_32)rows, kind.depth, kind.colour,
                 kind.interlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    write_colours(png, info, kind);
    png_write_info(png, info);
    for (int passes = png_set_interlace_handling(png); passes > 0; passes--) {
        for (size_t i = 0; i < rows; i++) {
            png_write_row(png, pixels + i * row_bytes);
        }
    }
    png_write_end(png, info);
    png_destroy_write_struct(&png, &info);
    return file;
}

struct written_png write_gray_png(size_t rows, size_t columns, const unsigned char *pixels)
{
    const struct png_kind gray = {.depth = 8, .colour = PNG_COLOR_TYPE_GRAY};
    return write_png(gray, rows, columns, pixels, columns);
}
