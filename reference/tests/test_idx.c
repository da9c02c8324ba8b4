#include "data/gunzip.h"
#include "data/idx.h"
#include "tests/packed.h"
#include "tests/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

TestSuite(idx, .init = test_begin, .fini = test_end);

/* --- files --- */

struct file {
    unsigned char bytes[256];
    size_t length;
};

static void add_number(struct file *file, size_t number)
{
    for (int shift = 24; shift >= 0; shift -= 8) {
        file->bytes[file->length] = (unsigned char)(number >> shift);
        file->length++;
    }
}

/* `count` images of 2 x 3 pixels, which are 0, 1, 2 and so on. */
static struct file images(size_t count)
{
    struct file file = {.bytes = {0, 0, 8, 3}, .length = 4};
    add_number(&file, count);
    add_number(&file, 2);
    add_number(&file, 3);
    for (size_t i = 0; i < count * 6; i++) {
        file.bytes[file.length] = (unsigned char)i;
        file.length++;
    }
    return file;
}

/* Labels 0 1 2 0 1 2 ... */
static struct file labels(size_t count)
{
    struct file file = {.bytes = {0, 0, 8, 1}, .length = 4};
    add_number(&file, count);
    for (size_t i = 0; i < count; i++) {
        file.bytes[file.length] = (unsigned char)(i % 3);
        file.length++;
    }
    return file;
}

static const char *write_plain(const char *name, struct file file)
{
    write_file(in_folder(name).text, file.bytes, file.length);
    return name;
}

static const char *write_packed(const char *name, struct file file)
{
    const struct packed packed = pack(file.bytes, file.length);
    write_file(in_folder(name).text, packed.bytes, packed.length);
    return name;
}

/* --- reading them --- */

static struct idx read_file(const char *name, size_t rank)
{
    struct idx idx;
    struct message why;
    cr_assert_eq(idx_read(in_folder(name).text, rank, &idx, &why), 0, "%s", why.text);
    return idx;
}

/* Why the file is refused, without the folder. */
static const char *refused(const char *name, size_t rank)
{
    static struct message why;
    struct idx idx;
    cr_assert_eq(idx_read(in_folder(name).text, rank, &idx, &why), -1);
    cr_assert_null(idx.bytes);
    return without_folder(why.text);
}

static const char *file_refused(struct file file, size_t rank)
{
    return refused(write_plain("file", file), rank);
}

static const char *packed_refused(struct file file, size_t rank)
{
    return refused(write_packed("file.gz", file), rank);
}

static const char *const class_name[] = {"a", "b", "c"};

static int read_set(const char *images_name, const char *labels_name, struct image_set *set,
                    struct message *why)
{
    return idx_read_images(in_folder(images_name).text, in_folder(labels_name).text, 3, class_name,
                           set, why);
}

static const char *set_refused(const char *images_name, const char *labels_name)
{
    static struct message why;
    struct image_set set;
    cr_assert_eq(read_set(images_name, labels_name, &set, &why), -1);
    cr_assert_null(set.bytes);
    cr_assert_null(set.labels);
    cr_assert_eq(set.count, 0);
    return without_folder(why.text);
}

/* --- what is read --- */

static void assert_two_images(struct idx idx)
{
    cr_assert_eq(idx.rank, 3);
    cr_assert_eq(idx.size[0], 2);
    cr_assert_eq(idx.size[1], 2);
    cr_assert_eq(idx.size[2], 3);
    cr_assert_eq(idx.count, 12);
    for (size_t i = 0; i < 12; i++) {
        cr_assert_eq(idx.bytes[i], i);
    }
    free(idx.bytes);
}

Test(idx, reads_images)
{
    assert_two_images(read_file(write_plain("images", images(2)), 3));
}

Test(idx, reads_packed_images_whatever_their_name)
{
    assert_two_images(read_file(write_packed("images.gz", images(2)), 3));
    assert_two_images(read_file(write_packed("images", images(2)), 3));
    assert_two_images(read_file(write_plain("images.gz", images(2)), 3));
}

Test(idx, reads_labels)
{
    const struct idx idx = read_file(write_plain("labels", labels(5)), 1);
    cr_assert_eq(idx.rank, 1);
    cr_assert_eq(idx.size[0], 5);
    cr_assert_eq(idx.count, 5);
    cr_assert_arr_eq(idx.bytes, "\0\1\2\0\1", 5);
    free(idx.bytes);
}

Test(idx, reads_two_axes)
{
    const struct file file = {{0, 0, 8, 2, 0, 0, 0, 1, 0, 0, 0, 2, 7, 8}, 14};
    const struct idx idx = read_file(write_plain("file", file), 2);
    cr_assert_eq(idx.size[1], 2);
    cr_assert_arr_eq(idx.bytes, "\7\10", 2);
    free(idx.bytes);
}

