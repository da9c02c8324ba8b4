/* What judge and worker say to each other, told well, cut short, and told by a liar. */
#include "tests/support.h"
#include "wire/bundle.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

TestSuite(bundle, .init = test_begin, .fini = test_end, .timeout = 60);

/* Bytes in an allocation of exact size, so that AddressSanitizer sees who reads past them. */
struct bytes {
    unsigned char *at; /* (length) */
    size_t length;
};

static struct bytes exact(const void *from, size_t length)
{
    const struct bytes bytes = {malloc(length), length};
    cr_assert(bytes.at || length == 0);
    if (length > 0) {
        memcpy(bytes.at, from, length);
    }
    return bytes;
}

/* One frame of each number of axes, and one without elements. */
static struct bundle sample(void)
{
    const struct shape shapes[] = {
        {.rank = 0},       shape_1d(3),          shape_2d(2, 3),
        shape_3d(1, 4, 2), shape_4d(2, 1, 3, 2), shape_2d(0, 5),
    };
    const char *const names[] = {"loss", "b", "w", "x", "kernel", "none"};
    struct bundle bundle = bundle_new("call", "1.6");
    struct pcg32 generator = pcg32_seed(1, 1);
    strcpy(bundle.note, "random numbers, odd shapes");
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        struct frame *const frame = bundle_add(&bundle, names[i], shapes[i]);
        for (size_t j = 0; j < frame->count; j++) {
            frame->data[j] = pcg32_uniform(&generator, -2, 2);
        }
    }
    bundle_find(&bundle, "w")->data[4] = REAL_NAN;
    bundle_find(&bundle, "x")->data[0] = (real)-INFINITY;
    return bundle;
}

static struct bytes encoded(const struct bundle *bundle)
{
    size_t length;
    unsigned char *const bytes = bundle_encode(bundle, &length);
    const struct bytes copy = exact(bytes, length);
    free(bytes);
    return copy;
}

static struct bytes encoded_sample(void)
{
    struct bundle bundle = sample();
    const struct bytes bytes = encoded(&bundle);
    bundle_free(&bundle);
    return bytes;
}

static void assert_same(const struct bundle *got, const struct bundle *expected)
{
    cr_assert_str_eq(got->verb, expected->verb);
    cr_assert_str_eq(got->exercise, expected->exercise);
    cr_assert_str_eq(got->note, expected->note);
    cr_assert_eq(got->frames, expected->frames);
    for (size_t i = 0; i < got->frames; i++) {
        const struct frame *const a = &got->frame[i], *const b = &expected->frame[i];
        cr_assert_str_eq(a->name, b->name);
        cr_assert(shape_equal(a->shape, b->shape), "%s", shape_to_text(a->shape).text);
        cr_assert_eq(a->count, b->count);
        cr_assert_eq(memcmp(a->data, b->data, a->count * sizeof *a->data), 0, "%s", a->name);
    }
}

/* --- told well --- */

Test(bundle, comes_back_as_it_was_sent)
{
    struct bundle sent = sample(), got;
    const struct bytes bytes = encoded(&sent);
    struct message why;
    cr_assert_eq(bundle_decode(bytes.at, bytes.length, &got, &why), (long)bytes.length, "%s",
                 why.text);
    assert_same(&got, &sent);
    bundle_free(&got);
    bundle_free(&sent);
    free(bytes.at);
}

Test(bundle, without_frames_is_a_line)
{
    struct bundle bundle = bundle_new("todo", "1.2");
    strcpy(bundle.note, "labs/01-linear-sgd/mse.c:12");
    const struct bytes bytes = encoded(&bundle);
    const char line[] = "descent 1 todo 1.2 0 0 labs/01-linear-sgd/mse.c:12\n";
    cr_assert_eq(bytes.length, sizeof line - 1);
    cr_assert_arr_eq(bytes.at, line, sizeof line - 1);
    free(bytes.at);
}

