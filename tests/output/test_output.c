/* SPDX-License-Identifier: MIT */
/* What a run leaves behind, and the run repeated from it. */
#include "base/file.h"
#include "output/league.h"
#include "output/manifest.h"
#include "output/output.h"
#include "run/rig.h"

static const char table[] = "code,name,kind,year,a,b\n"
                            "u1,\"A, one\",x,2001,1,10\n"
                            "u1,\"A, one\",x,2002,2,11\n"
                            "u2,=B2,x,2001,3,30\n"
                            "u2,=B2,x,2002,,35\n"
                            "u3,\"say \"\"丙\"\"\",y,2001,4,20\n"
                            "u3,\"say \"\"丙\"\"\",y,2002,6,25\n"
                            "u4,D,y,2001,5,50\n"
                            "u4,D,y,2002,9,\n";

#define PROFILE                                                                                    \
    "[data]\npath = t.csv\nunit = code\nname = name\nperiod = year\n[class]\nby = kind\ny = Why\n" \
    "scale = common\n[index]\nid = idx\ndimensions = one, two\n[dimension.one]\nindicators = a\n"  \
    "[dimension.two]\nweight = 3\nindicators = b\n"

static void begin(struct rig *g)
{
    rig_begin(g);
    rig_file(g, "t.csv", table);
}

static char *content(const struct rig *g, const char *name)
{
    char *bytes;
    size_t n;
    struct error e;
    ck_assert_msg(file_read(rig_path(g, name), 1 << 24, &bytes, &n, &e) == OK, "%s", e.text);
    return bytes;
}

static int write_out(struct rig *g, const char *dir, const struct heng_names *formats)
{
    static const struct heng_names all = {NULL, 0};
    struct outputs out;
    int status = outputs_make(g->results, formats ? formats : &all, &out, &g->e);
    ck_assert_msg(status == OK, "%s", g->e.text);
    status = outputs_write(&out, formats ? formats : &all, rig_path(g, dir), g->plan, &g->e);
    outputs_fini(&out);
    return status;
}

static void compare(const struct rig *g, const char *name, const char *want)
{
    char *got = content(g, name);
    ck_assert_str_eq(got, want);
    free(got);
}

START_TEST(the_tables_to_the_letter)
{
    struct rig g;
    begin(&g);
    rig_run(&g, PROFILE);
    ck_assert_int_eq(write_out(&g, "o", NULL), OK);
    compare(&g, "o/scores.csv",
            "class,period,code,name,rank,score,imputed_share,idx,one,two\n"
            "y,2001,u4,D,1,100,0,100,100,100\n"
            "y,2001,u3,\"say \"\"丙\"\"\",2,37.5,0,37.5,75,25\n"
            "y,2002,u4,D,1,100,0,100,100,\n"
            "y,2002,u3,\"say "
            "\"\"丙\"\"\",2,58.035714285714285,0,58.035714285714285,57.14285714285714,58."
            "333333333333336\n"
            "x,2001,u2,'=B2,1,50,0,50,50,50\n"
            "x,2001,u1,\"A, one\",2,0,0,0,0,0\n"
            "x,2002,u2,'=B2,1,100,0,100,,100\n"
            "x,2002,u1,\"A, one\",2,0,0,0,0,0\n");
    rig_end(&g);
}
END_TEST

