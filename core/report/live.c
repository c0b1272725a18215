/* SPDX-License-Identifier: MIT */
/* The index as data for the page that computes. */
#include "report/live.h"

#include <math.h>
#include <string.h>

#include "base/number.h"
#include "plan/stage_table.h"
#include "report/json.h"

const struct live_without live_without[] = {
    {"ahp", "需读取判断矩阵文件", "needs files of judgements"},
    {"combined", "由其他赋权方法合成", "puts other weightings together"},
};
const size_t n_live_without = sizeof live_without / sizeof *live_without;

/* ---- what cannot be ------------------------------------------------------- */

static bool has_rules(const struct results *r)
{
    for (size_t i = 0; i < r->plan->n_rules; i++)
        if (r->plan->rules[i].options.kind != RULE_WARNING)
            return true;
    return false;
}

static bool has_imputed(const struct results *r)
{
    for (size_t k = 0; k < r->plan->tree.n_indicators; k++)
        for (size_t row = 0; row < r->n_rows; row++)
            if (r->cell[k][row] == CELL_IMPUTED)
                return true;
    return false;
}

static bool is_offered(const char *method)
{
    for (size_t i = 0; i < n_live_without; i++)
        if (strcmp(live_without[i].method, method) == 0)
            return false;
    return true;
}

/* A node that is bound to what a page does not have. */
static bool has_other_nodes(const struct results *r)
{
    const struct tree *t = &r->plan->tree;
    for (size_t i = 0; i < t->n; i++) {
        const struct bound_method *w = &t->nodes[i].at[HENG_WEIGHTS];
        const struct bound_method *a = &t->nodes[i].at[HENG_AGGREGATE];
        if (t->nodes[i].kind == NODE_INDICATOR)
            continue;
        if (!w->method || !a->method || !method_is_core(w->method) || !method_is_core(a->method) ||
            w->n_parts || w->options.scope == SCOPE_INDEX || !is_offered(w->method->desc->name) ||
            a->options.missing == MISSING_IMPUTE || (a->options.scale && *a->options.scale))
            return true;
    }
    return false;
}

const char *live_refusal(const struct results *r, int language)
{
    const bool en = language == LANGUAGE_EN;
    if (r->n_periods > 1)
        return en ? "This page computes indices of one period only."
                  : "本页只能试算单一年份的指数。";
    if (has_rules(r))
        return en ? "The profile has rules that change scores or ranks."
                  : "本指数有影响得分或位次的规则，不能在页内试算。";
    if (has_imputed(r))
        return en ? "Values were imputed." : "本指数含有插补值，不能在页内试算。";
    if (has_other_nodes(r) || !method_is_core(r->plan->tree.nodes[TREE_ROOT].at[HENG_RANK].method))
        return en ? "A method of this index is not available within a page."
                  : "本指数所用的方法不能在页内试算。";
    return NULL;
}

/* ---- bound methods -------------------------------------------------------- */

struct live {
    const struct results *r;
    int language;
    struct str *out, methods;
    size_t n_methods;
};

static void put_params(struct str *to, const struct bound_method *b)
{
    const struct param_table t = method_params(b->method->desc);
    bool any = false;
    for (size_t i = 0; i < t.n; i++) {
        const struct heng_param *p = param_at(&t, i);
        struct str value = {0};
        param_print(p, b->params, &value);
        if (value.n) {
            str_add(to, any ? ",[" : "[");
            json_text(to, p->name);
            str_add(to, ",");
            json_text(to, value.s);
            str_add(to, "]");
            any = true;
        }
        to->failed = to->failed || value.failed;
        str_fini(&value);
    }
}

static void put_method(struct str *to, const struct bound_method *b)
{
    str_printf(to, "[%d,", (int)b->method->desc->stage);
    json_text(to, b->method->desc->name);
    str_add(to, ",[");
    put_params(to, b);
    str_add(to, "]]");
}

/* The number of a bound method in the list: the same text, the same number. */
static size_t number_of(struct live *l, const struct bound_method *b)
{
    struct str one = {0};
    size_t at = 0, n = 0;
    put_method(&one, b);
    l->out->failed = l->out->failed || one.failed;
    for (; !one.failed && at < l->methods.n && strcmp(&l->methods.s[at], one.s) != 0; n++)
        at += strlen(&l->methods.s[at]) + 1;
    if (!one.failed && n == l->n_methods) {
        str_add_bytes(&l->methods, one.s, one.n + 1);
        l->n_methods++;
    }
    str_fini(&one);
    return n;
}

static void put_numbers(struct live *l, const struct tree *t, int stage)
{
    str_add(l->out, "[");
    for (size_t i = 0; i < t->n; i++) {
        str_add(l->out, i ? "," : "");
        if (t->nodes[i].kind == NODE_INDICATOR)
            str_add(l->out, "0");
        else
            str_printf(l->out, "%zu", number_of(l, &t->nodes[i].at[stage]));
    }
    str_add(l->out, "]");
}

/* ---- choices -------------------------------------------------------------- */

