/* SPDX-License-Identifier: MIT */
/* The simplex method over weights in a box. */
#include "robust/exact/weight_lp.h"

#include <math.h>

#include "stats/stats.h"

static const double EDGE = 1e-12; /* of a sum of weights */
static const double TINY = 1e-12; /* a coefficient of the tableau that counts as 0 */

const char *box_fault(const struct weight_box *b)
{
    struct sum low = {0}, high = {0};
    for (size_t j = 0; j < b->m; j++) {
        if (!(b->low[j] >= 0 && b->low[j] <= b->high[j] && b->high[j] <= 1))
            return "a weight's bounds must be 0 <= low <= high <= 1";
        sum_add(&low, b->low[j]);
        sum_add(&high, b->high[j]);
    }
    if (sum_value(&low) > 1 + EDGE)
        return "the lowest weights sum to more than 1";
    if (sum_value(&high) < 1 - EDGE)
        return "the highest weights sum to less than 1";
    return NULL;
}

static void sort_falling(const double *d, size_t m, size_t *order)
{
    size_t k;
    for (size_t j = 0; j < m; j++) {
        for (k = j; k > 0 && d[order[k - 1]] < d[j]; k--)
            order[k] = order[k - 1];
        order[k] = j;
    }
}

static double left_over(const struct weight_box *b)
{
    struct sum s = {0};
    sum_add(&s, 1);
    for (size_t j = 0; j < b->m; j++)
        sum_add(&s, -b->low[j]);
    return fmax(0, sum_value(&s));
}

double box_most(const struct weight_box *b, const double *d, double *w, size_t *order)
{
    double left = left_over(b);
    struct sum gain = {0};
    sort_falling(d, b->m, order);
    for (size_t k = 0; k < b->m; k++) {
        size_t j = order[k];
        double room = b->high[j] - b->low[j], to = left < room ? b->low[j] + left : b->high[j];
        left = left < room ? 0 : left - room;
        sum_add(&gain, to * d[j]);
        if (w)
            w[j] = to;
    }
    return sum_value(&gain);
}

bool weight_lp_new(struct weight_lp *p, const struct weight_box *box, size_t most, struct arena *a)
{
    size_t m = box->m;
    p->box = box;
    p->most = most;
    p->k = 0;
    p->row = arena_array(a, most, sizeof *p->row);
    p->w = arena_array(a, m, sizeof(double));
    p->support = arena_array(a, m, sizeof(size_t));
    p->share = arena_array(a, m, sizeof(double));
    p->a = arena_array(a, most * m, sizeof(double));
    p->c = arena_array(a, m, sizeof(double));
    p->value = arena_array(a, most, sizeof(double));
    p->bound = arena_array(a, m, sizeof(double));
    p->mixed = arena_array(a, m, sizeof(double));
    p->basic = arena_array(a, most, sizeof(size_t));
    p->nonbasic = arena_array(a, m, sizeof(size_t));
    p->order = arena_array(a, m, sizeof(size_t));
    p->at_high = arena_array(a, m, sizeof(bool));
    return !arena_failed(a);
}

double weight_lp_dot(const double *w, const double *row, size_t m)
{
    struct sum s = {0};
    for (size_t j = 0; j < m; j++)
        sum_add(&s, w[j] * row[j]);
    return sum_value(&s);
}

/*
 * Variables: v_j = w_j - low_j (j < m), at most bound_j; m + i, by how much row i exceeds the
 * least, without bound. The least itself is the function to be raised: always basic, its row is c.
 * It begins with the best weights for the sum of the rows; f is the weight that all others are set
 * off against, o the row that is least there.
 */
static void begin(struct weight_lp *p)
{
    size_t m = p->box->m, f, o = 0, i, n = 0;
    for (size_t j = 0; j < m; j++) {
        p->bound[j] = p->box->high[j] - p->box->low[j];
        for (i = 0, p->mixed[j] = 0; i < p->k; i++)
            p->mixed[j] += p->row[i][j];
    }
    box_most(p->box, p->mixed, p->w, p->order);
    for (i = 0; i + 1 < m && p->w[p->order[i]] >= p->box->high[p->order[i]]; i++)
        ;
    f = p->order[i];
    for (i = 0; i < p->k; i++) {
        p->value[i] = weight_lp_dot(p->w, p->row[i], m);
        if (p->value[i] < p->value[o])
            o = i;
    }
    for (size_t j = 0; j < m; j++) {
        if (j == f)
            continue;
        p->nonbasic[n] = j;
        p->at_high[n] = p->bound[j] > 0 && p->w[j] >= p->box->high[j];
        p->c[n] = p->row[o][j] - p->row[o][f];
        for (i = 0; i < p->k; i++)
            p->a[i * m + n] = i == o ? -1 : p->row[i][j] - p->row[i][f] - p->c[n];
        n++;
    }
    p->nonbasic[n] = m + o;
    p->at_high[n] = false;
    p->c[n] = -1;
    for (i = 0; i < p->k; i++) {
        p->a[i * m + n] = i == o ? 0 : 1;
        p->basic[i] = i == o ? f : m + i;
        if (i != o)
            p->value[i] -= p->value[o];
    }
    p->value[o] = p->w[f] - p->box->low[f];
}

