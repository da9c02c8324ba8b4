/* data/gunzip.h: unpacks what gzip has packed (RFC 1952). The one file that knows zlib.
 *
 *     unsigned char start[16];
 *     if (gunzip(packed, length, sizeof start, start, &count, &more, &why) != 0) { ... }
 *
 * The caller says how many bytes it has room for: nothing that stands in the packed bytes decides
 * how much memory is taken. zlib itself takes 40 KiB and gives them back.
 */
#ifndef DESCENT_DATA_GUNZIP_H
#define DESCENT_DATA_GUNZIP_H

#include "base/message.h"

#include <stdbool.h>
#include <stddef.h>

/* Packed bytes hold at most so many times their number: 258 equal bytes take a quarter of a byte. */
enum { gunzip_most = 1032 };

/* True when the bytes start as gzip's do. */
bool gunzip_is_packed(const unsigned char *bytes /* (length) */, size_t length);

/* Unpacks the first `room` > 0 bytes into out; *count says how many came, and *more that others would
 * follow. When none follow, all was checked: the checksum, the unpacked length, and that nothing
 * stands behind the packed bytes. Returns 0, or -1 and says what is wrong; out is then undefined. */
int gunzip(const unsigned char *packed /* (length) */, size_t length, size_t room,
           unsigned char *out /* (room) */, size_t *count, bool *more, struct message *why);

#endif
