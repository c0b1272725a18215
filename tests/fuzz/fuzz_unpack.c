/* SPDX-License-Identifier: MIT */
/*
 * What a worker may send: the descriptors of a plugin ('p'), the description of an index ('i') or
 * a weighting script ('w'), lines of warnings ('l'). The first byte says which. What is taken is
 * packed again to the same bytes; what passes the checks can be printed and bound.
 */
#include "fuzz.h"
#include "lua/lua_internal.h"
#include "plugin/plugin_internal.h"

static void check_params(struct arena *a, const struct param_table *t)
{
    struct error e = {0};
    size_t i;
    void *values = arena_alloc(a, t->size);

    REQUIRE(values);
    if (param_defaults(t, a, values, &e) != OK)
        return;
    for (i = 0; i < t->n; i++) {
        struct str b = {0};
        param_print(param_at(t, i), values, &b);
        param_describe(param_at(t, i), &b);
        str_fini(&b);
    }
}

static void check_same(const struct str *b, const char *s, size_t n)
{
    REQUIRE(!b->failed && b->n == n && memcmp(b->s, s, n) == 0);
}

static void unpack_plugin(struct deserialiser *u)
{
    struct plugin p = {0};
    struct heng_plugin whole = {HENG_PLUGIN_HEAD, NULL, NULL, NULL, NULL, NULL, NULL, NULL};
    struct error e = {0};
    struct str b = {0};
    const char *s = u->p;
    size_t i;

    if (!plugin_unpack(u, &p))
        return;
    whole.name = p.name;
    whole.version = p.version;
    whole.licence = p.licence;
    whole.dimensions = p.dimensions;
    whole.methods = p.methods;
    plugin_pack(&b, &whole);
    check_same(&b, s, (size_t)(u->end - s));
    str_fini(&b);
    if (plugin_check(&whole, p.name ? p.name : "", false, &e) != OK) {
        fuzz_check_error(e.status, &e);
        return;
    }
    for (i = 0; i < p.n_dimensions; i++) {
        const struct heng_dimension *d = p.dimensions[i];
        check_params(u->arena, &(struct param_table){d->params, d->n_params, d->param_stride,
                                                     d->params_size});
    }
    for (i = 0; i < p.n_methods; i++) {
        const struct heng_method *m = p.methods[i];
        check_params(u->arena, &(struct param_table){m->params, m->n_params, m->param_stride,
                                                     m->params_size});
    }
}

static void unpack_script(struct deserialiser *u, enum script_kind kind)
{
    struct script s = {.kind = kind};
    struct error e = {0};
    struct str b = {0};
    const char *from = u->p;
    int status = script_unpack(u, &s, &e);

    if (status != OK) {
        fuzz_check_error(status, &e);
        return;
    }
    script_pack(&b, &s);
    check_same(&b, from, (size_t)(u->p - from));
    str_fini(&b);
    check_params(u->arena, &s.params);
}

static void unpack_warnings(struct deserialiser *u)
{
    struct messages m = {0};

    if (unpack_lines(u, &m) == 0)
        while (!u->failed && u->p < u->end)
            (void)deserialise_real(u);
    messages_fini(&m);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct deserialiser u = {0};

    if (size < 1)
        return 0;
    u.arena = arena_new();
    REQUIRE(u.arena);
    u.p = (const char *)data + 1;
    u.end = (const char *)data + size;
    switch (data[0]) {
    case 'p':
        unpack_plugin(&u);
        break;
    case 'i':
        unpack_script(&u, SCRIPT_INDEX);
        break;
    case 'w':
        unpack_script(&u, SCRIPT_WEIGHTS);
        break;
    case 'l':
        unpack_warnings(&u);
        break;
    default:
        break;
    }
    arena_free(u.arena);
    return 0;
}
