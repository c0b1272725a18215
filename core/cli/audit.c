/* SPDX-License-Identifier: MIT */
/* heng check --audit: the findings of an audit on a screen of 60 columns, and what units rest on.
 */
#include "audit/audit.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "cli/cli.h"
#include "cli/words.h"

enum { WIDTH = 60, LONGEST = 50, TOP_DEFAULT = 5, LISTED_DEFAULT = 10 };

struct audit_view {
    const struct audit *a;
    const struct results *r;
    int language;
    size_t top; /* findings of a kind */
};

/* ---- text within a width ------------------------------------------------------------------- */

/* Marks that do not begin a line. */
static bool is_closing(uint32_t c)
{
    static const uint32_t marks[] = {0x3001, 0x3002, 0xff0c, 0xff1b,
                                     0xff1a, 0xff09, 0x201d, 0xff1f};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (c == marks[i])
            return true;
    return false;
}

static size_t character(const char *s, uint32_t *c, size_t *width)
{
    char one[8] = "";
    const size_t k = text_decode(s, strnlen(s, 4), c), n = k ? k : 1;
    *c = k ? *c : '?';
    memcpy(one, s, n);
    *width = text_width(one);
    return n;
}

/* The bytes of what is not parted: up to a blank, or up to or after a wide character, with the
   marks that close it; a path without either is parted somewhere. */
static size_t piece(const char *s, size_t *width)
{
    bool ends = false;
    size_t n = 0;
    *width = 0;
    while (s[n] && s[n] != ' ' && *width < LONGEST) {
        uint32_t c;
        size_t w;
        const size_t k = character(s + n, &c, &w);
        if (n && !is_closing(c) && (ends || w > 1))
            break;
        ends = w > 1 || is_closing(c);
        n += k;
        *width += w;
    }
    return n;
}

/* What could drive a terminal is written as '?'. */
static void print_bytes(const char *s, size_t n)
{
    for (size_t i = 0, k; i < n; i += k) {
        uint32_t c;
        size_t width;
        k = character(s + i, &c, &width);
        if (c == '?' || text_is_control(c))
            putchar('?');
        else
            fwrite(s + i, 1, k, stdout);
    }
}

/* Lines of at most WIDTH columns; those behind the first begin further in. */
static void print_folded(size_t from, const char *label, const char *s)
{
    const size_t further = from + 2;
    size_t at = from + text_width(label), width;
    bool blank = false;
    say("%*s%s", (int)from, "", label);
    while (*s) {
        const size_t n = piece(s, &width);
        if (at + width + (blank ? 1 : 0) > WIDTH && at > further) {
            say("\n%*s", (int)further, "");
            at = further;
        } else if (blank) {
            putchar(' ');
            at++;
        }
        print_bytes(s, n);
        at += width;
        s += n;
        blank = *s == ' ';
        s += strspn(s, " ");
    }
    putchar('\n');
}

/* ---- findings ------------------------------------------------------------------------------- */

static void add_part(struct str *to, const char *s)
{
    if (s && *s)
        str_printf(to, "%s%s", to->n ? " · " : "", s);
}

/* Indicator, class, period, unit, line of the profile: as far as there are any. */
static void add_place(const struct audit_view *v, const struct audit_finding *f, struct str *to)
{
    const struct plan *p = v->r->plan;
    if (f->position != NONE)
        str_printf(to, "%s %s", plan_unit_code(p, f->position), plan_unit_name(p, f->position));
    add_part(to, f->subject);
    if (f->node != NONE) {
        add_part(to, node_title(&p->tree.nodes[f->node], v->language));
        str_printf(to, " [%s]", p->tree.nodes[f->node].id);
    }
    add_part(to, f->class == NONE ? "" : p->classes[f->class].label);
    add_part(to, f->period == NONE ? "" : p->table->periods[f->period]);
    add_part(to, f->where);
    add_part(to, audit_cells(v->r, f, v->a->arena));
}

static bool print_finding(const struct audit_view *v, const struct audit_finding *f)
{
    struct str place = {0};
    char text[AUDIT_TEXT_MAX];
    bool whole;
    add_place(v, f, &place);
    whole = !place.failed;
    audit_text(v->r, f, v->language, text);
    print_folded(2, "", place.s ? place.s : "");
    print_folded(4, "", text);
    str_fini(&place);
    return whole;
}

static void print_more(const struct audit_view *v, size_t n, size_t shown)
{
    if (n > shown)
        say(word(v->language, WORD_AUDIT_MORE), n - shown);
}