/* 6 bytes of "b 144\n", 128 of NumPy's header, 2 numbers. */
Test(bundle, a_frame_is_its_name_and_an_npy_image)
{
    struct bundle bundle = bundle_new("call", "1.6");
    const real values[] = {1, 2};
    memcpy(bundle_add(&bundle, "b", shape_1d(2))->data, values, sizeof values);
    const struct bytes bytes = encoded(&bundle);
    const char start[] = "descent 1 call 1.6 1 150 \nb 144\n\x93NUMPY\x01";
    cr_assert_arr_eq(bytes.at, start, sizeof start - 1);
    cr_assert_eq(bytes.length, 26 + 150);
    cr_assert_arr_eq(bytes.at + 26 + 6 + 128, values, sizeof values);
    bundle_free(&bundle);
    free(bytes.at);
}

Test(bundle, leaves_the_bytes_behind_its_last_frame)
{
    struct bundle got;
    struct message why;
    const struct bytes one = encoded_sample();
    struct bytes two = {malloc(2 * one.length), 2 * one.length};
    memcpy(two.at, one.at, one.length);
    memcpy(two.at + one.length, one.at, one.length);
    for (int i = 0; i < 2; i++) {
        cr_assert_eq(bundle_decode(two.at + (size_t)i * one.length,
                                   two.length - (size_t)i * one.length, &got, &why),
                     (long)one.length);
        bundle_free(&got);
    }
    free(two.at);
    free(one.at);
}

Test(bundle, new_arrays_hold_nan)
{
    struct bundle bundle = bundle_new("call", "1.6");
    const struct frame *const frame = bundle_add(&bundle, "y", shape_2d(2, 2));
    cr_assert_eq(frame->count, 4);
    for (size_t i = 0; i < 4; i++) {
        cr_assert(isnan(frame->data[i]));
    }
    bundle_free(&bundle);
}

Test(bundle, a_copy_has_arrays_of_its_own)
{
    struct bundle bundle = sample(), copy = bundle_copy(&bundle);
    assert_same(&copy, &bundle);
    bundle_find(&copy, "b")->data[0] = 7;
    cr_assert_neq(bundle_find(&bundle, "b")->data[0], 7);
    bundle_free(&copy);
    bundle_free(&bundle);
}

Test(bundle, a_frame_can_be_taken_away)
{
    struct bundle bundle = sample();
    const size_t frames = bundle.frames;
    const real behind = bundle_find(&bundle, "kernel")->data[0];
    bundle_remove(&bundle, "b");
    cr_assert_eq(bundle.frames, frames - 1);
    cr_assert_null(bundle_find(&bundle, "b"));
    cr_assert_eq(bundle_find(&bundle, "kernel")->data[0], behind);
    bundle_remove(&bundle, "b");
    bundle_remove(&bundle, "none"); /* the last */
    cr_assert_eq(bundle.frames, frames - 2);
    bundle_free(&bundle);
}

Test(bundle, find_needs_the_whole_name)
{
    struct bundle bundle = sample();
    cr_assert_eq(bundle_find(&bundle, "kernel"), &bundle.frame[4]);
    cr_assert_null(bundle_find(&bundle, "ker"));
    bundle_free(&bundle);
}

Test(bundle, free_empties_it)
{
    struct bundle bundle = sample();
    bundle_free(&bundle);
    cr_assert_eq(bundle.frames, 0);
    bundle_free(&bundle);
}

static void add_too_many(void)
{
    struct bundle bundle = bundle_new("call", "1.6");
    for (int i = 0; i <= bundle_max_frames; i++) {
        bundle_add(&bundle, "x", shape_1d(1));
    }
}

Test(bundle, panics_when_it_is_full)
{
    cr_assert_str_eq(panic_of(add_too_many), "descent: bundle: no room for 'x' behind 24 frames\n");
}

static void name_too_long(void)
{
    bundle_new("call", "1.600000");
}

Test(bundle, panics_when_a_word_is_too_long)
{
    cr_assert_str_eq(panic_of(name_too_long),
                     "descent: bundle: '1.600000' is longer than 7 letters\n");
}

/* --- cut short --- */

