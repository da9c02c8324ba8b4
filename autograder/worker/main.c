/* The worker: a loop around one lab's drivers. Calls come on descriptor 0, answers go out on
 * descriptor 3; descriptors 1 and 2 are the student's to print on.
 *
 * Verbs:
 *   call      run the exercise's driver once, answer with all arrays.
 *   gradient  answer with central differences of the driver's forward pass, for every element of
 *             one input: note "OUTPUT ABOVE INPUT", gradient = d sum(OUTPUT * ABOVE) / d INPUT.
 * Answers: `answer`, or `todo` when a starter's TODO was reached: note "FILE:LINE FUNCTION".
 *
 * The same source is linked with the student's files, with the reference's, and with each known
 * mistake. It holds no expected value.
 */
#include "base/todo.h"
#include "worker/call.h"

#include <errno.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tgmath.h>
#include <unistd.h>

enum { calls_fd = 0, answers_fd = 3 };

/* Where a TODO returns to. A driver cannot pass it through the student's function, so it is the
 * one variable of this program that is not an argument. */
static jmp_buf behind_the_call;

static void send(const struct bundle *answer)
{
    size_t length;
    unsigned char *const bytes = bundle_encode(answer, &length);
    for (size_t sent = 0; sent < length;) {
        const ssize_t now = write(answers_fd, bytes + sent, length - sent);
        if (now < 0 && errno != EINTR) {
            panic("worker: the answer cannot be sent: %s", strerror(errno));
        }
        sent += now > 0 ? (size_t)now : 0;
    }
    free(bytes);
}

void todo_reached(struct todo place, ...)
{
    struct bundle answer = bundle_new("todo", place.exercise);
    snprintf(answer.note, sizeof answer.note, "%s:%d %s", place.file, place.line, place.function);
    send(&answer);
    longjmp(behind_the_call, 1);
}

static const struct driver *driver_of(const char *exercise)
{
    for (const struct driver *driver = drivers; driver->exercise; driver++) {
        if (strcmp(driver->exercise, exercise) == 0) {
            return driver;
        }
    }
    panic("worker: no driver for exercise %s", exercise);
}

static void serve_call(const struct bundle *request)
{
    struct bundle answer = bundle_copy(request);
    driver_of(request->exercise)->run(&(struct call){&answer});
    strcpy(answer.verb, "answer");
    send(&answer);
    bundle_free(&answer);
}

/* sum(OUTPUT * ABOVE) of one forward pass. */
static real weighted_output(const struct bundle *request, const char *output, const char *above)
{
    struct bundle pass = bundle_copy(request);
    driver_of(request->exercise)->run(&(struct call){&pass});
    const struct call call = {&pass};
    const real *const y = array(&call, output), *const dy = array(&call, above);
    real sum = 0;
    for (size_t i = 0; i < count_of(&call, output); i++) {
        sum += y[i] * dy[i];
    }
    bundle_free(&pass);
    return sum;
}

static void serve_gradient(struct bundle *request)
{
    char output_name[bundle_max_name], above[bundle_max_name], input[bundle_max_name];
    if (sscanf(request->note, "%31s %31s %31s", output_name, above, input) != 3) {
        panic("worker: expected 'OUTPUT ABOVE INPUT', found '%s'", request->note);
    }
    struct frame *const x = bundle_find(request, input);
    if (!x) {
        panic("worker: no '%s' to differentiate by", input);
    }
    struct bundle answer = bundle_new("answer", request->exercise);
    real *const gradient = bundle_add(&answer, "gradient", x->shape)->data;
    for (size_t i = 0; i < x->count; i++) {
        const real kept = x->data[i];
        const real step = (real)1e-5 * fmax((real)1, fabs(kept));
        x->data[i] = kept + step;
        const real above_it = weighted_output(request, output_name, above);
        x->data[i] = kept - step;
        const real below_it = weighted_output(request, output_name, above);
        x->data[i] = kept;
        gradient[i] = (above_it - below_it) / (2 * step);
    }
    send(&answer);
    bundle_free(&answer);
}

static void serve(struct bundle *request)
{
    if (setjmp(behind_the_call) != 0) {
        return; /* a TODO has answered */
    }
    if (strcmp(request->verb, "gradient") == 0) {
        serve_gradient(request);
    } else {
        serve_call(request);
    }
}

int main(void)
{
    unsigned char *bytes = NULL;
    size_t length = 0, room = 0;
    for (;;) {
        struct bundle request;
        struct message why;
        const long used = length > 0 ? bundle_decode(bytes, length, &request, &why) : 0;
        if (used < 0) {
            panic("worker: malformed call: %s", why.text);
        }
        if (used > 0) {
            serve(&request);
            bundle_free(&request);
            length -= (size_t)used;
            memmove(bytes, bytes + used, length);
            continue;
        }
        if (length == room) {
            room = room > 0 ? room * 2 : 65536;
            bytes = realloc(bytes, room);
            if (!bytes) {
                panic("worker: no memory for a call of %zu bytes", room);
            }
        }
        const ssize_t now = read(calls_fd, bytes + length, room - length);
        if (now <= 0) {
            free(bytes);
            return now < 0;
        }
        length += (size_t)now;
    }
}
