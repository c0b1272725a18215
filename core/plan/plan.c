/* SPDX-License-Identifier: MIT */
/* The driver: what of a profile is bound when. */
#include <string.h>

#include "base/file.h"
#include "base/none.h"
#include "data/period.h"
#include "plan/plan_internal.h"

/* The folders of the command line, of the profile, and the program's own, in this order. */
static int find_folders(struct plan *p, const struct plan_options *o, struct error *e)
{
    static const char *const keys[] = {"plugins", "scripts"};
    struct search_path *h = &p->home;
    struct folders *folders[] = {&h->plugins, &h->scripts};
    struct folders *kept[] = {&p->given.plugins, &p->given.scripts};
    const char *const *given[] = {o->plugins, o->scripts};
    size_t n_given[] = {o->n_plugins, o->n_scripts}, i, k;
    const struct heng_names *named[] = {&p->fixed.profile.plugins, &p->fixed.profile.scripts};
    int status = OK;
    h->arena = p->given.arena = p->arena;
    for (k = 0; !status && k < 2; k++) {
        struct profile_section *s = profile_section(p->profile, "profile");
        const struct profile_key *key = s ? profile_key(s, keys[k]) : NULL;
        for (i = 0; !status && i < n_given[k]; i++) {
            if (!dir_exists(given[k][i]))
                return error_set(e, ERR_NOINPUT, "--%s %s: no such folder", keys[k], given[k][i]);
            status = search_path_add(h, folders[k], given[k][i], e);
            if (!status)
                status = search_path_add(&p->given, kept[k], given[k][i], e);
        }
        for (i = 0; !status && key && i < named[k]->n; i++) {
            const char *dir = path_join(p->arena, key->dir, named[k]->v[i]);
            if (!dir)
                return error_no_memory(e);
            if (!dir_exists(dir))
                plan_problem(p, key->where, "profile", keys[k], "%s: no such folder", dir);
            status = search_path_add(h, folders[k], dir, e);
        }
    }
    return status ? status : search_path_add_own(h, e);
}

static int bind(struct plan *p, const struct section_kind *k, struct error *e)
{
    struct profile_section *s = profile_section(p->profile, k->name);
    void *to = (char *)&p->fixed + k->at;
    int status = plan_note_keys(p, k->name, k->keys, e);
    return status ? status : profile_bind(p->profile, s, k->keys, to, &p->problems, e);
}

/* A key that was taken away again says nothing. */
static bool says_anything(const struct profile_section *s)
{
    for (size_t i = 0; s && i < s->n_keys; i++)
        if (plan_given(s->keys[i].value))
            return true;
    return false;
}

/* Keys that rooms above read: vary.SECTION.KEY, text.SECTION. */
static void mark_used(struct profile_section *s, const char *(*of)(const char *key))
{
    for (size_t i = 0; s && i < s->n_keys; i++)
        s->keys[i].used = s->keys[i].used || of(s->keys[i].name);
}

static int bind_fixed_sections(struct plan *p, struct error *e)
{
    int status = OK;
    for (size_t i = 0; !status && i < n_section_kinds; i++)
        if (section_kinds[i].at != NONE)
            status = bind(p, &section_kinds[i], e);
    mark_used(profile_section(p->profile, "uncertainty"), profile_varied);
    mark_used(profile_section(p->profile, "report"), profile_text_key);
    p->screens = says_anything(profile_section(p->profile, "screen"));
    p->synthetic = p->fixed.profile.synthetic != 0;
    return status;
}

static int note_profile_files(struct plan *p, struct error *e)
{
    int status = OK;
    for (size_t i = 0; !status && i < p->profile->n_files; i++)
        status =
            plan_note_file(p, "profile", p->profile->files[i].path, p->profile->files[i].sha256, e);
    return status;
}

static int note_tables(struct plan *p, struct error *e)
{
    int status = OK;
    for (size_t i = 0; !status && i < p->profile->n_tables; i++)
        status =
            plan_note_file(p, "table", p->profile->tables[i].path, p->profile->tables[i].sha256, e);
    return status;
}

