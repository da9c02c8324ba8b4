#include "kernels/fast/fast.h"
#include "kernels/fast/processor.h"
#include "tests/support.h"

#include <stddef.h>
#include <string.h>

TestSuite(fast_backend, .init = test_begin, .fini = test_end);

/* A table holds a name and pointers to functions, nothing else. */
enum {
    entries = sizeof(struct backend) / sizeof(void *),
    first = offsetof(struct backend, matmul_forward) / sizeof(void *) /* behind name and device */
};

static void entries_of(const struct backend *backend, void *entry[entries])
{
    memcpy(entry, backend, sizeof *backend);
}

Test(fast_backend, has_every_kernel)
{
    void *entry[entries];
    const struct backend backend = fast_backend();
    entries_of(&backend, entry);
    for (size_t i = first; i < entries; i++) {
        cr_assert_not_null(entry[i], "entry %zu", i);
    }
    cr_assert_str_eq(backend.name, "fast");
}

Test(fast_backend, each_set_has_every_kernel_of_its_own)
{
    struct fast_loops here[fast_loops_max];
    const size_t sets = fast_loops_here(here);
    for (size_t set = 0; set < sets; set++) {
        void *loops[entries], *naive[entries];
        entries_of(here[set].loops, loops);
        entries_of(&naive_backend, naive);
        for (size_t i = first; i < entries; i++) {
            cr_assert_not_null(loops[i], "%s: entry %zu", here[set].instructions, i);
            cr_assert_neq(loops[i], naive[i], "%s: entry %zu", here[set].instructions, i);
        }
    }
}

Test(fast_backend, what_a_set_has_not_is_naive)
{
    const struct backend none = {.name = "nothing"};
    const struct backend backend = fast_backend_of(&none);
    void *entry[entries], *naive[entries];
    entries_of(&backend, entry);
    entries_of(&naive_backend, naive);
    for (size_t i = first; i < entries; i++) {
        cr_assert_eq(entry[i], naive[i], "entry %zu", i);
    }
}

Test(fast_backend, what_a_set_has_is_taken_from_it)
{
    struct fast_loops here[fast_loops_max];
    const size_t sets = fast_loops_here(here);
    for (size_t set = 0; set < sets; set++) {
        void *entry[entries], *loops[entries];
        const struct backend backend = fast_backend_of(here[set].loops);
        entries_of(&backend, entry);
        entries_of(here[set].loops, loops);
        for (size_t i = first; i < entries; i++) {
            cr_assert_eq(entry[i], loops[i], "%s: entry %zu", here[set].instructions, i);
        }
    }
}

Test(fast_backend, the_sets_are_what_the_processor_has_the_best_first)
{
    struct fast_loops here[fast_loops_max];
    const size_t sets = fast_loops_here(here);
    const char *expected[fast_loops_max];
    size_t count = 0;
    if (processor_has_v4()) {
        expected[count++] = "x86-64-v4";
    }
    if (processor_has_v3()) {
        expected[count++] = "x86-64-v3";
    }
    expected[count++] = "baseline";
    cr_assert_eq(sets, count);
    for (size_t i = 0; i < count; i++) {
        cr_assert_str_eq(here[i].instructions, expected[i]);
    }
}

Test(fast_backend, the_best_set_is_used)
{
    struct fast_loops here[fast_loops_max];
    fast_loops_here(here);
    const struct backend backend = fast_backend(), best = fast_backend_of(here[0].loops);
    cr_assert_eq(memcmp(&backend, &best, sizeof best), 0);
}

Test(fast_backend, valgrind_hides_avx_512)
{
    if (under_valgrind()) {
        cr_assert_not(processor_has_v4());
    }
}
