#include "base/message.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

int message_set(struct message *m, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(m->text, sizeof m->text, format, arguments);
    va_end(arguments);
    for (char *c = m->text; *c; c++) { /* what a file or a path brings along stays on one line */
        if (iscntrl((unsigned char)*c)) {
            *c = '?';
        }
    }
    return -1;
}

void message_make_printable(char *text)
{
    for (char *c = text; *c; c++) {
        *c = *c < 32 || *c > 126 ? '?' : *c;
    }
}

void panic(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fflush(stdout);
    fputs("descent: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    abort();
}
