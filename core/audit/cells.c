/* SPDX-License-Identifier: MIT */
/* What a column holds at all: gaps, one value, almost one, zeros; and what its goalposts cut off.
 */
#include <math.h>

#include "audit/audit_internal.h"
#include "plan/stage_table.h"

enum { FEW = 3, /* values below which nothing is said of their likeness */ MANY = 10 };

/* Of all that are present, narrower than this share of the largest: what a figure is rounded to. */
static const double NARROW = 1e-3;

static size_t first_without(const struct auditor *w, const struct audit_slice *s)
{
    const size_t row = results_row(w->r, s->period, 0);
    for (size_t i = s->first; i < s->first + s->n_class; i++)
        if (!w->r->unit_excluded[row + i] && isnan(w->r->raw[s->indicator][row + i]))
            return i;
    return NONE;
}

static void missing(struct auditor *w, const struct audit_slice *s)
{
    const double share = s->n ? (double)s->present / (double)s->n : 1;
    struct audit_finding f = audit_blank(w, AUDIT_MISSING, s->node);
    if (!(share < audit_rules[AUDIT_MISSING].limit))
        return;
    f.position = first_without(w, s);
    f.value = share;
    f.n = s->n - s->present;
    f.of = s->n;
    f.severity = 1 - share;
    audit_slice_add(w, AUDIT_MISSING, s, f);
}

/* How many have the value that most have. */
static size_t most_frequent(const struct audit_slice *s, double *value)
{
    size_t best = 0;
    for (size_t i = 0, next; i < s->present; i = next) {
        for (next = i + 1; next < s->present && s->x[next] == s->x[i]; next++)
            ;
        if (next - i > best) {
            best = next - i;
            *value = s->x[i];
        }
    }
    return best;
}

static bool is_narrow(const struct audit_slice *s)
{
    const double lo = s->x[0], hi = s->x[s->present - 1];
    return hi - lo <= NARROW * fmax(fabs(lo), fabs(hi));
}

/* The first that has another value than most. */
static size_t first_other(const struct audit_slice *s, double usual)
{
    for (size_t i = 0; i < s->present; i++)
        if (s->x[i] != usual)
            return (size_t)s->at[i];
    return NONE;
}

static void near_constant(struct auditor *w, const struct audit_slice *s)
{
    struct audit_finding f = audit_blank(w, AUDIT_NEAR_CONSTANT, s->node);
    f.n = most_frequent(s, &f.value);
    f.of = s->present;
    f.severity = (double)f.n / (double)f.of;
    if (f.value == 0 || !(is_narrow(s) || (s->present >= MANY &&
                                           f.severity >= audit_rules[AUDIT_NEAR_CONSTANT].limit)))
        return;
    f.position = first_other(s, f.value);
    f.value = s->x[0];
    f.against = s->x[s->present - 1];
    audit_slice_add(w, AUDIT_NEAR_CONSTANT, s, f);
}

static void zeros(struct auditor *w, const struct audit_slice *s)
{
    const double share = (double)s->zeros / (double)s->present;
    struct audit_finding f = audit_blank(w, AUDIT_ZEROS, s->node);
    if (!(share > audit_rules[AUDIT_ZEROS].limit))
        return;
    for (size_t i = 0; i < s->present && f.position == NONE; i++)
        if (s->x[i] == 0)
            f.position = (size_t)s->at[i];
    f.value = share;
    f.n = s->zeros;
    f.of = s->present;
    f.severity = share;
    audit_slice_add(w, AUDIT_ZEROS, s, f);
}

void audit_look_at_cells(struct auditor *w, const struct audit_slice *s)
{
    struct audit_finding f = audit_blank(w, AUDIT_CONSTANT, s->node);
    missing(w, s);
    if (s->present < FEW)
        return;
    if (s->x[0] != s->x[s->present - 1]) {
        near_constant(w, s);
        zeros(w, s);
        return;
    }
    f.value = s->x[0];
    f.of = s->present;
    f.severity = (double)s->present;
    audit_slice_add(w, AUDIT_CONSTANT, s, f);
}

/* ---- truncation ----------------------------------------------------------------------------- */

/* Whether values beyond a goalpost count as the goalpost: the method's own flag says it. */
static bool truncates(const struct bound_method *b)
{
    const struct heng_param *flag = b->method ? bound_param(b, "truncate") : NULL;
    return flag && flag->type == HENG_BOOL &&
           *(const int32_t *)((const char *)b->params + flag->offset);
}

static double beyond(double v, double lo, double hi)
{
    return v < lo ? lo - v : v > hi ? v - hi : 0;
}

/* Goalposts are met by what is normalised: treated values, or their deviation. */
void audit_look_at_ends(struct auditor *w, const struct audit_slice *s)
{
    const struct node *n = &w->r->plan->tree.nodes[s->node];
    const size_t row = results_row(w->r, s->period, 0);
    const bool near = n->near.kind;
    const double *v = near ? w->r->deviation[s->indicator] : w->r->treated[s->indicator];
    const double lo = near ? n->lo : transform_apply(n->lo, n->transform);
    const double hi = near ? n->hi : transform_apply(n->hi, n->transform);
    struct audit_finding f = audit_blank(w, AUDIT_TRUNCATED, s->node);
    if (!truncates(&n->at[HENG_NORMALISE]) || !(lo < hi))
        return;
    for (size_t i = s->first; i < s->first + s->n_class; i++) {
        const double by = beyond(v[row + i], lo, hi);
        f.n += by > 0 ? 1 : 0;
        f.of += isnan(v[row + i]) ? 0 : 1;
        if (!(by / (hi - lo) > f.severity))
            continue;
        f.severity = by / (hi - lo);
        f.position = i;
        f.value = v[row + i];
        f.against = f.value < lo ? lo : hi;
    }
    if (f.n)
        audit_slice_add(w, AUDIT_TRUNCATED, s, f);
}
