/* SPDX-License-Identifier: MIT */
/* Describing scripts and computing thematic indices; the stubs and templates that ship. */
#include "lua/script_kit.h"

static struct lab lab;

static const char full[] =
    "local m = require \"helper\"\n"
    "return heng.index {\n"
    "  id = \"logistics\", title = \"物流\", title_en = \"Logistics\",\n"
    "  summary = \"First  line\\n  and second.\", source = \"Yearbook\", note = \"none\", "
    "synthetic = true,\n"
    "  needs = { \"gdp\", \"pop\" }, optional = { \"x\", \"none\" }, attributes = { \"province\" "
    "},\n"
    "  params = {\n"
    "    { name = \"decay\", type = \"real\", default = 2, min = 0.5, max = 4, doc = \"Exponent.\" "
    "},\n"
    "    { name = \"mode\", type = \"choice\", choices = { \"fast\", \"slow\" }, default = "
    "\"slow\" },\n"
    "    { name = \"count\", type = \"int\", default = 3, min = 1 },\n"
    "    { name = \"flag\", type = \"bool\", default = true },\n"
    "    { name = \"label\", type = \"text\", default = \"\" },\n"
    "    { name = \"cuts\", type = \"reals\", default = { 0, 2.5 } },\n"
    "    { name = \"who\", type = \"names\", default = { \"u1\", \"u2\" } },\n"
    "  },\n"
    "  indicators = { { id = \"top\", formula = \"gdp\" } },\n"
    "  dimensions = {\n"
    "    { id = \"parcel\", title = \"快递\", weight = 2, aggregate = \"arithmetic\",\n"
    "      indicators = {\n"
    "        { id = \"per_head\", title = \"人均\", title_en = \"Per head\", unit = \"yuan\", "
    "direction = \"negative\",\n"
    "          weight = 0.5, goalposts = { 0, 5000 }, formula = \"gdp / pop * decay + p.cuts[2]\", "
    "source = \"17-35\", doc = \"why\" },\n"
    "        { id = \"twice\", formula = function(d, p) return m.twice(d.gdp) + #p.who end },\n"
    "      },\n"
    "      dimensions = { { id = \"inner\", indicators = { { id = \"deep\", formula = "
    "\"group_sum(pop, province)\" } } } } },\n"
    "  },\n"
    "}\n";

static const char helper[] = "local m = {}\nfunction m.twice(v) return 2 * v end\nreturn m\n";

START_TEST(description)
{
    struct script *s;

    lab_open(&lab);
    lab_write(&lab, "lib/helper.lua", helper);
    lab_write(&lab, "lib/other.lua", "error(\"never read\")");
    s = lab_index(&lab, full);
    ck_assert_msg(s != NULL, "%s", lab.e.text);
    ck_assert_str_eq(s->id, "logistics");
    ck_assert_str_eq(s->name, "t");
    ck_assert_str_eq(s->title, "物流");
    ck_assert_str_eq(s->summary, "First line and second.");
    ck_assert(s->synthetic && s->n_needs == 2 && s->n_optional == 2 && s->n_attributes == 1);
    ck_assert_uint_eq(s->n_files, 2);
    ck_assert(strstr(s->files[1].path, "lib/helper.lua") && strlen(s->files[1].sha256) == 64);
    ck_assert_uint_eq(s->n_libs, 1);
    ck_assert_uint_eq(s->params.n, 7);
    ck_assert_uint_eq(s->params.size, 7 * 16);
    ck_assert_str_eq(param_find(&s->params, "mode")->choices, "fast|slow");
    ck_assert_str_eq(param_find(&s->params, "cuts")->def, "0, 2.5");
    ck_assert_str_eq(param_find(&s->params, "flag")->def, "yes");
    ck_assert(isinf(param_find(&s->params, "count")->max));
    ck_assert_uint_eq(s->n_nodes, 2);
    ck_assert_str_eq(s->nodes[1].parent, "parcel");
    ck_assert_ptr_null(s->nodes[0].parent);
    ck_assert_str_eq(s->nodes[0].title_en, "快递");
    ck_assert_uint_eq(s->n_indicators, 4);
    ck_assert_ptr_null(s->indicators[0].parent);
    ck_assert_str_eq(s->indicators[1].parent, "parcel");
    ck_assert_int_eq(s->indicators[1].direction, HENG_NEGATIVE);
    kit_assert_near(s->indicators[1].hi, 5000, 0);
    ck_assert(isnan(s->indicators[2].lo));
    ck_assert_str_eq(s->indicators[2].formula, "function");
    ck_assert_str_eq(s->indicators[3].parent, "inner");
    lab_close(&lab);
}
END_TEST