static bool agree(const char *a, const char *b)
{
    const char *const labels[] = {a, b};
    struct period_time times[2];
    return period_times(labels, 2, times);
}

/* Two labels that are of no one kind; the first two where only three or more are not. */
static void find_disagreeing(const struct table *t, const char *pair[2])
{
    pair[0] = t->periods[0];
    pair[1] = t->periods[1];
    for (size_t i = 1; i < t->n_periods; i++)
        for (size_t k = 0; k < 2; k++) {
            const char *other = t->periods[k ? i - 1 : 0];
            if (!agree(other, t->periods[i])) {
                pair[0] = other;
                pair[1] = t->periods[i];
                return;
            }
        }
}

/* Most of what a panel's results hold goes by the order of its periods. */
static void tell_order(struct plan *p)
{
    const struct table *t = p->table;
    const char *pair[2];
    if (!t || !t->as_met || t->n_periods < 2)
        return;
    find_disagreeing(t, pair);
    messages_add(
        &p->warnings, OK,
        "periods: \"%s\" and \"%s\" do not tell their order in time: they keep that of the "
        "file, and \"%s\" counts as the latest for what is shown, filled in or compared "
        "over time; 2019, 2019年, 2019Q1, 2019H1, 2019-01, 2019-01-31 and 2019-20 would tell",
        pair[0], pair[1], t->periods[t->n_periods - 1]);
}

/* Without a tree nothing has looked at these; their keys are not to be called unknown. */
static void mark_sections_used(struct plan *p)
{
    for (size_t i = 0; i < p->profile->n_sections; i++) {
        struct profile_section *s = &p->profile->sections[i];
        const struct section_kind *kind = section_kind(s->name);
        bool early = strcmp(s->name, "units") == 0 || strcmp(s->name, "derive") == 0 ||
                     strcmp(s->name, "index") == 0;
        if ((early && (!p->table || p->fixed.index.script)) || (kind && kind->of_node))
            mark_keys_used(s);
    }
}

/* What a plan of scores alone does not look at. */
static void mark_rest_used(struct plan *p)
{
    for (size_t i = 0; i < p->profile->n_sections; i++) {
        struct profile_section *s = &p->profile->sections[i];
        if (section_id(s, "analysis") || strcmp(s->name, "selection") == 0) {
            s->used = true;
            mark_keys_used(s);
        }
    }
}

static struct worker_limits limits_of(const struct profile_options *o)
{
    return (struct worker_limits){.seconds = o->worker_seconds,
                                  .memory = (size_t)o->worker_memory_mb << 20,
                                  .message = (size_t)o->worker_output_kb << 10};
}

static int take_tools(struct plan *p, struct error *e)
{
    int status;
    p->limits = limits_of(&p->fixed.profile);
    status = stock_tools(p->stock, &p->home, &p->limits, &p->tools, e);
    if (status)
        return status;
    p->registry = p->tools->registry;
    p->scripts = p->tools->host;
    return OK;
}

static int make(struct plan *p, const struct plan_options *o, struct error *e)
{
    int status = OK;
    if (!(p->stock = o->stock ? stock_share(o->stock) : stock_new(e))) {
        profile_free(o->profile);
        return ERR_MEMORY;
    }
    if ((p->profile = o->profile))
        profile_share(p->profile, stock_inputs(p->stock));
    else
        status = profile_load_from(stock_inputs(p->stock), o->path, o->overrides, o->n_overrides,
                                   &p->profile, &p->problems, e);
    if (!status && p->profile->unread)
        return OK; /* which is told; the rest would follow from it */
    if (!status && o->places)
        p->profile->places = true;
    if (!status)
        p->profile->watch = o->watch;
    if (!status)
        status = profile_copy(p->profile, &p->as_read, e);
    if (!status)
        status = note_profile_files(p, e);
    if (!status)
        status = bind_fixed_sections(p, e);
    if (!status)
        status = find_folders(p, o, e);
    if (!status)
        status = take_tools(p, e);
    if (!status)
        status = plan_data(p, e);
    tell_order(p);
    if (!status && p->table)
        status = plan_index(p, e);
    if (!status && p->tree.n)
        status = plan_indicators(p, e);
    if (!status)
        status = plan_stages(p, e);
    if (!status && p->tree.n)
        status = plan_base_units(p, e);
    if (!status)
        status = plan_rules(p, e);
    if (!status && !p->scores_only && p->tree.n)
        status = plan_judgements(p, e);
    if (!status && !p->scores_only)
        status = plan_analyses(p, e);
    if (!status && !p->scores_only)
        status = plan_selection(p, e);
    if (p->scores_only)
        mark_rest_used(p);
    if (!status)
        status = note_tables(p, e);
    if (!status && !p->tree.n)
        mark_sections_used(p);
    if (!status)
        profile_unused(p->profile, p->known_keys, p->n_known_keys, &p->problems);
    return status;
}

