/* SPDX-License-Identifier: MIT */
/* The table of a plan: sources joined, units selected, columns derived, classes told apart. */
#include <math.h>
#include <string.h>

#include "base/file.h"
#include "base/machine.h"
#include "base/none.h"
#include "base/text.h"
#include "data/csv.h"
#include "plan/plan_internal.h"

static struct csv_options csv_options_of(const struct plan *p, const struct data_options *d,
                                         char delimiter)
{
    struct csv_options o = {
        .unit = plan_given(d->unit),
        .name = plan_given(d->name),
        .period = plan_given(d->period),
        .encoding = plan_given(d->encoding),
        .delimiter = delimiter,
        .decimal = d->decimal ? ',' : '.',
        .thousands = d->thousands != 0,
        .header_rows = (size_t)d->header_rows,
        .below_unit =
            d->below_unit && strcmp(d->below_unit, "none") == 0 ? "" : plan_given(d->below_unit),
        .text = {d->text.v, d->text.n},
        .ignore = {d->ignore.v, d->ignore.n},
        .workers = p->jobs ? p->jobs : machine_processors(),
    };
    if (d->missing.n) {
        o.missing.v = d->missing.v;
        o.missing.n = d->missing.n;
    }
    return o;
}

static const char *where_of(const struct profile_section *s, const char *key)
{
    const struct profile_key *k = profile_key(s, key);
    return k ? k->where : s->where;
}

/* What a key's type does not tell of its value. */
static bool check_options(struct plan *p, const struct profile_section *s,
                          const struct data_options *d, char *delimiter)
{
    if (plan_given(d->source) && strcmp(d->source, "csv")) {
        messages_add(&p->problems, ERR_UNAVAILABLE,
                     "%s: [%s] source: %s: not built in; there is csv", where_of(s, "source"),
                     s->name, d->source);
        return false;
    }
    if (!data_delimiter(d->delimiter, delimiter)) {
        plan_problem(p, where_of(s, "delimiter"), s->name, "delimiter",
                     "%s: expected auto, comma, semicolon, tab or pipe", d->delimiter);
        return false;
    }
    return true;
}

/* A problem of the data, with the section that asked for them behind it. */
static void data_problem(struct plan *p, const struct error *e)
{
    messages_add_error(&p->problems, e);
}

/* Which encoding was taken is told where it was guessed. */
static void tell_encoding(struct plan *p, const char *path, const struct table *t, bool given)
{
    struct input_file *f = p->files.v;
    while (strcmp(f->path, path))
        f++;
    f->encoding = arena_strdup(p->arena, t->encoding);
    if (t->doubt)
        messages_add(&p->warnings, OK,
                     "%s: read as %s, as its letters suggest; its bytes could be %s, too: set "
                     "encoding to what it is",
                     path, t->encoding, t->doubt);
    else if (!given && strcmp(t->encoding, "utf-8"))
        messages_add(&p->notes, OK, "%s: read as %s", path, t->encoding);
}

/* Reads the table of a [data] or [data.NAME] section. *t stays NULL where there is a problem. */
static int read_table(struct plan *p, struct profile_section *s, struct table **t, struct error *e)
{
    struct data_options d;
    struct csv_options o;
    const struct profile_key *key;
    struct error why;
    const char *path;
    char delimiter, sha256[HASH_TEXT];
    int status;
    *t = NULL;
    status = plan_note_keys(p, s->name, &data_keys, e);
    if (!status)
        status = profile_bind(p->profile, s, &data_keys, &d, &p->problems, e);
    if (status)
        return status;
    key = profile_key(s, "path");
    if (!key || !plan_given(d.path))
        return OK; /* profile_bind has said so */
    if (!check_options(p, s, &d, &delimiter))
        return OK;
    path = path_join(p->arena, key->dir, d.path);
    if (!path)
        return error_no_memory(e);
    o = csv_options_of(p, &d, delimiter);
    if (csv_read_input(p->profile->inputs, path, &o, t, sha256, &why) ||
        plan_note_file(p, "data", path, sha256, &why)) {
        if (why.status == ERR_NOINPUT)
            error_prefix(&why, "%s: [%s] path", key->where, s->name);
        data_problem(p, &why);
        table_free(*t);
        *t = NULL;
    }
    if (*t)
        tell_encoding(p, path, *t, o.encoding && strcmp(o.encoding, "auto"));
    return OK;
}

static int join_tables(struct plan *p, struct error *e)
{
    size_t i;
    for (i = 0; i < p->profile->n_sections; i++) {
        struct profile_section *s = &p->profile->sections[i];
        struct table *t;
        struct error why;
        int status;
        if (!section_id(s, "data"))
            continue;
        status = read_table(p, s, &t, e);
        if (status)
            return status;
        if (t && p->table && table_join(p->table, t, &why)) {
            error_prefix(&why, "%s: [%s]", s->where, s->name);
            data_problem(p, &why);
        }
        table_free(t);
    }
    return OK;
}

