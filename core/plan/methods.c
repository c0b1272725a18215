/* SPDX-License-Identifier: MIT */
/* Methods by name: the core's, those of scripts/weights and those of plugins; those that a
   combination of weights is made from. */
#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "plan/plan_internal.h"

/* A plugin that cannot be used may be the one that has the method that is looked for: it is told.
 */
static int see_plugins(struct plan *p, struct error *e)
{
    const struct messages *told = &p->tools->warnings;
    int status = p->plugins_seen ? OK : tools_add_plugin_methods(p->tools, p->jobs, e);
    for (size_t i = 0; !status && !p->plugins_seen && i < told->n; i++)
        messages_add_once(&p->warnings, told->items[i].status, "%s", told->items[i].text);
    p->plugins_seen = true;
    return status;
}

/* *m is NULL, and a problem or failure noted, where there is no such method. */
static int find_script_weights(struct plan *p, const char *name, const char *where, const char *key,
                               const struct method **m, struct error *e)
{
    struct script *s;
    struct error why;
    int status;
    if (!script_find(p->arena, &p->scripts, SCRIPT_WEIGHTS, name))
        return OK;
    if (tools_script(p->tools, SCRIPT_WEIGHTS, name, &s, &why)) {
        error_prefix(&why, "%s: [weights] %s", where, key);
        messages_add_error(why.status == ERR_PART ? &p->failures : &p->problems, &why);
        return ERR_PART;
    }
    status = tools_add_weights(p->tools, s, e);
    *m = registry_find(p->registry, HENG_WEIGHTS, name);
    return status;
}

static bool is_plugin(const char *path)
{
    size_t n = strlen(path);
    return n > 3 && strcmp(path + n - 3, ".so") == 0;
}

/* Methods of plugins that are built only where a library is found: what plugins/methods/NAME.mk
 * say. */
static const struct {
    enum heng_stage stage;
    const char *name, *plugin, *library;
} optional[] = {
#include "plan/optional_methods.inc"
    {HENG_AGGREGATE, NULL, NULL, NULL},
};

/* What there is instead of a method that is not there; NULL: out of memory. */
static const char *hint(struct plan *p, enum heng_stage stage, const char *name)
{
    const char *near, *there = stage == HENG_WEIGHTS ? plan_elsewhere(p, SCRIPT_WEIGHTS, name) : "";
    for (size_t i = 0; optional[i].name; i++)
        if (optional[i].stage == stage && strcmp(optional[i].name, name) == 0)
            return arena_printf(p->arena,
                                "; it needs the plugin %s, which is built where %s is found",
                                optional[i].plugin, optional[i].library);
    if (stage == HENG_WEIGHTS && !text_is_id(name))
        return "; the name of a method, and of a script's file, is a-z, 0-9 and _, beginning with "
               "a "
               "letter";
    if (strstr(there, " is there"))
        return there;
    near = registry_nearest(p->registry, stage, name);
    if (!near && stage == HENG_WEIGHTS)
        near = search_path_nearest(&p->home, &p->home.scripts, script_folder(SCRIPT_WEIGHTS),
                                   ".lua", name);
    return near ? plan_hint(p, near) : " (`heng list methods` shows what there is)";
}

/* Where a method that is not of the core comes from; another plan may have brought it. */
static int note_origin(struct plan *p, const struct method *m, struct error *e)
{
    struct script *s;
    int status;
    if (method_is_core(m))
        return OK;
    if (is_plugin(m->origin)) {
        status = see_plugins(p, e);
        return status ? status : plan_note_file(p, "plugin", m->origin, m->sha256, e);
    }
    status = tools_script(p->tools, SCRIPT_WEIGHTS, m->desc->name, &s, e);
    return status ? status : plan_note_script(p, s, e);
}

/* A script or plugin that a method of the core hides. */
static void tell_hidden(struct plan *p, enum heng_stage stage, const char *name, const char *where)
{
    const char *path =
        stage == HENG_WEIGHTS ? script_find(p->arena, &p->scripts, SCRIPT_WEIGHTS, name) : NULL;
    if (!path)
        path = plugin_find(p->arena, p->home.plugins.v, p->home.plugins.n, name);
    if (path)
        messages_add_once(&p->warnings, OK,
                          "%s: %s is heng's own method; %s is not used: give it another name",
                          where, name, path);
}

