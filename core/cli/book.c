/* SPDX-License-Identifier: MIT */
/* A book: its chapters' runs, in their order, and the report of all of them. */
#include "cli/book.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "cli/robust_session.h"
#include "cli/speak.h"
#include "cli/words.h"
#include "report/report.h"

static const char chapter_prefix[] = "chapter.";

struct book {
    const struct arguments *a;
    struct arena *arena;
    struct profile *profile;
    struct messages problems;
    struct report_section_options options;
    struct report_chapter *chapters;
    struct arguments *arguments; /* of each chapter's session */
    struct session *sessions;
    size_t n, n_open;
    struct report_texts *own;
};

static int load(const struct arguments *a, struct profile **p, struct messages *problems,
                struct error *e)
{
    return profile_load(a->args[0], a->set.v, a->set.n, p, problems, e);
}

static bool is_chapter(const struct profile_section *s)
{
    return strncmp(s->name, chapter_prefix, sizeof chapter_prefix - 1) == 0;
}

static size_t count_chapters(const struct profile *p)
{
    size_t n = 0;
    for (size_t i = 0; i < p->n_sections; i++)
        n += is_chapter(&p->sections[i]);
    return n;
}

int book_look(const struct arguments *a, bool *is_book, struct error *e)
{
    struct messages problems = {0};
    struct profile *p = NULL;
    int status = load(a, &p, &problems, e);
    *is_book = !status && count_chapters(p) > 0;
    profile_free(p);
    messages_fini(&problems);
    return status;
}

/* ---- what the profile says ------------------------------------------------ */

static void check_names(struct book *b, const struct profile_section *s,
                        const struct heng_names *names, bool sections)
{
    for (size_t i = 0; i < names->n; i++)
        if (sections ? !report_has_section(names->v[i]) : !report_format_find(names->v[i]))
            messages_add(&b->problems, ERR_PROFILE, "%s: [%s] %s: %s: no such %s of a report",
                         s ? s->where : b->a->args[0], s ? s->name : "report",
                         sections ? "sections" : "formats", names->v[i],
                         sections ? "section" : "format");
}

static int read_chapter(struct book *b, struct profile_section *s, struct error *e)
{
    struct report_chapter *c = &b->chapters[b->n];
    const struct profile_key *key;
    struct report_texts *texts;
    int status = profile_bind(b->profile, s, &chapter_keys, &c->options, &b->problems, e);
    if (status)
        return status;
    check_names(b, s, &c->options.sections, true);
    status = report_read_texts(b->profile, s->name, b->arena, &texts, &b->problems, e);
    if (status)
        return status;
    key = profile_key(s, "profile");
    c->name = s->name + sizeof chapter_prefix - 1;
    b->arguments[b->n] =
        (struct arguments){.jobs = b->a->jobs, .plugins = b->a->plugins, .scripts = b->a->scripts};
    if (key)
        b->arguments[b->n].args[0] = path_join(b->arena, key->dir, c->options.profile);
    b->n++;
    return OK;
}

/* A book's own words stand around its chapters. */
static int check_own_texts(struct book *b, const struct profile_section *s, struct error *e)
{
    for (size_t i = 0; s && i < s->n_keys; i++) {
        const char *name = profile_text_key(s->keys[i].name);
        if (name && strcmp(name, "foreword") && strcmp(name, "advice"))
            messages_add(&b->problems, ERR_PROFILE,
                         "%s: [report] %s: a book's own texts are text.foreword and text.advice; "
                         "others stand in [chapter.NAME]",
                         s->keys[i].where, s->keys[i].name);
    }
    return report_read_texts(b->profile, "report", b->arena, &b->own, &b->problems, e);
}

/* A section that has no place here is told once, not key by key. */
static bool mark_read(struct profile_section *s)
{
    s->used = true;
    for (size_t k = 0; k < s->n_keys; k++)
        s->keys[k].used = true;
    return true;
}

/* text.SECTION: whoever reads them tells what is wrong with them. */
static void mark_texts_read(struct profile_section *s)
{
    for (size_t k = 0; s && k < s->n_keys; k++)
        s->keys[k].used = s->keys[k].used || profile_text_key(s->keys[k].name);
}

