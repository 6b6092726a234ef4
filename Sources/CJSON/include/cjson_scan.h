// The byte searches under reader and writer.
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <string.h>

static inline uint64_t cjson_load8(const uint8_t *at) {
    uint64_t word;
    memcpy(&word, at, sizeof word);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    word = __builtin_bswap64(word);
#endif
    return word;
}

// The high bit of each byte that is not plain text: a quote, a backslash, a control byte, a byte
// above 0x7f. A subtraction sets the high bit of bytes that are too small; its borrows can only
// spoil bytes above the first hit, and bytes above 0x7f are hits already.
static inline uint64_t cjson_hits(uint64_t word) {
    const uint64_t ones = 0x0101010101010101;
    uint64_t quote = (word ^ ones * '"') - ones;
    uint64_t backslash = (word ^ ones * '\\') - ones;
    uint64_t control = word - ones * 0x20;
    return (quote | backslash | control | word) & ones * 0x80;
}

static inline const uint8_t *cjson_first_hit(const uint8_t *at, uint64_t hits) {
    return at + (__builtin_ctzll(hits) >> 3);
}

static inline int cjson_is_plain(uint8_t byte) {
    return byte >= 0x20 && byte < 0x80 && byte != '"' && byte != '\\';
}

/// The first byte that is not plain text, or `end`: eight bytes at a time.
static inline const uint8_t *cjson_skip_plain(const uint8_t *at, const uint8_t *end) {
    const uint8_t *start = at;
    for (; end - at >= 8; at += 8) {
        uint64_t hits = cjson_hits(cjson_load8(at));
        if (hits) {
            return cjson_first_hit(at, hits);
        }
    }
    if (end - start >= 8) { // the last eight once more, with some that are known to be plain
        uint64_t hits = cjson_hits(cjson_load8(end - 8));
        return hits ? cjson_first_hit(end - 8, hits) : end;
    }
    while (at < end && cjson_is_plain(*at)) {
        at++;
    }
    return at;
}

static inline int cjson_is_continuation(uint8_t byte) { return (byte & 0xc0) == 0x80; }

/// The length of the well-formed UTF-8 sequence at `at`, which is not ASCII; 0 when it is none.
/// (Unicode 15, table 3-7: no overlong forms, no surrogates, nothing above U+10FFFF.)
static inline size_t cjson_utf8_length(const uint8_t *at, const uint8_t *end) {
    ptrdiff_t left = end - at;
    uint8_t lead = at[0];
    if (lead < 0xc2 || lead > 0xf4) {
        return 0;
    }
    if (lead < 0xe0) {
        return left >= 2 && cjson_is_continuation(at[1]) ? 2 : 0;
    }
    if (lead < 0xf0) {
        if (left < 3 || !cjson_is_continuation(at[1]) || !cjson_is_continuation(at[2])) {
            return 0;
        }
        return (lead == 0xe0 && at[1] < 0xa0) || (lead == 0xed && at[1] > 0x9f) ? 0 : 3;
    }
    if (left < 4 || !cjson_is_continuation(at[1]) || !cjson_is_continuation(at[2])
        || !cjson_is_continuation(at[3])) {
        return 0;
    }
    return (lead == 0xf0 && at[1] < 0x90) || (lead == 0xf4 && at[1] > 0x8f) ? 0 : 4;
}

/// The first byte after `at` that is not part of well-formed text above ASCII.
static inline const uint8_t *cjson_skip_utf8(const uint8_t *at, const uint8_t *end) {
    while (at < end && *at >= 0x80) {
        size_t length = cjson_utf8_length(at, end);
        if (length == 0) {
            return at;
        }
        at += length;
    }
    return at;
}
