/* SPDX-License-Identifier: MIT */
/* What the columns of a sheet serve for: by what they are called, then by what tells rows apart. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "data/look_internal.h"
#include "data/period.h"

enum { PICK_VALUES_MAX = 200, PERIODS_MAX = 500, COLUMNS_LOOKED = 1024, FIT_PERCENT = 30 };

static bool is_free(const struct looking *k, size_t column)
{
    enum look_role role = k->columns[column].role;
    return role == LOOK_TEXT || role == LOOK_FIGURES;
}

/* The column whose name is the surest to be of a role; NONE. */
static size_t find_called(const struct looking *k, enum look_role role)
{
    size_t best = NONE, rank = NONE;
    for (size_t i = 0; i < k->f.n_columns; i++) {
        size_t r = is_free(k, i) ? look_rank(k->f.arena, role, k->columns[i].name) : NONE;
        if (r < rank) {
            rank = r;
            best = i;
        }
    }
    return best;
}

static void serve(struct looking *k, size_t column, enum look_role role)
{
    if (column != NONE)
        k->columns[column].role = role;
}

/* ---- what tells rows apart ------------------------------------------------------------------- */

static bool is_picked(const struct looking *k, size_t row)
{
    for (size_t i = 0; i < k->n_picks; i++)
        if (strcmp(looked_word(k, row, k->picks[i].column), k->picks[i].value))
            return false;
    return true;
}

/* Rows without a unit are left out by whoever reads them. */
static bool has_unit(const struct looking *k, size_t row)
{
    for (size_t i = 0; i < k->n_unit; i++)
        if (!*looked_word(k, row, k->unit[i]))
            return false;
    return true;
}

/* How many rows are as one before in all these columns. also: NONE, or a further one. *status. */
static size_t count_twins(const struct looking *k, size_t also, int *status)
{
    const size_t keys[] = {k->period, k->variable, also};
    struct text_index seen = {0};
    struct str key = {0};
    size_t twins = 0, at;
    for (size_t row = 0; row < k->n_rows && !*status; row++) {
        size_t known = seen.n;
        if (!has_unit(k, row) || !is_picked(k, row))
            continue;
        key.n = 0;
        for (size_t i = 0; i < k->n_unit; i++)
            str_printf(&key, "%s\x1f", looked_word(k, row, k->unit[i]));
        for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
            str_printf(&key, "%s\x1f", keys[i] == NONE ? "" : looked_word(k, row, keys[i]));
        *status = key.failed ? ERR_MEMORY : text_index_put(&seen, key.s, key.n, &at);
        twins += !*status && at < known;
    }
    str_fini(&key);
    text_index_fini(&seen);
    return twins;
}

/* ---- the unit -------------------------------------------------------------------------------- */

/* The column of texts that differ most. */
static size_t most_different(const struct looking *k)
{
    size_t best = NONE;
    for (size_t i = 0; i < k->f.n_columns; i++)
        if (k->columns[i].role == LOOK_TEXT && k->columns[i].name[0] &&
            (best == NONE || k->columns[i].n_different > k->columns[best].n_different))
            best = i;
    return best;
}

static size_t first_filled(const struct looking *k)
{
    size_t i = 0;
    while (i + 1 < k->f.n_columns && k->columns[i].role == LOOK_EMPTY)
        i++;
    return i;
}

/* The next surest column of texts that is called as units are; NONE: there are no more. */
static size_t next_name(const struct looking *k, const bool *looked)
{
    size_t best = NONE, rank = NONE;
    for (size_t i = 0; i < k->f.n_columns && i < COLUMNS_LOOKED; i++) {
        size_t r = !looked[i] && k->columns[i].role == LOOK_TEXT
                       ? look_rank(k->f.arena, LOOK_NAME, k->columns[i].name)
                       : NONE;
        if (r < rank) {
            rank = r;
            best = i;
        }
    }
    return best;
}

