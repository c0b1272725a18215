/* SPDX-License-Identifier: MIT */
/* heng new KIND NAME: a working, tested starting point, from the templates. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "cli/cli.h"
#include "cli/words.h"
#include "plan/search_path.h"

enum { TEMPLATE_MAX = 1 << 20, FILES_MAX = 8 };

/* The stages that there is a template of a method for; the first unless another is named. */
static const char *const stages[] = {"normalise", "weights", "aggregate"};
enum { N_STAGES_OF_NEW = sizeof stages / sizeof *stages };

/* What stands for the place holders of a template. */
struct filling {
    const char *name, *stage; /* @NAME@, @STAGE@ */
    const char *scripts;      /* @SCRIPTS@: the line that says where the script lies, or none */
};

/* Where a template goes: in a source tree of heng, or else into a folder of the new thing's own.
   All with place holders. */
struct piece {
    const char *from;
    const char *in_tree, *outside; /* NULL: not there */
};

static const struct template_kind {
    const char *name, *what, *next_in_tree, *next_outside;
    struct piece pieces[FILES_MAX];
} kinds[] = {
    {"dimension",
     "a dimension in C",
     "make && HENG=build/heng sh tests/plugins/@NAME@.sh; use it with [dimension.@NAME@] in a "
     "profile",
     "cd @NAME@ && make && make check; use it with heng run --plugins @NAME@ PROFILE",
     {{"plugins/templates/dimension.c.in", "plugins/dimensions/@NAME@.c", "@NAME@/@NAME@.c"},
      {"plugins/templates/dimension_test.sh.in", "tests/plugins/@NAME@.sh", "@NAME@/test.sh"},
      {"plugins/templates/dimension_profile.ini.in", "tests/plugins/@NAME@.ini",
       "@NAME@/@NAME@.ini"},
      {"plugins/templates/dimension_table.csv.in", "tests/plugins/@NAME@.csv", "@NAME@/@NAME@.csv"},
      {"plugins/templates/Makefile.in", NULL, "@NAME@/Makefile"}}},
    {"method",
     "a method in C",
     "make && HENG=build/heng sh tests/plugins/@NAME@.sh; use it with [@STAGE@] method = @NAME@ in "
     "a profile",
     "cd @NAME@ && make && make check; use it with heng run --plugins @NAME@ PROFILE",
     {{"plugins/templates/method_@STAGE@.c.in", "plugins/methods/@NAME@.c", "@NAME@/@NAME@.c"},
      {"plugins/templates/method_test.sh.in", "tests/plugins/@NAME@.sh", "@NAME@/test.sh"},
      {"plugins/templates/method_profile.ini.in", "tests/plugins/@NAME@.ini", "@NAME@/@NAME@.ini"},
      {"plugins/templates/method_table.csv.in", "tests/plugins/@NAME@.csv", "@NAME@/@NAME@.csv"},
      {"plugins/templates/method_@STAGE@_scores.csv.in", "tests/plugins/@NAME@_scores.csv",
       "@NAME@/@NAME@_scores.csv"},
      {"plugins/templates/Makefile.in", NULL, "@NAME@/Makefile"}}},
    {"index",
     "a thematic index in Lua",
     "heng run config/@NAME@.ini ranks six made-up towns; then edit the index, and put your table "
     "in place of config/data/@NAME@.csv",
     "heng run @NAME@.ini ranks six made-up towns; then edit the index, and put your "
     "table in place of data/@NAME@.csv",
     {{"scripts/templates/index.lua.in", "scripts/indices/@NAME@.lua", "indices/@NAME@.lua"},
      {"config/templates/index_profile.ini.in", "config/@NAME@.ini", "@NAME@.ini"},
      {"config/templates/index_table.csv.in", "config/data/@NAME@.csv", "data/@NAME@.csv"}}},
    {"weights",
     "a weighting formula in Lua",
     "edit it; use it with [weights] method = @NAME@",
     "edit it; use it with [weights] method = @NAME@ and --scripts .",
     {{"scripts/templates/weights.lua.in", "scripts/weights/@NAME@.lua", "weights/@NAME@.lua"}}},
    {"selection",
     "a selection of cases in Lua",
     "edit it; use it with [selection] script = @NAME@; HENG=build/heng sh "
     "tests/scripts/@NAME@.sh tests it",
     "edit it; use it with [selection] script = @NAME@ and --scripts .; sh test_@NAME@.sh tests it",
     {{"scripts/templates/selection.lua.in", "scripts/selections/@NAME@.lua",
       "selections/@NAME@.lua"},
      {"scripts/templates/selection_test.sh.in", "tests/scripts/@NAME@.sh", "test_@NAME@.sh"}}},
    {"profile",
     "a profile",
     "edit it; heng check config/@NAME@.ini",
     "edit it; heng check @NAME@.ini",
     {{"config/templates/profile.ini.in", "config/@NAME@.ini", "@NAME@.ini"},
      {"config/templates/table.csv.in", "config/data/@NAME@.csv", "data/@NAME@.csv"}}},
    {"report",
     "a report with its texts",
     "make -f config/@NAME@.mk makes out/@NAME@/report.html; then edit config/text/@NAME@_*.md, "
     "and "
     "put your index and table in place",
     "make -f @NAME@.mk makes out/@NAME@/report.html; then edit text/@NAME@_*.md, and put your "
     "index "
     "and table in place",
     {{"config/templates/report.ini.in", "config/@NAME@.ini", "@NAME@.ini"},
      {"config/templates/profile.ini.in", "config/@NAME@_index.ini", "@NAME@_index.ini"},
      {"config/templates/table.csv.in", "config/data/@NAME@.csv", "data/@NAME@.csv"},
      {"config/templates/report_foreword.md.in", "config/text/@NAME@_foreword.md",
       "text/@NAME@_foreword.md"},
      {"config/templates/report_summary.md.in", "config/text/@NAME@_summary.md",
       "text/@NAME@_summary.md"},
      {"config/templates/report_advice.md.in", "config/text/@NAME@_advice.md",
       "text/@NAME@_advice.md"},
      {"config/templates/report.mk.in", "config/@NAME@.mk", "@NAME@.mk"}}},
};

