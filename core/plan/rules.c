/* SPDX-License-Identifier: MIT */
/* [rule.NAME], [tiers] and [panorama] bound. */
#include <string.h>

#include "base/none.h"
#include "base/text.h"
#include "plan/plan_internal.h"

/* One [rule.NAME] while it is bound. */
struct binding {
    struct plan *p;
    struct profile_section *s;
    struct rule *rule;
    struct script_rule question; /* its texts and what they may name */
    bool unchecked;              /* the texts are still to be looked at */
    const char *lost; /* what is not there, for another part has failed: there is no such rule */
};

static const char *where_of(const struct profile_section *s, const char *key)
{
    const struct profile_key *k = profile_key(s, key);
    return k ? k->where : s->where;
}

/* ---- names --------------------------------------------------------------------------- */

/* What a node's name stands for in a condition is the table's own column: the raw values of an
   indicator that is just this column. */
static bool is_column_itself(const struct plan *p, size_t node)
{
    const struct node *n = &p->tree.nodes[node];
    return n->kind == NODE_INDICATOR && n->origin.kind == FROM_VARIABLE && !n->per &&
           strcmp(p->table->variables[n->origin.column].name, n->id) == 0;
}

static bool is_of_table(const struct plan *p, const char *name)
{
    return table_variable(p->table, name) || table_attribute(p->table, name) ||
           strcmp(name, "code") == 0 || strcmp(name, "name") == 0;
}

/* Raw values are there from the start, a score once the rules of its node have been applied. */
static bool is_known(const struct binding *b, size_t node)
{
    const struct tree *t = &b->p->tree;
    return t->nodes[node].kind == NODE_INDICATOR || tree_is_below(t, node, b->rule->node);
}

/* A node that a text of the rule names: whether it can be meant. */
static void check_mention(struct binding *b, const char *key, size_t node)
{
    const struct plan *p = b->p;
    const char *id = p->tree.nodes[node].id, *where = where_of(b->s, key);
    if (is_of_table(p, id))
        plan_problem(b->p, where, b->s->name, key,
                     "%s is two things, a column of the table and %s of the index that is not the "
                     "same; give the column another name in [derive], or the node another id",
                     id, p->tree.nodes[node].kind == NODE_INDICATOR ? "an indicator" : "a node");
    else if (!is_known(b, node))
        plan_problem(b->p, where, b->s->name, key,
                     "%s has no score yet when the rule is applied; only %s and what is below it "
                     "has one",
                     id, p->tree.nodes[b->rule->node].id);
}

static int find_mentions(struct binding *b, struct error *e)
{
    const struct tree *t = &b->p->tree;
    struct rule *rule = b->rule;
    const struct formula *const texts[] = {&rule->when, &rule->value};
    static const char *const keys[] = {"when", "value"};
    rule->names = arena_array(b->p->arena, t->n, sizeof *rule->names);
    if (!rule->names)
        return error_no_memory(e);
    for (size_t i = 0; i < t->n; i++) {
        bool named = false;
        if (is_column_itself(b->p, i))
            continue;
        for (size_t k = 0; k < 2; k++)
            if (texts[k]->text && formula_mentions(texts[k]->text, t->nodes[i].id)) {
                check_mention(b, keys[k], i);
                named = true;
            }
        if (named)
            rule->names[rule->n_names++] = i;
    }
    return OK;
}

/* What the texts may name: all nodes that have a score by then, beside the table's columns. */
static int set_question(struct binding *b, struct error *e)
{
    struct plan *p = b->p;
    struct formula *nodes = arena_array(p->arena, p->tree.n, sizeof *nodes);
    if (!nodes)
        return error_no_memory(e);
    b->question = (struct script_rule){
        .when = b->rule->when, .value = b->rule->value, .t = p->table, .nodes = nodes};
    for (size_t i = 0; i < p->tree.n; i++)
        if (is_known(b, i))
            nodes[b->question.n_nodes++].name = p->tree.nodes[i].id;
    b->unchecked = true;
    return OK;
}

