#include "kernels/cuda/emulator/words.h"

#include "kernels/cuda/emulator/device_memory.h"
#include "kernels/cuda/emulator/shadow.h"

#include <string.h>

static const struct {
    const char *name, *means;
} words[fault_kinds] = {
    [fault_out_of_bounds] = {"out of bounds",
                             "The array ends before that. Which element does this thread own, and "
                             "is there one? Threads beyond the "
                             "last element must do nothing: look at the guard, and at the index."},
    [fault_race] =
        {"data race",
         "Two threads of a block met at one place, one of them writing, and no __syncthreads() "
         "stands between. On "
         "a device either may be first. Which of the two lines must come first for all threads?"},
    [fault_race_of_blocks] = {"data race between blocks",
                              "Two blocks met at one place, one of them writing. No barrier keeps "
                              "blocks apart: each must write places "
                              "of its own, or add with atomicAdd, or leave the rest to a second "
                              "launch. Is blockIdx in the index?"},
    [fault_missing_syncwarp] = {"data race within a warp",
                                "Two lanes of one warp met at one place, one of them writing, and "
                                "no __syncwarp() or __syncthreads() "
                                "stands between. Lanes of a warp need not go in step."},
    [fault_divergent_barrier] =
        {"divergent barrier", "Every thread of the block must come to the same __syncthreads(). "
                              "Does it stand in an if or a loop that "
                              "some threads leave out, or behind a return that some have taken?"},
    [fault_shuffle] =
        {"shuffle",
         "Every lane of the mask must come to the same shuffle, and no other. Lanes that have "
         "nothing to give take "
         "part with a number that changes nothing. Does it stand in an if, or behind a return?"},
    [fault_uninitialised] =
        {"read before written",
         "Nobody has written there yet; on a device anything may stand there. Who should have, and "
         "have they "
         "come that far? Fresh memory is not 0: cudaMemset, or = in place of +=."},
    [fault_after_free] =
        {"use after free",
         "cudaFree has taken this memory back. Free it when nobody needs it any more, once."},
    [fault_host_pointer] = {"host pointer on the device",
                            "The kernel was given an address of the host's memory, or none. A "
                            "kernel can only use what cudaMalloc gave: "
                            "copy the numbers there first, with cudaMemcpy."},
    [fault_device_pointer] = {"device pointer on the host",
                              "That address is the device's. The host must fetch the numbers with "
                              "cudaMemcpy before it looks at them."},
    [fault_launch] =
        {"launch",
         "No device takes such a launch: at most 1024 threads a block, at least one block and one "
         "thread, 65535 blocks along y and z, 48 KiB of shared memory."},
    [fault_copy] = {"copy", "cudaMemcpy(to, from, bytes, kind): where to, where from, how many "
                            "bytes (not elements), and which is "
                            "the device's?"},
    [fault_misaligned] = {"misaligned",
                          "What is read or written at once must begin at a multiple of its size: a "
                          "float4 at one of 16 bytes. "
                          "cudaMalloc's memory does; an address in its midst need not."},
};

const char *emulator_fault_name(enum emulator_fault_kind kind)
{
    return words[kind].name;
}

const char *words_for(enum emulator_fault_kind kind)
{
    return words[kind].means;
}

static void in_a_piece(const struct piece *piece, uintptr_t address, char *text, size_t size)
{
    const size_t elements = piece->bytes / sizeof(float);
    const long from_begin = (long)(address - piece->begin);
    if (from_begin < 0) {
        snprintf(text, size, "%ld bytes before an array of %zu floats", -from_begin, elements);
    } else if (from_begin % 4 == 0 && piece->bytes % 4 == 0) {
        snprintf(text, size, "at element %ld of an array of %zu floats", from_begin / 4, elements);
    } else {
        snprintf(text, size, "at byte %ld of an array of %zu bytes", from_begin, piece->bytes);
    }
}

void words_for_address(uintptr_t address, char *text, size_t size)
{
    static const char *const of[] = {[space_shared] = "of shared memory",
                                     [space_dynamic] = "of dynamic shared memory",
                                     [space_device] = "of a variable on the device",
                                     [space_constant] = "of constant memory"};
    const enum space space = shadow_space(address);
    const struct piece *const piece = space == space_global ? device_memory_near(address) : NULL;
    if (piece) {
        in_a_piece(piece, address, text, size);
    } else if (space == space_dynamic) {
        snprintf(text, size, "at byte %zu %s", address - shadow_region(space)->begin, of[space]);
    } else {
        snprintf(text, size, "%s",
                 space != space_global && space < spaces ? of[space] : "of the device's memory");
    }
}

static void print_thread(FILE *to, const char *before, const struct emulator_thread *thread)
{
    fprintf(to, "%sthread (%u,%u,%u) of block (%u,%u,%u)", before, thread->thread[0],
            thread->thread[1], thread->thread[2], thread->block[0], thread->block[1],
            thread->block[2]);
}

static void print_place(FILE *to, const struct emulator_place *place)
{
    if (place->line > 0) {
        fprintf(to, ", %s:%u", place->file, place->line);
    }
}

/* Words in lines of at most 100 letters. */
static void print_lines(FILE *to, const char *text)
{
    int column = 0;
    while (*text) {
        const int length = (int)strcspn(text, " ");
        if (column == 0 || column + 1 + length > 96) {
            fprintf(to, "%s    ", column == 0 ? "" : "\n");
            column = 0;
        } else {
            fputc(' ', to);
        }
        fprintf(to, "%.*s", length, text);
        column += length + 1;
        text += length;
        text += strspn(text, " ");
    }
    fputc('\n', to);
}

void emulator_print_fault(FILE *to, const struct emulator_fault *fault)
{
    fprintf(to, "%s", emulator_fault_name(fault->kind));
    if (*fault->kernel) {
        fprintf(to, " in %s", fault->kernel);
    }
    print_place(to, &fault->place);
    fprintf(to, "\n  ");
    if (*fault->kernel && fault->kind != fault_launch) {
        print_thread(to, "", &fault->thread);
        fprintf(to, " ");
    }
    fprintf(to, "%s", fault->what);
    if (fault->has_other) {
        print_thread(to, "\n  the other: ", &fault->other);
        print_place(to, &fault->other_place);
    } else if (fault->other_place.line > 0) {
        fprintf(to, "\n  the other");
        print_place(to, &fault->other_place);
    }
    fprintf(to, "\n");
    print_lines(to, fault->means);
}
