/* SPDX-License-Identifier: MIT */
/*
 * One kit over every analysis of the registry: the promises of heng.h that hold for all of them.
 * They are called directly, so that nothing is mended on the way, with all that a profile can give
 * and with no more than their traits ask for.
 */
#include "base/text.h"
#include "config/profile.h"
#include "methods/rig.h"

enum { GUARD = 4, N_MAX = 12, M_MAX = 4, LINES_MAX = 1024, NUMBERS_MAX = 64, KEY_MAX = 160 };

static const double guard = 1.25e77;

enum {
    PLAIN,
    GAPS,
    TIES,
    NEGATIVE,
    OFFSET,
    OUTLIER,
    CONSTANT,
    EMPTY,
    LONE,
    HUGE_,
    TINY,
    MIRROR,
    POPULATION,
    POPULATION_GAPS,
    LONGITUDE,
    LATITUDE
};

static const double columns[][N_MAX] = {
    {3, 1, 4, 1.5, 5, 9, 2, 6, 5.25, 3.5, 8, 7},
    {3, NAN, 4, 1, 5, NAN, NAN, 6, 5.5, 3.5, 8, NAN},
    {2, 2, 2, 1, 1, 3, 3, 3, 3, 2, 1, 2},
    {-3, 1, -4, 1.5, -5, 9, -2, 6, 0, 3.5, -8, 7},
    {1e9 + 3, 1e9 + 1, 1e9 + 4, 1e9 + 1.5, 1e9 + 5, 1e9 + 9, 1e9 + 2, 1e9 + 6, 1e9 + 5.25,
     1e9 + 3.5, 1e9 + 8, 1e9 + 7},
    {3.25, 1, 4, 1.5, 5, 900, 2, 6, 5, 3.5, 8, 7},
    {5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5},
    {NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN},
    {NAN, NAN, NAN, NAN, 4, NAN, NAN, NAN, NAN, NAN, NAN, NAN},
    {1e300, 2e300, 1e308, 3, 1e305, 7e299, 4, 5, 1e307, 8e307, 2, 1e301},
    {1e-300, 2e-300, 5e-324, 1e-308, 3e-300, 1e-305, 4e-307, 0, 1e-310, 2e-299, 1e-301, 5e-302},
    {-3, -1, -4, -1.5, -5, -9, -2, -6, -5.25, -3.5, -8, -7}, /* plain, turned round */
    {10, 20.5, 7, 3, 12, 100, 41, 5, 8, 16, 9, 33},
    {10, NAN, 7, 3, 0, 100, 41, 5, 8, 16, 0, 33},
    {120, 120.5, 121.25, 119, 118.5, 120.75, 122, 121.5, 119.25, 118, 120.25, 121.75},
    {30, 30.25, 28, 29.5, 27.75, 30.5, 29, 28.5, 27.25, 29.75, 28.25, 30.75},
};

static const char *const codes[N_MAX] = {"u1", "u2", "u3", "u4",  "u5",  "u6",
                                         "u7", "u8", "u9", "u10", "u11", "u12"};
static const char *const ids[M_MAX] = {"a", "b", "c", "d"};
static const char *const parents[M_MAX] = {"one", "one", "two", "two"};
static const int directions[M_MAX] = {1, 1, -1, 1};
static const char *const periods[N_MAX] = {"2001", "2002", "2003", "2005"};
static const double years[N_MAX] = {2001, 2002, 2003, 2005};
static const double weights[M_MAX][M_MAX] = {
    {1}, {0.75, 0.25}, {0.5, 0.375, 0.125}, {0.5, 0.25, 0.125, 0.125}};

/* Provinces, and cities within them; the last of each has no name. */
static const char *const provinces[] = {"north", "south", ""};
static const char *const cities[] = {"n1", "n2", "s1", "s2", ""};
static const uint32_t province_of[N_MAX] = {0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2};
static const uint32_t city_of[N_MAX] = {0, 0, 0, 1, 1, 2, 2, 3, 3, 3, 4, 4};