START_TEST(computing)
{
    double v[4][LAB_ROWS], *out[4] = {v[0], v[1], v[2], v[3]};
    struct messages warnings = {0};
    struct error errors[4];
    struct script *s;
    void *params;

    lab_open(&lab);
    lab_write(&lab, "lib/helper.lua", helper);
    s = lab_index(&lab, full);
    ck_assert_ptr_nonnull(s);
    params = arena_alloc(lab.a, s->params.size);
    ck_assert_int_eq(param_defaults(&s->params, lab.a, params, &lab.e), OK);
    ck_assert_int_eq(script_index(&lab.h, s, params, lab.t, out, errors, &warnings, &lab.e), OK);
    for (int k = 0; k < 4; k++)
        ck_assert_msg(errors[k].status == OK, "%s", errors[k].text);
    ck_assert_uint_eq(warnings.n, 0);
    kit_assert_near(v[0][7], 130, 0);
    kit_assert_near(v[1][0], 22.5, 0);
    kit_assert_near(v[2][14], 502, 0);
    kit_assert_near(v[3][1], 12, 0);
    ck_assert(isnan(v[3][3]));
    ck_assert_int_eq(param_set(param_find(&s->params, "decay"), "3", lab.a, params, &lab.e), OK);
    ck_assert_int_eq(script_index(&lab.h, s, params, lab.t, out, errors, NULL, NULL), OK);
    kit_assert_near(v[1][0], 32.5, 0);
    messages_fini(&warnings);
    lab_close(&lab);
}
END_TEST

