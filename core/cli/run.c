/* SPDX-License-Identifier: MIT */
/* heng run PROFILE: the results written, the league tables printed. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "cli/cli.h"
#include "cli/words.h"
#include "output/league.h"
#include "output/output.h"

enum { COLUMN_MIN = 8, NAME_MIN = 6, CODE_MIN = 4, TOP_DEFAULT = 10 };

/* What a league table prints: the index and the nodes right below it. */
struct league {
    const struct results *r;
    int language;
    size_t columns[64], n_columns;
    size_t widths[64], name_width, code_width, tier_width;
};

/* 0: there are no tiers. */
static size_t tier_width(const struct league *l)
{
    const struct tiers_options *t = &l->r->plan->fixed.tiers;
    size_t width = text_width(word(l->language, WORD_TIER));
    for (size_t i = 0; i < t->labels.n; i++)
        if (text_width(t->labels.v[i]) > width)
            width = text_width(t->labels.v[i]);
    return l->r->plan->has_tiers ? width : 0;
}

static void choose_columns(struct league *l)
{
    const struct plan *p = l->r->plan;
    for (size_t i = 0; i < p->tree.n && l->n_columns < 64; i++) {
        const struct node *n = &p->tree.nodes[i];
        size_t width;
        if (n->kind != NODE_AGGREGATE || n->parent != TREE_ROOT)
            continue;
        width = text_width(node_title(n, l->language));
        l->widths[l->n_columns] = width < COLUMN_MIN ? COLUMN_MIN : width;
        l->columns[l->n_columns++] = i;
    }
    l->tier_width = tier_width(l);
    l->name_width = NAME_MIN;
    l->code_width = CODE_MIN;
    for (size_t i = 0; i < l->r->n_units; i++) {
        size_t name = text_width(p->table->names[i]), code = text_width(p->table->codes[i]);
        l->name_width = name > l->name_width ? name : l->name_width;
        l->code_width = code > l->code_width ? code : l->code_width;
    }
}

static void league_header(const struct league *l)
{
    text_pad(stdout, word(l->language, WORD_RANK), 5, true);
    fputs("  ", stdout);
    print_padded(word(l->language, WORD_CODE), l->code_width);
    fputs("  ", stdout);
    print_padded(word(l->language, WORD_NAME), l->name_width);
    text_pad(stdout, word(l->language, WORD_SCORE), COLUMN_MIN, true);
    if (l->tier_width) {
        fputs("  ", stdout);
        text_pad(stdout, word(l->language, WORD_TIER), l->tier_width, true);
    }
    for (size_t k = 0; k < l->n_columns; k++) {
        fputs("  ", stdout);
        text_pad(stdout, node_title(&l->r->plan->tree.nodes[l->columns[k]], l->language),
                 l->widths[k], true);
    }
    putchar('\n');
}

static void league_line(const struct league *l, size_t position, size_t period)
{
    const struct results *r = l->r;
    const size_t row = results_row(r, period, position);
    double rank = r->rank[row];
    print_number(rank, rank == floor(rank) ? 0 : 1, 5);
    fputs("  ", stdout);
    text_pad(stdout, plan_unit_code(r->plan, position), l->code_width, false);
    fputs("  ", stdout);
    text_pad(stdout, plan_unit_name(r->plan, position), l->name_width, false);
    print_number(r->score[TREE_ROOT][row], 2, COLUMN_MIN);
    if (l->tier_width) {
        const char *tier = tier_label(r, row);
        fputs("  ", stdout);
        text_pad(stdout, *tier ? tier : "-", l->tier_width, true);
    }
    for (size_t k = 0; k < l->n_columns; k++) {
        fputs("  ", stdout);
        print_number(r->score[l->columns[k]][row], 2, l->widths[k]);
    }
    putchar('\n');
}

/* One line a rule that has had an effect on the class. */
static void print_rule(const struct league *l, size_t rule, size_t class, size_t period)
{
    const struct rule *of = &l->r->plan->rules[rule];
    bool any = false;
    size_t counts[N_EFFECTS] = {0};
    for (size_t i = 0; i < l->r->n_applied; i++) {
        const struct applied *a = &l->r->applied[i];
        if (a->rule == rule && a->period == period && results_class(l->r, a->position) == class)
            counts[a->effect]++;
    }
    for (size_t i = 0; i < N_EFFECTS; i++) {
        if (!counts[i])
            continue;
        if (!any) {
            say("%s ", word(l->language, WORD_RULE));
            print_text(of->name, "");
        }
        say("%s%zu%s", word(l->language, any ? WORD_COMMA : WORD_COLON), counts[i],
            word(l->language, WORD_COUNTED + (unsigned)i));
        any = true;
    }
    if (!any)
        return;
    fputs(word(l->language, WORD_OPEN), stdout);
    print_text(of->reason, word(l->language, WORD_CLOSE));
    putchar('\n');
}

