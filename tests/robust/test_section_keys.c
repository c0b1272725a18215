/* SPDX-License-Identifier: MIT */
/*
 * Every key of every section, changed in a profile where it counts: what compare, robust and the
 * identity of its parts say of the change against what the runs show. Keys come from the
 * descriptors. Where no value can be had from the type alone one stands in `values`; a new key
 * without one fails, and so does one whose row says less than it does.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "explain/compare.h"
#include "plan/stage_table.h"
#include "robust/shard.h"
#include "run/rig.h"

static const char profile[] =
    "[profile]\ntitle = t\n"
    "[data]\npath = t.csv\nunit = code\nname = name\nperiod = year\ntext = kind, zone\n"
    "[data.more]\npath = u.csv\nunit = code\nperiod = year\n"
    "[class]\nby = kind\n"
    "[derive]\ndensity = gdp / pop\n"
    "[index]\nid = idx\ndimensions = d, e\n"
    "[dimension.d]\nindicators = a, b\n[dimension.e]\nindicators = c\n"
    "[indicator.a]\nformula = gdp / pop\ngoalposts = 0, 20\n[indicator.b]\n"
    "[indicator.c]\ngoalposts = 0, 50\n"
    "[impute]\nmethod = class_mean\n[treat]\nmethod = winsorise\n"
    "[normalise]\nmethod = minmax\n[weights]\nmethod = given\n[aggregate]\nmethod = arithmetic\n"
    "[rule.more]\nkind = deduction\nwhen = b > 3\nvalue = 2\n"
    "[tiers]\nk = 2\n[analysis.more]\nmethod = correlation\n"
    "[uncertainty]\nweights = uniform\n";

static const char table[] =
    "code,name,year,kind,zone,gdp,pop,b,c,lon,lat\n"
    "u1,A,2019,x,p,10,2,1,30,120,30\nu2,B,2019,x,q,22,3,4,,121,31\nu3,C,2019,x,p,35,4,,9,122,30\n"
    "u4,D,2019,y,q,41,4,2,11,123,32\nu5,E,2019,y,p,57,5,8,,124,31\nu6,F,2019,y,q,0,6,3,21,125,33\n"
    "u1,A,2020,x,p,14,2,2,31,120,30\nu2,B,2020,x,q,27,3,3,17,121,31\nu3,C,2020,x,p,,4,5,7,122,30\n"
    "u4,D,2020,y,q,49,4,1,13,123,32\nu5,E,2020,y,p,58,5,9,40,124,31\n"
    "u6,F,2020,y,q,5,6,6,25,125,33\n";

static const char joined[] = "code,year,extra\nu1,2019,5\nu2,2019,6\nu3,2019,1\nu4,2019,2\n"
                             "u5,2019,8\nu6,2019,4\nu1,2020,5\nu2,2020,7\nu3,2020,1\nu4,2020,3\n"
                             "u5,2020,8\nu6,2020,4\n";

/* "KIND.KEY" and a value, what stands beside it before and after, and what comes with the change.
 */
