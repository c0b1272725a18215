/* SPDX-License-Identifier: MIT */
/* A description on its way from the worker, and the checks of what arrives. */
#include <math.h>
#include <stddef.h>
#include <string.h>

#include "lua/lua_internal.h"

enum { FORMAT = 1, LIST_MAX = 10000, LINES_MAX = 10000 };

/* Members that are texts, never NULL. */
static const size_t script_texts[] = {
    offsetof(struct script, id),       offsetof(struct script, title),
    offsetof(struct script, title_en), offsetof(struct script, summary),
    offsetof(struct script, formula),  offsetof(struct script, source),
    offsetof(struct script, note),     offsetof(struct script, domain),
};
static const size_t node_texts[] = {
    offsetof(struct script_node, id),
    offsetof(struct script_node, title),
    offsetof(struct script_node, title_en),
};
static const size_t indicator_texts[] = {
    offsetof(struct script_indicator, id),       offsetof(struct script_indicator, title),
    offsetof(struct script_indicator, title_en), offsetof(struct script_indicator, unit),
    offsetof(struct script_indicator, source),   offsetof(struct script_indicator, doc),
    offsetof(struct script_indicator, formula),
};
#define COUNT(a) (sizeof(a) / sizeof *(a))

/* ---- out ---------------------------------------------------------------------- */

static void pack_texts(struct str *b, const void *from, const size_t *offsets, size_t n)
{
    for (size_t i = 0; i < n; i++)
        serialise_text(b, *(const char *const *)(const void *)((const char *)from + offsets[i]));
}

static void pack_names(struct str *b, const char **v, size_t n)
{
    serialise_int(b, (int64_t)n);
    for (size_t i = 0; i < n; i++)
        serialise_text(b, v[i]);
}

static void pack_param(struct str *b, const struct heng_param *p)
{
    serialise_text(b, p->name);
    serialise_int(b, p->type);
    serialise_text(b, p->def);
    serialise_real(b, p->min);
    serialise_real(b, p->max);
    serialise_text(b, p->choices);
    serialise_text(b, p->unit);
    serialise_text(b, p->doc);
}

void script_pack(struct str *b, const struct script *s)
{
    serialise_int(b, FORMAT);
    serialise_int(b, s->kind);
    pack_texts(b, s, script_texts, COUNT(script_texts));
    serialise_int(b, s->synthetic);
    pack_names(b, s->needs, s->n_needs);
    pack_names(b, s->optional, s->n_optional);
    pack_names(b, s->attributes, s->n_attributes);
    serialise_int(b, (int64_t)s->params.n);
    for (size_t i = 0; i < s->params.n; i++)
        pack_param(b, param_at(&s->params, i));
    serialise_int(b, (int64_t)s->n_nodes);
    for (size_t i = 0; i < s->n_nodes; i++) {
        pack_texts(b, &s->nodes[i], node_texts, COUNT(node_texts));
        serialise_text(b, s->nodes[i].parent);
        serialise_text(b, s->nodes[i].aggregate);
        serialise_real(b, s->nodes[i].weight);
    }
    serialise_int(b, (int64_t)s->n_indicators);
    for (size_t i = 0; i < s->n_indicators; i++) {
        const struct script_indicator *in = &s->indicators[i];
        pack_texts(b, in, indicator_texts, COUNT(indicator_texts));
        serialise_text(b, in->parent);
        serialise_int(b, in->direction);
        serialise_real(b, in->weight);
        serialise_real(b, in->lo);
        serialise_real(b, in->hi);
    }
}

/* ---- back ----------------------------------------------------------------------- */

static void unpack_texts(struct deserialiser *u, void *to, const size_t *offsets, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const char *text = deserialise_text(u);
        *(const char **)(void *)((char *)to + offsets[i]) = text ? text : "";
        u->failed = u->failed || !text;
    }
}

/* Room for a list of the length that comes next. */
static void *unpack_list(struct deserialiser *u, size_t *n, size_t size)
{
    void *v;

    *n = (size_t)deserialise_int_in(u, 0, LIST_MAX);
    v = deserialise_room(u, *n + 1, size);
    if (u->failed)
        *n = 0;
    return v;
}

static const char **unpack_names(struct deserialiser *u, size_t *n)
{
    const char **v = unpack_list(u, n, sizeof *v);

    for (size_t i = 0; i < *n; i++) {
        v[i] = deserialise_text(u);
        u->failed = u->failed || !v[i];
    }
    return v;
}

static void unpack_param(struct deserialiser *u, struct heng_param *p, size_t at)
{
    *p = (struct heng_param){.offset = 16 * at};
    p->name = deserialise_text(u);
    p->type = (enum heng_param_type)deserialise_int_in(u, HENG_BOOL, HENG_NAMES);
    p->def = deserialise_text(u);
    p->min = deserialise_real(u);
    p->max = deserialise_real(u);
    p->choices = deserialise_text(u);
    p->unit = deserialise_text(u);
    p->doc = deserialise_text(u);
    u->failed = u->failed || !p->name || !text_is_id(p->name) || !p->doc || isnan(p->min) ||
                isnan(p->max) || (p->type == HENG_CHOICE) != (p->choices && *p->choices);
}