START_TEST(indicators_and_weights_to_the_letter)
{
    struct rig g;
    begin(&g);
    g.set[0] = "units.where=code ~= \"u4\"";
    g.n_set = 1;
    rig_run(&g, PROFILE);
    ck_assert_int_eq(write_out(&g, "o", NULL), OK);
    compare(&g, "o/indicators.csv",
            "class,period,code,indicator,raw,treated,normalised,provenance\n"
            "y,2001,u3,a,4,4,100,observed\ny,2001,u3,b,20,20,50,observed\n"
            "y,2002,u3,a,6,6,100,observed\ny,2002,u3,b,25,25,58.333333333333336,observed\n"
            "x,2001,u1,a,1,1,0,observed\nx,2001,u1,b,10,10,0,observed\n"
            "x,2001,u2,a,3,3,66.66666666666666,observed\nx,2001,u2,b,30,30,100,observed\n"
            "x,2002,u1,a,2,2,0,observed\nx,2002,u1,b,11,11,0,observed\n"
            "x,2002,u2,a,,,,missing\nx,2002,u2,b,35,35,100,observed\n");
    compare(&g, "o/weights.csv",
            "class,period,node,parent,weight,effective,method\n"
            "y,2001,one,idx,0.25,0.25,given\ny,2001,a,one,1,0.25,given\n"
            "y,2001,two,idx,0.75,0.75,given\ny,2001,b,two,1,0.75,given\n"
            "y,2002,one,idx,0.25,0.25,given\ny,2002,a,one,1,0.25,given\n"
            "y,2002,two,idx,0.75,0.75,given\ny,2002,b,two,1,0.75,given\n"
            "x,2001,one,idx,0.25,0.25,given\nx,2001,a,one,1,0.25,given\n"
            "x,2001,two,idx,0.75,0.75,given\nx,2001,b,two,1,0.75,given\n"
            "x,2002,one,idx,0.25,0.25,given\nx,2002,a,one,1,0.25,given\n"
            "x,2002,two,idx,0.75,0.75,given\nx,2002,b,two,1,0.75,given\n");
    rig_end(&g);
}
END_TEST

/* Every line of a table has as many commas (outside quotes) as its header. */
static void count_fields(const char *text)
{
    size_t header = 0, n = 0, line = 0;
    bool quoted = false;
    for (; *text; text++) {
        quoted = quoted != (*text == '"');
        n += !quoted && *text == ',';
        if (quoted || *text != '\n')
            continue;
        if (!line++)
            header = n;
        ck_assert_uint_eq(n, header);
        n = 0;
    }
    ck_assert_uint_gt(line, 1);
}

START_TEST(made_up_data_are_told_in_every_line)
{
    static const char *const names[] = {"o/scores.csv", "o/indicators.csv", "o/weights.csv"};
    struct rig g;
    size_t i;
    begin(&g);
    rig_run(&g, "[profile]\nsynthetic = yes\n" PROFILE);
    ck_assert_int_eq(write_out(&g, "o", NULL), OK);
    for (i = 0; i < 3; i++) {
        char *text = content(&g, names[i]), *line, *rest = text;
        count_fields(text);
        for (line = strsep(&rest, "\n"); line && *line; line = strsep(&rest, "\n")) {
            const char *last = strrchr(line, ',');
            ck_assert_str_eq(last, line == text ? ",synthetic" : ",yes");
        }
        free(text);
    }
    rig_end(&g);
}
END_TEST

START_TEST(no_output_holds_nan_or_inf)
{
    static const char *const names[] = {"o/scores.csv", "o/indicators.csv", "o/weights.csv",
                                        "o/run.json"};
    struct rig g;
    size_t i;
    begin(&g);
    rig_file(&g, "t.csv", "code,year,kind,a,b\nu1,1,x,,5\nu2,1,x,,5\nu3,1,y,0,\nu4,1,y,,\n");
    rig_run(&g, "[data]\npath = t.csv\nperiod = year\n[index]\nid = q\ndimensions = "
                "d\n[dimension.d]\nindicators = a, b, f\n"
                "[indicator.f]\nformula = b / a\n[weights]\nmethod = critic\n");
    ck_assert_int_eq(write_out(&g, "o", NULL), OK);
    for (i = 0; i < 4; i++) {
        char *text = content(&g, names[i]);
        ck_assert_ptr_null(strstr(text, ",nan"));
        ck_assert_ptr_null(strstr(text, "inf,"));
        ck_assert_ptr_null(strstr(text, ": nan"));
        if (i < 3)
            count_fields(text);
        free(text);
    }
    rig_end(&g);
}
END_TEST

