// What the inline half of the reader calls: words, whole texts, and places in them.
#include "cjson.h"

static cjson_kind read_literal(cjson_reader *reader, const char *word, cjson_kind kind) {
    size_t count = strlen(word);
    if ((size_t)(reader->end - reader->at) < count || memcmp(reader->at, word, count) != 0) {
        cjson_fail(reader, "expected true, false or null");
        return CJSON_INVALID;
    }
    reader->at += count;
    return kind;
}

static const char *reason_for_no_value(const cjson_reader *reader) {
    static const uint8_t mark[3] = {0xef, 0xbb, 0xbf};
    if (reader->at == reader->start && reader->end - reader->at >= 3
        && memcmp(reader->at, mark, 3) == 0) {
        return "the text begins with a byte order mark";
    }
    return "expected a value";
}

cjson_kind cjson_read_word(cjson_reader *reader) {
    switch (*reader->at) {
    case 't':
        return read_literal(reader, "true", CJSON_TRUE);
    case 'f':
        return read_literal(reader, "false", CJSON_FALSE);
    case 'n':
        return read_literal(reader, "null", CJSON_NULL);
    default:
        cjson_fail(reader, reason_for_no_value(reader));
        return CJSON_INVALID;
    }
}

static void skip_value(cjson_reader *reader) {
    bool is_first = true;
    switch (cjson_read_value(reader)) {
    case CJSON_ARRAY:
        for (; !reader->reason && cjson_next_element(reader, is_first); is_first = false) {
            skip_value(reader);
        }
        break;
    case CJSON_OBJECT:
        for (; !reader->reason && cjson_next_member(reader, is_first); is_first = false) {
            skip_value(reader);
        }
        break;
    default:
        break;
    }
}

bool cjson_validate(cjson_reader *reader) {
    skip_value(reader);
    return !reader->reason && cjson_finish(reader);
}

void cjson_place(const cjson_reader *reader, size_t *line, size_t *column) {
    *line = *column = 1;
    for (const uint8_t *at = reader->start; at < reader->at; at++) {
        if (*at == '\n') {
            *line += 1;
            *column = 1;
        } else if (!cjson_is_continuation(*at)) {
            *column += 1;
        }
    }
}
