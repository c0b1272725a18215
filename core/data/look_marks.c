/* SPDX-License-Identifier: MIT */
/* What is written around the figures of a sheet: the options that read the most of them. */
#include <math.h>
#include <string.h>

#include "data/look_internal.h"

enum { LIKE_PERCENT = 60, READ_PERCENT = 95, MARK_BYTES = 12, WHOLE_PERCENT = 100 };

/* How thousands and decimals may be parted, the usual first. */
static const struct parting {
    char decimal;
    enum shape_thousands thousands;
} partings[] = {
    {'.', THOUSANDS_NONE},       {'.', THOUSANDS_USUAL},  {'.', THOUSANDS_SPACE},
    {'.', THOUSANDS_APOSTROPHE}, {'.', THOUSANDS_INDIAN}, {',', THOUSANDS_NONE},
    {',', THOUSANDS_USUAL},      {',', THOUSANDS_SPACE},  {',', THOUSANDS_APOSTROPHE},
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* A digit, a full-width one, too. */
static bool begins_with_digit(const char *s)
{
    return is_digit(*s) || (strncmp(s, "\uff10", 2) == 0 && s[2] >= '\x90' && s[2] <= '\x99');
}

/* Whether a word begins as a figure does. */
static bool is_like_figure(const char *s)
{
    static const char *const signs[] = {"-",      "+",      "<",      ">", "=", "\u2264",
                                        "\u2265", "\u2212", "\u2013", "~", "("};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (strncmp(s, signs[i], strlen(signs[i])) == 0 && s[strlen(signs[i])]) {
            s += strlen(signs[i]);
            i = 0;
        }
    s += *s == ' ';
    return begins_with_digit(s) || ((*s == '.' || *s == ',') && is_digit(s[1]));
}

/* ---- which columns --------------------------------------------------------------------------- */

bool look_is_zero_led(const struct looking *k, size_t column)
{
    bool led = false;
    for (size_t row = 0; row < k->n_rows; row++) {
        const char *word = looked_word(k, row, column);
        if (word[strspn(word, "0123456789")])
            return false;
        led = led || (word[0] == '0' && word[1]);
    }
    return led;
}

bool look_is_like_figures(const struct looking *k, size_t column)
{
    const char *name = k->columns[column].name;
    size_t like = 0;
    if (look_rank(k->f.arena, LOOK_UNIT, name) != NONE ||
        look_rank(k->f.arena, LOOK_PERIOD, name) != NONE || look_is_zero_led(k, column))
        return false;
    for (size_t row = 0; row < k->n_rows; row++)
        like += is_like_figure(looked_word(k, row, column));
    return like && like * WHOLE_PERCENT >= k->columns[column].n_filled * LIKE_PERCENT;
}

static enum csv_value read_word(const struct looking *k, const char *word, struct shape_figure *x)
{
    return shape_value(&k->f.rules, &k->shape, word, strlen(word), x);
}

bool look_reads(const struct looking *k, const char *word)
{
    struct shape_figure x;
    return !*word || read_word(k, word, &x) != CSV_OTHER;
}

/* ---- partings -------------------------------------------------------------------------------- */

static size_t count_read(const struct looking *k, const bool *candidate)
{
    struct shape_figure x;
    size_t n = 0;
    for (size_t row = 0; row < k->n_rows; row++)
        for (size_t i = 0; i < k->f.n_columns; i++)
            if (candidate[i] && *looked_word(k, row, i))
                n += read_word(k, looked_word(k, row, i), &x) == CSV_NUMBER;
    return n;
}

static int set_parting(struct looking *k, const struct parting *p, struct error *e)
{
    k->o.decimal = p->decimal;
    k->o.thousands = p->thousands == THOUSANDS_USUAL;
    k->shape.thousands = p->thousands;
    k->o.missing =
        k->n_missing ? (struct csv_names){k->missing, k->n_missing} : (struct csv_names){0};
    return csv_rules_init(&k->f.rules, k->f.s->path, &k->o, e);
}

static int choose_parting(struct looking *k, const bool *candidate, struct error *e)
{
    size_t best = 0, most = 0;
    int status = OK;
    for (size_t i = 0; i < sizeof partings / sizeof *partings && !status; i++) {
        size_t n;
        status = set_parting(k, &partings[i], e);
        n = status ? 0 : count_read(k, candidate);
        if (n > most) {
            most = n;
            best = i;
        }
    }
    return status ? status : set_parting(k, &partings[best], e);
}

/* ---- marks ----------------------------------------------------------------------------------- */

static bool is_letter(char c)
{
    return (c | 32) >= 'a' && (c | 32) <= 'z';
}

static bool is_bound_sign(const char *s)
{
    return *s == '<' || *s == '>' || strncmp(s, "\u2264", 3) == 0 || strncmp(s, "\u2265", 3) == 0;
}

/* What a figure that was read with all options needs of them. */
static void need(struct shape_options *to, const char *word, const struct shape_figure *x)
{
    to->percent = to->percent || strchr(word, '%') || strstr(word, "\uff05");
    if (!isnan(x->low))
        to->intervals = true;
    else if (x->n_mark && is_bound_sign(x->mark))
        to->censored = CENSORED_BOUND;
    else if (x->n_mark && is_letter(*x->mark))
        to->flags = true;
    else if (x->n_mark)
        to->notes = true;
}

static void all_options(struct shape_options *to)
{
    to->percent = to->intervals = to->notes = to->flags = true;
    to->censored = CENSORED_BOUND;
}

static void choose_marks(struct looking *k, const bool *candidate)
{
    struct shape_options needed = k->shape;
    needed.percent = needed.intervals = needed.notes = needed.flags = false;
    needed.censored = CENSORED_REFUSED;
    for (size_t row = 0; row < k->n_rows; row++)
        for (size_t i = 0; i < k->f.n_columns; i++) {
            const char *word = candidate[i] ? looked_word(k, row, i) : "";
            struct shape_figure x;
            if (*word && read_word(k, word, &x) == CSV_NUMBER)
                need(&needed, word, &x);
        }
    k->shape = needed;
}

/* ---- what stands for no value ---------------------------------------------------------------- */

static bool is_known_mark(const struct looking *k, const char *mark)
{
    for (size_t i = 0; i < k->n_missing; i++)
        if (strcmp(k->missing[i], mark) == 0)
            return true;
    return false;
}

static bool add_missing(struct looking *k, const char *word)
{
    size_t n = strcspn(word, k->shape.flags ? " " : "");
    const char *mark = arena_strndup(k->f.arena, word, n);
    if (!mark)
        return false;
    if (*mark && !is_known_mark(k, mark) && k->n_missing < LOOK_MARKS_MAX && !strchr(mark, ','))
        k->missing[k->n_missing++] = mark;
    return true;
}

static bool is_mark(const char *word)
{
    size_t n = strlen(word);
    for (const char *p = word; *p; p++)
        if (begins_with_digit(p))
            return false;
    return n <= MARK_BYTES;
}

/* Marks that nothing else reads; where there are any, those that are read anyway are listed, too,
   since a list of one's own replaces the usual ones. */
static int choose_missing(struct looking *k, const bool *candidate, struct error *e)
{
    const char *usual[LOOK_MARKS_MAX];
    size_t n_usual = 0;
    for (size_t row = 0; row < k->n_rows; row++)
        for (size_t i = 0; i < k->f.n_columns; i++) {
            const char *word = candidate[i] ? looked_word(k, row, i) : "";
            struct shape_figure x;
            enum csv_value read = *word ? read_word(k, word, &x) : CSV_NUMBER;
            if (read == CSV_OTHER && is_mark(word) && !add_missing(k, word))
                return error_no_memory_for(e, k->f.s->path);
            if (read == CSV_MISSING && is_mark(word) && n_usual < LOOK_MARKS_MAX &&
                (n_usual == 0 || strcmp(usual[n_usual - 1], word)))
                usual[n_usual++] = word;
        }
    if (!k->n_missing)
        return OK;
    k->needs_missing = true;
    for (size_t i = 0; i < n_usual; i++)
        if (!add_missing(k, usual[i]))
            return error_no_memory_for(e, k->f.s->path);
    k->o.missing = (struct csv_names){k->missing, k->n_missing};
    return csv_rules_init(&k->f.rules, k->f.s->path, &k->o, e);
}

/* ---- the whole ------------------------------------------------------------------------------- */

/* What is read of a column now, and whether that makes it one of figures. */
static void judge(struct looking *k, size_t column)
{
    struct look_column *c = &k->columns[column];
    size_t understood = 0;
    for (size_t row = 0; row < k->n_rows; row++) {
        const char *word = looked_word(k, row, column);
        struct shape_figure x;
        enum csv_value read = *word ? read_word(k, word, &x) : CSV_MISSING;
        understood += *word && read != CSV_OTHER;
        c->n_figures += read == CSV_NUMBER || read == CSV_BELOW_UNIT;
    }
    c->role = !c->n_filled ? LOOK_EMPTY
              : c->n_figures && understood * WHOLE_PERCENT >= c->n_filled * READ_PERCENT &&
                      !look_is_zero_led(k, column)
                  ? LOOK_FIGURES
                  : LOOK_TEXT;
}

int look_marks(struct looking *k, struct error *e)
{
    bool *candidate = arena_array(k->f.arena, k->f.n_columns, sizeof *candidate);
    int status = candidate ? OK : error_no_memory_for(e, k->f.s->path);
    if (status)
        return status;
    for (size_t i = 0; i < k->f.n_columns; i++)
        candidate[i] = look_is_like_figures(k, i);
    all_options(&k->shape);
    status = choose_parting(k, candidate, e);
    if (status)
        return status;
    choose_marks(k, candidate);
    status = choose_missing(k, candidate, e);
    for (size_t i = 0; i < k->f.n_columns && !status; i++)
        judge(k, i);
    return status;
}
