/* SPDX-License-Identifier: MIT */
/* From results to a document: units matched with the map's features, portraits chosen, the data of
   the page's script. */
#include "report/report.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/number.h"
#include "data/text_index.h"
#include "output/league.h"
#include "output/reread.h"
#include "report/codes_there.h"
#include "report/content.h"
#include "report/docx.h"
#include "report/facts.h"
#include "report/house.h"
#include "report/html.h"
#include "report/json.h"
#include "report/live.h"
#include "report/pdf.h"
#include "report/report_internal.h"
#include "report/texts.h"
#include "report/xlsx.h"
#include "robust/replicate/replicates.h"

struct making {
    const struct report_input *in;
    const struct report_section_options *o;
    int language; /* enum language */
    bool both;    /* and the other language has a report beside this */
    struct document *d;
    struct edition x;
    struct report_map map;
    struct results *earlier;
    struct geo_map geo;
};

/* ---- map ------------------------------------------------------------------ */

static int match_units(struct making *m, struct error *e)
{
    const struct plan *p = m->in->r->plan;
    const size_t n = m->in->r->n_units;
    size_t *unit_of = arena_array(m->d->arena, m->geo.n, sizeof *unit_of);
    size_t *feature_of = arena_array(m->d->arena, n, sizeof *feature_of);
    struct text_index keys = {0};
    int status = unit_of && feature_of ? OK : error_no_memory(e);
    for (size_t i = 0, at; i < m->geo.n && !status; i++) { /* keys are unique: at is i */
        unit_of[i] = NONE;
        if (text_index_put(&keys, m->geo.features[i].key, strlen(m->geo.features[i].key), &at))
            status = error_no_memory(e);
    }
    for (size_t u = 0; u < n && !status; u++) {
        feature_of[u] = text_index_find(&keys, plan_unit_code(p, u), unit_stem(p, u));
        if (feature_of[u] != NONE && !unit_is_elsewhere(p, m->in->period, u))
            unit_of[feature_of[u]] = u;
    }
    text_index_fini(&keys);
    if (status)
        return status;
    m->map = (struct report_map){&m->geo, unit_of, feature_of,
                                 *m->o->map_number ? m->o->map_number : NULL};
    m->x.map = &m->map;
    return OK;
}

/* A file that [report] names, by the profile's folder. NULL: out of memory. */
static const char *path_of(const struct plan *p, const char *key, const char *value)
{
    const struct profile_key *k = profile_key(profile_section(p->profile, "report"), key);
    return path_join(p->arena, k->dir, value);
}

static int read_map(struct making *m, struct error *e)
{
    struct plan *p = m->in->r->plan;
    struct geo_options o = {.key = *m->o->map_key ? m->o->map_key : NULL,
                            .width = REPORT_MAP_WIDTH,
                            .least = REPORT_MAP_LEAST};
    const struct input *in;
    int status;
    if (!*m->o->map)
        return OK;
    o.path = path_of(p, "map", m->o->map);
    if (!o.path)
        return error_no_memory(e);
    status = inputs_read(p->profile->inputs, o.path, REPORT_MAP_BYTES_MAX, &in, e);
    if (!status)
        status = geo_read(in->bytes, in->n, &o, m->d->arena, &m->geo, e);
    return status ? status : match_units(m, e);
}

/* ---- an earlier edition --------------------------------------------------- */

int report_reread_earlier(const struct plan *p, struct results **r, struct error *e)
{
    const struct reread_options o = {.path = path_of(p, "compare", p->fixed.report.compare)};
    return o.path ? results_reread(&o, r, e) : error_no_memory(e);
}

static int read_earlier(struct making *m, struct error *e)
{
    const int status =
        *m->o->compare && !m->earlier ? report_reread_earlier(m->in->r->plan, &m->earlier, e) : OK;
    m->x.earlier = m->earlier;
    return status;
}

/* ---- the publisher's own -------------------------------------------------- */

