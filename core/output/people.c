/* SPDX-License-Identifier: MIT */
/*
 * Tables for people, beside the exact ones: headings and cells in the profile's language, labels
 * in place of ids, rounded, for a spreadsheet that is opened by a double click. Each is made of the
 * exact table that it stands beside, but for the indicators: a row a unit, a column an indicator.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/none.h"
#include "output/output_internal.h"
#include "output/words.h"

enum { FIGURES = 4, DECIMALS = 2, DECIMALS_MAX = 12, FURTHER = 2, FIXED_OF_SCORES = 7 };

/* What is done with a column. */
enum column_kind {
    COLUMN_DROPPED,
    COLUMN_AS_IT_IS,
    COLUMN_CLASS,
    COLUMN_UNIT, /* a code: told with its name */
    COLUMN_WORDS,
    COLUMN_METHOD,
    COLUMN_WHOLE,
    COLUMN_SCORE,
    COLUMN_SHARE
};

/* Those of which the heading tells it; else words and shares. */
static const struct {
    const char *name;
    enum column_kind kind;
} known[] = {
    {"class", COLUMN_CLASS},      {"period", COLUMN_AS_IT_IS}, {"name", COLUMN_AS_IT_IS},
    {"tier", COLUMN_AS_IT_IS},    {"rule", COLUMN_AS_IT_IS},   {"score", COLUMN_SCORE},
    {"node_score", COLUMN_SCORE}, {"before", COLUMN_SCORE},    {"after", COLUMN_SCORE},
    {"code_a", COLUMN_UNIT},      {"code_b", COLUMN_UNIT},     {"max_unit", COLUMN_UNIT},
    {"result", COLUMN_UNIT},      {"method", COLUMN_METHOD},
};

/* One table while it is made. */
struct people {
    const struct results *r;
    const struct plan *p;
    const struct output *from;
    const struct heng_method *analysis; /* whose table it is, or NULL */
    const double *const *indicators;    /* of one in place of `from`: by indicator and row */
    bool scores;                        /* those are scores */
    int language, decimals;
    struct csv_writer w;
    struct text_index codes;
    struct str cell, text;
    struct column {
        enum column_kind kind;
        bool fractions; /* a number of it is not whole */
        char name[64];  /* of the exact table */
    } * columns;
    size_t n, cap;
    bool lost; /* out of memory */
};

/* ---- what things are called -------------------------------------------------------------------
 */

static const char *title_of(const struct people *m, size_t node)
{
    return node_title(&m->p->tree.nodes[node], m->language);
}

static bool is_title_of_another(const struct people *m, size_t node)
{
    for (size_t i = 0; i < m->p->tree.n; i++)
        if (i != node && strcmp(title_of(m, i), title_of(m, node)) == 0)
            return true;
    return false;
}

static const char *in_brackets(struct people *m, const char *text, const char *within)
{
    m->text.n = 0;
    str_printf(&m->text, m->language == LANGUAGE_EN ? "%s (%s)" : "%s（%s）", text, within);
    m->lost = m->lost || m->text.failed;
    return m->text.failed ? text : m->text.s;
}

/* Titles may be shared: then the id stands behind. */
static const char *call_node(struct people *m, size_t node)
{
    return is_title_of_another(m, node)
               ? in_brackets(m, title_of(m, node), m->p->tree.nodes[node].id)
               : title_of(m, node);
}

/* Whether the title ends with the unit in brackets of either kind. */
static bool tells_unit(const char *title, const char *unit)
{
    static const char *const ends[] = {"）", ")"};
    const size_t n = strlen(title), n_unit = strlen(unit);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        const size_t end = strlen(ends[i]);
        if (n > n_unit + end && strcmp(title + n - end, ends[i]) == 0 &&
            strncmp(title + n - end - n_unit, unit, n_unit) == 0)
            return true;
    }
    return false;
}

static const char *call_indicator(struct people *m, size_t k)
{
    const size_t node = m->p->tree.indicators[k];
    const char *unit = words_node_unit(m->language, &m->p->tree.nodes[node]);
    if (m->scores || !*unit || tells_unit(title_of(m, node), unit))
        return call_node(m, node);
    return in_brackets(m, title_of(m, node), unit);
}

static const char *call_unit(struct people *m, const char *code)
{
    const size_t unit = text_index_find(&m->codes, code, strlen(code));
    const char *name = unit == NONE ? code : m->p->table->names[unit];
    return strcmp(name, code) ? in_brackets(m, name, code) : name;
}

static const char *call_class(const struct people *m, const char *value)
{
    for (size_t c = 0; c < m->p->n_classes; c++)
        if (strcmp(m->p->classes[c].value, value) == 0)
            return m->p->classes[c].label;
    return value;
}