static const struct value {
    const char *key, *value, *beside, *with;
} values[] = {
    {"output.tables", "scores", NULL, NULL},
    {"profile.extends", "base.ini", NULL, NULL},
    {"profile.plugins", "@more", NULL, NULL},
    {"profile.scripts", "@more", NULL, NULL},
    {"data.path", "@v.csv", NULL, NULL},
    {"data.header_rows", "2", NULL, "data.path=@two.csv"},
    {"data.NAME.path", "@x.csv", NULL, NULL},
    {"data.NAME.unit", "town", NULL, "data.more.path=@y.csv"},
    {"data.NAME.name", "town", NULL, "data.more.path=@z.csv"},
    {"data.NAME.period", "", NULL, "data.more.path=@one_more.csv"},
    {"data.NAME.text", "extra", NULL, "data.more.path=@x.csv"},
    {"data.NAME.ignore", "extra", NULL, NULL},
    {"data.NAME.header_rows", "2", NULL, "data.more.path=@two_more.csv"},
    {"data.aliases", "@aliases.csv", NULL, NULL},
    {"data.source", "csv", NULL, NULL},
    {"data.sheet", NULL, NULL, NULL}, /* CSV files have none */
    {"data.query", NULL, NULL, NULL},
    {"data.service", NULL, NULL, NULL},
    {"data.snapshot", "@v.csv", NULL, NULL},
    {"data.NAME.snapshot", "@x.csv", NULL, NULL},
    {"data.limit_mb", NULL, NULL, NULL},
    {"data.limit_seconds", NULL, NULL, NULL},
    {"data.unit", "name", NULL, "data.more.path=@w.csv;data.name=code"},
    {"data.name", "zone", NULL, NULL},
    {"data.period", "", NULL, "data.path=@one.csv;data.more.path=@one_more.csv;data.more.period="},
    {"data.encoding", "utf-8", NULL, NULL},
    {"data.delimiter", "comma", NULL, NULL},
    {"data.missing", "9", NULL, NULL},
    {"data.below_unit", "none", NULL, NULL},
    {"data.text", "kind, zone, lon", NULL, NULL},
    {"data.ignore", "lat", NULL, NULL},
    {"data.thousands", "yes", NULL, NULL},
    {"data.layout", "wide", NULL, NULL},
    {"data.NAME.layout", "periods", NULL,
     "data.more.path=@across.csv;data.more.variable=extra;data.more.period="},
    {"data.header", "1", NULL, NULL},
    {"data.columns", "code, name, year, kind, zone, gdp, pop, c, b, lon, lat", NULL, NULL},
    {"data.NAME.columns", "code, year, other", NULL, NULL},
    {"data.skip", "u2", NULL, NULL},
    {"data.fill_down", "zone", NULL, NULL},
    {"data.NAME.fill_down", "extra", NULL, NULL},
    {"data.periods", "2019", NULL, NULL},
    {"data.variable", "extra", NULL, NULL},
    {"data.value", "extra", NULL, NULL},
    {"data.split", "comma", NULL, NULL},
    {"data.where", "pop > 1", NULL, NULL},
    {"data.NAME.where", "extra > 1", NULL, NULL},
    {"data.flags", "yes", NULL, NULL},
    {"data.names", "@names.csv", NULL, NULL},
    {"data.dictionary", "@dictionary.csv", NULL, NULL},
    {"units.where", "pop > 2", NULL, NULL},
    {"class.by", "zone", NULL, NULL},
    {"index.id", "other", NULL, NULL},
    {"index.dimensions", "d", NULL, "dimension.e.parent=d"},
    {"index.script", "mine", "profile.scripts=@more",
     "index.dimensions=;dimension.d.indicators=;dimension.e.indicators=;indicator.a.formula=;rule."
     "more.when=gdp > 30"},
    {"index.tree", "@tree.csv", NULL,
     "index.dimensions=;dimension.d.indicators=;dimension.e.indicators="},
    {"dimension.plugin", "openness", NULL,
     "dimension.d.indicators=a, b, "
     "c;dimension.e.indicators=;derive.pop_yearend_10k=pop;derive.registered_pop_10k=gdp;derive."
     "express_revenue_10kyuan=b"},
    {"dimension.parent", "d", NULL, NULL},
    {"dimension.indicators", "c, f", NULL, "indicator.f.formula=pop"},
    {"indicator.formula", "gdp", NULL, NULL},
    {"indicator.goalposts", "0, 30", "normalise.a.method=goalposts", NULL},
    {"indicator.best", "7", "indicator.a.direction=target;indicator.a.best=9", NULL},
    {"indicator.tolerance", "2", "indicator.a.direction=target;indicator.a.best=7", NULL},
    {"indicator.worst", "1, 15", "indicator.a.direction=interval;indicator.a.best=6, 8", NULL},
    {"indicator.direction", "target", NULL, "indicator.a.best=7"},
    {"indicator.per", "pop", NULL, NULL},
    {"impute.by", "zone", NULL, NULL},
    {"normalise.base", "pooled", NULL, NULL},
    {"normalise.base_units", "pop > 2", NULL, NULL},
    {"rule.when", "b > 4", NULL, NULL},
    {"rule.node", "d", NULL, NULL},
    {"rule.value", "5", NULL, NULL},
    {"rule.class", "x", NULL, NULL},
    {"tiers.how", "given", NULL, "tiers.limits=50"},
    {"tiers.labels", "one, two", NULL, NULL},
    {"tiers.limits", "60", "tiers.how=given;tiers.limits=50", NULL},
    {"analysis.method", "describe", NULL, NULL},
    {"analysis.of", "a, b", NULL, NULL},
    {"analysis.node", "d", NULL, NULL},
    {"analysis.by", "zone", "analysis.more.method=theil", NULL},
    {"analysis.population", "pop", "analysis.more.method=theil", NULL},
    {"analysis.coordinates", "lon, lat", "analysis.more.method=describe",
     "analysis.more.method=moran"},
    {"analysis.periods", "2019", NULL, NULL},
    {"selection.period", "2019", "profile.scripts=@more;selection.script=mine", NULL},
    {"selection.script", "mine", "profile.scripts=@more", NULL},
    {"normalise.NODE.scale", "rescale", NULL, NULL},
    {"normalise.scale", NULL, NULL, NULL}, /* of all siblings at once: never lawful */
    {"aggregate.scale", NULL, NULL, NULL},
    {"aggregate.NODE.scale", "rescale", NULL, NULL},
    {"report.formats", "html, docx", NULL, NULL},
    {"chapter.profile", NULL, NULL,
     NULL}, /* a book is no profile of a run: tests/cli/report.bats */
    {"chapter.title", NULL, NULL, NULL},
    {"chapter.title_en", NULL, NULL, NULL},
    {"chapter.sections", NULL, NULL, NULL},
    {"chapter.portraits", NULL, NULL, NULL},
    {"chapter.cases", NULL, NULL, NULL},
    {"output.dir", "elsewhere", NULL, NULL},
    {"output.formats", "csv", NULL, NULL},
    {"uncertainty.weights_spread", "0.1", NULL, NULL},
    {"uncertainty.design", "@design.csv", NULL, NULL},
    {"sensitivity.units", "u1", NULL, NULL},
};