enum { N_KINDS = sizeof kinds / sizeof *kinds };

/* The text with the place holders replaced. Appends to out. */
static void fill_in(const char *text, const struct filling *f, struct str *out)
{
    const struct {
        const char *holder, *value;
    } holders[] = {{"@NAME@", f->name}, {"@STAGE@", f->stage}, {"@SCRIPTS@", f->scripts}};
    const size_t n_holders = sizeof holders / sizeof *holders;
    while (*text) {
        size_t k = 0, n = strcspn(text, "@");
        str_add_bytes(out, text, n);
        text += n;
        while (k < n_holders && strncmp(text, holders[k].holder, strlen(holders[k].holder)) != 0)
            k++;
        if (k < n_holders) {
            str_add(out, holders[k].value);
            text += strlen(holders[k].holder);
        } else if (*text) {
            str_add_bytes(out, text++, 1);
        }
    }
}

static char *filled(struct arena *a, const char *text, const struct filling *f)
{
    struct str b = {0};
    char *s;
    fill_in(text, f, &b);
    s = b.failed || !b.s ? NULL : arena_strdup(a, b.s);
    str_fini(&b);
    return s;
}

static int write_piece(struct arena *a, const char *templates, const struct piece *p,
                       const struct filling *f, const char *to, struct error *e)
{
    char *bytes, *path = filled(a, to, f), *part = filled(a, p->from, f);
    char *from = part ? path_join(a, templates, part) : NULL;
    struct str out = {0};
    size_t n;
    int status;
    if (!path || !from)
        return error_no_memory(e);
    status = file_read(from, TEMPLATE_MAX, &bytes, &n, e);
    if (status)
        return status;
    fill_in(bytes, f, &out);
    free(bytes);
    if (out.failed)
        status = error_no_memory(e);
    if (!status)
        status = dir_make(path_dir(a, path), e);
    if (!status)
        status = file_write_new(path, out.s, out.n, e);
    if (!status)
        say("%s\n", path);
    str_fini(&out);
    return status;
}

/* A method of the core would hide a script or plugin of its name. ERR_CANTCREATE where there is. */
static int has_own_method(const struct template_kind *k, const struct filling *f, struct error *e)
{
    bool weights = strcmp(k->name, "weights") == 0;
    struct registry *registry;
    int status = OK;
    if (!weights && strcmp(k->name, "method"))
        return OK;
    if (!(registry = registry_new(e)))
        return e->status;
    for (int stage = 0; stage <= HENG_ANALYSE && !status; stage++)
        if ((!weights || stage == HENG_WEIGHTS) &&
            registry_find(registry, (enum heng_stage)stage, f->name))
            status = error_set(e, ERR_CANTCREATE,
                               "%s: is a method of heng's own, which would hide it; choose another "
                               "name; nothing was written",
                               f->name);
    registry_free(registry);
    return status;
}

