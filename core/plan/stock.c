/* SPDX-License-Identifier: MIT */
/* What plans have in common. */
#include "plan/stock.h"

#include "base/arena.h"

struct stock {
    size_t count;
    struct arena *arena; /* of the lists */
    struct inputs *inputs;
    struct tools **tools;
    size_t n_tools, cap_tools;
    struct dataset **datasets;
    size_t n_datasets, cap_datasets;
};

struct stock *stock_new(struct error *e)
{
    struct arena *a = arena_new();
    struct stock *s = a ? arena_alloc(a, sizeof *s) : NULL;
    struct inputs *inputs = s ? inputs_new(e) : NULL;
    if (!inputs) {
        arena_free(a);
        error_no_memory(e);
        return NULL;
    }
    *s = (struct stock){.count = 1, .arena = a, .inputs = inputs};
    return s;
}

struct stock *stock_share(struct stock *s)
{
    s->count++;
    return s;
}

void stock_free(struct stock *s)
{
    if (!s || --s->count)
        return;
    for (size_t i = 0; i < s->n_datasets; i++)
        dataset_free(s->datasets[i]);
    for (size_t i = 0; i < s->n_tools; i++)
        tools_free(s->tools[i]);
    inputs_free(s->inputs);
    arena_free(s->arena);
}

struct inputs *stock_inputs(struct stock *s)
{
    return s->inputs;
}

int stock_tools(struct stock *s, const struct search_path *home, const struct worker_limits *limits,
                struct tools **to, struct error *e)
{
    struct tools **v;
    int status;
    for (size_t i = 0; i < s->n_tools; i++)
        if (tools_fit(s->tools[i], home, limits)) {
            *to = s->tools[i];
            return OK;
        }
    v = arena_grow(s->arena, s->tools, s->n_tools, &s->cap_tools, sizeof(struct tools *));
    if (!v)
        return error_no_memory(e);
    s->tools = v;
    status = tools_new(home, limits, to, e);
    if (!status)
        v[s->n_tools++] = *to;
    return status;
}

int stock_dataset(struct stock *s, struct profile *p, struct tools *t, size_t jobs,
                  const struct dataset **to, struct error *e)
{
    struct dataset **v;
    bool fits;
    int status = OK;
    for (size_t i = 0; !status && i < s->n_datasets; i++) {
        status = dataset_fits(s->datasets[i], p, t, &fits, e);
        if (!status && fits) {
            *to = s->datasets[i];
            return OK;
        }
    }
    if (status)
        return status;
    v = arena_grow(s->arena, s->datasets, s->n_datasets, &s->cap_datasets,
                   sizeof(struct dataset *));
    if (!v)
        return error_no_memory(e);
    s->datasets = v;
    status = dataset_new(p, t, jobs, &v[s->n_datasets], e);
    if (!status)
        *to = v[s->n_datasets++];
    return status;
}
