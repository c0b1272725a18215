/* SPDX-License-Identifier: MIT */
/* INI files read line by line, with inih behind a reader that looks at every byte. */
#include "config/ini.h"

#include <ini.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/text.h"

#if INI_HANDLER_LINENO
#error "INI_HANDLER_LINENO changes the callback's type against the packaged library"
#endif

enum {
    FILE_MAX = 4 << 20,
    GUARD = 1, /* stands at both ends of a piece, so that inih trims nothing off it */
    STRANGE_TOLD = 3,
    INIH_NAME = 49 /* inih cuts section names, and key names of continuation lines, here */
};

/*
 * Between the bytes and inih: read_line hands over one line that inih cannot misread, take_value
 * collects what inih makes of it, keep_value stores it when the next line is asked for.
 */
struct ini_reader {
    struct arena *arena;
    struct ini *ini;
    struct messages *problems;
    const char *path;
    const char *p, *end;
    size_t line, n_entries;
    int status;
    const char *section;
    size_t n_strange; /* lines that are no section, key or comment */
    bool skip;        /* keys of a section whose header was refused */
    const char *key;  /* NULL: no value under way */
    size_t key_line;
    struct str value;
    const char *rest; /* of a long value, not handed over yet */
    size_t n_rest;
    size_t handed, taken;
    bool guarded;
};

struct span {
    const char *s;
    size_t n;
};

#define PROBLEM(r, ...) problem((r), arena_printf((r)->arena, __VA_ARGS__))

static void problem(struct ini_reader *r, const char *text)
{
    if (!text) {
        r->status = ERR_MEMORY;
        return;
    }
    messages_add(r->problems, ERR_PROFILE, "%s:%zu: %s", r->path, r->line, text);
    if (!r->status)
        r->status = ERR_PROFILE;
}