/* What a misspelt description says: text, and a part of the message. */
static const struct {
    const char *text, *says;
} mistakes[] = {
    {"return heng.index {\n id = \"x\",\n tilte = \"a\",\n indicators = { { id = \"a\", formula = "
     "\"gdp\" } } }",
     "t.lua:3: tilte: no such key; did you mean title?"},
    {"return heng.index { id = \"x\", zzzzzzzzz = 1 }", "zzzzzzzzz: no such key"},
    {"return heng.index { id = \"x\", 1 }", "a value without a name"},
    {"return heng.index { id = \"X y\" }", "id: 'X y' is not a name"},
    {"return heng.index { title = \"x\" }", "t.lua:1: id is missing"},
    {"return heng.index { id = 3 }", "id: a text expected, got number"},
    {"return heng.index { id = \"x\" }", "an index needs indicators"},
    {"return heng.index { id = \"x\", synthetic = 1 }",
     "synthetic: true or false expected, got number"},
    {"return heng.index { id = \"x\", needs = \"gdp\" }",
     "needs: a list { ... } expected, got string"},
    {"return heng.index { id = \"x\", needs = { a = 1 } }",
     "needs: a list { ... } expected, without names"},
    {"return heng.index { id = \"x\", needs = { \"\" } }", "needs: entry 1 is empty"},
    {"return heng.index { id = \"x\", needs = { 1 } }", "needs: a text expected"},
    {"return heng.index { id = \"x\", title = \"a\\0b\" }",
     "title: the text is not UTF-8, or holds a NUL"},
    {"return heng.index { id = \"x\", title = \"\\xff\" }", "title: the text is not UTF-8"},
    {"return heng.index { id = \"x\", indicators = { 3 } }",
     "indicator: indicators: entry 1 is a number"},
    {"return heng.index { id = \"x\", needs = { \"gdp\" }, indicators = {\n{ id = \"a\" } } }",
     "t.lua:2: indicator a: formula is missing"},
    {"return heng.index { id = \"x\", indicators = { { id = \"a\", formula = 3 } } }",
     "indicator a: formula: a text or a function expected, got number"},
    {"return heng.index { id = \"x\", indicators = { { id = \"a\", formula = \"function\" } } }",
     "the word function"},
    {"return heng.index { id = \"x\", indicators = { { id = \"a\", formula = \"\" } } }",
     "the formula is empty"},
    {"return heng.index { id = \"x\", needs = { \"gdp\" }, indicators = { { id = \"a\", formula = "
     "\"gpd + 1\" } } }",
     "indicator a: formula: unknown name gpd; did you mean gdp? (character 1) (columns stand in "
     "needs"},
    {"return heng.index { id = \"x\", needs = { \"gdp\" }, indicators = { { id = \"a\",\n formula "
     "= \"gdp +\" } } }",
     "t.lua:2: indicator a: formula: unexpected symbol near <eof>"},
    {"return heng.index { id = \"x\", needs = { \"gdp\" }, indicators = { { id = \"a\", formula = "
     "\"p.decay\" } } }",
     "p.decay: no such parameter"},
    {"return heng.index { id = \"x\", needs = { \"gdp\" }, indicators = {\n{ id = \"a\", formula = "
     "\"gdp\" },\n{ id = \"a\", formula = \"gdp\" } } }",
     "indicator a: id: there is another a in this script"},
    {"return heng.index { id = \"x\", indicators = { { id = \"a\", wieght = 1, formula = \"1\" } } "
     "}",
     "indicator a: wieght: no such key; did you mean weight?"},
    {"return heng.index { id = \"x\", indicators = { { id = \"a\", weight = -1, formula = \"1\" } "
     "} }",
     "weight: a number from 0 on expected"},
    {"return heng.index { id = \"x\", indicators = { { id = \"a\", weight = \"1\", formula = \"1\" "
     "} } }",
     "weight: a number expected, got string"},
    {"return heng.index { id = \"x\", indicators = { { id = \"a\", weight = 1/0, formula = \"1\" } "
     "} }",
     "weight: a finite number expected"},
    {"return heng.index { id = \"x\", indicators = { { id = \"a\", direction = \"up\", formula = "
     "\"1\" } } }",
     "direction: positive or negative expected, not 'up'"},
    {"return heng.index { id = \"x\", indicators = { { id = \"a\", goalposts = { 1 }, formula = "
     "\"1\" } } }",
     "goalposts: two numbers { lo, hi } expected"},
    {"return heng.index { id = \"x\", indicators = { { id = \"a\", goalposts = { 1, \"2\" }, "
     "formula = \"1\" } } }",
     "goalposts: two numbers { lo, hi } expected"},
    {"return heng.index { id = \"x\", indicators = { { id = \"a\", goalposts = { 2, 1 }, formula = "
     "\"1\" } } }",
     "goalposts: { lo, hi } with lo below hi expected"},
    {"return heng.index { id = \"x\", dimensions = { { id = \"d\" } } }",
     "dimension d has no indicators"},
    {"return heng.index { id = \"x\", dimensions = { { id = \"d\", indicatros = {} } } }",
     "dimension d: indicatros: no such key; did you mean indicators?"},
    {"return heng.index { id = \"x\", params = { 1 } }", "params: entry 1 is a number"},
    {"return heng.index { id = \"x\", params = { { name = \"a\", typ = \"int\" } } }",
     "parameter a: typ: no such key; did you mean type?"},
    {"return heng.index { id = \"x\", params = { { name = \"a\", type = \"rael\" } } }",
     "type: 'rael' is not a type; did you mean real?"},
    {"return heng.index { id = \"x\", params = { { name = \"a\", type = \"qqqqqqq\" } } }",
     "bool, int, real, choice"},
    {"return heng.index { id = \"x\", params = { { name = \"a\", min = 2, max = 1 } } }",
     "min is above max"},
    {"return heng.index { id = \"x\", params = { { name = \"a\", default = 5, max = 1 } } }",
     "parameter a: default: expected"},
    {"return heng.index { id = \"x\", params = { { name = \"a\", default = {{}} } } }",
     "default holds a table"},
    {"return heng.index { id = \"x\", params = { { name = \"a\", type = \"choice\" } } }",
     "choices are missing"},
    {"return heng.index { id = \"x\", params = { { name = \"a\", choices = { \"b\" } } } }",
     "only a parameter of type choice"},
    {"return heng.index { id = \"x\", params = { { name = \"a\", type = \"choice\", choices = { "
     "\"b|c\" } } } }",
     "must not hold |"},
    {"return heng.index { id = \"x\", params = { { name = \"a\" }, { name = \"a\" } } }",
     "parameter a: there is another one"},
    {"return heng.index(3)", "table expected"},
    {"return { id = \"x\" }", "the file must return heng.index { ... }"},
    {"heng.index { id = \"x\", indicators = { { id = \"a\", formula = \"1\" } } }",
     "the file must return heng.index"},
    {"heng.index { id = \"x\", indicators = { { id = \"a\", formula = \"1\" } } }\n"
     "return heng.index { id = \"x\", indicators = { { id = \"a\", formula = \"1\" } } }",
     "t.lua:2: a script describes itself once"},
    {"return heng.weights { id = \"x\", weigh = function() end }",
     "heng.weights does not belong into scripts/indices"},
    {"return heng.index { id = }", "t.lua:1: unexpected symbol near '}'"},
    {"local x = nil\nreturn x.y", "t.lua:2: attempt to index a nil value"},
    {"return require \"nothing\"", "require: there is no scripts/lib/nothing.lua"},
    {"return require \"helpr\"", "did you mean helper?"},
    {"return require \"../helper\"", "require takes the name of a file in scripts/lib"},
    {"return require \"loop\"", "require: loop requires itself"},
    {"return require \"broken\"", "broken.lua cannot be read, or is not UTF-8"},
    {"return require \"wrong\"", "lib/wrong.lua:2: deep (called from"},
};

