/* SPDX-License-Identifier: MIT */
/* Findings as they come in: all are counted, the worst of each kind kept. */
#include <math.h>

#include "audit/audit_internal.h"

struct audit_finding audit_blank(const struct auditor *w, enum audit_kind kind, size_t node)
{
    const char *where = node == NONE ? NULL : w->r->plan->tree.nodes[node].where;
    return (struct audit_finding){.kind = kind,
                                  .class = NONE,
                                  .period = NONE,
                                  .position = NONE,
                                  .node = node,
                                  .other = NONE,
                                  .before = NONE,
                                  .value = NAN,
                                  .against = NAN,
                                  .where = where ? where : ""};
}

void audit_add(struct auditor *w, const struct audit_finding *f)
{
    struct audit *a = w->a;
    struct audit_finding *kept = a->of[f->kind];
    size_t at = a->kept[f->kind];
    a->counts[f->kind]++;
    a->n++;
    if (at == AUDIT_KEPT && !(f->severity > kept[at - 1].severity))
        return;
    if (at < AUDIT_KEPT)
        a->kept[f->kind]++;
    else
        at--;
    for (; at > 0 && f->severity > kept[at - 1].severity; at--)
        kept[at] = kept[at - 1];
    kept[at] = *f;
}

void audit_slice_add(struct auditor *w, enum audit_kind kind, const struct audit_slice *s,
                     struct audit_finding f)
{
    f.kind = kind;
    f.class = s->class;
    f.period = s->period;
    audit_add(w, &f);
}
