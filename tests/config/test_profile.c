/* SPDX-License-Identifier: MIT */
#include "config/profile.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/text.h"
#include "kit.h"

static char dir[64];
static struct profile *profile;
static struct messages problems;
static struct error error;

/* Everything happens in a folder of its own, which is the current one. */
static void start(void)
{
    const char *tmp = getenv("TMPDIR");
    snprintf(dir, sizeof dir, "%.30s/heng-profile-XXXXXX", tmp ? tmp : "/tmp");
    ck_assert_ptr_nonnull(mkdtemp(dir));
    ck_assert_int_eq(chdir(dir), 0);
}

static void finish(void)
{
    char command[128];
    profile_free(profile);
    profile = NULL;
    messages_fini(&problems);
    memset(&problems, 0, sizeof problems);
    ck_assert_int_eq(chdir("/"), 0);
    snprintf(command, sizeof command, "rm -r '%s'", dir);
    ck_assert_int_eq(system(command), 0);
}

static void put_file(const char *path, const char *text)
{
    FILE *f = fopen(path, "w");
    ck_assert_ptr_nonnull(f);
    fputs(text, f);
    ck_assert_int_eq(fclose(f), 0);
}

static int load(const char *path, const char *const *sets, size_t n)
{
    return profile_load(path, sets, n, &profile, &problems, &error);
}

static void load_text(const char *text)
{
    put_file("p.ini", text);
    ck_assert_msg(load("p.ini", NULL, 0) == OK, "%s", error.text);
}

static void is_problem(size_t i, int status, const char *text)
{
    ck_assert_uint_lt(i, problems.n);
    ck_assert_str_eq(problems.items[i].text, text);
    ck_assert_int_eq(problems.items[i].status, status);
}

static void no_problems(void)
{
    ck_assert_msg(problems.n == 0, "%s", problems.n ? problems.items[0].text : "");
}

START_TEST(one_file)
{
    char want[HASH_TEXT];
    const char *text = "[profile]\ntitle = 县域\n[data.census]\npath = c.csv\n[treat]\n";
    struct profile_section *s;
    start();
    load_text(text);
    no_problems();
    ck_assert_str_eq(profile->path, "p.ini");
    ck_assert_str_eq(profile->dir, ".");
    ck_assert_uint_eq(profile->n_files, 1);
    hash_bytes(text, strlen(text), want);
    ck_assert_str_eq(profile->files[0].sha256, want);
    ck_assert_uint_eq(profile->n_sections, 3);
    s = profile_section(profile, "data.census");
    ck_assert_ptr_nonnull(s);
    ck_assert_str_eq(s->where, "p.ini:3");
    ck_assert_uint_eq(s->n_keys, 1);
    ck_assert_str_eq(s->keys[0].where, "p.ini:4");
    ck_assert_str_eq(s->keys[0].dir, ".");
    ck_assert(!s->used && !s->keys[0].used);
    ck_assert_str_eq(profile_get(profile, "data.census", "path"), "c.csv");
    ck_assert(s->used && s->keys[0].used);
    ck_assert_ptr_null(profile_get(profile, "data.census", "unit"));
    ck_assert_ptr_null(profile_get(profile, "data", "path"));
    ck_assert_uint_eq(profile_section(profile, "treat")->n_keys, 0);
    finish();
}
END_TEST

