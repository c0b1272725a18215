/* SPDX-License-Identifier: MIT */
/* A plugin's descriptors, member by member, by one table of shapes. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "config/param.h"
#include "config/profile.h"
#include "methods/range.h"
#include "plugin/plugin_internal.h"

/* ---- shapes -------------------------------------------------------------- */

#define COUNT(a) (sizeof(a) / sizeof(*(a)))
#define MEMBER(type, name, kind)                                                                   \
    {                                                                                              \
#name, kind, offsetof(struct type, name), NULL                                             \
    }
#define ARRAY(type, name, shape)                                                                   \
    {                                                                                              \
#name, MEMBER_ARRAY, offsetof(struct type, name), shape                                    \
    }
#define SHAPE(what, type, members, key)                                                            \
    {                                                                                              \
        what, sizeof(struct type), members, COUNT(members), offsetof(struct type, key)             \
    }

static const struct member input_members[] = {
    MEMBER(heng_input, name, MEMBER_TEXT),     MEMBER(heng_input, unit, MEMBER_PLAIN),
    MEMBER(heng_input, title_zh, MEMBER_TEXT), MEMBER(heng_input, title_en, MEMBER_TEXT),
    MEMBER(heng_input, optional, MEMBER_INT),
};

static const struct member indicator_members[] = {
    MEMBER(heng_indicator, id, MEMBER_ID),         MEMBER(heng_indicator, title_zh, MEMBER_TEXT),
    MEMBER(heng_indicator, title_en, MEMBER_TEXT), MEMBER(heng_indicator, unit, MEMBER_PLAIN),
    MEMBER(heng_indicator, direction, MEMBER_INT), MEMBER(heng_indicator, formula, MEMBER_TEXT),
    MEMBER(heng_indicator, source, MEMBER_TEXT),   MEMBER(heng_indicator, weight, MEMBER_REAL),
    MEMBER(heng_indicator, lo, MEMBER_REAL),       MEMBER(heng_indicator, hi, MEMBER_REAL),
};

static const struct member param_members[] = {
    MEMBER(heng_param, name, MEMBER_ID),       MEMBER(heng_param, type, MEMBER_INT),
    MEMBER(heng_param, offset, MEMBER_SIZE),   MEMBER(heng_param, def, MEMBER_MAYBE),
    MEMBER(heng_param, min, MEMBER_REAL),      MEMBER(heng_param, max, MEMBER_REAL),
    MEMBER(heng_param, choices, MEMBER_MAYBE), MEMBER(heng_param, n_min, MEMBER_SIZE),
    MEMBER(heng_param, n_max, MEMBER_SIZE),    MEMBER(heng_param, unit, MEMBER_MAYBE),
    MEMBER(heng_param, doc, MEMBER_TEXT),
};

static const struct shape input_shape = SHAPE("input", heng_input, input_members, name);
static const struct shape indicator_shape =
    SHAPE("indicator", heng_indicator, indicator_members, id);
static const struct shape param_shape = SHAPE("parameter", heng_param, param_members, name);

static const struct member dimension_members[] = {
    MEMBER(heng_dimension, name, MEMBER_ID),
    MEMBER(heng_dimension, title_zh, MEMBER_TEXT),
    MEMBER(heng_dimension, title_en, MEMBER_TEXT),
    MEMBER(heng_dimension, summary, MEMBER_TEXT),
    MEMBER(heng_dimension, params_size, MEMBER_SIZE),
    ARRAY(heng_dimension, inputs, &input_shape),
    ARRAY(heng_dimension, indicators, &indicator_shape),
    ARRAY(heng_dimension, params, &param_shape),
};

