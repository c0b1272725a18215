/* SPDX-License-Identifier: MIT */
/* Sources read in a worker: what comes of them, and what does not. */
#include "plugin/source.h"

#include <fcntl.h>

#include "plugin_kit.h"

static struct error err;
static struct arena *arena;
static struct plugin *plugin;

struct options {
    const char *how;
};

static void begin(void)
{
    const char *path;
    struct error why = {0};
    arena = arena_new();
    path = plugin_path(arena, "sources");
    ck_assert_int_eq(plugins_describe(arena, &path, 1, NULL, 1, &plugin, &why, &err), OK);
    ck_assert_msg(plugin != NULL, "%s", why.text);
    ck_assert_uint_eq(plugin->n_sources, 2);
}

static struct source_job job_of(const struct options *o)
{
    return (struct source_job){.plugin = plugin,
                               .source = plugin->sources[0],
                               .params = o,
                               .fd = -1,
                               .most = 1 << 20,
                               .limits = limits};
}

static const char *text_at(const struct sheet *s, size_t row, size_t column)
{
    struct sheet_cell c = sheet_at(s, row, column);
    ck_assert_int_eq(c.kind, SHEET_TEXT);
    return arena_strndup(arena, c.s, c.n);
}

START_TEST(cells_notes_and_warnings_arrive)
{
    const struct options o = {"well"};
    struct source_job j;
    struct sheet s = {.path = "t"};
    struct messages warnings = {0};
    char path[] = "/tmp/heng_source_XXXXXX";
    begin();
    j = job_of(&o);
    j.fd = mkstemp(path);
    unlink(path);
    ck_assert_int_eq(write(j.fd, "x,y", 3), 3);
    ck_assert_msg(plugin_read(&j, &s, &warnings, &err) == OK, "%s", err.text);
    ck_assert_uint_eq(s.n_rows, 3);
    ck_assert_uint_eq(s.n_columns, 4);
    ck_assert_str_eq(s.name, "人口");
    ck_assert_str_eq(text_at(&s, 0, 0), "code");
    ck_assert_str_eq(text_at(&s, 0, 1), "x,y");
    ck_assert(sheet_row_is_blank(&s, 1));
    ck_assert_int_eq(sheet_at(&s, 2, 0).kind, SHEET_BLANK);
    ck_assert_double_eq(sheet_at(&s, 2, 1).v, -2.5);
    ck_assert_int_eq(sheet_at(&s, 2, 2).kind, SHEET_BLANK);
    ck_assert_str_eq(text_at(&s, 2, 3), "inf");
    ck_assert_uint_eq(s.n_merges, 1);
    ck_assert(s.merges[0].top == 0 && s.merges[0].left == 1 && s.merges[0].bottom == 0 &&
              s.merges[0].right == 2);
    ck_assert_uint_eq(s.n_notes, 1);
    ck_assert_str_eq(s.notes[0], "a note");
    ck_assert_uint_eq(warnings.n, 2);
    ck_assert_str_eq(warnings.items[0].text, "column 2: seen 2 times");
    ck_assert_str_eq(warnings.items[1].text, "in general");
    close(j.fd);
    messages_fini(&warnings);
    sheet_fini(&s);
    arena_free(arena);
}
END_TEST

START_TEST(more_cells_than_a_message_holds)
{
    const struct options o = {"many"};
    struct sheet s = {.path = "t"};
    struct messages warnings = {0};
    struct source_job j;
    begin();
    j = job_of(&o);
    j.most = 4 << 20;
    j.limits.message = 2000;
    ck_assert_msg(plugin_read(&j, &s, &warnings, &err) == OK, "%s", err.text);
    ck_assert_uint_eq(s.n_rows, 1000);
    ck_assert_uint_eq(s.n_columns, 300);
    for (size_t i = 0; i < 300000; i++)
        ck_assert_double_eq(sheet_at(&s, i / 300, i % 300).v, (double)i);
    sheet_fini(&s);
    arena_free(arena);
}
END_TEST