static const char *call_method(const struct people *m, const char *name)
{
    const struct method *found = registry_find(m->p->registry, HENG_WEIGHTS, name);
    if (!found)
        return name;
    return m->language == LANGUAGE_EN ? found->desc->title_en : found->desc->title_zh;
}

/* A word of the column's own, a node, a unit, a class, a column of the table; else as it is. */
static const char *call_anything(struct people *m, const char *field, const char *text)
{
    const char *word = words_value(m->language, field, text);
    const size_t node = tree_find(&m->p->tree, text);
    if (word != text || !*text)
        return word;
    if (node != NONE)
        return call_node(m, node);
    if (text_index_find(&m->codes, text, strlen(text)) != NONE)
        return call_unit(m, text);
    word = call_class(m, text);
    return word != text ? word : dataset_column_title(m->p->data, text, m->language, m->p->arena);
}

/* ---- headings ---------------------------------------------------------------------------------
 */

/* One class without a name, one period without a label: nothing is told by a column of them. */
static bool is_blank_everywhere(const struct people *m, const char *name)
{
    if (strcmp(name, "class") == 0)
        return m->p->n_classes == 1 && !*m->p->classes[0].label;
    return strcmp(name, "period") == 0 && m->r->n_periods == 1 && !*m->p->table->periods[0];
}

static bool is_node(const struct people *m, size_t column, const char *name)
{
    return strcmp(m->from->name, "scores.csv") == 0 && column >= FIXED_OF_SCORES &&
           tree_find(&m->p->tree, name) != NONE;
}

/* Of an analysis, whose fields stand behind class and period and before the mark of made-up data;
   NONE: the column is none. */
static size_t field_of(const struct people *m, size_t column)
{
    const size_t before = 2;
    const bool is =
        m->analysis && column >= before && column < before + m->analysis->analysis->n_fields;
    return is ? column - before : NONE;
}

static enum column_kind kind_of(const struct people *m, size_t column, const char *name)
{
    const bool number = column < m->from->kinds.n && m->from->kinds.s[column] == CSV_KIND_NUMBER;
    if (is_blank_everywhere(m, name))
        return COLUMN_DROPPED;
    if (is_node(m, column, name)) /* the index's is the score */
        return tree_find(&m->p->tree, name) == TREE_ROOT ? COLUMN_DROPPED : COLUMN_SCORE;
    if (field_of(m, column) != NONE &&
        !words_is_shown(m->language, m->analysis, field_of(m, column)))
        return COLUMN_DROPPED;
    if (number && output_is_whole(name))
        return COLUMN_WHOLE;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(known[i].name, name) == 0)
            return known[i].kind;
    return number ? COLUMN_SHARE : COLUMN_WORDS;
}

/* A code is told with the name where no column has the names. */
static void settle_codes(struct people *m)
{
    bool names = m->analysis != NULL;
    for (size_t j = 0; j < m->n; j++)
        names = names || strcmp(m->columns[j].name, "name") == 0;
    for (size_t j = 0; j < m->n; j++)
        if (strcmp(m->columns[j].name, "code") == 0)
            m->columns[j].kind = names && !m->analysis ? COLUMN_AS_IT_IS : COLUMN_UNIT;
}

static const char *heading_of(struct people *m, size_t column)
{
    const char *name = m->columns[column].name, *word, *unit;
    if (is_node(m, column, name))
        return call_node(m, tree_find(&m->p->tree, name));
    if (field_of(m, column) == NONE)
        return words_heading(m->language, m->from->name, name);
    word = words_field(m->language, m->analysis->name, name);
    unit = words_unit(m->language, method_field(m->analysis, field_of(m, column))->unit);
    if (unit && *unit)
        return in_brackets(m, word ? word : name, unit);
    return word ? word : name;
}

static bool add_column(struct people *m, const char *name)
{
    if (m->n == m->cap) {
        const size_t cap = m->cap ? 2 * m->cap : 16;
        struct column *v = realloc(m->columns, cap * sizeof *v);
        if (!v)
            return false;
        m->columns = v;
        m->cap = cap;
    }
    snprintf(m->columns[m->n].name, sizeof m->columns->name, "%s", name);
    m->columns[m->n].fractions = false;
    m->columns[m->n].kind = kind_of(m, m->n, name);
    m->n++;
    return true;
}

static bool read_headings(struct people *m, FILE *f)
{
    int end = ',';
    while (end == ',') {
        end = written_next(f, &m->cell);
        if (m->cell.failed || !add_column(m, written_text(&m->cell)))
            return false;
    }
    settle_codes(m);
    return true;
}

/* ---- lines ------------------------------------------------------------------------------------
 */

static double number_of(const char *text)
{
    double v;
    return number_parse(text, strlen(text), &v) ? v : (double)NAN;
}

