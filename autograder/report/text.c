#include "report/text.h"

#include "base/message.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { replacement = 0xFFFD };

/* How many bytes a character takes that begins with this one; 0 when none begins so. */
static size_t sequence_length(unsigned char first)
{
    if (first < 0x80) {
        return 1;
    }
    if (first >= 0xC2 && first <= 0xDF) {
        return 2;
    }
    if (first >= 0xE0 && first <= 0xEF) {
        return 3;
    }
    return first >= 0xF0 && first <= 0xF4 ? 4 : 0;
}

/* Reads one character and returns how many bytes it takes. What is no UTF-8 (cut short, longer than
 * need be, a surrogate, beyond U+10FFFF) reads as one byte of U+FFFD. */
static size_t next_character(const char *text, uint32_t *code)
{
    static const uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    const unsigned char first = (unsigned char)*text;
    const size_t length = sequence_length(first);
    *code = length == 1 ? first : first & (0x7Fu >> length);
    bool valid = length > 0;
    for (size_t i = 1; valid && i < length; i++) {
        const unsigned char byte = (unsigned char)text[i];
        valid = (byte & 0xC0) == 0x80;
        *code = *code << 6 | (byte & 0x3Fu);
    }
    valid = valid && *code >= smallest[length] && *code <= 0x10FFFF;
    if (!valid || (*code >= 0xD800 && *code <= 0xDFFF)) {
        *code = replacement;
        return 1;
    }
    return length;
}

/* False for what moves the cursor, breaks the line or turns the direction of writing. */
static bool is_harmless(uint32_t code)
{
    const bool control = code < 0x20 || (code >= 0x7F && code <= 0x9F);
    const bool line_end = code == 0x2028 || code == 0x2029;
    const bool direction = (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
    return !control && !line_end && !direction && code != 0xFEFF;
}

/* Writes one character of `length` bytes, or U+FFFD in its place. */
static void write_character(FILE *out, const char *text, size_t length, uint32_t code)
{
    if (is_harmless(code) && code != replacement) {
        fwrite(text, 1, length, out);
    } else {
        fputs("\uFFFD", out);
    }
}

char *text_clean(const char *text)
{
    char *clean = NULL;
    size_t size = 0;
    FILE *const out = open_memstream(&clean, &size);
    if (!out) {
        return NULL;
    }
    for (uint32_t code; *text;) {
        const size_t length = next_character(text, &code);
        write_character(out, text, length, code);
        text += length;
    }
    const bool failed = ferror(out);
    if (fclose(out) != 0 || failed) {
        free(clean);
        return NULL;
    }
    return clean;
}

size_t text_width(const char *text)
{
    size_t width = 0;
    for (uint32_t code; *text; width++) {
        text += next_character(text, &code);
    }
    return width;
}

/* The character reference of a character that HTML would take for mark-up, or NULL. */
static const char *reference_of(uint32_t code)
{
    switch (code) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

void html_text(FILE *out, const char *text)
{
    for (uint32_t code; *text;) {
        const size_t length = next_character(text, &code);
        const char *const reference = reference_of(code);
        if (reference) {
            fputs(reference, out);
        } else if (code == '\n' || code == '\t') {
            fputc((int)code, out);
        } else {
            write_character(out, text, length, code);
        }
        text += length;
    }
}

void html_print(FILE *out, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    for (const char *c = format; *c; c++) {
        if (*c != '%') {
            fputc(*c, out);
            continue;
        }
        c++;
        if (*c == 's') {
            html_text(out, va_arg(arguments, const char *));
        } else if (*c == 'g') {
            fprintf(out, "%g", va_arg(arguments, double));
        } else if (c[0] == 'z' && c[1] == 'u') {
            c++;
            fprintf(out, "%zu", va_arg(arguments, size_t));
        } else if (*c == '%') {
            fputc('%', out);
        } else {
            panic("html_print: %%%c in \"%s\" is none of %%s, %%zu, %%g, %%%%", *c, format);
        }
    }
    va_end(arguments);
}

void csv_text(FILE *out, const char *text)
{
    const bool formula = *text && strchr("=+-@\t\r\n ", *text);
    const bool quoted = strpbrk(text, "\",\r\n") || formula;
    if (!quoted) {
        fputs(text, out);
        return;
    }
    fputs(formula ? "\"'" : "\"", out);
    for (; *text; text++) {
        fputs(*text == '"' ? "\"" : "", out); /* a quote is written twice */
        fputc(*text, out);
    }
    fputc('"', out);
}
