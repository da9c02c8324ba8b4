#include "kernels/cuda/emulator/words.h"

#include "kernels/cuda/emulator/device_memory.h"
#include "kernels/cuda/emulator/machine.h"
#include "kernels/cuda/emulator/shadow.h"

#include <stdio.h>

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
    [fault_endless] = {"endless kernel", "Does its loop end? Does it wait for a number that "
                                         "another thread is to write? Threads of a block wait "
                                         "for each other at __syncthreads() alone, and blocks not "
                                         "at all: they may run one after another."},
};

const char *emulator_fault_name(enum emulator_fault_kind kind)
{
    return words[kind].name;
}

const char *words_for(enum emulator_fault_kind kind)
{
    return words[kind].means;
}

/* Of an array the emulator knows the bytes alone; its elements are taken to be as large as what was touched. */
static void in_a_piece(const struct piece *piece, uintptr_t address, unsigned bytes, char *text,
                       size_t size)
{
    const char *const name = bytes == 1 ? "byte" : "element";
    const char *const names = bytes == 1 ? "bytes" : bytes == 4 ? "numbers" : "elements";
    const long from = (long)(address - piece->begin), each = (long)bytes;
    int length;
    if (from < 0) {
        length = snprintf(text, size, "%s %ld, before an array of %zu %s", name,
                          (from - each + 1) / each, piece->bytes / bytes, names);
    } else {
        length = snprintf(text, size, "%s %ld of an array of %zu %s", name, from / each,
                          piece->bytes / bytes, names);
    }
    if (bytes != 1 && bytes != 4 && length > 0 && (size_t)length < size) {
        snprintf(text + length, size - (size_t)length, " of %u bytes", bytes);
    }
}

void words_for_address(uintptr_t address, unsigned bytes, char *text, size_t size)
{
    static const char *const names[] = {[space_global] = "the device's memory",
                                        [space_shared] = "shared memory",
                                        [space_device] = "a variable on the device",
                                        [space_constant] = "constant memory"};
    const enum space space = shadow_space(address);
    const struct piece *const piece = space == space_global ? device_memory_near(address) : NULL;
    if (space == spaces && device_memory_is_near((const void *)address)) {
        snprintf(text, size,
                 "an element far outside of all arrays, as with an unsigned index below 0");
    } else if (piece) {
        in_a_piece(piece, address, bytes, text, size);
    } else if (space == space_dynamic && machine.launch) {
        snprintf(text, size, "byte %zu of dynamic shared memory, of which the launch asked for %zu",
                 address - shadow_region(space)->begin, machine.launch->shared);
    } else {
        snprintf(text, size, "%s", names[space < spaces ? space : space_global]);
    }
}
