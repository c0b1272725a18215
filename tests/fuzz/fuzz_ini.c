/* SPDX-License-Identifier: MIT */
/*
 * A profile from bytes. Of a file without problems each entry must be what one line says when it
 * is read by the few rules below, which know nothing of inih; then the fixed sections are bound,
 * and each value, printed and set again, stays the same.
 */
#include <math.h>

#include "base/file.h"
#include "config/ini.h"
#include "config/profile.h"
#include "fuzz.h"

struct period_range {
    const char *s;
    size_t n;
};

static struct period_range trim(const char *s, size_t n)
{
    struct period_range t;

    t.s = text_trim(s, &n);
    t.n = n;
    return t;
}

static bool is(const char *text, struct period_range t)
{
    return strlen(text) == t.n && memcmp(text, t.s, t.n) == 0;
}

/* What stands before a blank and ';'. */
static size_t before_comment(const char *s, size_t n)
{
    size_t i;

    for (i = 1; i < n; i++)
        if (s[i] == ';' && (s[i - 1] == ' ' || s[i - 1] == '\t'))
            return i;
    return n;
}

static void check_entry(const struct ini_entry *x, const char *s, size_t n)
{
    const char *mark;
    struct period_range t;

    n = before_comment(s, n);
    if (!x->key) {
        mark = memchr(s, ']', n);
        REQUIRE(mark && *s == '[');
        t = (struct period_range){s + 1, (size_t)(mark - s) - 1};
        REQUIRE(is(x->section, t));
        return;
    }
    mark = memchr(s, '=', n);
    REQUIRE(mark);
    REQUIRE(is(x->key, trim(s, (size_t)(mark - s))));
    REQUIRE(is(x->value, trim(mark + 1, (size_t)(s + n - mark) - 1)));
}

/* Line by line: the entries are there in order, and nothing else is. */
static size_t check_entries(const struct ini *ini, const char *s, size_t n, bool clean)
{
    const char *end = s + n, *stop;
    size_t line = 0, at = 0;
    const char *section = "";

    if (n >= 3 && memcmp(s, "\xef\xbb\xbf", 3) == 0)
        s += 3;
    for (; s < end; s = stop + 1) {
        struct period_range t;
        size_t length;
        stop = memchr(s, '\n', (size_t)(end - s));
        stop = stop ? stop : end;
        length = (size_t)(stop - s);
        length -= length && s[length - 1] == '\r';
        line++;
        t = trim(s, length);
        if (!clean || t.n == 0 || *t.s == ';' || *t.s == '#')
            continue;
        REQUIRE(at < ini->n && ini->entries[at].line == line);
        check_entry(&ini->entries[at], s, length);
        section = ini->entries[at].key ? section : ini->entries[at].section;
        REQUIRE(strcmp(ini->entries[at].section, section) == 0);
        at++;
    }
    REQUIRE(!clean || at == ini->n);
    return line;
}

static void check_values(struct profile *p, const struct param_table *t, const void *values)
{
    struct error e = {0};
    size_t i;
    void *again = arena_alloc(p->arena, t->size);

    REQUIRE(again && param_defaults(t, p->arena, again, &e) == OK);
    for (i = 0; i < t->n; i++) {
        const struct heng_param *k = param_at(t, i);
        struct str a = {0}, b = {0};
        param_print(k, values, &a);
        if (a.n && param_set(k, a.s, p->arena, again, &e) != OK) {
            fprintf(stderr, "%s = %s: %s\n", k->name, a.s, e.text);
            abort();
        }
        param_print(k, again, &b);
        REQUIRE(!a.n || (a.n == b.n && memcmp(a.s, b.s, a.n) == 0));
        str_fini(&a);
        str_fini(&b);
    }
}

static void bind(struct profile *p, struct messages *problems)
{
    struct error e = {0};
    size_t i;

    for (i = 0; i < p->n_sections; i++) {
        const struct section_kind *kind = section_kind(p->sections[i].name);
        void *values = kind && kind->keys ? arena_alloc(p->arena, kind->keys->size) : NULL;
        if (!values)
            continue;
        REQUIRE(profile_bind(p, &p->sections[i], kind->keys, values, problems, &e) == OK);
        check_values(p, kind->keys, values);
    }
    profile_unused(p, NULL, 0, problems);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct error e = {0};
    struct messages problems = {0};
    struct profile *p = profile_new("f", &e);
    struct ini ini = {0};
    size_t i, n_lines;
    int status;

    REQUIRE(p);
    status = ini_read_bytes(p->arena, "f", (const char *)data, size, &ini, &problems);
    REQUIRE(status == OK || status == ERR_PROFILE);
    REQUIRE((status == OK) == (problems.n == 0));
    n_lines = check_entries(&ini, (const char *)data, size, status == OK);
    for (i = 0; i < problems.n; i++)
        fuzz_check_line(problems.items[i].text, n_lines);
    for (i = 0; i < ini.n; i++) {
        const struct ini_entry *x = &ini.entries[i];
        REQUIRE(profile_put(p, x->section, x->key, x->value, "f:1", ".", &e) == OK);
    }
    bind(p, &problems);
    fuzz_check_messages(&problems);
    messages_fini(&problems);
    profile_free(p);
    return 0;
}