static const struct member method_members[] = {
    MEMBER(heng_method, stage, MEMBER_INT),        MEMBER(heng_method, name, MEMBER_ID),
    MEMBER(heng_method, title_zh, MEMBER_TEXT),    MEMBER(heng_method, title_en, MEMBER_TEXT),
    MEMBER(heng_method, summary, MEMBER_TEXT),     MEMBER(heng_method, formula, MEMBER_TEXT),
    MEMBER(heng_method, source, MEMBER_TEXT),      MEMBER(heng_method, domain, MEMBER_TEXT),
    MEMBER(heng_method, params_size, MEMBER_SIZE), MEMBER(heng_method, traits, MEMBER_INT),
    MEMBER(heng_method, range, MEMBER_MAYBE),      ARRAY(heng_method, params, &param_shape),
};

static const struct member source_members[] = {
    MEMBER(heng_source, name, MEMBER_ID),          MEMBER(heng_source, title_zh, MEMBER_TEXT),
    MEMBER(heng_source, title_en, MEMBER_TEXT),    MEMBER(heng_source, summary, MEMBER_TEXT),
    MEMBER(heng_source, params_size, MEMBER_SIZE), MEMBER(heng_source, traits, MEMBER_INT),
    MEMBER(heng_source, call_size, MEMBER_SIZE),   ARRAY(heng_source, params, &param_shape),
};

const struct shape plugin_source_shape = SHAPE("source", heng_source, source_members, name);
const struct shape plugin_dimension_shape =
    SHAPE("dimension", heng_dimension, dimension_members, name);
const struct shape plugin_method_shape = SHAPE("method", heng_method, method_members, name);

struct array_ref member_array(const void *base, const struct member *m)
{
    struct array_ref a;
    const char *at = (const char *)base + m->offset;
    memcpy(&a.items, at, sizeof a.items);
    memcpy(&a.n, at + sizeof a.items, sizeof a.n);
    memcpy(&a.stride, at + sizeof a.items + sizeof a.n, sizeof a.stride);
    return a;
}

static const char *text_at(const void *base, size_t offset)
{
    const char *s;
    memcpy(&s, (const char *)base + offset, sizeof s);
    return s;
}

/* ---- texts and arrays ---------------------------------------------------- */

/* Of one line, so that it can be printed anywhere: no control characters, C1 included. */
static bool is_plain(const char *s, size_t n)
{
    const unsigned char *u = (const unsigned char *)s;
    for (size_t i = 0; i < n; i++)
        if (u[i] < 0x20 || u[i] == 0x7f || (u[i] == 0xc2 && u[i + 1] >= 0x80 && u[i + 1] < 0xa0))
            return false;
    return true;
}

static int check_text(const char *s, enum member_kind kind, struct error *e)
{
    size_t n;
    if (!s)
        return kind == MEMBER_MAYBE ? OK : error_set(e, ERR_PART, "missing (NULL)");
    n = strnlen(s, PLUGIN_TEXT_MAX + 1);
    if (n > PLUGIN_TEXT_MAX)
        return error_set(e, ERR_PART, "longer than %d bytes", PLUGIN_TEXT_MAX);
    if (n == 0 && (kind == MEMBER_TEXT || kind == MEMBER_ID))
        return error_set(e, ERR_PART, "empty");
    if (text_utf8_check(s, n) != n)
        return error_set(e, ERR_PART, "not valid UTF-8 at byte %zu", text_utf8_check(s, n));
    if (!is_plain(s, n))
        return error_set(e, ERR_PART, "has a control character");
    if (kind == MEMBER_ID && !text_is_id(s))
        return error_set(e, ERR_PART,
                         "'%s' is no id: lower-case letters, digits and "
                         "underscores, not a digit first, at most 63",
                         s);
    return OK;
}

/* How an item is called in messages: by its key, or by its place while that is not known to be
   sound. */
static int prefix_item(struct error *e, const struct shape *s, const void *item, size_t i)
{
    struct error ignored;
    const char *key = text_at(item, s->key);
    if (!check_text(key, MEMBER_TEXT, &ignored))
        return error_prefix(e, "%s %s", s->what, key);
    return error_prefix(e, "%s number %zu", s->what, i + 1);
}

