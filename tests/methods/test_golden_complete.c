/* SPDX-License-Identifier: MIT */
/* Every method of the core has a worked example: a line "case STAGE METHOD" in tests/golden; and
   tests/README.md names those whose figures nobody but ourselves has worked out. */
#include <dirent.h>

#include "methods/rig.h"

enum { METHODS_MAX = 256 };

static const char folder[] = "tests/golden";

/* What the cases of a method say: that it has one, and that one's source is another than we. */
enum { HAS_CASE = 1, HAS_WITNESS = 2 };

static size_t method_at(struct rig *rig, const char *stage, const char *name)
{
    const struct method *m;
    for (size_t i = 0; (m = registry_at(rig->registry, i)); i++)
        if (m->desc->stage == stage_by_name(stage) && strcmp(m->desc->name, name) == 0)
            return i;
    return METHODS_MAX;
}

/* "the same, ..." has the source of the case before it. */
static bool is_witness(const char *source, bool before)
{
    if (strstr(source, "by hand"))
        return false;
    return strncmp(source, "the same", 8) == 0 ? before : true;
}

/* Marks the methods that a file has cases of; returns how many cases. */
static size_t mark(struct rig *rig, const char *path, unsigned char *found)
{
    FILE *f = fopen(path, "r");
    char line[2048], stage[16], name[32];
    size_t cases = 0, at = METHODS_MAX;
    bool witness = false;
    ck_assert_msg(f != NULL, "%s cannot be read", path);
    while (fgets(line, sizeof line, f)) {
        if (sscanf(line, "case %15s %31s", stage, name) == 2 && stage_by_name(stage)) {
            cases++;
            at = method_at(rig, stage, name);
            if (at < METHODS_MAX)
                found[at] |= HAS_CASE;
        } else if (strncmp(line, "source ", 7) == 0) {
            witness = is_witness(line + 7, witness);
            if (at < METHODS_MAX && witness)
                found[at] |= HAS_WITNESS;
        }
    }
    fclose(f);
    return cases;
}

/* Whether the words of a text between two marks hold "stage name" beside commas. */
static bool is_listed(const char *list, const char *stage, const char *name)
{
    char wanted[80];
    snprintf(wanted, sizeof wanted, ", %s %s,", stage, name);
    return strstr(list, wanted) != NULL;
}

/* The list in tests/README.md, ", stage name, stage name, ". */
static void read_list(char *to, size_t size)
{
    static const char begin[] = "by ourselves alone:", end[] = ".";
    static char text[40000];
    FILE *f = fopen("tests/README.md", "r");
    char *first, *last;
    size_t n;
    ck_assert_ptr_nonnull(f);
    n = fread(text, 1, sizeof text - 1, f);
    fclose(f);
    text[n] = '\0';
    first = strstr(text, begin);
    ck_assert_ptr_nonnull(first);
    last = strstr(first, end);
    ck_assert_ptr_nonnull(last);
    *last = '\0';
    ck_assert_uint_lt((size_t)snprintf(to, size, ",%s,", first + strlen(begin)), size);
    for (char *c = to; *c; c++)
        *c = *c == '\n' ? ' ' : *c;
    while ((first = strstr(to, "  ")))
        memmove(first, first + 1, strlen(first));
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
        if (!(found[n] & HAS_CASE))
            snprintf(lacking + used, sizeof lacking - used, " %s %s;", stage_name(m->desc->stage),
                     m->desc->name);
    }
    ck_assert_msg(!*lacking, "without a case in %s:%s", folder, lacking);
    ck_assert_uint_ge(cases, n);
    rig_free(rig);
}
END_TEST

START_TEST(who_has_no_witness_is_named)
{
    unsigned char found[METHODS_MAX] = {0};
    struct rig *rig = rig_new();
    DIR *dir = opendir(folder);
    char path[300], list[4000];
    const struct method *m;
    ck_assert_ptr_nonnull(dir);
    for (struct dirent *e; (e = readdir(dir));)
        if (e->d_name[0] != '.') {
            snprintf(path, sizeof path, "%s/%s", folder, e->d_name);
            mark(rig, path, found);
        }
    closedir(dir);
    read_list(list, sizeof list);
    for (size_t i = 0; (m = registry_at(rig->registry, i)); i++) {
        const char *stage = stage_name(m->desc->stage), *name = m->desc->name;
        const bool listed = is_listed(list, stage, name), alone = !(found[i] & HAS_WITNESS);
        ck_assert_msg(listed == alone, "%s %s: tests/README.md %s it in: %s", stage, name,
                      listed ? "lists" : "does not list", list);
    }
    rig_free(rig);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {every_method_has_a_worked_example, who_has_no_witness_is_named,
                                  NULL};
    return kit_run("golden_complete", tests);
}
