/* SPDX-License-Identifier: MIT */
/* A profile put together: files that extend each other, --set, sections and keys. */
#include "config/profile.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "config/ini.h"

enum { DEPTH_MAX = 8, FILE_MAX = 4 << 20, SHOWN = 200, SHOWN_LINE = 60 };

/* ---- sections and keys --------------------------------------------------- */

/* items with room for one more, in *more; false: no memory. */
static bool grow(struct arena *a, const void *items, size_t n, size_t *cap, size_t size,
                 void **more)
{
    size_t wanted = *cap ? 2 * *cap : 8;
    *more = arena_array(a, wanted, size);
    if (!*more)
        return false;
    if (n)
        memcpy(*more, items, n * size);
    *cap = wanted;
    return true;
}

struct profile *profile_new(const char *path, struct error *e)
{
    struct arena *a = arena_new();
    struct profile *p = a ? arena_alloc(a, sizeof *p) : NULL;
    if (p) {
        p->arena = a;
        p->path = arena_strdup(a, path);
        p->dir = path_dir(a, path);
        p->inputs = inputs_new(e);
    }
    if (!p || !p->path || !p->dir || !p->inputs) {
        if (p)
            inputs_free(p->inputs);
        arena_free(a);
        error_no_memory(e);
        return NULL;
    }
    return p;
}

void profile_free(struct profile *p)
{
    if (!p)
        return;
    inputs_free(p->inputs);
    arena_free(p->arena);
}

void profile_share(struct profile *p, struct inputs *inputs)
{
    struct inputs *own = p->inputs;
    p->inputs = inputs_share(inputs);
    inputs_free(own);
}

struct profile_section *profile_section(const struct profile *p, const char *name)
{
    for (size_t i = 0; i < p->n_sections; i++)
        if (strcmp(p->sections[i].name, name) == 0)
            return &p->sections[i];
    return NULL;
}

struct profile_key *profile_key(const struct profile_section *s, const char *name)
{
    for (size_t i = 0; i < s->n_keys; i++)
        if (strcmp(s->keys[i].name, name) == 0)
            return &s->keys[i];
    return NULL;
}

static struct profile_section *open_section(struct profile *p, const char *name, const char *where)
{
    struct profile_section *s = profile_section(p, name);
    void *more;
    if (s)
        return s;
    if (p->n_sections == p->cap_sections) {
        if (!grow(p->arena, p->sections, p->n_sections, &p->cap_sections, sizeof *s, &more))
            return NULL;
        p->sections = more;
    }
    s = &p->sections[p->n_sections];
    s->name = arena_strdup(p->arena, name);
    s->where = arena_strdup(p->arena, where);
    if (!s->name || !s->where)
        return NULL;
    p->n_sections++;
    return s;
}

static void take_away(struct profile_section *s, struct profile_key *k)
{
    size_t after = s->n_keys - (size_t)(k - s->keys) - 1;
    memmove(k, k + 1, after * sizeof *k);
    s->n_keys--;
}

static struct profile_key *add_key(struct profile *p, struct profile_section *s)
{
    void *more;
    if (s->n_keys == s->cap_keys) {
        if (!grow(p->arena, s->keys, s->n_keys, &s->cap_keys, sizeof *s->keys, &more))
            return NULL;
        s->keys = more;
    }
    return &s->keys[s->n_keys++];
}

static bool put_key(struct profile *p, struct profile_section *s, const char *key,
                    const char *value, const char *where, const char *dir)
{
    struct profile_key *k = profile_key(s, key);
    struct profile_key fresh = {.layer = p->layer};
    if (!*value) {
        if (k)
            take_away(s, k);
        return true;
    }
    fresh.name = arena_strdup(p->arena, key);
    fresh.value = arena_strdup(p->arena, value);
    fresh.where = arena_strdup(p->arena, where);
    fresh.dir = arena_strdup(p->arena, dir);
    if (!fresh.name || !fresh.value || !fresh.where || !fresh.dir)
        return false;
    if (!k)
        k = add_key(p, s);
    if (!k)
        return false;
    *k = fresh;
    return true;
}

