/* What lab 04's sections share. The header says what each function does. */
#include "04-cnn/given/lab.h"

#include <time.h>

struct pcg32 lab_generator(const struct lab *lab, uint64_t stream)
{
    return pcg32_seed(lab->options.seed, stream);
}

double lab_seconds(const struct lab *lab, double usual)
{
    const double share = (double)lab->options.seconds / options_usual_seconds;
    return share < 1 ? share * usual : usual;
}

double lab_busy_seconds(void)
{
    return (double)clock() / CLOCKS_PER_SEC;
}

struct trace lab_trace_begin(const struct lab *lab, const char *name, const char *columns)
{
    return lab_trace_open(lab->options.out, name, NULL, columns);
}