static int read_tables(struct plan *p, struct error *e)
{
    struct profile_section *s = profile_section(p->profile, "data");
    int status;
    if (!s) {
        plan_problem(p, p->profile->path, NULL, NULL,
                     "no [data] section: say where the table is ([data] path = FILE.csv)");
        return join_tables(p, e);
    }
    status = read_table(p, s, &p->table, e);
    return status ? status : join_tables(p, e);
}

static int select_units(struct plan *p, struct error *e)
{
    struct profile_section *s = profile_section(p->profile, "units");
    const struct profile_key *key = s ? profile_key(s, "where") : NULL;
    struct units_options u;
    struct table *selected;
    struct error why;
    unsigned char *keep;
    size_t i, n = 0;
    int status = plan_note_keys(p, "units", &units_keys, e);
    if (!status)
        status = profile_bind(p->profile, s, &units_keys, &u, &p->problems, e);
    if (status || !key || !u.where || !*u.where)
        return status;
    keep = arena_alloc(p->arena, p->table->n_units);
    if (!keep)
        return error_no_memory(e);
    if (script_where(&p->scripts, &(struct formula){"where", u.where, key->where}, p->table, keep,
                     &why)) {
        messages_add(&p->problems, error_as(why.status, ERR_PROFILE), "%s", why.text);
        return OK;
    }
    for (i = 0; i < p->table->n_units; i++)
        n += keep[i] != 0;
    if (!n) {
        plan_problem(p, key->where, "units", "where", "keeps none of the %zu units",
                     p->table->n_units);
        return OK;
    }
    status = table_select(p->table, keep, &selected, e);
    if (status)
        return status;
    table_free(p->table);
    p->table = selected;
    return OK;
}

/* A derived cell without a value is undefined when all that it is made of is there. */
static void mark_cells(const struct table *t, const char *text, size_t *inputs, size_t n_before,
                       struct variable *to)
{
    size_t n = formula_inputs(text, t, inputs), i, k;
    for (i = 0; i < t->n_rows; i++) {
        to->cell[i] = CELL_OBSERVED;
        if (!isnan(to->v[i]))
            continue;
        to->cell[i] = CELL_UNDEFINED;
        for (k = 0; k < n; k++)
            if (inputs[k] < n_before && isnan(t->variables[inputs[k]].v[i]))
                to->cell[i] = CELL_MISSING;
    }
}

static int store_derived(struct plan *p, const struct formula *f, size_t n, double *const *out,
                         struct error *e)
{
    struct table *t = p->table;
    size_t *inputs, i;
    for (i = 0; i < n; i++) {
        struct variable *v = table_add_variable(t, f[i].name);
        inputs = arena_array(p->arena, t->n_variables, sizeof *inputs);
        if (!v || !inputs)
            return error_no_memory(e);
        memcpy(v->v, out[i], t->n_rows * sizeof(double));
        mark_cells(t, f[i].text, inputs, t->n_variables - 1, v);
    }
    return OK;
}

/* Evaluates formulas into fresh columns; each error becomes a problem or, when it is not the
   profile's fault (a limit), a failure. *whole is filled in when none could be evaluated. */
static int evaluate(struct plan *p, const struct formula *f, size_t n, struct error *whole,
                    struct error *e)
{
    double **out = arena_array(p->arena, n, sizeof *out);
    struct error *errors = arena_array(p->arena, n, sizeof *errors);
    size_t i;
    if (!out || !errors)
        return error_no_memory(e);
    for (i = 0; i < n; i++)
        if (!(out[i] = arena_array(p->arena, p->table->n_rows, sizeof(double))))
            return error_no_memory(e);
    if (script_formulas(&p->scripts, f, n, p->table, out, errors, whole))
        return OK;
    for (i = 0; i < n; i++)
        if (errors[i].status)
            messages_add(errors[i].status == ERR_PART ? &p->failures : &p->problems,
                         errors[i].status, "%s", errors[i].text);
    return store_derived(p, f, n, out, e);
}

/* All formulas in one worker; where one of them takes all down, each in a worker of its own. */
static int derive(struct plan *p, const struct formula *f, size_t n, struct error *e)
{
    struct error whole = {0};
    size_t i;
    int status = evaluate(p, f, n, &whole, e);
    for (i = 0; !status && whole.status && i < n; i++) {
        struct error own = {0};
        struct variable *v;
        size_t row;
        status = evaluate(p, &f[i], 1, &own, e);
        if (status || !own.status)
            continue;
        messages_add(&p->failures, error_as(own.status, ERR_PART), "%s: %s", f[i].name, own.text);
        v = table_add_variable(p->table, f[i].name);
        for (row = 0; v && row < p->table->n_rows; row++)
            v->v[row] = NAN;
        status = v ? OK : error_no_memory(e);
    }
    return status;
}