START_TEST(misspelt)
{
    size_t i;

    lab_open(&lab);
    lab_write(&lab, "lib/helper.lua", helper);
    lab_write(&lab, "lib/loop.lua", "return require \"loop\"");
    lab_write(&lab, "lib/broken.lua", "\xff");
    lab_write(&lab, "lib/wrong.lua", "local function f()\nerror(\"deep\") end\nf()");
    for (i = 0; i < sizeof mistakes / sizeof *mistakes; i++) {
        ck_assert_msg(!lab_index(&lab, mistakes[i].text), "%s: no error", mistakes[i].text);
        ck_assert_msg(lab.e.status == ERR_PART, "%s: %d", mistakes[i].text, lab.e.status);
        ck_assert_msg(lab_has(lab.e.text, mistakes[i].says), "%s: expected \"%s\" in \"%s\"",
                      mistakes[i].text, mistakes[i].says, lab.e.text);
    }
    lab_close(&lab);
}
END_TEST

START_TEST(finding)
{
    struct script *s;
    char *big = malloc((1 << 20) + 2);
    const char *two[2];

    lab_open(&lab);
    ck_assert_str_eq(script_folder(SCRIPT_INDEX), "indices");
    ck_assert_str_eq(script_folder(SCRIPT_WEIGHTS), "weights");
    ck_assert_int_eq(script_describe(lab.a, &lab.h, SCRIPT_INDEX, "none", &s, &lab.e), ERR_NOINPUT);
    lab_assert_says(lab.e, "there is no script indices/none.lua");
    lab_write(&lab, "weights/t.lua", "return 1");
    ck_assert_ptr_null(script_find(lab.a, &lab.h, SCRIPT_INDEX, "t"));
    ck_assert_ptr_null(script_find(lab.a, &lab.h, SCRIPT_INDEX, "../weights/t"));
    ck_assert_ptr_nonnull(script_find(lab.a, &lab.h, SCRIPT_WEIGHTS, "t"));
    two[0] = "/nowhere";
    two[1] = lab.dir;
    lab.h.dirs = two;
    lab.h.n_dirs = 2;
    ck_assert_ptr_nonnull(script_find(lab.a, &lab.h, SCRIPT_WEIGHTS, "t"));
    memset(big, ' ', (1 << 20) + 1);
    big[(1 << 20) + 1] = '\0';
    ck_assert_ptr_null(lab_index(&lab, big));
    ck_assert_int_eq(lab.e.status, ERR_PART);
    free(big);
    lab_close(&lab);
}
END_TEST