static bool is_free(const struct method *m)
{
    const struct param_table t = method_params(m->desc);
    for (size_t i = 0; i < t.n; i++)
        if (!param_at(&t, i)->def)
            return false;
    return method_is_core(m) && !(method_traits(m->desc) & HENG_OF_WEIGHTS) &&
           is_offered(m->desc->name);
}

static int plan_of(const struct results *r, const char *section, const char *method,
                   struct plan **p, struct error *e)
{
    struct plan_setting o = {.scores_only = true};
    int status = profile_copy(r->plan->as_read, &o.profile, e);
    *p = NULL;
    if (!status && (status = profile_put(o.profile, section, "method", method, "page", ".", e)))
        profile_free(o.profile);
    return status ? status : plan_with(r->plan, &o, p, e);
}

static void put_choice(struct live *l, const struct plan *p, const struct method *m, int stage)
{
    str_add(l->out, "{\"name\":");
    json_text(l->out, m ? m->desc->name : "");
    str_add(l->out, ",\"title\":");
    json_text(l->out, !m ? l->language == LANGUAGE_EN ? "as in the profile" : "与本报告相同"
                      : l->language == LANGUAGE_EN ? m->desc->title_en
                                                   : m->desc->title_zh);
    str_add(l->out, ",\"of\":");
    put_numbers(l, &p->tree, stage);
    str_add(l->out, "}");
}

static int put_choices(struct live *l, int stage, struct error *e)
{
    const struct plan *p = l->r->plan;
    const struct method *m;
    int status = OK;
    str_add(l->out, "[");
    put_choice(l, p, NULL, stage);
    for (size_t i = 0; !status && (m = registry_at(p->registry, i)); i++) {
        struct plan *other;
        if ((int)m->desc->stage != stage || !is_free(m))
            continue;
        status = plan_of(l->r, stage_name((enum heng_stage)stage), m->desc->name, &other, e);
        if (!status && other->problems.n == 0 && other->tree.n == p->tree.n) {
            str_add(l->out, ",");
            put_choice(l, other, m, stage);
        }
        plan_free(status ? NULL : other);
    }
    str_add(l->out, "]");
    return status;
}

/* ---- the index ------------------------------------------------------------ */

static void put_node(struct live *l, size_t i)
{
    const struct node *n = &l->r->plan->tree.nodes[i];
    const bool leaf = n->kind == NODE_INDICATOR;
    str_printf(l->out,
               "%s{\"parent\":%zu,\"leaf\":%d,\"out\":%d,\"fails\":%d,\"weight\":", i ? "," : "",
               i ? n->parent : 0, leaf, l->r->node_excluded[i],
               !leaf && n->at[HENG_AGGREGATE].options.missing == MISSING_FAIL);
    json_number(l->out, i ? n->weight : 1);
    str_add(l->out, ",\"key\":");
    json_text(l->out, leaf ? "indicator" : "dimension");
    str_add(l->out, "}");
}

static void put_index(struct live *l)
{
    const struct results *r = l->r;
    const struct plan *p = r->plan;
    const struct level *level = plan_level(p);
    str_add(l->out, "\"tree\":[");
    for (size_t i = 0; i < p->tree.n; i++)
        put_node(l, i);
    str_add(l->out, "],\"groups\":[");
    for (size_t b = 0; b < r->n_blocks; b++)
        str_printf(l->out, "%s[%zu,%zu]", b ? "," : "", r->blocks[b].first, r->blocks[b].n);
    str_add(l->out, "],\"ranked\":[");
    for (size_t c = 0; c < p->n_classes; c++)
        str_printf(l->out, "%s[%zu,%zu]", c ? "," : "", p->classes[c].first, p->classes[c].n);
    str_add(l->out, "],\"level\":[");
    json_number(l->out, level->tolerance);
    str_printf(l->out, ",%lld],\"rank\":%zu,", (long long)level->decimals,
               number_of(l, &p->tree.nodes[TREE_ROOT].at[HENG_RANK]));
}

static void put_methods(struct live *l)
{
    size_t at = 0;
    str_add(l->out, ",\"methods\":[");
    for (size_t i = 0; i < l->n_methods; i++) {
        str_add(l->out, i ? "," : "");
        str_add(l->out, l->methods.s + at);
        at += strlen(l->methods.s + at) + 1;
    }
    str_add(l->out, "]");
}

int live_json(const struct results *r, int language, struct str *out, struct error *e)
{
    struct live l = {.r = r, .language = language, .out = out};
    const char *path = strrchr(r->plan->profile->path, '/');
    int status;
    str_add(out, "{");
    put_index(&l);
    str_add(out, "\"weights\":");
    status = put_choices(&l, HENG_WEIGHTS, e);
    str_add(out, ",\"aggregate\":");
    if (!status)
        status = put_choices(&l, HENG_AGGREGATE, e);
    if (!status)
        put_methods(&l);
    str_add(out, ",\"profile\":");
    json_text(out, path ? path + 1 : r->plan->profile->path);
    str_add(out, "}");
    if (!status && (out->failed || l.methods.failed))
        status = error_no_memory(e);
    str_fini(&l.methods);
    return status;
}