/* That of "data.NAME" itself, or else of all "data". */
static const struct value *value_of(const char *kind, const char *key)
{
    const int lengths[] = {(int)strlen(kind), (int)strcspn(kind, ".")};
    char name[128];
    for (size_t k = 0; k < 2; k++) {
        snprintf(name, sizeof name, "%.*s.%s", lengths[k], kind, key);
        for (size_t i = 0; i < sizeof values / sizeof *values; i++)
            if (strcmp(values[i].key, name) == 0)
                return &values[i];
    }
    return NULL;
}

/* What is looked at first: the results differ from there on. */
enum shown { RAW, IMPUTED, SCALED, WEIGHTED, SCORED, RANKED, TIERED, SAME };
static const char *const shown_names[] = {
    "raw values", "imputed values", "normalised values", "weights", "scores", "ranks", "tiers"};

static bool differ(const void *a, const void *b, size_t n)
{
    return memcmp(a, b, n * sizeof(double)) != 0;
}

static bool any_differs(const double *const *a, const double *const *b, size_t m, size_t n)
{
    for (size_t i = 0; i < m; i++)
        if (differ(a[i], b[i], n))
            return true;
    return false;
}

static enum shown first_difference(const struct results *a, const struct results *b)
{
    const struct tree *s = &a->plan->tree, *t = &b->plan->tree;
    const size_t m = s->n_indicators, n = a->n_rows;
    if (s->n != t->n || m != t->n_indicators || n != b->n_rows || a->n_periods != b->n_periods)
        return RAW;
    for (size_t i = 0; i < a->n_units; i++)
        if (strcmp(a->plan->table->codes[a->plan->order[i]],
                   b->plan->table->codes[b->plan->order[i]]) != 0)
            return RAW;
    if (any_differs((const double *const *)a->raw, (const double *const *)b->raw, m, n))
        return RAW;
    if (any_differs((const double *const *)a->imputed, (const double *const *)b->imputed, m, n))
        return IMPUTED;
    if (any_differs((const double *const *)a->normalised, (const double *const *)b->normalised, m,
                    n))
        return SCALED;
    if (a->n_blocks != b->n_blocks ||
        differ(a->weight, b->weight, a->n_blocks * a->n_periods * s->n))
        return WEIGHTED;
    if (any_differs((const double *const *)a->score, (const double *const *)b->score, s->n, n))
        return SCORED;
    if (differ(a->rank, b->rank, n))
        return RANKED;
    return differ(a->tier, b->tier, n) ? TIERED : SAME;
}