int profile_put(struct profile *p, const char *section, const char *key, const char *value,
                const char *where, const char *dir, struct error *e)
{
    struct profile_section *s = open_section(p, section, where);
    if (!s || (key && !put_key(p, s, key, value, where, dir)))
        return error_no_memory(e);
    return OK;
}

static int copy_section(const struct profile_section *s, struct profile *to, struct error *e)
{
    int status = profile_put(to, s->name, NULL, NULL, s->where, NULL, e);
    for (size_t k = 0; !status && k < s->n_keys; k++) {
        to->layer = s->keys[k].layer;
        status = profile_put(to, s->name, s->keys[k].name, s->keys[k].value, s->keys[k].where,
                             s->keys[k].dir, e);
    }
    return status;
}

int profile_copy(const struct profile *from, struct profile **p, struct error *e)
{
    struct profile *to = profile_new(from->path, e);
    int status = to ? OK : e->status;
    *p = NULL;
    if (to)
        profile_share(to, from->inputs);
    for (size_t i = 0; !status && i < from->n_sections; i++)
        status = copy_section(&from->sections[i], to, e);
    if (!status && !(to->files = arena_array(to->arena, from->n_files, sizeof *to->files)))
        status = error_no_memory(e);
    for (size_t i = 0; !status && i < from->n_files; i++) {
        to->files[i] = from->files[i];
        to->files[i].path = arena_strdup(to->arena, from->files[i].path);
        to->n_files = i + 1;
        if (!to->files[i].path)
            status = error_no_memory(e);
    }
    if (status) {
        profile_free(to);
        return status;
    }
    to->layer = from->layer;
    *p = to;
    return OK;
}

const char *profile_get(const struct profile *p, const char *section, const char *key)
{
    struct profile_section *s = profile_section(p, section);
    struct profile_key *k = s ? profile_key(s, key) : NULL;
    if (!k)
        return NULL;
    s->used = k->used = true;
    return k->value;
}

/* ---- loading ------------------------------------------------------------- */

/* A profile and its bases, as read, nearest first. */
struct chain {
    struct profile *p;
    struct messages *problems;
    struct ini inis[DEPTH_MAX + 1];
    const char *paths[DEPTH_MAX + 1];
    const char *real[DEPTH_MAX + 1];
    size_t n;
};

static bool note_file(struct profile *p, const char *path, const char *sha256)
{
    struct profile_file *files = arena_array(p->arena, p->n_files + 1, sizeof *files);
    if (!files)
        return false;
    if (p->n_files)
        memcpy(files, p->files, p->n_files * sizeof *files);
    files[p->n_files].path = path;
    memcpy(files[p->n_files].sha256, sha256, HASH_TEXT);
    p->files = files;
    p->n_files++;
    return true;
}

/* Else every line of the script would be a problem of its own. */
static int refuse_script(const char *path, struct error *e)
{
    const char *end = strrchr(path, '.');
    if (!end || strcmp(end, ".lua") != 0)
        return OK;
    return error_set(e, ERR_PROFILE,
                     "%s: a script, not a profile: run a profile (.ini) that names the script, "
                     "[index] script = NAME",
                     path);
}

/* Whether the bytes are text of which no line opens a section or gives a key, as a table's are. */
static bool is_other_text(const struct input *in)
{
    const char *s = in->bytes, *end = s + in->n;
    bool empty = true;
    if (memchr(s, '\0', in->n) || memchr(s, '=', in->n))
        return false;
    while (s < end) {
        const char *newline = memchr(s, '\n', (size_t)(end - s));
        size_t n = (size_t)((newline ? newline : end) - s);
        const char *line = text_trim(s, &n);
        if (n && (*line == '[' || memmem(line, n, "\xef\xbc\x9d", 3))) /* U+FF1D */
            return false;
        empty = empty && (n == 0 || *line == ';' || *line == '#');
        s = newline ? newline + 1 : end;
    }
    return !empty;
}

