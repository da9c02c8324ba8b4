/* grade/memory_faults.h: what Valgrind has to say of a submission. */
#ifndef DESCENT_GRADE_MEMORY_FAULTS_H
#define DESCENT_GRADE_MEMORY_FAULTS_H

#include "grade/grading.h"

/* Asks the kept requests again under Valgrind and adds what it saw to the verdicts: all exercises that
 * came back in one run, each that crashed in one of its own, since the run ends with it. A crash gets
 * its place; an exercise that had passed becomes a memory fault, and what builds on it waits.
 * Where Valgrind cannot be asked, the verdicts stay as they are, with memory_unchecked set. */
void memory_faults_add(const struct grading *grading, struct lab_verdicts *all);

#endif
