/* sandbox/words.h: what a program tried, by the number of the system call that it was refused. */
#ifndef DESCENT_SANDBOX_WORDS_H
#define DESCENT_SANDBOX_WORDS_H

enum { words_max_text = 96 };

/* Writes it as the end of a sentence, "tried to open a file", and returns `text`. */
const char *words_of_call(long number, char text[words_max_text]);

#endif