START_TEST(extends)
{
    struct profile_key *k;
    start();
    ck_assert_int_eq(mkdir("base", 0700), 0);
    ck_assert_int_eq(mkdir("base/deep", 0700), 0);
    put_file("base/deep/root.ini", "[data]\npath = r.csv\nunit = code\n"
                                   "[treat]\nmethod = winsorise\nmax_points = 5\n");
    put_file("base/b.ini", "[profile]\nextends = deep/root.ini\ntitle = base\nnote = n\n"
                           "[data]\nname = name\n[rank]\nmethod = rank\n");
    load_text("[profile]\nextends = base/b.ini\ntitle = mine\nnote =\n[data]\nunit = id\n"
              "[treat]\nmax_points =\n");
    no_problems();
    ck_assert_uint_eq(profile->n_files, 3);
    ck_assert_str_eq(profile->files[0].path, "p.ini");
    ck_assert_str_eq(profile->files[1].path, "base/b.ini");
    ck_assert_str_eq(profile->files[2].path, "base/deep/root.ini");
    ck_assert_str_eq(profile->sections[0].name, "data");
    ck_assert_str_eq(profile->sections[0].where, "p.ini:5");
    ck_assert_str_eq(profile_section(profile, "rank")->where, "base/b.ini:7");
    k = profile_key(profile_section(profile, "data"), "path");
    ck_assert_str_eq(k->dir, "base/deep");
    ck_assert_str_eq(k->where, "base/deep/root.ini:2");
    k = profile_key(profile_section(profile, "data"), "unit");
    ck_assert_str_eq(k->value, "id");
    ck_assert_str_eq(k->dir, ".");
    ck_assert_str_eq(profile_get(profile, "data", "name"), "name");
    ck_assert_str_eq(profile_get(profile, "profile", "title"), "mine");
    ck_assert_ptr_null(profile_get(profile, "profile", "note"));
    ck_assert_ptr_null(profile_get(profile, "treat", "max_points"));
    ck_assert_str_eq(profile_get(profile, "treat", "method"), "winsorise");
    finish();
}
END_TEST

START_TEST(extends_in_a_circle)
{
    start();
    ck_assert_int_eq(mkdir("d", 0700), 0);
    put_file("d/b.ini", "[profile]\nextends = ../p.ini\n");
    load_text("[profile]\nextends = d/b.ini\n[treat]\nmethod = none\n");
    ck_assert_uint_eq(problems.n, 1);
    is_problem(0, ERR_PROFILE,
               "d/b.ini:2: [profile] extends = ../p.ini: the profiles build on each other in a "
               "circle: p.ini -> d/b.ini -> p.ini");
    ck_assert_str_eq(profile_get(profile, "treat", "method"), "none");
    profile_free(profile);
    messages_fini(&problems);
    memset(&problems, 0, sizeof problems);
    load_text("[profile]\nextends = ./p.ini\n");
    ck_assert_ptr_nonnull(strstr(problems.items[0].text, "circle: p.ini -> p.ini"));
    finish();
}
END_TEST

START_TEST(extends_too_deep)
{
    char path[32], text[64];
    start();
    for (int i = 0; i <= 9; i++) {
        snprintf(path, sizeof path, "%d.ini", i);
        snprintf(text, sizeof text, "[profile]\nextends = %d.ini\nk%d = 1\n", i + 1, i);
        put_file(path, i == 9 ? "[profile]\nk9 = 1\n" : text);
    }
    ck_assert_int_eq(load("1.ini", NULL, 0), OK);
    no_problems();
    ck_assert_uint_eq(profile->n_files, 9);
    ck_assert_str_eq(profile_get(profile, "profile", "k9"), "1");
    profile_free(profile);
    ck_assert_int_eq(load("0.ini", NULL, 0), OK);
    ck_assert_uint_eq(problems.n, 1);
    is_problem(0, ERR_PROFILE,
               "8.ini:2: [profile] extends = 9.ini: more than 8 profiles on top of each other");
    ck_assert_ptr_null(profile_get(profile, "profile", "k9"));
    finish();
}
END_TEST

START_TEST(files_that_are_not_there)
{
    start();
    ck_assert_int_eq(load("none.ini", NULL, 0), ERR_NOINPUT);
    ck_assert_ptr_null(profile);
    ck_assert_int_eq(error.status, ERR_NOINPUT);
    ck_assert_ptr_nonnull(strstr(error.text, "none.ini"));
    load_text("[profile]\nextends = none.ini\ntitle = t\n");
    ck_assert_uint_eq(problems.n, 1);
    ck_assert_int_eq(problems.items[0].status, ERR_NOINPUT);
    ck_assert_ptr_nonnull(strstr(problems.items[0].text, "p.ini:2: [profile] extends: none.ini"));
    ck_assert_str_eq(profile_get(profile, "profile", "title"), "t");
    finish();
}
END_TEST

