// The one strict JSON grammar (RFC 8259), as a reader that its users pull values from.
//
// A user drives it with three calls, and so owns the recursion and what is built:
//     cjson_read_value     one scalar, or the opening of an array or object
//     cjson_next_element   is there another element? else the array is closed, or the text is wrong
//     cjson_next_member    the same for an object; leaves the member's name in `text`
// Commas, colons, closing brackets, depth and all checks are in here; users add no grammar.
// Strict means: UTF-8 validated, no byte order mark, no lone surrogate, no raw control character.
#pragma once

#include "cjson_scan.h"

#include <stdbool.h>

#if __has_attribute(enum_extensibility)
#define CJSON_CLOSED_ENUM __attribute__((enum_extensibility(closed)))
#else
#define CJSON_CLOSED_ENUM
#endif

/// Arrays and objects may stand inside one another this deep.
#define CJSON_MAX_DEPTH 200

typedef enum cjson_kind {
    CJSON_INVALID, // the text is wrong: see `reason`
    CJSON_NULL,
    CJSON_FALSE,
    CJSON_TRUE,
    CJSON_INTEGER,
    CJSON_NUMBER,
    CJSON_STRING,
    CJSON_ARRAY,
    CJSON_OBJECT,
} CJSON_CLOSED_ENUM cjson_kind;

typedef struct cjson_reader {
    const uint8_t *start, *end; // the text
    const uint8_t *at;          // the next byte; after a failure, the offending one
    const char *reason;         // why reading failed, or NULL
    const uint8_t *text;        // the last string or name, between its quotes in the input
    size_t text_count;          // its bytes there
    const uint8_t *escape;      // its first backslash, or NULL: then `text` is the value itself
    int64_t integer;
    double number;
    int depth;
} cjson_reader;

static inline cjson_reader cjson_reader_make(const uint8_t *bytes, size_t count) {
    return (cjson_reader){.start = bytes, .end = bytes + count, .at = bytes};
}

/// Writes the last string without its escapes; `out` has room for `text_count` bytes.
/// Returns the number written. Cannot fail: reading has checked the escapes.
size_t cjson_unescape(const cjson_reader *reader, uint8_t *out);

/// Reads one whole text and builds nothing. False: see `reason` and `at`.
bool cjson_validate(cjson_reader *reader);

/// Where the reader stands, for people: both count from 1, columns in characters.
void cjson_place(const cjson_reader *reader, size_t *line, size_t *column);

// --- the parts too long to inline ---

bool cjson_read_long_string(cjson_reader *reader, const uint8_t *at);
cjson_kind cjson_read_number(cjson_reader *reader);
cjson_kind cjson_read_word(cjson_reader *reader);

// --- reading ---

static inline bool cjson_fail(cjson_reader *reader, const char *reason) {
    reader->reason = reason;
    return false;
}

static inline void cjson_skip_space(cjson_reader *reader) {
    const uint8_t *at = reader->at;
    while (at < reader->end && (*at == ' ' || *at == '\n' || *at == '\r' || *at == '\t')) {
        at++;
    }
    reader->at = at;
}

// The reader stands on the opening quote.
static inline bool cjson_read_string(cjson_reader *reader) {
    reader->text = reader->at + 1;
    reader->escape = NULL;
    const uint8_t *at = cjson_skip_plain(reader->text, reader->end);
    if (__builtin_expect(at == reader->end || *at != '"', 0)) {
        return cjson_read_long_string(reader, at);
    }
    reader->text_count = (size_t)(at - reader->text);
    reader->at = at + 1;
    return true;
}

static inline cjson_kind cjson_enter(cjson_reader *reader, cjson_kind kind) {
    if (reader->depth == CJSON_MAX_DEPTH) {
        cjson_fail(reader, "nested deeper than 200");
        return CJSON_INVALID;
    }
    reader->depth++;
    reader->at++;
    return kind;
}

static inline cjson_kind cjson_read_value(cjson_reader *reader) {
    cjson_skip_space(reader);
    if (reader->at == reader->end) {
        cjson_fail(reader, "the text ends where a value is expected");
        return CJSON_INVALID;
    }
    switch (*reader->at) {
    case '"':
        return cjson_read_string(reader) ? CJSON_STRING : CJSON_INVALID;
    case '{':
        return cjson_enter(reader, CJSON_OBJECT);
    case '[':
        return cjson_enter(reader, CJSON_ARRAY);
    case '-':
    case '0' ... '9':
        return cjson_read_number(reader);
    default:
        return cjson_read_word(reader);
    }
}

// Closes the container or steps over the comma; true when another entry follows.
static inline bool cjson_next_entry(cjson_reader *reader, bool is_first, uint8_t closing) {
    cjson_skip_space(reader);
    if (reader->at == reader->end) {
        bool is_object = closing == '}';
        return cjson_fail(
            reader, is_object ? "the text ends inside an object" : "the text ends inside an array");
    }
    if (*reader->at == closing) {
        reader->at++;
        reader->depth--;
        return false;
    }
    if (is_first) {
        return true;
    }
    if (*reader->at != ',') {
        return cjson_fail(reader, closing == '}' ? "expected ',' or '}'" : "expected ',' or ']'");
    }
    reader->at++;
    return true;
}

static inline bool cjson_next_element(cjson_reader *reader, bool is_first) {
    return cjson_next_entry(reader, is_first, ']');
}

static inline bool cjson_next_member(cjson_reader *reader, bool is_first) {
    if (!cjson_next_entry(reader, is_first, '}')) {
        return false;
    }
    cjson_skip_space(reader);
    if (reader->at == reader->end || *reader->at != '"') {
        return cjson_fail(reader, "expected a member name in double quotes");
    }
    if (!cjson_read_string(reader)) {
        return false;
    }
    cjson_skip_space(reader);
    if (reader->at == reader->end || *reader->at != ':') {
        return cjson_fail(reader, "expected ':' after a member name");
    }
    reader->at++;
    return true;
}

/// After the outermost value: true when nothing but white space follows.
static inline bool cjson_finish(cjson_reader *reader) {
    cjson_skip_space(reader);
    return reader->at == reader->end || cjson_fail(reader, "unexpected text after the value");
}
