/* judge/lab02_network.h: the check of exercise 2.12: the network's values, and whether it learns XOR
 * as the reference does. */
#ifndef DESCENT_JUDGE_LAB02_NETWORK_H
#define DESCENT_JUDGE_LAB02_NETWORK_H

#include "judge/check.h"

void check_network(struct check *check);

#endif
