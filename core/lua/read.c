/* SPDX-License-Identifier: MIT */
/* heng.index{...} and heng.weights{...}: from Lua tables, read raw, into a struct script. */
#include <math.h>
#include <string.h>

#include "lua/lua_internal.h"

enum { NODES_MAX = 1000, INDICATORS_MAX = 5000, DEPTH_MAX = 8 };

/* ---- parameters --------------------------------------------------------- */

static const struct {
    const char *name;
    enum heng_param_type type;
} types[] = {
    {"bool", HENG_BOOL}, {"int", HENG_INT},     {"real", HENG_REAL},   {"choice", HENG_CHOICE},
    {"text", HENG_TEXT}, {"reals", HENG_REALS}, {"names", HENG_NAMES},
};
enum { N_TYPES = sizeof types / sizeof *types };

static enum heng_param_type read_type(struct reader *r, int t)
{
    const char *name = field_text(r, t, "type", "real"), *names[N_TYPES], *near;

    for (size_t i = 0; i < N_TYPES; i++) {
        if (strcmp(types[i].name, name) == 0)
            return types[i].type;
        names[i] = types[i].name;
    }
    near = text_nearest(name, names, N_TYPES);
    if (near)
        field_fail(r, "type", "'%.60s' is not a type; did you mean %s?", name, near);
    field_fail(r, "type", "'%.60s' is not a type: bool, int, real, choice, text, reals or names",
               name);
    return HENG_REAL;
}

static const char *read_choices(struct reader *r, int t, enum heng_param_type type)
{
    size_t n;
    const char **names = field_names(r, t, "choices", &n);
    const char *joined = "";

    if (n > 0 && type != HENG_CHOICE)
        field_fail(r, "choices", "only a parameter of type choice has them");
    if (n == 0 && type == HENG_CHOICE)
        field_fail(r, NULL, "choices are missing");
    for (size_t i = 0; i < n; i++) {
        if (strchr(names[i], '|'))
            field_fail(r, "choices", "a choice must not hold |");
        joined =
            field_keep(r, arena_printf(r->sb->arena, "%s%s%s", joined, i ? "|" : "", names[i]));
    }
    return n ? joined : NULL;
}

static void read_range(struct reader *r, int t, struct heng_param *p)
{
    p->min = field_number(r, t, "min", -(double)INFINITY);
    p->max = field_number(r, t, "max", (double)INFINITY);
    if (p->min > p->max)
        field_fail(r, "min", "min is above max");
}

static void read_default(struct reader *r, int t, struct heng_param *p)
{
    struct heng_param one = *p;
    struct error e;
    double slot[2] = {0, 0};

    if (field_get(r, t, "default") != LUA_TNIL) {
        value_text(r->L, -1, "default");
        p->def = field_take(r, "default", false);
        one.offset = 0;
        if (param_set(&one, p->def, r->sb->arena, slot, &e))
            field_fail(r, "default", "%s", e.text);
    }
    lua_pop(r->L, 1);
}

static void read_param(struct reader *r, int t, struct heng_param *p, size_t at)
{
    static const char *const keys[] = {"name",    "type", "default", "min", "max",
                                       "choices", "unit", "doc",     NULL};

    *p = (struct heng_param){.offset = 16 * at};
    r->item = "a parameter";
    if (!lua_istable(r->L, t))
        field_fail(r, "params", "entry %zu is a %s, not a table", at + 1, luaL_typename(r->L, t));
    p->name = field_id(r, t, "name");
    r->line = lex_find_string(r->sb->text, r->sb->text_size, p->name, r->line);
    r->item = field_keep(r, arena_printf(r->sb->arena, "parameter %s", p->name));
    field_keys(r, t, keys);
    p->type = read_type(r, t);
    p->choices = read_choices(r, t, p->type);
    p->unit = field_text(r, t, "unit", NULL);
    p->doc = field_text(r, t, "doc", "");
    read_range(r, t, p);
    read_default(r, t, p);
}