/* The surest of these that alone, or with the period, tells rows apart; else the surest. */
static size_t find_unique_name(struct looking *k, int *status)
{
    bool looked[COLUMNS_LOOKED] = {false};
    size_t first = next_name(k, looked);
    for (size_t i = first; i != NONE && !*status; i = next_name(k, looked)) {
        size_t twins;
        looked[i] = true;
        k->unit[0] = i;
        k->n_unit = 1;
        twins = count_twins(k, NONE, status);
        k->n_unit = 0;
        if (twins == 0)
            return i;
    }
    return first;
}

/* The first column of codes that no other row has, by how they are written: 01, 02. */
static size_t find_zero_led(const struct looking *k)
{
    for (size_t i = 0; i < k->f.n_columns; i++)
        if (k->columns[i].role == LOOK_TEXT && k->columns[i].name[0] &&
            k->columns[i].n_different == k->n_rows && look_is_zero_led(k, i))
            return i;
    return NONE;
}

/* The surest code that is not one of variables. */
static size_t find_code(const struct looking *k)
{
    size_t best = NONE, rank = NONE;
    for (size_t i = 0; i < k->f.n_columns; i++) {
        const char *name = k->columns[i].name;
        size_t r = is_free(k, i) && look_rank(k->f.arena, LOOK_VARIABLE, name) == NONE
                       ? look_rank(k->f.arena, LOOK_UNIT, name)
                       : NONE;
        if (r < rank) {
            rank = r;
            best = i;
        }
    }
    return best != NONE ? best : find_zero_led(k);
}

static int find_unit(struct looking *k)
{
    int status = OK;
    size_t unit = find_code(k);
    if (unit == NONE)
        unit = find_unique_name(k, &status);
    if (unit == NONE && !k->columns[0].name[0] && k->columns[0].role != LOOK_EMPTY)
        unit = 0; /* names of rows, without a name of their own */
    if (unit == NONE)
        unit = most_different(k);
    if (unit == NONE)
        unit = first_filled(k);
    if (unit == k->period) /* the only unit has no name: its periods are the units */
        k->period = NONE;
    k->unit[0] = unit;
    k->n_unit = 1;
    serve(k, unit, LOOK_UNIT);
    return status;
}

/* Whether each unit has but one text there, and most have one of their own. */
static bool is_name_of(const struct looking *k, size_t column, int *status)
{
    const struct look_column *c = &k->columns[column], *u = &k->columns[k->unit[0]];
    struct text_index seen = {0};
    const char **of = calloc(k->n_rows + 1, sizeof *of);
    bool same = c->role == LOOK_TEXT && !look_is_like_figures(k, column) &&
                c->n_different >= u->n_different && 2 * c->n_different <= 3 * u->n_different;
    *status = of ? OK : ERR_MEMORY;
    for (size_t row = 0; row < k->n_rows && same && !*status; row++) {
        const char *unit = looked_word(k, row, k->unit[0]), *word = looked_word(k, row, column);
        size_t at;
        if (!*unit)
            continue;
        *status = text_index_put(&seen, unit, strlen(unit), &at);
        if (!*status && of[at])
            same = strcmp(of[at], word) == 0;
        else if (!*status)
            of[at] = word;
    }
    text_index_fini(&seen);
    free(of);
    return same && !*status;
}

static int find_name(struct looking *k)
{
    size_t called = find_called(k, LOOK_NAME);
    int status = OK;
    if (called != NONE && is_name_of(k, called, &status))
        k->name = called;
    for (size_t i = 0; i < k->f.n_columns && k->name == NONE && !status; i++)
        if (i != k->unit[0] && k->columns[i].role == LOOK_TEXT && is_name_of(k, i, &status))
            k->name = i;
    serve(k, k->name, LOOK_NAME);
    return status;
}

/* ---- periods --------------------------------------------------------------------------------- */