/* What a change of a group shows at first, if at all. */
static const struct {
    unsigned groups;
    enum shown from, to;
} spans[] = {
    {0, TIERED, TIERED},
    {1u << CHANGE_DATA | 1u << CHANGE_INDICATORS | 1u << CHANGE_CLASS, RAW, TIERED},
    {1u << CHANGE_GOALPOSTS, SCALED, SCALED},
    {1u << CHANGE_WEIGHTS, WEIGHTED, WEIGHTED},
    {1u << CHANGE_AGGREGATION, SCORED, RANKED},
};

static bool may_show(unsigned groups, enum shown shown)
{
    if (shown == SAME)
        return true;
    for (size_t i = 0; i < sizeof spans / sizeof *spans; i++)
        if ((groups ? groups & spans[i].groups : !spans[i].groups) && shown >= spans[i].from &&
            shown <= spans[i].to)
            return true;
    return false;
}

/* ---- one change ---------------------------------------------------------- */

enum { SETS_MAX = 2048 };

struct bench {
    struct rig from, to;
};

/* Notes what "SECTION.KEY=VALUE;..." sets; @ stands for the folder. */
static void note_sets(struct rig *g, const char *text, char to[SETS_MAX])
{
    char *at = to, *rest = NULL;
    for (; *text; text++)
        at += snprintf(at, (size_t)(to + SETS_MAX - at), "%.*s%s", *text != '@', text,
                       *text == '@' ? rig_path(g, "") : "");
    *at = '\0';
    for (char *s = strtok_r(to, ";", &rest); s; s = strtok_r(NULL, ";", &rest)) {
        ck_assert_uint_lt(g->n_set, sizeof g->set / sizeof *g->set);
        g->set[g->n_set++] = s;
    }
}

/* What a profile extends stands in itself. */
static const char *text_of(struct rig *g, char text[sizeof profile + 64])
{
    static const char key[] = "profile.extends=";
    const char *extends = "";
    for (size_t i = 0; i < g->n_set; i++)
        if (strncmp(g->set[i], key, sizeof key - 1) == 0) {
            extends = g->set[i] + sizeof key - 1;
            g->set[i] = g->set[--g->n_set];
        }
    snprintf(text, sizeof profile + 64, "[profile]\n%s%s%s%s", *extends ? "extends = " : "",
             extends, "\n", profile + sizeof "[profile]");
    return text;
}

static const char *why_not(const struct rig *g)
{
    const struct plan *p = g->plan;
    return p && p->problems.n   ? p->problems.items[0].text
           : p && p->failures.n ? p->failures.items[0].text
                                : g->e.text;
}

static bool run_with(struct rig *g, const char *beside, const char *more)
{
    char first[SETS_MAX], second[SETS_MAX], text[sizeof profile + 64];
    int status;
    g->n_set = 0;
    note_sets(g, beside ? beside : "", first);
    note_sets(g, more ? more : "", second);
    status = rig_plan(g, text_of(g, text));
    if (!status && !g->plan->problems.n && !g->plan->failures.n)
        return run_plan(g->plan, &g->results, &g->e) == OK;
    return false;
}

static void identity(const struct bench *b, const struct plan *p, struct str *to)
{
    const struct assessment a = {.p = (struct plan *)(uintptr_t)p, .r = b->from.results};
    part_pack(&a, (struct shard){0, 1}, to);
    ck_assert(!to->failed);
}

