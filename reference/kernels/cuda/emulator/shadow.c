#include "kernels/cuda/emulator/shadow.h"

#include "base/message.h"
#include "kernels/cuda/emulator/device_memory.h"
#include "kernels/cuda/emulator/machine.h"

#include <string.h>
#include <sys/mman.h>

enum { word_bytes = 4, most_dynamic = 227 * 1024 };

/* Where variables of the program lie that the linker gathered; there may be none. */
#define SECTION(name)                                                                              \
    extern char __start_##name[] __attribute__((weak, visibility("hidden")));                      \
    extern char __stop_##name[] __attribute__((weak, visibility("hidden")))
SECTION(emulated_shared);
SECTION(emulated_device);
SECTION(emulated_constant);

static _Alignas(256) char dynamic_memory[most_dynamic];
struct region shadow_regions[spaces];
static size_t dynamic_bytes;

void *emulated_dynamic_shared(void);

void *emulated_dynamic_shared(void)
{
    return dynamic_memory;
}

/* Pages that are zero and take no memory until they are touched. */
static struct cell *cells(size_t count)
{
    struct cell *const made = mmap(NULL, count * sizeof *made, PROT_READ | PROT_WRITE,
                                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (made == MAP_FAILED) {
        panic("emulator: no addresses for the shadow of %zu bytes: emulator_set_memory with fewer",
              count * word_bytes);
    }
    return made;
}

static void make(enum space space, const void *begin, size_t bytes)
{
    struct region *const made = &shadow_regions[space];
    made->begin = (uintptr_t)begin;
    made->bytes = bytes;
    if (bytes > 0 && machine_is_checked) {
        made->word = cells(bytes / word_bytes + 1);
        made->byte = cells(bytes + word_bytes);
    }
}

static void know_all(enum space space, unsigned state)
{
    shadow_set(space, shadow_regions[space].begin, shadow_regions[space].bytes, state);
}

static void make_regions(void)
{
    make(space_global, device_memory_begin(), device_memory_size());
    make(space_shared, __start_emulated_shared,
         (size_t)(__stop_emulated_shared - __start_emulated_shared));
    make(space_dynamic, dynamic_memory, sizeof dynamic_memory);
    make(space_device, __start_emulated_device,
         (size_t)(__stop_emulated_device - __start_emulated_device));
    make(space_constant, __start_emulated_constant,
         (size_t)(__stop_emulated_constant - __start_emulated_constant));
    know_all(space_shared, never_written);
    know_all(space_device, by_host);
    know_all(space_constant, by_host);
}

struct region *shadow_region(enum space space)
{
    if (shadow_regions[space_global].bytes == 0) {
        make_regions();
    }
    return &shadow_regions[space];
}

/* Compilers lay out a program as one piece, which ends there. */
bool shadow_is_of_program(uintptr_t address)
{
    extern const char __ehdr_start[] __attribute__((visibility("hidden")));
    extern const char end[] __attribute__((visibility("hidden")));
    return address - (uintptr_t)__ehdr_start < (uintptr_t)end - (uintptr_t)__ehdr_start;
}

struct cell *shadow_split(struct region *of, size_t word)
{
    struct cell *const whole = &of->word[word], *const byte = &of->byte[word * word_bytes];
    if (whole->written != split) {
        for (size_t i = 0; i < word_bytes; i++) {
            byte[i] = *whole;
        }
        *whole = (struct cell){.written = split};
    }
    return byte;
}

/* Of the first and the last word, perhaps, some bytes only. */
static void set_bytes(struct region *of, size_t from, size_t to, unsigned state)
{
    for (size_t i = from; i < to; i++) {
        shadow_split(of, i / word_bytes)[i % word_bytes] = (struct cell){.written = state};
    }
}

void shadow_set(enum space space, uintptr_t begin, size_t bytes, unsigned state)
{
    struct region *const of = shadow_region(space);
    if (!machine_is_checked) {
        return;
    }
    const size_t from = begin - of->begin, to = from + bytes;
    const size_t first = (from + word_bytes - 1) / word_bytes, last = to / word_bytes;
    if (first > last) {
        set_bytes(of, from, to, state);
        return;
    }
    set_bytes(of, from, first * word_bytes, state);
    for (size_t i = first; i < last; i++) {
        of->word[i] = (struct cell){.written = state};
    }
    set_bytes(of, last * word_bytes, to, state);
}

void shadow_begin_launch(size_t bytes)
{
    const struct region *const dynamic = shadow_region(space_dynamic);
    if (bytes < dynamic_bytes) {
        shadow_set(space_dynamic, dynamic->begin + bytes, dynamic_bytes - bytes, 0);
    }
    shadow_set(space_dynamic, dynamic->begin, bytes, never_written);
    dynamic_bytes = bytes;
}

void shadow_reset(void)
{
    struct region *const global = &shadow_regions[space_global];
    if (global->word) {
        munmap(global->word, (global->bytes / word_bytes + 1) * sizeof *global->word);
        munmap(global->byte, (global->bytes + word_bytes) * sizeof *global->byte);
        make(space_global, device_memory_begin(), device_memory_size());
    }
}