static bool out_of_memory(struct ini_reader *r)
{
    r->status = ERR_MEMORY;
    return false;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static struct span trim(const char *s, size_t n)
{
    while (n && is_blank(*s))
        s++, n--;
    while (n && is_blank(s[n - 1]))
        n--;
    return (struct span){s, n};
}

/* The number of bytes before " ;", a comment at the end of a line. */
static size_t before_comment(const char *s, size_t n)
{
    for (size_t i = 1; i < n; i++)
        if (s[i] == ';' && is_blank(s[i - 1]))
            return i;
    return n;
}

static bool add_entry(struct ini_reader *r, const char *key, const char *value, size_t line)
{
    struct ini *ini = r->ini;
    if (++r->n_entries > INI_ENTRIES_MAX) {
        PROBLEM(r, "more than %d sections and keys; the rest is not read", INI_ENTRIES_MAX);
        r->p = r->end;
        return r->status != ERR_MEMORY;
    }
    if (ini->n == ini->cap) {
        size_t cap = ini->cap ? 2 * ini->cap : 64;
        struct ini_entry *more = arena_array(r->arena, cap, sizeof *more);
        if (!more)
            return out_of_memory(r);
        if (ini->n)
            memcpy(more, ini->entries, ini->n * sizeof *more);
        ini->entries = more;
        ini->cap = cap;
    }
    ini->entries[ini->n++] = (struct ini_entry){r->section, key, value, r->path, line};
    return true;
}

/* ---- from inih ----------------------------------------------------------- */

static bool is_cut_of(const char *cut, const char *whole, size_t at)
{
    size_t n = strlen(cut);
    return strncmp(cut, whole, n) == 0 && (whole[n] == '\0' || n == at);
}

/* inih's handler; a false answer becomes an error of ini_parse_stream. */
static int take_value(void *user, const char *section, const char *name, const char *value)
{
    struct ini_reader *r = user;
    size_t n = strlen(value);
    if (!r->key || !is_cut_of(section, r->section, INIH_NAME) ||
        !is_cut_of(name, r->key, INIH_NAME))
        return 0;
    if (r->guarded) {
        if (n < 2 || value[0] != GUARD || value[n - 1] != GUARD)
            return 0;
        value++;
        n -= 2;
    }
    str_add_bytes(&r->value, value, n);
    r->taken++;
    return 1;
}

/* The value is whole: every piece handed over has come back. */
static bool keep_value(struct ini_reader *r)
{
    const char *s, *text;
    size_t n = r->value.n;
    if (!r->key)
        return true;
    if (r->value.failed)
        return out_of_memory(r);
    if (r->taken != r->handed) {
        r->status = ERR_INTERNAL;
        return false;
    }
    s = text_trim(n ? r->value.s : "", &n);
    text = arena_strndup(r->arena, s, n);
    if (!text || !add_entry(r, r->key, text, r->key_line))
        return out_of_memory(r);
    r->key = NULL;
    r->value.n = r->handed = r->taken = 0;
    r->guarded = false;
    return true;
}

/* ---- to inih ------------------------------------------------------------- */

/* The next piece of a long value: behind "key=", or behind a blank as a continuation line. */
static char *hand_piece(struct ini_reader *r, const char *key, const char *mark, char *to,
                        size_t size)
{
    int head = snprintf(to, size, "%s%s%c", key, mark, GUARD);
    size_t used = (size_t)head + 3, n = r->n_rest;
    if (head < 0 || used >= size) {
        r->status = ERR_INTERNAL;
        return NULL;
    }
    if (n > size - used)
        n = size - used;
    memcpy(to + head, r->rest, n);
    memcpy(to + head + n, (char[]){GUARD, '\n', '\0'}, 3);
    r->rest += n;
    r->n_rest -= n;
    r->handed++;
    return to;
}

static char *hand_line(struct span t, char *to)
{
    memcpy(to, t.s, t.n);
    to[t.n] = '\n';
    to[t.n + 1] = '\0';
    return to;
}

/* A section name or key as a text, or NULL when it is not lawful. what: "section name", "key". */
static const char *take_name(struct ini_reader *r, const char *what, struct span name)
{
    const char *text = arena_strndup(r->arena, name.s, name.n);
    size_t n = name.n;
    if (!text) {
        r->status = ERR_MEMORY;
        return NULL;
    }
    if (name.n == 0)
        PROBLEM(r, "empty %s", what);
    else if (text_trim(text, &n) != text || n != name.n)
        PROBLEM(r, "the %s '%s' begins or ends with a blank; take it out", what, text);
    else if (n > INI_NAME_MAX)
        PROBLEM(r, "a %s of %zu bytes; at most %d are allowed", what, n, INI_NAME_MAX);
    else
        return text;
    return NULL;
}

/* The full-width sign that makes a line other than it looks, before any other of its kind. */
static const char *wide_sign(struct span t, char hint[TEXT_HINT_MAX])
{
    static const char *const signs[] = {"\xef\xbc\xbb", "\xef\xbc\x9d", "\xef\xbc\xbd",
                                        "\xef\xbc\x9a"}; /* U+FF3B, FF1D, FF3D, FF1A */
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (memmem(t.s, t.n, signs[i], strlen(signs[i])))
            return text_wide_hint(signs[i], strlen(signs[i]), hint);
    return text_wide_hint(t.s, t.n, hint);
}

static void no_equals_sign(struct ini_reader *r, struct span t)
{
    char wide[TEXT_HINT_MAX];
    const char *hint = wide_sign(t, wide);
    if (!*hint && memchr(t.s, ':', t.n))
        hint = "; write '=', not ':'";
    else if (strstr(hint, "not ':'"))
        hint = "; write '=', not '\xef\xbc\x9a'"; /* U+FF1A */
    if (r->n_strange++ >= STRANGE_TOLD) {
        r->status = ERR_PROFILE;
        return;
    }
    if (t.n >= 3 && memcmp(t.s, "\xef\xbc\xbb", 3) == 0) /* a section's header was meant */
        r->skip = true;
    PROBLEM(r,
            "expected 'key = value' or '[section]'%s; a value stands on one line, a comment "
            "begins with ';' or '#'",
            hint);
}

static char *hand_section(struct ini_reader *r, struct span t, char *to, size_t size)
{
    size_t n = before_comment(t.s, t.n);
    const char *close = memchr(t.s, ']', n);
    const char *section;
    struct span name, junk;
    char wide[TEXT_HINT_MAX];
    r->skip = true;
    if (!close) {
        PROBLEM(r, "no ']' at the end of the section name%s", wide_sign(t, wide));
        return NULL;
    }
    name = (struct span){t.s + 1, (size_t)(close - t.s) - 1};
    section = take_name(r, "section name", name);
    if (!section)
        return NULL;
    if (strchr(section, '[')) {
        PROBLEM(r, "a '[' within the section name");
        return NULL;
    }
    r->skip = false;
    r->section = section;
    if (!add_entry(r, NULL, NULL, r->line))
        return NULL;
    junk = trim(close + 1, (size_t)(t.s + n - close) - 1);
    if (junk.n && *junk.s != ';')
        PROBLEM(r, "'%.*s' after ']'; a comment there begins with ';'",
                (int)(junk.n < 40 ? junk.n : 40), junk.s);
    if (size < name.n + 4) {
        r->status = ERR_INTERNAL;
        return NULL;
    }
    return hand_line((struct span){t.s, name.n + 2}, to);
}

static char *hand_key(struct ini_reader *r, struct span t, char *to, size_t size)
{
    size_t n = before_comment(t.s, t.n);
    const char *equals = memchr(t.s, '=', n), *key;
    struct span value;
    if (!equals) {
        no_equals_sign(r, (struct span){t.s, n});
        return NULL;
    }
    value = trim(equals + 1, (size_t)(t.s + n - equals) - 1);
    key = take_name(r, "key", trim(t.s, (size_t)(equals - t.s)));
    if (!key)
        return NULL;
    if (strchr(key, ':')) {
        PROBLEM(r, "a ':' before the '='; the key ends at '=' and has no ':' in it");
        return NULL;
    }
    if (value.n > INI_VALUE_MAX) {
        PROBLEM(r, "%s: value of %zu bytes; at most %d are allowed", key, value.n, INI_VALUE_MAX);
        return NULL;
    }
    if (r->skip)
        return NULL;
    r->key = key;
    r->key_line = r->line;
    if (t.n + 2 <= size) {
        r->handed++;
        return hand_line(t, to);
    }
    r->guarded = true;
    r->rest = value.s;
    r->n_rest = value.n;
    return hand_piece(r, key, "=", to, size);
}

static bool is_clean(struct ini_reader *r, const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (((unsigned char)s[i] < 0x20 && s[i] != '\t') || s[i] == 0x7f) {
            PROBLEM(r, "control character 0x%02x at byte %zu of the line; take it out",
                    (unsigned)s[i], i + 1);
            return false;
        }
    return true;
}

static char *hand(struct ini_reader *r, const char *s, size_t n, char *to, size_t size)
{
    struct span t = trim(s, n);
    size_t n_seen = n;
    const char *seen = text_trim(s, &n_seen);
    if (!is_clean(r, s, n) || n_seen == 0 || *t.s == ';' || *t.s == '#')
        return NULL;
    if (seen != s) {
        PROBLEM(r, "the line begins with a blank; start it at the margin (a value stands on one "
                   "line)");
        return NULL;
    }
    return *t.s == '[' ? hand_section(r, t, to, size) : hand_key(r, t, to, size);
}

/* The next line, without its end; false when there is none. */
static bool next_line(struct ini_reader *r, struct span *line)
{
    const char *s = r->p, *newline;
    size_t n = (size_t)(r->end - s);
    if (n == 0)
        return false;
    newline = memchr(s, '\n', n);
    if (newline)
        n = (size_t)(newline - s);
    r->p = newline ? newline + 1 : r->end;
    r->line++;
    if (n && s[n - 1] == '\r')
        n--;
    *line = (struct span){s, n};
    return true;
}

static bool goes_on(const struct ini_reader *r)
{
    return !r->status || r->status == ERR_PROFILE;
}

/* inih's reader: like fgets, for lines that are made for it. */
static char *read_line(char *to, int num, void *stream)
{
    struct ini_reader *r = stream;
    size_t size = (size_t)num;
    struct span line;
    if (r->key && r->n_rest)
        return hand_piece(r, "", " ", to, size);
    if (!keep_value(r))
        return NULL;
    while (goes_on(r) && next_line(r, &line)) {
        char *handed = line.n ? hand(r, line.s, line.n, to, size) : NULL;
        if (handed)
            return handed;
    }
    return NULL;
}

/* ---- the file as a whole ------------------------------------------------- */

static size_t line_of(const char *bytes, size_t at)
{
    size_t line = 1;
    for (size_t i = 0; i < at; i++)
        line += bytes[i] == '\n';
    return line;
}

/* One problem is enough for a file that is no UTF-8 text at all. */
static bool check_bytes(struct ini_reader *r, const char *bytes, size_t n)
{
    const char *nul = memchr(bytes, '\0', n);
    size_t bad = text_utf8_check(bytes, n);
    if (n >= 2 && (memcmp(bytes, "\xff\xfe", 2) == 0 || memcmp(bytes, "\xfe\xff", 2) == 0)) {
        r->line = 1;
        PROBLEM(r, "the file is UTF-16; save it as UTF-8");
        return false;
    }
    if (nul) {
        r->line = line_of(bytes, (size_t)(nul - bytes));
        PROBLEM(r, "a NUL byte; a profile is text in UTF-8");
        return false;
    }
    if (bad < n) {
        r->line = line_of(bytes, bad);
        PROBLEM(r, "byte 0x%02x is not valid UTF-8 (GBK, perhaps); save the file as UTF-8",
                (unsigned)(unsigned char)bytes[bad]);
        return false;
    }
    return true;
}

static int by_name(const void *a, const void *b)
{
    const struct ini_entry *x = *(const struct ini_entry *const *)a;
    const struct ini_entry *y = *(const struct ini_entry *const *)b;
    int order = strcmp(x->section, y->section);
    if (!order)
        order = (x->key != NULL) - (y->key != NULL);
    if (!order && x->key)
        order = strcmp(x->key, y->key);
    return order ? order : (x->line > y->line) - (x->line < y->line);
}

static void report_twice(struct ini_reader *r, const struct ini_entry *first,
                         const struct ini_entry *again)
{
    r->line = again->line;
    if (again->key)
        PROBLEM(r, "[%s] %s: given twice, first on line %zu; keep one", again->section, again->key,
                first->line);
    else
        PROBLEM(r, "[%s]: opened twice, first on line %zu; put its keys together", again->section,
                first->line);
}

static void find_duplicates(struct ini_reader *r, size_t from)
{
    size_t n = r->ini->n - from, first = 0;
    const struct ini_entry **sorted = n ? malloc(n * sizeof *sorted) : NULL;
    if (!sorted) {
        if (n)
            r->status = ERR_MEMORY;
        return;
    }
    for (size_t i = 0; i < n; i++)
        sorted[i] = &r->ini->entries[from + i];
    qsort(sorted, n, sizeof *sorted, by_name);
    for (size_t i = 1; i < n; i++) {
        const struct ini_entry *x = sorted[first], *y = sorted[i];
        if (strcmp(x->section, y->section) == 0 && text_equal(x->key, y->key))
            report_twice(r, x, y);
        else
            first = i;
    }
    free(sorted);
}

static int finish(struct ini_reader *r, int answer)
{
    if (r->status != ERR_MEMORY && answer != 0)
        r->status = ERR_INTERNAL;
    if (r->status == ERR_MEMORY)
        messages_add(r->problems, ERR_MEMORY, "%s: out of memory", r->path);
    if (r->status == ERR_INTERNAL)
        messages_add(r->problems, ERR_INTERNAL,
                     "%s:%zu: the INI library reads this line in another way than expected",
                     r->path, r->line);
    return r->status;
}

int ini_read_bytes(struct arena *a, const char *path, const char *bytes, size_t n, struct ini *ini,
                   struct messages *problems)
{
    size_t from = ini->n;
    int answer = 0;
    struct ini_reader r = {.arena = a, .ini = ini, .problems = problems, .section = ""};
    r.path = arena_strdup(a, path);
    if (!r.path) {
        r.path = path;
        r.status = ERR_MEMORY;
        return finish(&r, 0);
    }
    if (!check_bytes(&r, bytes, n))
        return finish(&r, 0);
    r.p = bytes;
    r.end = bytes + n;
    if (n >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0)
        r.p += 3;
    answer = ini_parse_stream(read_line, &r, take_value, &r);
    str_fini(&r.value);
    if (r.n_strange > STRANGE_TOLD)
        messages_add(problems, ERR_PROFILE, "%s: %zu more lines that are no 'key = value'", r.path,
                     r.n_strange - STRANGE_TOLD);
    if (goes_on(&r))
        find_duplicates(&r, from);
    return finish(&r, answer);
}

int ini_read(struct arena *a, const char *path, struct ini *ini, struct messages *problems)
{
    struct error e = {0};
    char *bytes = NULL;
    size_t n = 0;
    int status = file_read(path, FILE_MAX, &bytes, &n, &e);
    if (status)
        messages_add_error(problems, &e);
    else
        status = ini_read_bytes(a, path, bytes, n, ini, problems);
    free(bytes);
    return status;
}