static bool same_identity(const struct bench *b)
{
    struct str x = {0}, y = {0};
    bool same;
    identity(b, b->from.plan, &x);
    identity(b, b->to.plan, &y);
    same = x.n == y.n && memcmp(x.s, y.s, x.n) == 0;
    str_fini(&x);
    str_fini(&y);
    return same;
}

static bool can_vary(struct bench *b, const char *section, const char *key)
{
    struct factors f = {0};
    struct factor *added;
    char name[256];
    size_t before = b->from.plan->problems.n;
    snprintf(name, sizeof name, "vary.%s.%s", section, key);
    ck_assert_int_eq(factor_add(b->from.plan, &f, name, "here", ".", &added, &b->from.e), OK);
    return b->from.plan->problems.n == before;
}

static void check_change(struct bench *b, const char *section, const char *key)
{
    const enum shown shown = first_difference(b->from.results, b->to.results);
    const unsigned groups = changes_between(b->from.plan, b->to.plan);
    const enum key_effect effect = key_effect(section, key);
    ck_assert_msg(effect != EFFECT_UNKNOWN, "[%s] %s says nothing of what it changes", section,
                  key);
    ck_assert_msg(may_show(groups, shown),
                  "[%s] %s: the results differ from %s on; compare says groups %x", section, key,
                  shown_names[shown], groups);
    ck_assert_msg(shown == SAME || can_vary(b, section, key),
                  "[%s] %s: the results differ, and robust says that nothing depends on it",
                  section, key);
    ck_assert_msg(!same_identity(b) || (shown == SAME && effect == EFFECT_PLACE),
                  "[%s] %s: parts of both would be merged", section, key);
    ck_assert_msg(same_identity(b) || effect != EFFECT_PLACE,
                  "[%s] %s: parts of one run would be refused", section, key);
}

/* False: the profile would not be lawful. */
static bool try_value(struct bench *b, const char *section, const char *key, const char *value,
                      const char *beside, const char *with)
{
    char set[512];
    snprintf(set, sizeof set, "%s.%s=%s;%s", section, key, value, with ? with : "");
    ck_assert_msg(run_with(&b->from, beside, NULL), "[%s] %s: %s", section, key, why_not(&b->from));
    if (!run_with(&b->to, beside, set))
        return false;
    check_change(b, section, key);
    return true;
}

/* ---- all ----------------------------------------------------------------- */

static size_t try_choices(struct bench *b, const char *section, const struct heng_param *p)
{
    char text[256], *rest = NULL;
    size_t n = 0;
    snprintf(text, sizeof text, "%s", p->choices);
    for (char *s = strtok_r(text, "|", &rest); s; s = strtok_r(NULL, "|", &rest))
        n += try_value(b, section, p->name, s, NULL, NULL);
    return n;
}

static size_t try_each(struct bench *b, const char *section, const char *key,
                       const char *const *texts)
{
    size_t n = 0;
    for (; *texts; texts++)
        n += try_value(b, section, key, *texts, NULL, NULL);
    return n;
}

static const char *const flags[] = {"yes", "no", NULL};
static const char *const numbers[] = {"0", "0.001", "0.5", "2", "3", "20", NULL};
static const char *const titles[] = {"a word", NULL};

static size_t try_by_type(struct bench *b, const char *section, const struct heng_param *p)
{
    switch (p->type) {
    case HENG_CHOICE:
        return try_choices(b, section, p);
    case HENG_BOOL:
        return try_each(b, section, p->name, flags);
    case HENG_INT:
    case HENG_REAL:
        return try_each(b, section, p->name, numbers);
    default:
        return key_effect(section, p->name) == EFFECT_WORDS ? try_each(b, section, p->name, titles)
                                                            : 0;
    }
}

/* Another method of the stage than any that stands in the profile. */
static size_t try_methods(struct bench *b, const char *section)
{
    static const char *const methods[] = {"none", "median", "rank", "equal", "geometric", NULL};
    return try_each(b, section, "method", methods);
}