/* What is no profile at all, in one line. */
static int refuse_other(const char *path, const struct input *in, struct error *e)
{
    static const char remedy[] = "a table is named in a profile, [data] path = FILE; heng new "
                                 "profile NAME writes one to begin with";
    const char *s = in->bytes;
    size_t n;
    if (in->n >= 4 && (memcmp(s, "PK\3\4", 4) == 0 || memcmp(s, "\xd0\xcf\x11\xe0", 4) == 0))
        return error_set(e, ERR_PROFILE, "%s: a workbook, not a profile: %s", path, remedy);
    if (!is_other_text(in))
        return OK;
    n = strcspn(s, "\r\n");
    if (text_utf8_check(s, n) < n)
        return error_set(e, ERR_PROFILE,
                         "%s: no profile: it has no [section] and no key = value; %s", path,
                         remedy);
    return error_set(e, ERR_PROFILE,
                     "%s: no profile: it has no [section] and no key = value, but begins with "
                     "'%.*s'; %s",
                     path, (int)(n < SHOWN_LINE ? n : SHOWN_LINE), s, remedy);
}

static int read_text(struct chain *c, const char *path, const struct input *in, struct error *e)
{
    struct ini *ini = &c->inis[c->n];
    int status = ini_read_bytes(c->p->arena, path, in->bytes, in->n, ini, c->problems);
    if (status == ERR_MEMORY)
        return error_no_memory(e);
    c->p->broken = c->p->broken || status;
    c->p->unread = c->p->unread || (status && !ini->n);
    return OK;
}

/* Reads one file as the next of the chain. Problems of its text are no error. */
static int read_file(struct chain *c, const char *path, struct error *e)
{
    struct profile *p = c->p;
    const struct input *in;
    int status = refuse_script(path, e);
    if (!status)
        status = inputs_read(p->inputs, path, FILE_MAX, &in, e);
    if (status)
        return status;
    c->paths[c->n] = path;
    c->real[c->n] = path_real(p->arena, path);
    if (!c->real[c->n] || !note_file(p, path, in->sha256))
        return error_no_memory(e);
    status = refuse_other(path, in, e);
    if (!status)
        status = read_text(c, path, in, e);
    if (!status)
        c->n++;
    return status;
}

static const struct ini_entry *find_extends(const struct ini *ini)
{
    const struct ini_entry *found = NULL;
    for (size_t i = 0; i < ini->n; i++) {
        const struct ini_entry *x = &ini->entries[i];
        if (x->key && strcmp(x->section, "profile") == 0 && strcmp(x->key, "extends") == 0)
            found = x;
    }
    return found && *found->value ? found : NULL;
}

/* A path that a file names, from where this program runs. */
static const char *beside(struct arena *a, const char *file, const char *name)
{
    const char *dir = path_dir(a, file);
    if (!dir)
        return NULL;
    return path_join(a, strcmp(dir, ".") == 0 ? "" : dir, name);
}

static int report_circle(struct chain *c, const struct ini_entry *x, size_t first, struct error *e)
{
    struct str b = {0};
    int status = OK;
    for (size_t i = first; i < c->n; i++)
        str_printf(&b, "%s -> ", c->paths[i]);
    str_add(&b, c->paths[first]);
    if (b.failed)
        status = error_no_memory(e);
    else
        messages_add(c->problems, ERR_PROFILE,
                     "%s:%zu: [profile] extends = %s: the profiles build on each other in a "
                     "circle: %s",
                     x->path, x->line, x->value, b.s);
    str_fini(&b);
    return status;
}