START_TEST(formats_choose_the_files)
{
    static const char *const json[] = {"json"}, *const csv[] = {"csv"};
    const struct heng_names only_json = {json, 1}, only_csv = {csv, 1};
    struct rig g;
    begin(&g);
    rig_run(&g, PROFILE);
    ck_assert_int_eq(write_out(&g, "j", &only_json), OK);
    ck_assert(file_exists(rig_path(&g, "j/run.json")) &&
              !file_exists(rig_path(&g, "j/scores.csv")));
    ck_assert_int_eq(write_out(&g, "c", &only_csv), OK);
    ck_assert(!file_exists(rig_path(&g, "c/run.json")) &&
              file_exists(rig_path(&g, "c/weights.csv")));
    rig_end(&g);
}
END_TEST

START_TEST(an_input_is_never_replaced)
{
    struct rig g;
    rig_begin(&g);
    rig_file(&g, "scores.csv", "code,a,b\nu1,1,2\nu2,2,1\n");
    rig_run(&g, "[data]\npath = scores.csv\n[index]\nid = i\ndimensions = "
                "d\n[dimension.d]\nindicators = a, b\n");
    ck_assert_int_eq(write_out(&g, ".", NULL), ERR_CANTCREATE);
    ck_assert_ptr_nonnull(strstr(g.e.text, "would replace an input of this run (data)"));
    compare(&g, "scores.csv", "code,a,b\nu1,1,2\nu2,2,1\n");
    ck_assert(!file_exists(rig_path(&g, "run.json")));
    /* nor by another way to the same folder */
    ck_assert_int_eq(symlink(g.dir, rig_path(&g, "link")), 0);
    ck_assert_int_eq(write_out(&g, "link", NULL), ERR_CANTCREATE);
    compare(&g, "scores.csv", "code,a,b\nu1,1,2\nu2,2,1\n");
    ck_assert_int_eq(write_out(&g, "t.ini/x", NULL), OK);
    rig_end(&g);
}
END_TEST

START_TEST(other_files_of_the_folder_stay)
{
    struct rig g;
    begin(&g);
    rig_run(&g, PROFILE);
    ck_assert_int_eq(mkdir(rig_path(&g, "o"), 0755), 0);
    rig_file(&g, "o/notes.txt", "mine");
    rig_file(&g, "o/scores.csv", "old");
    ck_assert_int_eq(write_out(&g, "o", NULL), OK);
    compare(&g, "o/notes.txt", "mine");
    rig_file(&g, "plain", "a file");
    ck_assert_int_eq(write_out(&g, "plain", NULL), ERR_CANTCREATE);
    compare(&g, "plain", "a file");
    rig_end(&g);
}
END_TEST

START_TEST(league_order_keeps_ties_and_puts_the_unranked_last)
{
    struct rig g;
    size_t order[6];
    rig_begin(&g);
    rig_file(&g, "t.csv", "code,a\n1,5\n2,\n3,9\n4,5\n5,\n6,1\n");
    rig_run(
        &g,
        "[data]\npath = t.csv\n[index]\nid = i\ndimensions = d\n[dimension.d]\nindicators = a\n");
    league_order(g.results, 0, 0, order);
    ck_assert_uint_eq(order[0], 2);
    ck_assert_uint_eq(order[1], 0);
    ck_assert_uint_eq(order[2], 3);
    ck_assert_uint_eq(order[3], 5);
    ck_assert_uint_eq(order[4], 1);
    ck_assert_uint_eq(order[5], 4);
    rig_end(&g);
}
END_TEST

/* ---- verify ---------------------------------------------------------------------------- */

