// The order of members in JSON text: that of their names' bytes, which is that of code points.
#include <stdlib.h>
#include <string.h>

#include "json_encode.h"

// Up to here sorting by insertion is faster than qsort.
#define FEW 24

static uint64_t prefix_of(const char *name, size_t count) {
    if (count >= 8) return __builtin_bswap64(cjson_load8((const uint8_t *)name));
    uint64_t prefix = 0;
    for (size_t i = 0; i < count; i++) prefix |= (uint64_t)(uint8_t)name[i] << (56 - 8 * i);
    return prefix;
}

static int compare(const void *left, const void *right) {
    const json_member *a = left, *b = right;
    if (a->prefix != b->prefix) return a->prefix < b->prefix ? -1 : 1;
    int order = memcmp(a->name, b->name, a->count < b->count ? a->count : b->count);
    if (order != 0) return order;
    return a->count < b->count ? -1 : a->count > b->count;
}

void luashim_json_sort(json_member *members, size_t count) {
    for (size_t i = 0; i < count; i++) {
        members[i].prefix = prefix_of(members[i].name, members[i].count);
    }
    if (count > FEW) {
        qsort(members, count, sizeof *members, compare);
        return;
    }
    for (size_t i = 1; i < count; i++) {
        json_member inserted = members[i];
        size_t place = i;
        for (; place > 0 && compare(&inserted, &members[place - 1]) < 0; place--) {
            members[place] = members[place - 1];
        }
        members[place] = inserted;
    }
}