int report_read_house(struct profile *p, struct arena *a, const char *key, const char *value,
                      report_house_check check, const char **to, struct error *e)
{
    const struct profile_section *s = profile_section(p, "report");
    const struct profile_key *k = s ? profile_key(s, key) : NULL;
    const struct input *in;
    const char *path;
    int status;
    *to = NULL;
    if (!k || !*value)
        return OK;
    path = path_join(a, k->dir, value);
    status = path ? inputs_read(p->inputs, path, HOUSE_BYTES_MAX, &in, e) : error_no_memory(e);
    if (!status)
        status = check(path, in->bytes, in->n, e);
    if (status)
        return status;
    *to = house_text(in->bytes, in->n, a);
    return *to ? OK : error_no_memory(e);
}

static int read_own(struct profile *p, const struct report_section_options *o, struct document *d,
                    struct error *e)
{
    int status = report_read_house(p, d->arena, "css", o->css, house_check_css, &d->css, e);
    return status ? status
                  : report_read_house(p, d->arena, "logo", o->logo, house_check_logo, &d->logo, e);
}

/* ---- data of the page ----------------------------------------------------- */

/* Of a book those of each chapter that its page does something with; sections say it. */

static void put_nodes(struct making *m, struct str *out)
{
    const struct tree *t = &m->in->r->plan->tree;
    for (size_t i = 0; i < t->n; i++) {
        str_add(out, i ? ",{\"id\":" : "{\"id\":");
        json_text(out, t->nodes[i].id);
        str_add(out, ",\"title\":");
        json_text(out, node_title(&t->nodes[i], m->language));
        str_printf(out, ",\"depth\":%zu,\"parent\":", tree_depth(t, i));
        json_number(out, i ? (double)t->nodes[i].parent : NAN);
        str_add(out, "}");
    }
}

/* The ranks that any admissible weights can give a unit. */
static void put_possible(const struct making *m, size_t u, struct str *out)
{
    const struct results *r = m->in->r;
    const size_t class = results_class(r, u);
    const struct rank_bounds_league *l =
        m->in->found && m->in->found->bounds
            ? rank_bounds_of(m->in->found->bounds, r, class, m->in->period)
            : NULL;
    const struct rank_bound *b = l && !l->why ? &l->rank[u - r->plan->classes[class].first] : NULL;
    if (b && b->best)
        str_printf(out, ",\"possible\":[%zu,%zu]", (size_t)b->best, (size_t)b->worst);
}

static void put_units(struct making *m, struct str *out)
{
    const struct results *r = m->in->r;
    const struct plan *p = r->plan;
    const char *before = "";
    for (size_t u = 0; u < r->n_units; u++) {
        const size_t row = m->in->period * r->n_units + u;
        if (results_is_elsewhere(r, m->in->period, u))
            continue;
        str_printf(out, "%s{\"code\":", before);
        before = ",\n";
        json_text(out, p->table->codes[p->order[u]]);
        str_add(out, ",\"name\":");
        json_text(out, text_shown(m->d->arena, plan_unit_name(p, u)));
        str_printf(out, ",\"class\":%zu,\"rank\":", results_class(r, u));
        json_number(out, r->rank[row]);
        put_possible(m, u, out);
        str_add(out, ",\"scores\":[");
        for (size_t i = 0; i < p->tree.n; i++) {
            str_add(out, i ? "," : "");
            json_number(out, r->score[i][row]);
        }
        str_add(out, "]}");
    }
}

static int make_data(struct making *m, struct error *e)
{
    const struct plan *p = m->in->r->plan;
    struct str out = {0};
    const char *json;
    int status = OK;
    str_add(&out, "{\"classes\":[");
    for (size_t c = 0; c < p->n_classes; c++) {
        str_add(&out, c ? "," : "");
        json_text(&out, text_shown(m->d->arena, p->classes[c].label));
    }
    str_add(&out, "],\"nodes\":[");
    put_nodes(m, &out);
    str_add(&out, "],\"units\":[");
    put_units(m, &out);
    str_add(&out, "]");
    if (m->x.live) {
        str_add(&out, ",\"live\":");
        status = live_json(m->in->r, m->language, &out, e);
    }
    str_add(&out, "}");
    json = out.failed || status ? NULL : arena_strdup(m->d->arena, out.s);
    str_fini(&out);
    document_data(m->d, document_text(m->d, "%sdata", m->x.prefix), json);
    return status ? status : json ? OK : error_no_memory(e);
}

