/* Xavier's and He's initialisation. The header says what each function must do. */
#include "layers/initialisation.h"

#include "base/todo.h"

#include <tgmath.h>

void xavier_initialise(size_t in, size_t out, struct pcg32 *generator, real *w /* (out,in) */)
{
    /* Exercise 2.10, 4 points: Xavier's initialisation.
     * Write your lines here and delete the TODO. */
    TODO("2.10", in, out, generator, w);
}

void he_initialise(size_t in, size_t out, struct pcg32 *generator, real *w /* (out,in) */)
{
    /* Exercise 2.11, 3 points: He's initialisation.
     * Write your lines here and delete the TODO. */
    TODO("2.11", in, out, generator, w);
}