/* n units over all; the panel's shape counts for methods that see all periods at once. */
struct sample {
    const char *name;
    size_t n, m, panel_units, panel_periods;
    size_t column[M_MAX];
};

static const struct sample samples[] = {
    {"plain", 12, 3, 4, 3, {PLAIN, TIES, OUTLIER}},
    {"gaps", 12, 4, 4, 3, {GAPS, PLAIN, LONE, TIES}},
    {"negative", 12, 3, 6, 2, {NEGATIVE, PLAIN, TIES}},
    {"offset", 12, 2, 4, 3, {OFFSET, PLAIN}},
    {"constant", 12, 3, 4, 3, {CONSTANT, PLAIN, OUTLIER}},
    {"empty", 12, 3, 4, 3, {PLAIN, EMPTY, TIES}},
    {"all constant", 12, 2, 4, 3, {CONSTANT, CONSTANT}},
    {"all empty", 12, 2, 4, 3, {EMPTY, EMPTY}},
    {"extremes", 12, 2, 4, 3, {HUGE_, TINY}},
    {"mirrored", 12, 2, 4, 3, {PLAIN, MIRROR}},
    {"twice the same", 12, 3, 3, 4, {PLAIN, PLAIN, TIES}},
    {"one column", 12, 1, 4, 3, {PLAIN}},
    {"ties", 12, 1, 4, 3, {TIES}},
    {"lone", 12, 1, 4, 3, {LONE}},
    {"three units", 3, 2, 1, 3, {PLAIN, GAPS}},
    {"two units", 2, 2, 1, 2, {PLAIN, TIES}},
    {"two equal units", 2, 1, 1, 2, {TIES}},
    {"one unit", 1, 2, 1, 1, {PLAIN, TIES}},
};

/* ---- a call and what it finds ------------------------------------------------- */

struct line {
    char key[KEY_MAX]; /* its texts, but for those that name "the first" of several units */
    double v[NUMBERS_MAX];
};

struct outcome {
    int value;
    char why[256];
    size_t n, warnings;
    struct line lines[LINES_MAX];
    const struct heng_method *d;
    const char *what;
    size_t n_texts, n_numbers;
    bool loose[NUMBERS_MAX]; /* by text */
};

static void put(struct heng_analyse_call *c, const char *const *text, const double *v)
{
    struct outcome *o = c->put_data;
    struct line *l = &o->lines[o->n];
    ck_assert_uint_lt(o->n++, LINES_MAX);
    memset(l, 0, sizeof *l);
    for (size_t k = 0; k < o->n_texts; k++) {
        if (o->loose[k])
            continue;
        ck_assert_msg(text[k] && text_utf8_check(text[k], strlen(text[k])) == strlen(text[k]),
                      "%s, %s: a text that is none", o->d->name, o->what);
        ck_assert_uint_lt(strlen(l->key) + strlen(text[k]) + 2, KEY_MAX);
        strcat(strcat(l->key, text[k]), "|");
    }
    for (size_t k = 0; k < o->n_numbers; k++) {
        l->v[k] = v[k];
        ck_assert_msg(!isinf(v[k]), "%s, %s: %s line %zu holds an infinity (number %zu)",
                      o->d->name, o->what, l->key, o->n, k + 1);
    }
}

static void warn(void *warn_data, size_t column, const char *text)
{
    struct outcome *o = warn_data;
    (void)column;
    ck_assert_uint_gt(strlen(text), 0);
    ck_assert(!strchr(text, '\n'));
    o->warnings++;
}

/* Without a table of neighbours it has to be told by which rule places make them. */
static bool by_places(const struct method *m)
{
    return strcmp(m->desc->name, "moran") == 0;
}

static const void *defaults(struct rig *rig, const struct method *m)
{
    const struct param_table t = method_params(m->desc);
    char settings[256] = "";
    if (by_places(m))
        strcpy(settings, "k = 1");
    for (size_t k = 0; k < t.n; k++)
        if (!param_at(&t, k)->def)
            sprintf(settings + strlen(settings), "%s%s = 1", *settings ? "; " : "",
                    param_at(&t, k)->name);
    return rig_params(rig, m, settings);
}

