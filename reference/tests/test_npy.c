#include "base/npy.h"
#include "tests/support.h"

#include <stdint.h>
#include <string.h>
#include <sys/stat.h>

TestSuite(npy, .init = test_begin, .fini = test_end);

/* [[1.5, -2, 0.25]] as NumPy 2.4.6 writes it: numpy.lib.format.write_array(file, a, version). */
#define SPACES_56 "                                                        "
static const char numpy_f4[] =
    "\x93NUMPY\x01\0v\0"
    "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 3), }" SPACES_56
    "  \n\0\0\xc0?\0\0\0\xc0\0\0\x80>";
static const char numpy_f8[] =
    "\x93NUMPY\x01\0v\0"
    "{'descr': '<f8', 'fortran_order': False, 'shape': (1, 3), }" SPACES_56
    "  \n\0\0\0\0\0\0\xf8?\0\0\0\0\0\0\0\xc0\0\0\0\0\0\0\xd0?";
static const char numpy_f4_version_2[] =
    "\x93NUMPY\x02\0t\0\0\0"
    "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 3), }" SPACES_56
    "\n\0\0\xc0?\0\0\0\xc0\0\0\x80>";
static const real numpy_values[] = {1.5, -2, 0.25};

struct image {
    unsigned char *bytes; /* (length): exactly, so that a checker sees who reads past them */
    size_t length;
};

static struct image image_of(const void *bytes, size_t length)
{
    const struct image image = {arena_take(&scratch, length), length};
    memcpy(image.bytes, bytes, length);
    return image;
}

#define IMAGE(literal) image_of(literal, sizeof(literal) - 1)

/* A version 1.0 image with this header and as many zero bytes of data. */
static struct image made_image(const char *header, size_t data_bytes)
{
    const size_t text = strlen(header);
    const struct image image = {arena_take(&scratch, 10 + text + data_bytes),
                                10 + text + data_bytes};
    memset(image.bytes, 0, image.length);
    memcpy(image.bytes, "\x93NUMPY\x01", 8);
    image.bytes[8] = (unsigned char)text;
    image.bytes[9] = (unsigned char)(text >> 8);
    memcpy(image.bytes + 10, header, text);
    return image;
}

static struct npy_header decoded(struct image image)
{
    struct npy_header header;
    struct message why;
    cr_assert_eq(npy_decode_header(image.bytes, image.length, &header, &why), 0, "%s", why.text);
    return header;
}

static const char *refused(struct image image)
{
    static struct message why;
    struct npy_header header;
    cr_assert_eq(npy_decode_header(image.bytes, image.length, &header, &why), -1);
    return why.text;
}

/* --- against NumPy --- */

Test(npy, header_is_numpys_to_the_byte)
{
    unsigned char header[npy_header_bytes];
    npy_encode_header(2, (const size_t[]){1, 3}, header);
    cr_assert_arr_eq(header, sizeof(real) == 8 ? numpy_f8 : numpy_f4, npy_header_bytes);
}

Test(npy, shapes_are_pythons_tuples)
{
    const char *const tuples[] = {"'shape': (), }", "'shape': (3,), }", "'shape': (3, 0), }",
                                  "'shape': (3, 0, 12), }", "'shape': (3, 0, 12, 1), }"};
    for (size_t rank = 0; rank <= npy_max_rank; rank++) {
        unsigned char header[npy_header_bytes + 1] = {0};
        npy_encode_header(rank, (const size_t[]){3, 0, 12, 1}, header);
        const char *const text = (const char *)header + 10;
        cr_assert_not_null(strstr(text, tuples[rank]), "%s: %s", tuples[rank], text);
        cr_assert_eq(header[npy_header_bytes - 1], '\n');
    }
}

Test(npy, reads_what_numpy_wrote)
{
    const struct image images[] = {IMAGE(numpy_f4), IMAGE(numpy_f8), IMAGE(numpy_f4_version_2)};
    for (size_t i = 0; i < 3; i++) {
        const struct npy_header header = decoded(images[i]);
        cr_assert_eq(header.rank, 2);
        cr_assert_eq(header.size[0], 1);
        cr_assert_eq(header.size[1], 3);
        cr_assert_eq(header.count, 3);
        cr_assert_eq(header.data_start, 128);
        cr_assert_eq(header.width, i == 1 ? 8 : 4);
        real *const values = arena_reals(&scratch, 3);
        npy_decode_data(images[i].bytes, &header, values);
        assert_all_near(3, values, numpy_values, 0);
    }
}