static int read_book(struct book *b, struct error *e)
{
    struct profile_options of_profile;
    const size_t n = count_chapters(b->profile);
    struct profile_section *s = profile_section(b->profile, "report");
    int status;
    b->chapters = arena_array(b->arena, n, sizeof *b->chapters);
    b->arguments = arena_array(b->arena, n, sizeof *b->arguments);
    b->sessions = arena_array(b->arena, n, sizeof *b->sessions);
    if (!b->chapters || !b->arguments || !b->sessions)
        return error_no_memory(e);
    status = profile_bind(b->profile, s, &report_keys, &b->options, &b->problems, e);
    check_names(b, s, &b->options.formats, false);
    if (!status)
        status = check_own_texts(b, s, e);
    mark_texts_read(s);
    for (size_t i = 0; i < b->profile->n_sections && !status; i++) {
        struct profile_section *at = &b->profile->sections[i];
        if (is_chapter(at))
            mark_texts_read(at);
        if (is_chapter(at))
            status = read_chapter(b, at, e);
        else if (strcmp(at->name, "profile") == 0)
            status = profile_bind(b->profile, at, &profile_keys, &of_profile, &b->problems, e);
        else if (strcmp(at->name, "report") != 0 && mark_read(at))
            messages_add(&b->problems, ERR_PROFILE,
                         "%s: [%s]: a book has [report] and [chapter.NAME] only; the chapters' "
                         "profiles say the rest",
                         at->where, at->name);
    }
    if (!status)
        profile_unused(b->profile, NULL, 0, &b->problems);
    return status;
}

static int tell_book(const struct book *b, struct error *e)
{
    if (!b->problems.n)
        return OK;
    print_messages("", &b->problems);
    return error_set(e, ERR_PROFILE, "%s: %zu problem%s", b->a->args[0], b->problems.n,
                     b->problems.n == 1 ? "" : "s");
}

/* ---- the runs ------------------------------------------------------------- */

static bool asks_for(const struct heng_names *sections, const char *name)
{
    for (size_t i = 0; i < sections->n; i++)
        if (strcmp(sections->v[i], name) == 0)
            return true;
    return sections->n == 0;
}

/* The tables of each chapter's run, in a folder of the chapter's name beside the book. */
static int write_tables(struct book *b, const char *dir, struct outputs *tables, struct error *e)
{
    int status = OK;
    for (size_t i = 0; i < b->n && !status; i++) {
        const struct session *s = &b->sessions[i];
        const char *own = path_join(b->arena, dir, b->chapters[i].name);
        status = own ? dir_make(own, e) : error_no_memory(e);
        if (!status)
            status = outputs_write(&tables[i], &s->a.p->fixed.output.formats, own, s->a.p, e);
    }
    return status;
}

/* All of them before the first is written. */
static int make_tables(struct book *b, struct outputs *tables, struct error *e)
{
    int status = OK;
    for (size_t i = 0; i < b->n && !status; i++) {
        const struct session *s = &b->sessions[i];
        struct outputs found = {0};
        status = outputs_make(s->r, &s->a.p->fixed.output.formats, &tables[i], e);
        if (!status && b->chapters[i].in.found)
            status = robust_outputs(&s->a.found, &found, e);
        if (!status && found.n)
            status = outputs_join(&tables[i], &found, e);
        outputs_fini(&found);
    }
    return status;
}

static int write_book(struct book *b, struct error *e)
{
    const struct heng_names formats = {b->a->formats.v, b->a->formats.n};
    struct outputs out = {0};
    struct outputs *tables = arena_array(b->arena, b->n, sizeof *tables);
    const char *dir = output_folder(b->a, b->sessions[0].a.p);
    int status = dir && tables ? make_tables(b, tables, e) : error_no_memory(e);
    if (!status)
        status = report_book(b->profile, &b->options, b->chapters, b->n,
                             formats.n ? &formats : NULL, &out, e);
    for (size_t i = 1; i < b->n && !status; i++)
        status = outputs_check(&out, dir, b->sessions[i].a.p, e);
    if (!status)
        status = outputs_write(&out, &(struct heng_names){NULL, 0}, dir, b->sessions[0].a.p, e);
    if (!status)
        status = write_tables(b, dir, tables, e);
    for (size_t i = 0; !status && i < out.n; i++)
        printf("%s/%s\n", dir, out.v[i].name);
    outputs_fini(&out);
    for (size_t i = 0; tables && i < b->n; i++)
        outputs_fini(&tables[i]);
    return status;
}

/* ---- looked at only ------------------------------------------------------- */

/* What is wrong with the texts of a chapter, and with the book's own, goes to the plan's problems.
 */
static int check_texts(struct book *b, size_t i, struct plan *p, struct error *e)
{
    const char *section = arena_printf(p->arena, "chapter.%s", b->chapters[i].name);
    struct messages read_already = {0};
    struct report_texts *texts = NULL;
    int status = section
                     ? report_read_texts(b->profile, section, p->arena, &texts, &read_already, e)
                     : error_no_memory(e);
    if (!status)
        status = report_check_texts(texts, p, &p->problems, e);
    if (!status && i == 0)
        status = report_check_texts(b->own, p, &p->problems, e);
    messages_fini(&read_already);
    return status;
}