static void read_params(struct reader *r, int t)
{
    size_t line = r->line, n = field_list(r, t, "params", 500);
    int list = lua_gettop(r->L);
    struct heng_param *params = field_keep(r, arena_array(r->sb->arena, n + 1, sizeof *params));

    for (size_t i = 0; i < n; i++) {
        lua_rawgeti(r->L, list, (lua_Integer)i + 1);
        read_param(r, lua_gettop(r->L), &params[i], i);
        for (size_t k = 0; k < i; k++)
            if (strcmp(params[k].name, params[i].name) == 0)
                field_fail(r, NULL, "there is another one of that name");
        lua_pop(r->L, 1);
        r->line = line;
    }
    lua_pop(r->L, 1);
    r->item = "";
    r->s->params = (struct param_table){params, n, sizeof *params, 16 * n};
}

/* ---- indicators and dimensions ------------------------------------------ */

/* An item has an id that nothing else has; from here on complaints are about it. */
static const char *begin_item(struct reader *r, int t, const char *kind, const char *list,
                              size_t at)
{
    const char *id;
    size_t line;
    bool taken = false;

    r->item = kind;
    if (!lua_istable(r->L, t))
        field_fail(r, list, "entry %zu is a %s, not a table", at, luaL_typename(r->L, t));
    id = field_id(r, t, "id");
    r->item = field_keep(r, arena_printf(r->sb->arena, "%s %s", kind, id));
    line = lex_find_string(r->sb->text, r->sb->text_size, id, r->line);
    r->line = line ? line : r->line;
    for (size_t i = 0; i < r->s->n_nodes; i++)
        taken = taken || strcmp(r->s->nodes[i].id, id) == 0;
    for (size_t i = 0; i < r->s->n_indicators; i++)
        taken = taken || strcmp(r->s->indicators[i].id, id) == 0;
    if (taken || strcmp(r->s->id, id) == 0)
        field_fail(r, "id", "there is another %s in this script", id);
    return id;
}

static int read_direction(struct reader *r, int t)
{
    const char *text = field_text(r, t, "direction", "positive");

    if (strcmp(text, "positive") == 0)
        return HENG_POSITIVE;
    if (strcmp(text, "negative") != 0)
        field_fail(r, "direction", "positive or negative expected, not '%.60s'", text);
    return HENG_NEGATIVE;
}

static void read_goalposts(struct reader *r, int t, struct script_indicator *in)
{
    double v[2];
    size_t n = field_list(r, t, "goalposts", 2);
    int list = lua_gettop(r->L);

    in->lo = in->hi = (double)NAN;
    if (n == 1 || (n == 0 && !lua_isnil(r->L, list)))
        field_fail(r, "goalposts", "two numbers { lo, hi } expected");
    for (size_t i = 0; i < n; i++) {
        if (lua_rawgeti(r->L, list, (lua_Integer)i + 1) != LUA_TNUMBER)
            field_fail(r, "goalposts", "two numbers { lo, hi } expected");
        v[i] = lua_tonumber(r->L, -1);
        lua_pop(r->L, 1);
    }
    if (n == 2) {
        if (!isfinite(v[0]) || !isfinite(v[1]) || v[0] >= v[1])
            field_fail(r, "goalposts", "{ lo, hi } with lo below hi expected");
        in->lo = v[0];
        in->hi = v[1];
    }
    lua_pop(r->L, 1);
}

/* What can be told of a formula without data: its syntax, its names. */
static void check_formula(struct reader *r, const char *text)
{
    const struct script *s = r->s;
    struct scope sc = {.declared = {{s->needs, s->n_needs},
                                    {s->optional, s->n_optional},
                                    {s->attributes, s->n_attributes}},
                       .params = &s->params,
                       .function = r->sb->scope.function};
    char why[600];
    const char *source, *message, *at;

    if (expression_wrong(&sc, text, why, sizeof why))
        field_fail(r, "formula", "%s%s", why,
                   strncmp(why, "unknown name", 12) == 0
                       ? " (columns stand in needs or optional, labels in attributes)"
                       : "");
    expression_source(r->L, &sc, text);
    source = lua_tostring(r->L, -1);
    if (luaL_loadbufferx(r->L, source, lua_rawlen(r->L, -1), "=f", "t") != LUA_OK) {
        message = lua_tostring(r->L, -1);
        at = message && strncmp(message, "f:", 2) == 0 ? strchr(message + 2, ':') : NULL;
        field_fail(r, "formula", "%s", at ? at + 2 : message ? message : "cannot be read");
    }
    lua_pop(r->L, 2);
}

