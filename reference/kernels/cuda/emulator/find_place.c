/* Finds lines by addr2line, which comes with every compiler, in the program's own file. */
#include "kernels/cuda/emulator/faults.h"

#include <elf.h>
#include <link.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

extern const ElfW(Ehdr) __ehdr_start __attribute__((visibility("hidden")));

/* Where the program was loaded, when it can be loaded anywhere. */
static uintptr_t load_address(void)
{
    return __ehdr_start.e_type == ET_DYN ? (uintptr_t)&__ehdr_start : 0;
}

/* As seen from the folder in which the program runs. */
static const char *relative(const char *path)
{
    char here[512];
    const size_t length = getcwd(here, sizeof here) ? strlen(here) : 0;
    return length > 0 && strncmp(path, here, length) == 0 && path[length] == '/' ? path + length + 1
                                                                                 : path;
}

/* "path/file.cu:12 (discriminator 2)". Returns false for a line of the emulator's own headers: what was inlined
 * there belongs to the line that called it. */
static bool read_place(char *line, struct emulator_place *place)
{
    if (strstr(line, "/emulator/include/")) {
        return false;
    }
    char *const colon = strrchr(strtok(line, " \n"), ':');
    const unsigned number = colon ? (unsigned)strtoul(colon + 1, NULL, 10) : 0;
    if (number > 0) {
        *colon = '\0';
        place->file = strdup(relative(line));
        place->line = number;
    }
    return true;
}

void find_place(uintptr_t pc, struct emulator_place *place)
{
    char program[512], command[700], line[512];
    const ssize_t length = readlink("/proc/self/exe", program, sizeof program - 1);
    if (length <= 0) {
        return;
    }
    program[length] = '\0';
    snprintf(command, sizeof command, "addr2line -i -e '%s' 0x%lx 2>/dev/null", program,
             (unsigned long)(pc - load_address()));
    FILE *const output = popen(command, "r");
    while (output && fgets(line, sizeof line, output) && !read_place(line, place)) {
    }
    if (output) {
        pclose(output);
    }
}