int plan_new(const struct plan_options *o, struct plan **plan, struct error *e)
{
    struct arena *a = arena_new();
    struct plan *p = a ? arena_alloc(a, sizeof *p) : NULL;
    int status;
    *plan = NULL;
    if (!p) {
        arena_free(a);
        profile_free(o->profile);
        return error_no_memory(e);
    }
    p->arena = a;
    p->tree.arena = a;
    p->jobs = o->jobs;
    p->scores_only = o->scores_only;
    status = make(p, o, e);
    if (!status)
        status = plan_memory(p, e);
    if (status)
        plan_free(p);
    else
        *plan = p;
    return status;
}

void plan_free(struct plan *p)
{
    if (!p)
        return;
    tree_fini(&p->tree);
    profile_free(p->profile);
    profile_free(p->as_read);
    messages_fini(&p->problems);
    messages_fini(&p->failures);
    messages_fini(&p->warnings);
    messages_fini(&p->notes);
    stock_free(p->stock);
    arena_free(p->arena);
}

int plan_with(const struct plan *base, const struct plan_setting *s, struct plan **plan,
              struct error *e)
{
    const struct search_path *home = s->home ? s->home : &base->given;
    const struct plan_options o = {.profile = s->profile,
                                   .plugins = home->plugins.v,
                                   .n_plugins = home->plugins.n,
                                   .scripts = home->scripts.v,
                                   .n_scripts = home->scripts.n,
                                   .jobs = base->jobs,
                                   .stock = base->stock,
                                   .scores_only = s->scores_only};
    return plan_new(&o, plan, e);
}

void plan_inside(struct plan *p, struct worker *w)
{
    p->scripts.inside = w;
    p->tools->host.inside = w;
}

int plan_memory(const struct plan *p, struct error *e)
{
    const struct messages *const lists[] = {&p->problems, &p->failures, &p->warnings, &p->notes};
    int status = OK;
    for (size_t i = 0; !status && i < sizeof lists / sizeof *lists; i++)
        status = messages_memory(lists[i], e);
    if (!status && (arena_failed(p->arena) || (p->tools && arena_failed(p->tools->arena))))
        status = error_no_memory(e);
    return status;
}

int plan_status(const struct plan *p)
{
    for (size_t i = 0; i < p->problems.n; i++)
        if (p->problems.items[i].status == ERR_PROFILE)
            return ERR_PROFILE;
    return p->problems.n ? p->problems.items[0].status : OK;
}

const char *plan_title(struct plan *p)
{
    const struct profile_options *o = &p->fixed.profile;
    bool en = o->language == LANGUAGE_EN;
    const char *title = en ? o->title_en : o->title;
    if (!title || !*title)
        title = en ? o->title : o->title_en;
    if ((!title || !*title) && p->tree.n)
        title = node_title(&p->tree.nodes[TREE_ROOT], o->language);
    if (!title)
        title = "";
    if (!p->synthetic)
        return title;
    title =
        arena_printf(p->arena, en ? "%s [synthetic data]" : "%s【合成数据，非真实统计】", title);
    return title ? title : "";
}
