// Lua's pattern matcher, which looks for a stop while it searches; see bounded.h for its origin.
#include <ctype.h>
#include <string.h>

#include "bounded.h"

enum { DEEPEST = 200, CHARACTERS_PER_CHECK = 1 << 16, MOST_CAPTURES = 32, ESCAPE = '%' };

static const char *match(luashim_match *m, const char *s, const char *p);

/// Accounts for characters looked at.
static inline void spend(luashim_match *m, ptrdiff_t characters) { // may raise
    m->until_check -= characters < CHARACTERS_PER_CHECK ? (int)characters : CHARACTERS_PER_CHECK;
    if (m->until_check > 0) return;
    m->until_check = CHARACTERS_PER_CHECK;
    luashim_check_stop(m->L);
}

static int checked_capture(luashim_match *m, int digit) { // may raise
    int index = digit - '1';
    if (index < 0 || index >= m->level
        || m->captures[index].size == LUASHIM_CAPTURE_UNFINISHED) {
        return luaL_error(m->L, "invalid capture index %%%d", index + 1);
    }
    return index;
}

static int capture_to_close(luashim_match *m) { // may raise
    for (int level = m->level - 1; level >= 0; level--) {
        if (m->captures[level].size == LUASHIM_CAPTURE_UNFINISHED) return level;
    }
    return luaL_error(m->L, "invalid pattern capture");
}

/// The end of the single-character class at `p`.
static const char *class_end(luashim_match *m, const char *p) { // may raise
    switch (*p++) {
    case ESCAPE:
        if (p == m->pattern_end) luaL_error(m->L, "malformed pattern (ends with '%%')");
        return p + 1;
    case '[':
        if (*p == '^') p++;
        do { // look for a ']'
            if (p == m->pattern_end) luaL_error(m->L, "malformed pattern (missing ']')");
            if (*p++ == ESCAPE && p < m->pattern_end) p++; // skip escapes such as '%]'
        } while (*p != ']');
        return p + 1;
    default: return p;
    }
}

static bool is_in_class(int c, int class) {
    bool found;
    switch (tolower(class)) {
    case 'a': found = isalpha(c); break;
    case 'c': found = iscntrl(c); break;
    case 'd': found = isdigit(c); break;
    case 'g': found = isgraph(c); break;
    case 'l': found = islower(c); break;
    case 'p': found = ispunct(c); break;
    case 's': found = isspace(c); break;
    case 'u': found = isupper(c); break;
    case 'w': found = isalnum(c); break;
    case 'x': found = isxdigit(c); break;
    case 'z': found = c == 0; break; // deprecated, but there
    default: return class == c;
    }
    return islower(class) ? found : !found;
}

static bool is_in_set(int c, const char *p, const char *last) {
    bool result = true;
    if (p[1] == '^') {
        result = false;
        p++;
    }
    while (++p < last) {
        if (*p == ESCAPE) {
            p++;
            if (is_in_class(c, (unsigned char)*p)) return result;
        } else if (p[1] == '-' && p + 2 < last) {
            p += 2;
            if ((unsigned char)p[-2] <= c && c <= (unsigned char)*p) return result;
        } else if ((unsigned char)*p == c) {
            return result;
        }
    }
    return !result;
}

static inline bool matches_one( // may raise
    luashim_match *m, const char *s, const char *p, const char *end
) {
    spend(m, end - p);
    if (s >= m->subject_end) return false;
    int c = (unsigned char)*s;
    switch (*p) {
    case '.': return true;
    case ESCAPE: return is_in_class(c, (unsigned char)p[1]);
    case '[': return is_in_set(c, p, end - 1);
    default: return (unsigned char)*p == c;
    }
}

static const char *match_balance(luashim_match *m, const char *s, const char *p) { // may raise
    if (p >= m->pattern_end - 1) {
        luaL_error(m->L, "malformed pattern (missing arguments to '%%b')");
    }
    if (*s != *p) return NULL;
    int opened = 1;
    while (++s < m->subject_end) {
        spend(m, 1);
        if (*s == p[1]) {
            if (--opened == 0) return s + 1;
        } else if (*s == *p) {
            opened++;
        }
    }
    return NULL;
}

static const char *match_most( // may raise
    luashim_match *m, const char *s, const char *p, const char *end
) {
    ptrdiff_t count = 0;
    while (matches_one(m, s + count, p, end)) count++;
    for (; count >= 0; count--) {
        spend(m, 1);
        const char *found = match(m, s + count, end + 1);
        if (found != NULL) return found;
    }
    return NULL;
}

static const char *match_fewest( // may raise
    luashim_match *m, const char *s, const char *p, const char *end
) {
    for (;; s++) {
        const char *found = match(m, s, end + 1);
        if (found != NULL) return found;
        if (!matches_one(m, s, p, end)) return NULL;
    }
}

static const char *start_capture( // may raise
    luashim_match *m, const char *s, const char *p, ptrdiff_t kind
) {
    if (m->level >= MOST_CAPTURES) luaL_error(m->L, "too many captures");
    m->captures[m->level].start = s;
    m->captures[m->level].size = kind;
    m->level++;
    const char *found = match(m, s, p);
    if (found == NULL) m->level--;
    return found;
}

static const char *end_capture(luashim_match *m, const char *s, const char *p) { // may raise
    int index = capture_to_close(m);
    m->captures[index].size = s - m->captures[index].start;
    const char *found = match(m, s, p);
    if (found == NULL) m->captures[index].size = LUASHIM_CAPTURE_UNFINISHED;
    return found;
}

