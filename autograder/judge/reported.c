#include "judge/reported.h"

#include "judge/case.h"

#include <ctype.h>
#include <string.h>

/* A text out of an answer: printable, whatever came. */
static void read_text(const struct bundle *answer, const char *name, char *text, size_t size)
{
    const struct frame *const frame = bundle_find(answer, name);
    size_t length = 0;
    for (size_t i = 0; frame && i < frame->count && length + 1 < size; i++) {
        const real letter = frame->data[i];
        text[length++] = (char)(letter >= 32 && letter < 127 ? (int)letter : '?');
    }
    text[length] = '\0';
}

/* The line of the last row that does not lie behind pc; 0 when there is none. */
static int line_of(const char *worker, real pc)
{
    char path[1024];
    unsigned long address, best = 0;
    int line, found = 0;
    snprintf(path, sizeof path, "%s.lines", worker);
    FILE *const rows = pc > 0 ? fopen(path, "r") : NULL;
    while (rows && fscanf(rows, "%lx %d", &address, &line) == 2) {
        if ((real)address <= pc && address >= best) {
            best = address;
            found = line;
        }
    }
    if (rows) {
        fclose(rows);
    }
    return found;
}

bool reported(struct check *check, const struct bundle *request, const struct bundle *answer)
{
    char what[300];
    struct fault fault = {.case_name = ""};
    if (!bundle_find(answer, "kind")) {
        return false;
    }
    read_text(answer, "kind", fault.subject, sizeof fault.subject);
    read_text(answer, "what", what, sizeof what);
    read_text(answer, "means", fault.means, sizeof fault.means);
    const int other = line_of(check->student.worker, number_in(answer, "other_pc"));
    char there[40] = "";
    if (other > 0) {
        snprintf(there, sizeof there, " (in line %d)", other);
    }
    snprintf(fault.text, sizeof fault.text, "%s: %s%s.", fault.subject, what, there);
    fault.text[0] = (char)toupper((unsigned char)fault.text[0]);
    const real line = number_in(answer, "line");
    fault.line = line >= 1 && line < 1000000
                     ? (int)line
                     : line_of(check->student.worker, number_in(answer, "pc"));
    case_describe(request, fault.case_name, sizeof fault.case_name);
    case_keep(check, request, NULL, NULL);
    check_fault(check, &fault);
    return true;
}
