/* SPDX-License-Identifier: MIT */
/* [selection]: a script that chooses cases, and the period that it looks at. */
#include <string.h>

#include "base/none.h"
#include "plan/plan_internal.h"

static const char *where_of(const struct profile_section *s, const char *key)
{
    const struct profile_key *k = profile_key(s, key);
    return k ? k->where : s->where;
}

static bool is_there(const struct plan *p, const char *name)
{
    return tree_find(&p->tree, name) != NONE || table_variable(p->table, name) ||
           table_attribute(p->table, name);
}

/* False, and noted, when the script lacks something. */
static bool check_needs(struct plan *p, const char *where)
{
    const struct script *s = p->selection.script;
    bool whole = true;
    for (size_t i = 0; i < s->n_needs + s->n_attributes; i++) {
        const char *name = i < s->n_needs ? s->needs[i] : s->attributes[i - s->n_needs];
        if (i < s->n_needs ? is_there(p, name) : table_attribute(p->table, name) != NULL)
            continue;
        whole = false;
        if (p->failures.n && i < s->n_needs)
            messages_add(&p->failures, ERR_PART,
                         "%s: [selection]: left out, as another part has failed: it needs %s",
                         where, name);
        else
            plan_problem(p, where, "selection", "script",
                         "%s needs the %s %s, which the profile does not have%s", s->name,
                         i < s->n_needs ? "node or column" : "attribute", name,
                         plan_hint(p, plan_nearest_column(p, name, i >= s->n_needs)));
    }
    return whole;
}

/* NONE: there is none of that name, and that is noted. */
static size_t find_period(struct plan *p, const struct profile_section *s)
{
    const char *name = p->fixed.selection.period;
    if (!plan_given(name))
        return p->table->n_periods - 1;
    for (size_t t = 0; t < p->table->n_periods; t++)
        if (strcmp(p->table->periods[t], name) == 0)
            return t;
    plan_problem(p, where_of(s, "period"), "selection", "period", "the data have no period %s%s",
                 name,
                 plan_hint(p, text_nearest(name, (const char *const *)p->table->periods,
                                           p->table->n_periods)));
    return NONE;
}

/* The script, described; NULL and noted when it cannot be used. */
static struct script *describe(struct plan *p, struct profile_section *s)
{
    const char *name = p->fixed.selection.script, *near = NULL;
    struct script *script;
    struct error why;
    if (!tools_script(p->tools, SCRIPT_SELECTION, name, &script, &why))
        return script;
    mark_keys_used(s);
    if (why.status == ERR_PART || why.status == ERR_MEMORY)
        messages_add(&p->failures, why.status, "selection %s: %s", name, why.text);
    else
        near = search_path_nearest(&p->home, &p->home.scripts, script_folder(SCRIPT_SELECTION),
                                   ".lua", name);
    if (why.status != ERR_PART && why.status != ERR_MEMORY)
        plan_problem(p, where_of(s, "script"), "selection", "script", "%s%s", why.text,
                     near ? plan_hint(p, near) : plan_elsewhere(p, SCRIPT_SELECTION, name));
    return NULL;
}

static int bind_script(struct plan *p, struct profile_section *s, struct error *e)
{
    struct script *script = p->selection.script;
    int status = plan_note_script(p, script, e);
    p->selection.params = arena_alloc(p->arena, script->params.size);
    if (!p->selection.params)
        return error_no_memory(e);
    if (!status)
        status = plan_note_keys(p, "selection", &script->params, e);
    if (!status)
        status = profile_bind(p->profile, s, &script->params, p->selection.params, &p->problems, e);
    if (script->synthetic)
        p->synthetic = true;
    return status;
}

int plan_selection(struct plan *p, struct error *e)
{
    struct profile_section *s = profile_section(p->profile, "selection");
    int status;
    if (!s || !plan_given(p->fixed.selection.script))
        return OK;
    p->selection.script = describe(p, s);
    if (!p->selection.script)
        return OK;
    status = bind_script(p, s, e);
    if (status || !p->table || !p->tree.n)
        return status;
    p->selection.period = find_period(p, s);
    if (!check_needs(p, where_of(s, "script")) || p->selection.period == NONE)
        p->selection.script = NULL;
    return OK;
}