/* ---- the document --------------------------------------------------------- */

/* ---- portraits ------------------------------------------------------------ */

static bool is_listed(const struct heng_names *names, const char *text)
{
    for (size_t i = 0; i < names->n; i++)
        if (strcmp(names->v[i], text) == 0)
            return true;
    return false;
}

/* The n of "top n", or 0. */
static size_t top_of(const struct heng_names *names)
{
    size_t n = 0;
    return names->n == 1 && sscanf(names->v[0], "top %zu", &n) == 1 ? n : 0;
}

/* The code that the unit has in all its classes. */
static const char *own_code(struct making *m, size_t position)
{
    const struct plan *p = m->in->r->plan;
    return document_text(m->d, "%.*s", (int)unit_stem(p, position), plan_unit_code(p, position));
}

/* In the order of the league tables. */
static int choose_portraits(struct making *m, struct error *e)
{
    const struct results *r = m->in->r;
    const struct plan *p = r->plan;
    const struct heng_names *names = &m->o->portraits;
    const bool all = names->n == 0 || is_listed(names, "all");
    size_t *order = arena_array(m->d->arena, r->n_units, sizeof *order);
    size_t *chosen = arena_array(m->d->arena, r->n_units, sizeof *chosen), n = 0;
    if (!order || !chosen)
        return error_no_memory(e);
    for (size_t c = 0; c < p->n_classes; c++) {
        league_order(r, c, m->in->period, order);
        for (size_t i = 0; i < league_count(r, c, m->in->period); i++)
            if (all || i < top_of(names) || is_listed(names, plan_unit_code(p, order[i])) ||
                is_listed(names, own_code(m, order[i])))
                chosen[n++] = order[i];
    }
    m->x.portraits = chosen;
    m->x.n_portraits = n;
    return OK;
}

/* ---- the document --------------------------------------------------------- */

/* The edition of a run: its map and its portraits. */
static int make_edition(struct making *m, const char *prefix, struct error *e)
{
    int status;
    m->x = (struct edition){.d = m->d,
                            .r = m->in->r,
                            .language = m->language,
                            .period = m->in->period,
                            .prefix = prefix,
                            .reread = m->in->reread,
                            .groups = table_attribute(m->in->r->plan->table, m->o->groups)};
    if (m->in->found) {
        m->x.summary = m->in->found->summary;
        m->x.n_replicates = m->in->found->x->n;
        m->x.found = m->in->found;
    }
    status = read_map(m, e);
    if (!status)
        status = read_earlier(m, e);
    return status ? status : choose_portraits(m, e);
}

int report_read_texts(struct profile *p, const char *section, struct arena *a,
                      struct report_texts **t, struct messages *problems, struct error *e)
{
    const char **names = arena_array(a, n_report_sections, sizeof *names);
    if (!names)
        return error_no_memory(e);
    for (size_t i = 0; i < n_report_sections; i++)
        names[i] = report_sections[i].name;
    return texts_read(p, section, &(struct text_sections){names, n_report_sections}, a, t, problems,
                      e);
}

static int fill_texts(struct making *m, const struct report_texts *t, struct error *e)
{
    const struct fact_run run = {m->in->r->plan, &m->x, m->language};
    struct markdown *text;
    int status = OK;
    for (size_t i = 0; !status && (text = texts_at(t, i)); i++)
        status = facts_fill(text, &run, m->d->arena, e);
    return status;
}

/* What the run's own [report] says where `section` of the profile p says nothing. */
static int read_texts(struct making *m, struct profile *p, const char *section, struct error *e)
{
    struct messages problems = {0};
    struct report_texts *t = NULL;
    int status = report_read_texts(p, section, m->d->arena, &t, &problems, e);
    if (!status && !t && p != m->in->r->plan->profile)
        status =
            report_read_texts(m->in->r->plan->profile, "report", m->d->arena, &t, &problems, e);
    if (!status && problems.n)
        status = error_set(e, problems.items[0].status, "%s", problems.items[0].text);
    messages_fini(&problems);
    m->x.texts = t;
    return status ? status : fill_texts(m, t, e);
}