/* Keeps the function, or the text, for the computing worker. */
static const char *read_formula(struct reader *r, int t)
{
    const char *text = "function";
    int type = field_get(r, t, "formula");

    if (type == LUA_TNIL)
        field_fail(r, NULL, "formula is missing");
    if (type != LUA_TFUNCTION) {
        if (type != LUA_TSTRING)
            field_fail(r, "formula", "a text or a function expected, got %s",
                       luaL_typename(r->L, -1));
        text = field_take(r, "formula", true);
        if (strcmp(text, "function") == 0)
            field_fail(r, "formula", "a formula that is the word function");
        check_formula(r, text);
        field_get(r, t, "formula");
    }
    registry_get(r->L, KEY_FUNCTIONS); // value functions
    lua_insert(r->L, -2);
    lua_rawseti(r->L, -2, (lua_Integer)r->s->n_indicators); // functions
    lua_pop(r->L, 1);
    return text;
}

static void read_indicator(struct reader *r, int t, const char *parent, size_t at)
{
    static const char *const keys[] = {"id",        "title",  "title_en",  "unit",
                                       "direction", "weight", "goalposts", "formula",
                                       "source",    "doc",    NULL};
    struct script *s = r->s;
    const char *id = begin_item(r, t, "indicator", "indicators", at);
    struct script_indicator *in;

    field_keys(r, t, keys);
    if (s->n_indicators >= INDICATORS_MAX)
        field_fail(r, NULL, "more than %d indicators", INDICATORS_MAX);
    s->indicators = field_keep(r, arena_grow(r->sb->arena, s->indicators, s->n_indicators,
                                             &r->cap_indicators, sizeof *in));
    in = &s->indicators[s->n_indicators];
    *in = (struct script_indicator){.id = id, .parent = parent};
    in->title = field_text(r, t, "title", id);
    in->title_en = field_text(r, t, "title_en", in->title);
    in->unit = field_text(r, t, "unit", "");
    in->source = field_text(r, t, "source", "");
    in->doc = field_text(r, t, "doc", "");
    in->direction = read_direction(r, t);
    in->weight = field_weight(r, t);
    read_goalposts(r, t, in);
    s->n_indicators++;
    in->formula = read_formula(r, t);
}

static void read_indicators(struct reader *r, int t, const char *parent)
{
    size_t n = field_list(r, t, "indicators", INDICATORS_MAX);
    int list = lua_gettop(r->L);

    for (size_t i = 0; i < n; i++) {
        lua_rawgeti(r->L, list, (lua_Integer)i + 1);
        read_indicator(r, lua_gettop(r->L), parent, i + 1);
        lua_pop(r->L, 1);
    }
    lua_pop(r->L, 1);
}

static void read_dimensions(struct reader *r, int t, const char *parent, int depth);

static void read_dimension(struct reader *r, int t, const char *parent, size_t at, int depth)
{
    static const char *const keys[] = {"id",        "title",      "title_en",   "weight",
                                       "aggregate", "indicators", "dimensions", NULL};
    struct script *s = r->s;
    const char *id = begin_item(r, t, "dimension", "dimensions", at);
    struct script_node *node;
    size_t before = s->n_indicators;

    field_keys(r, t, keys);
    if (s->n_nodes >= NODES_MAX || depth > DEPTH_MAX)
        field_fail(r, NULL, "more than %d dimensions, or deeper than %d", NODES_MAX, DEPTH_MAX);
    s->nodes =
        field_keep(r, arena_grow(r->sb->arena, s->nodes, s->n_nodes, &r->cap_nodes, sizeof *node));
    node = &s->nodes[s->n_nodes++];
    *node = (struct script_node){.id = id, .parent = parent};
    node->title = field_text(r, t, "title", id);
    node->title_en = field_text(r, t, "title_en", node->title);
    node->weight = field_weight(r, t);
    node->aggregate = field_text(r, t, "aggregate", NULL);
    read_indicators(r, t, id);
    read_dimensions(r, t, id, depth + 1);
    r->item = "";
    if (s->n_indicators == before)
        field_fail(r, NULL, "dimension %s has no indicators", id);
}