static int compare_texts(const void *a, const void *b)
{
    const char *s, *t;
    memcpy(&s, a, sizeof s);
    memcpy(&t, b, sizeof t);
    return strcmp(s, t);
}

/* keys: n texts, each checked. */
static int check_unique(const char **keys, size_t n, const struct shape *s, struct error *e)
{
    qsort(keys, n, sizeof *keys, compare_texts);
    for (size_t i = 1; i < n; i++)
        if (strcmp(keys[i - 1], keys[i]) == 0)
            return error_set(e, ERR_PART, "%s %s: there are two of that name", s->what, keys[i]);
    return OK;
}

static int check_members(const struct shape *s, const void *item, struct error *e);

static int check_items(const struct array_ref *a, const struct shape *s, struct error *e)
{
    const char **keys = calloc(a->n, sizeof *keys);
    int status = OK;
    if (!keys)
        return error_no_memory(e);
    for (size_t i = 0; !status && i < a->n; i++) {
        const char *item = (const char *)a->items + i * a->stride;
        status = check_members(s, item, e);
        if (status)
            prefix_item(e, s, item, i);
        else
            keys[i] = text_at(item, s->key);
    }
    if (!status)
        status = check_unique(keys, a->n, s, e);
    free(keys);
    return status;
}

static int check_array(const struct array_ref *a, const struct shape *s, struct error *e)
{
    if (a->n == 0)
        return OK;
    if (!a->items)
        return error_set(e, ERR_PART, "%zu promised, none there (NULL)", a->n);
    if (a->n > PLUGIN_ITEMS_MAX)
        return error_set(e, ERR_PART, "%zu of them, at most %d", a->n, PLUGIN_ITEMS_MAX);
    if (a->stride < s->size || a->stride > PLUGIN_TEXT_MAX || a->stride % sizeof(void *) != 0)
        return error_set(e, ERR_PART, "a stride of %zu bytes, at least %zu wanted (use HENG_ARRAY)",
                         a->stride, s->size);
    return OK;
}

static int check_member(const struct member *m, const void *item, struct error *e)
{
    struct array_ref a;
    int status = OK;
    switch (m->kind) {
    case MEMBER_ID:
    case MEMBER_TEXT:
    case MEMBER_PLAIN:
    case MEMBER_MAYBE:
        status = check_text(text_at(item, m->offset), m->kind, e);
        return !status ? OK : error_prefix(e, "%s", m->name);
    case MEMBER_ARRAY:
        a = member_array(item, m);
        status = check_array(&a, m->shape, e);
        if (status)
            return error_prefix(e, "%s", m->name);
        return a.n ? check_items(&a, m->shape, e) : OK;
    case MEMBER_INT:
    case MEMBER_SIZE:
    case MEMBER_REAL:
        return OK;
    }
    return OK;
}

/* Texts, arrays and uniqueness: what the shape alone tells. */
static int check_members(const struct shape *s, const void *item, struct error *e)
{
    for (size_t i = 0; i < s->n; i++) {
        int status = check_member(&s->members[i], item, e);
        if (status)
            return status;
    }
    return OK;
}

/* ---- parameters ---------------------------------------------------------- */

struct layout {
    size_t size, align;
};

#define LAYOUT(type)                                                                               \
    {                                                                                              \
        sizeof(type), _Alignof(type)                                                               \
    }

static const struct layout layouts[] = {
    [HENG_BOOL] = LAYOUT(int32_t),
    [HENG_INT] = LAYOUT(int64_t),
    [HENG_REAL] = LAYOUT(double),
    [HENG_CHOICE] = LAYOUT(int32_t),
    [HENG_TEXT] = LAYOUT(const char *),
    [HENG_REALS] = LAYOUT(struct heng_reals),
    [HENG_NAMES] = LAYOUT(struct heng_names),
    [HENG_TABLES] = LAYOUT(struct heng_tables),
};

