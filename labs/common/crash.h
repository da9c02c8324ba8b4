/* common/crash.h: what a lab's program says when a student's function ends it, or never ends.
 *
 * A crash (SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT) and Ctrl-C say in which section it happened and
 * how to find the place; then the signal does what it always does. Ten seconds of computing without
 * a sign of life bring a line that says how to stop and where to look.
 */
#ifndef DESCENT_LABS_COMMON_CRASH_H
#define DESCENT_LABS_COMMON_CRASH_H

/* Starts to watch. `lab` is "01". Signals that somebody else already handles (a sanitizer) are left
 * to them. */
void crash_watch(const char *lab);

/* From now on this section is running; NULL, NULL: none. */
void crash_in_section(const char *exercise, const char *title);

/* A sign of life, from a section that may rightly take long. */
void crash_alive(void);

#endif
