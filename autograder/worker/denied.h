/* worker/denied.h: tells the judge which system call the sandbox refused.
 *
 * A refused call raises SIGSYS. The handler sends an answer with the verb `denied` and the number of
 * the call as its note, and ends the program with status denied_status. It is installed before the
 * constructors of other files, and only for the words: whoever takes it away is refused all the same,
 * and what anyone sends in its name costs points and earns none.
 */
#ifndef DESCENT_WORKER_DENIED_H
#define DESCENT_WORKER_DENIED_H

enum { denied_status = 121 };

#endif
