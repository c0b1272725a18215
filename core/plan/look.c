/* SPDX-License-Identifier: MIT */
/* A file looked at, then read by the lines that were found for it. */
#include "plan/look.h"

#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "data/file_kind.h"
#include "data/shape.h"
#include "plan/plan_internal.h"

enum { INDICATORS_MAX = 5, SECONDS_PER_LIST = 30, MOST_MB = 1024, SHEETS_TRIED = 8 };

static const char where[] = "look", dimension[] = "figures";

struct looker {
    struct looked_file *to;
    const struct plan_options *folders;
    struct stock *stock;
    const char *encoding; /* that is given or tried; NULL: the file tells */
    bool given;
    bool seen;
};

/* ---- profiles of a few lines ------------------------------------------------------------------
 */

static int put(struct profile *p, const char *section, const char *key, const char *value,
               struct error *e)
{
    return profile_put(p, section, key, value, where, "", e);
}

/* [data] as far as it is known: the file, its sheet, and the lines that were found. */
static int put_data(const struct looker *k, struct profile *p, struct error *e)
{
    const struct looked_file *f = k->to;
    int status = put(p, "data", "path", f->path, e);
    if (!status && f->sheet)
        status = put(p, "data", "sheet", f->sheet, e);
    if (!status && (f->encoding || k->encoding))
        status =
            put(p, "data", "encoding", f->encoding && !k->given ? f->encoding : k->encoding, e);
    for (size_t i = 0; i < f->look.n_lines && !status; i++)
        status = put(p, "data", f->look.lines[i].key, f->look.lines[i].value, e);
    for (size_t i = 0; i < f->look.n_calls && !status; i++)
        status = put(p, "columns", f->look.calls[i].key, f->look.calls[i].value, e);
    for (size_t i = 0; i < f->look.n_derived && !status; i++)
        status = put(p, "derive", f->look.derived[i].key, f->look.derived[i].value, e);
    return status;
}

static int plan_of(const struct looker *k, struct profile *p, const struct shape_watch *watch,
                   struct plan **to, struct error *e)
{
    struct plan_options o = *k->folders;
    o.profile = p;
    o.overrides = NULL;
    o.n_overrides = 0;
    o.stock = k->stock;
    o.watch = watch;
    return plan_new(&o, to, e);
}

/* ---- the file ---------------------------------------------------------------------------------
 */

static int find_kind(struct looker *k, struct error *e)
{
    struct looked_file *f = k->to;
    struct input *in;
    const struct file_kind *kind;
    int status = inputs_open(stock_inputs(k->stock), f->path, INPUT_KEPT, &in, e);
    if (status)
        return status;
    kind = file_kind(in);
    f->what = kind->what;
    f->source = kind->source;
    f->size = in->n;
    return kind->source
               ? OK
               : error_set(e, ERR_DATA, "%s: this is %s: %s", f->path, kind->what, kind->advice);
}

/* ---- sheets -----------------------------------------------------------------------------------
 */

static int list_sheets(struct looker *k, const struct plan *p, struct error *e)
{
    struct looked_file *f = k->to;
    struct source_job job = {.fd = -1, .most = (uint64_t)MOST_MB << 20, .limits = p->limits};
    struct input *in;
    void *params;
    int status = tools_source(p->tools, f->source, p->jobs, &job.plugin, &job.source, e);
    if (!status && !job.source)
        status = error_set(e, ERR_UNAVAILABLE, "%s: this is %s; its plugin %s is not built here",
                           f->path, f->what, f->source);
    if (!status)
        status = inputs_open(stock_inputs(k->stock), f->path, INPUT_KEPT, &in, e);
    if (!status)
        status = input_descriptor(in, f->path, &job.fd, e);
    if (status)
        return status;
    params = arena_alloc(f->arena, job.source->params_size + 1);
    job.params = params;
    job.file_size = f->size;
    job.limits.seconds += SECONDS_PER_LIST;
    status =
        params ? plugin_sheets(&job, f->arena, &f->sheets, &f->n_sheets, e) : error_no_memory(e);
    close(job.fd);
    if (!status || status == ERR_MEMORY)
        return status;
    e->status = error_as(status, ERR_DATA);
    return error_prefix(e, "%s", f->path);
}

