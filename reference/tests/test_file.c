#include "base/file.h"
#include "tests/support.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

TestSuite(file, .init = test_begin, .fini = test_end);

Test(file, read_gives_every_byte_and_a_zero_behind)
{
    const unsigned char expected[] = {'a', 0, '\n', 0xff, 'b'};
    const struct path path = in_folder("bytes");
    write_file(path.text, expected, sizeof expected);
    unsigned char *bytes;
    size_t length;
    struct message why;
    cr_assert_eq(file_read(path.text, 5, &bytes, &length, &why), 0, "%s", why.text);
    cr_assert_eq(length, 5);
    cr_assert_arr_eq(bytes, expected, sizeof expected);
    cr_assert_eq(bytes[5], 0);
    free(bytes);
}

Test(file, read_accepts_an_empty_file)
{
    const struct path path = in_folder("empty");
    write_file(path.text, "", 0);
    unsigned char *bytes;
    size_t length;
    struct message why;
    cr_assert_eq(file_read(path.text, 0, &bytes, &length, &why), 0, "%s", why.text);
    cr_assert_eq(length, 0);
    cr_assert_eq(bytes[0], 0);
    free(bytes);
}

/* Reads what must be refused and returns why. */
static const char *refused(const char *path, size_t limit)
{
    static struct message why;
    unsigned char *bytes;
    size_t length;
    cr_assert_eq(file_read(path, limit, &bytes, &length, &why), -1);
    cr_assert_null(bytes);
    return without_folder(why.text);
}

Test(file, read_refuses_a_missing_file)
{
    cr_assert_str_eq(refused(in_folder("none").text, 10), "none: No such file or directory");
}

Test(file, read_refuses_a_folder)
{
    const struct path path = in_folder("inner");
    mkdir(path.text, 0700);
    cr_assert_str_eq(refused(path.text, 10), "inner: not a file but a folder");
}

Test(file, read_refuses_a_device)
{
    cr_assert_str_eq(refused("/dev/null", 10), "/dev/null: not a file but a device");
}

Test(file, read_refuses_a_pipe_and_does_not_wait_for_a_writer, .timeout = 5)
{
    const struct path path = in_folder("pipe");
    cr_assert_eq(mkfifo(path.text, 0600), 0);
    cr_assert_str_eq(refused(path.text, 100), "pipe: not a file but a device");
}

Test(file, read_refuses_a_file_over_the_limit)
{
    const struct path path = in_folder("long");
    write_file(path.text, "12345", 5);
    cr_assert_str_eq(refused(path.text, 4), "long: 5 bytes, expected at most 4");
}

Test(file, appears_when_it_is_finished_and_not_before)
{
    const struct path path = in_folder("new");
    struct file_writer writer;
    struct message why;
    cr_assert_eq(file_begin(&writer, path.text, &why), 0, "%s", why.text);
    fputs("whole", writer.stream);
    struct stat status;
    cr_assert_neq(stat(path.text, &status), 0);
    cr_assert_eq(file_finish(&writer, &why), 0, "%s", why.text);
    cr_assert_str_eq(text_of_file(path.text), "whole");
    cr_assert_eq(files_in_folder(), 1);
}

Test(file, finish_takes_the_place_of_an_older_file)
{
    const struct path path = in_folder("old");
    write_file(path.text, "a longer old text", 17);
    struct file_writer writer;
    struct message why;
    cr_assert_eq(file_begin(&writer, path.text, &why), 0, "%s", why.text);
    fputs("new", writer.stream);
    cr_assert_eq(file_finish(&writer, &why), 0, "%s", why.text);
    cr_assert_str_eq(text_of_file(path.text), "new");
}

Test(file, abandon_keeps_the_older_file_and_leaves_nothing)
{
    const struct path path = in_folder("old");
    write_file(path.text, "old", 3);
    struct file_writer writer;
    struct message why;
    cr_assert_eq(file_begin(&writer, path.text, &why), 0, "%s", why.text);
    fputs("half", writer.stream);
    file_abandon(&writer);
    cr_assert_str_eq(text_of_file(path.text), "old");
    cr_assert_eq(files_in_folder(), 1);
}

Test(file, begin_refuses_a_folder_that_is_not_there)
{
    struct file_writer writer;
    struct message why;
    cr_assert_eq(file_begin(&writer, in_folder("none/new").text, &why), -1);
    cr_assert_str_eq(without_folder(why.text),
                     "none/new: cannot be written: No such file or directory");
}

Test(file, begin_refuses_a_path_that_is_too_long)
{
    char path[1025];
    memset(path, 'a', sizeof path - 1);
    path[sizeof path - 1] = '\0';
    struct file_writer writer;
    struct message why;
    cr_assert_eq(file_begin(&writer, path, &why), -1);
    cr_assert_str_eq(why.text + 200, "...: the path is longer than 1023 bytes");
}

Test(file, finish_fails_where_a_folder_stands_and_leaves_nothing)
{
    const struct path path = in_folder("inner");
    mkdir(path.text, 0700);
    struct file_writer writer;
    struct message why;
    cr_assert_eq(file_begin(&writer, path.text, &why), 0, "%s", why.text);
    cr_assert_eq(file_finish(&writer, &why), -1);
    cr_assert_str_eq(without_folder(why.text), "inner: cannot be written: Is a directory");
    cr_assert_eq(files_in_folder(), 1);
}

Test(file, a_full_disk_keeps_the_older_file_and_leaves_nothing)
{
    const struct path path = in_folder("old");
    write_file(path.text, "old", 3);
    limit_file_size(10000);
    struct file_writer writer;
    struct message why;
    cr_assert_eq(file_begin(&writer, path.text, &why), 0, "%s", why.text);
    for (size_t i = 0; i < 3000; i++) {
        fputs("a row\n", writer.stream);
    }
    cr_assert_eq(file_finish(&writer, &why), -1);
    cr_assert_str_eq(without_folder(why.text), "old: cannot be written: File too large");
    cr_assert_str_eq(text_of_file(path.text), "old");
    cr_assert_eq(files_in_folder(), 1);
}
