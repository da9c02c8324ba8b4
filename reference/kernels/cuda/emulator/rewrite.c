/* emulator/rewrite.c: makes C++ of a .cu file.
 *
 * usage: rewrite FILE.cu > FILE.cpp
 *
 * Most of CUDA's words are macros of the emulator's cuda_runtime.h. Four things are no C++ and cannot be made so
 * by macros; these are rewritten, and every line keeps its number:
 *
 *     k<<<blocks, threads>>>(a, b)          emulated_launch("k", k, blocks, threads)(a, b)
 *     extern __shared__ float s[];          float *const s = (float *)emulated_dynamic_shared();
 *     __device__ float total = 0;           __device_variable__ float total = 0;
 *     static __shared__ float s[32];               __shared__ float s[32];
 *
 * It looks at words and brackets, not at the grammar. Comments, strings and characters are left alone. Exit
 * status 1, with file and line, where it does not understand.
 */
#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *path;
static char *source; /* the whole file, and a 0 behind it */
static size_t at;    /* how far it has been read */
static char *made;   /* what comes of it */
static size_t length, room;
static size_t
    code_end; /* of what was made: behind its last letter that is neither space nor comment */

/* --- texts ------------------------------------------------------------------------------------ */

__attribute__((noreturn)) static void stop(size_t where, const char *why)
{
    unsigned line = 1;
    for (size_t i = 0; i < where; i++) {
        line += source[i] == '\n';
    }
    fprintf(stderr, "%s:%u: %s\n", path, line, why);
    exit(1);
}

static void put(const char *text, size_t count)
{
    if (length + count >= room) {
        room = 2 * (length + count) + 4096;
        made = realloc(made, room);
        if (!made) {
            stop(at, "no memory");
        }
    }
    memcpy(made + length, text, count);
    length += count;
}

static void put_string(const char *text)
{
    put(text, strlen(text));
}