/* The first that is not hidden, where nobody has said which and there are several. */
static void choose_sheet(struct looked_file *f)
{
    for (size_t i = 0; i < f->n_sheets && !f->sheet && f->n_sheets > 1; i++)
        if (!f->sheets[i].hidden)
            f->sheet = f->sheets[i].name;
}

static int find_sheets(struct looker *k, struct error *e)
{
    struct profile *p = strcmp(k->to->source, "csv") ? profile_new(where, e) : NULL;
    struct plan *plan;
    int status;
    if (!p)
        return strcmp(k->to->source, "csv") ? ERR_MEMORY : OK;
    status = plan_of(k, p, NULL, &plan, e);
    if (status)
        return status;
    status = list_sheets(k, plan, e);
    plan_free(plan);
    choose_sheet(k->to);
    return status;
}

/* ---- what is in it ----------------------------------------------------------------------------
 */

static const char *kept(struct arena *a, const char *s)
{
    return s ? arena_strdup(a, s) : NULL;
}

static int see(void *data, const struct sheet *s, struct error *e)
{
    struct looker *k = data;
    struct looked_file *f = k->to;
    f->encoding = s->encoding && strcmp(s->encoding, "utf-8") ? kept(f->arena, s->encoding) : NULL;
    f->doubt = kept(f->arena, s->doubt);
    f->delimiter = s->delimiter;
    f->read = kept(f->arena, s->name ? s->name : f->sheet);
    k->seen = true;
    return look_at_sheet(s, &f->look, e);
}

/* What has kept the sheet from being seen. */
static int refuse(const struct plan *p, const char *path, struct error *e)
{
    const struct message *m = p->data && p->data->problems.n ? &p->data->problems.items[0] : NULL;
    return m ? error_set(e, m->status, "%s", m->text)
             : error_set(e, ERR_DATA, "%s: nothing in it looks like a table", path);
}

static int look_once(struct looker *k, struct error *e)
{
    const struct shape_watch watch = {see, k};
    struct profile *p = profile_new(where, e);
    struct plan *plan = NULL;
    int status = p ? put_data(k, p, e) : ERR_MEMORY;
    if (status) {
        profile_free(p);
        return status;
    }
    status = plan_of(k, p, &watch, &plan, e);
    if (!status && !k->to->look.n_columns)
        status = refuse(plan, k->to->path, e);
    plan_free(plan);
    return status;
}

/* Encodings that are tried where the bytes do not tell theirs. */
static const char *const encodings[] = {"gb18030", "shift_jis",    "big5",
                                        "euc-kr",  "windows-1252", "windows-1251"};

enum { N_ENCODINGS = sizeof encodings / sizeof *encodings };

/* How many columns are called as columns usually are. */
static size_t count_usual(const struct look *l)
{
    size_t n = 0;
    for (size_t i = 0; i < l->n_columns; i++)
        n += look_is_usual(l->arena, l->columns[i].name);
    return n;
}

/* Where the bytes do not tell the encoding: that in which most columns have a usual name. */
static int look_in_each(struct looker *k, struct error *e)
{
    struct looked_file *f = k->to;
    struct look best = {.arena = f->arena};
    const struct error asked = *e;
    size_t most = 0;
    for (size_t i = 0; i < N_ENCODINGS; i++) {
        f->look = (struct look){.arena = f->arena};
        f->encoding = NULL;
        k->encoding = encodings[i];
        if (look_once(k, e) == ERR_MEMORY)
            return ERR_MEMORY;
        if (count_usual(&f->look) > most) {
            most = count_usual(&f->look);
            best = f->look;
            f->guessed = encodings[i];
        }
    }
    f->look = best;
    f->encoding = f->guessed;
    return f->guessed ? OK : (*e = asked).status;
}

static int look_into(struct looker *k, struct error *e)
{
    struct error asked;
    int status = look_once(k, e);
    if (status != ERR_DATA || k->seen || k->given || strcmp(k->to->source, "csv"))
        return status;
    status = look_in_each(k, e);
    asked = *e;
    return status == ERR_DATA && strstr(asked.text, "set encoding")
               ? error_set(e, status, "%s (heng look --set data.encoding=...)", asked.text)
               : status;
}

/* Whether a column holds figures. */
static bool has_some(const struct look *l)
{
    for (size_t i = 0; i < l->n_columns; i++)
        if (l->columns[i].role == LOOK_FIGURES || l->columns[i].role == LOOK_PERIODS ||
            l->columns[i].role == LOOK_VALUE)
            return true;
    return false;
}

