/* SPDX-License-Identifier: MIT */
/* The description of a selection, from the table of heng.selection. */
#include <string.h>

#include "base/none.h"
#include "lua/lua_internal.h"

enum { DIRECTIONS_MAX = 100 };

size_t selection_direction(const struct script *s, const char *id, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(s->nodes[i].id, id) == 0)
            return i;
    return NONE;
}

static void read_direction(struct reader *r, int t, size_t at)
{
    static const char *const keys[] = {"id", "title", "title_en", NULL};
    struct script_node *d = &r->s->nodes[at];

    r->item = "a direction";
    if (!lua_istable(r->L, t))
        field_fail(r, "directions", "entry %zu is a %s, not a table", at + 1,
                   luaL_typename(r->L, t));
    field_keys(r, t, keys);
    *d = (struct script_node){.id = field_id(r, t, "id"), .weight = 1};
    d->title = field_text(r, t, "title", d->id);
    d->title_en = field_text(r, t, "title_en", d->title);
    if (selection_direction(r->s, d->id, at) != NONE || strcmp(d->id, r->s->id) == 0)
        field_fail(r, "id", "there is another %s in this script", d->id);
}

static void read_directions(struct reader *r)
{
    size_t n = field_list(r, 1, "directions", DIRECTIONS_MAX);
    int list = lua_gettop(r->L);

    if (!n)
        field_fail(r, NULL, "a selection needs directions = { { id = \"...\" } }");
    r->s->nodes = field_keep(r, arena_array(r->sb->arena, n, sizeof *r->s->nodes));
    for (size_t i = 0; i < n; i++) {
        lua_rawgeti(r->L, list, (lua_Integer)i + 1);
        read_direction(r, lua_gettop(r->L), i);
        lua_pop(r->L, 1);
    }
    lua_pop(r->L, 1);
    r->s->n_nodes = n;
    r->item = "";
}

int read_selection(lua_State *L)
{
    static const char *const keys[] = {"id",         "title",  "title_en",   "summary", "rule",
                                       "source",     "note",   "synthetic",  "needs",   "optional",
                                       "attributes", "params", "directions", "select",  NULL};
    struct reader r;

    reader_init(&r, L, SCRIPT_SELECTION);
    field_keys(&r, 1, keys);
    read_columns(&r);
    read_head(&r);
    r.s->formula = field_text(&r, 1, "rule", "");
    if (!*r.s->formula)
        field_fail(&r, NULL, "rule is missing: in words, how cases are chosen");
    read_directions(&r);
    if (field_get(&r, 1, "select") != LUA_TFUNCTION)
        field_fail(&r, "select", "a function (c, p) expected, got %s", luaL_typename(L, -1));
    registry_get(L, KEY_FUNCTIONS); // f functions
    lua_insert(L, -2);
    lua_rawseti(L, -2, 1);
    lua_settop(L, 1);
    return 1;
}