Test(bundle, cut_at_any_byte_needs_more)
{
    const struct bytes whole = encoded_sample();
    for (size_t length = 0; length < whole.length; length++) {
        struct bundle got;
        struct message why = {""};
        const struct bytes part = exact(whole.at, length);
        cr_assert_eq(bundle_decode(part.at, part.length, &got, &why), 0, "%zu bytes: %s", length,
                     why.text);
        free(part.at);
    }
    free(whole.at);
}

/* Decodes what can never become a bundle and returns why. */
static const char *refused(const void *from, size_t length)
{
    static struct message why;
    struct bundle got;
    const struct bytes bytes = exact(from, length);
    why.text[0] = '\0';
    cr_assert_eq(bundle_decode(bytes.at, bytes.length, &got, &why), -1);
    free(bytes.at);
    return why.text;
}

/* Behind a first line that counts only what is there, at any byte. */
Test(bundle, frames_cut_at_any_byte_are_refused)
{
    const struct bytes whole = encoded_sample();
    const size_t first_line =
        (size_t)((unsigned char *)memchr(whole.at, '\n', whole.length) + 1 - whole.at);
    const size_t payload = whole.length - first_line;
    for (size_t kept = 0; kept < payload; kept++) {
        char line[64];
        const size_t start =
            (size_t)snprintf(line, sizeof line, "descent 1 call 1.6 6 %zu\n", kept);
        unsigned char *const bytes = malloc(start + kept);
        memcpy(bytes, line, start);
        memcpy(bytes + start, whole.at + first_line, kept);
        cr_assert_neq(*refused(bytes, start + kept), '\0');
        free(bytes);
    }
    free(whole.at);
}

/* --- told by a liar --- */

static const char *refused_text(const char *text)
{
    return refused(text, strlen(text));
}

Test(bundle, another_start_is_refused_at_once)
{
    cr_assert_str_eq(refused_text("p"), "it does not start with 'descent 1'");
    cr_assert_str_eq(refused_text("descent 2 answer"), "it does not start with 'descent 1'");
    cr_assert_str_eq(refused_text("loss = 0.5\n"), "it does not start with 'descent 1'");
}

Test(bundle, a_first_line_without_end_is_refused)
{
    char line[400] = "descent 1 answer ";
    memset(line + 17, 'x', sizeof line - 18);
    line[sizeof line - 1] = '\0';
    cr_assert_str_eq(refused_text(line), "its first line does not end");
}

Test(bundle, a_first_line_with_other_words_is_refused)
{
    static const char *const lines[] = {
        "descent 1 \n",
        "descent 1 answer\n",
        "descent 1 answer 1.6\n",
        "descent 1 answer 1.6 1\n",
        "descent 1 answer 1.6 one 0\n",
        "descent 1 answer 1.6 -1 0\n",
        "descent 1 answer 1.6 1 -1\n",
        "descent 1 answer 1.6 25 0\n",
        "descent 1 answer 1.6 1 67108865\n",
        "descent 1 answer 1.6 1 99999999999999999999999\n",
        "descent 1 a-verb-that-is-too-long 1.6 0 0\n",
        "descent 1 answer an-id-too-long 0 0\n",
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        cr_assert_str_eq(refused_text(lines[i]),
                         "its first line is not 'descent 1 VERB EXERCISE FRAMES BYTES'");
    }
}

/* The payload of a bundle of one frame, as a whole bundle. */
static struct bytes around(const void *payload, size_t length)
{
    char line[64];
    const int start = snprintf(line, sizeof line, "descent 1 answer 1.6 1 %zu\n", length);
    struct bytes bytes = {malloc((size_t)start + length), (size_t)start + length};
    memcpy(bytes.at, line, (size_t)start);
    memcpy(bytes.at + start, payload, length);
    return bytes;
}

static const char *refused_payload(const char *payload)
{
    const struct bytes bytes = around(payload, strlen(payload));
    const char *const why = refused(bytes.at, bytes.length);
    free(bytes.at);
    return why;
}