/* Past a cover and a list of contents: the first sheet with figures; the first of all where none
   has any. */
static int look_through(struct looker *k, bool given, struct error *e)
{
    struct looked_file *f = k->to;
    const char *first = f->sheet;
    int status = look_into(k, e);
    for (size_t i = 0; !given && first && i < f->n_sheets && i < SHEETS_TRIED; i++) {
        if (status == ERR_MEMORY || (!status && has_some(&f->look)))
            return status;
        if (f->sheets[i].hidden || f->sheets[i].name == first)
            continue;
        f->sheet = f->sheets[i].name;
        f->look = (struct look){.arena = f->arena};
        status = look_into(k, e);
    }
    if (given || !first || (!status && has_some(&f->look)))
        return status;
    f->sheet = first;
    f->look = (struct look){.arena = f->arena};
    return look_into(k, e);
}

/* The encoding is the one key that may have to be known before anything can be seen. */
static int take_given(struct looker *k, struct error *e)
{
    static const char key[] = "data.encoding=";
    for (size_t i = 0; i < k->folders->n_overrides; i++) {
        const char *text = k->folders->overrides[i];
        if (strncmp(text, key, strlen(key)) || !text[strlen(key)])
            return error_set(e, ERR_USAGE,
                             "--set %s: heng look finds the other keys itself; it takes but "
                             "data.encoding=NAME",
                             text);
        k->encoding = text + strlen(key);
        k->given = true;
    }
    return OK;
}

/* ---- read by what was found -------------------------------------------------------------------
 */

/* A name that a list can hold, and that no node of the index has. */
static bool may_be_listed(const char *name)
{
    return !strpbrk(name, ",;|\"`[]=") && strcmp(name, dimension);
}

static bool has_figures(const struct table *t, const struct variable *v)
{
    for (size_t i = 0; i < t->n_rows; i++)
        if (cell_is_observed(v->cell[i]))
            return true;
    return false;
}

/* Figures of which no list can hold the name, under another one. */
static bool derive(struct looked_file *f, const char **name)
{
    struct look *l = &f->look;
    struct look_line *v =
        arena_grow(f->arena, l->derived, l->n_derived, &l->cap_derived, sizeof *v);
    if (!v)
        return false;
    l->derived = v;
    v[l->n_derived] = (struct look_line){.key = look_call(f->arena, *name),
                                         .value = arena_printf(f->arena, "`%s`", *name)};
    for (size_t i = 0; v[l->n_derived].key && i < l->n_derived; i++)
        if (strcmp(v[i].key, v[l->n_derived].key) == 0)
            v[l->n_derived].key = arena_printf(f->arena, "%s_%zu", v[i].key, l->n_derived + 1);
    *name = v[l->n_derived].key;
    return v[l->n_derived++].value && *name;
}

/* Some figures as indicators: the first of those that can be listed. */
static const char *indicators_of(const struct table *t, struct looked_file *f)
{
    struct arena *a = f->arena;
    struct str list = {0};
    size_t n = 0;
    const char *text;
    for (size_t i = 0; i < t->n_variables && n < INDICATORS_MAX; i++) {
        const struct variable *v = &t->variables[i];
        const char *name = v->name;
        if (strpbrk(name, "`\n\r;") || !has_figures(t, v) || look_is_code(a, name))
            continue;
        if (!may_be_listed(name) && !derive(f, &name))
            arena_fail(a);
        else
            str_printf(&list, "%s%s", n++ ? ", " : "", name);
    }
    text = list.failed || !n ? NULL : arena_strdup(a, list.s);
    if (list.failed)
        arena_fail(a);
    str_fini(&list);
    return text;
}

static int put_index(struct profile *p, const char *indicators, struct error *e)
{
    char section[64];
    int status = put(p, "index", "id", "index", e);
    snprintf(section, sizeof section, "dimension.%s", dimension);
    if (!status)
        status = put(p, "index", "dimensions", dimension, e);
    return status ? status : put(p, section, "indicators", indicators, e);
}

