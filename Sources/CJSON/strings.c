// Strings that hold more than plain ASCII: escapes, UTF-8, and what is wrong with them.
#include "cjson.h"
#include "cjson_write.h"

static int hex_value(uint8_t byte) {
    uint8_t lower = byte | 0x20;
    bool is_digit = byte >= '0' && byte <= '9', is_letter = lower >= 'a' && lower <= 'f';
    return is_digit || is_letter ? (byte & 15) + (byte >> 6) * 9 : -1;
}

// The unit of the `\uXXXX` at `at`, or a negative number.
static int32_t escaped_unit(const uint8_t *at, const uint8_t *end) {
    if (end - at < 6 || at[0] != '\\' || at[1] != 'u') {
        return -1;
    }
    int32_t a = hex_value(at[2]), b = hex_value(at[3]), c = hex_value(at[4]), d = hex_value(at[5]);
    return a * 0x1000 | b * 0x100 | c * 0x10 | d;
}

static int is_high_surrogate(int32_t unit) { return unit >= 0xd800 && unit < 0xdc00; }
static int is_low_surrogate(int32_t unit) { return unit >= 0xdc00 && unit < 0xe000; }

// The bytes of input that the `\u` escape at `at` takes; 0 when it is wrong.
static size_t unicode_escape_length(cjson_reader *reader, const uint8_t *at) {
    int32_t unit = escaped_unit(at, reader->end);
    if (unit < 0) {
        cjson_fail(reader, "expected four hexadecimal digits after \\u");
        return 0;
    }
    if (is_high_surrogate(unit) && is_low_surrogate(escaped_unit(at + 6, reader->end))) {
        return 12;
    }
    if (is_high_surrogate(unit) || is_low_surrogate(unit)) {
        cjson_fail(reader, "a surrogate without its other half");
        return 0;
    }
    return 6;
}

// The same for any escape.
static size_t escape_length(cjson_reader *reader, const uint8_t *at) {
    if (reader->end - at < 2) {
        cjson_fail(reader, "the text ends inside a string");
        return 0;
    }
    switch (at[1]) {
    case '"':
    case '\\':
    case '/':
    case 'b':
    case 'f':
    case 'n':
    case 'r':
    case 't':
        return 2;
    case 'u':
        return unicode_escape_length(reader, at);
    default:
        cjson_fail(reader, "unknown escape in a string");
        return 0;
    }
}

static bool fail_string(cjson_reader *reader, const uint8_t *at, const char *reason) {
    reader->at = at;
    return cjson_fail(reader, reason);
}

// Goes on where the inline part met something other than plain text or the closing quote.
bool cjson_read_long_string(cjson_reader *reader, const uint8_t *at) {
    while (at < reader->end) {
        if (*at == '"') {
            reader->text_count = (size_t)(at - reader->text);
            reader->at = at + 1;
            return true;
        }
        if (*at == '\\') {
            if (!reader->escape) {
                reader->escape = at;
            }
            reader->at = at;
            size_t length = escape_length(reader, at);
            if (length == 0) {
                return false;
            }
            at += length;
        } else if (*at < 0x20) {
            return fail_string(reader, at, "a control character in a string must be escaped");
        } else {
            at = cjson_skip_utf8(at, reader->end);
            if (at < reader->end && *at >= 0x80) {
                return fail_string(reader, at, "invalid UTF-8 in a string");
            }
        }
        at = cjson_skip_plain(at, reader->end);
    }
    return fail_string(reader, at, "the text ends inside a string");
}

static uint8_t *write_scalar(uint8_t *out, uint32_t scalar) {
    if (scalar < 0x80) {
        *out++ = (uint8_t)scalar;
        return out;
    }
    if (scalar < 0x800) {
        *out++ = (uint8_t)(0xc0 | scalar >> 6);
    } else {
        if (scalar < 0x10000) {
            *out++ = (uint8_t)(0xe0 | scalar >> 12);
        } else {
            *out++ = (uint8_t)(0xf0 | scalar >> 18);
            *out++ = (uint8_t)(0x80 | (scalar >> 12 & 0x3f));
        }
        *out++ = (uint8_t)(0x80 | (scalar >> 6 & 0x3f));
    }
    *out++ = (uint8_t)(0x80 | (scalar & 0x3f));
    return out;
}

// Writes what the `\u` escape at `*at` stands for and steps over it.
static uint8_t *unescape_unit(uint8_t *out, const uint8_t **at, const uint8_t *end) {
    int32_t unit = escaped_unit(*at, end);
    *at += 6;
    if (!is_high_surrogate(unit)) {
        return write_scalar(out, (uint32_t)unit);
    }
    int32_t low = escaped_unit(*at, end);
    *at += 6;
    uint32_t scalar = (uint32_t)(unit - 0xd800) << 10 | (uint32_t)(low - 0xdc00);
    return write_scalar(out, scalar + 0x10000);
}

static uint8_t simple_escape(uint8_t letter) {
    switch (letter) {
    case 'b':
        return '\b';
    case 'f':
        return '\f';
    case 'n':
        return '\n';
    case 'r':
        return '\r';
    case 't':
        return '\t';
    default:
        return letter;
    }
}

size_t cjson_unescape(const cjson_reader *reader, uint8_t *out) {
    const uint8_t *from = reader->text, *end = from + reader->text_count;
    const uint8_t *escape = reader->escape;
    uint8_t *to = out;
    while (escape) {
        memcpy(to, from, (size_t)(escape - from));
        to += escape - from;
        from = escape;
        if (from[1] == 'u') {
            to = unescape_unit(to, &from, end);
        } else {
            *to++ = simple_escape(from[1]);
            from += 2;
        }
        escape = memchr(from, '\\', (size_t)(end - from));
    }
    memcpy(to, from, (size_t)(end - from));
    return (size_t)(to + (end - from) - out);
}

static uint8_t *write_escape(uint8_t *out, uint8_t byte) {
    static const char letters[0x20] = {
        ['\b'] = 'b', ['\f'] = 'f', ['\n'] = 'n', ['\r'] = 'r', ['\t'] = 't'};
    *out++ = '\\';
    if (byte >= 0x20) {
        *out++ = byte;
    } else if (letters[byte]) {
        *out++ = (uint8_t)letters[byte];
    } else {
        memcpy(out, "u00", 3);
        out[3] = (uint8_t)('0' + (byte >> 4));
        out[4] = (uint8_t)"0123456789abcdef"[byte & 15];
        out += 5;
    }
    return out;
}

uint8_t *cjson_write_escaped(uint8_t *out, const uint8_t **at, const uint8_t *end) {
    const uint8_t *from = *at;
    for (;;) {
        const uint8_t *stop = cjson_skip_plain(from, end);
        if (stop < end && *stop >= 0x80) {
            stop = cjson_skip_utf8(stop, end);
        }
        memcpy(out, from, (size_t)(stop - from));
        out += stop - from;
        from = stop;
        if (from == end || (*from >= 0x80 && cjson_utf8_length(from, end) == 0)) {
            *at = from;
            return out;
        }
        if (*from < 0x20 || *from == '"' || *from == '\\') {
            out = write_escape(out, *from++);
        }
    }
}