int plan_find_method(struct plan *p, enum heng_stage stage, const char *name, const char *where,
                     const char *section, const char *key, const struct method **m, struct error *e)
{
    const char *why;
    int status = OK;
    *m = registry_find(p->registry, stage, name);
    if (*m && method_is_core(*m))
        tell_hidden(p, stage, name, where);
    if (!*m && stage == HENG_WEIGHTS)
        status = find_script_weights(p, name, where, key, m, e);
    if (status == ERR_PART)
        return OK;
    if (!status && !*m) {
        status = see_plugins(p, e);
        *m = registry_find(p->registry, stage, name);
    }
    if (status || *m)
        return status ? status : note_origin(p, *m, e);
    why = hint(p, stage, name);
    if (!why)
        return error_no_memory(e);
    plan_problem(p, where, section, key, "%s: no such method%s", name, why);
    return OK;
}

/* ---- combinations ---------------------------------------------------------------- */

/* The names under `of`, in the type that the method's parameter has. */
static int read_of(struct plan *p, const struct profile_key *of, const char *where,
                   const char *section, const struct heng_method *d, struct heng_names *names,
                   struct error *e)
{
    struct param_table t = method_params(d);
    const struct heng_param *param = param_find(&t, "of");
    char *values = arena_alloc(p->arena, t.size);
    struct error why;
    int status;
    if (!param || param->type != HENG_NAMES)
        return error_set(e, ERR_INTERNAL, "method %s: it has no list of names, of", d->name);
    if (!values)
        return error_no_memory(e);
    if (!of) {
        plan_problem(p, where, section, NULL, "a key is missing: of = METHOD, METHOD ...");
        return OK;
    }
    status = param_set(param, of->value, p->arena, values, &why);
    if (status == ERR_MEMORY)
        return error_no_memory(e);
    if (status)
        plan_problem(p, of->where, section, "of", "%s", why.text);
    else
        memcpy(names, values + param->offset, sizeof *names);
    return OK;
}

/* "combined(ahp+entropy)" */
static int label_parts(struct plan *p, struct bound_method *out, struct error *e)
{
    struct str b = {0};
    str_add(&b, out->method->desc->name);
    for (size_t k = 0; k < out->n_parts; k++)
        str_printf(&b, "%s%s", k ? "+" : "(", out->parts[k].method->desc->name);
    str_add(&b, ")");
    out->label = b.failed ? NULL : arena_strdup(p->arena, b.s);
    str_fini(&b);
    return out->label ? OK : error_no_memory(e);
}

/* *m is NULL, and a problem noted, where name cannot be part i. */
static int find_part(struct plan *p, const struct profile_key *of, const char *section,
                     const struct heng_names *names, size_t i, const struct method **m,
                     struct error *e)
{
    size_t k;
    int status = plan_find_method(p, HENG_WEIGHTS, names->v[i], of->where, section, "of", m, e);
    if (status || !*m)
        return status;
    for (k = 0; k < i && strcmp(names->v[k], names->v[i]); k++)
        ;
    if (k < i)
        plan_problem(p, of->where, section, "of", "%s stands there twice", names->v[i]);
    else if (method_traits((*m)->desc) & HENG_OF_WEIGHTS)
        plan_problem(p, of->where, section, "of", "%s is a combination itself", names->v[i]);
    else
        return OK;
    *m = NULL;
    return OK;
}

int plan_find_parts(struct plan *p, const struct profile_key *of, const char *where,
                    const char *section, struct bound_method *out, struct error *e)
{
    struct heng_names names = {NULL, 0};
    bool whole;
    int status;
    out->label = out->method->desc->name;
    if (!(method_traits(out->method->desc) & HENG_OF_WEIGHTS))
        return OK;
    status = read_of(p, of, where, section, out->method->desc, &names, e);
    if (status)
        return status;
    whole = names.n > 0;
    out->parts = arena_array(p->arena, names.n, sizeof *out->parts);
    if (!out->parts)
        return error_no_memory(e);
    for (size_t k = 0; !status && k < names.n; k++) {
        status = find_part(p, of, section, &names, k, &out->parts[k].method, e);
        whole = whole && out->parts[k].method;
    }
    if (status)
        return status;
    if (!whole) {
        out->method = NULL;
        return OK;
    }
    out->n_parts = names.n;
    return label_parts(p, out, e);
}