/* a|b|c, none of them empty. */
static bool has_choices(const char *s)
{
    size_t n = s ? strlen(s) : 0;
    return n > 0 && s[0] != '|' && s[n - 1] != '|' && !strstr(s, "||");
}

static int check_default(const struct heng_param *p, size_t params_size, struct arena *a,
                         struct error *e)
{
    void *block = arena_alloc(a, params_size);
    if (!block)
        return error_no_memory(e);
    if (p->type == HENG_TABLES && p->def && *p->def)
        return error_set(e, ERR_PART, "default: HENG_TABLES have none but \"\"");
    if (!p->def || !param_set(p, p->def, a, block, e))
        return OK;
    if (e->status != ERR_MEMORY)
        e->status = ERR_PART;
    return error_prefix(e, "default");
}

static int check_param(const struct heng_param *p, const struct param_table *t,
                       const struct param_table *taken, struct arena *a, struct error *e)
{
    const struct layout *l;
    if ((int)p->type < HENG_BOOL || (int)p->type > HENG_TABLES)
        return error_set(e, ERR_PART, "type %d: there is no such type", (int)p->type);
    l = &layouts[p->type];
    if (p->offset > t->size || l->size > t->size - p->offset || p->offset % l->align != 0)
        return error_set(e, ERR_PART, "offset %zu: no room for it in params_size %zu", p->offset,
                         t->size);
    if (!(p->min <= p->max))
        return error_set(e, ERR_PART,
                         "range: from %g to %g is none (HENG_NO_MIN, HENG_NO_MAX: no limits)",
                         p->min, p->max);
    if (p->type == HENG_CHOICE && !has_choices(p->choices))
        return error_set(e, ERR_PART, "choices: \"a|b|c\" wanted");
    if (p->type != HENG_CHOICE && p->choices)
        return error_set(e, ERR_PART, "choices: only a HENG_CHOICE has them");
    if (p->n_max != 0 && p->n_min > p->n_max)
        return error_set(e, ERR_PART, "n_min: greater than n_max");
    /* Of `scale` the stages take one word, rescale, and leave the rest to the method. */
    if (taken && param_find(taken, p->name) && strcmp(p->name, "scale"))
        return error_set(e, ERR_PART, "the profile has a key of that name already");
    return check_default(p, t->size, a, e);
}

/* taken: keys of the section that are the profile's own; may be NULL. */
static int check_params(const struct param_table *t, const struct param_table *taken,
                        struct error *e)
{
    struct arena *a;
    int status = OK;
    if (t->size > PLUGIN_PARAMS_MAX)
        return error_set(e, ERR_PART, "params_size: %zu bytes, at most %d", t->size,
                         PLUGIN_PARAMS_MAX);
    a = arena_new();
    if (!a)
        return error_no_memory(e);
    for (size_t i = 0; !status && i < t->n; i++) {
        const struct heng_param *p = param_at(t, i);
        status = check_param(p, t, taken, a, e);
        if (status)
            error_prefix(e, "parameter %s", p->name);
    }
    arena_free(a);
    return status;
}

/* ---- dimensions ---------------------------------------------------------- */

static int check_indicator(const struct heng_indicator *k, struct error *e)
{
    if (k->direction != HENG_POSITIVE && k->direction != HENG_NEGATIVE)
        return error_set(e, ERR_PART, "direction: %d, 1 or -1 wanted", k->direction);
    if (!(k->weight > 0) || !isfinite(k->weight))
        return error_set(e, ERR_PART, "weight: a number above 0 wanted");
    if (isnan(k->lo) && isnan(k->hi))
        return OK;
    if (!isfinite(k->lo) || !isfinite(k->hi) || !(k->lo < k->hi))
        return error_set(e, ERR_PART, "goalposts: lo < hi wanted, or NaN for both");
    return OK;
}

