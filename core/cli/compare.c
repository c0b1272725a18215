/* SPDX-License-Identifier: MIT */
/* heng compare: rank changes and what they come from; two units side by side. */
#include "explain/compare.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/none.h"
#include "base/number.h"
#include "base/text.h"
#include "cli/cli.h"
#include "cli/words.h"
#include "output/manifest.h"

enum { TOP_DEFAULT = 10, WIDTH = 9, PARTS_MAX = 12, TITLE_WIDTH = 36 };

struct compare_view {
    struct comparison *c;
    const char *from, *to; /* what the two sides are called */
    int language;
    size_t code_width, name_width, top;
    bool newcomers; /* of the class that is printed: places among those of both sides, too */
    const char *titles[N_CHANGES + 1]; /* of the steps */
    size_t nodes[PARTS_MAX], n_nodes;
    const char *node_titles[PARTS_MAX];
};

static size_t wide(const char *title)
{
    size_t width = text_width(title);
    return width < WIDTH ? WIDTH : width;
}

static void column(const char *title)
{
    putchar(' ');
    text_pad(stdout, title, wide(title), true);
}

static void number(double x, int decimals, size_t width, bool sign)
{
    char digits[NUMBER_TEXT_MAX], out[NUMBER_TEXT_MAX + 1];
    number_format_fixed(x, decimals, digits);
    snprintf(out, sizeof out, "%s%s", sign && x > 0 ? "+" : "", digits);
    text_pad(stdout, out, width, true);
}

static void rank(double x)
{
    number(x, x == floor(x) ? 0 : 1, 5, false);
}

/* ---- the table ------------------------------------------------------------------------ */

static const char *step_title(const struct compare_view *v, const struct change *change)
{
    const char *title = "";
    if (!change->groups)
        return word(v->language, WORD_OTHER);
    for (unsigned g = 0; title && g < N_CHANGES; g++)
        if (change->groups & 1u << g)
            title = arena_printf(v->c->arena, "%s%s%s", title, *title ? "+" : "",
                                 word(v->language, WORD_GROUP + g));
    return title;
}

static int choose_columns(struct compare_view *v, struct error *e)
{
    const struct comparison *c = v->c;
    v->code_width = v->name_width = 6;
    for (size_t i = 0; i < c->n_units; i++) {
        size_t code = text_width(c->units[i].code), name = text_width(c->units[i].name);
        v->code_width = code > v->code_width ? code : v->code_width;
        v->name_width = name > v->name_width ? name : v->name_width;
    }
    for (size_t i = 0; i < c->n_changes; i++)
        v->titles[i] = step_title(v, &c->changes[i]);
    for (size_t i = 0; c->parts && i < c->parts->tree.n && v->n_nodes < PARTS_MAX; i++)
        if (i && c->parts->tree.nodes[i].parent == TREE_ROOT) {
            v->node_titles[v->n_nodes] =
                arena_printf(c->arena, ".%s", node_title(&c->parts->tree.nodes[i], v->language));
            v->nodes[v->n_nodes++] = i;
        }
    return arena_failed(c->arena) ? error_no_memory(e) : OK;
}

static void table_header(const struct compare_view *v)
{
    text_pad(stdout, word(v->language, WORD_RANK), 14, true);
    fputs("  ", stdout);
    text_pad(stdout, word(v->language, WORD_PLACES), 6, true);
    if (v->newcomers)
        column(word(v->language, WORD_PLACES_COMMON));
    fputs("  ", stdout);
    text_pad(stdout, word(v->language, WORD_CODE), v->code_width, false);
    fputs("  ", stdout);
    text_pad(stdout, word(v->language, WORD_NAME), v->name_width, false);
    text_pad(stdout, word(v->language, WORD_SCORE), 20, true);
    column(word(v->language, WORD_CHANGE));
    for (size_t k = 0; k < v->c->n_changes; k++)
        column(v->titles[k]);
    for (size_t k = 0; k < v->n_nodes; k++)
        column(v->node_titles[k]);
    putchar('\n');
}