/* Takes away that a name was meant of a node which itself is not there. */
static void drop_absent(const struct tree *t, struct error *why)
{
    static const char asks[] = "; did you mean ";
    char *hint = strstr(why->text, asks);
    const char *id = hint ? hint + sizeof asks - 1 : NULL;
    const char *end = id ? strchr(id, '?') : NULL;
    for (size_t i = 0; end && i < t->n; i++)
        if (t->nodes[i].absent && strlen(t->nodes[i].id) == (size_t)(end - id) &&
            strncmp(id, t->nodes[i].id, (size_t)(end - id)) == 0) {
            memmove(hint, end + 1, strlen(end)); /* with the end of the text */
            return;
        }
}

/* Syntax and names. */
static int check_texts(struct binding *b, struct error *e)
{
    struct plan *p = b->p;
    struct error why = {0};
    if (!script_rule_check(&p->scripts, &b->question, &why))
        return OK;
    if (why.status == ERR_MEMORY) {
        *e = why;
        return e->status;
    }
    drop_absent(&p->tree, &why);
    if (!p->failures.n) {
        messages_add(&p->problems, ERR_PROFILE, "%s", why.text);
        return OK;
    }
    b->lost = arena_strdup(p->arena, why.text); /* it may name a part of what has failed */
    return b->lost ? OK : error_no_memory(e);
}

/* All rules' texts in one worker; where one of them is wrong, each alone, to tell which. */
static int check_all(struct plan *p, struct binding *v, size_t n, struct error *e)
{
    struct script_rule *questions = arena_array(p->arena, n, sizeof *questions);
    struct error why;
    size_t m = 0;
    int status = OK;
    if (!questions)
        return error_no_memory(e);
    for (size_t i = 0; i < n; i++)
        if (v[i].unchecked)
            questions[m++] = v[i].question;
    if (!script_rules_check(&p->scripts, questions, m, &why))
        return OK;
    for (size_t i = 0; !status && i < n; i++)
        if (v[i].unchecked)
            status = check_texts(&v[i], e);
    return status;
}

/* ---- keys ------------------------------------------------------------------------------ */

static void find_node(struct binding *b)
{
    struct plan *p = b->p;
    const char *id = plan_given(b->rule->options.node), *where = where_of(b->s, "node");
    const char **ids = arena_array(p->arena, p->tree.n, sizeof *ids);
    b->rule->node = id ? tree_find(&p->tree, id) : TREE_ROOT;
    if (b->rule->node != NONE && p->tree.nodes[b->rule->node].kind == NODE_INDICATOR) {
        plan_problem(p, where, b->s->name, "node",
                     "%s is an indicator; a rule acts on the score of the index or of a dimension",
                     id);
        b->rule->node = TREE_ROOT;
    }
    if (b->rule->node != NONE || !ids)
        return;
    b->rule->node = TREE_ROOT;
    for (size_t i = 0; i < p->tree.n; i++)
        ids[i] = p->tree.nodes[i].absent ? NULL : p->tree.nodes[i].id;
    if (p->failures.n)
        b->lost = id;
    else
        plan_problem(p, where, b->s->name, "node", "%s: the index has no such node%s", id,
                     plan_hint(p, text_nearest(id, ids, p->tree.n)));
}

