/* common/section.h: a lab's program is a list of named sections, run one after the other.
 *
 * A section that comes to an exercise that is not written yet ends there: in its place stand the
 * exercise, its file and line, and what the section will show. The rest runs on, so that an
 * unfinished lab shows all that can be shown. A crash says in which section it happened.
 *
 * A section must hold nothing that needs giving back (an open file, memory from malloc) while it
 * calls a student's function: it may not come back from there. So compute first, into an arena, and
 * write the traces when all is computed.
 *
 *     static const struct section list[] = {
 *         {"1.1", "A line", "draw the data and a line", "first-SET.dat", draw_a_line},
 *     };
 *     program_run(&(struct program){.lab = "01", .out = "build/lab01", .count = 1,
 *                                   .section = list, .context = &lab});
 */
#ifndef DESCENT_LABS_COMMON_SECTION_H
#define DESCENT_LABS_COMMON_SECTION_H

#include <stdbool.h>
#include <stddef.h>

struct section {
    const char *exercise; /* "1.6": what it is about, and what `only` picks */
    const char *title;
    const char *shows;  /* "draw ...": what it does once all that it needs is written */
    const char *traces; /* the files it writes, spaces between: removed when it starts; "": none */
    void (*run)(void *context);
};

struct program {
    const char *lab; /* "01" */
    const char *out; /* the folder of the traces */

    const char *const *set; /* (sets): SET in a trace's name stands for each of these */
    size_t sets;

    const struct section *section; /* (count) */
    size_t count;
    const char *only; /* run the sections of this exercise alone; NULL: all */

    void (*before)(void *context); /* called before each section; NULL: nothing is */
    void *context;
};

/* True when a section is about this exercise. */
bool program_has(const struct program *program, const char *exercise);

/* Runs the sections and says at the end what to do next. Leaves in OUT/missing.tsv, for draw.sh, a
 * line for each trace that a section did not come to write, and why; with `only`, it begins with the
 * line "# only 2.1". Exits with status 1 when a file cannot be written. */
void program_run(const struct program *program);

/* Calls run(context), which calls a student's functions, in the midst of a section. False when it came to
 * an exercise that is not written: the section goes on without what run was to do. What run holds in
 * arenas stays there. */
bool section_has(void (*run)(void *context), void *context);

/* Ends the running section, which had nothing to show: it is not counted among those that ran. */
_Noreturn void section_pass(void);

/* Ends the running section with a line that says why: for what a student's function did that the
 * section cannot go on with. The program runs on. */
_Noreturn void section_stop(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
