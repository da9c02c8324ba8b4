/* grade/bonus.h: points beside a lab's 100, for what is counted. */
#ifndef DESCENT_GRADE_BONUS_H
#define DESCENT_GRADE_BONUS_H

#include "grade/grading.h"

/* Has the judge count for each exercise that has passed and has a bonus, once it is sure that it has: behind
 * memory_faults_add. What could not be counted says why, and costs nothing else. */
void bonus_add(const struct grading *grading, struct lab_verdicts *all);

#endif
