#include "data/png_image.h"
#include "tests/support.h"
#include "tests/written_png.h"

#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

TestSuite(png_image, .init = test_begin, .fini = test_end);

/* --- reading --- */

static struct gray_image read_png(struct written_png file)
{
    struct gray_image image;
    struct message why;
    write_file(in_folder("file.png").text, file.bytes, file.length);
    cr_assert_eq(png_image_read(in_folder("file.png").text, &image, &why), 0, "%s", why.text);
    return image;
}

static void assert_image(struct gray_image image, size_t rows, size_t columns,
                         const unsigned char *pixels)
{
    cr_assert_eq(image.rows, rows);
    cr_assert_eq(image.columns, columns);
    for (size_t i = 0; i < rows * columns; i++) {
        cr_assert_eq(image.bytes[i], pixels[i], "pixel %zu: expected %d, got %d", i, pixels[i],
                     image.bytes[i]);
    }
    gray_image_destroy(&image);
    cr_assert_null(image.bytes);
}

static const struct png_kind rgb = {.depth = 8, .colour = PNG_COLOR_TYPE_RGB};
static const struct png_kind gray_alpha = {.depth = 8, .colour = PNG_COLOR_TYPE_GRAY_ALPHA};

Test(png_image, reads_gray)
{
    const unsigned char pixels[6] = {0, 1, 100, 200, 254, 255};
    assert_image(read_png(write_gray_png(2, 3, pixels)), 2, 3, pixels);
}

Test(png_image, reads_one_pixel)
{
    assert_image(read_png(write_gray_png(1, 1, (const unsigned char[]){77})), 1, 1,
                 (const unsigned char[]){77});
}

Test(png_image, reads_gray_that_is_written_as_colour)
{
    const unsigned char pixels[] = {0, 0, 0, 9, 9, 9, 130, 130, 130, 255, 255, 255};
    assert_image(read_png(write_png(rgb, 2, 2, pixels, 6)), 2, 2,
                 (const unsigned char[]){0, 9, 130, 255});
}

/* Rec. 709 in linear light, back on sRGB's curve: 0.2126 is 127, 0.7152 is 220, 0.0722 is 76. */
Test(png_image, makes_of_a_colour_the_gray_that_is_as_bright)
{
    const unsigned char pixels[] = {255, 0, 0, 0, 255, 0, 0, 0, 255};
    const struct gray_image image = read_png(write_png(rgb, 1, 3, pixels, 9));
    const int expected[3] = {127, 220, 76};
    for (size_t i = 0; i < 3; i++) {
        cr_assert_leq(abs(image.bytes[i] - expected[i]), 1, "%zu: %d", i, image.bytes[i]);
    }
    free(image.bytes);
}

Test(png_image, reads_a_palette)
{
    const unsigned char palette[] = {0, 0, 0, 40, 40, 40, 250, 250, 250};
    const struct png_kind kind = {
        .depth = 2, .colour = PNG_COLOR_TYPE_PALETTE, .colours = 3, .palette = palette};
    const unsigned char pixels[] = {0x18 /* 0 1 2 0 */, 0x90 /* 2 1 0 0 */};
    assert_image(read_png(write_png(kind, 2, 4, pixels, 1)), 2, 4,
                 (const unsigned char[]){0, 40, 250, 0, 250, 40, 0, 0});
}

Test(png_image, reads_single_bits)
{
    const struct png_kind kind = {.depth = 1, .colour = PNG_COLOR_TYPE_GRAY};
    assert_image(read_png(write_png(kind, 1, 3, (const unsigned char[]){0xa0}, 1)), 1, 3,
                 (const unsigned char[]){255, 0, 255});
}

Test(png_image, reads_16_bits_on_the_curve_of_8)
{
    const struct png_kind kind = {.depth = 16, .colour = PNG_COLOR_TYPE_GRAY};
    const unsigned char pixels[] = {0, 0, 50, 50, 128, 128, 255, 255};
    const struct gray_image image = read_png(write_png(kind, 1, 4, pixels, 8));
    for (size_t i = 0; i < 4; i++) {
        cr_assert_leq(abs(image.bytes[i] - pixels[2 * i]), 1, "%zu: %d", i, image.bytes[i]);
    }
    free(image.bytes);
}