static size_t verified(struct rig *g, const char *path, const char *told, int want)
{
    struct verify_options o = {rig_path(g, path), 1, NULL};
    struct messages differences = {0};
    size_t n;
    int status = verify(&o, &differences, &g->e);
    ck_assert_msg(status == want, "status %d: %s", status, g->e.text);
    if (told && want == OK)
        rig_assert_told(&differences, told);
    if (told && want != OK)
        ck_assert_msg(strstr(g->e.text, told) != NULL, "%s", g->e.text);
    if (!told && differences.n)
        rig_print(&differences);
    n = differences.n;
    messages_fini(&differences);
    return n;
}

static void doctor(const struct rig *g, const char *name, const char *what, const char *with)
{
    char *text = content(g, name), *at = strstr(text, what);
    FILE *f = fopen(rig_path(g, name), "w");
    ck_assert_msg(at != NULL, "%s holds no %s", name, what);
    fprintf(f, "%.*s%s%s", (int)(at - text), text, with, at + strlen(what));
    fclose(f);
    free(text);
}

START_TEST(a_run_can_be_repeated)
{
    struct rig g;
    begin(&g);
    g.set[0] = "normalise.range=0, 1";
    g.n_set = 1;
    rig_file(&g, "base.ini", PROFILE);
    rig_run(&g, "[profile]\nextends = base.ini\ntitle = 题\n[derive]\nz = a * 2\n");
    ck_assert_int_eq(write_out(&g, "o", NULL), OK);
    ck_assert_uint_eq(verified(&g, "o/run.json", NULL, OK), 0);
    /* the manifest alone is enough */
    ck_assert_int_eq(unlink(rig_path(&g, "o/scores.csv")), 0);
    ck_assert_uint_eq(verified(&g, "o/run.json", NULL, OK), 0);
    rig_end(&g);
}
END_TEST

START_TEST(folders_of_the_profile_do_not_disturb_it)
{
    struct rig g;
    char plugins[4200];
    begin(&g);
    snprintf(plugins, sizeof plugins, "%s/x/../plug", g.dir);
    ck_assert_int_eq(mkdir(rig_path(&g, "x"), 0755), 0);
    ck_assert_int_eq(mkdir(rig_path(&g, "plug"), 0755), 0);
    g.plugins[0] = plugins;
    rig_run(&g, "[profile]\nplugins = ./plug, x/../plug\nscripts = plug\n" PROFILE);
    ck_assert_int_eq(write_out(&g, "o", NULL), OK);
    ck_assert_uint_eq(verified(&g, "o/run.json", NULL, OK), 0);
    rig_end(&g);
}
END_TEST

START_TEST(what_differs_is_named)
{
    struct rig g;
    begin(&g);
    rig_run(&g, PROFILE);
    ck_assert_int_eq(write_out(&g, "o", NULL), OK);
    doctor(&g, "o/scores.csv", "37.5", "73.5");
    ck_assert_uint_eq(verified(&g, "o/run.json", "scores.csv: is not as the run wrote it", OK), 1);
    ck_assert_int_eq(write_out(&g, "o", NULL), OK);
    doctor(&g, "o/run.json", "\"score\": 37.5", "\"score\": 99.5");
    ck_assert_uint_eq(verified(&g, "o/run.json", "the manifest itself comes out otherwise", OK), 1);
    ck_assert_int_eq(write_out(&g, "o", NULL), OK);
    doctor(&g, "p.ini", "weight = 3",
           "weight = 4"); /* the recorded profile counts; the file is named */
    ck_assert_uint_eq(verified(&g, "o/run.json", "p.ini: changed since the run", OK), 1);
    rig_file(&g, "t.csv",
             "code,name,kind,year,a,b\nu1,A,x,2001,1,10\nu2,B,x,2001,2,20\nu3,C,y,2001,3,5\n");
    ck_assert_uint_ge(verified(&g, "o/run.json", "t.csv: changed since the run", OK), 3);
    verified(&g, "o/run.json", "scores.csv: comes out otherwise", OK);
    doctor(&g, "o/run.json", "\"heng\": \"" HENG_VERSION, "\"heng\": \"0.0.9");
    verified(&g, "o/run.json", "written by heng 0.0.9; this is heng", OK);
    ck_assert_int_eq(unlink(rig_path(&g, "t.csv")), 0);
    verified(&g, "o/run.json", "the run cannot be repeated: ", ERR_NOINPUT);
    rig_end(&g);
}
END_TEST