/* Counts are whole numbers; a rank that ties share may be none. */
static void put_number(struct people *m, const struct column *c, const char *text)
{
    const double v = number_of(text);
    const int more = m->decimals + FURTHER;
    if (c->kind == COLUMN_WHOLE || (c->kind == COLUMN_SHARE && !c->fractions))
        csv_number(&m->w, v);
    else if (c->kind == COLUMN_SCORE)
        csv_fixed(&m->w, v, m->decimals);
    else
        csv_fixed(&m->w, v, more < DECIMALS_MAX ? more : DECIMALS_MAX);
}

static void put_cell(struct people *m, const struct column *c, const char *text)
{
    switch (c->kind) {
    case COLUMN_DROPPED:
        return;
    case COLUMN_AS_IT_IS:
        csv_text(&m->w, text);
        return;
    case COLUMN_CLASS:
        csv_text(&m->w, call_class(m, text));
        return;
    case COLUMN_UNIT:
        csv_text(&m->w, call_unit(m, words_value(m->language, c->name, text)));
        return;
    case COLUMN_WORDS:
        csv_text(&m->w, call_anything(m, c->name, text));
        return;
    case COLUMN_METHOD:
        csv_text(&m->w, call_method(m, text));
        return;
    case COLUMN_WHOLE:
    case COLUMN_SCORE:
    case COLUMN_SHARE:
        put_number(m, c, text);
    }
}

static void look_at(struct column *c, const char *text)
{
    const double v = number_of(text);
    c->fractions = c->fractions || (isfinite(v) && v != floor(v));
}

/* Each cell of the lines behind the headings is looked at, or put. */
static bool go_through(struct people *m, FILE *f, bool put)
{
    size_t column = 0;
    int end;
    while ((end = written_next(f, &m->cell)) != EOF) {
        struct column *c = column < m->n ? &m->columns[column] : NULL;
        if (c && put)
            put_cell(m, c, written_text(&m->cell));
        else if (c)
            look_at(c, written_text(&m->cell));
        column = end == ',' ? column + 1 : 0;
        if (put && end == '\n')
            csv_end_line(&m->w);
        if (m->cell.failed || m->lost)
            return false;
    }
    return true;
}

static void put_headings(struct people *m)
{
    for (size_t j = 0; j < m->n; j++)
        if (m->columns[j].kind != COLUMN_DROPPED)
            csv_text(&m->w, heading_of(m, j));
    csv_end_line(&m->w);
}

static void pass_line(struct people *m, FILE *f)
{
    while (written_next(f, &m->cell) == ',')
        ;
}

static bool copy_lines(struct people *m)
{
    FILE *f = written_open(m->from);
    bool fine = f && read_headings(m, f) && go_through(m, f, false);
    if (fine) {
        rewind(f);
        pass_line(m, f);
        put_headings(m);
        fine = go_through(m, f, true);
    }
    if (f)
        written_close(m->from, f);
    return fine;
}

/* ---- a row a unit, a column an indicator -------------------------------------------------------
 */

static int decimals_of(double v)
{
    char text[NUMBER_TEXT_MAX];
    const char *point;
    number_format(v, text);
    point = strchr(text, '.');
    return strchr(text, 'e') ? DECIMALS_MAX : point ? (int)strlen(point + 1) : 0;
}

/* How many decimals show four figures of a value. */
static int decimals_that_show(double most)
{
    int n = FIGURES - 1;
    for (; most >= 10 && n > 0; n--)
        most /= 10;
    for (; most > 0 && most < 1 && n < DECIMALS_MAX; n++)
        most *= 10;
    return n;
}

/* As many as the values have, but no more than those of scores unless four figures need them. */
static int decimals_that_suit(const struct people *m, const double *v)
{
    double most = 0;
    int needed = 0, enough;
    for (size_t i = 0; i < m->r->n_rows; i++) {
        const int has = isfinite(v[i]) ? decimals_of(v[i]) : 0;
        most = fabs(v[i]) > most ? fabs(v[i]) : most;
        needed = has > needed ? has : needed;
    }
    enough = decimals_that_show(most);
    if (enough < m->decimals)
        enough = m->decimals;
    return needed < enough ? needed : enough;
}

static void put_place(struct people *m, const char *class, const char *period)
{
    if (!is_blank_everywhere(m, "class"))
        csv_text(&m->w, class);
    if (!is_blank_everywhere(m, "period"))
        csv_text(&m->w, period);
}

static void put_indicator_headings(struct people *m)
{
    const char *const file = "indicators.csv";
    put_place(m, words_heading(m->language, file, "class"),
              words_heading(m->language, file, "period"));
    csv_text(&m->w, words_heading(m->language, file, "code"));
    csv_text(&m->w, words_heading(m->language, file, "name"));
    for (size_t k = 0; k < m->p->tree.n_indicators; k++)
        csv_text(&m->w, call_indicator(m, k));
    if (m->p->synthetic)
        csv_text(&m->w, words_heading(m->language, file, "synthetic"));
    csv_end_line(&m->w);
}