START_TEST(problems_of_all_files)
{
    start();
    put_file("b.ini", "[profile]\nfoo\n");
    load_text("[profile]\nextends = b.ini\nbar\nnote = a\nnote = b\n");
    ck_assert_uint_eq(problems.n, 3);
    ck_assert_ptr_nonnull(strstr(problems.items[0].text, "p.ini:3: expected"));
    ck_assert_ptr_nonnull(strstr(problems.items[1].text, "p.ini:5: [profile] note: given twice"));
    ck_assert_ptr_nonnull(strstr(problems.items[2].text, "b.ini:2: expected"));
    finish();
}
END_TEST

START_TEST(overrides)
{
    static const char *const sets[] = {
        "treat.max_points=7", " aggregate.education.method = geometric ",
        "profile.note=",      "indicator.gdp.formula=a == b.c",
        "treat.max_points=8",
    };
    struct profile_key *k;
    start();
    put_file("p.ini", "[profile]\nnote = n\n[treat]\nmax_points = 5\n");
    ck_assert_int_eq(load("p.ini", sets, 5), OK);
    no_problems();
    k = profile_key(profile_section(profile, "treat"), "max_points");
    ck_assert_str_eq(k->value, "8");
    ck_assert_str_eq(k->where, "--set");
    ck_assert_str_eq(k->dir, ".");
    ck_assert_str_eq(profile_section(profile, "treat")->where, "p.ini:3");
    ck_assert_str_eq(profile_section(profile, "aggregate.education")->where, "--set");
    ck_assert_str_eq(profile_get(profile, "aggregate.education", "method"), "geometric");
    ck_assert_str_eq(profile_get(profile, "indicator.gdp", "formula"), "a == b.c");
    ck_assert_ptr_null(profile_get(profile, "profile", "note"));
    finish();
}
END_TEST

START_TEST(bad_overrides)
{
    static const char *const sets[] = {
        "treat",    "treat=1",      "=1",           ".a=1",
        "treat.=1", "treat.a=\xff", "treat.a=x\ny", "profile.extends=b.ini",
        NULL,
    };
    char *long_one = calloc(1, 70000);
    const char *one = long_one;
    ck_assert_ptr_nonnull(long_one);
    start();
    put_file("p.ini", "");
    ck_assert_int_eq(load("p.ini", sets, 8), OK);
    ck_assert_uint_eq(problems.n, 8);
    for (size_t i = 0; i < 7; i++) {
        ck_assert_int_eq(problems.items[i].status, ERR_USAGE);
        ck_assert_ptr_nonnull(strstr(problems.items[i].text, ": expected section.key=value"));
    }
    is_problem(0, ERR_USAGE, "--set treat: expected section.key=value");
    is_problem(7, ERR_USAGE,
               "--set profile.extends=b.ini: what a profile extends stands in the "
               "profile itself");
    ck_assert_uint_eq(profile->n_sections, 0);
    profile_free(profile);
    strcpy(long_one, "a.b=");
    memset(long_one + 4, 'x', 65537);
    ck_assert_int_eq(load("p.ini", &one, 1), OK);
    ck_assert_ptr_nonnull(strstr(problems.items[8].text, "the value is too long"));
    free(long_one);
    finish();
}
END_TEST

START_TEST(put_without_files)
{
    start();
    profile = profile_new("x/y.ini", &error);
    ck_assert_ptr_nonnull(profile);
    ck_assert_str_eq(profile->dir, "x");
    for (int i = 0; i < 100; i++) {
        char section[16], key[16];
        snprintf(section, sizeof section, "data.%d", i % 20);
        snprintf(key, sizeof key, "k%d", i);
        ck_assert_int_eq(profile_put(profile, section, key, "v", "w", "d", &error), OK);
    }
    ck_assert_uint_eq(profile->n_sections, 20);
    ck_assert_uint_eq(profile->sections[7].n_keys, 5);
    ck_assert_str_eq(profile_get(profile, "data.7", "k87"), "v");
    ck_assert_int_eq(profile_put(profile, "rank", NULL, NULL, "w", "d", &error), OK);
    ck_assert_ptr_nonnull(profile_section(profile, "rank"));
    ck_assert_int_eq(profile_put(profile, "data.7", "k7", "", "w", "d", &error), OK);
    ck_assert_ptr_null(profile_get(profile, "data.7", "k7"));
    ck_assert_uint_eq(profile->sections[7].n_keys, 4);
    ck_assert_str_eq(profile->sections[7].keys[0].name, "k27");
    profile_free(NULL);
    finish();
}
END_TEST

