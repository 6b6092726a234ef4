// Numbers to text. Nothing here may depend on the locale, whose decimal point can be several bytes.
#include "cjson_write.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// A decimal: 0.DIGITS times ten to the power of `point`.
typedef struct {
    char digits[CJSON_NUMBER_BYTES];
    int count;
    int point;
    int precision; // the %g precision that `digits` came from: it decides on the exponent form
} decimal;

static size_t write_unsigned(uint64_t value, uint8_t *out) {
    uint8_t text[20];
    uint8_t *at = text + sizeof text;
    do {
        *--at = (uint8_t)('0' + value % 10);
        value /= 10;
    } while (value);
    size_t count = (size_t)(text + sizeof text - at);
    memcpy(out, at, count);
    return count;
}

size_t cjson_write_integer(int64_t value, uint8_t *out) {
    if (value >= 0) {
        return write_unsigned((uint64_t)value, out);
    }
    *out = '-';
    return 1 + write_unsigned(0 - (uint64_t)value, out + 1);
}

static void drop_trailing_zeros(decimal *number) {
    while (number->count > 1 && number->digits[number->count - 1] == '0') {
        number->count--;
    }
}

// Most numbers people write have few decimals: value = m / 10^k with m below 10^15. One correctly
// rounded division proves it, and 15 digits that read back are what %.15g would print.
static bool split_short(double value, decimal *number) {
    static const double powers[] = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7};
    if (value >= 1e15 || value < 1e-4) {
        return false;
    }
    for (int k = 0; k < (int)(sizeof powers / sizeof *powers); k++) {
        double scaled = rint(value * powers[k]);
        if (scaled >= 1e15) {
            return false;
        }
        if (scaled / powers[k] == value) {
            number->count = (int)write_unsigned((uint64_t)scaled, (uint8_t *)number->digits);
            number->point = number->count - k;
            number->precision = 15;
            drop_trailing_zeros(number);
            return true;
        }
    }
    return false;
}

// Takes the digits and the exponent out of %e text, and whatever stands for the point is skipped.
static void split(double value, int precision, decimal *number) {
    char text[64];
    snprintf(text, sizeof text, "%.*e", precision - 1, value);
    const char *exponent = strchr(text, 'e');
    number->count = 0;
    for (const char *at = text; at < exponent; at++) {
        if (*at >= '0' && *at <= '9') {
            number->digits[number->count++] = *at;
        }
    }
    number->point = atoi(exponent + 1) + 1;
    number->precision = precision;
    drop_trailing_zeros(number);
}

static bool reads_back(const decimal *number, double value) {
    char text[64];
    snprintf(
        text, sizeof text, "%.*se%d", number->count, number->digits, number->point - number->count);
    return strtod(text, NULL) == value;
}

static uint8_t *put_digits(uint8_t *out, const decimal *number, int from, int to) {
    for (int i = from; i < to; i++) {
        *out++ = i >= 0 && i < number->count ? (uint8_t)number->digits[i] : '0';
    }
    return out;
}

// 1.25e+20, as %g spells it: a sign, and two digits at least.
static uint8_t *put_scientific(uint8_t *out, const decimal *number) {
    out = put_digits(out, number, 0, 1);
    if (number->count > 1) {
        *out++ = '.';
        out = put_digits(out, number, 1, number->count);
    }
    int exponent = number->point - 1;
    *out++ = 'e';
    *out++ = exponent < 0 ? '-' : '+';
    exponent = abs(exponent);
    if (exponent < 10) {
        *out++ = '0';
    }
    return out + write_unsigned((uint64_t)exponent, out);
}

static uint8_t *put_plain(uint8_t *out, const decimal *number) {
    if (number->point <= 0) {
        *out++ = '0';
        *out++ = '.';
        return put_digits(out, number, number->point, number->count);
    }
    out = put_digits(out, number, 0, number->point);
    *out++ = '.';
    return put_digits(
        out, number, number->point,
        number->count > number->point ? number->count : number->point + 1);
}

size_t cjson_write_number(double value, uint8_t *out) {
    uint8_t *at = out;
    if (signbit(value)) {
        *at++ = '-';
        value = -value;
    }
    if (value == 0) {
        memcpy(at, "0.0", 3);
        return (size_t)(at + 3 - out);
    }
    decimal number;
    if (!split_short(value, &number)) {
        int precision = 15;
        split(value, precision, &number);
        while (precision < 17 && !reads_back(&number, value)) {
            split(value, ++precision, &number);
        }
    }
    bool is_plain = number.point > -4 && number.point <= number.precision;
    at = is_plain ? put_plain(at, &number) : put_scientific(at, &number);
    return (size_t)(at - out);
}