START_TEST(indicators_fail_alone)
{
    double v[6][LAB_ROWS], *out[6] = {v[0], v[1], v[2], v[3], v[4], v[5]};
    struct messages warnings = {0};
    struct error errors[6];
    struct script *s;

    lab_open(&lab);
    s = lab_index(&lab,
                  "return heng.index { id = \"t\", needs = { \"gdp\" }, optional = { \"none\" }, "
                  "indicators = {\n"
                  "{ id = \"a\", formula = \"gdp\" },\n"
                  "{ id = \"b\", formula = \"none * 2\" },\n"
                  "{ id = \"c\", formula = function(d)\nreturn d.pop end },\n"
                  "{ id = \"e\", formula = function(d) heng.warn(\"careful\") "
                  "heng.warn(\"careful\") return 1 / 0 end },\n"
                  "{ id = \"f\", formula = function(d) return d.none == nil and d.n or 0 end },\n"
                  "{ id = \"g\", formula = \"(function() return gdp, gdp end)()\" } } }");
    ck_assert_msg(s != NULL, "%s", lab.e.text);
    ck_assert_int_eq(script_index(&lab.h, s, "", lab.t, out, errors, &warnings, &lab.e), OK);
    ck_assert_int_eq(errors[0].status, OK);
    kit_assert_near(v[0][0], 10, 0);
    lab_assert_says(errors[1], "t.lua:3: indicator b: the table has no column none");
    lab_assert_says(
        errors[2],
        "t.lua:5: indicator c: pop is a column of the table, but the script does not list it");
    ck_assert(isnan(v[1][0]) && isnan(v[2][0]) && isnan(v[3][0]));
    ck_assert_uint_eq(warnings.n, 2);
    ck_assert_str_eq(warnings.items[0].text, "careful");
    ck_assert_str_eq(warnings.items[1].text, "indicator e: 15 infinite values became undefined");
    kit_assert_near(v[4][0], 5, 0);
    lab_assert_says(errors[5], "indicator g: the formula yields 2 values; one is expected");
    messages_fini(&warnings);
    lab_close(&lab);
}
END_TEST

