/* SPDX-License-Identifier: MIT */
/*
 * The text of a script or formula, in this process. The lexer goes through it; expression_wrong
 * looks at it; and it is run as a script under small limits. A description that heng.index or
 * heng.weights takes must be one that the parent takes back.
 */
#include <lualib.h>

#include "fuzz.h"
#include "lua/lua_internal.h"

enum { TEXT_MAX = 2000 };

static char *const codes[] = {"a", "b", "c"};

static void check_lexer(const char *text, size_t n)
{
    struct lexer x;
    struct token t;
    const char *last = text;
    size_t line = 1;

    for (lex_init(&x, text, n); lex_next(&x, &t);) {
        REQUIRE(t.s >= last && t.s + t.n <= text + n && x.p > last && x.p <= text + n);
        REQUIRE(t.line >= line);
        line = t.line;
        last = x.p;
    }
    (void)lex_find_key(text, n, "weight", 0);
    (void)lex_find_string(text, n, "gdp", 1);
}

/* A table of three units and the variables gdp and pop. */
static struct table *make_table(void)
{
    struct table *t = NULL;
    struct error e = {0};

    REQUIRE(table_new((const char *const *)codes, NULL, 3, NULL, 0, &t, &e) == OK);
    REQUIRE(table_add_variable(t, "gdp") && table_add_variable(t, "pop"));
    REQUIRE(table_add_attribute(t, "region"));
    return t;
}

static void check_formula(const char *text)
{
    struct table *t = make_table();
    struct scope sc = {.t = t, .all = true, .function = api_name};
    size_t out[2];
    char why[300] = "";

    REQUIRE(formula_inputs(text, t, out) <= t->n_variables);
    if (expression_wrong(&sc, text, why, sizeof why))
        REQUIRE(*why);
    table_free(t);
}

static int body(lua_State *L)
{
    script_run_chunk(L);
    return 0;
}

static void check_description(const struct script *read, struct arena *a)
{
    struct str b = {0};
    struct deserialiser u = {.arena = a};
    struct script back = {.kind = read->kind};
    struct error e = {0};

    script_pack(&b, read);
    REQUIRE(!b.failed);
    u.p = b.s;
    u.end = b.s + b.n;
    if (script_unpack(&u, &back, &e) != OK) {
        fprintf(stderr, "%s\n", e.text);
        REQUIRE(strstr(e.text, "well formed") == NULL);
    } else {
        REQUIRE(u.p == u.end);
    }
    str_fini(&b);
}

static void run(const char *text, size_t n, enum script_kind kind)
{
    struct script_host h = {.limits = {.seconds = 0.2, .memory = 8 << 20}, .seed = 1};
    struct script read = {.kind = kind};
    struct error e = {0};
    struct sandbox sb = {
        .h = &h, .path = "f", .text = text, .text_size = n, .reading = &read, .kind = kind};
    int status;

    sb.arena = arena_new();
    REQUIRE(sb.arena);
    status = sandbox_run(&sb, body, NULL, &e);
    if (status == OK)
        check_description(&read, sb.arena);
    else
        fuzz_check_error(status, &e);
    fuzz_check_messages(&sb.warnings);
    messages_fini(&sb.warnings);
    if (sb.L)
        lua_close(sb.L);
    arena_free(sb.arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char text[TEXT_MAX + 1];

    if (size > TEXT_MAX || memchr(data, 0, size) ||
        text_utf8_check((const char *)data, size) != size)
        return 0;
    memcpy(text, data, size);
    text[size] = '\0';
    check_lexer(text, size);
    check_formula(text);
    run(text, size, strstr(text, "heng.weights") ? SCRIPT_WEIGHTS : SCRIPT_INDEX);
    return 0;
}
