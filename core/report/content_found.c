/* SPDX-License-Identifier: MIT */
/* Findings by the names of their fields. */
#include <math.h>
#include <string.h>

#include "methods/registry.h"
#include "plan/dataset.h"
#include "report/content_findings.h"

static const struct heng_method *method_of(const struct found_lines *f)
{
    return f->a->method->desc;
}

/* Where the field stands among those of its kind; NONE: there is none. */
static size_t place_of(const struct heng_method *d, const char *field, bool is_text)
{
    size_t place = 0;
    for (size_t k = 0; k < d->analysis->n_fields; k++) {
        const struct heng_field *g = method_field(d, k);
        if ((g->is_text != 0) != is_text)
            continue;
        if (strcmp(g->name, field) == 0)
            return place;
        place++;
    }
    return NONE;
}

const char *found_text(const struct found_lines *f, size_t line, const char *field)
{
    const size_t place = place_of(method_of(f), field, true);
    return place == NONE ? "" : f->v[line]->text[place];
}

double found_number(const struct found_lines *f, size_t line, const char *field)
{
    const size_t place = place_of(method_of(f), field, false);
    return place == NONE ? NAN : f->v[line]->v[place];
}

const char *found_title(struct edition *x, const char *text)
{
    const struct plan *p = x->r->plan;
    const struct column_words *words = p->data ? dataset_words(p->data, text) : NULL;
    for (size_t u = 0; u < x->r->n_units; u++)
        if (strcmp(unit_code(x, u), text) == 0)
            return unit_name(x, u);
    for (size_t i = 0; i < p->tree.n; i++)
        if (strcmp(p->tree.nodes[i].id, text) == 0)
            return node_name(x, i);
    if (words && column_title(words, x->language))
        return column_title(words, x->language);
    for (size_t c = 0; c < p->n_classes; c++)
        if (*text && strcmp(p->classes[c].value, text) == 0)
            return class_name(x, c);
    return text_shown(x->d->arena, text);
}

size_t place_among(const char **names, size_t *n, size_t most, const char *name)
{
    for (size_t i = 0; i < *n; i++)
        if (strcmp(names[i], name) == 0)
            return i;
    if (*n == most)
        return NONE;
    names[(*n)++] = name;
    return *n - 1;
}
