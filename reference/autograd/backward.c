/* The walk back over the tape. The header says what the function must do. */
#include "autograd/backward.h"

#include "base/todo.h"

void tape_backward(const struct tape *tape, struct variable *loss)
{
    loss->gradient[0] = 1;
    for (size_t i = tape->count; i > 0; i--) {
        const struct record *const record = &tape->record[i - 1];
        record->backward(record);
    }
}