static void read_dimensions(struct reader *r, int t, const char *parent, int depth)
{
    size_t n = field_list(r, t, "dimensions", NODES_MAX);
    int list = lua_gettop(r->L);

    luaL_checkstack(r->L, 40, "too deep");
    for (size_t i = 0; i < n; i++) {
        lua_rawgeti(r->L, list, (lua_Integer)i + 1);
        read_dimension(r, lua_gettop(r->L), parent, i + 1, depth);
        lua_pop(r->L, 1);
    }
    lua_pop(r->L, 1);
}

/* ---- the kinds ---------------------------------------------------------- */

void reader_init(struct reader *r, lua_State *L, enum script_kind kind)
{
    static const char *const names[] = {"heng.index", "heng.weights", "heng.selection"};
    struct sandbox *sb = sandbox_of(L);
    lua_Debug ar;

    *r = (struct reader){.L = L, .sb = sb, .s = sb->reading, .item = ""};
    if (lua_getstack(L, 1, &ar) && lua_getinfo(L, "l", &ar) && ar.currentline > 0)
        r->line = (size_t)ar.currentline;
    if (!r->s)
        luaL_error(L, "%s belongs to the top of a script", names[kind]);
    if (kind != sb->kind)
        luaL_error(L, "%s does not belong into scripts/%s: %s does", names[kind],
                   script_folder(sb->kind), names[sb->kind]);
    if (r->s->id)
        luaL_error(L, "a script describes itself once");
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 1);
    luaL_checkstack(L, 100, "too deep");
    lua_pushvalue(L, 1);
    registry_set(L, KEY_DESCRIPTION);
    lua_newtable(L);
    registry_set(L, KEY_FUNCTIONS);
}

void read_head(struct reader *r)
{
    struct script *s = r->s;

    s->kind = r->sb->kind;
    s->id = field_id(r, 1, "id");
    s->title = field_text(r, 1, "title", s->id);
    s->title_en = field_text(r, 1, "title_en", s->title);
    s->summary = field_text(r, 1, "summary", "");
    s->formula = field_text(r, 1, "formula", "");
    s->source = field_text(r, 1, "source", "");
    s->note = field_text(r, 1, "note", "");
    s->domain = field_text(r, 1, "domain", "");
    s->synthetic = field_bool(r, 1, "synthetic");
    read_params(r, 1);
}

void read_columns(struct reader *r)
{
    r->s->needs = field_names(r, 1, "needs", &r->s->n_needs);
    r->s->optional = field_names(r, 1, "optional", &r->s->n_optional);
    r->s->attributes = field_names(r, 1, "attributes", &r->s->n_attributes);
}

int read_index(lua_State *L)
{
    static const char *const keys[] = {"id",         "title",      "title_en",   "summary",
                                       "formula",    "source",     "note",       "synthetic",
                                       "needs",      "optional",   "attributes", "params",
                                       "dimensions", "indicators", NULL};
    struct reader r;

    reader_init(&r, L, SCRIPT_INDEX);
    field_keys(&r, 1, keys);
    read_columns(&r);
    read_head(&r);
    read_indicators(&r, 1, NULL);
    r.item = "";
    read_dimensions(&r, 1, NULL, 1);
    if (r.s->n_indicators == 0)
        field_fail(&r, NULL, "an index needs indicators");
    lua_settop(L, 1);
    return 1;
}

int read_weights(lua_State *L)
{
    static const char *const keys[] = {"id",        "title",  "title_en", "summary",
                                       "formula",   "source", "domain",   "note",
                                       "synthetic", "params", "weigh",    NULL};
    struct reader r;

    reader_init(&r, L, SCRIPT_WEIGHTS);
    field_keys(&r, 1, keys);
    read_head(&r);
    if (field_get(&r, 1, "weigh") != LUA_TFUNCTION)
        field_fail(&r, "weigh", "a function (x, p, info) expected, got %s", luaL_typename(L, -1));
    registry_get(L, KEY_FUNCTIONS); // f functions
    lua_insert(L, -2);
    lua_rawseti(L, -2, 1);
    lua_settop(L, 1);
    return 1;
}
