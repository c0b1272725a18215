/* SPDX-License-Identifier: MIT */
/* Every method of the core has a worked example: a line "case STAGE METHOD" in tests/golden. */
#include <dirent.h>

#include "methods/rig.h"

enum { METHODS_MAX = 256 };

static const char folder[] = "tests/golden";

/* Marks the methods that a file has cases of; returns how many cases. */
static size_t mark(struct rig *rig, const char *path, unsigned char *found)
{
    FILE *f = fopen(path, "r");
    char line[2048], stage[16], name[32];
    size_t cases = 0;
    ck_assert_msg(f != NULL, "%s cannot be read", path);
    while (fgets(line, sizeof line, f)) {
        const struct method *m;
        if (sscanf(line, "case %15s %31s", stage, name) != 2 || !stage_by_name(stage))
            continue;
        cases++;
        for (size_t i = 0; (m = registry_at(rig->registry, i)); i++)
            if (m->desc->stage == stage_by_name(stage) && strcmp(m->desc->name, name) == 0)
                found[i] = 1;
    }
    fclose(f);
    return cases;
}

START_TEST(every_method_has_a_worked_example)
{
    unsigned char found[METHODS_MAX] = {0};
    struct rig *rig = rig_new();
    DIR *dir = opendir(folder);
    char path[300], lacking[1024] = "";
    size_t cases = 0, n = 0;
    const struct method *m;
    ck_assert_ptr_nonnull(dir);
    for (struct dirent *e; (e = readdir(dir));)
        if (e->d_name[0] != '.') {
            snprintf(path, sizeof path, "%s/%s", folder, e->d_name);
            cases += mark(rig, path, found);
        }
    closedir(dir);
    for (; (m = registry_at(rig->registry, n)); n++) {
        size_t used = strlen(lacking);
        ck_assert_uint_lt(n, METHODS_MAX - 1);
        if (!found[n])
            snprintf(lacking + used, sizeof lacking - used, " %s %s;", stage_name(m->desc->stage),
                     m->desc->name);
    }
    ck_assert_msg(!*lacking, "without a case in %s:%s", folder, lacking);
    ck_assert_uint_ge(cases, n);
    rig_free(rig);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {every_method_has_a_worked_example, NULL};
    return kit_run("golden_complete", tests);
}