static double *guarded_new(size_t n, double filling)
{
    double *p = malloc((n + 2 * GUARD) * sizeof *p);
    ck_assert_ptr_nonnull(p);
    for (size_t i = 0; i < n + 2 * GUARD; i++)
        p[i] = i < GUARD || i >= n + GUARD ? guard : filling;
    return p + GUARD;
}

static void guarded_free(const struct method *m, double *p, size_t n)
{
    for (size_t i = 0; i < GUARD; i++)
        ck_assert_msg(p[-1 - (long)i] == guard && p[n + i] == guard, "%s writes out of bounds",
                      m->desc->name);
    free(p - GUARD);
}

/* How a sample is put before a method. */
struct setting {
    const char *name;
    bool full; /* all that there is, else only what the traits ask for */
    size_t population;
    double filling; /* of scratch */
    bool turned;    /* the units in another order */
};

struct room {
    double x[M_MAX][N_MAX], before[M_MAX][N_MAX], population[N_MAX], score[N_MAX], lon[N_MAX],
        lat[N_MAX];
    const double *columns[M_MAX];
    const char *codes[N_MAX];
    uint32_t province[N_MAX], city[N_MAX];
    struct heng_grouping by[2];
};

static void fill(struct room *r, const struct sample *s, const struct setting *how, size_t units)
{
    static const size_t order[N_MAX] = {7, 3, 11, 0, 5, 9, 1, 10, 2, 8, 4, 6};
    size_t t, i;
    for (i = 0; i < s->n; i++) {
        size_t unit = i % units, from = unit;
        t = i / units;
        if (how->turned) /* so much of the order as concerns these units */
            for (size_t k = 0, seen = 0; k < N_MAX; k++)
                if (order[k] < units && seen++ == unit)
                    from = order[k];
        for (size_t j = 0; j < s->m; j++)
            r->x[j][i] = columns[s->column[j]][t * units + from];
        r->population[i] = columns[how->population][t * units + from];
        r->score[i] = columns[PLAIN][t * units + from];
        r->lon[unit] = columns[LONGITUDE][from];
        r->lat[unit] = columns[LATITUDE][from];
        r->codes[unit] = codes[from];
        r->province[unit] = province_of[from];
        r->city[unit] = city_of[from];
    }
    memcpy(r->before, r->x, sizeof r->x);
    for (size_t j = 0; j < s->m; j++)
        r->columns[j] = r->x[j];
    r->by[0] = (struct heng_grouping){"province", r->province, COUNT(provinces), provinces};
    r->by[1] = (struct heng_grouping){"city", r->city, COUNT(cities), cities};
}