/* Follows one `extends`; *more tells whether another file was read. */
static int read_base(struct chain *c, bool *more, struct error *e)
{
    const struct ini_entry *x = find_extends(&c->inis[c->n - 1]);
    const char *path, *real;
    struct error why = {0};
    const bool unread = c->p->unread;
    int status;
    *more = false;
    if (!x)
        return OK;
    path = beside(c->p->arena, x->path, x->value);
    if (!path)
        return error_no_memory(e);
    real = path_real(c->p->arena, path);
    c->p->unread = true; /* until it is */
    for (size_t i = 0; real && i < c->n; i++)
        if (strcmp(real, c->real[i]) == 0)
            return report_circle(c, x, i, e);
    if (c->n > DEPTH_MAX) {
        messages_add(c->problems, ERR_PROFILE,
                     "%s:%zu: [profile] extends = %s: more than %d profiles on top of each other",
                     x->path, x->line, x->value, DEPTH_MAX);
        return OK;
    }
    c->p->unread = unread;
    status = read_file(c, path, &why);
    c->p->unread = c->p->unread || status;
    *more = !status;
    if (status == ERR_MEMORY)
        return error_no_memory(e);
    if (status)
        messages_add(c->problems, status, "%s:%zu: [profile] extends: %s", x->path, x->line,
                     why.text);
    return OK;
}

static int put_entries(struct chain *c, const struct ini *ini, struct error *e)
{
    struct profile *p = c->p;
    for (size_t i = 0; i < ini->n; i++) {
        const struct ini_entry *x = &ini->entries[i];
        const char *where = arena_printf(p->arena, "%s:%zu", x->path, x->line);
        const char *dir = path_dir(p->arena, x->path);
        struct profile_section *s;
        int status;
        if (!where || !dir)
            return error_no_memory(e);
        status = profile_put(p, x->section, x->key, x->value, where, dir, e);
        if (status)
            return status;
        s = x->key ? NULL : profile_section(p, x->section);
        if (s)
            s->where = where;
    }
    return OK;
}

/* A text of the command line must be as clean as one of a file. */
static bool is_clean(const char *s, size_t n)
{
    if (text_utf8_check(s, n) < n)
        return false;
    for (size_t i = 0; i < n; i++)
        if (((unsigned char)s[i] < 0x20 && s[i] != '\t') || s[i] == 0x7f)
            return false;
    return true;
}

/* The n bytes at s as a text without blanks around it. */
static const char *trimmed(struct arena *a, const char *s, size_t n)
{
    s = text_trim(s, &n);
    return arena_strndup(a, s, n);
}

static const char *last_dot(const char *from, const char *end)
{
    while (end > from)
        if (*--end == '.')
            return end;
    return NULL;
}

/* The dot behind the section of "section.key=": the last one, but for sections whose keys have dots
   themselves. */
static const char *section_end(const char *text, const char *equals)
{
    static const struct {
        const char *kind;
        bool has_id;
    } with_dots[] = {{"uncertainty.", false}, {"report.", false}, {"chapter.", true}};
    for (size_t i = 0; i < sizeof with_dots / sizeof *with_dots; i++) {
        const size_t n = strlen(with_dots[i].kind);
        if (strncmp(text, with_dots[i].kind, n) != 0)
            continue;
        return with_dots[i].has_id ? memchr(text + n, '.', (size_t)(equals - text) - n)
                                   : text + n - 1;
    }
    return last_dot(text, equals);
}

int profile_override(struct profile *p, const char *text, struct messages *problems,
                     struct error *e)
{
    struct arena *a = p->arena;
    const char *equals = text + strcspn(text, "="), *dot = section_end(text, equals);
    const char *section, *key, *value;
    if (!*equals || !dot || !is_clean(text, strlen(text))) {
        messages_add(problems, ERR_USAGE, "--set %.*s: expected section.key=value", SHOWN, text);
        return OK;
    }
    section = trimmed(a, text, (size_t)(dot - text));
    key = trimmed(a, dot + 1, (size_t)(equals - dot) - 1);
    value = trimmed(a, equals + 1, strlen(equals + 1));
    if (!section || !key || !value)
        return error_no_memory(e);
    if (!*section || !*key || strlen(value) > INI_VALUE_MAX)
        messages_add(problems, ERR_USAGE, "--set %.*s: %s", SHOWN, text,
                     *section && *key ? "the value is too long" : "expected section.key=value");
    else if (strcmp(section, "profile") == 0 && strcmp(key, "extends") == 0)
        messages_add(problems, ERR_USAGE,
                     "--set %.*s: what a profile extends stands in the profile itself", SHOWN,
                     text);
    else
        return profile_put(p, section, key, value, "--set", ".", e);
    return OK;
}

