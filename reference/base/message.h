/* base/message.h: how the library says what went wrong.
 *
 * Two kinds of failure, two ways:
 * - A caller's bug (shapes that do not fit, an arena that is too small) stops the program: panic().
 * - What can go wrong in a correct program (a file, memory, an option) is returned as a status, 0
 *   or -1, with one line of text in a struct message that the caller prints or passes on:
 *   `file:line: what is wrong, what was expected, what stands there`.
 */
#ifndef DESCENT_BASE_MESSAGE_H
#define DESCENT_BASE_MESSAGE_H

struct message {
    char text[512]; /* one line without a newline; "" when nothing has failed */
};

/* Writes the text (cut at 511 bytes, `?` for a newline or another control character) and returns -1,
 * so that a function that fails can say `return message_set(m, "...")`. */
int message_set(struct message *m, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Puts `?` for every byte that is no printable ASCII character: for text that quotes others, who may
 * have sent anything. */
void message_make_printable(char *text);

/* Prints "descent: " and the text to stderr, then aborts, so that a debugger shows the caller. */
void panic(const char *format, ...) __attribute__((noreturn, format(printf, 1, 2)));

#endif
