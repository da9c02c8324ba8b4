/* The walk back over the tape. The header says what the function must do. */
#include "autograd/backward.h"

static void lead_back(const struct record *record)
{
    record->backward(record);
}

void tape_backward(const struct tape *tape, struct variable *loss)
{
    *loss->gradient = 1;
    const struct record *here = tape->record + tape->count;
    while (here != tape->record) {
        lead_back(--here);
    }
}