int profile_load_from(struct inputs *inputs, const char *path, const char *const *overrides,
                      size_t n_overrides, struct profile **p, struct messages *problems,
                      struct error *e)
{
    struct chain c = {.p = profile_new(path, e), .problems = problems};
    bool more = true;
    int status;
    *p = NULL;
    if (!c.p)
        return ERR_MEMORY;
    if (inputs)
        profile_share(c.p, inputs);
    status = read_file(&c, c.p->path, e);
    while (!status && more)
        status = read_base(&c, &more, e);
    for (size_t i = c.n; !status && i > 0; i--, c.p->layer++)
        status = put_entries(&c, &c.inis[i - 1], e);
    for (size_t i = 0; !status && i < n_overrides; i++)
        status = profile_override(c.p, overrides[i], problems, e);
    if (status)
        profile_free(c.p);
    else
        *p = c.p;
    return status;
}

int profile_load(const char *path, const char *const *overrides, size_t n_overrides,
                 struct profile **p, struct messages *problems, struct error *e)
{
    return profile_load_from(NULL, path, overrides, n_overrides, p, problems, e);
}

/* ---- binding ------------------------------------------------------------- */

/* Notes the files that the value of a parameter was read from. */
static int note_tables(struct profile *p, const struct heng_param *param, const void *from,
                       struct error *e)
{
    struct heng_tables list;
    memcpy(&list, (const char *)from + param->offset, sizeof list);
    for (size_t i = 0; i < list.n; i++) {
        struct profile_file *v =
            arena_grow(p->arena, p->tables, p->n_tables, &p->cap_tables, sizeof *v);
        const struct input *in;
        int status =
            v ? inputs_read(p->inputs, list.v[i].path, SIZE_MAX, &in, e) : error_no_memory(e);
        if (status)
            return status;
        v[p->n_tables].path = list.v[i].path;
        memcpy(v[p->n_tables++].sha256, in->sha256, HASH_TEXT);
        p->tables = v;
    }
    return OK;
}

static int bind_key(struct profile *p, struct profile_section *s, const struct heng_param *param,
                    void *to, struct messages *problems, struct error *e)
{
    struct profile_key *k = profile_key(s, param->name);
    struct error why = {0};
    struct str b = {0};
    char wide[TEXT_HINT_MAX] = "";
    int status;
    if (k) {
        k->used = true;
        const struct param_files files = {k->dir, p->inputs};
        status = param_set_in(param, k->value, &files, p->arena, to, &why);
        if (status == ERR_MEMORY)
            return error_no_memory(e);
        if (status) /* once: several methods may take one key */
            messages_add_once(problems, status, "%s: [%s] %s = %.*s: %s%s", k->where, s->name,
                              k->name, SHOWN, k->value, why.text,
                              text_wide_hint(k->value, strlen(k->value), wide));
        else if (param->type == HENG_TABLES)
            return note_tables(p, param, to, e);
    } else if (!param->def && !p->broken) {
        param_describe(param, &b);
        messages_add(problems, ERR_PROFILE, "%s: [%s]: a key is missing: %s", s->where, s->name,
                     b.s ? b.s : param->name);
        str_fini(&b);
    }
    return OK;
}

int profile_bind(struct profile *p, struct profile_section *s, const struct param_table *t,
                 void *to, struct messages *problems, struct error *e)
{
    int status = param_defaults(t, p->arena, to, e);
    if (status || !s)
        return status;
    s->used = true;
    for (size_t i = 0; i < t->n; i++) {
        status = bind_key(p, s, param_at(t, i), to, problems, e);
        if (status)
            return status;
    }
    return OK;
}
