/* Opens the shared object SO and has it do WHAT, each in turn: open_shared SO WHAT...
 *
 * A plain C program, which knows nothing of CUDA or the emulator, as the labs' are.
 */
#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

int main(int count, char **arguments)
{
    void *const object = count > 1 ? dlopen(arguments[1], RTLD_NOW | RTLD_LOCAL) : NULL;
    void *const symbol = object ? dlsym(object, "shared_object_do") : NULL;
    if (!symbol) {
        fprintf(stderr, "%s\n", count > 1 ? dlerror() : "usage: open_shared SO WHAT...");
        return 2;
    }
    void (*shared_object_do)(const char *what);
    memcpy(&shared_object_do, &symbol, sizeof symbol);
    for (int i = 2; i < count; i++) {
        shared_object_do(arguments[i]);
    }
    return 0;
}