Test(idx, reads_sizes_of_more_than_a_byte)
{
    enum { count = 0x00012345 };
    unsigned char *const file = arena_take(&scratch, 8 + count);
    memset(file, 9, 8 + count);
    memcpy(file, "\0\0\10\1\0\1\x23\x45", 8);
    struct idx idx;
    struct message why;
    cr_assert_eq(idx_decode(file, 8 + count, 1, &idx, &why), 0, "%s", why.text);
    cr_assert_eq(idx.count, count);
    cr_assert_eq(idx.bytes[count - 1], 9);
    free(idx.bytes);
}

Test(idx, reads_images_with_their_labels)
{
    struct image_set set;
    struct message why;
    write_plain("images", images(4));
    write_packed("labels.gz", labels(4));
    cr_assert_eq(read_set("images", "labels.gz", &set, &why), 0, "%s", why.text);
    cr_assert_eq(set.count, 4);
    cr_assert_eq(set.rows, 2);
    cr_assert_eq(set.columns, 3);
    cr_assert_eq(set.classes, 3);
    cr_assert_eq(set.class_name, class_name);
    cr_assert_eq(*image_set_pixels(&set, 3), 18);
    cr_assert_arr_eq(set.labels, "\0\1\2\0", 4);
    image_set_destroy(&set);
}

/* --- what is refused --- */

Test(idx, refuses_a_missing_file_and_a_folder)
{
    cr_assert_str_eq(refused("none", 3), "none: No such file or directory");
    mkdir(in_folder("inner").text, 0700);
    cr_assert_str_eq(refused("inner", 3), "inner: not a file but a folder");
}

Test(idx, refuses_an_empty_file)
{
    const struct file empty = {.length = 0};
    cr_assert_str_eq(file_refused(empty, 3), "file: empty, expected an IDX file");
    cr_assert_str_eq(packed_refused(empty, 3), "file.gz: empty, expected an IDX file");
}

