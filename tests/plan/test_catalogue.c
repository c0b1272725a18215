/* SPDX-License-Identifier: MIT */
#include "base/file.h"
#include "plan/catalogue.h"
#include "run/rig.h"

static bool has_plugin(const struct catalogue *c, const char *name)
{
    size_t i;
    for (i = 0; i < c->n_plugins; i++)
        if (strcmp(c->plugins[i]->name, name) == 0)
            return true;
    return false;
}

static void copy(const char *from, const char *to)
{
    char *bytes;
    size_t n;
    FILE *f = fopen(to, "wb");
    ck_assert_int_eq(file_read(from, 1 << 24, &bytes, &n, NULL), OK);
    ck_assert(f && fwrite(bytes, 1, n, f) == n);
    ck_assert_int_eq(fclose(f), 0);
    free(bytes);
}

START_TEST(what_is_in_the_folders)
{
    struct rig g;
    struct catalogue *c;
    char folder[4200];
    const char *plugins[1] = {folder}, *scripts[1] = {"scripts"};
    size_t i;
    bool logistics = false;
    rig_begin(&g);
    snprintf(folder, sizeof folder, "%s/plugins", g.build);
    ck_assert_msg(catalogue_new(plugins, 1, scripts, 1, 2, &c, &g.e) == OK, "%s", g.e.text);
    rig_print(&c->problems);
    ck_assert_uint_eq(c->problems.n, 0);
    ck_assert(has_plugin(c, "economy") && has_plugin(c, "green"));
    for (i = 0; i < c->n_indices; i++)
        logistics = logistics || strcmp(c->indices[i]->name, "logistics") == 0;
    ck_assert(logistics);
    ck_assert_ptr_nonnull(registry_find(c->registry, HENG_WEIGHTS, "entropy_floor"));
    ck_assert_ptr_nonnull(registry_find(c->registry, HENG_NORMALISE, "minmax"));
    catalogue_free(c);
    rig_end(&g);
}
END_TEST

START_TEST(what_cannot_be_used_is_told_and_the_rest_is_there)
{
    struct rig g;
    struct catalogue *c;
    char bad[4200], one[300], two[300], s[300];
    const char *plugins[2] = {one, two}, *scripts[1] = {s};
    rig_begin(&g);
    snprintf(one, sizeof one, "%s/one", g.dir);
    snprintf(two, sizeof two, "%s/two", g.dir);
    snprintf(s, sizeof s, "%s/s", g.dir);
    snprintf(bad, sizeof bad, "%s/tests/plugins/bad", g.build);
    ck_assert(!mkdir(one, 0755) && !mkdir(two, 0755) && !mkdir(s, 0755));
    ck_assert(!mkdir(rig_path(&g, "s/weights"), 0755) && !mkdir(rig_path(&g, "s/indices"), 0755));
    rig_file(&g, "one/fake.so", "not an object\n");
    rig_file(&g, "s/weights/broken.lua", "return nothing at all\n");
    rig_file(&g, "s/indices/broken.lua", "return 5\n");
    if (dir_exists(bad)) {
        char from[4300];
        snprintf(from, sizeof from, "%s/methods.so", bad);
        copy(from, rig_path(&g, "one/methods.so"));
        copy(from, rig_path(&g, "two/methods.so")); /* hidden by the first */
        snprintf(from, sizeof from, "%s/good.so", bad);
        copy(from, rig_path(&g, "two/good.so"));
    }
    ck_assert_msg(catalogue_new(plugins, 2, scripts, 1, 1, &c, &g.e) == OK, "%s", g.e.text);
    rig_assert_told(&c->problems, "fake.so");
    rig_assert_told(&c->problems, "weights/broken.lua");
    rig_assert_told(&c->problems, "indices/broken.lua");
    ck_assert_uint_eq(c->problems.n, 3);
    ck_assert(!dir_exists(bad) || has_plugin(c, "good"));
    catalogue_free(c);
    catalogue_free(NULL);
    rig_end(&g);
}
END_TEST

START_TEST(a_folder_that_is_not_there)
{
    struct error e;
    struct catalogue *c;
    const char *nix[1] = {"/nonexistent/folder"};
    ck_assert_int_eq(catalogue_new(nix, 1, NULL, 0, 1, &c, &e), ERR_NOINPUT);
    ck_assert_ptr_null(c);
    ck_assert_str_eq(e.text, "/nonexistent/folder: no such folder");
    ck_assert_int_eq(catalogue_new(NULL, 0, nix, 1, 1, &c, &e), ERR_NOINPUT);
}
END_TEST

START_TEST(a_folder_is_kept_once_by_its_real_path)
{
    struct rig g;
    struct arena *a = arena_new();
    struct search_path h = {.arena = a};
    char twice[300];
    rig_begin(&g);
    ck_assert_int_eq(mkdir(rig_path(&g, "x"), 0755), 0);
    ck_assert_int_eq(symlink(g.dir, rig_path(&g, "link")), 0);
    snprintf(twice, sizeof twice, "%s/x/..", g.dir);
    ck_assert_int_eq(search_path_add(&h, &h.plugins, g.dir, NULL), OK);
    ck_assert_int_eq(search_path_add(&h, &h.plugins, twice, NULL), OK);
    ck_assert_int_eq(search_path_add(&h, &h.plugins, rig_path(&g, "link"), NULL), OK);
    ck_assert_uint_eq(h.plugins.n, 1);
    ck_assert_int_eq(search_path_add(&h, &h.plugins, rig_path(&g, "x"), NULL), OK);
    ck_assert_uint_eq(h.plugins.n, 2);
    ck_assert_uint_eq(h.scripts.n, 0);
    arena_free(a);
    rig_end(&g);
}
END_TEST

START_TEST(the_nearest_file)
{
    struct arena *a = arena_new();
    struct search_path h = {.arena = a};
    ck_assert_int_eq(search_path_add(&h, &h.scripts, "/nonexistent", NULL), OK);
    ck_assert_int_eq(search_path_add(&h, &h.scripts, "scripts", NULL), OK);
    ck_assert_str_eq(search_path_nearest(&h, &h.scripts, "indices", ".lua", "logistic"),
                     "logistics");
    ck_assert_ptr_null(search_path_nearest(&h, &h.scripts, "indices", ".lua", "zzzzzzzzzzz"));
    ck_assert_ptr_null(search_path_nearest(&h, &h.plugins, "", ".so", "economy"));
    ck_assert_int_eq(search_path_add_own(&h, NULL), OK);
    arena_free(a);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        what_is_in_the_folders,     what_cannot_be_used_is_told_and_the_rest_is_there,
        a_folder_that_is_not_there, a_folder_is_kept_once_by_its_real_path,
        the_nearest_file,           NULL,
    };
    return kit_run("catalogue", tests);
}