static void unpack_params(struct deserialiser *u, struct script *s)
{
    size_t n;
    struct heng_param *p = unpack_list(u, &n, sizeof *p);

    for (size_t i = 0; i < n && !u->failed; i++)
        unpack_param(u, &p[i], i);
    s->params = (struct param_table){p, u->failed ? 0 : n, sizeof *p, 16 * n};
}

static bool is_weight(double w)
{
    return w >= 0 && isfinite(w);
}

static bool is_node(const struct script *s, const char *id, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(s->nodes[i].id, id) == 0)
            return true;
    return false;
}

static void unpack_nodes(struct deserialiser *u, struct script *s)
{
    s->nodes = unpack_list(u, &s->n_nodes, sizeof *s->nodes);
    for (size_t i = 0; i < s->n_nodes && !u->failed; i++) {
        struct script_node *node = &s->nodes[i];
        unpack_texts(u, node, node_texts, COUNT(node_texts));
        node->parent = deserialise_text(u);
        node->aggregate = deserialise_text(u);
        node->weight = deserialise_real(u);
        u->failed = u->failed || !text_is_id(node->id) || is_node(s, node->id, i) ||
                    (node->parent && !is_node(s, node->parent, i)) || !is_weight(node->weight);
    }
}

static bool has_indicator(const struct script *s, const char *id, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(s->indicators[i].id, id) == 0)
            return true;
    return false;
}

static void unpack_indicators(struct deserialiser *u, struct script *s)
{
    s->indicators = unpack_list(u, &s->n_indicators, sizeof *s->indicators);
    for (size_t i = 0; i < s->n_indicators && !u->failed; i++) {
        struct script_indicator *in = &s->indicators[i];
        unpack_texts(u, in, indicator_texts, COUNT(indicator_texts));
        in->parent = deserialise_text(u);
        in->direction = (int)deserialise_int_in(u, -1, 1);
        in->weight = deserialise_real(u);
        in->lo = deserialise_real(u);
        in->hi = deserialise_real(u);
        u->failed = u->failed || !text_is_id(in->id) || has_indicator(s, in->id, i) ||
                    is_node(s, in->id, s->n_nodes) || in->direction == 0 ||
                    (in->parent && !is_node(s, in->parent, s->n_nodes)) || !is_weight(in->weight) ||
                    isnan(in->lo) != isnan(in->hi) || isinf(in->lo) || isinf(in->hi) ||
                    in->lo >= in->hi;
    }
}

static int check_defaults(struct deserialiser *u, const struct script *s, struct error *e)
{
    void *values = arena_alloc(u->arena, s->params.size);

    if (!values)
        return error_no_memory_for(e, s->path);
    if (param_defaults(&s->params, u->arena, values, e)) {
        error_prefix(e, "%s", s->path);
        e->status = error_as(e->status, ERR_PART);
        return e->status;
    }
    return OK;
}

int script_unpack(struct deserialiser *u, struct script *s, struct error *e)
{
    enum script_kind kind = s->kind;

    (void)deserialise_int_in(u, FORMAT, FORMAT);
    (void)deserialise_int_in(u, (int64_t)kind, (int64_t)kind);
    unpack_texts(u, s, script_texts, COUNT(script_texts));
    s->synthetic = (int)deserialise_int_in(u, 0, 1);
    s->needs = unpack_names(u, &s->n_needs);
    s->optional = unpack_names(u, &s->n_optional);
    s->attributes = unpack_names(u, &s->n_attributes);
    unpack_params(u, s);
    unpack_nodes(u, s);
    unpack_indicators(u, s);
    if (u->failed || !text_is_id(s->id) || is_node(s, s->id, s->n_nodes) ||
        has_indicator(s, s->id, s->n_indicators))
        return deserialise_refuse(u, s->path, "its description is not well formed", e);
    return check_defaults(u, s, e);
}

void pack_lines(struct str *b, const struct messages *m)
{
    serialise_int(b, (int64_t)m->n);
    for (size_t i = 0; i < m->n; i++)
        serialise_text(b, m->items[i].text);
}

int unpack_lines(struct deserialiser *u, struct messages *m)
{
    int64_t n = deserialise_int_in(u, 0, LINES_MAX);

    for (int64_t i = 0; i < n && !u->failed; i++) {
        const char *text = deserialise_text(u);
        if (!text)
            u->failed = true;
        else if (!u->failed && m)
            messages_add_once(m, OK, "%s", text);
    }
    return u->failed ? -1 : 0;
}