START_TEST(binding)
{
    struct data_options o;
    struct profile_section *s;
    start();
    load_text("[data]\npath = a.csv\nmissing = NA, …\ndecimal = coma\nheader_rows = 0\nfoo = 1\n"
              "thousands = yes\n[data.b]\nunit = code\n");
    s = profile_section(profile, "data");
    ck_assert_int_eq(profile_bind(profile, s, &data_keys, &o, &problems, &error), OK);
    ck_assert_uint_eq(problems.n, 2);
    is_problem(0, ERR_PROFILE,
               "p.ini:4: [data] decimal = coma: expected one of point, comma, not "
               "'coma'; did you mean comma?");
    is_problem(1, ERR_PROFILE,
               "p.ini:5: [data] header_rows = 0: expected a whole number from 1 to "
               "100, not '0'");
    ck_assert_str_eq(o.path, "a.csv");
    ck_assert_str_eq(o.source, "");
    ck_assert_str_eq(o.below_unit, "…");
    ck_assert_str_eq(o.unit, "");
    ck_assert_uint_eq(o.missing.n, 2);
    ck_assert_int_eq(o.decimal, 0);
    ck_assert_str_eq(o.thousands, "yes");
    ck_assert_int_eq(o.header_rows, 1);
    ck_assert(s->used && profile_key(s, "path")->used && !profile_key(s, "foo")->used);
    s = profile_section(profile, "data.b");
    ck_assert_int_eq(profile_bind(profile, s, &data_keys, &o, &problems, &error), OK);
    ck_assert_str_eq(o.path, "");
    ck_assert_int_eq(profile_bind(profile, NULL, &data_keys, &o, &problems, &error), OK);
    ck_assert_uint_eq(problems.n, 2);
    finish();
}
END_TEST

START_TEST(defaults_of_the_stages)
{
    struct stage_options o;
    struct indicator_options i;
    struct output_options out;
    struct profile_options p;
    start();
    load_text("");
#define BIND(table, to)                                                                            \
    ck_assert_int_eq(profile_bind(profile, NULL, &table, &to, &problems, &error), OK)
    BIND(impute_keys, o);
    ck_assert_str_eq(o.method, "none");
    ck_assert_str_eq(o.by, "");
    BIND(treat_keys, o);
    ck_assert_str_eq(o.method, "none");
    BIND(normalise_keys, o);
    ck_assert_str_eq(o.method, "minmax");
    ck_assert_str_eq(o.base, "each");
    BIND(weights_keys, o);
    ck_assert_str_eq(o.method, "given");
    ck_assert_int_eq(o.scope, SCOPE_NODE);
    BIND(aggregate_keys, o);
    ck_assert_str_eq(o.method, "arithmetic");
    ck_assert_int_eq(o.missing, MISSING_RENORMALISE);
    BIND(rank_keys, o);
    ck_assert_str_eq(o.method, "rank");
    BIND(aggregate_node_keys, o);
    ck_assert_str_eq(o.method, "");
    ck_assert_int_eq(o.missing, -1);
    BIND(indicator_keys, i);
    ck_assert(isnan(i.weight));
    ck_assert_uint_eq(i.goalposts.n, 0);
    ck_assert_int_eq(i.direction, DIRECTION_DEFAULT);
    ck_assert_int_eq(i.transform, TRANSFORM_DEFAULT);
    BIND(output_keys, out);
    ck_assert_uint_eq(out.formats.n, 2);
    ck_assert_str_eq(out.formats.v[1], "json");
    BIND(profile_keys, p);
    ck_assert_int_eq(p.language, LANGUAGE_ZH);
    ck_assert_int_eq(p.synthetic, 0);
    finish();
}
END_TEST

