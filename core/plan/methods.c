/* SPDX-License-Identifier: MIT */
/* Methods by name: the core's, those of scripts/weights and those of plugins; those that a
   combination of weights is made from. */
#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "plan/plan_internal.h"

/* The methods of one folder's plugins. A plugin that cannot be used may be the one that has the
   method that is looked for, so it is told. */
static int register_folder(struct plan *p, const char *dir, struct error *e)
{
    char **names;
    const char **paths;
    struct plugin **plugins;
    struct error *errors;
    size_t k, n;
    int status = dir_list(p->arena, dir, ".so", &names, &n, e);
    if (status || !n)
        return status;
    paths = arena_array(p->arena, n, sizeof *paths);
    plugins = arena_array(p->arena, n, sizeof *plugins);
    errors = arena_array(p->arena, n, sizeof *errors);
    if (!paths || !plugins || !errors)
        return error_no_memory(e);
    for (k = 0; k < n; k++)
        if (!(paths[k] = arena_printf(p->arena, "%s/%s.so", dir, names[k])))
            return error_no_memory(e);
    status = plugins_describe(p->arena, paths, n, &p->limits, p->jobs, plugins, errors, e);
    for (k = 0; !status && k < n; k++)
        if (!plugins[k] ||
            (plugins[k]->n_methods &&
             plugin_register_methods(p->arena, plugins[k], &p->limits, p->registry, &errors[k])))
            messages_add_once(&p->warnings, error_as(errors[k].status, OK), "%s", errors[k].text);
    return status;
}

/* Every plugin of every folder is described once, for its methods. */
static int register_plugin_methods(struct plan *p, struct error *e)
{
    size_t i;
    int status = OK;
    p->plugins_seen = true;
    for (i = 0; !status && i < p->home.plugins.n; i++)
        status = register_folder(p, p->home.plugins.v[i], e);
    return status;
}

/* *m is NULL, and a problem or failure noted, where there is no such method. */
static int find_script_weights(struct plan *p, const char *name, const char *where, const char *key,
                               const struct method **m, struct error *e)
{
    struct script *s;
    struct error why;
    size_t i;
    int status = OK;
    if (!script_find(p->arena, &p->scripts, SCRIPT_WEIGHTS, name))
        return OK;
    if (script_describe(p->arena, &p->scripts, SCRIPT_WEIGHTS, name, &s, &why)) {
        error_prefix(&why, "%s: [weights] %s", where, key);
        messages_add_error(why.status == ERR_PART ? &p->failures : &p->problems, &why);
        return ERR_PART;
    }
    for (i = 0; !status && i < s->n_files; i++)
        status = plan_note_file(p, "script", s->files[i].path, s->files[i].sha256, e);
    if (!status)
        status = script_register_weights(p->arena, &p->scripts, s, p->registry, e);
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
    const char *near;
    for (size_t i = 0; optional[i].name; i++)
        if (optional[i].stage == stage && strcmp(optional[i].name, name) == 0)
            return arena_printf(p->arena,
                                "; it needs the plugin %s, which is built where %s is found",
                                optional[i].plugin, optional[i].library);
    near = registry_nearest(p->registry, stage, name);
    if (!near && stage == HENG_WEIGHTS)
        near = search_path_nearest(&p->home, &p->home.scripts, script_folder(SCRIPT_WEIGHTS),
                                   ".lua", name);
    return near ? plan_hint(p, near) : " (`heng list methods` shows what there is)";
}

int plan_find_method(struct plan *p, enum heng_stage stage, const char *name, const char *where,
                     const char *section, const char *key, const struct method **m, struct error *e)
{
    const char *why;
    int status = OK;
    *m = registry_find(p->registry, stage, name);
    if (!*m && stage == HENG_WEIGHTS)
        status = find_script_weights(p, name, where, key, m, e);
    if (status == ERR_PART)
        return OK;
    if (!status && !*m && !p->plugins_seen) {
        status = register_plugin_methods(p, e);
        *m = registry_find(p->registry, stage, name);
    }
    if (status || *m) {
        if (*m && strcmp((*m)->origin, "core"))
            status = plan_note_file(p, is_plugin((*m)->origin) ? "plugin" : "script", (*m)->origin,
                                    (*m)->sha256, e);
        return status;
    }
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
    size_t k;
    str_add(&b, out->method->desc->name);
    for (k = 0; k < out->n_parts; k++)
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
    size_t k;
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
    for (k = 0; !status && k < names.n; k++) {
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
