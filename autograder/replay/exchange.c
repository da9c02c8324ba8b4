#include "replay/exchange.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Takes the first bundle off the inbox. */
static void take(struct inbox *inbox, size_t length, struct letter *letter)
{
    letter->bytes = malloc(length);
    if (!letter->bytes) {
        panic("replay: no memory for %zu bytes", length);
    }
    memcpy(letter->bytes, inbox->bytes, length);
    letter->length = length;
    inbox->length -= length;
    memmove(inbox->bytes, inbox->bytes + length, inbox->length);
}

int inbox_next(struct inbox *inbox, struct letter *letter, struct message *why)
{
    for (;;) {
        const long used = inbox->length > 0
                              ? bundle_decode(inbox->bytes, inbox->length, &letter->bundle, why)
                              : 0;
        if (used < 0) {
            return -1;
        }
        if (used > 0) {
            take(inbox, (size_t)used, letter);
            return 1;
        }
        if (inbox->length == inbox->room) {
            inbox->room = inbox->room > 0 ? 2 * inbox->room : 65536;
            inbox->bytes = realloc(inbox->bytes, inbox->room);
            if (!inbox->bytes) {
                panic("replay: no memory for %zu bytes", inbox->room);
            }
        }
        const ssize_t got =
            read(inbox->descriptor, inbox->bytes + inbox->length, inbox->room - inbox->length);
        if (got == 0 || (got < 0 && errno != EINTR)) {
            return 0;
        }
        inbox->length += got > 0 ? (size_t)got : 0;
    }
}

void letter_free(struct letter *letter)
{
    bundle_free(&letter->bundle);
    free(letter->bytes);
    letter->bytes = NULL;
}

int send_bytes(int descriptor, const unsigned char *bytes, size_t length)
{
    for (size_t sent = 0; sent < length;) {
        const ssize_t now = write(descriptor, bytes + sent, length - sent);
        if (now < 0 && errno != EINTR) {
            return -1;
        }
        sent += now > 0 ? (size_t)now : 0;
    }
    return 0;
}
