/* SPDX-License-Identifier: MIT */
/*
 * An expression: its words go forward and stay within it; what the reader takes is Lua's text that
 * loads and runs, over columns and over units, under small limits; a refusal says why. The same
 * text as a fact of a report has a value or a reason.
 */
#include "fuzz.h"
#include "lua/lua_internal.h"

enum { TEXT_MAX = 1000 };

static char *const codes[] = {"a", "b", "c"};
static const char *expression; /* for body: sandbox_run passes nothing on that a body could read */

static void check_words(const char *text)
{
    const char *end = text + strlen(text), *p = text;
    struct fault f = {0};
    struct word w;

    while ((w = word_at(p, end, &f)).kind != WORD_END) {
        REQUIRE(w.s >= p && w.n > 0 && w.s + w.n <= end);
        REQUIRE(w.kind != WORD_BAD || (*f.why && f.at >= text && f.at <= end));
        p = w.s + w.n;
    }
}

/* Three units, two variables, a text. */
static struct table *make_table(void)
{
    struct table *t = NULL;
    struct error e = {0};

    REQUIRE(table_new((const char *const *)codes, NULL, 3, NULL, 0, &t, &e) == OK);
    REQUIRE(table_add_variable(t, "gdp") && table_add_variable(t, "人口 (万)"));
    REQUIRE(table_add_attribute(t, "region"));
    t->variables[0].v[1] = 2;
    for (size_t i = 0; i < 3; i++)
        t->attributes[0].v[i] = codes[i];
    return t;
}

static int body(lua_State *L)
{
    expression_push(L, expression);
    lua_call(L, 0, LUA_MULTRET);
    return 0;
}

static bool is_limit(const char *why)
{
    return strstr(why, "too many") || strstr(why, "overflow") || strstr(why, "needs");
}

static void check_scope(struct scope sc)
{
    struct script_host h = {.limits = {.seconds = 0.2, .memory = 8 << 20}, .seed = 1};
    struct sandbox sb = {.h = &h, .where = "f", .scope = sc};
    struct error e = {0};
    char why[600] = "";
    int status;

    if (expression_wrong(&sc, expression, why, sizeof why)) {
        fuzz_check_text(why);
        return;
    }
    status = sandbox_run(&sb, body, NULL, &e);
    if (status)
        fuzz_check_error(status, &e);
    REQUIRE(!strstr(e.text, " near ") || strstr(expression, "function") || is_limit(e.text) ||
            strstr(expression, " near "));
    messages_fini(&sb.warnings);
    if (sb.L)
        lua_close(sb.L);
}

static void check_fact(const char *text)
{
    static const struct expression_host none = {0};
    const struct expression *x;
    struct expression_value v;
    struct arena *a = arena_new();
    struct error e = {0};
    int status;

    REQUIRE(a);
    status = expression_compile(a, text, "f", &none, &x, &e);
    if (!status)
        status = expression_scalar(x, a, &v, &e);
    if (status)
        fuzz_check_error(status, &e);
    arena_free(a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char text[TEXT_MAX + 1];
    struct table *t;
    size_t out[2];

    if (size > TEXT_MAX || memchr(data, 0, size) ||
        text_utf8_check((const char *)data, size) != size)
        return 0;
    memcpy(text, data, size);
    text[size] = '\0';
    expression = text;
    t = make_table();
    check_words(text);
    REQUIRE(formula_inputs(text, t, out) <= t->n_variables);
    check_scope((struct scope){.t = t, .all = true, .function = api_name});
    check_scope((struct scope){
        .t = t, .all = true, .function = api_name, .units = true, .condition = true});
    check_fact(text);
    table_free(t);
    return 0;
}
