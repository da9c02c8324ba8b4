/* judge/lab02_initialisation.h: the checks of 2.10 and 2.11: random weights, judged by their mean,
 * their variance and their independence. */
#ifndef DESCENT_JUDGE_LAB02_INITIALISATION_H
#define DESCENT_JUDGE_LAB02_INITIALISATION_H

#include "judge/check.h"

void check_xavier(struct check *check);
void check_he(struct check *check);

#endif