Test(bundle, a_frame_without_name_or_size_is_refused)
{
    static const char wanted[] = "expected a frame's name and size";
    cr_assert_str_eq(refused_payload(""), wanted);
    cr_assert_str_eq(refused_payload("\n"), wanted);
    cr_assert_str_eq(refused_payload("dx\n"), wanted);
    cr_assert_str_eq(refused_payload("dx many\n"), wanted);
    cr_assert_str_eq(refused_payload("dx 128"), wanted);
    cr_assert_str_eq(refused_payload("a-name-of-more-than-thirty-one-letters 128\n"), wanted);
    cr_assert_str_eq(refused_payload("dx                                                          "
                                     "                     128\n"),
                     wanted);
}

Test(bundle, a_frame_larger_than_what_came_is_refused)
{
    cr_assert_str_eq(refused_payload("dx 1\n"), "frame dx is cut off");
    cr_assert_str_eq(refused_payload("dx -1\n"), "frame dx is cut off");
    cr_assert_str_eq(refused_payload("dx 99999999999999999999999\n"), "frame dx is cut off");
}

/* A bundle with one frame of this shape and so many bytes of data. */
static struct bytes with_shape(const char *shape, size_t data_bytes)
{
    char text[256] = "";
    const size_t image = 128 + data_bytes;
    const size_t start = (size_t)snprintf(text, sizeof text, "dx %zu\n", image);
    unsigned char payload[512] = "";
    memcpy(payload, text, start);
    memcpy(payload + start, "\x93NUMPY\x01\0v\0", 10);
    snprintf(text, sizeof text, "{'descr': '<f8', 'fortran_order': False, 'shape': %s, }", shape);
    memset(payload + start + 10, ' ', 118);
    memcpy(payload + start + 10, text, strlen(text));
    return around(payload, start + image);
}

static const char *refused_shape(const char *shape, size_t data_bytes)
{
    const struct bytes bytes = with_shape(shape, data_bytes);
    const char *const why = refused(bytes.at, bytes.length);
    free(bytes.at);
    return why;
}

/* 2^60 elements of 8 bytes: an attempt to take them would end the test. */
Test(bundle, a_shape_without_its_data_takes_no_memory)
{
    cr_assert_str_eq(refused_shape("(1152921504606846976,)", 8),
                     "npy: expected 9223372036854775808 bytes of data for the shape, found 8");
    cr_assert_str_eq(refused_shape("(1073741824, 1073741824)", 8),
                     "npy: expected 9223372036854775808 bytes of data for the shape, found 8");
    cr_assert_str_eq(refused_shape("(4294967296, 4294967296)", 8),
                     "npy: the shape holds more than memory can");
    cr_assert_str_eq(refused_shape("(-1,)", 8),
                     "npy: expected a size in the shape, found '-1,), }             '");
    cr_assert_str_eq(refused_shape("(1, 1, 1, 1, 1)", 8), "npy: more than 4 axes");
    cr_assert_str_eq(refused_shape("(3,)", 16),
                     "npy: expected 24 bytes of data for the shape, found 16");
    cr_assert_str_eq(refused_shape("(1,)", 16),
                     "npy: expected 8 bytes of data for the shape, found 16");
}

Test(bundle, a_shape_of_nothing_may_have_any_size)
{
    struct bundle got;
    struct message why;
    const struct bytes bytes = with_shape("(0, 1152921504606846976)", 0);
    cr_assert_eq(bundle_decode(bytes.at, bytes.length, &got, &why), (long)bytes.length, "%s",
                 why.text);
    cr_assert_eq(got.frame[0].count, 0);
    bundle_free(&got);
    free(bytes.at);
}

/* The payload that the first line claims is waited for, not taken. */
Test(bundle, a_claim_of_64_mib_needs_more)
{
    struct bundle got;
    struct message why;
    const char line[] = "descent 1 answer 1.6 24 67108864\n";
    const struct bytes bytes = exact(line, sizeof line - 1);
    cr_assert_eq(bundle_decode(bytes.at, bytes.length, &got, &why), 0);
    cr_assert_eq(got.frames, 0);
    free(bytes.at);
}