START_TEST(data_and_parameters)
{
    static const struct {
        const char *body, *says; /* says NULL: must yield 1 */
    } cases[] = {
        {"return d.n == 5 and 1 or 0", NULL},
        {"return (d.period == \"2019\" or d.period == \"2020\" or d.period == \"2021\") and 1 or 0",
         NULL},
        {"return d.codes[1] == \"u1\" and d.names[5] == \"五\" and #d.codes == 5 and 1 or 0", NULL},
        {"return d.none == nil and 1 or 0", NULL},
        {"return d[\"gdp\"][1] == d.gdp[1] and 1 or 0", NULL},
        {"return heng.lag(\"gdp\", 0)[1] == d.gdp[1] and 1 or 0", NULL},
        {"return d.gpd", "unknown name gpd; did you mean gdp?"},
        {"return d.nowhere_at_all", "unknown name nowhere_at_all"},
        {"return heng.lag(\"nowhere_at_all\")", "unknown name"},
        {"return heng.lag(\"none\")", "the table has no column none"},
        {"return p.decay", "there is no parameter decay"},
        {"return d.province", "the result is a labels (text)"},
        {"return nil", "the result is a nil, not a vector or a number"},
        {"return true", "the result is a boolean: compare vectors with"},
        {"return heng.vector{1}", "the result has 1 values for 5 units"},
        {"return d.codes * 2", "labels are texts"},
        {"return heng.index {}", "belongs to the top of a script"},
        {"return require(\"late\")", "require it at the top of the file"},
        {"x = 5 return x == 5 and 1 or 0", NULL},
        {"return utf8.len(\"衡\") + math.floor(0.5)", NULL},
        {"return rawequal(d, d) and rawlen({ 1 }) == 1 and rawget(rawset({}, 1, 2), 1) == 2 and 1 "
         "or 0",
         NULL},
        {"return heng.warn()", "string expected"},
    };
    double out[LAB_ROWS];
    size_t i;

    lab_open(&lab);
    lab_write(&lab, "lib/late.lua", "return 1");
    for (i = 0; i < sizeof cases / sizeof *cases; i++) {
        lab_compute(&lab, lab_function(&lab, cases[i].body), out, NULL);
        if (cases[i].says)
            ck_assert_msg(lab_has(lab.e.text, cases[i].says), "%s: expected \"%s\" in \"%s\"",
                          cases[i].body, cases[i].says, lab.e.text);
        else
            ck_assert_msg(lab.e.status == OK && out[0] == 1 && out[14] == 1, "%s: %s %g",
                          cases[i].body, lab.e.text, out[0]);
    }
    lab_close(&lab);
}
END_TEST

START_TEST(scripts_end_as_a_whole)
{
    double out[LAB_ROWS];
    struct script *s;
    struct messages many = {0};

    lab_open(&lab);
    s = lab_index(&lab, "return heng.index { id = \"t\", needs = { \"gone\" }, indicators = { { id "
                        "= \"a\", formula = \"gone\" } } }");
    ck_assert_int_eq(lab_compute(&lab, s, out, NULL), ERR_PART);
    lab_assert_says(lab.e, "it needs the column gone, which the table does not have");
    ck_assert(isnan(out[0]));
    /* Random at the top of the chunk does not differ; a description that depends on heng does not
     * either. */
    s = lab_index(&lab, "local k = math.random(1000000) return heng.index { id = \"t\", indicators "
                        "= { { id = \"a\" .. k, formula = \"1\" } } }");
    ck_assert_int_eq(lab_compute(&lab, s, out, NULL), OK);
    lab.h.seed++;
    ck_assert_int_eq(lab_compute(&lab, s, out, NULL), ERR_PART);
    lab_assert_says(lab.e, "the script describes itself otherwise than before");
    s = lab_function(&lab, "for i = 1, 1000 do heng.warn(\"w\" .. i) end return 1");
    ck_assert_int_eq(lab_compute(&lab, s, out, &many), OK);
    ck_assert_uint_eq(many.n, 101);
    ck_assert_str_eq(many.items[100].text, "further warnings are left out");
    messages_fini(&many);
    lab_close(&lab);
}
END_TEST