static int find_classes(struct binding *b, struct error *e)
{
    struct plan *p = b->p;
    const struct heng_names *names = &b->rule->options.class;
    const char **values = arena_array(p->arena, p->n_classes, sizeof *values);
    size_t c;
    b->rule->classes = arena_array(p->arena, p->n_classes, sizeof *b->rule->classes);
    if (!values || !b->rule->classes)
        return error_no_memory(e);
    for (c = 0; c < p->n_classes; c++) {
        values[c] = p->classes[c].value;
        b->rule->classes[c] = names->n == 0;
    }
    for (size_t i = 0; i < names->n; i++) {
        for (c = 0; c < p->n_classes && strcmp(values[c], names->v[i]); c++)
            ;
        if (c < p->n_classes)
            b->rule->classes[c] = true;
        else if (!plan_given(p->fixed.class.by))
            plan_problem(p, where_of(b->s, "class"), b->s->name, "class",
                         "%s: there are no classes; say by what with [class] by", names->v[i]);
        else
            plan_problem(p, where_of(b->s, "class"), b->s->name, "class",
                         "%s: no unit is of this class%s", names->v[i],
                         plan_hint(p, text_nearest(names->v[i], values, p->n_classes)));
    }
    return OK;
}

/* Only caps and deductions act on a node, by a value. */
static void check_keys(struct binding *b)
{
    static const char *const keys[] = {"node", "value"};
    struct rule *rule = b->rule;
    for (size_t k = 0; k < 2 && !rule_acts(rule); k++)
        if (profile_key(b->s, keys[k]))
            plan_problem(b->p, where_of(b->s, keys[k]), b->s->name, keys[k],
                         "a %s lowers no score; take it out, or let kind be cap or deduction",
                         rule->kind);
    if (rule_acts(rule) && !plan_given(rule->options.value))
        plan_problem(b->p, b->s->where, b->s->name, "value", "a key is missing: %s",
                     rule->options.kind == RULE_CAP ? "a cap needs the highest score (value = 60)"
                                                    : "a deduction needs its points (value = 5)");
}

static int set_texts(struct binding *b, struct error *e)
{
    struct plan *p = b->p;
    struct rule *r = b->rule;
    bool en = p->fixed.profile.language == LANGUAGE_EN;
    const char *mine = plan_given(en ? r->options.reason_en : r->options.reason);
    const char *other = plan_given(en ? r->options.reason : r->options.reason_en);
    r->when = (struct formula){arena_printf(p->arena, "[%s] when", b->s->name), r->options.when,
                               where_of(b->s, "when")};
    r->value = (struct formula){arena_printf(p->arena, "[%s] value", b->s->name),
                                plan_given(r->options.value), where_of(b->s, "value")};
    r->reason = mine ? mine : other ? other : r->options.when;
    return r->when.name && r->value.name ? OK : error_no_memory(e);
}

/* ---- sections ---------------------------------------------------------------------------- */

static const char *kind_name(struct plan *p, const struct rule *r)
{
    struct str b = {0};
    const char *text;
    param_print(param_find(&rule_keys, "kind"), &r->options.kind, &b);
    text = b.failed ? NULL : arena_strdup(p->arena, b.s ? b.s : "");
    str_fini(&b);
    return text;
}

static int keep(struct binding *b, struct error *e)
{
    struct plan *p = b->p;
    struct rule *v;
    if (b->lost) {
        messages_add(&p->failures, ERR_PART, "%s: [%s]: left out, as another part has failed: %s",
                     b->s->where, b->s->name, b->lost);
        return OK;
    }
    v = arena_grow(p->arena, p->rules, p->n_rules, &p->cap_rules, sizeof *v);
    if (!v)
        return error_no_memory(e);
    p->rules = v;
    v[p->n_rules++] = *b->rule;
    return OK;
}

static int bind_against_data(struct binding *b, struct error *e)
{
    size_t problems = b->p->problems.n;
    int status;
    find_node(b);
    status = find_classes(b, e);
    if (!status)
        status = find_mentions(b, e);
    if (!status && b->p->problems.n == problems && !b->lost)
        status = set_question(b, e);
    return status;
}