static int check_dimension(const struct heng_dimension *d, bool live, struct error *e)
{
    struct param_table params = {d->params, d->n_params, d->param_stride, d->params_size};
    if (d->n_inputs == 0)
        return error_set(e, ERR_PART, "inputs: it reads nothing");
    if (d->n_indicators == 0)
        return error_set(e, ERR_PART, "indicators: it yields nothing");
    if (live && !d->compute)
        return error_set(e, ERR_PART, "compute: missing (NULL)");
    for (size_t i = 0; i < d->n_indicators; i++) {
        const void *at = (const char *)d->indicators + i * d->indicator_stride;
        const struct heng_indicator *k = at;
        if (check_indicator(k, e))
            return error_prefix(e, "indicator %s", k->id);
    }
    return check_params(&params, &dimension_keys, e);
}

/* ---- methods ------------------------------------------------------------- */

/* What a stage asks of a method: the one function that belongs to it, and the keys that are
   taken. */
static const struct {
    const struct param_table *keys;
    bool column, weigh, aggregate;
} stages[] = {
    [HENG_IMPUTE] = {&impute_keys, true, false, false},
    [HENG_TREAT] = {&treat_keys, true, false, false},
    [HENG_NORMALISE] = {&normalise_keys, true, false, false},
    [HENG_WEIGHTS] = {&weights_keys, false, true, false},
    [HENG_AGGREGATE] = {&aggregate_keys, false, false, true},
};

static int check_method(const struct heng_method *m, bool live, struct error *e)
{
    struct param_table params = {m->params, m->n_params, m->param_stride, m->params_size};
    int stage = (int)m->stage;
    const char *fault;
    if (stage == HENG_RANK)
        return error_set(e, ERR_PART, "stage: ranking is not open to plugins");
    if (stage == HENG_ANALYSE)
        return error_set(e, ERR_PART, "stage: analyses are not open to plugins");
    if (stage < HENG_IMPUTE || stage > HENG_RANK)
        return error_set(e, ERR_PART, "stage: %d: there is no such stage", stage);
    if (live &&
        ((m->column != NULL) != stages[stage].column || (m->weigh != NULL) != stages[stage].weigh ||
         (m->aggregate != NULL) != stages[stage].aggregate || m->rank || m->fill || m->analysis))
        return error_set(e, ERR_PART, "functions: exactly the one of its stage wanted");
    fault = method_range_fault(m);
    if (fault)
        return error_set(e, ERR_PART, "range: '%s': %s", m->range, fault);
    return check_params(&params, stages[stage].keys, e);
}

/* ---- sources ------------------------------------------------------------- */

static int check_source(const struct heng_source *s, bool live, struct error *e)
{
    struct param_table params = {s->params, s->n_params, s->param_stride, s->params_size};
    if (s->call_size != sizeof(struct heng_read_call))
        return error_set(e, ERR_PART,
                         "made for another draft of sources: build it again with this heng's "
                         "heng_draft.h");
    if (live && !s->read)
        return error_set(e, ERR_PART, "read: missing (NULL)");
    return check_params(&params, NULL, e);
}

/* ---- the plugin ---------------------------------------------------------- */

const struct heng_source *const *plugin_sources(const struct heng_plugin *p)
{
    return HENG_HAS(p, sources) ? p->sources : NULL;
}

static int check_part(const void *part, const struct shape *s, bool live, struct error *e)
{
    int status = check_members(s, part, e);
    if (status)
        return status;
    if (s == &plugin_source_shape)
        return check_source(part, live, e);
    return s == &plugin_dimension_shape ? check_dimension(part, live, e)
                                        : check_method(part, live, e);
}

/* Long enough for the members that ABI 2.0 has. */
static bool has_size(const void *part, const struct shape *s)
{
    const struct heng_dimension *d = part;
    const struct heng_method *m = part;
    const struct heng_source *source = part;
    if (s == &plugin_source_shape)
        return HENG_HAS(source, sheets);
    return s == &plugin_dimension_shape ? HENG_HAS(d, compute) : HENG_HAS(m, analysis);
}

