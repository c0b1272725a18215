/* SPDX-License-Identifier: MIT */
/* What the files that make a plan share among themselves. */
#ifndef HENG_PLAN_PLAN_INTERNAL_H
#define HENG_PLAN_PLAN_INTERNAL_H

#include "base/none.h"
#include "plan/plan.h"
#include "plan/problems.h"

static inline const char *plan_given(const char *s)
{
    return s && *s ? s : NULL;
}

int plan_data(struct plan *p, struct error *e);       /* the data set, classes */
int plan_classes(struct plan *p, struct error *e);    /* ... of its units */
int plan_index(struct plan *p, struct error *e);      /* the tree and where its columns come from */
int plan_dimensions(struct plan *p, struct error *e); /* ... of [index] dimensions */
int plan_script(struct plan *p, struct profile_section *s, struct error *e); /* of [index] script */
int plan_indicators(struct plan *p, struct error *e); /* what [indicator.ID] says of them */
int plan_stages(struct plan *p, struct error *e);     /* the methods of every node */
int plan_base_units(struct plan *p, struct error *e); /* whom ranges and weights come from */
int plan_judgements(struct plan *p, struct error *e); /* weights that are experts' */
int plan_analyses(struct plan *p, struct error *e);   /* [analysis.NAME] */
int plan_rules(struct plan *p, struct error *e);      /* [rule.NAME], [tiers], [panorama] */
int plan_selection(struct plan *p, struct error *e);  /* [selection] */

/* The id of a section "kind.ID", or NULL when it is another kind. */
const char *section_id(const struct profile_section *s, const char *kind);
struct profile_section *plan_section(const struct plan *p, const char *kind, const char *id);
/* Takes all keys of the section as used: it belongs to a part that could not be loaded. */
void mark_keys_used(struct profile_section *s);

int plan_note_script(struct plan *p, const struct script *s, struct error *e); /* its files */
/* The method of that name, from the core, a script or a plugin. *m is NULL, and a problem or
   failure noted, where there is none: it stands at `where`, under this section and key. */
int plan_find_method(struct plan *p, enum heng_stage stage, const char *name, const char *where,
                     const char *section, const char *key, const struct method **m,
                     struct error *e);
/* Takes the parameters of another method, that a nearer profile or --set has put this one in the
   place of, out of the section; keys are those that it has beside its method's. */
void plan_drop_replaced(struct profile_section *s, const struct param_table *keys,
                        const struct bound_method *now);
/* The parts of a method that puts others' weights together: those that the key `of` (NULL: there is
   none) names, without parameters yet. A problem is noted, and out->method NULL, where one cannot
   be had. where: of the method. */
int plan_find_parts(struct plan *p, const struct profile_key *of, const char *where,
                    const char *section, struct bound_method *out, struct error *e);
/* Where a script that is not found is looked for, or where it lies instead; begins with "; ". */
const char *plan_elsewhere(struct plan *p, enum script_kind kind, const char *name);
/* Notes that a section may hold the keys of a table. */
int plan_note_keys(struct plan *p, const char *section, const struct param_table *t,
                   struct error *e);
/* The nearest of the table's variables (or attributes) to a name, or NULL. */
const char *plan_nearest_column(const struct plan *p, const char *name, bool attributes);
/* A column number of the table, or NONE. */
size_t plan_variable(const struct plan *p, const char *name);
/* A column of texts is wanted as numbers: a problem, with the cells that are none. section, key: as
   in plan_problem. */
void plan_text_problem(struct plan *p, const char *where, const char *section, const char *key,
                       const char *name);
/* Adds an indicator's formula; its number, or NONE when memory runs out. */
size_t plan_add_formula(struct plan *p, const char *name, const char *text, const char *where);

int plan_add_root(struct plan *p, const char *title, const char *title_en, struct error *e);
/* The new node, or NONE with a problem noted when the id stands in the tree already. */
size_t plan_add_indicator(struct plan *p, size_t parent, const char *id, const char *where);
/* [dimension.ID]: *s is NULL when there is none, and then *where is left alone. */
int plan_bind_dimension(struct plan *p, const char *id, struct dimension_options *options,
                        struct profile_section **s, const char **where, struct error *e);

#endif