Test(png_image, reads_interlaced_images)
{
    struct png_kind kind = {.depth = 8, .colour = PNG_COLOR_TYPE_GRAY, .interlaced = true};
    unsigned char pixels[9 * 11];
    for (size_t i = 0; i < sizeof pixels; i++) {
        pixels[i] = (unsigned char)(i * 37);
    }
    assert_image(read_png(write_png(kind, 9, 11, pixels, 11)), 9, 11, pixels);
}

/* --- transparency --- */

Test(png_image, shows_black_behind_a_bright_object_that_is_cut_out)
{
    const unsigned char pixels[] = {200, 255, 200, 0, 255, 51, 9, 0};
    assert_image(read_png(write_png(gray_alpha, 2, 2, pixels, 4)), 2, 2,
                 (const unsigned char[]){200, 0, 51, 0});
}

Test(png_image, shows_white_behind_a_dark_one)
{
    const unsigned char pixels[] = {50, 255, 50, 0, 0, 51, 51, 128};
    assert_image(read_png(write_png(gray_alpha, 2, 2, pixels, 4)), 2, 2,
                 (const unsigned char[]){50, 255, 204, 153}); /* (51 128 + 255 127) / 255 = 152.6 */
}

Test(png_image, shows_white_where_nothing_can_be_seen)
{
    const unsigned char pixels[] = {0, 0, 200, 0};
    assert_image(read_png(write_png(gray_alpha, 1, 2, pixels, 4)), 1, 2,
                 (const unsigned char[]){255, 255});
}

Test(png_image, sees_transparent_colours_of_a_palette)
{
    const unsigned char palette[] = {9, 9, 9, 40, 40, 40}, alpha[] = {0, 255};
    const struct png_kind kind = {.depth = 8,
                                  .colour = PNG_COLOR_TYPE_PALETTE,
                                  .colours = 2,
                                  .palette = palette,
                                  .alpha = alpha};
    const unsigned char pixels[] = {0, 1, 1, 0};
    assert_image(read_png(write_png(kind, 2, 2, pixels, 2)), 2, 2,
                 (const unsigned char[]){255, 40, 40, 255});
}

Test(png_image, does_not_ask_the_file_for_its_background)
{
    const struct png_kind kind = {.depth = 8,
                                  .colour = PNG_COLOR_TYPE_RGB_ALPHA,
                                  .ground = (const unsigned char[]){255, 255, 255}};
    const unsigned char pixels[] = {240, 240, 240, 255, 240, 240, 240, 0};
    assert_image(read_png(write_png(kind, 1, 2, pixels, 8)), 1, 2, (const unsigned char[]){240, 0});
}

/* --- what is refused --- */

static const char *refused(const char *name)
{
    static struct message why;
    struct gray_image image;
    cr_assert_eq(png_image_read(in_folder(name).text, &image, &why), -1);
    cr_assert_null(image.bytes);
    return without_folder(why.text);
}

static const char *bytes_refused(const void *bytes, size_t length)
{
    write_file(in_folder("file").text, bytes, length);
    return refused("file");
}

Test(png_image, refuses_a_missing_file_and_a_folder)
{
    cr_assert_str_eq(refused("none"), "none: No such file or directory");
    mkdir(in_folder("inner").text, 0700);
    cr_assert_str_eq(refused("inner"), "inner: not a file but a folder");
}

Test(png_image, refuses_other_files)
{
    cr_assert_str_eq(bytes_refused("", 0), "file: empty, expected a PNG image");
    cr_assert_str_eq(bytes_refused("\x89PNG", 4), "file: ends in the first 8 bytes of a PNG");
    cr_assert_str_eq(bytes_refused("P5 2 2", 6), "file: not a PNG image: expected the start "
                                                 "89 50 4e 47, found 50 35 20 32");
    cr_assert_str_eq(bytes_refused("P", 1), "file: not a PNG image: expected the start "
                                            "89 50 4e 47, found 50 00 00 00");
    cr_assert_str_eq(bytes_refused("\xff\xd8\xff\xe0 JFIF", 9),
                     "file: not a PNG image but a JPEG: any program that shows images can save it "
                     "as PNG");
}

