// Numbers both ways. Integers are exact; everything else is the nearest double.
#include "cjson.h"
#include "cjson_write.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

// Powers of ten that a double holds exactly.
static const double exact_powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                      1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                      1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
#define MAX_EXACT_POWER 22
#define MAX_EXACT_INTEGER (1ull << 53)
// More significant digits than any double, or any point halfway between two, has (767).
#define MAX_DIGITS 800
#define MAX_EXPONENT (1ll << 40)

// A number as it was spelt.
typedef struct {
    const uint8_t *digits; // the first digit; a point may stand among them
    const uint8_t *digits_end;
    uint64_t mantissa; // the digits as one integer; right if `digit_count` <= 19
    int64_t digit_count; // significant ones
    int64_t exponent; // of ten, for `mantissa`
    bool is_negative;
    bool is_integral; // no point, no exponent
} spelling;

static bool is_digit(const uint8_t *at, const uint8_t *end) {
    return at < end && *at >= '0' && *at <= '9';
}

// The readers below return where they stopped, or NULL with the reader at the offending byte.

static const uint8_t *fail_number(cjson_reader *reader, const uint8_t *at, const char *reason) {
    reader->at = at;
    cjson_fail(reader, reason);
    return NULL;
}

// Leading zeros are not significant.
static const uint8_t *read_digits(cjson_reader *reader, spelling *number, const uint8_t *at) {
    if (!is_digit(at, reader->end)) {
        return fail_number(reader, at, "expected a digit");
    }
    while (is_digit(at, reader->end)) {
        number->mantissa = number->mantissa * 10 + (*at - '0');
        number->digit_count += number->digit_count > 0 || *at != '0';
        at++;
    }
    return number->digits_end = at;
}

static const uint8_t *read_fraction(cjson_reader *reader, spelling *number, const uint8_t *at) {
    const uint8_t *end = read_digits(reader, number, at);
    number->is_integral = false;
    number->exponent = end ? at - end : 0;
    return end;
}

static const uint8_t *read_exponent(cjson_reader *reader, spelling *number, const uint8_t *at) {
    const uint8_t *end = reader->end;
    bool is_negative = at < end && *at == '-';
    if (at < end && (*at == '-' || *at == '+')) {
        at++;
    }
    if (!is_digit(at, end)) {
        return fail_number(reader, at, "expected a digit");
    }
    int64_t exponent = 0;
    for (; is_digit(at, end); at++) {
        exponent = exponent < MAX_EXPONENT ? exponent * 10 + (*at - '0') : exponent;
    }
    number->is_integral = false;
    number->exponent += is_negative ? -exponent : exponent;
    return at;
}

static const uint8_t *spell(cjson_reader *reader, spelling *number) {
    const uint8_t *at = reader->at, *end = reader->end;
    *number = (spelling){.is_negative = *at == '-', .is_integral = true};
    at += number->is_negative;
    number->digits = at;
    if (is_digit(at, end) && *at == '0' && is_digit(at + 1, end)) {
        return fail_number(reader, at, "a number must not begin with 0");
    }
    at = read_digits(reader, number, at);
    if (at && at < end && *at == '.') {
        at = read_fraction(reader, number, at + 1);
    }
    if (at && at < end && (*at == 'e' || *at == 'E')) {
        at = read_exponent(reader, number, at + 1);
    }
    return at;
}

static bool integer_value(const spelling *number, int64_t *value) {
    if (!number->is_integral || number->digit_count > 19) {
        return false;
    }
    if (number->mantissa > (uint64_t)INT64_MAX + number->is_negative) {
        return false;
    }
    *value = (int64_t)(number->is_negative ? 0 - number->mantissa : number->mantissa);
    return true;
}

// Nineteen digits hold at most 9999999999999999999 < 2^64, so the mantissa cannot have wrapped.
static bool quick_value(const spelling *number, double *value) {
    if (number->digit_count > 19 || number->mantissa > MAX_EXACT_INTEGER
        || number->exponent < -MAX_EXACT_POWER || number->exponent > MAX_EXACT_POWER) {
        return false;
    }
    // Both operands are exact and IEEE arithmetic rounds once: the nearest double (Clinger).
    double mantissa = (double)number->mantissa;
    *value = number->exponent < 0 ? mantissa / exact_powers[-number->exponent]
                                  : mantissa * exact_powers[number->exponent];
    return true;
}

// Copies the significant digits, at most MAX_DIGITS, and returns how many; `dropped` counts others.
static size_t copy_digits(const spelling *number, char *text, int64_t *dropped) {
    size_t count = 0;
    bool has_lost = false; // a digit other than 0
    *dropped = 0;
    for (const uint8_t *at = number->digits; at < number->digits_end; at++) {
        if (*at == '.' || (count == 0 && *at == '0')) {
            continue;
        }
        if (count < MAX_DIGITS) {
            text[count++] = (char)*at;
        } else {
            *dropped += 1;
            has_lost |= *at != '0';
        }
    }
    if (has_lost) {
        // Any further digit says "more than halfway" as well as the whole rest would.
        text[count++] = '1';
        *dropped -= 1;
    }
    return count;
}

// Text without a point means the same to strtod in every locale.
static double careful_value(const spelling *number) {
    char text[MAX_DIGITS + 32];
    int64_t dropped;
    size_t count = copy_digits(number, text, &dropped);
    if (count == 0) {
        return 0;
    }
    int64_t exponent = number->exponent + dropped;
    // Far outside the range of a double all exponents are alike, and strtod counts them in an int.
    exponent = exponent > 100000 ? 100000 : exponent < -100000 ? -100000 : exponent;
    snprintf(text + count, sizeof text - count, "e%d", (int)exponent);
    return strtod(text, NULL);
}

cjson_kind cjson_read_number(cjson_reader *reader) {
    spelling number;
    const uint8_t *end = spell(reader, &number);
    if (!end) {
        return CJSON_INVALID;
    }
    if (integer_value(&number, &reader->integer)) {
        reader->at = end;
        return CJSON_INTEGER;
    }
    double value;
    if (!quick_value(&number, &value)) {
        value = careful_value(&number);
    }
    if (isinf(value)) {
        cjson_fail(reader, "a number beyond the range of a double");
        return CJSON_INVALID;
    }
    reader->at = end;
    reader->number = number.is_negative ? -value : value;
    return CJSON_NUMBER;
}