static const char *match_again(luashim_match *m, const char *s, int digit) { // may raise
    int index = checked_capture(m, digit);
    size_t size = (size_t)m->captures[index].size;
    if ((size_t)(m->subject_end - s) < size) return NULL;
    spend(m, (ptrdiff_t)(size / 16) + 1);
    return memcmp(m->captures[index].start, s, size) == 0 ? s + size : NULL;
}

static const char *match_frontier( // may raise
    luashim_match *m, const char *s, const char *p, const char **rest
) {
    if (*p != '[') luaL_error(m->L, "missing '[' after '%%f' in pattern");
    const char *end = class_end(m, p);
    spend(m, end - p);
    char previous = s == m->subject ? '\0' : s[-1];
    bool is_frontier = !is_in_set((unsigned char)previous, p, end - 1)
        && is_in_set((unsigned char)*s, p, end - 1);
    *rest = end;
    return is_frontier ? s : NULL;
}

/// A class with its optional suffix. Sets `*rest` where the match goes on there instead of ending.
static const char *match_item( // may raise
    luashim_match *m, const char *s, const char *p, const char **rest
) {
    const char *end = class_end(m, p);
    if (!matches_one(m, s, p, end)) {
        if (*end != '*' && *end != '?' && *end != '-') return NULL;
        *rest = end + 1; // it may be absent
        return s;
    }
    switch (*end) {
    case '?': {
        const char *found = match(m, s + 1, end + 1);
        if (found != NULL) return found;
        *rest = end + 1;
        return s;
    }
    case '+': return match_most(m, s + 1, p, end);
    case '*': return match_most(m, s, p, end);
    case '-': return match_fewest(m, s, p, end);
    default: *rest = end; return s + 1;
    }
}

/// The end of the match of the rest of the pattern at `s`, or NULL.
static const char *match(luashim_match *m, const char *s, const char *p) { // may raise
    if (m->depth-- == 0) luaL_error(m->L, "pattern too complex");
    while (s != NULL && p != m->pattern_end) {
        const char *rest = NULL;
        if (*p == '(') {
            bool is_position = p[1] == ')';
            s = start_capture(
                m, s, p + 1 + is_position,
                is_position ? LUASHIM_CAPTURE_POSITION : LUASHIM_CAPTURE_UNFINISHED);
        } else if (*p == ')') {
            s = end_capture(m, s, p + 1);
        } else if (*p == '$' && p + 1 == m->pattern_end) {
            s = s == m->subject_end ? s : NULL;
        } else if (*p == ESCAPE && p[1] == 'b') {
            s = match_balance(m, s, p + 2);
            rest = p + 4;
        } else if (*p == ESCAPE && p[1] == 'f') {
            s = match_frontier(m, s, p + 2, &rest);
        } else if (*p == ESCAPE && isdigit((unsigned char)p[1])) {
            s = match_again(m, s, (unsigned char)p[1]);
            rest = p + 2;
        } else {
            s = match_item(m, s, p, &rest);
        }
        if (rest == NULL) break;
        p = rest;
    }
    m->depth++;
    return s;
}

/// Prepares for the subject and the pattern, strings at these indices.
void luashim_match_begin(luashim_match *m, lua_State *L, int subject, int pattern) { // [-0, +0]
    size_t size;
    m->L = L;
    m->until_check = CHARACTERS_PER_CHECK;
    m->subject = lua_tolstring(L, subject, &size);
    m->subject_end = m->subject + size;
    const char *text = lua_tolstring(L, pattern, &size);
    m->pattern_end = text + size;
}

/// The end of the match of `pattern` that starts at `s`, or NULL.
const char *luashim_match_at(luashim_match *m, const char *s, const char *pattern) { // may raise
    m->level = 0;
    m->depth = DEEPEST;
    spend(m, 1);
    return match(m, s, pattern);
}

/// Capture `index` of a match from `start` to `end`, which itself is capture 0 where there is none.
/// A position is pushed instead.
ptrdiff_t luashim_match_capture( // [-0, +(0|1)] may raise
    luashim_match *m, int index, const char *start, const char *end, const char **text
) {
    if (index >= m->level) {
        if (index != 0) luaL_error(m->L, "invalid capture index %%%d", index + 1);
        *text = start;
        return end - start;
    }
    ptrdiff_t size = m->captures[index].size;
    *text = m->captures[index].start;
    if (size == LUASHIM_CAPTURE_UNFINISHED) luaL_error(m->L, "unfinished capture");
    if (size == LUASHIM_CAPTURE_POSITION) {
        lua_pushinteger(m->L, m->captures[index].start - m->subject + 1);
    }
    return size;
}

void luashim_push_capture( // [-0, +1] may raise
    luashim_match *m, int index, const char *start, const char *end
) {
    const char *text;
    ptrdiff_t size = luashim_match_capture(m, index, start, end, &text);
    if (size != LUASHIM_CAPTURE_POSITION) lua_pushlstring(m->L, text, (size_t)size);
}

int luashim_push_captures(luashim_match *m, const char *start, const char *end) { // may raise
    int count = m->level == 0 && start != NULL ? 1 : m->level;
    luaL_checkstack(m->L, count, "too many captures");
    for (int index = 0; index < count; index++) luashim_push_capture(m, index, start, end);
    return count;
}

/// Whether nothing in the pattern is special. It may hold zero bytes.
bool luashim_is_plain(const char *pattern, size_t size) {
    for (size_t i = 0; i < size; i++) {
        if (pattern[i] != '\0' && strchr("^$*+?.([%-", pattern[i]) != NULL) return false;
    }
    return true;
}