Test(png_image, refuses_a_file_that_was_changed_on_its_way)
{
    /* what FTP in text mode makes of the start: the signature is made to show it */
    cr_assert_str_eq(bytes_refused("\x89PNG\n\x1a\n", 7), "file: not a PNG image: expected the "
                                                          "start 89 50 4e 47, found 89 50 4e 47");
}

/* A header alone, with its checksum: what would follow is never needed. */
static struct written_png header(size_t rows, size_t columns)
{
    const unsigned char pixel = 0;
    struct written_png file = write_gray_png(1, 1, &pixel);
    unsigned char *const ihdr = file.bytes + 12;
    for (size_t i = 0; i < 4; i++) {
        ihdr[4 + i] = (unsigned char)(columns >> (24 - 8 * i));
        ihdr[8 + i] = (unsigned char)(rows >> (24 - 8 * i));
    }
    unsigned long sum = 0xffffffff; /* CRC-32 of the 17 bytes, as the format asks for */
    for (size_t i = 0; i < 17; i++) {
        sum ^= ihdr[i];
        for (int bit = 0; bit < 8; bit++) {
            sum = sum & 1 ? sum >> 1 ^ 0xedb88320 : sum >> 1;
        }
    }
    for (size_t i = 0; i < 4; i++) {
        ihdr[17 + i] = (unsigned char)(~sum >> (24 - 8 * i));
    }
    return file;
}

Test(png_image, refuses_more_pixels_than_it_has_room_for)
{
    const struct written_png file = header(8193, 8192);
    cr_assert_str_eq(bytes_refused(file.bytes, file.length),
                     "file: too large: expected at most 67108864 pixels, found 8192 x 8193");
    const struct written_png wide = header(1, 1000000); /* enough for libpng, too few rows for us */
    cr_assert_str_eq(bytes_refused(wide.bytes, wide.length),
                     "file: damaged or cut off: libpng says \"Not enough image data\"");
}

Test(png_image, refuses_what_libpng_refuses)
{
    const struct written_png none = header(0, 5);
    cr_assert_str_eq(bytes_refused(none.bytes, none.length),
                     "file: damaged or cut off: libpng says \"Invalid IHDR data\"");
}

/* Wherever a file ends, it is refused, or all its pixels are there. */
Test(png_image, notices_wherever_a_file_is_cut_off)
{
    unsigned char pixels[16 * 16];
    struct pcg32 generator = pcg32_seed(5, 1);
    for (size_t i = 0; i < sizeof pixels; i++) {
        pixels[i] = (unsigned char)pcg32_below(&generator, 256);
    }
    const struct written_png file = write_gray_png(16, 16, pixels);
    size_t refusals = 0;
    for (size_t length = 0; length < file.length; length++) {
        struct gray_image image;
        struct message why;
        unsigned char *const exact = malloc(length + 1); /* the sanitizer sees who reads on */
        memcpy(exact, file.bytes, length);
        if (png_image_decode(exact, length, &image, &why) == 0) {
            assert_image(image, 16, 16, pixels);
        } else {
            refusals++;
            cr_assert_null(image.bytes);
            cr_assert_neq(why.text[0], '\0');
        }
        free(exact);
    }
    cr_assert_geq(refusals, file.length - 24, "%zu of %zu", refusals, file.length);
}

/* Any byte of a good file may be any other: never a crash. */
Test(png_image, survives_changes_of_every_byte)
{
    const unsigned char pixels[] = {200, 255, 200, 0, 255, 51, 9, 0};
    const struct written_png file = write_png(gray_alpha, 2, 2, pixels, 4);
    for (size_t i = 0; i < file.length; i++) {
        for (int value = 0; value < 256; value += 5) {
            const unsigned char kept = file.bytes[i];
            file.bytes[i] = (unsigned char)(kept + value);
            struct gray_image image;
            struct message why;
            if (png_image_decode(file.bytes, file.length, &image, &why) == 0) {
                cr_assert(image.rows * image.columns >= 1);
            }
            gray_image_destroy(&image);
            file.bytes[i] = kept;
        }
    }
}