const void *plugin_part(const void *parts, size_t i)
{
    const void *part = NULL;
    if (parts)
        memcpy(&part, (const char *)parts + i * sizeof part, sizeof part);
    return part;
}

static int check_parts(const void *parts, const struct shape *s, bool live, size_t *n,
                       struct error *e)
{
    const char *keys[PLUGIN_PARTS_MAX] = {NULL};
    const void *part;
    for (*n = 0; (part = plugin_part(parts, *n)) != NULL; ++*n) {
        if (*n == PLUGIN_PARTS_MAX)
            return error_set(e, ERR_PART, "more than %d %ss", PLUGIN_PARTS_MAX, s->what);
        if (!has_size(part, s)) {
            error_set(e, ERR_PART, "size: shorter than ABI %u.%u asks for", HENG_ABI_MAJOR,
                      HENG_ABI_MINOR);
            return error_prefix(e, "%s number %zu", s->what, *n + 1);
        }
        if (check_part(part, s, live, e))
            return prefix_item(e, s, part, *n);
        keys[*n] = text_at(part, s->key);
    }
    return check_unique(keys, *n, s, e);
}

/* The file is named by who calls. An older one is told what its author has to change. */
static int refuse_abi(uint32_t major, struct error *e)
{
    if (major > HENG_ABI_MAJOR)
        return error_set(
            e, ERR_PART,
            "made for ABI %u, this heng has ABI %u: it needs a newer heng, or to be built "
            "again with this heng's heng.h",
            major, HENG_ABI_MAJOR);
    return error_set(
        e, ERR_PART,
        "made for ABI %u, this heng has ABI %u: build it again with this heng's heng.h "
        "(compute and the methods now take one call struct; plugins/README.md, \"From ABI 1 to "
        "2\", says what to change)",
        major, HENG_ABI_MAJOR);
}

static int check_head(const struct heng_plugin *p, struct error *e)
{
    if (!p)
        return error_set(e, ERR_PART,
                         "heng_plugin_entry answers NULL: it cannot work with this "
                         "heng");
    if (p->magic != HENG_MAGIC)
        return error_set(e, ERR_PART, "magic: %#x, not %#x (begin with HENG_PLUGIN_HEAD)", p->magic,
                         HENG_MAGIC);
    if (p->abi_major != HENG_ABI_MAJOR)
        return refuse_abi(p->abi_major, e);
    if (!HENG_HAS(p, methods))
        return error_set(e, ERR_PART, "size: %zu bytes, at least %zu wanted", p->size,
                         sizeof(struct heng_plugin));
    return OK;
}

static int check_names(const struct heng_plugin *p, const char *name, struct error *e)
{
    const struct {
        const char *what, *text;
    } texts[] = {{"name", p->name}, {"version", p->version}, {"licence", p->licence}};
    for (size_t i = 0; i < COUNT(texts); i++)
        if (check_text(texts[i].text, MEMBER_TEXT, e))
            return error_prefix(e, "%s", texts[i].what);
    if (strcmp(p->name, name) != 0)
        return error_set(e, ERR_PART, "name: it calls itself '%s', its file is %s.so", p->name,
                         name);
    return OK;
}

int plugin_check(const struct heng_plugin *p, const char *name, bool live, struct error *e)
{
    size_t n_dimensions = 0, n_methods = 0, n_sources = 0;
    int status = check_head(p, e);
    if (!status)
        status = check_names(p, name, e);
    if (!status)
        status = check_parts(p->dimensions, &plugin_dimension_shape, live, &n_dimensions, e);
    if (!status)
        status = check_parts(p->methods, &plugin_method_shape, live, &n_methods, e);
    if (!status)
        status = check_parts(plugin_sources(p), &plugin_source_shape, live, &n_sources, e);
    if (!status && n_dimensions + n_methods + n_sources == 0)
        status = error_set(e, ERR_PART, "it offers neither a dimension nor a method nor a source");
    return status;
}
