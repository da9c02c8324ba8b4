#include "kernels/cuda/load.h"
#include "tests/support.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

TestSuite(cuda_load, .init = test_begin, .fini = test_end);

/* Fails unless this path cannot be loaded, in a line that says so with these words. */
static void refuses(const char *path, const char *words)
{
    const struct backend *backend = NULL;
    struct message why = {""};
    cr_assert_eq(cuda_load(path, &backend, &why), -1);
    cr_assert_not_null(strstr(why.text, words), "%s", why.text);
    cr_assert_not_null(strstr(why.text, path), "%s", why.text);
    cr_assert_null(strchr(why.text, '\n'));
    cr_assert_null(backend);
}

Test(cuda_load, says_that_the_object_is_not_there)
{
    refuses("/nowhere/descent_cuda.so", "is not there");
}

Test(cuda_load, says_that_a_file_is_no_object)
{
    char path[] = "/tmp/descent_cuda_XXXXXX";
    const int file = mkstemp(path);
    cr_assert_neq(file, -1);
    cr_assert_eq(write(file, "no object", 9), 9);
    close(file);
    refuses(path, "cannot be loaded");
    unlink(path);
}

Test(cuda_load, says_that_an_object_is_another)
{
    refuses("libm.so.6", "lacks descent_cuda_open");
}
