/* SPDX-License-Identifier: MIT */
/* An expression as a function of Lua; and the columns that its text mentions. */
#include <stdlib.h>
#include <string.h>

#include "base/nfc.h"
#include "lua/lua_internal.h"

void expression_source(lua_State *L, const struct scope *sc, const char *text)
{
    struct arena *a = arena_new();
    struct str b = {0};
    char why[600] = "";
    const struct term *t = a ? expression_read(a, sc, text, why, sizeof why) : NULL;

    if (t)
        expression_write(&b, sc, t);
    if (t && !b.failed)
        lua_pushlstring(L, b.s, b.n);
    arena_free(a);
    str_fini(&b);
    if (!t || b.failed)
        luaL_error(L, "%s", *why ? why : "out of memory");
}

void expression_push(lua_State *L, const char *text)
{
    expression_source(L, &sandbox_of(L)->scope, text);             // source
    sandbox_expression(L, lua_tostring(L, -1), lua_rawlen(L, -1)); // source f
    lua_remove(L, -2);                                             // f
}

/* ---- mentions ------------------------------------------------------------------------ */

/* The words of a text, whether it is right or not. */
struct mentions {
    const char *p, *end;
    struct word before, last;
};

/* The next word that names a column: alone, in backquotes, or as c["name"]. *s, *n: the name. */
static bool next_mention(struct mentions *m, const char **s, size_t *n)
{
    struct fault none = {0};
    struct word w;
    bool found = false;

    while (!found && (w = word_at(m->p, m->end, &none)).kind != WORD_END) {
        const bool part = word_is(&m->last, ".") || word_is(&m->last, ":");
        const size_t edge = w.kind == WORD_NAME ? 0 : 1;
        found =
            w.kind == WORD_QUOTED || (w.kind == WORD_NAME && !part) ||
            (w.kind == WORD_TEXT && w.n > 1 && word_is(&m->last, "[") && word_is(&m->before, "c"));
        *s = w.s + edge;
        *n = w.n - 2 * edge;
        m->before = m->last;
        m->last = w;
        m->p = w.s + w.n;
    }
    return found;
}

static bool is_name(const char *s, size_t n, const char *name)
{
    char composed[512];

    if (n == strlen(name) && memcmp(s, name, n) == 0)
        return true;
    if (n >= sizeof composed || !nfc_may_change(s, n))
        return false;
    memcpy(composed, s, n);
    n = nfc_compose(composed, n);
    return n == strlen(name) && memcmp(composed, name, n) == 0;
}

size_t formula_inputs(const char *text, const struct table *t, size_t *out)
{
    struct mentions m = {.p = text, .end = text + strlen(text)};
    const char *s;
    size_t n = 0, length, i, k;

    while (next_mention(&m, &s, &length)) {
        for (i = 0; i < t->n_variables && !is_name(s, length, t->variables[i].name); i++)
            ;
        for (k = 0; k < n && out[k] != i; k++)
            ;
        if (i < t->n_variables && k == n)
            out[n++] = i;
    }
    return n;
}

bool formula_mentions(const char *text, const char *name)
{
    struct mentions m = {.p = text, .end = text + strlen(text)};
    const char *s;
    size_t n;

    while (next_mention(&m, &s, &n))
        if (is_name(s, n, name))
            return true;
    return false;
}