static int derive_columns(struct plan *p, struct error *e)
{
    struct profile_section *s = profile_section(p->profile, "derive");
    struct formula *f;
    size_t i, n = 0;
    if (!s)
        return OK;
    s->used = true;
    f = arena_array(p->arena, s->n_keys, sizeof *f);
    if (!f)
        return error_no_memory(e);
    for (i = 0; i < s->n_keys; i++) {
        struct profile_key *k = &s->keys[i];
        k->used = true;
        if (!k->value || !*k->value)
            continue;
        if (table_variable(p->table, k->name) || table_attribute(p->table, k->name))
            plan_problem(p, k->where, "derive", k->name,
                         "the table has a column of this name; choose another");
        else
            f[n++] = (struct formula){k->name, k->value, k->where};
    }
    return n ? derive(p, f, n, e) : OK;
}

/* ---- classes ---------------------------------------------------------------- */

static bool is_class_option(const char *key)
{
    return param_find(&class_keys, key) != NULL;
}

static int add_class(struct plan *p, const char *value, const char *label, struct error *e)
{
    struct unit_class *v =
        arena_grow(p->arena, p->classes, p->n_classes, &p->cap_classes, sizeof *v);
    if (!v)
        return error_no_memory(e);
    v[p->n_classes].value = value;
    v[p->n_classes].label = label;
    p->classes = v;
    p->n_classes++;
    return OK;
}

static size_t find_class(const struct plan *p, const char *value)
{
    size_t c;
    for (c = 0; c < p->n_classes; c++)
        if (strcmp(p->classes[c].value, value) == 0)
            return c;
    return NONE;
}

/* Classes in the order of their labels in the profile. */
static int classes_of_labels(struct plan *p, struct profile_section *s, const struct attribute *by,
                             struct error *e)
{
    size_t i, u;
    for (i = 0; s && i < s->n_keys; i++) {
        struct profile_key *k = &s->keys[i];
        int status;
        if (is_class_option(k->name))
            continue;
        k->used = true;
        for (u = 0; u < p->table->n_units && strcmp(by->v[u], k->name); u++)
            ;
        if (u == p->table->n_units) {
            const char *near = text_nearest(k->name, (const char *const *)by->v, p->table->n_units);
            plan_problem(p, k->where, "class", k->name, "no unit has this value in column %s%s",
                         by->name, plan_hint(p, near));
            continue;
        }
        status = add_class(p, k->name, k->value && *k->value ? k->value : k->name, e);
        if (status)
            return status;
    }
    return OK;
}

static int classes_of_values(struct plan *p, const char *where, const struct attribute *by,
                             struct error *e)
{
    size_t u;
    for (u = 0; u < p->table->n_units; u++) {
        int status = OK;
        if (!*by->v[u])
            plan_problem(p, where, "class", "by",
                         "unit %s (%s) has no value in column %s; leave it out with [units] where",
                         p->table->codes[u], p->table->names[u], by->name);
        else if (find_class(p, by->v[u]) == NONE)
            status = add_class(p, by->v[u], by->v[u], e);
        if (status)
            return status;
    }
    return OK;
}

/* Units class by class, each class in the table's order. */
static void order_units(struct plan *p, const struct attribute *by)
{
    size_t c, u, n = 0;
    for (c = 0; c < p->n_classes; c++) {
        p->classes[c].first = n;
        for (u = 0; u < p->table->n_units; u++)
            if (!by || strcmp(by->v[u], p->classes[c].value) == 0)
                p->order[n++] = u;
        p->classes[c].n = n - p->classes[c].first;
    }
}

static int tell_classes(struct plan *p, struct error *e)
{
    struct profile_section *s = profile_section(p->profile, "class");
    const struct profile_key *key = s ? profile_key(s, "by") : NULL;
    const char *name = p->fixed.class.by;
    struct attribute *by = NULL;
    int status;
    p->order = arena_array(p->arena, p->table->n_units, sizeof *p->order);
    if (!p->order)
        return error_no_memory(e);
    if (key && name && *name) {
        const char *near = plan_nearest_column(p, name, true);
        by = table_attribute(p->table, name);
        if (!by && table_variable(p->table, name))
            plan_problem(p, key->where, "class", "by",
                         "%s is a column of numbers; list it under [data] text", name);
        else if (!by)
            plan_problem(p, key->where, "class", "by", "the table has no text column %s%s", name,
                         plan_hint(p, near));
    }
    if (by) {
        status = classes_of_labels(p, s, by, e);
        if (!status)
            status = classes_of_values(p, key->where, by, e);
    } else {
        status = add_class(p, "", "", e);
    }
    if (!status)
        order_units(p, by);
    return status;
}

int plan_data(struct plan *p, struct error *e)
{
    int status = read_tables(p, e);
    if (status || !p->table)
        return status;
    status = select_units(p, e);
    if (!status)
        status = derive_columns(p, e);
    if (!status)
        status = tell_classes(p, e);
    return status;
}