static int write_sections(struct making *m, struct error *e)
{
    int status;
    m->x.first = m->d->n;
    status = content_write(&m->x, m->o->sections.n ? m->o->sections.v : NULL, m->o->sections.n, e);
    m->x.behind = m->d->n;
    return status;
}

static void name_document(struct document *d, const struct report_section_options *o)
{
    d->publisher = o->publisher;
    d->date = o->date;
}

/* The title that is given, in the document's language; else that of the run. */
static const char *title_of(const struct making *m, const char *title, const char *title_en)
{
    struct plan *p = m->in->r->plan;
    const bool english = m->language == LANGUAGE_EN;
    const char *own = english ? p->fixed.profile.title_en : p->fixed.profile.title;
    const char *given = m->both && english ? title_en : title;
    if (*given)
        return given;
    return m->both && own && *own ? own : plan_title(p);
}

static int make_document(struct making *m, struct error *e)
{
    struct plan *p = m->in->r->plan;
    int status;
    m->d->title = title_of(m, m->o->title, m->o->title_en);
    name_document(m->d, m->o);
    m->d->synthetic = p->synthetic;
    status = read_own(p->profile, m->o, m->d, e);
    if (!status)
        status = make_edition(m, "", e);
    if (!status)
        status = read_texts(m, p->profile, "report", e);
    if (!status)
        status = write_sections(m, e);
    return status ? status : make_data(m, e); /* sections say what it must hold */
}

/* ---- formats -------------------------------------------------------------- */

static int write_html(const struct report_made *m, struct str *out, struct error *e)
{
    return html_write(m->d, out, e);
}

static int write_docx(const struct report_made *m, struct str *out, struct error *e)
{
    return docx_write(m->d, out, e);
}

static int write_xlsx(const struct report_made *m, struct str *out, struct error *e)
{
    return xlsx_write(m->d, m->editions, m->n, out, e);
}

static int write_pdf(const struct report_made *m, struct str *out, struct error *e)
{
    return pdf_write(m->d, out, e);
}

const struct report_format report_formats[] = {
    {"html", "report.html", "one page for screens and paper that opens nothing", write_html},
    {"docx", "report.docx", "a Word document that an editor can go on with", write_docx},
    {"xlsx", "report.xlsx", "a workbook whose weights can be turned", write_xlsx},
    {"pdf", "report.pdf", "the page on paper, numbered and tagged; takes a Chromium", write_pdf},
};
const size_t n_report_formats = sizeof report_formats / sizeof *report_formats;

const struct report_format *report_format_find(const char *name)
{
    for (size_t i = 0; i < n_report_formats; i++)
        if (strcmp(report_formats[i].name, name) == 0)
            return &report_formats[i];
    return NULL;
}

bool report_has_section(const char *name)
{
    return report_section_find(name) != NULL;
}

int report_check_texts(const struct report_texts *t, struct plan *p, struct messages *problems,
                       struct error *e)
{
    const struct markdown *m;
    int status = OK;
    for (size_t i = 0; !status && (m = texts_at(t, i)); i++)
        status = facts_check(m, p, problems, e);
    return status;
}

/* What only another program could make is a part that is missing, told among p's failures. */
static int set_aside(struct plan *p, int status, struct error *e)
{
    if (status != ERR_UNAVAILABLE)
        return status;
    messages_add(&p->failures, status, "%s", e->text);
    *e = (struct error){0};
    return OK;
}

/* Of two languages the English one has a name of its own: report.en.html. NULL: out of memory. */
static const char *file_name(const struct report_format *f, bool second, struct arena *a)
{
    const char *dot = strrchr(f->file, '.');
    return second ? arena_printf(a, "%.*s.en%s", (int)(dot - f->file), f->file, dot) : f->file;
}