static bool in_word(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

/* Whether the word stands at `i`, and is a whole one. */
static bool is_word(size_t i, const char *word)
{
    const size_t count = strlen(word);
    return strncmp(source + i, word, count) == 0 && !in_word(source[i + count]) &&
           (i == 0 || !in_word(source[i - 1]));
}

static size_t behind_spaces(size_t i)
{
    while (isspace((unsigned char)source[i])) {
        i++;
    }
    return i;
}

/* R"x( ... )x": behind it; `i`, at its quote, where it has no end. */
static size_t behind_raw_string(size_t i)
{
    char end[24] = ")";
    const size_t mark = strcspn(source + i + 1, "(\n");
    if (source[i + 1 + mark] != '(' || mark + 3 > sizeof end) {
        return i;
    }
    memcpy(end + 1, source + i + 1, mark);
    memcpy(end + 1 + mark, "\"", 2);
    const char *const found = strstr(source + i, end);
    return found ? (size_t)(found - source) + strlen(end) : i;
}

/* 1'000'000 */
static bool separates_digits(size_t i)
{
    size_t begin = i;
    while (begin > 0 && (in_word(source[begin - 1]) || source[begin - 1] == '\'')) {
        begin--;
    }
    return source[i] == '\'' && begin < i && isdigit((unsigned char)source[begin]);
}

/* Behind the comment, string or character that begins at `i`; `i` where none does. */
static size_t behind_quoted(size_t i)
{
    if (source[i] == '/' && source[i + 1] == '/') {
        return i + strcspn(source + i, "\n");
    }
    if (source[i] == '/' && source[i + 1] == '*') {
        const char *const end = strstr(source + i + 2, "*/");
        return end ? (size_t)(end + 2 - source) : i + strlen(source + i);
    }
    if ((source[i] != '"' && source[i] != '\'') || separates_digits(i)) {
        return i;
    }
    if (source[i] == '"' && i > 0 && source[i - 1] == 'R' && behind_raw_string(i) > i) {
        return behind_raw_string(i);
    }
    size_t end = i + 1;
    while (source[end] && source[end] != source[i] && source[end] != '\n') {
        end += source[end] == '\\' && source[end + 1] ? 2 : 1;
    }
    return end + (source[end] == source[i]);
}

/* --- launches --------------------------------------------------------------------------------- */

/* Where, in what was made, the bracket opens that closes before `end`; `end` where it does not. */
static size_t opening(size_t end, char open, char close)
{
    unsigned depth = 0, parentheses = 0;
    for (size_t i = end; i > 0 && !strchr(";{}", made[i - 1]); i--) {
        parentheses += open != '(' && made[i - 1] == ')';
        depth += parentheses == 0 && made[i - 1] == close;
        depth -= parentheses == 0 && made[i - 1] == open;
        parentheses -= open != '(' && made[i - 1] == '(' && parentheses > 0;
        if (depth == 0 && parentheses == 0) {
            return i - 1;
        }
    }
    return end;
}

/* Where, in what was made, the kernel's name begins: a word, k<float>, or (*k). */
static size_t start_of_kernel(size_t end)
{
    size_t i = end;
    if (i > 0 && made[i - 1] == ')') {
        return opening(end, '(', ')');
    }
    if (i > 0 && made[i - 1] == '>') {
        i = opening(end, '<', '>');
        if (i == end) {
            return end;
        }
    }
    while (i > 0 && (in_word(made[i - 1]) || made[i - 1] == ':')) {
        i--;
    }
    return i;
}

/* The >>> of the <<< before `from`. */
static size_t end_of_configuration(size_t from)
{
    unsigned open = 0;
    for (size_t i = from; source[i] && source[i] != ';';) {
        const size_t behind = behind_quoted(i);
        if (behind > i) {
            i = behind;
            continue;
        }
        open += source[i] == '(';
        open -= source[i] == ')';
        if (open == 0 && strncmp(source + i, ">>>", 3) == 0) {
            return i;
        }
        i++;
    }
    stop(at, "a launch's <<< without its >>>");
}

static void rewrite_launch(void)
{
    const size_t end = code_end;
    const size_t start = start_of_kernel(end);
    const size_t from = at + 3, to = end_of_configuration(from);
    if (start == end) {
        stop(at, "a launch, <<<, without a kernel's name before it");
    }
    if (source[behind_spaces(to + 3)] != '(') {
        stop(at, "a launch without arguments in parentheses behind its >>>");
    }
    char *const kernel = strndup(made + start, end - start);
    char *const between = strndup(made + end, length - end); /* perhaps the end of a line */
    length = start;
    put_string("emulated_launch(\"");
    put_string(kernel);
    put_string("\", ");
    put_string(kernel);
    put_string(between);
    put_string(", ");
    put(source + from, to - from);
    put_string(")");
    code_end = length;
    at = to + 3;
    free(kernel);
    free(between);
}

/* --- variables -------------------------------------------------------------------------------- */

/* Behind `__align__(16)` and the like, where one begins at `i`. */
static size_t behind_alignment(size_t i)
{
    if (!is_word(i, "__align__")) {
        return i;
    }
    return behind_spaces(i + strcspn(source + i, ")") + 1);
}

/* extern __shared__ TYPE NAME[]; from behind the __shared__. */
static void rewrite_dynamic_shared(size_t from)
{
    const size_t type = behind_alignment(behind_spaces(from));
    const size_t bracket = type + strcspn(source + type, "[;{(");
    const size_t end = bracket + strcspn(source + bracket, ";");
    size_t name_end = bracket;
    while (name_end > type && isspace((unsigned char)source[name_end - 1])) {
        name_end--;
    }
    size_t name = name_end;
    while (name > type && in_word(source[name - 1])) {
        name--;
    }
    if (source[bracket] != '[' || name == name_end || name == type || !source[end]) {
        stop(at, "dynamic shared memory is declared as: extern __shared__ float numbers[];");
    }
    put(source + type, name - type);
    put_string("*const ");
    put(source + name, name_end - name);
    put_string(" = (");
    put(source + type, name - type);
    put_string("*)emulated_dynamic_shared()");
    at = end;
}

/* Whether what stands behind __device__ is a variable: no parenthesis before its end. */
static bool is_variable(size_t i)
{
    i = behind_spaces(i);
    for (size_t before = 0; before != i;) {
        before = i;
        i = behind_alignment(i);
    }
    const size_t end = i + strcspn(source + i, "(;={");
    for (size_t word = i; word < end; word++) {
        if (is_word(word, "operator")) {
            return false;
        }
    }
    return source[end] != '(' && source[end] != '{' && source[end];
}

/* `extern "C" {` opens no function. */
static bool opens_linkage(void)
{
    size_t i = length;
    while (i > 0 && isspace((unsigned char)made[i - 1])) {
        i--;
    }
    return i >= 3 && strncmp(made + i - 3, "\"C\"", 3) == 0;
}

/* --- the file --------------------------------------------------------------------------------- */

/* Rewrites what begins here, if it is one of the four. */
static bool rewrite_here(unsigned depth)
{
    if (strncmp(source + at, "<<<", 3) == 0) {
        rewrite_launch();
        return true;
    }
    const bool is_extern = is_word(at, "extern"), is_static = is_word(at, "static");
    const size_t next = behind_spaces(at + 6); /* both have six letters */
    if (is_extern && is_word(next, "__shared__")) {
        if (depth == 0) {
            stop(at, "dynamic shared memory is declared inside of the kernel that uses it");
        }
        rewrite_dynamic_shared(next + strlen("__shared__"));
        return true;
    }
    if (is_static && (is_word(next, "__shared__") || is_word(next, "__constant__"))) {
        at += strlen("static");
        return true;
    }
    if (is_word(at, "__device__") && is_variable(at + strlen("__device__"))) {
        put_string("__device_variable__");
        at += strlen("__device__");
        return true;
    }
    return false;
}

static void rewrite(void)
{
    unsigned depth = 0, linkages = 0;
    while (source[at]) {
        const size_t behind = behind_quoted(at);
        if (behind > at) {
            const bool is_comment = source[at] == '/';
            put(source + at, behind - at);
            at = behind;
            code_end = is_comment ? code_end : length;
        } else if (!rewrite_here(depth - linkages)) {
            if (source[at] == '{') {
                linkages += depth == linkages && opens_linkage();
                depth++;
            } else if (source[at] == '}' && depth > 0) {
                linkages -= depth == linkages;
                depth--;
            }
            put(source + at, 1);
            code_end = isspace((unsigned char)source[at]) ? code_end : length;
            at++;
        } else {
            code_end = length;
        }
    }
}

/* nvcc includes cuda_runtime.h by itself, and so does this. */
static void begin(void)
{
    put_string("#include <cuda_runtime.h>\n#line 1 \"");
    for (const char *c = path; *c; c++) {
        put("\\", *c == '"' || *c == '\\');
        put(c, 1);
    }
    put_string("\"\n");
    code_end = length;
}

static void read_source(void)
{
    FILE *const file = fopen(path, "rb");
    if (!file) {
        perror(path);
        exit(1);
    }
    size_t count = 0, got = 1;
    while (got > 0) {
        source = realloc(source, count + 65536);
        if (!source) {
            fprintf(stderr, "%s: no memory\n", path);
            exit(1);
        }
        got = fread(source + count, 1, 65535, file);
        count += got;
    }
    source[count] = '\0';
    fclose(file);
    if (strlen(source) < count) {
        stop(strlen(source), "a byte of 0: expected a text, in C");
    }
}

int main(int count, char **arguments)
{
    if (count != 2) {
        fputs("usage: rewrite FILE.cu > FILE.cpp\n", stderr);
        return 2;
    }
    path = arguments[1];
    read_source();
    begin();
    rewrite();
    return fwrite(made, 1, length, stdout) == length && fflush(stdout) == 0 ? 0 : 1;
}