/* *bound: there is a rule to keep. */
static int bind_rule(struct binding *b, const char *name, bool *bound, struct error *e)
{
    struct plan *p = b->p;
    struct profile_section *s = b->s;
    struct rule *rule = b->rule = arena_alloc(p->arena, sizeof *rule);
    size_t problems = p->problems.n;
    int status;
    *bound = false;
    if (!rule)
        return error_no_memory(e);
    *rule = (struct rule){.name = name, .where = s->where};
    status = plan_note_keys(p, s->name, &rule_keys, e);
    if (!status)
        status = profile_bind(p->profile, s, &rule_keys, &rule->options, &p->problems, e);
    if (status || p->problems.n > problems)
        return status;
    if (p->scores_only && rule->options.kind == RULE_WARNING)
        return OK;
    rule->kind = kind_name(p, rule);
    status = rule->kind ? set_texts(b, e) : error_no_memory(e);
    if (!status)
        check_keys(b);
    if (status || p->problems.n > problems || !p->table || !p->tree.n)
        return status;
    *bound = true;
    return bind_against_data(b, e);
}

static int bind_rules(struct plan *p, struct error *e)
{
    struct binding *v = NULL;
    size_t n = 0, cap = 0;
    bool bound;
    int status = OK;
    for (size_t i = 0; !status && i < p->profile->n_sections; i++) {
        struct profile_section *s = &p->profile->sections[i];
        const char *name = section_id(s, "rule");
        if (!name || !s->n_keys) /* a nearer profile may have emptied it */
            continue;
        v = arena_grow(p->arena, v, n, &cap, sizeof *v);
        if (!v)
            return error_no_memory(e);
        v[n] = (struct binding){.p = p, .s = s};
        status = bind_rule(&v[n], name, &bound, e);
        n += bound;
    }
    if (!status && n)
        status = check_all(p, v, n, e);
    for (size_t i = 0; !status && i < n; i++)
        status = keep(&v[i], e);
    return status;
}

/* Whether v falls throughout. */
static bool falls(const struct heng_reals *r)
{
    for (size_t i = 1; i < r->n; i++)
        if (!(r->v[i] < r->v[i - 1]))
            return false;
    return true;
}

static void check_tiers(struct plan *p)
{
    struct profile_section *s = profile_section(p->profile, "tiers");
    struct tiers_options *t = &p->fixed.tiers;
    bool given;
    if (!s || !s->n_keys)
        return;
    p->has_tiers = true;
    given = t->how == TIERS_OF_GIVEN;
    if (given && !t->limits.n)
        plan_problem(p, where_of(s, "how"), "tiers", "how",
                     "given needs limits, the lowest score of each tier but the last "
                     "(limits = 80, 60)");
    else if (!given && t->limits.n)
        plan_problem(p, where_of(s, "limits"), "tiers", "limits", "only how = given has limits");
    else if (!falls(&t->limits))
        plan_problem(p, where_of(s, "limits"), "tiers", "limits",
                     "the limits must fall, best first");
    else if (given && profile_key(s, "k") && (size_t)t->k != t->limits.n + 1)
        plan_problem(p, where_of(s, "k"), "tiers", "k", "%zu limits make %zu tiers", t->limits.n,
                     t->limits.n + 1);
    if (given)
        t->k = (int64_t)t->limits.n + 1;
    if (t->labels.n && t->labels.n != (size_t)t->k)
        plan_problem(p, where_of(s, "labels"), "tiers", "labels", "%zu names for %d tiers",
                     t->labels.n, (int)t->k);
}

static void check_panorama(struct plan *p)
{
    const struct profile_section *s = profile_section(p->profile, "panorama");
    p->has_panorama = !p->scores_only && (p->has_tiers || (s && s->n_keys));
    if (s && p->fixed.panorama.top_share + p->fixed.panorama.bottom_share > 1)
        plan_problem(p, s->where, "panorama", NULL,
                     "top_share and bottom_share are more than 1 together: a unit would be strong "
                     "and weak at once");
}

int plan_rules(struct plan *p, struct error *e)
{
    int status = bind_rules(p, e);
    if (status)
        return status;
    check_tiers(p);
    check_panorama(p);
    return OK;
}