static double high_of(const struct weight_lp *p, size_t variable)
{
    return variable < p->box->m ? p->bound[variable] : INFINITY;
}

/* The column to move, or m: none raises the least. */
static size_t entering(const struct weight_lp *p, bool bland)
{
    size_t m = p->box->m, best = m;
    for (size_t j = 0; j < m; j++) {
        if (!(p->at_high[j] ? p->c[j] < -TINY : p->c[j] > TINY) || high_of(p, p->nonbasic[j]) <= 0)
            continue;
        if (best == m ||
            (bland ? p->nonbasic[j] < p->nonbasic[best] : fabs(p->c[j]) > fabs(p->c[best])))
            best = j;
    }
    return best;
}

/* How far column j can go; *leaving is the row that stops it, or k: its own other bound. */
static double longest(const struct weight_lp *p, size_t j, size_t *leaving)
{
    size_t m = p->box->m;
    double step = high_of(p, p->nonbasic[j]);
    *leaving = p->k;
    for (size_t i = 0; i < p->k; i++) {
        double rate = p->at_high[j] ? -p->a[i * m + j] : p->a[i * m + j], room;
        if (fabs(rate) <= TINY)
            continue;
        room = rate < 0 ? p->value[i] / -rate : (high_of(p, p->basic[i]) - p->value[i]) / rate;
        room = fmax(0, room);
        if (room < step || (room == step && *leaving < p->k && p->basic[i] < p->basic[*leaving])) {
            step = room;
            *leaving = i;
        }
    }
    return step;
}

static void add_row(double *row, const double *pivot, size_t m, size_t j)
{
    double factor = row[j];
    if (factor == 0)
        return;
    row[j] = 0;
    for (size_t l = 0; l < m; l++)
        row[l] += factor * pivot[l];
}

static void exchange(struct weight_lp *p, size_t r, size_t j)
{
    size_t m = p->box->m, variable = p->basic[r];
    double *row = p->a + r * m, pivot = row[j];
    for (size_t l = 0; l < m; l++)
        row[l] = l == j ? 1 / pivot : -row[l] / pivot;
    for (size_t i = 0; i < p->k; i++)
        if (i != r)
            add_row(p->a + i * m, row, m, j);
    add_row(p->c, row, m, j);
    p->basic[r] = p->nonbasic[j];
    p->nonbasic[j] = variable;
}

static void move(struct weight_lp *p, size_t j)
{
    size_t m = p->box->m, r;
    double step = longest(p, j, &r), way = p->at_high[j] ? -step : step;
    double from = p->at_high[j] ? high_of(p, p->nonbasic[j]) : 0;
    bool falls = r < p->k && p->a[r * m + j] * (p->at_high[j] ? -1 : 1) < 0;
    for (size_t i = 0; i < p->k; i++)
        p->value[i] += p->a[i * m + j] * way;
    if (r == p->k) {
        p->at_high[j] = !p->at_high[j];
        return;
    }
    exchange(p, r, j);
    p->value[r] = from + way;
    p->at_high[j] = !falls;
}

static void take_weights(struct weight_lp *p)
{
    size_t m = p->box->m;
    for (size_t j = 0; j < m; j++)
        p->w[j] = p->box->low[j];
    for (size_t i = 0; i < p->k; i++)
        if (p->basic[i] < m)
            p->w[p->basic[i]] += fmax(0, fmin(p->value[i], p->bound[p->basic[i]]));
    for (size_t j = 0; j < m; j++)
        if (p->nonbasic[j] < m && p->at_high[j])
            p->w[p->nonbasic[j]] = p->box->high[p->nonbasic[j]];
    p->reached = INFINITY;
    for (size_t i = 0; i < p->k; i++)
        p->reached = fmin(p->reached, weight_lp_dot(p->w, p->row[i], m));
}

/* The multipliers are what the rows' excesses cost; any that are >= 0 with sum 1 prove a limit. */
static void take_support(struct weight_lp *p)
{
    size_t m = p->box->m, j, s;
    double sum = 0;
    p->n_support = 0;
    for (j = 0; j < m; j++) {
        double share = p->nonbasic[j] >= m ? -p->c[j] : 0;
        if (!(share > TINY))
            continue;
        for (s = p->n_support++; s > 0 && p->share[s - 1] < share; s--) {
            p->share[s] = p->share[s - 1];
            p->support[s] = p->support[s - 1];
        }
        p->share[s] = share;
        p->support[s] = p->nonbasic[j] - m;
        sum += share;
    }
    for (j = 0; j < m; j++)
        p->mixed[j] = 0;
    for (s = 0; s < p->n_support; s++)
        for (j = 0, p->share[s] /= sum; j < m; j++)
            p->mixed[j] += p->share[s] * p->row[p->support[s]][j];
    p->limit = p->n_support ? box_most(p->box, p->mixed, NULL, p->order) : (double)INFINITY;
}

void weight_lp_solve(struct weight_lp *p)
{
    size_t most = 8 * (p->box->m + p->k) + 64, j;
    begin(p);
    for (size_t steps = 0; steps < 4 * most && (j = entering(p, steps > most)) < p->box->m; steps++)
        move(p, j);
    take_weights(p);
    take_support(p);
}