START_TEST(what_is_wrong_is_told_and_bounded)
{
    static const struct {
        const char *how, *says;
    } cases[] = {
        {"order", "its cells do not come row by row from left to right"},
        {"much", "more than 1 MB come out of it; limit_mb says how much is taken"},
        {"far", "more than 1 MB come out of it; limit_mb says how much is taken"},
        {"wide", "more than 1 MB come out of it; limit_mb says how much is taken"},
        {"notes", "more than 1 MB come out of it; limit_mb says how much is taken"},
        {"merges", "more than 1 MB come out of it; limit_mb says how much is taken"},
        {"columns", "more than 65,536 columns"},
        {"inside out", "merged cells that are none"},
        {"long text", "a text of more than 1 MB in one cell"},
        {"latin", "its cells arrived damaged (a text that is not UTF-8, or holds a NUL?)"},
        {"nul", "its cells arrived damaged (a text that is not UTF-8, or holds a NUL?)"},
        {"forged mark", "its cells arrived damaged (a text that is not UTF-8, or holds a NUL?)"},
        {"forged number", "a number that is none"},
        {"forged length", "its cells arrived damaged (a text that is not UTF-8, or holds a NUL?)"},
        {"forged size", "its report is not well formed"},
        {"crash", "crashed (aborted) at read"},
        {"hang", "stopped after 2 s (time limit) at read"},
        {"silent", "it answered 2 without saying why"},
        {"dance", "dance: it cannot do that"},
    };
    begin();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct options o = {cases[i].how};
        struct source_job j = job_of(&o);
        struct sheet s = {.path = "t"};
        struct messages warnings = {0};
        const char *rest;
        ck_assert_msg(plugin_read(&j, &s, &warnings, &err) == ERR_PART, "%s: %s", cases[i].how,
                      err.text);
        /* Whether the worker had told where it was before its report broke is a matter of time. */
        rest = strncmp(err.text, cases[i].says, strlen(cases[i].says)) == 0
                   ? err.text + strlen(cases[i].says)
                   : "?";
        ck_assert_msg(!*rest || strcmp(rest, " at read") == 0, "%s: %s", cases[i].how, err.text);
        messages_fini(&warnings);
        sheet_fini(&s);
    }
    arena_free(arena);
}
END_TEST

START_TEST(only_the_network_has_sockets)
{
    const struct options o = {"socket"};
    struct messages warnings = {0};
    struct sheet s = {.path = "t"};
    struct source_job j;
    begin();
    j = job_of(&o);
    ck_assert_int_eq(plugin_read(&j, &s, &warnings, &err), CONFINED ? ERR_PART : OK);
    j.source = plugin->sources[1];
    ck_assert_msg(plugin_read(&j, &s, &warnings, &err) == OK, "%s", err.text);
    sheet_fini(&s);
    arena_free(arena);
}
END_TEST

START_TEST(sheets_are_listed)
{
    struct options o = {"well"};
    struct source_sheet *sheets;
    struct source_job j;
    size_t n;
    begin();
    j = job_of(&o);
    ck_assert_msg(plugin_sheets(&j, arena, &sheets, &n, &err) == OK, "%s", err.text);
    ck_assert_uint_eq(n, 2);
    ck_assert(strcmp(sheets[0].name, "one") == 0 && !sheets[0].hidden);
    ck_assert(strcmp(sheets[1].name, "隐藏") == 0 && sheets[1].hidden);
    o.how = "many";
    ck_assert_int_eq(plugin_sheets(&j, arena, &sheets, &n, &err), OK);
    ck_assert_uint_eq(n, 1002);
    ck_assert(!sheets[1].hidden && sheets[2].hidden);
    o.how = "order";
    ck_assert_int_eq(plugin_sheets(&j, arena, &sheets, &n, &err), ERR_PART);
    ck_assert_str_eq(err.text, "its list of sheets arrived damaged");
    arena_free(arena);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {cells_notes_and_warnings_arrive,
                                  more_cells_than_a_message_holds,
                                  what_is_wrong_is_told_and_bounded,
                                  only_the_network_has_sockets,
                                  sheets_are_listed,
                                  NULL};
    return kit_run("source", tests);
}
