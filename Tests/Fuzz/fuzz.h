// What the fuzz targets share.
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/// One input of a target; libFuzzer, or driver.c where that is missing, calls it again and again.
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/// What has to hold whatever the input. Not assert(), which may be compiled out.
#define REQUIRE(condition)                                                                        \
    do {                                                                                          \
        if (!(condition)) {                                                                       \
            fprintf(stderr, "%s:%d: %s does not hold\n", __FILE__, __LINE__, #condition);         \
            abort();                                                                              \
        }                                                                                         \
    } while (0)