Test(npy, data_may_lie_at_any_address)
{
    const struct image image = image_of(numpy_f8, sizeof numpy_f8 - 1);
    unsigned char *const odd = (unsigned char *)arena_take(&scratch, image.length + 1) + 1;
    memcpy(odd, image.bytes, image.length);
    const struct npy_header header = decoded((struct image){odd, image.length});
    real *const values = arena_reals(&scratch, 3);
    npy_decode_data(odd, &header, values);
    assert_all_near(3, values, numpy_values, 0);
}

Test(npy, keys_may_stand_in_any_order)
{
    const struct npy_header header =
        decoded(made_image("{'shape': (2,),  'fortran_order':False, 'descr': '<f4'}\n", 8));
    cr_assert_eq(header.rank, 1);
    cr_assert_eq(header.count, 2);
}

/* --- there and back --- */

static void comes_back(size_t rank, const size_t *size)
{
    struct pcg32 generator = pcg32_seed(11, rank);
    size_t count = 1;
    for (size_t axis = 0; axis < rank; axis++) {
        count *= size[axis];
    }
    const real *const values = random_reals(&generator, count);
    const struct path path = in_folder("array.npy");
    struct message why;
    cr_assert_eq(npy_save(path.text, rank, size, values, &why), 0, "%s", why.text);
    cr_assert_eq(files_in_folder(), 1);

    struct npy_header header;
    real *data;
    cr_assert_eq(npy_load(path.text, &scratch, &header, &data, &why), 0, "%s", why.text);
    cr_assert_eq(header.rank, rank);
    for (size_t axis = 0; axis < rank; axis++) {
        cr_assert_eq(header.size[axis], size[axis], "axis %zu", axis);
    }
    cr_assert_eq(header.count, count);
    cr_assert_eq(header.width, sizeof(real));
    cr_assert_arr_eq(data, values, count * sizeof *data);
}

Test(npy, arrays_of_0_to_4_axes_come_back)
{
    for (size_t rank = 0; rank <= npy_max_rank; rank++) {
        comes_back(rank, (const size_t[]){3, 5, 2, 7});
    }
}

Test(npy, axes_of_size_1_and_0_come_back)
{
    comes_back(1, (const size_t[]){1});
    comes_back(3, (const size_t[]){1, 13, 1});
    comes_back(1, (const size_t[]){0});
    comes_back(4, (const size_t[]){2, 0, 3, 1});
}

Test(npy, load_converts_the_other_width)
{
    const struct path path = in_folder("other.npy");
    if (sizeof(real) == sizeof(float)) {
        write_file(path.text, numpy_f8, sizeof numpy_f8 - 1);
    } else {
        write_file(path.text, numpy_f4, sizeof numpy_f4 - 1);
    }
    struct npy_header header;
    struct message why;
    real *data;
    cr_assert_eq(npy_load(path.text, &scratch, &header, &data, &why), 0, "%s", why.text);
    assert_all_near(3, data, numpy_values, 0);
}

/* --- what is refused --- */

Test(npy, refuses_what_is_no_image)
{
    const char *const text = "npy: not an .npy image (it must start with \\x93NUMPY)";
    cr_assert_str_eq(refused(IMAGE("")), text);
    cr_assert_str_eq(refused(IMAGE("Quiz,Final\n25.2,30.5\n")), text);
    cr_assert_str_eq(refused(IMAGE("\x93NUMPX\x01\0v\0{}\n")), text);
}

Test(npy, refuses_other_versions)
{
    cr_assert_str_eq(refused(IMAGE("\x93NUMPY\x03\0\x03\0\0\0{}\n")),
                     "npy: expected version 1.0 or 2.0, found 3.0");
    cr_assert_str_eq(refused(IMAGE("\x93NUMPY\x01\x01\x03\0{}\n")),
                     "npy: expected version 1.0 or 2.0, found 1.1");
}

