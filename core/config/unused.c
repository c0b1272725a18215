/* SPDX-License-Identifier: MIT */
/* What a profile holds that nothing reads: misspelt sections and keys, with the nearest names. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "config/sections_internal.h"

enum { NAMES_MAX = 256 };

/* Names to choose the nearest from, each once. */
struct names {
    const char *v[NAMES_MAX];
    size_t n;
};

static void add_name(struct names *names, const char *name)
{
    for (size_t i = 0; i < names->n; i++)
        if (strcmp(names->v[i], name) == 0)
            return;
    if (names->n < NAMES_MAX)
        names->v[names->n++] = name;
}

/* The section of "section.key" is s; *key is what follows. */
static bool is_of_section(const char *text, const char *s, const char **key)
{
    size_t n = strlen(s);
    *key = text + n + 1;
    return strncmp(text, s, n) == 0 && text[n] == '.' && !strchr(*key, '.');
}

/* ---- sections ------------------------------------------------------------ */

/* The kind that is written nearly like the first part of name. */
static const struct section_kind *nearest_kind(struct arena *a, const char *name)
{
    const char *wanted = arena_strndup(a, name, kind_length(name)), *near;
    struct names names = {.n = 0};
    const struct section_kind *found = NULL;
    for (size_t i = 0; i < n_section_kinds; i++) {
        const char *kind = section_kinds[i].name;
        const char *base = arena_strndup(a, kind, kind_length(kind));
        if (base)
            add_name(&names, base);
    }
    near = wanted ? text_nearest(wanted, names.v, names.n) : NULL;
    for (size_t i = 0; near && i < n_section_kinds; i++) {
        const struct section_kind *k = &section_kinds[i];
        if (kind_equal(k->name, near) && (!found || kind_has_id(k->name) == kind_has_id(name)))
            found = k;
    }
    return found;
}

static void unknown_section(const struct profile *p, const struct profile_section *s,
                            struct messages *problems)
{
    const struct section_kind *near = nearest_kind(p->arena, s->name);
    size_t n = kind_length(s->name);
    char wide[TEXT_HINT_MAX];
    if (!*s->name)
        messages_add(problems, ERR_PROFILE, "%s: %s: a key before the first [section]",
                     s->n_keys ? s->keys[0].where : s->where, s->n_keys ? s->keys[0].name : "");
    else if (!near)
        messages_add(problems, ERR_PROFILE,
                     "%s: [%s]: no such section%s; `heng list keys` shows what there is", s->where,
                     s->name, text_wide_hint(s->name, strlen(s->name), wide));
    else if (kind_equal(near->name, s->name))
        messages_add(problems, ERR_PROFILE, "%s: [%s]: %s: [%s]", s->where, s->name,
                     kind_has_id(near->name) ? "needs a name after a dot"
                                             : "takes no name after a dot",
                     near->name);
    else if (kind_has_id(near->name) && kind_has_id(s->name) && s->name[n + 1])
        messages_add(problems, ERR_PROFILE, "%s: [%s]: no such section; did you mean [%.*s%s]?",
                     s->where, s->name, (int)kind_length(near->name), near->name, s->name + n);
    else
        messages_add(problems, ERR_PROFILE, "%s: [%s]: no such section; did you mean [%s]?",
                     s->where, s->name, near->name);
}

/* A section of a known kind that nobody asked for: its id names nothing. */
static void unused_section(const struct profile *p, const struct profile_section *s,
                           const char *const *more, size_t n_more, struct messages *problems)
{
    struct names names = {.n = 0};
    const char *near;
    for (size_t i = 0; i < n_more; i++) {
        const char *dot = strrchr(more[i], '.');
        const char *name = dot ? arena_strndup(p->arena, more[i], (size_t)(dot - more[i])) : NULL;
        if (name && kind_equal(name, s->name) && strcmp(name, s->name) != 0)
            add_name(&names, name);
    }
    near = text_nearest(s->name, names.v, names.n);
    if (near && kind_has_id(near))
        messages_add(problems, ERR_PROFILE,
                     "%s: [%s]: nothing in this profile has that name; did you mean [%s]?",
                     s->where, s->name, near);
    else
        messages_add(problems, ERR_PROFILE, "%s: [%s]: nothing in this profile uses this section",
                     s->where, s->name);
}

/* ---- keys ---------------------------------------------------------------- */

static void known_keys(const struct section_kind *kind, const char *section,
                       const char *const *more, size_t n_more, struct names *names)
{
    const char *key;
    for (size_t i = 0; kind->keys && i < kind->keys->n; i++)
        add_name(names, param_at(kind->keys, i)->name);
    for (size_t i = 0; i < n_more; i++)
        if (is_of_section(more[i], section, &key))
            add_name(names, key);
}

static void unknown_key(const struct profile_section *s, const struct profile_key *k,
                        const struct names *names, struct messages *problems)
{
    const char *near = text_nearest(k->name, names->v, names->n);
    struct str b = {0}, known = {0};
    if (near && strcmp(near, k->name) == 0) {
        messages_add(problems, ERR_PROFILE, "%s: [%s] %s: has no effect here; take it out",
                     k->where, s->name, k->name);
        return;
    }
    for (size_t i = 0; !near && i < names->n; i++)
        str_printf(&known, "%s%s", i ? ", " : "", names->v[i]);
    if (near)
        str_printf(&b, "did you mean %s?", near);
    else if (known.n)
        str_printf(&b, "there are %s", known.s);
    str_fini(&known);
    messages_add(problems, ERR_PROFILE, "%s: [%s] %s: unknown key; %s", k->where, s->name, k->name,
                 b.s ? b.s : "take it out");
    str_fini(&b);
}

static bool belongs_to_user(const struct section_kind *kind, const char *key)
{
    return kind->further == FURTHER_USERS && !(kind->keys && param_find(kind->keys, key));
}

/* quiet: a section that nothing has used is no problem of its own. */
static void check_section(const struct profile *p, const struct profile_section *s, bool quiet,
                          const char *const *more, size_t n_more, struct messages *problems)
{
    const struct section_kind *kind = section_kind(s->name);
    struct names names = {.n = 0};
    size_t n_used = 0;
    if (!kind) {
        unknown_section(p, s, problems);
        return;
    }
    for (size_t i = 0; i < s->n_keys; i++)
        n_used += s->keys[i].used;
    if (!s->used && !n_used) {
        if (s->n_keys && !quiet)
            unused_section(p, s, more, n_more, problems);
        return;
    }
    known_keys(kind, s->name, more, n_more, &names);
    for (size_t i = 0; i < s->n_keys; i++)
        if (!s->keys[i].used && !belongs_to_user(kind, s->keys[i].name))
            unknown_key(s, &s->keys[i], &names, problems);
}

void profile_unused(const struct profile *p, const char *const *more, size_t n_more,
                    struct messages *problems)
{
    bool quiet = problems->n > 0;
    for (size_t i = 0; i < p->n_sections; i++)
        check_section(p, &p->sections[i], quiet, more, n_more, problems);
}