START_TEST(a_changed_script_is_named)
{
    struct rig g;
    struct plan_options o = {.jobs = 1};
    char folder[300];
    const char *scripts[1];
    begin(&g);
    snprintf(folder, sizeof folder, "%s/s", g.dir);
    ck_assert(!mkdir(folder, 0755) && !mkdir(rig_path(&g, "s/weights"), 0755));
    rig_file(
        &g, "s/weights/mine.lua",
        "return heng.weights{ id = \"mine\", title = \"我\", title_en = \"Mine\", summary = "
        "\"s.\", formula = \"f\",\n"
        "source = \"tests\", weigh = function(x, p, given) return given / given:sum() end }\n");
    rig_file(&g, "p.ini", PROFILE "[weights]\nmethod = mine\n");
    o.path = rig_path(&g, "p.ini");
    scripts[0] = folder;
    o.scripts = scripts;
    o.n_scripts = 1;
    ck_assert_msg(plan_new(&o, &g.plan, &g.e) == OK, "%s", g.e.text);
    rig_print(&g.plan->problems);
    rig_print(&g.plan->failures);
    if (!g.plan->problems.n && !g.plan->failures.n) {
        ck_assert_int_eq(run_plan(g.plan, &g.results, &g.e), OK);
        ck_assert_int_eq(write_out(&g, "o", NULL), OK);
        ck_assert_uint_eq(verified(&g, "o/run.json", NULL, OK), 0);
        doctor(&g, "s/weights/mine.lua", "s.", "t.");
        verified(&g, "o/run.json", "script ", OK);
    } else {
        ck_abort_msg("the script cannot be used");
    }
    rig_end(&g);
}
END_TEST

START_TEST(what_is_no_manifest_is_refused)
{
    struct rig g;
    rig_begin(&g);
    verified(&g, "nix.json", "nix.json", ERR_NOINPUT);
    rig_file(&g, "a.json", "code,score\n");
    verified(&g, "a.json", "a.json:1: not JSON", ERR_DATA);
    rig_file(&g, "b.json", "{}\n");
    verified(&g, "b.json", "not a manifest of heng", ERR_DATA);
    rig_file(&g, "c.json", "[1]\n");
    verified(&g, "c.json", "not a manifest of heng", ERR_DATA);
    rig_file(&g, "d.json",
             "{\"heng\": \"0.1.0\", \"profile\": {\"path\": 3, \"keys\": []}, \"inputs\": []}\n");
    verified(&g, "d.json", "not a manifest of heng", ERR_DATA);
    rig_file(&g, "e.json",
             "{\"heng\": \"0.1.0\", \"profile\": {\"path\": \"p\", \"keys\": [7]}, \"inputs\": "
             "[7], \"outputs\": 3}\n");
    verified(&g, "e.json", "", ERR_PROFILE);
    rig_file(&g, "f.json", "{\"heng\": \"0.1.0\", \"heng\": \"0.1.0\"}\n");
    verified(&g, "f.json", "not JSON", ERR_DATA);
    rig_end(&g);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        the_tables_to_the_letter,
        indicators_and_weights_to_the_letter,
        made_up_data_are_told_in_every_line,
        no_output_holds_nan_or_inf,
        formats_choose_the_files,
        an_input_is_never_replaced,
        other_files_of_the_folder_stay,
        league_order_keeps_ties_and_puts_the_unranked_last,
        a_run_can_be_repeated,
        folders_of_the_profile_do_not_disturb_it,
        what_differs_is_named,
        a_changed_script_is_named,
        what_is_no_manifest_is_refused,
        NULL,
    };
    return kit_run("output", tests);
}