/* The names of the choices stand in the order of their enums. */
START_TEST(choices_match_their_enums)
{
    static const struct {
        const struct param_table *t;
        const char *key, *text;
        int v;
    } rows[] = {
        {&profile_keys, "language", "en", LANGUAGE_EN},
        {&data_keys, "decimal", "comma", 1},
        {&class_keys, "scale", "common", SCALE_COMMON},
        {&indicator_keys, "direction", "positive", DIRECTION_POSITIVE},
        {&indicator_keys, "direction", "negative", DIRECTION_NEGATIVE},
        {&indicator_keys, "transform", "none", TRANSFORM_NONE},
        {&indicator_keys, "transform", "ln", TRANSFORM_LN},
        {&indicator_keys, "transform", "log10", TRANSFORM_LOG10},
        {&indicator_keys, "transform", "sqrt", TRANSFORM_SQRT},
        {&weights_keys, "scope", "index", SCOPE_INDEX},
        {&aggregate_keys, "missing", "fail", MISSING_FAIL},
        {&aggregate_node_keys, "missing", "impute", MISSING_IMPUTE},
    };
    start();
    load_text("");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct heng_param *p = param_find(rows[i].t, rows[i].key);
        char to[256];
        int v;
        ck_assert_int_eq(param_set(p, rows[i].text, profile->arena, to, &error), OK);
        memcpy(&v, to + p->offset, sizeof v);
        ck_assert_int_eq(v, rows[i].v);
    }
    finish();
}
END_TEST

