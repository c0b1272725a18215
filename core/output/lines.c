/* SPDX-License-Identifier: MIT */
/* Lines of results, with the mark of made-up data. */
#include "output/lines.h"

#include "base/none.h"

void lines_names(struct lines *l, const char *const *names, size_t n)
{
    for (size_t i = 0; i < n; i++)
        csv_text(&l->w, names[i]);
}

void lines_end(struct lines *l)
{
    if (l->synthetic)
        csv_text(&l->w, l->has_header ? "yes" : "synthetic");
    csv_end_line(&l->w);
    l->has_header = true;
}

void lines_place(struct lines *l, const struct plan *p, size_t class, size_t period)
{
    csv_text(&l->w, class == NONE ? "" : p->classes[class].value);
    csv_text(&l->w, period == NONE ? "" : p->table->periods[period]);
}

void lines_unit(struct lines *l, const struct plan *p, size_t position, bool name)
{
    csv_text(&l->w, plan_unit_code(p, position));
    if (name)
        csv_text(&l->w, plan_unit_name(p, position));
}