static void check_key(struct bench *b, const struct section_kind *k, const char *section,
                      const struct heng_param *p)
{
    const struct value *v = value_of(k->name, p->name);
    size_t n = 0;
    if (v && !v->value)
        return;
    if (v) {
        ck_assert_msg(try_value(b, section, p->name, v->value, v->beside, v->with),
                      "[%s] %s = %s: no lawful change: %s", section, p->name, v->value,
                      why_not(&b->to));
        return;
    }
    n = strcmp(p->name, "method") == 0 ? try_methods(b, section) : try_by_type(b, section, p);
    ck_assert_msg(n > 0, "[%s] %s: no value in this test that could be one; add it to values[]",
                  section, p->name);
}

/* A section of the kind that the profile has, or could have. */
static const char *section_of(const struct section_kind *k, char text[64])
{
    size_t n = strcspn(k->name, ".");
    const struct stage_info *stage;
    char kind[32];
    if (!k->name[n])
        return k->name;
    snprintf(kind, sizeof kind, "%.*s", (int)n, k->name);
    stage = stage_info((int)stage_by_name(kind));
    snprintf(text, 64, "%s.%s", kind,
             !k->of_node                                    ? "more"
             : stage && stage->place == STAGE_OF_AGGREGATES ? "idx"
             : stage || strcmp(kind, "indicator") == 0      ? "a"
                                                            : "e");
    return text;
}

/* Titles stand for A .. F. */
static const char by_name[] = "code,year,extra\nA,2019,5\nB,2019,6\nC,2019,1\nD,2019,2\n"
                              "E,2019,8\nF,2019,4\nA,2020,5\nB,2020,7\nC,2020,1\nD,2020,3\n"
                              "E,2020,8\nF,2020,4\n";
static const char one_period[] = "code,name,kind,zone,gdp,pop,b,c,lon,lat\n"
                                 "u1,A,x,p,10,2,1,30,120,30\nu2,B,x,q,22,3,4,,121,31\n"
                                 "u3,C,y,p,35,4,,9,122,30\nu4,D,y,q,41,4,2,11,123,32\n";
static const char one_joined[] = "code,extra\nu1,5\nu2,6\nu3,1\nu4,2\n";
static const char index_script[] =
    "return heng.index { id = 'mine', title = 't', summary = 's', source = 's', needs = { 'gdp', "
    "'pop', 'b' },\n  dimensions = { { id = 'd', title = 'd', indicators = { { id = 'a', title = "
    "'a', "
    "formula = 'gdp' } } },\n    { id = 'e', title = 'e', indicators = { { id = 'c', title = 'c', "
    "formula = 'pop' }, { id = 'b', title = 'b', formula = 'b' } } } } }\n";
static const char selection_script[] =
    "return heng.selection { id = 'mine', title = 't', summary = 's', rule = 'r', source = 's',\n"
    "  directions = { { id = 'd', title = 'd', title_en = 'd' } },\n"
    "  select = function(c, p) return {} end }\n";