static const char *where_of(struct profile_section *s, const char *key)
{
    const struct profile_key *k = profile_key(s, key);
    return k ? k->where : s->where;
}

static void check_case(struct plan *p, const char *where, const char *section, const char *id)
{
    const struct script *s = p->selection.script;
    for (size_t i = 0; s && i < s->n_nodes; i++)
        if (strcmp(s->nodes[i].id, id) == 0)
            return;
    messages_add(&p->problems, ERR_PROFILE, "%s: [%s] cases: %s: %s", where, section, id,
                 s ? "its selection has no such direction" : "its profile has no [selection]");
}

/* Units and directions of a selection that a chapter names, which its plan must have. */
static void check_chosen(struct book *b, size_t i, struct plan *p)
{
    const struct chapter_options *o = &b->chapters[i].options;
    for (size_t k = 0; k < b->profile->n_sections; k++) {
        struct profile_section *s = &b->profile->sections[k];
        if (!is_chapter(s) || strcmp(s->name + sizeof chapter_prefix - 1, b->chapters[i].name))
            continue;
        report_check_portraits(p, where_of(s, "portraits"), s->name, &o->portraits);
        for (size_t j = 0; j < o->cases.n; j++)
            check_case(p, where_of(s, "cases"), s->name, o->cases.v[j]);
    }
}

/* The chapter's own profile, its texts, and what it picks of its run. */
static int check_chapter(struct book *b, size_t i, struct error *e)
{
    const struct plan_options o = plan_options_of(&b->arguments[i]);
    struct results *r = NULL;
    struct plan *p;
    int status = plan_new(&o, &p, e);
    if (status)
        return status;
    if (!p->problems.n)
        status = check_texts(b, i, p, e);
    if (p->table)
        check_chosen(b, i, p);
    if (!status)
        status = check_plan(p, b->arguments[i].args[0], false, &r, e);
    results_free(r);
    plan_free(p);
    return status;
}

/* What one chapter comes to does not keep the next from being looked at; the status is that of the
   first that is wrong. */
static int check_chapters(struct book *b, struct error *e)
{
    int status = load(b->a, &b->profile, &b->problems, e), first = OK;
    if (!status)
        status = read_book(b, e);
    if (!status)
        status = tell_book(b, e);
    for (size_t i = 0; i < b->n && !status; i++) {
        struct error why = {0};
        const int of_chapter = check_chapter(b, i, &why);
        if (of_chapter)
            tell("", why.text);
        first = first ? first : of_chapter;
    }
    if (!status && first)
        status = error_set(e, first, "%s: its chapters have problems", b->a->args[0]);
    if (!status)
        say("%s: fine: a book of %zu chapters\n", b->a->args[0], b->n);
    return status;
}

/* ---- the whole ------------------------------------------------------------ */

static int run_chapter(struct book *b, size_t i, struct error *e)
{
    struct session *s = &b->sessions[i];
    struct report_chapter *c = &b->chapters[i];
    int status = session_open(s, &b->arguments[i], b->a->jobs,
                              &(struct session_kind){true, report_check}, e);
    b->n_open = i + 1;
    if (!status) {
        check_chosen(b, i, s->a.p);
        status = tell_problems(s->a.p, b->arguments[i].args[0], e);
    }
    if (!status && s->varies && asks_for(&c->options.sections, "robust")) {
        status = session_compute(s, (struct shard){0, 1}, e);
        if (!status)
            status = assess_find(&s->a, e);
        c->in.found = &s->a.found;
    }
    c->in.r = s->r;
    c->in.period = s->period;
    return status;
}

static int make_book(struct book *b, struct error *e)
{
    int status = load(b->a, &b->profile, &b->problems, e);
    if (!status)
        status = read_book(b, e);
    if (!status)
        status = tell_book(b, e);
    for (size_t i = 0; i < b->n && !status; i++)
        status = run_chapter(b, i, e);
    if (!status)
        status = write_book(b, e);
    for (size_t i = 0; i < b->n_open && !status; i++)
        status = report_failures(b->sessions[i].a.p, e);
    return status;
}

static int with_book(const struct arguments *a, int (*make)(struct book *b, struct error *e),
                     struct error *e)
{
    struct book b = {.a = a, .arena = arena_new()};
    int status = b.arena ? make(&b, e) : error_no_memory(e);
    for (size_t i = 0; i < b.n_open; i++)
        session_close(&b.sessions[i]);
    profile_free(b.profile);
    messages_fini(&b.problems);
    arena_free(b.arena);
    return status;
}

int book_report(const struct arguments *a, struct error *e)
{
    return with_book(a, make_book, e);
}

int book_check(const struct arguments *a, struct error *e)
{
    return with_book(a, check_chapters, e);
}