static void run(struct rig *rig, const struct method *m, const struct sample *s,
                const struct setting *how, struct outcome *o)
{
    unsigned traits = method_traits(m->desc);
    size_t n_periods = traits & HENG_OF_PERIODS ? s->panel_periods : 1;
    size_t scratch = method_scratch(m, s->n, s->m);
    struct room *r = calloc(1, sizeof *r);
    struct heng_analyse_call c = {.size = sizeof c,
                                  .params = defaults(rig, m),
                                  .n = s->n,
                                  .m = s->m,
                                  .ids = ids,
                                  .direction = directions,
                                  .n_units = s->n / n_periods,
                                  .n_periods = n_periods,
                                  .periods = periods,
                                  .period = years,
                                  .put = put,
                                  .put_data = o,
                                  .warn = warn,
                                  .warn_data = o,
                                  .why = o->why,
                                  .why_size = sizeof o->why};
    ck_assert_ptr_nonnull(r);
    memset(o, 0, sizeof *o);
    o->d = m->desc;
    o->what = s->name;
    for (size_t k = 0; k < m->desc->analysis->n_fields; k++) {
        const struct heng_field *f = method_field(m->desc, k);
        if (f->is_text)
            o->loose[o->n_texts++] = strncmp(f->doc, "the first", 9) == 0;
        else
            o->n_numbers++;
    }
    fill(r, s, how, c.n_units);
    c.x = r->columns;
    c.codes = r->codes;
    if (how->full) {
        c.parents = parents;
        c.score = r->score;
        c.population = r->population;
    }
    if (how->full || traits & HENG_OF_WEIGHTED)
        c.w = weights[s->m - 1];
    if (how->full || traits & HENG_OF_GROUPS) {
        c.by = r->by;
        c.n_by = how->full ? 2 : 1;
    }
    if (how->full || traits & HENG_OF_PLACES || by_places(m)) {
        c.longitude = r->lon;
        c.latitude = r->lat;
    }
    c.scratch = guarded_new(scratch, how->filling);
    if (method_analyse_room(m, c.params, &c) > scratch) {
        const size_t room = method_analyse_room(m, c.params, &c);
        guarded_free(m, c.scratch, scratch);
        c.scratch = guarded_new(scratch = room, how->filling);
    }
    o->value = m->desc->analysis->analyse(&c);
    guarded_free(m, c.scratch, scratch);
    ck_assert_msg(memcmp(r->before, r->x, sizeof r->x) == 0, "%s writes to its input", o->d->name);
    if (o->value == HENG_FAIL && s->m == 1 && strstr(o->why, "two columns"))
        o->n = 0;
    else
        ck_assert_msg(o->value == HENG_OK || (o->value == HENG_UNDEFINED && o->why[0]),
                      "%s, %s, %s: answers %d '%s'", o->d->name, s->name, how->name, o->value,
                      o->why);
    free(r);
}

/* ---- what holds for all ---------------------------------------------------------- */

static size_t matches(const struct outcome *o, const char *key, size_t *at)
{
    size_t n = 0;
    for (size_t i = 0; i < o->n; i++)
        if (strcmp(o->lines[i].key, key) == 0) {
            *at = i;
            n++;
        }
    return n;
}

/* Lines that their texts alone tell apart hold the same numbers, whatever the order of the units.
 */
static void assert_permuted(const struct outcome *a, const struct outcome *b)
{
    ck_assert_msg(a->value == b->value && a->n == b->n,
                  "%s, %s, permuted: %d with %zu lines, not %d with %zu", a->d->name, a->what,
                  b->value, b->n, a->value, a->n);
    for (size_t i = 0; i < a->n; i++) {
        size_t at = 0, self = 0, n = matches(b, a->lines[i].key, &at);
        ck_assert_msg(n > 0, "%s, %s, permuted: no line %s", a->d->name, a->what, a->lines[i].key);
        if (n > 1 || matches(a, a->lines[i].key, &self) > 1)
            continue;
        for (size_t k = 0; k < a->n_numbers; k++)
            ck_assert_msg(kit_near(b->lines[at].v[k], a->lines[i].v[k], 1e-9),
                          "%s, %s, permuted: line %s, number %zu: %.17g, not %.17g", a->d->name,
                          a->what, a->lines[i].key, k + 1, b->lines[at].v[k], a->lines[i].v[k]);
    }
}

static void check(struct rig *rig, const struct method *m, const struct sample *s,
                  struct setting how)
{
    static struct outcome first, second;
    struct setting other = how;
    run(rig, m, s, &how, &first);
    if (how.full && strcmp(s->name, "twice the same") == 0)
        ck_assert_msg(first.value == HENG_OK && first.n > 0, "%s finds nothing: %s", m->desc->name,
                      first.why);
    other.filling = NAN;
    run(rig, m, s, &other, &second);
    ck_assert_msg(memcmp(&first, &second, sizeof first) == 0, "%s, %s, %s: differs the second time",
                  m->desc->name, s->name, how.name);
    other = how;
    other.turned = true;
    run(rig, m, s, &other, &second);
    if (s->column[0] != HUGE_)
        assert_permuted(&first, &second);
}