static bool print_kind(const struct audit_view *v, size_t kind)
{
    const struct audit_rule *rule = &audit_rules[kind];
    const size_t kept = v->a->kept[kind], shown = kept < v->top ? kept : v->top;
    bool whole = true;
    if (!v->a->counts[kind])
        return true;
    say("\n%s (%s)%s%zu\n", rule->title[v->language], rule->name, word(v->language, WORD_COLON),
        v->a->counts[kind]);
    print_folded(2, "", rule->looks[v->language]);
    for (size_t i = 0; i < shown && whole; i++)
        whole = print_finding(v, &v->a->of[kind][i]);
    print_more(v, v->a->counts[kind], shown);
    print_folded(2, word(v->language, WORD_AUDIT_REMEDY), rule->remedy[v->language]);
    return whole;
}

/* ---- what the weight rests on ---------------------------------------------------------------- */

static bool print_rest(const struct audit_view *v, size_t class, size_t period)
{
    const struct plan *p = v->r->plan;
    const double *rests = v->a->rests + (class * v->r->n_periods + period) * CELL_KINDS;
    const char *separator = word(v->language, WORD_COLON);
    struct str line = {0};
    char share[NUMBER_TEXT_MAX];
    bool whole;
    if (isnan(rests[0]))
        return true;
    add_part(&line, p->classes[class].label);
    add_part(&line, p->table->periods[period]);
    separator = line.n ? separator : "";
    for (size_t k = 0; k < CELL_KINDS; k++) {
        if (!(rests[k] > 0))
            continue;
        number_format_fixed(100 * rests[k], 1, share);
        str_printf(&line, "%s%s %s%%", separator, word(v->language, WORD_CELL + (unsigned)k),
                   share);
        separator = word(v->language, WORD_COMMA);
    }
    whole = !line.failed;
    print_folded(2, "", line.s ? line.s : "");
    str_fini(&line);
    return whole;
}

/* "   62.2%  what", of 100; takes the text. */
static bool print_share(double share, struct str *what)
{
    char figure[NUMBER_TEXT_MAX], label[NUMBER_TEXT_MAX + 8];
    const bool whole = !what->failed;
    number_format_fixed(100 * share, 1, figure);
    snprintf(label, sizeof label, "%5s%%  ", figure);
    print_folded(2, label, what->s ? what->s : "");
    str_fini(what);
    return whole;
}

static bool print_units(const struct audit_view *v, size_t most)
{
    const struct plan *p = v->r->plan;
    size_t n;
    const size_t *rows = audit_units(v->a, most, &n, v->a->arena);
    bool whole = rows;
    if (rows && n)
        say(word(v->language, WORD_AUDIT_UNITS), n);
    for (size_t i = 0; whole && i < n && i < most; i++) {
        const size_t position = rows[i] % v->r->n_units;
        struct str what = {0};
        str_printf(&what, "%s %s", plan_unit_code(p, position), plan_unit_name(p, position));
        add_part(&what, p->table->periods[rows[i] / v->r->n_units]);
        whole = print_share(v->a->on_data[rows[i]], &what);
    }
    print_more(v, n, most);
    return whole;
}

static bool print_gaps(const struct audit_view *v, size_t most)
{
    const struct plan *p = v->r->plan;
    size_t n;
    const struct audit_gap *gaps = audit_gaps(v->a, most, &n, v->a->arena);
    bool whole = gaps;
    if (gaps && n)
        say(word(v->language, WORD_AUDIT_GAPS), n);
    for (size_t i = 0; whole && i < n && i < most; i++) {
        const struct node *node = &p->tree.nodes[p->tree.indicators[gaps[i].indicator]];
        struct str what = {0};
        add_part(&what, node_title(node, v->language));
        add_part(&what, p->classes[gaps[i].class].label);
        add_part(&what, p->table->periods[gaps[i].period]);
        whole = print_share(gaps[i].available, &what);
    }
    print_more(v, n, most);
    return whole;
}

int print_audit(const struct results *r, const struct arguments *a, struct error *e)
{
    struct audit *audit;
    struct audit_view v = {.r = r, .language = r->plan->fixed.profile.language};
    int status = audit_make(r, &audit, e);
    bool whole = true;
    size_t listed;
    if (status)
        return status;
    v.a = audit;
    v.top = a->all ? AUDIT_KEPT : a->top ? a->top : TOP_DEFAULT;
    say(word(v.language, audit->n == 1 ? WORD_AUDIT_FINDING : WORD_AUDIT_FINDINGS), audit->n);
    for (size_t k = 0; k < AUDIT_KINDS && whole; k++)
        whole = print_kind(&v, k);
    say("\n%s\n", word(v.language, WORD_AUDIT_RESTS));
    for (size_t c = 0; c < r->plan->n_classes && whole; c++)
        for (size_t t = 0; t < r->n_periods && whole; t++)
            whole = print_rest(&v, c, t);
    listed = a->all ? SIZE_MAX : a->top ? a->top : LISTED_DEFAULT;
    whole = whole && print_gaps(&v, listed) && print_units(&v, listed);
    if (audit->groups_passed)
        say(word(v.language, WORD_AUDIT_PASSED), audit->groups_passed);
    audit_free(audit);
    return whole ? OK : error_no_memory(e);
}