/* Whether the cells of a column tell times. */
static bool tells_times(const struct looking *k, size_t column)
{
    const char *labels[PERIODS_MAX];
    struct period_time times[PERIODS_MAX];
    size_t n = 0;
    if (k->columns[column].n_different > PERIODS_MAX)
        return false;
    for (size_t row = 0; row < k->n_rows; row++) {
        const char *word = looked_word(k, row, column);
        size_t i = 0;
        if (!*word)
            return false;
        while (i < n && strcmp(labels[i], word))
            i++;
        if (i == n && n == PERIODS_MAX)
            return false;
        labels[i] = word;
        n += i == n;
    }
    return n && period_times(labels, n, times);
}

/* Years of four digits, or texts that nothing else is written as: 2019Q1, 2019年. */
static bool looks_like_times(const struct looking *k, size_t column)
{
    const struct look_column *c = &k->columns[column];
    if (c->n_different < 2 || 2 * c->n_different > k->n_rows || !tells_times(k, column))
        return false;
    for (size_t row = 0; row < k->n_rows; row++) {
        const char *word = looked_word(k, row, column);
        long year = strtol(word, NULL, 10);
        if (strspn(word, "0123456789") != 4 || year < 1800 || year > 2200)
            return false;
    }
    return true;
}

static void find_period(struct looking *k)
{
    size_t called = find_called(k, LOOK_PERIOD);
    if (called != NONE && tells_times(k, called))
        k->period = called;
    serve(k, k->period, LOOK_PERIOD);
}

/* Where neither a name nor the header tells of periods, cells may. */
static void find_period_by_cells(struct looking *k)
{
    for (size_t i = 0; i < k->f.n_columns && k->period == NONE && k->layout == SHAPE_WIDE; i++)
        if (is_free(k, i) && looks_like_times(k, i))
            k->period = i;
    serve(k, k->period, LOOK_PERIOD);
}

/* "2015", "2015年第四季度", "FY2019-20", "Jan 2019", "2015 [YR2015]". */
static bool is_year_called(const char *name)
{
    char label[48];
    const char *at = strstr(name, " [YR");
    size_t n = at ? (size_t)(at - name) : strlen(name);
    if (n >= sizeof label)
        return false;
    memcpy(label, name, n);
    label[n] = '\0';
    return frame_is_year(label);
}

/* A variable of a period, 生产总值/2023年, where there are several periods. */
static bool has_nested(struct looking *k)
{
    const char *first = NULL, *period, *rest;
    for (size_t i = 0; i < k->f.n_columns; i++) {
        if (!frame_nested(&k->f, k->columns[i].name, &period, &rest))
            continue;
        if (first && strcmp(first, period))
            return true;
        first = period;
    }
    return false;
}

static void find_periods_across(struct looking *k)
{
    const bool nested = has_nested(k);
    const char *period, *rest;
    size_t n = 0;
    for (size_t i = 0; i < k->f.n_columns; i++)
        n += is_year_called(k->columns[i].name);
    if ((n < 2 && !nested) || k->period != NONE)
        return;
    k->layout = SHAPE_PERIODS;
    for (size_t i = 0; i < k->f.n_columns; i++)
        if (is_year_called(k->columns[i].name) ||
            (nested && frame_nested(&k->f, k->columns[i].name, &period, &rest)))
            serve(k, i, LOOK_PERIODS);
    k->several = nested && frame_has_several(&k->f);
    for (size_t i = 0; i < k->f.n_columns && nested && !k->several; i++)
        if (frame_nested(&k->f, k->columns[i].name, &period, &rest))
            k->fixed_variable = frame_bare(&k->f, rest);
}

/* ---- several rows a unit --------------------------------------------------------------------- */

/* A column that tells the rows apart; texts go before figures. NONE: none does. */
static size_t find_telling(const struct looking *k, int *status)
{
    for (int texts = 1; texts >= 0; texts--)
        for (size_t i = 0; i < k->f.n_columns && !*status; i++)
            if ((texts ? k->columns[i].role == LOOK_TEXT : k->columns[i].role == LOOK_FIGURES) &&
                k->columns[i].n_different > 1 && k->columns[i].n_different < k->n_rows &&
                k->columns[i].name[0] && count_twins(k, i, status) == 0)
                return i;
    return NONE;
}