/* A plan of the lines, with some indicators or (NULL) none. */
static int try_lines(struct looker *k, const char *indicators, struct plan **plan, struct error *e)
{
    struct profile *p = profile_new(where, e);
    int status = p ? put_data(k, p, e) : ERR_MEMORY;
    if (!status && indicators)
        status = put_index(p, indicators, e);
    if (status) {
        profile_free(p);
        return status;
    }
    return plan_of(k, p, NULL, plan, e);
}

static void take(const struct messages *from, struct messages *to)
{
    for (size_t i = 0; i < from->n; i++)
        messages_add(to, from->items[i].status, "%s", from->items[i].text);
}

static int read_by_lines(struct looker *k, struct error *e)
{
    struct looked_file *f = k->to;
    struct plan *plan, *whole = NULL;
    const char *indicators = NULL;
    int status = try_lines(k, NULL, &plan, e);
    if (status)
        return status;
    take(&plan->data->problems, &f->problems);
    take(&plan->data->warnings, &f->warnings);
    if (plan->table && !f->problems.n) {
        f->n_units = plan->table->n_units;
        f->n_periods = plan->table->n_periods;
        f->n_variables = plan->table->n_variables;
        indicators = indicators_of(plan->table, f);
    }
    if (indicators)
        status = try_lines(k, indicators, &whole, e);
    if (whole)
        take(&whole->problems, &f->problems);
    if (indicators)
        f->index = arena_printf(
            f->arena,
            "[index]\nid = index\ndimensions = %s\n\n[dimension.%s]\n"
            "indicators = %s\n%s",
            dimension, dimension, indicators,
            f->n_units == 1 && f->n_periods > 1 ? "\n[normalise]\nbase = pooled\n" : "");
    plan_free(whole);
    plan_free(plan);
    return status;
}

/* ---- text -------------------------------------------------------------------------------------
 */

static void put_line(struct str *to, const char *key, const char *value, const char *why)
{
    str_printf(to, "%s = %s%s%s\n", key, value, why ? "  ; " : "", why ? why : "");
}

static void put_names(struct str *to, const char *section, const struct look_line *v, size_t n)
{
    if (n)
        str_printf(to, "\n[%s]\n", section);
    for (size_t i = 0; i < n; i++)
        put_line(to, v[i].key, v[i].value, NULL);
}

static int write_section(const struct looker *k, struct error *e)
{
    struct looked_file *f = k->to;
    struct str s = {0};
    str_add(&s, "[data]\n");
    put_line(&s, "path", f->path, NULL);
    if (f->sheet)
        put_line(&s, "sheet", f->sheet, NULL);
    if (k->given)
        put_line(&s, "encoding", k->encoding, NULL);
    else if (f->encoding)
        put_line(&s, "encoding", f->encoding,
                 f->guessed ? "the bytes do not tell: look at the names"
                 : f->doubt ? arena_printf(f->arena, "could be %s, too", f->doubt)
                            : NULL);
    for (size_t i = 0; i < f->look.n_lines; i++)
        put_line(&s, f->look.lines[i].key, f->look.lines[i].value, f->look.lines[i].why);
    put_names(&s, "columns", f->look.calls, f->look.n_calls);
    put_names(&s, "derive", f->look.derived, f->look.n_derived);
    f->section = s.failed ? NULL : arena_strdup(f->arena, s.s);
    str_fini(&s);
    return f->section && !arena_failed(f->arena) ? OK : error_no_memory(e);
}

int plan_look(const char *path, const char *sheet, const struct plan_options *folders,
              struct looked_file *to, struct error *e)
{
    struct looker k = {.to = to, .folders = folders};
    int status;
    *to = (struct looked_file){.arena = arena_new(), .path = path, .sheet = sheet};
    to->look.arena = to->arena;
    k.stock = to->arena ? stock_new(e) : NULL;
    status = k.stock ? take_given(&k, e) : error_no_memory(e);
    if (!status)
        status = find_kind(&k, e);
    if (!status)
        status = find_sheets(&k, e);
    if (!status)
        status = look_through(&k, sheet != NULL, e);
    if (!status)
        status = read_by_lines(&k, e);
    if (!status)
        status = write_section(&k, e);
    if (!status)
        status = messages_memory(&to->problems, e);
    if (!status)
        status = messages_memory(&to->warnings, e);
    stock_free(k.stock);
    return status;
}

void looked_file_fini(struct looked_file *f)
{
    messages_fini(&f->problems);
    messages_fini(&f->warnings);
    arena_free(f->arena);
}