static void print_league(const struct league *l, size_t class, size_t period, size_t top,
                         size_t *order)
{
    const struct plan *p = l->r->plan;
    const struct unit_class *c = &p->classes[class];
    const char *time = p->table->periods[period];
    const size_t n = league_count(l->r, class, period);
    putchar('\n');
    text_pad(stdout, c->label, 0, false);
    fputs(*c->label ? " " : "", stdout);
    text_pad(stdout, time, 0, false);
    say("%s(%zu)\n", *time ? " " : "", n);
    league_header(l);
    league_order(l->r, class, period, order);
    for (size_t i = 0; i < n; i++) {
        if (top && i >= top && i + top < n) {
            if (i == top)
                say("%5s\n", "...");
            continue;
        }
        league_line(l, order[i], period);
    }
    if (screened_units(l->r, class, period))
        say(word(l->language, WORD_SET_ASIDE_COUNTED), screened_units(l->r, class, period));
    for (size_t i = 0; i < p->n_rules; i++)
        print_rule(l, i, class, period);
}

static int print_leagues(const struct results *r, const struct arguments *a, size_t period,
                         struct error *e)
{
    struct plan *p = r->plan;
    struct league l = {.r = r, .language = p->fixed.profile.language};
    size_t *order = arena_array(p->arena, r->n_units, sizeof *order);
    if (!order)
        return error_no_memory(e);
    choose_columns(&l);
    text_pad(stdout, plan_title(p), 0, false);
    putchar('\n');
    for (size_t c = 0; c < p->n_classes; c++)
        print_league(&l, c, period, a->all ? 0 : a->top ? a->top : TOP_DEFAULT, order);
    print_selection(r);
    return OK;
}

/* -f, else [output] formats; looked at before anything is computed. */
static int choose_formats(const struct arguments *a, struct plan *p, struct heng_names *formats,
                          struct error *e)
{
    *formats =
        a->formats.n ? (struct heng_names){a->formats.v, a->formats.n} : p->fixed.output.formats;
    for (size_t i = 0; i < a->formats.n; i++)
        if (!output_is_format(formats->v[i]))
            return error_set(
                e, ERR_UNAVAILABLE,
                "--formats: '%s': no such format is built in; there are csv, json and sqlite",
                formats->v[i]);
    output_check(p);
    return tell_problems(p, a->args[0], e);
}

static bool is_written(const struct outputs *out, const struct heng_names *formats,
                       const char *file)
{
    bool csv = formats->n == 0;
    for (size_t k = 0; k < formats->n; k++)
        csv = csv || strcmp(formats->v[k], "csv") == 0;
    for (size_t k = 0; csv && k < out->n; k++)
        if (strcmp(out->v[k].name, file) == 0)
            return true;
    return false;
}

/* One line a file, below the folder's. */
static void print_analyses(const struct results *r, const struct outputs *out,
                           const struct heng_names *formats)
{
    const struct plan *p = r->plan;
    const int language = p->fixed.profile.language;
    for (size_t k = 0; k < p->n_analyses; k++)
        if (is_written(out, formats, p->analyses[k].file))
            say(word(language, r->findings[k].n == 1 ? WORD_ANALYSIS_LINE : WORD_ANALYSIS_LINES),
                p->analyses[k].file, analysis_title(&p->analyses[k], language), r->findings[k].n);
}

static int write_results(const struct results *r, const struct arguments *a,
                         const struct heng_names *formats, struct error *e)
{
    struct plan *p = r->plan;
    struct outputs out = {0};
    const char *dir = output_folder(a, p);
    int status;
    if (!dir)
        return error_no_memory(e);
    status = outputs_make(r, formats, &out, e);
    if (!status)
        status = outputs_write(&out, formats, dir, p, e);
    if (!status)
        say("\n%s %s/\n", word(p->fixed.profile.language, WORD_WRITTEN), dir);
    if (!status)
        print_analyses(r, &out, formats);
    outputs_fini(&out);
    return status;
}

/* --tables is a key of the profile, so that run.json has it and the run can be repeated. */
static int load(const struct arguments *a, struct plan **p, struct error *e)
{
    struct arguments with = *a;
    struct str key = {0};
    int status = OK;
    if (a->tables) {
        str_printf(&key, "output.tables=%s", a->tables);
        if (key.failed)
            status = error_no_memory(e);
        else if (with.set.n == CLI_LIST_MAX)
            status = error_set(e, ERR_USAGE, "--tables: more than %d settings with those of --set",
                               CLI_LIST_MAX - 1);
        else
            with.set.v[with.set.n++] = key.s;
    }
    if (!status)
        status = load_plan(&with, p, e);
    str_fini(&key);
    return status;
}

static int run(const struct arguments *a, struct error *e)
{
    struct plan *p;
    struct results *r = NULL;
    struct heng_names formats;
    size_t period;
    int status = a->out && !*a->out
                     ? error_set(e, ERR_USAGE, "--output: the name of a folder is missing")
                     : OK;
    if (!status)
        status = load(a, &p, e);
    if (status)
        return status;
    status = choose_formats(a, p, &formats, e);
    if (!status)
        status = find_period(a, p, &period, e);
    if (!status)
        status = run_and_tell(p, true, &r, e);
    if (!status)
        status = print_leagues(r, a, period, e);
    if (!status)
        status = write_results(r, a, &formats, e);
    if (!status)
        status = report_failures(p, e);
    results_free(r);
    plan_free(p);
    return status;
}

const struct command run_command = {
    "run",
    "run PROFILE [-o DIR] [flags]",
    "run a profile: league tables printed, results written",
    1,
    1,
    FLAG_PROFILE | FLAG_OUT | FLAG_FORMAT | FLAG_TABLES | FLAG_ALL | FLAG_TOP | FLAG_PERIOD,
    run,
};