static bool stands_for_all(const char *s)
{
    static const char *const words[] = {"_T",   "T",    "TOTAL", "Both sexes", "BTSX", "総数",
                                        "合计", "总计", "全部",  "全体",       "ALL",  "計"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcasecmp(s, words[i]) == 0)
            return true;
    return false;
}

/* The value of a column by which rows are picked: what stands for all, else the first. */
static const char *value_to_pick(const struct looking *k, size_t column)
{
    const char *first = NULL;
    for (size_t row = 0; row < k->n_rows; row++) {
        const char *word = looked_word(k, row, column);
        if (!*word || !has_unit(k, row) || !is_picked(k, row))
            continue;
        if (stands_for_all(word))
            return word;
        first = first ? first : word;
    }
    return first;
}

static bool add_pick(struct looking *k, size_t column)
{
    const char *value = value_to_pick(k, column);
    if (!value || k->n_picks == LOOK_KEPT_MAX)
        return false;
    k->picks[k->n_picks++] = (struct looked_pick){column, value, k->columns[column].n_different};
    return true;
}

/* Few values, each of several rows. */
static bool may_pick(const struct looking *k, size_t column)
{
    const struct look_column *c = &k->columns[column];
    return is_free(k, column) && c->name[0] && c->n_different > 1 &&
           c->n_different <= PICK_VALUES_MAX && 2 * c->n_different <= k->n_rows;
}

/* Picks by the column that leaves the fewest twins, until there are none. */
static int pick_rows(struct looking *k)
{
    int status = OK;
    size_t twins = count_twins(k, NONE, &status);
    while (twins && !status && k->n_picks < LOOK_KEPT_MAX) {
        size_t best = NONE, least = twins;
        for (size_t i = 0; i < k->f.n_columns && !status; i++) {
            size_t left;
            if (!may_pick(k, i) || !add_pick(k, i))
                continue;
            left = count_twins(k, NONE, &status);
            k->n_picks--;
            if (left < least) {
                least = left;
                best = i;
            }
        }
        if (best == NONE || !add_pick(k, best))
            break;
        twins = least;
    }
    return status;
}

/* Rows of several units are no choice among rows: a column called as units are that, with the unit,
   leaves no twins. */
static size_t find_outer(const struct looking *k, int *status)
{
    for (size_t i = 0; i < k->f.n_columns && !*status; i++)
        if (k->columns[i].role == LOOK_TEXT &&
            look_rank(k->f.arena, LOOK_NAME, k->columns[i].name) != NONE &&
            count_twins(k, i, status) == 0)
            return i;
    return NONE;
}

static void join(struct looking *k, size_t with)
{
    k->unit[1] = with > k->unit[0] ? with : k->unit[0];
    k->unit[0] = with > k->unit[0] ? k->unit[0] : with;
    k->n_unit = 2;
    serve(k, with, LOOK_UNIT);
}

/* Joins the unit with an outer one where there are twins and that ends them; else picks rows. */
static int join_or_pick(struct looking *k)
{
    int status = OK;
    size_t with = count_twins(k, NONE, &status) ? find_outer(k, &status) : NONE;
    if (status || with == NONE)
        return status ? status : pick_rows(k);
    join(k, with);
    return OK;
}

/* Units that only together with another column have a name of their own: state, county. */
static int join_unit(struct looking *k)
{
    int status = OK;
    size_t with = find_telling(k, &status);
    if (status || with == NONE || k->columns[with].role != LOOK_TEXT)
        return status ? status : pick_rows(k);
    join(k, with);
    return OK;
}