START_TEST(kinds)
{
    static const struct {
        const char *name, *kind;
    } rows[] = {
        {"data", "data"},
        {"data.census", "data.NAME"},
        {"data.", NULL},
        {"indicator.人均GDP", "indicator.ID"},
        {"indicator.a.b", "indicator.ID"},
        {"indicator", NULL},
        {"units.x", NULL},
        {"units", "units"},
        {"derive", "derive"},
        {"aggregate.education", "aggregate.NODE"},
        {"rank", "rank"},
        {"rank.x", NULL},
        {"rules", NULL},
        {"rule.x", "rule.NAME"},
        {"", NULL},
        {".x", NULL},
        {"dat", NULL},
        {"datab", NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct section_kind *k = section_kind(rows[i].name);
        ck_assert_pstr_eq(k ? k->name : NULL, rows[i].kind);
    }
}
END_TEST

START_TEST(unknown_sections)
{
    start();
    load_text("[agregate]\nmethod = x\n[agregate.education]\n[indicators]\n[indicator]\n[units.x]\n"
              "[indcator.gdp]\n[xyzzy]\n[report.x]\n[data.]\n");
    profile_unused(profile, NULL, 0, &problems);
    ck_assert_uint_eq(problems.n, 9);
    is_problem(0, ERR_PROFILE, "p.ini:1: [agregate]: no such section; did you mean [aggregate]?");
    is_problem(1, ERR_PROFILE,
               "p.ini:3: [agregate.education]: no such section; did you mean "
               "[aggregate.education]?");
    is_problem(2, ERR_PROFILE,
               "p.ini:4: [indicators]: no such section; did you mean "
               "[indicator.ID]?");
    is_problem(3, ERR_PROFILE, "p.ini:5: [indicator]: needs a name after a dot: [indicator.ID]");
    is_problem(4, ERR_PROFILE, "p.ini:6: [units.x]: takes no name after a dot: [units]");
    is_problem(5, ERR_PROFILE,
               "p.ini:7: [indcator.gdp]: no such section; did you mean "
               "[indicator.gdp]?");
    is_problem(6, ERR_PROFILE,
               "p.ini:8: [xyzzy]: no such section; `heng list keys` shows what "
               "there is");
    is_problem(7, ERR_PROFILE, "p.ini:9: [report.x]: takes no name after a dot: [report]");
    is_problem(8, ERR_PROFILE, "p.ini:10: [data.]: needs a name after a dot: [data.NAME]");
    finish();
}
END_TEST

START_TEST(a_key_before_any_section)
{
    start();
    load_text("title = x\nnote = y\n");
    profile_unused(profile, NULL, 0, &problems);
    ck_assert_uint_eq(problems.n, 1);
    is_problem(0, ERR_PROFILE, "p.ini:1: title: a key before the first [section]");
    finish();
}
END_TEST

START_TEST(unused_keys)
{
    static const char *const more[] = {
        "treat.method",    "treat.max_points",        "treat.skewness",
        "treat.gdp.limit", "treat.gdp_pc.max_points", "aggregate.education.method"};
    struct class_options c;
    struct stage_options o;
    struct profile_section *s;
    start();
    load_text("[treat]\nmethod = winsorise\nmax_pionts = 5\nfoo = 1\nlimit = 1\n"
              "[treat.gdp_cp]\nmethod = none\n"
              "[class]\nby = type\n市辖区 = 市区\nscael = x\n"
              "[derive]\ngdp per head = a / b\n"
              "[units]\nwhere = x\n[rank]\n[indicator.x]\ntitle = t\nformul = x\nzzzz = 1\n");
    s = profile_section(profile, "treat");
    ck_assert_int_eq(profile_bind(profile, s, &treat_keys, &o, &problems, &error), OK);
    s = profile_section(profile, "class");
    ck_assert_int_eq(profile_bind(profile, s, &class_keys, &c, &problems, &error), OK);
    ck_assert_ptr_nonnull(profile_get(profile, "derive", "gdp per head"));
    ck_assert_ptr_nonnull(profile_get(profile, "indicator.x", "title"));
    no_problems();
    profile_unused(profile, more, 6, &problems);
    ck_assert_uint_eq(problems.n, 7);
    is_problem(0, ERR_PROFILE,
               "p.ini:3: [treat] max_pionts: unknown key; did you mean "
               "max_points?");
    is_problem(1, ERR_PROFILE,
               "p.ini:4: [treat] foo: unknown key; there are method, max_points, "
               "skewness");
    is_problem(2, ERR_PROFILE,
               "p.ini:5: [treat] limit: unknown key; there are method, max_points, "
               "skewness");
    is_problem(3, ERR_PROFILE,
               "p.ini:6: [treat.gdp_cp]: nothing in this profile has that name; "
               "did you mean [treat.gdp_pc]?");
    is_problem(4, ERR_PROFILE, "p.ini:14: [units]: nothing in this profile uses this section");
    is_problem(5, ERR_PROFILE,
               "p.ini:19: [indicator.x] formul: unknown key; did you mean "
               "formula?");
    is_problem(
        6, ERR_PROFILE,
        "p.ini:20: [indicator.x] zzzz: unknown key; there are formula, "
        "title, title_en, unit, direction, weight, goalposts, best, tolerance, worst, transform, "
        "per");
    finish();
}
END_TEST

/* Where something else is wrong already, a section may be unused only because of that. */
START_TEST(unused_sections_after_other_problems)
{
    start();
    load_text("[treat]\nmethod = none\nfoo\n[treet]\n");
    ck_assert_uint_eq(problems.n, 1);
    profile_unused(profile, NULL, 0, &problems);
    ck_assert_uint_eq(problems.n, 2);
    is_problem(1, ERR_PROFILE, "p.ini:4: [treet]: no such section; did you mean [treat]?");
    finish();
}
END_TEST

START_TEST(known_keys_without_effect)
{
    start();
    load_text("[index]\ntitle = t\ntree = x.csv\n");
    ck_assert_ptr_nonnull(profile_get(profile, "index", "title"));
    profile_unused(profile, NULL, 0, &problems);
    ck_assert_uint_eq(problems.n, 1);
    is_problem(0, ERR_PROFILE, "p.ini:3: [index] tree: has no effect here; take it out");
    finish();
}
END_TEST

START_TEST(delimiters)
{
    static const struct {
        const char *text;
        char c;
    } rows[] = {
        {"auto", 0},   {"", 0},    {"comma", ','}, {"semicolon", ';'}, {"tab", '\t'},
        {"pipe", '|'}, {",", ','}, {";", ';'},     {"|", '|'},
    };
    char c;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        c = 'x';
        ck_assert(data_delimiter(rows[i].text, &c));
        ck_assert_int_eq(c, rows[i].c);
    }
    ck_assert(!data_delimiter("colon", &c));
    ck_assert(!data_delimiter("a", &c));
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        one_file,
        extends,
        extends_in_a_circle,
        extends_too_deep,
        files_that_are_not_there,
        problems_of_all_files,
        overrides,
        bad_overrides,
        put_without_files,
        binding,
        defaults_of_the_stages,
        choices_match_their_enums,
        kinds,
        unknown_sections,
        a_key_before_any_section,
        unused_keys,
        unused_sections_after_other_problems,
        known_keys_without_effect,
        delimiters,
        NULL,
    };
    return kit_run("profile", tests);
}