Test(bundle, more_frames_than_told_are_refused)
{
    struct bundle bundle = bundle_new("answer", "1.6");
    bundle_add(&bundle, "x", shape_1d(1));
    bundle_add(&bundle, "y", shape_1d(1));
    struct bytes bytes = encoded(&bundle);
    bytes.at[strlen("descent 1 answer 1.6 ")] = '1';
    cr_assert_str_eq(refused(bytes.at, bytes.length), "142 bytes stand behind its last frame");
    bytes.at[strlen("descent 1 answer 1.6 ")] = '3';
    cr_assert_str_eq(refused(bytes.at, bytes.length), "expected a frame's name and size");
    bundle_free(&bundle);
    free(bytes.at);
}

/* --- at random --- */

/* Changes, inserts, removes or cuts some bytes, most of them among the first, where the text is. */
static struct bytes mutated(struct pcg32 *generator, struct bytes from)
{
    struct bytes bytes = {malloc(from.length + 8), from.length};
    memcpy(bytes.at, from.at, from.length);
    for (uint32_t times = 1 + pcg32_below(generator, 4); times > 0 && bytes.length > 1; times--) {
        const uint32_t reach =
            pcg32_below(generator, 3) > 0 && bytes.length > 60 ? 60 : (uint32_t)bytes.length;
        const size_t place = pcg32_below(generator, reach);
        unsigned char *const at = bytes.at + place;
        const size_t behind = bytes.length - place;
        switch (pcg32_below(generator, 6)) {
        case 0:
            *at = (unsigned char)pcg32_next(generator);
            break;
        case 1:
            *at = (unsigned char)('0' + pcg32_below(generator, 10));
            break;
        case 2:
            *at ^= (unsigned char)(1u << pcg32_below(generator, 8));
            break;
        case 3:
            memmove(at + 1, at, behind);
            *at = (unsigned char)"9- \n0"[pcg32_below(generator, 5)];
            bytes.length++;
            break;
        case 4:
            memmove(at, at + 1, behind - 1);
            bytes.length--;
            break;
        default:
            bytes.length -= pcg32_below(generator, 4) == 0 ? behind - 1 : 0;
        }
    }
    const struct bytes result = exact(bytes.at, bytes.length);
    free(bytes.at);
    return result;
}

static void assert_sound(const struct bundle *bundle)
{
    cr_assert_leq(bundle->frames, bundle_max_frames);
    cr_assert_lt(strlen(bundle->verb), sizeof bundle->verb);
    cr_assert_lt(strlen(bundle->exercise), sizeof bundle->exercise);
    cr_assert_lt(strlen(bundle->note), sizeof bundle->note);
    for (size_t i = 0; i < bundle->frames; i++) {
        const struct frame *const frame = &bundle->frame[i];
        cr_assert_lt(strlen(frame->name), sizeof frame->name);
        cr_assert_eq(frame->count, shape_count(frame->shape));
    }
}

Test(bundle, survives_8000_random_mutations)
{
    struct pcg32 generator = pcg32_seed(2026, 8);
    const struct bytes whole = encoded_sample();
    size_t more = 0, bad = 0, good = 0;
    for (int i = 0; i < 8000; i++) {
        struct bundle got;
        struct message why = {""};
        const struct bytes bytes = mutated(&generator, whole);
        const long used = bundle_decode(bytes.at, bytes.length, &got, &why);
        if (used > 0) {
            cr_assert_leq((size_t)used, bytes.length);
            assert_sound(&got);
            bundle_free(&got);
        }
        cr_assert(used >= 0 || (used == -1 && *why.text));
        more += used == 0 ? 1 : 0;
        bad += used < 0 ? 1 : 0;
        good += used > 0 ? 1 : 0;
        free(bytes.at);
    }
    cr_assert(more > 400 && bad > 400 && good > 400, "%zu %zu %zu", more, bad, good);
    free(whole.at);
}