static void begin_bench(struct bench *b)
{
    char two[sizeof table + 64];
    memset(b, 0, sizeof *b);
    rig_begin(&b->from);
    rig_file(&b->from, "t.csv", table);
    rig_file(&b->from, "u.csv", joined);
    rig_file(&b->from, "v.csv", table);
    rig_file(&b->from, "w.csv", by_name);
    rig_file(&b->from, "one.csv", one_period);
    rig_file(&b->from, "one_more.csv", one_joined);
    rig_file(&b->from, "x.csv", "code,year,extra\nu1,2019,50\nu2,2020,6\n");
    rig_file(&b->from, "y.csv", "x,town,year,extra\nq,u1,2019,50\nq,u2,2020,6\n");
    rig_file(&b->from, "two_more.csv", "a,b,c\ncode,year,extra\nu1,2019,50\nu2,2020,6\n");
    snprintf(two, sizeof two, "a,b,c,d,e,f,g,h,i,j,k\n%s", table);
    rig_file(&b->from, "two.csv", two);
    rig_file(&b->from, "across.csv", "code,2019,2020\nu1,50,3\nu2,6,1\n");
    rig_file(&b->from, "names.csv", "code,name\nu1,u1\nu2,u2\nu3,u3\nu4,u4\nu5,u5\nu6,u6\n");
    rig_file(&b->from, "dictionary.csv", "id,header\nextra,other\n");
    rig_file(&b->from, "aliases.csv", "code,alias\nu1,town one\n");
    rig_file(&b->from, "z.csv", "code,town,year,extra\nu1,q,2019,50\nu2,r,2020,6\n");
    rig_file(&b->from, "base.ini", "[profile]\nnote = n\n");
    rig_file(&b->from, "design.csv", "normalise.method\nminmax\nrank\n");
    rig_file(&b->from, "tree.csv",
             "iCode,Parent,Level,Direction,Weight,Type\nidx,NA,3,1,1,Aggregate\n"
             "d,idx,2,1,1,Aggregate\ne,idx,2,1,1,Aggregate\na,d,1,1,1,Indicator\n"
             "b,d,1,1,1,Indicator\nc,e,1,1,1,Indicator\n");
    ck_assert_int_eq(mkdir(rig_path(&b->from, "more"), 0755), 0);
    ck_assert_int_eq(mkdir(rig_path(&b->from, "more/indices"), 0755), 0);
    ck_assert_int_eq(mkdir(rig_path(&b->from, "more/selections"), 0755), 0);
    rig_file(&b->from, "more/indices/mine.lua", index_script);
    rig_file(&b->from, "more/selections/mine.lua", selection_script);
    snprintf(b->from.build + strlen(b->from.build), 16, "/plugins");
    b->from.plugins[0] = b->from.build;
    b->to = b->from;
    b->to.plugins[0] = b->to.build;
}

START_TEST(every_key_says_what_it_changes)
{
    const struct section_kind *k = &section_kinds[_i];
    struct bench b;
    char text[64];
    begin_bench(&b);
    for (size_t i = 0; k->keys && i < k->keys->n; i++)
        check_key(&b, k, section_of(k, text), param_at(k->keys, i));
    rig_clear(&b.to);
    rig_end(&b.from);
}
END_TEST

/* Keys of methods, plugins, scripts and users: as the section says of those beside its own. */
START_TEST(so_do_keys_beside_them)
{
    static const struct {
        const char *section, *key, *value, *beside;
    } further[] = {
        {"class", "x", "Left", NULL},
        {"derive", "density", "gdp * 2", "indicator.a.formula=density"},
        {"index", "any", "1", NULL},
        {"treat", "max_points", "0", NULL},
        {"treat.a", "skewness", "0.1", NULL},
        {"normalise", "range", "0, 10", NULL},
        {"aggregate", "exponent", "2", "aggregate.method=power_mean"},
        {"rank", "ties", "max", NULL},
        {"analysis.more", "kind", "spearman", NULL},
    };
    struct bench b;
    begin_bench(&b);
    for (size_t i = 0; i < sizeof further / sizeof *further; i++)
        if (key_effect(further[i].section, further[i].key) != EFFECT_INDICATORS)
            ck_assert_msg(try_value(&b, further[i].section, further[i].key, further[i].value,
                                    further[i].beside, NULL),
                          "[%s] %s: %s", further[i].section, further[i].key,
                          b.to.plan->problems.items[0].text);
    for (size_t i = 0; i < n_section_kinds; i++)
        ck_assert_msg((section_kinds[i].further == FURTHER_NO) ==
                          (section_kinds[i].further_effect == EFFECT_UNKNOWN),
                      "[%s]: whose its further keys are, and what they change",
                      section_kinds[i].name);
    rig_clear(&b.to);
    rig_end(&b.from);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("section_keys");
    TCase *c = tcase_create("section_keys");
    SRunner *r;
    int failed;
    tcase_set_timeout(c, 60);
    tcase_add_loop_test(c, every_key_says_what_it_changes, 0, (int)n_section_kinds);
    tcase_add_test(c, so_do_keys_beside_them);
    suite_add_tcase(s, c);
    r = srunner_create(s);
    srunner_run_all(r, CK_ENV);
    failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
