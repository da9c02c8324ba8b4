#include "tests/support.h"

#include <dirent.h>
#include <limits.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#if __has_include(<valgrind/valgrind.h>)
#include <valgrind/valgrind.h>
#else
#define RUNNING_ON_VALGRIND 0
#endif

struct arena scratch;

static char folder[] = "/tmp/descent-test-XXXXXX";
static bool folder_made;

void test_begin(void)
{
    struct message why;
    cr_assert_eq(arena_create(&scratch, 1 << 20, &why), 0, "%s", why.text);
}

bool under_valgrind(void)
{
    return RUNNING_ON_VALGRIND > 0;
}

/* Calls visit(name) for each file in the folder and returns how many there are. */
static size_t each_file(void (*visit)(const char *name))
{
    size_t count = 0;
    DIR *const listing = opendir(folder);
    cr_assert_not_null(listing);
    for (struct dirent *entry; (entry = readdir(listing));) {
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0) {
            visit(entry->d_name);
            count++;
        }
    }
    closedir(listing);
    return count;
}

static void take_away(const char *name)
{
    remove(in_folder(name).text);
}

static void leave(const char *name)
{
    (void)name;
}

void test_end(void)
{
    if (folder_made) {
        each_file(take_away);
        rmdir(folder);
    }
    arena_destroy(&scratch);
}

real *random_reals(struct pcg32 *generator, size_t count)
{
    real *const array = arena_reals(&scratch, count);
    for (size_t i = 0; i < count; i++) {
        array[i] = pcg32_uniform(generator, -1, 1);
    }
    return array;
}

real *zero_reals(size_t count)
{
    real *const array = arena_reals(&scratch, count);
    for (size_t i = 0; i < count; i++) {
        array[i] = 0;
    }
    return array;
}

real *copy_reals(size_t count, const real *array)
{
    real *const copy = arena_reals(&scratch, count);
    memcpy(copy, array, count * sizeof *copy);
    return copy;
}

bool near(real got, real expected, real tolerance)
{
    const real difference = got - expected;
    return difference <= tolerance && -difference <= tolerance;
}

const char *first_difference(size_t count, const real *got, const real *expected, real tolerance)
{
    static char text[128];
    for (size_t i = 0; i < count; i++) {
        if (!near(got[i], expected[i], tolerance)) {
            snprintf(text, sizeof text, "element %zu is %.9g, expected %.9g", i, (double)got[i],
                     (double)expected[i]);
            return text;
        }
    }
    return NULL;
}

void central_differences(const struct objective *objective, size_t count, real *coefficients,
                         real *gradient)
{
    const real step = sizeof(real) == sizeof(double) ? (real)1e-5 : (real)0x1p-6;
    for (size_t i = 0; i < count; i++) {
        const real kept = coefficients[i];
        coefficients[i] = kept + step;
        const real above = loss_at(objective, coefficients);
        coefficients[i] = kept - step;
        const real below = loss_at(objective, coefficients);
        coefficients[i] = kept;
        gradient[i] = (above - below) / (2 * step);
    }
}

struct path in_folder(const char *name)
{
    if (!folder_made) {
        cr_assert_not_null(mkdtemp(folder), "no folder can be made in /tmp");
        folder_made = true;
    }
    struct path path;
    snprintf(path.text, sizeof path.text, "%s/%s", folder, name);
    return path;
}

const char *without_folder(const char *message)
{
    const size_t length = strlen(folder);
    return strncmp(message, folder, length) == 0 ? message + length + 1 : message;
}

size_t files_in_folder(void)
{
    return each_file(leave);
}

void write_file(const char *path, const void *bytes, size_t length)
{
    FILE *const stream = fopen(path, "wb");
    cr_assert_not_null(stream, "%s cannot be written", path);
    cr_assert_eq(fwrite(bytes, 1, length, stream), length);
    cr_assert_eq(fclose(stream), 0);
}

const char *text_of_file(const char *path)
{
    enum { limit = 16 * 1024 };
    char *const text = arena_take(&scratch, limit);
    FILE *const stream = fopen(path, "rb");
    cr_assert_not_null(stream, "%s cannot be read", path);
    text[fread(text, 1, limit - 1, stream)] = '\0';
    fclose(stream);
    return text;
}

void limit_file_size(size_t bytes)
{
    const struct rlimit limit = {bytes, RLIM_INFINITY};
    signal(SIGXFSZ, SIG_IGN); /* the write fails instead */
    cr_assert_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

/* What the child does: its stderr goes into the pipe, and its end leaves no core file. */
static _Noreturn void call_in_child(void (*call)(void), int out)
{
    const struct rlimit no_core = {0, 0};
    setrlimit(RLIMIT_CORE, &no_core);
    dup2(out, STDERR_FILENO);
    call();
    _exit(0);
}

const char *panic_of(void (*call)(void))
{
    static char text[1024];
    int ends[2];
    cr_assert_eq(pipe(ends), 0);
    const pid_t child = fork();
    cr_assert(child >= 0);
    if (child == 0) {
        call_in_child(call, ends[1]);
    }
    close(ends[1]);
    size_t length = 0;
    for (ssize_t got; (got = read(ends[0], text + length, sizeof text - 1 - length)) > 0;) {
        length += (size_t)got;
    }
    text[length] = '\0';
    close(ends[0]);
    int status;
    cr_assert_eq(waitpid(child, &status, 0), child);
    cr_assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT, "it did not panic");
    return text;
}
