/* What lab 02's sections share. The header says what each function does. */
#include "02-mlp-xor/given/lab.h"

struct tape lab_tape(struct lab *lab, size_t room)
{
    return tape_new(&lab->model, &lab->step, &lab->backend, room);
}

struct pcg32 lab_generator(const struct lab *lab, uint64_t stream)
{
    return pcg32_seed(lab->options.seed, stream);
}

struct trace lab_trace_begin(const struct lab *lab, const char *name, const char *set,
                             const char *columns)
{
    return lab_trace_open(lab->options.out, name, set, columns);
}