Test(idx, refuses_other_files)
{
    const struct {
        struct file file;
        const char *why;
    } cases[] = {
        {{"\0\0\10", 3}, "file: not an IDX file: expected at least 4 bytes, found 3"},
        {{"x,y\n1,2\n", 8},
         "file: not an IDX file of bytes: expected the start 00 00 08, found 78 2c 79"},
        {{"\1\0\10\3", 4},
         "file: not an IDX file of bytes: expected the start 00 00 08, found 01 00 08"},
        {{"\0\1\10\3", 4},
         "file: not an IDX file of bytes: expected the start 00 00 08, found 00 01 08"},
        {{"\0\0\15\3", 4},
         "file: not an IDX file of bytes: expected the start 00 00 08, found 00 00 0d"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cr_assert_str_eq(file_refused(cases[i].file, 3), cases[i].why);
    }
}

Test(idx, refuses_labels_where_images_are_wanted_and_the_other_way_round)
{
    cr_assert_str_eq(file_refused(labels(2), 3),
                     "file: not the right IDX file: expected 3 axes, images, found 1 axis");
    cr_assert_str_eq(file_refused(images(2), 1),
                     "file: not the right IDX file: expected one axis, labels, found 3 axes");
    cr_assert_str_eq(file_refused((struct file){{0, 0, 8, 200}, 4}, 3),
                     "file: not the right IDX file: expected 3 axes, images, found 200 axes");
}

Test(idx, refuses_a_file_that_ends_in_its_header)
{
    struct file file = images(2);
    for (file.length = 4; file.length < 16; file.length++) {
        char why[128];
        snprintf(why, sizeof why, "file: ends in its header: expected 16 bytes of it, found %zu",
                 file.length);
        cr_assert_str_eq(file_refused(file, 3), why);
    }
}

Test(idx, refuses_a_size_of_0)
{
    struct file file = images(2);
    for (size_t axis = 0; axis < 3; axis++) {
        struct file none = file;
        none.bytes[7 + 4 * axis] = 0;
        char why[128];
        snprintf(why, sizeof why,
                 "file: holds nothing: expected sizes of 1 and more, size %zu is 0", axis + 1);
        cr_assert_str_eq(file_refused(none, 3), why);
    }
}

Test(idx, refuses_a_byte_too_few_and_one_too_many)
{
    struct file file = images(2);
    file.length--;
    cr_assert_str_eq(file_refused(file, 3),
                     "file: its size is wrong: expected 12 elements, found 11");
    cr_assert_str_eq(packed_refused(file, 3),
                     "file.gz: its size is wrong: expected 12 elements, found 11");
    file.length += 2;
    cr_assert_str_eq(file_refused(file, 3),
                     "file: its size is wrong: expected 12 elements, found 13");
    cr_assert_str_eq(packed_refused(file, 3),
                     "file.gz: its size is wrong: expected 12 elements, found more");
}

Test(idx, refuses_a_packed_file_that_ends_too_early)
{
    const struct packed packed = pack(images(2).bytes, images(2).length);
    write_file(in_folder("file.gz").text, packed.bytes, packed.length - 1);
    cr_assert_str_eq(refused("file.gz", 3), "file.gz: the packed data ends too early");
    write_file(in_folder("file.gz").text, packed.bytes, 12); /* and one that lacks nearly all */
    cr_assert_str_eq(refused("file.gz", 3), "file.gz: the packed data ends too early");
}

/* Sizes for which no memory may be taken: what is there could never fill them. */
static struct file hostile(unsigned char size)
{
    struct file file = images(2);
    memset(file.bytes + 4, size, 12);
    return file;
}

Test(idx, refuses_sizes_beyond_any_file)
{
    const char *const why = "its sizes are too large: expected at most 1073741824 elements, size 1 "
                            "is 4294967295";
    cr_assert_str_eq(file_refused(hostile(0xff), 3) + strlen("file: "), why);
    cr_assert_str_eq(packed_refused(hostile(0xff), 3) + strlen("file.gz: "), why);
    struct file file = images(2);
    memcpy(file.bytes + 4, "\0\1\0\0\0\1\0\0\0\1\0\0", 12); /* 2^48 */
    cr_assert_str_eq(file_refused(file, 3),
                     "file: its sizes are too large: expected at most 1073741824 elements, size 2 "
                     "is 65536");
}

Test(idx, takes_no_memory_for_elements_that_cannot_be_there)
{
    struct file file = images(2);
    memcpy(file.bytes + 4, "\0\0\4\0\0\0\4\0\0\0\4\0", 12); /* 2^30: as many as are allowed */
    write_packed("file.gz", file);
    write_plain("file", file);
#ifndef UNDER_ASAN /* its shadow alone takes more */
    if (!under_valgrind()) {
        const struct rlimit limit = {512 << 20, 512 << 20};
        cr_assert_eq(setrlimit(RLIMIT_AS, &limit), 0);
    }
#endif
    cr_assert_str_eq(refused("file", 3),
                     "file: its size is wrong: expected 1073741824 elements, found 12");
    const char *const why = refused("file.gz", 3);
    cr_assert_not_null(strstr(why, "expected 1073741824 elements, found "), "%s", why);
    cr_assert_not_null(strstr(why, " packed bytes, too few for them"), "%s", why);
}

Test(idx, refuses_a_label_out_of_range)
{
    write_plain("images", images(4));
    struct file wrong = labels(4);
    wrong.bytes[8 + 2] = 200;
    write_plain("labels", wrong);
    cr_assert_str_eq(set_refused("images", "labels"),
                     "labels: label 2 is out of range: expected 0 to 2, found 200");
    wrong.bytes[8 + 2] = 3;
    write_plain("labels", wrong);
    cr_assert_str_eq(set_refused("images", "labels"),
                     "labels: label 2 is out of range: expected 0 to 2, found 3");
}

Test(idx, refuses_another_number_of_labels_than_of_images)
{
    write_plain("images", images(4));
    write_plain("labels", labels(5));
    const char *const why = set_refused("images", "labels");
    const char *const start = "labels: the wrong number of labels: expected 4, as ";
    cr_assert_arr_eq(why, start, strlen(start), "%s", why);
    cr_assert_not_null(strstr(why, "/images has images, found 5"), "%s", why);
}

Test(idx, refuses_a_set_when_either_file_is_refused)
{
    write_plain("images", images(4));
    write_plain("labels", labels(4));
    cr_assert_str_eq(set_refused("none", "labels"), "none: No such file or directory");
    cr_assert_str_eq(set_refused("images", "none"), "none: No such file or directory");
    cr_assert_str_eq(set_refused("labels", "images"),
                     "labels: not the right IDX file: expected 3 axes, images, found 1 axis");
}

/* Any byte of a good file may be any other: never a crash, and what is read is whole. */
Test(idx, survives_every_change_of_one_byte)
{
    const struct packed packed = pack(images(2).bytes, images(2).length);
    for (size_t i = 0; i < packed.length; i++) {
        for (int value = 0; value < 256; value++) {
            const unsigned char kept = packed.bytes[i];
            packed.bytes[i] = (unsigned char)value;
            struct idx idx;
            struct message why;
            if (idx_decode(packed.bytes, packed.length, 3, &idx, &why) == 0) {
                assert_two_images(idx);
            }
            packed.bytes[i] = kept;
        }
    }
}
