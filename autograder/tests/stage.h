/* tests/stage.h: what the autograder's unit tests set up: trees of files, and programs that stand in
 * for workers.
 *
 *     TestSuite(client, .init = test_begin, .fini = stage_end);
 *
 * All of it lies in the folder of tests/support.h, which goes with the test.
 */
#ifndef DESCENT_TESTS_STAGE_H
#define DESCENT_TESTS_STAGE_H

#include "tests/support.h"
#include "wire/bundle.h"

/* Takes away the test's folder with all that is in it. */
void stage_end(void);

/* Writes a file of the test's folder, with the folders above it: "labs/01-a/exercises.tsv". */
struct path put(const char *name, const char *text);

/* A program: these lines as /bin/sh runs them. */
struct path script(const char *name, const char *lines);

/* A worker that gives these answers, one for each request of this one's length, and is then gone. */
struct path answering(const char *name, const struct bundle *request,
                      const struct bundle *answers /* (count) */, size_t count);

/* Whether a process runs; and fails the test when one does not end soon. */
bool runs(long pid);
void assert_gone(long pid);

/* A copy of the bundle under another verb. */
struct bundle bundle_as(const struct bundle *bundle, const char *verb);

#endif