static int write_formats(const struct report_made *m, const struct heng_names *formats,
                         struct plan *p, struct outputs *out, struct error *e)
{
    int status = OK;
    for (size_t i = 0; i < formats->n && !status; i++) {
        const struct report_format *f = report_format_find(formats->v[i]);
        const char *name = f ? file_name(f, m->second, p->arena) : "";
        struct str text = {0};
        if (!name)
            return error_no_memory(e);
        status = f ? f->write(m, &text, e)
                   : error_set(e, ERR_UNAVAILABLE, "%s: no such format of a report", formats->v[i]);
        if (!status)
            status = outputs_add(out, name, text.s, text.n, e);
        else {
            str_fini(&text);
            status = f ? set_aside(p, status, e) : status;
        }
    }
    return status;
}

static int language_of(const struct report_section_options *o, int profile)
{
    return o->language == REPORT_AS_PROFILE ? profile
           : o->language == REPORT_EN       ? LANGUAGE_EN
                                            : LANGUAGE_ZH;
}

/* Which languages a report is of, the first one first. */
static size_t languages_of(const struct report_section_options *o, int profile, int *languages)
{
    languages[0] = o->language == REPORT_BOTH ? LANGUAGE_ZH : language_of(o, profile);
    languages[1] = LANGUAGE_EN;
    return o->language == REPORT_BOTH ? 2 : 1;
}

/* The page of the other language, where there is one. */
static const char *other_page(const struct heng_names *formats, size_t n_languages, size_t at)
{
    for (size_t i = 0; n_languages > 1 && i < formats->n; i++)
        if (strcmp(formats->v[i], "html") == 0)
            return at ? "report.html" : "report.en.html";
    return NULL;
}

/* What a chapter says goes before what its profile says. */
static int write_chapter(struct making *m, struct profile *book, const struct report_chapter *c,
                         struct error *e)
{
    const char *prefix = document_text(m->d, "%s-", c->name);
    struct plan *p = m->in->r->plan;
    int status;
    m->d->depth = 0;
    document_heading(m->d, 1, document_text(m->d, "%schapter", prefix),
                     title_of(m, c->options.title, c->options.title_en));
    m->d->depth = 1;
    m->d->synthetic = m->d->synthetic || p->synthetic;
    m->d->partly = m->d->partly || !p->synthetic;
    if (p->synthetic)
        document_line(
            m->d, PARAGRAPH_QUOTE,
            document_words(m->d, "本章使用虚构数据，仅作示例。",
                           "The data of this chapter are made up; for demonstration only."));
    status = make_edition(m, prefix, e);
    m->x.cases = &c->options.cases;
    if (!status)
        status = read_texts(m, book, document_text(m->d, "chapter.%s", c->name), e);
    if (!status)
        status = write_sections(m, e);
    return !status && (m->x.live || m->x.scripted) ? make_data(m, e) : status;
}

/* The book's own words, before or behind its chapters: facts are those of its first chapter. */
static int write_own(struct making *m, const struct report_texts *t, const char *section,
                     struct error *e)
{
    const struct report_section *s = report_section_find(section);
    const struct markdown *text = texts_of(t, section, m->language == LANGUAGE_EN);
    if (!text)
        return OK;
    m->d->depth = 0;
    document_heading(m->d, 1, document_text(m->d, "s-%s", section),
                     document_words(m->d, s->title, s->title_en));
    return markdown_write(text, m->d, 2, e);
}

static int read_book_texts(struct making *m, struct profile *p, struct report_texts **t,
                           struct error *e)
{
    struct messages problems = {0};
    int status = report_read_texts(p, "report", m->d->arena, t, &problems, e);
    if (!status && problems.n)
        status = error_set(e, problems.items[0].status, "%s", problems.items[0].text);
    messages_fini(&problems);
    if (status || !*t)
        return status;
    status = make_edition(m, "", e);
    return status ? status : fill_texts(m, *t, e);
}

/* One of the languages of a report. */
struct one {
    int language;
    bool both, second;
    const struct heng_names *formats;
    const char *other;
};

/* The chapters that share units, side by side. */
static int write_side(struct document *d, struct edition *editions, const struct making *m,
                      const struct report_chapter *chapters, size_t n, struct error *e)
{
    const char **titles = arena_array(d->arena, n, sizeof *titles);
    if (!titles)
        return error_no_memory(e);
    for (size_t i = 0; i < n; i++)
        titles[i] = title_of(&m[i], chapters[i].options.title, chapters[i].options.title_en);
    return content_chapters(editions, titles, n, e);
}

