#include "tests/on_tape.h"

#include <string.h>

struct arena step_arena;

void tape_test_begin(void)
{
    struct message why;
    test_begin();
    cr_assert_eq(arena_create(&step_arena, 1 << 20, &why), 0, "%s", why.text);
}

void tape_test_end(void)
{
    arena_destroy(&step_arena);
    test_end();
}

struct tape new_tape(void)
{
    return tape_new(&scratch, &step_arena, &naive_backend, 64);
}

struct variable *variable_of(struct shape shape, const real *values)
{
    struct variable *const variable = arena_take(&scratch, sizeof *variable);
    *variable = variable_parameter(&scratch, shape);
    memcpy(variable->value.data, values, shape_count(shape) * sizeof *values);
    return variable;
}

struct variable *random_variable(struct pcg32 *generator, struct shape shape)
{
    return variable_of(shape, random_reals(generator, shape_count(shape)));
}

struct variable *constant_of(struct shape shape, const real *values)
{
    struct variable *const variable = variable_of(shape, values);
    variable->gradient = NULL;
    return variable;
}

struct variable *twin_of(const struct variable *variable)
{
    return variable_of(variable->value.shape, variable->value.data);
}

void lead_back(const struct tape *tape, const real *above)
{
    cr_assert_gt(tape->count, 0, "nothing was recorded");
    const struct record *const record = &tape->record[tape->count - 1];
    const struct variable *const out = record->output;
    memcpy(out->gradient, above, variable_count(out) * sizeof *above);
    record->backward(record);
}