START_TEST(every_analysis)
{
    static const struct setting settings[] = {
        {"full", true, POPULATION, 0, false},
        {"full, population with gaps", true, POPULATION_GAPS, 0, false},
        {"bare", false, POPULATION, 0, false},
    };
    struct rig *rig = rig_new();
    const struct method *m;
    for (size_t i = 0; (m = registry_at(rig->registry, i)); i++)
        for (size_t k = 0; k < COUNT(samples) && m->desc->stage == HENG_ANALYSE; k++)
            for (size_t h = 0; h < COUNT(settings); h++)
                check(rig, m, &samples[k], settings[h]);
    rig_free(rig);
}
END_TEST

/* No units, no columns: refused before the method is asked. */
START_TEST(nothing_is_undefined)
{
    struct rig *rig = rig_new();
    const struct method *m;
    const double none[1] = {0}, *const x[] = {none};
    for (size_t i = 0; (m = registry_at(rig->registry, i)); i++)
        for (size_t n = 0; n < 2 && m->desc->stage == HENG_ANALYSE; n++) {
            char why[64] = "";
            struct heng_analyse_call c = {.n = n,
                                          .m = 1 - n,
                                          .x = x,
                                          .n_units = n,
                                          .n_periods = 1,
                                          .why = why,
                                          .why_size = sizeof why};
            ck_assert_int_eq(method_analyse(m, defaults(rig, m), &c, &rig->error), HENG_UNDEFINED);
            ck_assert_str_eq(why, n ? "no columns" : "no units");
        }
    rig_free(rig);
}
END_TEST

/* Keys of a section, and options of a script's call, stand beside a method's own. */
static bool is_taken(const char *name)
{
    static const char *const options[] = {"score",   "longitude", "latitude", "ids",
                                          "parents", "direction", "codes"};
    for (size_t k = 0; k < COUNT(options); k++)
        if (strcmp(options[k], name) == 0)
            return true;
    return param_find(&analysis_keys, name) != NULL;
}

START_TEST(every_descriptor_is_complete)
{
    struct rig *rig = rig_new();
    const struct method *m;
    for (size_t i = 0; (m = registry_at(rig->registry, i)); i++) {
        const struct heng_method *d = m->desc;
        const struct param_table t = method_params(d);
        size_t numbers = 0;
        if (d->stage != HENG_ANALYSE)
            continue;
        ck_assert_msg(d->analysis->data == HENG_DATA_RAW ||
                          d->analysis->data == HENG_DATA_NORMALISED,
                      "%s does not say what it looks at", d->name);
        ck_assert_uint_gt(d->analysis->n_fields, 0);
        ck_assert_uint_eq(d->traits & (unsigned)~(HENG_OF_PERIODS | HENG_OF_GROUPS |
                                                  HENG_OF_PLACES | HENG_OF_WEIGHTED),
                          0);
        for (size_t k = 0; k < t.n; k++)
            ck_assert_msg(!is_taken(param_at(&t, k)->name), "%s: the key %s is taken", d->name,
                          param_at(&t, k)->name);
        for (size_t k = 0; k < d->analysis->n_fields; k++) {
            const struct heng_field *f = method_field(d, k);
            ck_assert_msg(text_is_id(f->name) && strcmp(f->name, "class") &&
                              strcmp(f->name, "period") && strcmp(f->name, "synthetic"),
                          "%s: field %s", d->name, f->name);
            ck_assert_msg(f->doc && *f->doc && !strchr(f->doc, '\n'), "%s: field %s lacks a text",
                          d->name, f->name);
            for (size_t j = 0; j < k; j++)
                ck_assert_msg(strcmp(f->name, method_field(d, j)->name), "%s: field %s twice",
                              d->name, f->name);
            numbers += !f->is_text;
        }
        ck_assert_uint_le(numbers, NUMBERS_MAX);
    }
    rig_free(rig);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {every_analysis, nothing_is_undefined,
                                  every_descriptor_is_complete, NULL};
    return kit_run("analyses", tests);
}
