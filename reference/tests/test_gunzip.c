#include "data/gunzip.h"
#include "tests/packed.h"
#include "tests/support.h"

#include <limits.h>
#include <string.h>

TestSuite(gunzip, .init = test_begin, .fini = test_end);

enum { most_room = 4096 };

/* What came out of packed bytes. */
struct unpacked {
    int status;
    unsigned char bytes[most_room];
    size_t count;
    bool more;
    struct message why;
};

static struct unpacked unpack(struct packed packed, size_t room)
{
    struct unpacked got = {.count = 999, .more = true};
    unsigned char *const out = arena_take(&scratch, room); /* exact: a checker sees who goes past */
    got.status = gunzip(packed.bytes, packed.length, room, out, &got.count, &got.more, &got.why);
    if (got.status == 0) {
        cr_assert_leq(got.count, room);
        memcpy(got.bytes, out, got.count);
    }
    return got;
}

static const char *refused(struct packed packed, size_t room)
{
    static struct unpacked got;
    got = unpack(packed, room);
    cr_assert_eq(got.status, -1);
    return got.why.text;
}

/* 3000 bytes that hardly repeat. */
static const unsigned char *some_bytes(void)
{
    struct pcg32 generator = pcg32_seed(401, 1);
    unsigned char *const bytes = arena_take(&scratch, 3000);
    for (size_t i = 0; i < 3000; i++) {
        bytes[i] = (unsigned char)pcg32_below(&generator, 200);
    }
    return bytes;
}

static struct packed cut(struct packed packed, size_t length)
{
    struct packed shorter = {arena_take(&scratch, length), length};
    memcpy(shorter.bytes, packed.bytes, length);
    return shorter;
}

Test(gunzip, the_headers_example)
{
    const struct packed file = pack("an example of more than 16 bytes", 32);
    const unsigned char *const packed = file.bytes;
    const size_t length = file.length;
    size_t count;
    bool more;
    struct message why;
    unsigned char start[16];
    if (gunzip(packed, length, sizeof start, start, &count, &more, &why) != 0) {
        cr_assert_fail("%s", why.text);
    }
    cr_assert_arr_eq(start, "an example of mo", 16);
}

Test(gunzip, gives_back_what_was_packed)
{
    const struct unpacked got = unpack(pack(some_bytes(), 3000), most_room);
    cr_assert_eq(got.status, 0, "%s", got.why.text);
    cr_assert_eq(got.count, 3000);
    cr_assert_not(got.more);
    cr_assert_arr_eq(got.bytes, some_bytes(), 3000);
}

Test(gunzip, room_for_exactly_all_is_enough)
{
    const struct unpacked got = unpack(pack(some_bytes(), 3000), 3000);
    cr_assert_eq(got.status, 0, "%s", got.why.text);
    cr_assert_eq(got.count, 3000);
    cr_assert_not(got.more);
}

Test(gunzip, gives_the_first_bytes_and_says_that_more_follow)
{
    const size_t rooms[] = {1, 16, 2999};
    for (size_t i = 0; i < 3; i++) {
        const struct unpacked got = unpack(pack(some_bytes(), 3000), rooms[i]);
        cr_assert_eq(got.status, 0, "%s", got.why.text);
        cr_assert_eq(got.count, rooms[i]);
        cr_assert(got.more);
        cr_assert_arr_eq(got.bytes, some_bytes(), rooms[i]);
    }
}

Test(gunzip, nothing_can_be_packed_as_well)
{
    const struct unpacked got = unpack(pack("", 0), 16);
    cr_assert_eq(got.status, 0, "%s", got.why.text);
    cr_assert_eq(got.count, 0);
    cr_assert_not(got.more);
}

Test(gunzip, no_more_than_its_bound_comes_out)
{
    enum { zeros = 200000 };
    unsigned char *const bytes = arena_take(&scratch, zeros);
    memset(bytes, 0, zeros);
    cr_assert_leq(zeros / gunzip_most, pack(bytes, zeros).length);
}

Test(gunzip, tells_packed_from_plain)
{
    const struct packed packed = pack("text", 4);
    cr_assert(gunzip_is_packed(packed.bytes, packed.length));
    cr_assert(gunzip_is_packed(packed.bytes, 2));
    cr_assert_not(gunzip_is_packed(cut(packed, 1).bytes, 1));
    cr_assert_not(gunzip_is_packed((const unsigned char *)"text", 4));
    cr_assert_not(gunzip_is_packed((const unsigned char *)"\x1f\x8c", 2));
}

/* --- what is refused --- */

Test(gunzip, refuses_packed_bytes_that_end_too_early_wherever_they_end)
{
    const struct packed packed = pack(some_bytes(), 300);
    for (size_t length = 0; length < packed.length; length++) {
        cr_assert_str_eq(refused(cut(packed, length), 300), "the packed data ends too early",
                         "%zu of %zu bytes", length, packed.length);
    }
}

Test(gunzip, refuses_a_wrong_checksum)
{
    const struct packed packed = pack(some_bytes(), 300);
    packed.bytes[packed.length - 8] ^= 1;
    cr_assert_str_eq(refused(packed, 300), "the packed data is damaged: incorrect data check");
}

Test(gunzip, refuses_a_wrong_length)
{
    const struct packed packed = pack(some_bytes(), 300);
    packed.bytes[packed.length - 4] ^= 1;
    cr_assert_str_eq(refused(packed, 300), "the packed data is damaged: incorrect length check");
}

Test(gunzip, refuses_what_is_no_packed_data)
{
    const struct packed packed = pack(some_bytes(), 300);
    packed.bytes[10] = 0x07; /* the first block's kind: 3, which is none */
    cr_assert_str_eq(refused(packed, 300), "the packed data is damaged: invalid block type");
    packed.bytes[0] = 'P';
    cr_assert_str_eq(refused(packed, 300), "the packed data is damaged: incorrect header check");
}

Test(gunzip, refuses_what_zlib_has_packed_in_its_own_way)
{
    unsigned char nothing[] = {0x78, 0x9c, 3, 0, 0, 0, 0, 1};
    cr_assert_str_eq(refused((struct packed){nothing, sizeof nothing}, 300),
                     "the packed data is damaged: incorrect header check");
}

Test(gunzip, refuses_bytes_behind_the_end)
{
    struct packed packed = pack(some_bytes(), 300);
    struct packed longer = {arena_take(&scratch, packed.length + 3), packed.length + 3};
    memset(longer.bytes, 0, longer.length);
    memcpy(longer.bytes, packed.bytes, packed.length);
    cr_assert_str_eq(refused(longer, 300), "3 bytes stand behind the end of the packed data");
}

Test(gunzip, refuses_more_than_zlib_can_count)
{
    if (sizeof(size_t) <= sizeof(unsigned)) {
        cr_skip_test("there is no such size here");
    }
    const size_t large = (size_t)UINT_MAX + 2;
    unsigned char out[1] = {0};
    size_t count;
    bool more;
    struct message why;
    cr_assert_eq(gunzip(out, 1, large, out, &count, &more, &why), -1);
    cr_assert_str_eq(why.text,
                     "1 packed bytes, 4294967297 to unpack: expected less than 4294967295");
    cr_assert_eq(gunzip(out, large, 1, out, &count, &more, &why), -1);
}