static void put_unit(struct people *m, size_t class, size_t period, size_t position,
                     const int *decimals)
{
    put_place(m, m->p->classes[class].label, m->p->table->periods[period]);
    csv_text(&m->w, plan_unit_code(m->p, position));
    csv_text(&m->w, plan_unit_name(m->p, position));
    for (size_t k = 0; k < m->p->tree.n_indicators; k++)
        csv_fixed(&m->w, m->indicators[k][results_row(m->r, period, position)], decimals[k]);
    if (m->p->synthetic)
        csv_text(&m->w, words_value(m->language, "synthetic", "yes"));
    csv_end_line(&m->w);
}

static bool put_indicators(struct people *m)
{
    const struct plan *p = m->p;
    int *decimals = calloc(p->tree.n_indicators + 1, sizeof *decimals);
    if (!decimals)
        return false;
    for (size_t k = 0; k < p->tree.n_indicators; k++)
        decimals[k] = m->scores ? m->decimals : decimals_that_suit(m, m->indicators[k]);
    put_indicator_headings(m);
    for (size_t c = 0; c < p->n_classes; c++)
        for (size_t t = 0; t < m->r->n_periods; t++)
            for (size_t i = p->classes[c].first; i < p->classes[c].first + p->classes[c].n; i++)
                if (!results_is_elsewhere(m->r, t, i))
                    put_unit(m, c, t, i, decimals);
    free(decimals);
    return !m->lost;
}

/* ---- files ------------------------------------------------------------------------------------
 */

static bool write_table(void *of, FILE *f)
{
    struct people *m = of;
    m->w = (struct csv_writer){.out = f, .for_people = true};
    m->n = 0;
    return m->indicators ? put_indicators(m) : copy_lines(m);
}

static int add_table(struct people *m, struct outputs *out, const char *name, struct error *e)
{
    struct output *to = &out->v[out->n++];
    to->name = arena_printf(m->p->arena, PEOPLE_PREFIX "%s", name);
    to->format = "csv";
    to->for_people = true;
    return to->name ? output_make(to, write_table, m, e) : error_no_memory(e);
}

static int add_indicators(struct people *m, struct outputs *out, struct error *e)
{
    int status;
    m->indicators = m->r->raw;
    status = add_table(m, out, "indicators.csv", e);
    m->indicators = (const double *const *)m->r->normalised;
    m->scores = true;
    if (!status)
        status = add_table(m, out, "normalised.csv", e);
    m->indicators = NULL;
    m->scores = false;
    return status;
}

static const struct heng_method *analysis_of(const struct plan *p, const char *file)
{
    for (size_t k = 0; k < p->n_analyses; k++)
        if (strcmp(p->analyses[k].file, file) == 0)
            return p->analyses[k].method->desc;
    return NULL;
}

/* Long ones of replicates are for programs. */
static bool is_for_people(const struct output *o)
{
    return o->format && strcmp(o->format, "csv") == 0 && strcmp(o->name, "replicates.csv") &&
           strcmp(o->name, "settings.csv");
}

static int add_all(struct people *m, struct outputs *out, struct error *e)
{
    const size_t n = out->n;
    int status = OK;
    for (size_t k = 0; !status && k < n; k++) {
        m->from = &out->v[k];
        m->analysis = analysis_of(m->p, m->from->name);
        if (is_for_people(m->from))
            status = strcmp(m->from->name, "indicators.csv") ? add_table(m, out, m->from->name, e)
                                                             : add_indicators(m, out, e);
    }
    return status;
}

static int index_codes(struct people *m, struct error *e)
{
    const struct table *t = m->p->table;
    size_t at;
    int status = OK;
    for (size_t u = 0; !status && u < t->n_units; u++)
        status = text_index_put(&m->codes, t->codes[u], strlen(t->codes[u]), &at);
    return status ? error_no_memory(e) : OK;
}

int outputs_add_people(struct outputs *out, const struct results *r, struct error *e)
{
    const struct fixed_sections *said = &r->plan->fixed;
    struct people m = {.r = r, .p = r->plan, .language = said->profile.language};
    int status;
    if (said->output.csv != CSV_FOR_PEOPLE)
        return OK;
    m.decimals = said->output.decimals >= 0           ? (int)said->output.decimals
                 : plan_level(r->plan)->decimals >= 0 ? (int)plan_level(r->plan)->decimals
                                                      : DECIMALS;
    status = outputs_grow(out, out->n + 1, e);
    if (!status)
        status = index_codes(&m, e);
    if (!status)
        status = add_all(&m, out, e);
    text_index_fini(&m.codes);
    str_fini(&m.cell);
    str_fini(&m.text);
    free(m.columns);
    return status;
}
