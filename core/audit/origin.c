/* SPDX-License-Identifier: MIT */
/* Where the cells stood that a finding comes from. */
#include "audit/audit.h"

#include "base/none.h"
#include "base/text.h"

enum { CELLS_TOLD = 4 };

static size_t row_in_table(const struct results *r, const struct audit_finding *f)
{
    return f->period * r->plan->table->n_units + r->plan->order[f->position];
}

static const char *told(const char *so_far, const char *place, struct arena *arena)
{
    return *so_far ? arena_printf(arena, "%s; %s", so_far, place) : place;
}

const char *audit_cells(const struct results *r, const struct audit_finding *f, struct arena *arena)
{
    const struct plan *p = r->plan;
    const struct table *t = p->table;
    const char *text = "";
    size_t *columns, n;
    if (f->position == NONE || f->node == NONE || f->period == NONE ||
        p->tree.nodes[f->node].kind != NODE_INDICATOR)
        return text;
    columns = arena_array(arena, t->n_variables + 1, sizeof *columns);
    n = columns ? plan_columns_of(p, &p->tree.nodes[f->node], columns) : 0;
    for (size_t i = 0; text && i < n && i < CELLS_TOLD; i++) {
        const char *place =
            table_place_text(t, &t->variables[columns[i]], row_in_table(r, f), arena);
        if (place)
            text = told(text, place, arena);
    }
    return columns ? text : NULL;
}