static void unit_line(const struct compare_view *v, const struct compared *u)
{
    rank(u->rank_from);
    fputs(" -> ", stdout);
    rank(u->rank_to);
    fputs("  ", stdout);
    number(u->rank_change, u->rank_change == floor(u->rank_change) ? 0 : 1, 6, true);
    if (v->newcomers) {
        const double gained = u->common_from - u->common_to;
        putchar(' ');
        number(gained, gained == floor(gained) ? 0 : 1, wide(word(v->language, WORD_PLACES_COMMON)),
               true);
    }
    fputs("  ", stdout);
    text_pad(stdout, u->code, v->code_width, false);
    fputs("  ", stdout);
    text_pad(stdout, u->name, v->name_width, false);
    number(u->score_from, 2, 8, false);
    fputs(" -> ", stdout);
    number(u->score_to, 2, 8, false);
    putchar(' ');
    number(u->score_change, 2, wide(word(v->language, WORD_CHANGE)), true);
    for (size_t k = 0; k < v->c->n_changes; k++) {
        putchar(' ');
        number(u->effects[k], 2, wide(v->titles[k]), true);
    }
    for (size_t k = 0; k < v->n_nodes; k++) {
        putchar(' ');
        number(u->parts ? u->parts[v->nodes[k]] : NAN, 2, wide(v->node_titles[k]), true);
    }
    if (u->moved) {
        const struct unit_class *was = &v->c->from->classes[u->class_from];
        say("  %s ", word(v->language, WORD_WAS_IN));
        print_text(*was->label ? was->label : "-", "");
    }
    putchar('\n');
}

static void print_class(struct compare_view *v, size_t class, size_t pair, size_t *order)
{
    const struct unit_class *c = &v->c->to->classes[class];
    const char *time = v->c->pairs[pair].label;
    size_t n = comparison_order(v->c, class, pair, order);
    if (!n)
        return;
    putchar('\n');
    print_text(c->label, *c->label ? " " : "");
    print_text(time, *time ? " " : "");
    say("(%zu)\n", n);
    v->newcomers = comparison_has_newcomers(v->c, class, pair);
    table_header(v);
    for (size_t i = 0; i < n; i++) {
        if (v->top && i >= v->top && i + v->top < n) {
            if (i == v->top)
                say("%5s\n", "...");
            continue;
        }
        unit_line(v, &v->c->units[order[i]]);
    }
}

/* Units that one side alone has. */
static void print_only(const struct compare_view *v, bool of_to, size_t pair)
{
    const struct comparison *c = v->c;
    size_t n = 0;
    for (size_t i = pair * c->n_units; i < (pair + 1) * c->n_units; i++) {
        const struct compared *u = &c->units[i];
        if (of_to ? u->in_from : u->in_to)
            continue;
        if (!n++) {
            say("\n%s ", word(v->language, WORD_ONLY_IN));
            print_text(of_to ? v->to : v->from, "\n");
        }
        rank(of_to ? u->rank_to : u->rank_from);
        fputs("  ", stdout);
        text_pad(stdout, u->code, v->code_width, false);
        fputs("  ", stdout);
        text_pad(stdout, u->name, v->name_width, false);
        number(of_to ? u->score_to : u->score_from, 2, 9, false);
        putchar('\n');
    }
}

static int print_comparison(struct compare_view *v, size_t pair, struct error *e)
{
    struct comparison *c = v->c;
    size_t *order = arena_array(c->arena, c->n_units, sizeof *order);
    const char *was = plan_title(c->from), *is = plan_title(c->to);
    bool told = false;
    int status = order ? choose_columns(v, e) : error_no_memory(e);
    if (status)
        return status;
    if (strcmp(was, is))
        print_text(was, "\n-> ");
    print_text(is, "\n");
    for (size_t class = 0; class < c->to->n_classes; class ++)
        print_class(v, class, pair, order);
    for (size_t class = 0; class < c->to->n_classes; class ++)
        told = told || comparison_has_newcomers(c, class, pair);
    print_only(v, false, pair);
    print_only(v, true, pair);
    say("\n%s\n", word(v->language, c->n_changes ? WORD_NOTE_STEPS : WORD_NOTHING_DIFFERS));
    if (v->n_nodes)
        say("%s\n", word(v->language, WORD_NOTE_PARTS));
    if (told)
        say("%s\n", word(v->language, WORD_NOTE_COMMON));
    return OK;
}

static int write_comparison(const struct compare_view *v, const char *dir, struct error *e)
{
    struct outputs out = {0};
    struct heng_names all = {0};
    int status = comparison_outputs(v->c, &out, e);
    if (!status)
        status = outputs_check(&out, dir, v->c->from, e);
    if (!status)
        status = outputs_write(&out, &all, dir, v->c->to, e);
    outputs_fini(&out);
    if (!status)
        say("\n%s %s/\n", word(v->language, WORD_WRITTEN), dir);
    return status;
}

/* ---- two units ------------------------------------------------------------------------ */