/* A long path is told in full, though Lua cuts it. */
START_TEST(long_paths)
{
    char deep[400], path[500];
    const char *dirs[1] = {deep};
    struct script *s;

    lab_open(&lab);
    snprintf(deep, sizeof deep, "%s/%s", lab.dir,
             "a_folder_with_quite_a_long_name_that_goes_on_and_on_and_on");
    ck_assert_int_eq(mkdir(deep, 0700), 0);
    snprintf(path, sizeof path, "%s/indices", deep);
    ck_assert_int_eq(mkdir(path, 0700), 0);
    lab_write(&lab, "a_folder_with_quite_a_long_name_that_goes_on_and_on_and_on/indices/t.lua",
              "\nerror(\"here\")");
    lab.h.dirs = dirs;
    ck_assert_int_eq(script_describe(lab.a, &lab.h, SCRIPT_INDEX, "t", &s, &lab.e), ERR_PART);
    snprintf(path, sizeof path, "%s/indices/t.lua:2: here", deep);
    ck_assert_str_eq(lab.e.text, path);
    lab_close(&lab);
}
END_TEST

/* ---- the stubs for editors and the templates ------------------------------------------------ */

static char *read_all(const char *path)
{
    struct error e;
    char *bytes;
    size_t n;

    ck_assert_msg(file_read(path, 1 << 20, &bytes, &n, &e) == OK, "%s", e.text);
    return bytes;
}

/* scripts/api/heng.d.lua has exactly the functions that the table heng has, and the same methods.
 */
START_TEST(stubs)
{
    char *text = read_all("scripts/api/heng.d.lua"), *line, *save = NULL, body[200];
    double out[LAB_ROWS], n = 0;

    lab_open(&lab);
    for (line = strtok_r(text, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
        char object[40], name[40];
        if (sscanf(line, "function %39[a-z_].%39[a-z0-9_](", object, name) == 2 &&
            strcmp(object, "heng") == 0) {
            snprintf(body, sizeof body, "return type(heng.%s) == \"function\" and 1 or 0", name);
            n++;
        } else if (sscanf(line, "function %39[a-z_]:%39[a-z0-9_](", object, name) == 2) {
            snprintf(body, sizeof body, "return type((%s).%s) == \"function\" and 1 or 0",
                     strcmp(object, "matrix") == 0 ? "heng.matrix{d.gdp}" : "d.gdp", name);
        } else {
            continue;
        }
        lab_compute(&lab, lab_function(&lab, body), out, NULL);
        ck_assert_msg(lab.e.status == OK && out[0] == 1, "%s: %s", line, lab.e.text);
    }
    lab_compute(&lab,
                lab_function(&lab, "local n = 0 for k in pairs(heng) do n = n + 1 end return n"),
                out, NULL);
    ck_assert_msg(out[0] == n, "heng has %g functions, the stubs %g", out[0], n);
    free(text);
    lab_close(&lab);
}
END_TEST

/* A template with @NAME@ filled in, as heng new writes it. */
static void write_template(const char *from, const char *to)
{
    char *text = read_all(from), *s = text, *at;
    struct str filled = {0};

    while ((at = strstr(s, "@NAME@"))) {
        str_add_bytes(&filled, s, (size_t)(at - s));
        str_add(&filled, "mine");
        s = at + strlen("@NAME@");
    }
    str_add(&filled, s);
    ck_assert(!filled.failed);
    lab_write(&lab, to, filled.s);
    str_fini(&filled);
    free(text);
}

START_TEST(templates)
{
    struct script *s;

    lab_open(&lab);
    write_template("scripts/templates/index.lua.in", "indices/mine.lua");
    write_template("scripts/templates/weights.lua.in", "weights/mine.lua");
    ck_assert_msg(script_describe(lab.a, &lab.h, SCRIPT_INDEX, "mine", &s, &lab.e) == OK, "%s",
                  lab.e.text);
    ck_assert_str_eq(s->id, "mine");
    ck_assert_msg(script_describe(lab.a, &lab.h, SCRIPT_WEIGHTS, "mine", &s, &lab.e) == OK, "%s",
                  lab.e.text);
    ck_assert_str_eq(s->id, "mine");
    lab_close(&lab);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {description,
                            computing,
                            misspelt,
                            finding,
                            indicators_fail_alone,
                            data_and_parameters,
                            scripts_end_as_a_whole,
                            long_paths,
                            stubs,
                            templates,
                            NULL};
    return kit_run("script", tests);
}
