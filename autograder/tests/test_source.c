/* Functions found in C source, their arguments, and their bodies replaced. */
#include "tests/support.h"
#include "variants/source.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

TestSuite(source, .init = test_begin, .fini = test_end);

static struct function found(const char *text, const char *name)
{
    struct function function;
    struct message why;
    cr_assert_eq(source_find(text, name, &function, &why), 0, "%s", why.text);
    return function;
}

static const char *refused(const char *text, const char *name)
{
    static struct message why;
    struct function function;
    cr_assert_eq(source_find(text, name, &function, &why), -1);
    return why.text;
}

/* The text with "    X;\n" for the function's body. */
static const char *replaced(const char *text, const char *name)
{
    static char result[1024];
    const struct function function = found(text, name);
    char *const changed = source_with_body(text, &function, "    X;\n");
    snprintf(result, sizeof result, "%s", changed);
    free(changed);
    return result;
}

/* Functions with these arguments have these names. */
static const char *arguments(const char *list)
{
    static struct function function;
    char text[2048];
    snprintf(text, sizeof text, "void f(%s)\n{\n}\n", list);
    function = found(text, "f");
    return function.arguments;
}

Test(source, a_body_is_replaced_and_nothing_else)
{
    cr_assert_str_eq(
        replaced("#include <x.h>\n\nint f(int a)\n{\n    return a;\n}\n\nint g;\n", "f"),
        "#include <x.h>\n\nint f(int a)\n{\n    X;\n}\n\nint g;\n");
}

Test(source, an_empty_body_is_filled)
{
    cr_assert_str_eq(replaced("void f(void)\n{\n}\n", "f"), "void f(void)\n{\n    X;\n}\n");
}

Test(source, a_body_may_hold_braces)
{
    cr_assert_str_eq(replaced("int f(int a)\n{\n    if (a) {\n        a++;\n    }\n    {\n    }\n"
                              "    return a;\n}\n",
                              "f"),
                     "int f(int a)\n{\n    X;\n}\n");
}

Test(source, the_definition_is_told_from_the_declaration)
{
    cr_assert_str_eq(replaced("int f(int a);\n\nint f(int a)\n{\n    return a;\n}\n", "f"),
                     "int f(int a);\n\nint f(int a)\n{\n    X;\n}\n");
}

Test(source, a_call_above_is_no_definition)
{
    cr_assert_str_eq(
        replaced("int g(void)\n{\n    return f(1);\n}\n\nint f(int a)\n{\n    return a;\n}\n", "f"),
        "int g(void)\n{\n    return f(1);\n}\n\nint f(int a)\n{\n    X;\n}\n");
}

Test(source, a_comment_above_is_no_definition)
{
    static const char text[] = "/* f(a) is a.\n * f(0) { } is 0. */\nint f(int a)\n{\n}\n";
    cr_assert_eq(found(text, "f").start, (size_t)(strstr(text, "int f") - text));
}

Test(source, a_name_is_a_whole_word)
{
    static const char text[] = "int step_all(int a)\n{\n}\n\nint one_step(int b)\n{\n}\n\n"
                               "int step(int c)\n{\n}\n";
    cr_assert_str_eq(found(text, "step").arguments, "c");
    cr_assert_str_eq(found(text, "step_all").arguments, "a");
    cr_assert_str_eq(found(text, "one_step").arguments, "b");
}

Test(source, a_definition_may_be_static_or_give_a_pointer)
{
    cr_assert_str_eq(found("static int f(int a)\n{\n}\n", "f").arguments, "a");
    cr_assert_str_eq(found("const struct x *f(int a)\n{\n}\n", "f").arguments, "a");
}

Test(source, arguments_are_the_last_words)
{
    cr_assert_str_eq(arguments("size_t count, const real *yhat, real *y"), "count, yhat, y");
    cr_assert_str_eq(arguments("const struct shape *shape"), "shape");
    cr_assert_str_eq(arguments("real w[], real **rows"), "w, rows");
}

Test(source, a_function_among_the_arguments_is_one_name)
{
    cr_assert_str_eq(arguments("int a, void (*multiply)(size_t n, const real *x), real *y"),
                     "a, multiply, y");
    cr_assert_str_eq(arguments("real (*loss)(const real *c, void (*f)(int z)), void *context"),
                     "loss, context");
}

Test(source, arguments_may_have_comments_and_lines)
{
    cr_assert_str_eq(arguments("size_t n, size_t in, const real *x /* (n, in) */,\n"
                               "       const real *b /* (out) */, real *y /* (n, out) */"),
                     "n, in, x, b, y");
    cr_assert_str_eq(arguments("real *x /* (n); or { NULL } */, /* rate */ real rate"), "x, rate");
    cr_assert_str_eq(arguments("real *x /**/, real y /*/ , z */"), "x, y");
}

Test(source, arguments_that_are_too_long_are_refused)
{
    char text[2048] = "void f(";
    for (int i = 0; i < 60; i++) {
        strcat(text, "int argument_number_one, ");
    }
    strcat(text, "int last)\n{\n}\n");
    cr_assert_str_eq(refused(text, "f"), "the argument list is too long");
}

Test(source, a_function_that_is_not_defined_is_refused)
{
    cr_assert_str_eq(refused("", "f"), "no definition of f");
    cr_assert_str_eq(refused("int f(int a);\n", "f"), "no definition of f");
    cr_assert_str_eq(refused("int g(void)\n{\n    return f(1);\n}\n", "f"), "no definition of f");
    cr_assert_str_eq(refused("    int f(int a)\n{\n}\n", "f"), "no definition of f");
    cr_assert_str_eq(refused("int (*f)(int a);\nint f;\n", "f"), "no definition of f");
    cr_assert_str_eq(refused("int f(int a", "f"), "no definition of f");
    cr_assert_str_eq(refused("int f(int a /* ; {\n", "f"), "no definition of f");
}

/* Whoever takes the next lines { and } takes another function's. */
Test(source, a_body_that_does_not_stand_on_its_own_lines_is_refused)
{
    static const char wanted[] = "the body of f does not stand between lines { and }";
    cr_assert_str_eq(
        refused("int f(void) { return 1; }\n\nint g(void)\n{\n    return 2;\n}\n", "f"), wanted);
    cr_assert_str_eq(refused("int f(void) {\n    return 1;\n}\n", "f"), wanted);
    cr_assert_str_eq(refused("int f(void)\n{\n    return 1;\n", "f"), wanted);
    cr_assert_str_eq(refused("int f(void)\n{\n    return 1; }", "f"), wanted);
}
