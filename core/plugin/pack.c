/* SPDX-License-Identifier: MIT */
/* Descriptors on their way from the worker that loaded a plugin to its parent. Members go in the
   order of their shapes, strides and sizes are made those of this build. */
#include <string.h>

#include "plugin/plugin_internal.h"

/* ---- out ----------------------------------------------------------------- */

static void pack_item(struct str *b, const struct shape *s, const void *item);

static void pack_array(struct str *b, const struct member *m, const void *item)
{
    struct array_ref a = member_array(item, m);
    serialise_int(b, (int64_t)a.n);
    for (size_t i = 0; i < a.n; i++)
        pack_item(b, m->shape, (const char *)a.items + i * a.stride);
}

static void pack_member(struct str *b, const struct member *m, const void *item)
{
    const char *at = (const char *)item + m->offset, *text;
    size_t size;
    double real;
    int number;
    switch (m->kind) {
    case MEMBER_INT:
        memcpy(&number, at, sizeof number);
        serialise_int(b, number);
        break;
    case MEMBER_SIZE:
        memcpy(&size, at, sizeof size);
        serialise_int(b, (int64_t)size);
        break;
    case MEMBER_REAL:
        memcpy(&real, at, sizeof real);
        serialise_real(b, real);
        break;
    case MEMBER_ARRAY:
        pack_array(b, m, item);
        break;
    case MEMBER_ID:
    case MEMBER_TEXT:
    case MEMBER_PLAIN:
    case MEMBER_MAYBE:
        memcpy(&text, at, sizeof text);
        serialise_text(b, text);
        break;
    }
}

static void pack_item(struct str *b, const struct shape *s, const void *item)
{
    for (size_t i = 0; i < s->n; i++)
        pack_member(b, &s->members[i], item);
}

static void pack_parts(struct str *b, const struct shape *s, const void *parts)
{
    int64_t n = 0;
    while (plugin_part(parts, (size_t)n))
        n++;
    serialise_int(b, n);
    for (size_t i = 0; i < (size_t)n; i++)
        pack_item(b, s, plugin_part(parts, i));
}

void plugin_pack(struct str *b, const struct heng_plugin *p)
{
    serialise_text(b, p->name);
    serialise_text(b, p->version);
    serialise_text(b, p->licence);
    pack_parts(b, &plugin_dimension_shape, p->dimensions);
    pack_parts(b, &plugin_method_shape, p->methods);
    pack_parts(b, &plugin_source_shape, plugin_sources(p));
}

/* ---- in ------------------------------------------------------------------ */

static void unpack_item(struct deserialiser *u, const struct shape *s, void *item);

static void put(void *item, size_t offset, const void *value, size_t size)
{
    memcpy((char *)item + offset, value, size);
}

static void unpack_array(struct deserialiser *u, const struct member *m, void *item)
{
    size_t n = (size_t)deserialise_int_in(u, 0, PLUGIN_ITEMS_MAX), stride = m->shape->size;
    char *items = NULL;
    if (n > 0)
        items = deserialise_room(u, n, stride);
    for (size_t i = 0; i < n && !u->failed; i++)
        unpack_item(u, m->shape, items + i * stride);
    put(item, m->offset, &items, sizeof items);
    put(item, m->offset + sizeof items, &n, sizeof n);
    put(item, m->offset + sizeof items + sizeof n, &stride, sizeof stride);
}

static void unpack_member(struct deserialiser *u, const struct member *m, void *item)
{
    const char *text;
    size_t size;
    double real;
    int number;
    switch (m->kind) {
    case MEMBER_INT:
        number = (int)deserialise_int_in(u, INT32_MIN, INT32_MAX);
        put(item, m->offset, &number, sizeof number);
        break;
    case MEMBER_SIZE:
        size = (size_t)deserialise_int(u);
        put(item, m->offset, &size, sizeof size);
        break;
    case MEMBER_REAL:
        real = deserialise_real(u);
        put(item, m->offset, &real, sizeof real);
        break;
    case MEMBER_ARRAY:
        unpack_array(u, m, item);
        break;
    case MEMBER_ID:
    case MEMBER_TEXT:
    case MEMBER_PLAIN:
    case MEMBER_MAYBE:
        text = deserialise_text(u);
        put(item, m->offset, &text, sizeof text);
        break;
    }
}

static void unpack_item(struct deserialiser *u, const struct shape *s, void *item)
{
    for (size_t i = 0; i < s->n; i++)
        unpack_member(u, &s->members[i], item);
}

/* Sets *parts to a NULL-terminated array of n. Each begins with its size. */
static void unpack_parts(struct deserialiser *u, const struct shape *s, const void ***parts,
                         size_t *n)
{
    *n = (size_t)deserialise_int_in(u, 0, PLUGIN_PARTS_MAX);
    *parts = deserialise_room(u, *n + 1, sizeof **parts);
    for (size_t i = 0; i < *n && !u->failed; i++) {
        void *part = deserialise_room(u, 1, s->size);
        if (!part)
            return;
        put(part, 0, &s->size, sizeof s->size);
        unpack_item(u, s, part);
        (*parts)[i] = part;
    }
}

bool plugin_unpack(struct deserialiser *u, struct plugin *p)
{
    const void **parts;
    p->name = deserialise_text(u);
    p->version = deserialise_text(u);
    p->licence = deserialise_text(u);
    unpack_parts(u, &plugin_dimension_shape, &parts, &p->n_dimensions);
    p->dimensions = (const struct heng_dimension **)parts;
    unpack_parts(u, &plugin_method_shape, &parts, &p->n_methods);
    p->methods = (const struct heng_method **)parts;
    unpack_parts(u, &plugin_source_shape, &parts, &p->n_sources);
    p->sources = (const struct heng_source **)parts;
    return !u->failed && u->p == u->end;
}
