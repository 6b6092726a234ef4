// Stands in for libFuzzer where its runtime is missing: a seeded mutation of the corpus, without
// coverage. Arguments: seconds, seed, where to write an input that crashes, files of the corpus.
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "fuzz.h"

enum { LONGEST = 4096, MOST_FILES = 64, LONGEST_RUN = 30 };

typedef struct {
    uint8_t bytes[LONGEST];
    size_t count;
} sample;

static sample seeds[MOST_FILES], current;
static size_t seed_count;
static const char *crash_path;
static uint64_t state;

static size_t draw(size_t limit) { // 0 to limit - 1
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return limit > 0 ? (size_t)(state % limit) : 0;
}

static void on_crash(int number) {
    int file = open(crash_path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    if (file >= 0 && write(file, current.bytes, current.count) >= 0) close(file);
    signal(number, SIG_DFL);
    raise(number);
}

static void insert(size_t at, const uint8_t *bytes, size_t count) {
    if (count > LONGEST - current.count) count = LONGEST - current.count;
    memmove(current.bytes + at + count, current.bytes + at, current.count - at);
    memcpy(current.bytes + at, bytes, count);
    current.count += count;
}

static void mutate(void) {
    size_t at = draw(current.count + 1), left = current.count - at;
    const sample *other = &seeds[draw(seed_count)];
    size_t from = draw(other->count + 1);
    uint8_t byte = (uint8_t)draw(256);
    switch (draw(4)) {
    case 0:
        if (left > 0) current.bytes[at] = draw(2) ? byte : current.bytes[at] ^ (1 << (byte & 7));
        return;
    case 1: insert(at, &byte, 1); return;
    case 2: insert(at, other->bytes + from, draw(other->count - from + 1)); return;
    default:
        left = draw(left + 1);
        memmove(current.bytes + at, current.bytes + at + left, current.count - at - left);
        current.count -= left;
    }
}

static void run(void) {
    alarm(LONGEST_RUN);
    uint8_t *copy = malloc(current.count + !current.count); // its end is where a checker sees it
    memcpy(copy, current.bytes, current.count);
    LLVMFuzzerTestOneInput(copy, current.count);
    free(copy);
}

int main(int argc, char **argv) {
    static const int fatal[] = {SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGALRM};
    if (argc < 5) return 64;
    time_t end = time(NULL) + atoi(argv[1]);
    state = strtoull(argv[2], NULL, 10) * 0x9e3779b97f4a7c15 + 1;
    crash_path = argv[3];
    for (size_t i = 0; i < sizeof fatal / sizeof *fatal; i++) signal(fatal[i], on_crash);
    for (int i = 4; i < argc && seed_count < MOST_FILES; i++) {
        FILE *file = fopen(argv[i], "rb");
        if (file == NULL) continue;
        seeds[seed_count].count = fread(seeds[seed_count].bytes, 1, LONGEST, file);
        fclose(file);
        current = seeds[seed_count++];
        run();
    }
    size_t runs = seed_count;
    for (; time(NULL) < end; runs++) {
        current = seeds[draw(seed_count)];
        for (size_t count = 1 + draw(6); count > 0; count--) mutate();
        run();
    }
    fprintf(stderr, "DONE: %zu runs, %zu of them the corpus\n", runs, seed_count);
    return 0;
}
