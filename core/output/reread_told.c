/* SPDX-License-Identifier: MIT */
/* Nodes and results of a manifest: told in the worker that has parsed it, heard outside. */
#include <jansson.h>
#include <math.h>
#include <string.h>

#include "base/serialise.h"
#include "output/reread_internal.h"

enum { COUNT_MAX = 16 << 20 };

static const char *const node_texts[] = {"id",        "parent", "kind",    "title", "title_en",
                                         "direction", "unit",   "formula", "source"};
static const char *const unit_texts[] = {"code", "name", "tier"};
static const char *const class_texts[] = {"class", "label", "period"};
static const char *const unit_numbers[] = {"rank", "score", "imputed_share"};
static const char *const lists[] = {"failures", "warnings", "notes"};
enum {
    NODE_TEXTS = sizeof node_texts / sizeof *node_texts,
    UNIT_TEXTS = sizeof unit_texts / sizeof *unit_texts,
    CLASS_TEXTS = sizeof class_texts / sizeof *class_texts,
    UNIT_NUMBERS = sizeof unit_numbers / sizeof *unit_numbers,
    LISTS = sizeof lists / sizeof *lists
};

/* ---- in the worker ------------------------------------------------------------------------ */

static void tell_texts(struct str *b, const json_t *o, const char *const *names, size_t n)
{
    for (size_t i = 0; i < n; i++)
        serialise_text(b, manifest_member(o, names[i]));
}

static void tell_number(struct str *b, const json_t *v)
{
    serialise_real(b, json_is_number(v) ? json_number_value(v) : (double)NAN);
}

static bool is_dimension(const json_t *node)
{
    return strcmp(manifest_member(node, "kind"), "dimension") == 0;
}

static void tell_unit(struct str *b, const json_t *u, const json_t *nodes)
{
    const json_t *scores = json_object_get(u, "nodes");
    tell_texts(b, u, unit_texts, UNIT_TEXTS);
    for (size_t i = 0; i < UNIT_NUMBERS; i++)
        tell_number(b, json_object_get(u, unit_numbers[i]));
    for (size_t i = 0; i < json_array_size(nodes); i++) {
        const json_t *node = json_array_get(nodes, i);
        if (is_dimension(node))
            tell_number(b, json_object_get(scores, manifest_member(node, "id")));
    }
}

static void tell_nodes(struct str *b, const json_t *nodes)
{
    int64_t dimensions = 0;
    serialise_int(b, (int64_t)json_array_size(nodes));
    for (size_t i = 0; i < json_array_size(nodes); i++) {
        const json_t *node = json_array_get(nodes, i);
        dimensions += is_dimension(node);
        tell_texts(b, node, node_texts, NODE_TEXTS);
        tell_number(b, json_object_get(node, "weight"));
    }
    serialise_int(b, dimensions);
}

static int tell(struct str *b, const json_t *m, const char *path, struct error *e)
{
    const json_t *nodes = json_object_get(m, "nodes"), *classes = json_object_get(m, "results");
    if (!json_array_size(nodes) || !json_array_size(classes))
        return error_set(e, ERR_DATA, "%s: has no results of a run; is it that of heng run?", path);
    if (*manifest_member(m, "units_left_out"))
        return error_set(e, ERR_DATA, "%s: has no units (%s); run the profile again with them",
                         path, manifest_member(m, "units_left_out"));
    serialise_text(b, manifest_member(m, "title"));
    serialise_int(b, json_is_true(json_object_get(m, "synthetic")));
    tell_nodes(b, nodes);
    serialise_int(b, (int64_t)json_array_size(classes));
    for (size_t c = 0; c < json_array_size(classes); c++) {
        const json_t *class = json_array_get(classes, c), *units = json_object_get(class, "units");
        tell_texts(b, class, class_texts, CLASS_TEXTS);
        serialise_int(b, (int64_t)json_array_size(units));
        for (size_t u = 0; u < json_array_size(units); u++)
            tell_unit(b, json_array_get(units, u), nodes);
    }
    for (size_t k = 0; k < LISTS; k++) {
        const json_t *list = json_object_get(m, lists[k]);
        serialise_int(b, (int64_t)json_array_size(list));
        for (size_t i = 0; i < json_array_size(list); i++) {
            const char *text = json_string_value(json_array_get(list, i));
            serialise_text(b, text ? text : "");
        }
    }
    return OK;
}

/* ---- heard -------------------------------------------------------------------------------- */

static void *hear_room(struct deserialiser *u, size_t *n, size_t size)
{
    void *v;
    *n = (size_t)deserialise_int_in(u, 0, COUNT_MAX);
    v = deserialise_room(u, *n, size);
    *n = v ? *n : 0;
    return v;
}

static void hear_nodes(struct deserialiser *u, struct told *t)
{
    t->nodes = hear_room(u, &t->n_nodes, sizeof *t->nodes);
    for (struct told_node *n = t->nodes; n < t->nodes + t->n_nodes; n++) {
        const char **const texts[] = {&n->id,    &n->parent,   &n->kind,
                                      &n->title, &n->title_en, &n->direction,
                                      &n->unit,  &n->formula,  &n->source};
        for (size_t i = 0; i < NODE_TEXTS; i++)
            *texts[i] = manifest_hear(u);
        n->weight = deserialise_real(u);
    }
    t->n_dimensions = (size_t)deserialise_int_in(u, 0, COUNT_MAX);
}

static void hear_unit(struct deserialiser *u, const struct told *t, struct told_unit *unit)
{
    unit->code = manifest_hear(u);
    unit->name = manifest_hear(u);
    unit->tier = manifest_hear(u);
    unit->rank = deserialise_real(u);
    unit->score = deserialise_real(u);
    unit->imputed_share = deserialise_real(u);
    unit->scores = deserialise_room(u, t->n_dimensions, sizeof *unit->scores);
    for (size_t i = 0; unit->scores && i < t->n_dimensions; i++)
        unit->scores[i] = deserialise_real(u);
}

static void hear_classes(struct deserialiser *u, struct told *t)
{
    t->classes = hear_room(u, &t->n_classes, sizeof *t->classes);
    for (struct told_class *c = t->classes; c < t->classes + t->n_classes; c++) {
        c->value = manifest_hear(u);
        c->label = manifest_hear(u);
        c->period = manifest_hear(u);
        c->units = hear_room(u, &c->n, sizeof *c->units);
        for (size_t i = 0; i < c->n; i++)
            hear_unit(u, t, &c->units[i]);
    }
}

static void hear_list(struct deserialiser *u, struct told_texts *l)
{
    l->v = hear_room(u, &l->n, sizeof *l->v);
    for (size_t i = 0; i < l->n; i++)
        l->v[i] = manifest_hear(u);
}

int manifest_told(const char *path, const struct manifest *m, struct arena *a, struct told *t,
                  struct error *e)
{
    struct str message = {0};
    int status = manifest_ask(path, m, tell, &message, e);
    if (!status) {
        struct deserialiser u = {message.s, message.s + message.n, a, false, false};
        t->title = manifest_hear(&u);
        t->synthetic = deserialise_int_in(&u, 0, 1) != 0;
        hear_nodes(&u, t);
        hear_classes(&u, t);
        hear_list(&u, &t->failures);
        hear_list(&u, &t->warnings);
        hear_list(&u, &t->notes);
        if (u.failed)
            status = deserialise_refuse(&u, path, "its results could not be read", e);
    }
    str_fini(&message);
    return status;
}