static void print_node(const struct compare_view *v, const struct plan *p,
                       const struct explanation *x, const struct explanation *y, size_t i,
                       int depth)
{
    const struct node *n = &p->tree.nodes[i];
    const struct part *a = &x->parts[i], *b = &y->parts[i];
    const char *title = arena_printf(p->arena, "%*s%s", 2 * depth, "", node_title(n, v->language));
    double change = (isnan(b->contribution) ? 0 : b->contribution) -
                    (isnan(a->contribution) ? 0 : a->contribution);
    const double figures[] = {a->value, b->value, a->contribution, b->contribution, change};
    text_pad(stdout, title ? title : n->id, TITLE_WIDTH, false);
    for (size_t k = 0; k < sizeof figures / sizeof *figures; k++) {
        putchar(' ');
        number(figures[k], 2, WIDTH, k == 4);
    }
    putchar('\n');
    for (size_t k = 0; k < n->n_children; k++)
        print_node(v, p, x, y, n->children[k], depth + 1);
}

static int compare_units(const struct arguments *a, struct plan *p, struct error *e)
{
    struct compare_view v = {.language = p->fixed.profile.language};
    struct explanation x[2];
    struct results *r = NULL;
    size_t period, at[2];
    int status = find_period(a, p, &period, e);
    if (!status)
        status = run_plan(p, &r, e);
    if (!status)
        status = results_scored(r, e);
    for (size_t i = 0; !status && i < 2; i++) {
        at[i] = explain_find(r, a->args[1 + i]);
        status = at[i] != NONE
                     ? explain(r, at[i], period, &x[i], e)
                     : error_set(e, ERR_USAGE, "%s: no period and no unit has this name or code",
                                 a->args[1 + i]);
    }
    for (size_t i = 0; !status && i < 2; i++) {
        if (!i)
            print_text(plan_title(p), "\n");
        print_text(i ? "B  " : "A  ", "");
        print_text(plan_unit_code(p, at[i]), " ");
        print_text(plan_unit_name(p, at[i]), "  ");
        print_text(p->classes[x[i].class].label, "  ");
        say("%s ", word(v.language, WORD_RANK));
        rank(r->rank[x[i].row]);
        putchar('\n');
    }
    if (!status) {
        putchar('\n');
        text_pad(stdout, word(v.language, WORD_NODE), TITLE_WIDTH, false);
        for (size_t i = 0; i < 4; i++)
            column(arena_printf(p->arena, "%s %c", word(v.language, i < 2 ? WORD_SCORE : WORD_PART),
                                i % 2 ? 'B' : 'A'));
        column("B - A");
        putchar('\n');
        print_node(&v, p, &x[0], &x[1], TREE_ROOT, 0);
        status = report_failures(p, e);
    }
    results_free(r);
    return status;
}

/* ---- what is compared ------------------------------------------------------------------- */

static bool is_manifest(const char *path)
{
    size_t n = strlen(path);
    return n > 5 && strcmp(path + n - 5, ".json") == 0;
}

static int override_all(const struct arguments *a, struct profile *p, struct error *e)
{
    struct messages problems = {0};
    int status = OK;
    p->layer++;
    for (size_t i = 0; !status && i < a->set.n; i++)
        status = profile_override(p, a->set.v[i], &problems, e);
    if (!status && problems.n)
        status = error_set(e, problems.items[0].status, "%s", problems.items[0].text);
    messages_fini(&problems);
    return status;
}

/* The plan of a profile, or of the run that a manifest tells of. stock: the other side's, or NULL.
 */
static int load_side(const struct arguments *a, const char *path, struct stock *stock,
                     struct plan **p, struct error *e)
{
    struct plan_options o = plan_options_of(a);
    struct messages changes = {0};
    struct arena *arena;
    int status;
    o.path = path;
    o.stock = stock;
    if (!is_manifest(path))
        return load_plan_of(&o, path, p, e);
    if (!(o.stock = stock ? stock_share(stock) : stock_new(e)))
        return ERR_MEMORY;
    arena = arena_new();
    if (!arena) {
        stock_free(o.stock);
        return error_no_memory(e);
    }
    status = manifest_options(path, arena, &o, &changes, e);
    print_messages("warning: ", &changes);
    messages_fini(&changes);
    if (!status)
        status = override_all(a, o.profile, e);
    if (status)
        profile_free(o.profile);
    else
        status = load_plan_of(&o, path, p, e);
    stock_free(o.stock); /* the plan shares it */
    arena_free(arena);
    return status;
}

static int find_pair(const struct arguments *a, const struct comparison *c, size_t *pair,
                     struct error *e)
{
    *pair = c->n_pairs - 1;
    if (!a->period)
        return OK;
    for (*pair = 0; *pair < c->n_pairs; ++*pair)
        if (strcmp(c->to->table->periods[c->pairs[*pair].to], a->period) == 0)
            return OK;
    return error_set(e, ERR_USAGE, "--period %s: not both have such a period", a->period);
}

