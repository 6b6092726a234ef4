// Writing JSON text: the parts that are more than punctuation.
#pragma once

#include <stddef.h>
#include <stdint.h>

/// Room for any number this file writes.
#define CJSON_NUMBER_BYTES 32
/// No byte of a string becomes more than this many.
#define CJSON_ESCAPE_BYTES 6

/// Both write a number and return how many bytes they wrote; no terminator.
size_t cjson_write_integer(int64_t value, uint8_t *out);
/// The shortest of %.15g, %.16g and %.17g that reads back as `value`, whatever the locale; integral
/// values end in ".0", so that they stay floats. `value` is finite.
size_t cjson_write_number(double value, uint8_t *out);

/// Escapes the text from `*at` to `end` into `out`, without quotes, and returns the end of what was
/// written. `out` has room for 6 bytes for each byte of text. Leaves `*at` at `end`, or at the
/// first byte that is not well-formed UTF-8.
uint8_t *cjson_write_escaped(uint8_t *out, const uint8_t **at, const uint8_t *end);