Test(npy, refuses_a_header_longer_than_the_image)
{
    cr_assert_str_eq(refused(IMAGE("\x93NUMPY\x01\0\x04\0{}\n")),
                     "npy: a header of 4 bytes in an image of 13");
    cr_assert_str_eq(refused(IMAGE("\x93NUMPY\x02\0\x01\0\x02\x80{")),
                     "npy: a header of 2147614721 bytes in an image of 13");
}

Test(npy, says_what_is_wrong_with_a_header)
{
    const struct {
        const char *header, *why;
    } cases[] = {
        {"{'fortran_order': False, 'shape': (1,), }\n",
         "npy: the header lacks 'descr', 'fortran_order' or 'shape'"},
        {"{'descr': '<f4', 'shape': (1,), }\n",
         "npy: the header lacks 'descr', 'fortran_order' or 'shape'"},
        {"{'descr': '<f4', 'fortran_order': False, }\n",
         "npy: the header lacks 'descr', 'fortran_order' or 'shape'"},
        {"{'descr': '<i8', 'fortran_order': False, 'shape': (1,), }\n",
         "npy: expected elements '<f8' or '<f4', found '<i8'"},
        {"{'descr': '>f8', 'fortran_order': False, 'shape': (1,), }\n",
         "npy: expected elements '<f8' or '<f4', found '>f8'"},
        {"{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (1,), }\n",
         "npy: expected elements '<f8' or '<f4', found [('a'"},
        {"{'fortran_order': False, 'shape': (1,), 'descr': '<complex type of some kind>'}\n",
         "npy: expected elements '<f8' or '<f4', found '<complex type of so"},
        {"{'descr': '<f4', 'fortran_order': True, 'shape': (1,), }\n",
         "npy: expected C order, found Fortran order"},
        {"{'descr': '<f4', 'fortran_order': False, 'shape': 7, }\n",
         "npy: expected a shape such as (3, 4), found '7, }?'"},
        {"{'descr': '<f4', 'fortran_order': False, 'shape': (3, x), }\n",
         "npy: expected a size in the shape, found 'x), }?'"},
        {"{'descr': '<f4', 'fortran_order': False, 'shape': (3, -1), }\n",
         "npy: expected a size in the shape, found '-1), }?'"},
        {"{'descr': '<f4', 'fortran_order': False, 'shape': (3, ",
         "npy: expected a size in the shape, found ''"},
        {"{'descr': '<f4', 'fortran_order': False, 'shape': (1, 1, 1, 1, 1), }\n",
         "npy: more than 4 axes"},
        {"{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 4294967296), }\n",
         "npy: the shape holds more than memory can"},
        {"{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999999,), }\n",
         "npy: the shape holds more than memory can"},
        {"{'descr': '<f4', 'fortran_order': False, 'shape': (0, 18446744073709551615), }\n",
         "npy: the shape holds more than memory can"},
        {"{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }\n",
         "npy: expected 8 bytes of data for the shape, found 4"},
        {"{'descr': '<f8', 'fortran_order': False, 'shape': (), }\n",
         "npy: expected 8 bytes of data for the shape, found 4"},
        {"{'descr': '<f4', 'fortran_order': False, 'shape': (0,), }\n",
         "npy: expected 0 bytes of data for the shape, found 4"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cr_expect_str_eq(refused(made_image(cases[i].header, 4)), cases[i].why);
    }
}

/* The room for a header's text is 4095 bytes; NumPy needs a few hundred at most for 4 axes. */
Test(npy, refuses_a_header_that_is_longer_than_any_needs_to_be)
{
    char header[4097];
    memset(header, ' ', sizeof header - 1);
    memcpy(header, "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }", 57);
    header[4095] = '\0';
    cr_assert_eq(decoded(made_image(header, 4)).data_start, 4105);
    header[4095] = ' ';
    header[4096] = '\0';
    cr_assert_str_eq(refused(made_image(header, 4)),
                     "npy: a header of 4096 bytes in an image of 4110");
}

Test(npy, an_image_cut_at_any_byte_is_refused)
{
    const struct image whole[] = {IMAGE(numpy_f4), IMAGE(numpy_f8), IMAGE(numpy_f4_version_2)};
    for (size_t i = 0; i < 3; i++) {
        for (size_t length = 0; length < whole[i].length; length++) {
            const size_t mark = scratch.used;
            refused(image_of(whole[i].bytes, length));
            arena_reset(&scratch, mark);
        }
    }
}

Test(npy, a_byte_too_many_is_refused)
{
    cr_assert_str_eq(refused(image_of(numpy_f4, sizeof numpy_f4)), /* with the literal's zero */
                     "npy: expected 12 bytes of data for the shape, found 13");
}

/* Whatever a byte is changed to, the answer is an image of 12 data bytes or a refusal of one line. */
Test(npy, a_damaged_header_does_no_harm)
{
    struct pcg32 generator = pcg32_seed(12, 1);
    const struct image image = IMAGE(numpy_f4);
    for (size_t i = 0; i < 20000; i++) {
        const uint32_t at = pcg32_below(&generator, 128);
        const unsigned char kept = image.bytes[at];
        image.bytes[at] = (unsigned char)pcg32_next(&generator);
        struct npy_header header;
        struct message why;
        if (npy_decode_header(image.bytes, image.length, &header, &why) == 0) {
            cr_assert_eq(header.count * header.width, image.length - header.data_start);
        } else {
            cr_assert(strncmp(why.text, "npy: ", 5) == 0 && !strchr(why.text, '\n'), "%s",
                      why.text);
        }
        image.bytes[at] = kept;
    }
}

static const char *load_refused(const char *name, struct arena *arena)
{
    static struct message why;
    struct npy_header header;
    real *data;
    cr_assert_eq(npy_load(in_folder(name).text, arena, &header, &data, &why), -1);
    return without_folder(why.text);
}

Test(npy, load_names_the_file_that_is_wrong)
{
    write_file(in_folder("bad.npy").text, numpy_f4, sizeof numpy_f4 - 2);
    cr_assert_str_eq(load_refused("bad.npy", &scratch),
                     "bad.npy: npy: expected 12 bytes of data for the shape, found 11");
    cr_assert_str_eq(load_refused("none.npy", &scratch), "none.npy: No such file or directory");
}

Test(npy, load_refuses_what_the_arena_cannot_hold)
{
    struct arena small;
    struct message why;
    cr_assert_eq(arena_create(&small, 64, &why), 0, "%s", why.text);
    write_file(in_folder("array.npy").text, numpy_f4, sizeof numpy_f4 - 1);
    cr_assert_str_eq(load_refused("array.npy", &small),
                     "array.npy: npy: 3 elements do not fit into the arena");
    cr_assert_eq(small.used, 0);
    arena_destroy(&small);
}

Test(npy, save_into_a_missing_folder_says_so)
{
    struct message why;
    cr_assert_eq(npy_save(in_folder("none/a.npy").text, 0, NULL, numpy_values, &why), -1);
    cr_assert_str_eq(without_folder(why.text),
                     "none/a.npy: cannot be written: No such file or directory");
}

Test(npy, save_on_a_full_disk_keeps_the_older_file_and_leaves_nothing)
{
    const struct path path = in_folder("a.npy");
    write_file(path.text, "old", 3);
    limit_file_size(1000);
    struct message why;
    cr_assert_eq(npy_save(path.text, 1, (const size_t[]){5000}, zero_reals(5000), &why), -1);
    cr_assert_str_eq(without_folder(why.text), "a.npy: cannot be written: File too large");
    cr_assert_str_eq(text_of_file(path.text), "old");
    cr_assert_eq(files_in_folder(), 1);
}

static void encode_five_axes(void)
{
    unsigned char header[npy_header_bytes];
    npy_encode_header(5, (const size_t[]){1, 2, 3, 4, 5}, header);
}

Test(npy, encode_panics_beyond_4_axes)
{
    cr_assert_str_eq(panic_of(encode_five_axes),
                     "descent: npy_encode_header: a shape of 5 axes, expected at most 4\n");
}

static void encode_endless_axes(void)
{
    unsigned char header[npy_header_bytes];
    npy_encode_header(4, (const size_t[]){SIZE_MAX, SIZE_MAX, SIZE_MAX, SIZE_MAX}, header);
}

Test(npy, encode_panics_when_the_sizes_need_more_digits_than_there_is_room)
{
    cr_assert_str_eq(panic_of(encode_endless_axes),
                     "descent: npy_encode_header: a shape of 4 axes does not fit the header\n");
}