/* Of both runs, each once. */
static int print_warnings(const struct comparison *c, struct error *e)
{
    const struct messages *const both[] = {&c->from->warnings, &c->to->warnings};
    struct messages all = {0};
    int status;
    for (size_t k = 0; k < 2; k++)
        for (size_t i = 0; i < both[k]->n; i++)
            messages_add_once(&all, OK, "%s", both[k]->items[i].text);
    print_messages("warning: ", &all);
    status = messages_memory(&all, e);
    messages_fini(&all);
    return status;
}

/* What has failed on either side, each once; on both it may well be the same. */
static int report_sides(const struct comparison *c, struct error *e)
{
    const struct plan *a = c->from, *b = c->to;
    const struct messages *const both[] = {&a->failures, &b->failures};
    struct messages all = {0};
    int status;
    if (a == b || !a->failures.n || !b->failures.n)
        return report_failures(a->failures.n ? a : b, e);
    for (size_t k = 0; k < 2; k++)
        for (size_t i = 0; i < both[k]->n; i++)
            messages_add_once(&all, both[k]->items[i].status, "%s", both[k]->items[i].text);
    print_messages("", &all);
    status = messages_memory(&all, e);
    if (!status)
        status = error_set(e, ERR_PART, "%s and %s: complete but for %zu part%s that failed",
                           a->profile->path, b->profile->path, all.n, all.n == 1 ? "" : "s");
    messages_fini(&all);
    return status;
}

static int show(const struct arguments *a, struct comparison *c, struct error *e)
{
    bool periods = c->from == c->to;
    struct compare_view v = {.c = c,
                             .from = periods ? a->args[1] : a->args[0],
                             .to = periods ? a->args[2] : a->args[1],
                             .language = c->to->fixed.profile.language,
                             .top = a->all   ? 0
                                    : a->top ? a->top
                                             : TOP_DEFAULT};
    size_t pair = 0;
    int status = periods ? OK : find_pair(a, c, &pair, e);
    if (!status)
        status = print_warnings(c, e);
    if (!status)
        status = results_scored(c->was, e);
    if (!status)
        status = results_scored(c->is, e);
    if (!status)
        status = print_comparison(&v, pair, e);
    if (!status && a->out)
        status = write_comparison(&v, a->out, e);
    return status ? status : report_sides(c, e);
}

static int compare_two(const struct arguments *a, struct plan *from, struct error *e)
{
    struct comparison *c = NULL;
    struct plan *to = NULL;
    int status = load_side(a, a->args[1], from->stock, &to, e);
    if (!status)
        status = compare_profiles(from, to, &c, e);
    if (!status)
        status = show(a, c, e);
    comparison_free(c);
    plan_free(to);
    return status;
}

/* Two periods, or else two units. */
static int compare_within(const struct arguments *a, struct plan *p, struct error *e)
{
    size_t from = table_period(p->table, a->args[1]), to = table_period(p->table, a->args[2]);
    struct comparison *c = NULL;
    int status;
    if (from == NONE && to == NONE)
        return a->out ? error_set(e, ERR_USAGE, "--output: two units are only shown")
                      : compare_units(a, p, e);
    if (from == NONE || to == NONE || from == to)
        return error_set(e, ERR_USAGE, "%s and %s: expected two periods of the table (%s .. %s)",
                         a->args[1], a->args[2], p->table->periods[0],
                         p->table->periods[p->table->n_periods - 1]);
    if (a->period)
        return error_set(e, ERR_USAGE, "--period: two periods are compared already");
    status = compare_periods(p, from, to, &c, e);
    if (!status)
        status = show(a, c, e);
    comparison_free(c);
    return status;
}

static int run(const struct arguments *a, struct error *e)
{
    struct plan *p = NULL;
    int status = OK;
    if (a->out && !*a->out)
        return error_set(e, ERR_USAGE, "--output: the name of a folder is missing");
    status = load_side(a, a->args[0], NULL, &p, e);
    if (!status)
        status = a->n_args == 2 ? compare_two(a, p, e) : compare_within(a, p, e);
    plan_free(p);
    return status;
}

const struct command compare_command = {
    "compare",
    "compare A B | PROFILE FROM TO",
    "rank changes and what they come from: profiles, runs, periods, units",
    2,
    3,
    FLAG_PROFILE | FLAG_OUT_ASKED | FLAG_ALL | FLAG_TOP | FLAG_PERIOD,
    run,
};