/* A word that neither a formula nor a plugin's code could use for a name. */
static bool is_reserved(const char *name)
{
    static const char *const words[] = {
        "auto",   "bool",     "case",     "char",  "const",    "continue", "default",
        "double", "enum",     "extern",   "float", "inline",   "int",      "long",
        "main",   "register", "restrict", "short", "signed",   "sizeof",   "static",
        "struct", "switch",   "typedef",  "union", "unsigned", "void",     "volatile"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i], name) == 0)
            return true;
    return text_is_lua_word(name, strlen(name));
}

/* A name that a file of any folder has already would hide the one or the other. */
static int check_name(struct arena *a, const struct template_kind *k, const struct filling *f,
                      bool in_tree, struct error *e)
{
    if (!text_is_id(f->name))
        return error_set(e, ERR_USAGE,
                         "%s: a name is lower-case letters, digits and underscores, and does not "
                         "begin with a digit",
                         f->name);
    if (is_reserved(f->name))
        return error_set(e, ERR_USAGE,
                         "%s: is a reserved word of C or Lua, which could not name it; choose "
                         "another name",
                         f->name);
    if (has_own_method(k, f, e))
        return e->status;
    for (size_t i = 0; i < FILES_MAX && k->pieces[i].from; i++) {
        const char *to = in_tree ? k->pieces[i].in_tree : k->pieces[i].outside;
        const char *path = to ? filled(a, to, f) : NULL;
        if (path && file_exists(path))
            return error_set(e, ERR_CANTCREATE, "%s: exists already; nothing was written", path);
    }
    return OK;
}

static const struct template_kind *find_kind(const char *name, struct error *e)
{
    const char *names[N_KINDS], *near;
    for (size_t i = 0; i < N_KINDS; i++) {
        if (strcmp(kinds[i].name, name) == 0)
            return &kinds[i];
        names[i] = kinds[i].name;
    }
    near = text_nearest(name, names, N_KINDS);
    error_set(e, ERR_USAGE,
              "%s: no such kind (dimension, method, index, weights, selection, profile, report)%s",
              name, text_meant(near, (char[TEXT_MEANT_MAX]){0}));
    return NULL;
}

static int make_new(struct arena *a, const struct template_kind *k, struct filling *f,
                    struct error *e)
{
    struct search_path h = {.arena = a};
    bool in_tree = file_exists("core/heng.h") && dir_exists("plugins/dimensions");
    char *next;
    int status = check_name(a, k, f, in_tree, e);
    f->scripts = in_tree ? "" : "; The folder of indices/, seen from here.\nscripts = .\n";
    if (!status)
        status = search_path_add_own(&h, e);
    if (!status && !h.templates.n)
        status =
            error_set(e, ERR_NOINPUT, "no templates beside the program; is it installed whole?");
    for (size_t i = 0; !status && i < FILES_MAX && k->pieces[i].from; i++) {
        const char *to = in_tree ? k->pieces[i].in_tree : k->pieces[i].outside;
        if (to)
            status = write_piece(a, h.templates.v[0], &k->pieces[i], f, to, e);
    }
    next = filled(a, in_tree ? k->next_in_tree : k->next_outside, f);
    if (!status && next)
        say("next: %s\n", next);
    return status;
}

/* The stage is said for a method only. */
static int check_stage(const struct template_kind *k, const char *stage, struct error *e)
{
    const char *near;
    if (strcmp(k->name, "method") != 0)
        return error_set(e, ERR_USAGE, "%s: only a method has a stage", stage);
    for (size_t i = 0; i < N_STAGES_OF_NEW; i++)
        if (strcmp(stages[i], stage) == 0)
            return OK;
    near = text_nearest(stage, stages, N_STAGES_OF_NEW);
    return error_set(e, ERR_USAGE, "%s: no such stage (normalise, weights, aggregate)%s", stage,
                     text_meant(near, (char[TEXT_MEANT_MAX]){0}));
}

static int run(const struct arguments *a, struct error *e)
{
    const struct template_kind *k = find_kind(a->args[0], e);
    struct filling f = {a->args[1], a->n_args > 2 ? a->args[2] : stages[0], ""};
    struct arena *arena;
    int status;
    if (!k)
        return e->status;
    status = a->n_args > 2 ? check_stage(k, f.stage, e) : OK;
    if (status)
        return status;
    arena = arena_new();
    status = arena ? make_new(arena, k, &f, e) : error_no_memory(e);
    arena_free(arena);
    return status;
}

const struct command new_command = {
    "new",
    "new dimension|method|index|weights|selection|profile|report NAME [STAGE]",
    "write a working, tested starting point",
    2,
    3,
    0,
    run,
};