static int tell_rows_apart(struct looking *k)
{
    size_t value = find_called(k, LOOK_VALUE), variable = find_called(k, LOOK_VARIABLE);
    int status = OK;
    bool twins = count_twins(k, NONE, &status) > 0;
    if (status)
        return status;
    if (k->layout == SHAPE_PERIODS) {
        k->variable = variable != NONE ? variable : twins ? find_telling(k, &status) : NONE;
        serve(k, k->variable, LOOK_VARIABLE);
        return status ? status : join_or_pick(k);
    }
    if (value != NONE && (variable != NONE || twins)) {
        serve(k, value, LOOK_VALUE);
        k->value = value;
        k->variable = variable != NONE ? variable : find_telling(k, &status);
        k->layout = k->variable != NONE ? SHAPE_LONG : SHAPE_WIDE;
        serve(k, k->variable, LOOK_VARIABLE);
        return status ? status : join_or_pick(k);
    }
    return !twins ? OK : k->period == NONE ? join_unit(k) : join_or_pick(k);
}

/* ---- other shapes ---------------------------------------------------------------------------- */

/* A row a variable, a column a unit: the first column says so. */
static bool is_turned(const struct looking *k)
{
    size_t figures = 0, years = 0, others = 0;
    if (look_rank(k->f.arena, LOOK_VARIABLE, k->columns[0].name) == NONE ||
        k->columns[0].role != LOOK_TEXT || k->columns[0].n_different < k->n_rows)
        return false;
    for (size_t i = 1; i < k->f.n_columns; i++) {
        figures += k->columns[i].role == LOOK_FIGURES;
        years += is_year_called(k->columns[i].name);
        others += k->columns[i].role == LOOK_TEXT && !frame_tells_measure(k->columns[i].name);
    }
    /* of one unit without a name the years are the units */
    return figures > 1 && others == 0 && (years == 0 || years == figures);
}

/* Whether another text changes where the column is blank: then it is no row of the unit above. */
static bool changes_beside(const struct looking *k, size_t column)
{
    for (size_t row = 1; row < k->n_rows; row++)
        for (size_t i = 0; i < k->f.n_columns && !*looked_word(k, row, column); i++)
            if (i != column && k->columns[i].role == LOOK_TEXT && *looked_word(k, row, i) &&
                strcmp(looked_word(k, row, i), looked_word(k, row - 1, i)))
                return true;
    return false;
}

/* A first column of which a blank cell is as the one above: units over their periods, groups. */
static void find_filled_down(struct looking *k)
{
    const size_t i = first_filled(k), blank = k->n_rows - k->columns[i].n_filled;
    const enum look_role role = k->columns[i].role;
    if (!k->n_rows || !*looked_word(k, 0, i) || 100 * blank < FIT_PERCENT * k->n_rows)
        return;
    if (role == LOOK_TEXT || (role == LOOK_UNIT && !changes_beside(k, i)))
        k->fill_down = i;
}

/* Blank cells as those above, so that rows are told apart as they will be. */
static void fill_down(struct looking *k)
{
    for (size_t row = 1; row < k->n_rows && k->fill_down != NONE; row++)
        if (!*looked_word(k, row, k->fill_down))
            k->words[row * k->f.n_columns + k->fill_down] = looked_word(k, row - 1, k->fill_down);
}

int look_roles(struct looking *k, struct error *e)
{
    int status = OK;
    k->name = k->period = k->variable = k->value = k->flag = k->fill_down = NONE;
    if (is_turned(k)) {
        k->layout = SHAPE_TURNED;
        k->unit[k->n_unit++] = 0;
        serve(k, 0, LOOK_VARIABLE);
        return OK;
    }
    find_period(k);
    find_periods_across(k);
    find_period_by_cells(k);
    status = find_unit(k);
    find_filled_down(k);
    fill_down(k);
    if (!status)
        status = find_name(k);
    if (!status)
        status = tell_rows_apart(k);
    if (!status && k->layout == SHAPE_LONG) {
        k->flag = find_called(k, LOOK_FLAG);
        serve(k, k->flag, LOOK_FLAG);
    }
    return status ? error_no_memory_for(e, k->f.s->path) : OK;
}