static int make_book(struct profile *p, const struct report_section_options *o,
                     const struct report_chapter *chapters, size_t n, const struct one *one,
                     struct outputs *out, struct error *e)
{
    const int language = one->language;
    struct document *d = document_new(language == LANGUAGE_EN ? "en" : "zh", e);
    struct making *m = d ? arena_array(d->arena, n, sizeof *m) : NULL;
    struct report_section_options *own = d ? arena_array(d->arena, n, sizeof *own) : NULL;
    struct edition *editions = d ? arena_array(d->arena, n, sizeof *editions) : NULL;
    struct report_texts *texts = NULL;
    int status = m && own && editions ? OK : error_no_memory(e);
    if (!status) {
        d->title = one->second && *o->title_en ? o->title_en
                   : *o->title                 ? o->title
                                               : document_words(d, "报告", "Report");
        d->other = one->other;
        name_document(d, o);
        status = read_own(p, o, d, e);
    }
    for (size_t i = 0; i < n && !status; i++) {
        own[i] = chapters[i].in.r->plan->fixed.report;
        own[i].sections = chapters[i].options.sections;
        own[i].portraits = chapters[i].options.portraits;
        m[i] = (struct making){
            .in = &chapters[i].in, .o = &own[i], .language = language, .both = one->both, .d = d};
        if (i == 0)
            status = read_book_texts(&m[i], p, &texts, e);
        if (i == 0 && !status)
            status = write_own(&m[i], texts, "foreword", e);
        if (!status)
            status = write_chapter(&m[i], p, &chapters[i], e);
        editions[i] = m[i].x;
    }
    if (!status)
        status = write_side(d, editions, m, chapters, n, e);
    if (!status)
        status = write_own(&m[0], texts, "advice", e);
    if (!status)
        status = write_formats(&(struct report_made){d, editions, n, one->second}, one->formats,
                               chapters[0].in.r->plan, out, e);
    for (size_t i = 0; m && i < n; i++)
        results_reread_free(m[i].earlier);
    document_free(d);
    return status;
}

int report_book(struct profile *p, const struct report_section_options *o,
                const struct report_chapter *chapters, size_t n, const struct heng_names *formats,
                struct outputs *out, struct error *e)
{
    const struct heng_names *all = formats ? formats : &o->formats;
    int languages[2], status = OK;
    const size_t n_languages =
        languages_of(o, chapters[0].in.r->plan->fixed.profile.language, languages);
    for (size_t i = 0; i < n_languages && !status; i++)
        status = make_book(p, o, chapters, n,
                           &(struct one){languages[i], n_languages > 1, i > 0, all,
                                         other_page(all, n_languages, i)},
                           out, e);
    return status;
}

static int make_one(const struct report_input *in, const struct one *one, struct outputs *out,
                    struct error *e)
{
    struct making m = {
        .in = in, .o = &in->r->plan->fixed.report, .language = one->language, .both = one->both};
    int status;
    m.d = document_new(m.language == LANGUAGE_EN ? "en" : "zh", e);
    if (!m.d)
        return ERR_MEMORY;
    m.d->other = one->other;
    status = make_document(&m, e);
    if (!status)
        status = write_formats(&(struct report_made){m.d, &m.x, 1, one->second}, one->formats,
                               in->r->plan, out, e);
    document_free(m.d);
    results_reread_free(m.earlier);
    return status;
}

int report_make(const struct report_input *in, struct outputs *out, struct error *e)
{
    const struct plan *p = in->r->plan;
    const struct heng_names *all = in->formats ? in->formats : &p->fixed.report.formats;
    int languages[2], status = OK;
    const size_t n = languages_of(&p->fixed.report, p->fixed.profile.language, languages);
    for (size_t i = 0; i < n && !status; i++)
        status = make_one(in, &(struct one){languages[i], n > 1, i > 0, all, other_page(all, n, i)},
                          out, e);
    return status;
}
