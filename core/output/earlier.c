/* SPDX-License-Identifier: MIT */
/*
 * What an earlier run has left in a folder. Where its manifest lies there, the files that it lists,
 * as long as their bytes are still those that it tells of; and pages that begin as heng writes
 * them. Without a manifest (formats = csv), tables of heng's names under heng's headers.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "output/output_internal.h"
#include "output/words.h"

enum { HEAD_MAX = 1024 };

/* A file that is known by its name, how it begins, and what stands in its first kilobyte. */
struct known {
    const char *name; /* "analysis-*": whatever begins and ends so */
    const char *begins;
    size_t n_begins;
    const char *holds;
};

#define BEGINS(text) (text), sizeof(text) - 1
/* Its pages are of 4096 bytes; "heng" is what the application is called in its header. */
#define DATABASE "SQLite format 3\0\x10\0"

static const struct known run_tables[] = {
    {"scores.csv", BEGINS("class,period,code,name,rank,score,imputed_share,"), ""},
    {"indicators.csv", BEGINS("class,period,code,indicator,raw,"), ""},
    {"weights.csv", BEGINS("class,period,node,parent,weight,"), ""},
    {"screened.csv", BEGINS("kind,class,period,code,name,share_available,"), ""},
    {"rules.csv", BEGINS("class,period,code,name,rule,kind,node,effect,"), ""},
    {"panorama.csv", BEGINS("class,period,code,name,rank,score,tier,node,"), ""},
    {"selection.csv", BEGINS("direction,order,class,code,name,value,chosen,"), ""},
    {"analysis-*.csv", BEGINS("class,period,"), ""},
    {"run.sqlite", BEGINS(DATABASE), "heng"},
    {NULL, NULL, 0, NULL},
};

static const struct known run_pages[] = {
    {"run.sqlite", BEGINS(DATABASE), "heng"},
    {"report.html", BEGINS("<!doctype html>\n<html lang=\""),
     "content=\"default-src 'none'; style-src 'sha256-"},
    /* a part deflated, without flags, on the first day of 1980: what an editor saves differs */
    {"report.docx", BEGINS("PK\3\4\x14\0\0\0\x08\0\0\0\x21\0"), ""},
    {"report.xlsx", BEGINS("PK\3\4\x14\0\0\0\x08\0\0\0\x21\0"), ""},
    {"report.en.html", BEGINS("<!doctype html>\n<html lang=\""),
     "content=\"default-src 'none'; style-src 'sha256-"},
    {"report.en.docx", BEGINS("PK\3\4\x14\0\0\0\x08\0\0\0\x21\0"), ""},
    {"report.en.xlsx", BEGINS("PK\3\4\x14\0\0\0\x08\0\0\0\x21\0"), ""},
    {"report.en.pdf", BEGINS("%PDF-1."), "HeadlessChrome/"},
    {"report.pdf", BEGINS("%PDF-1."), "HeadlessChrome/"},
    {NULL, NULL, 0, NULL},
};

static const struct known robust_tables[] = {
    {"robust.csv", BEGINS("class,period,code,name,rank,mean,median,"), ""},
    {"acceptability.csv", BEGINS("class,period,code,rank,share"), ""},
    {"pairs.csv", BEGINS("class,period,code_a,code_b,share,"), ""},
    {"possible.csv", BEGINS("class,period,code,name,rank,best,worst,"), ""},
    {"sensitivity.csv", BEGINS("class,period,result,factor,first,"), ""},
    {"replicates.csv", BEGINS("replicate,class,period,code,score,"), ""},
    {"settings.csv", BEGINS("replicate,"), ""},
    {"robust.sqlite", BEGINS(DATABASE), "heng"},
    {NULL, NULL, 0, NULL},
};

static const struct known robust_pages[] = {
    {"robust.sqlite", BEGINS(DATABASE), "heng"},
    {NULL, NULL, 0, NULL},
};

static const struct known compare_tables[] = {
    {"compare.csv", BEGINS("class,period,code,name,rank_from,"), ""},
    {"compare_nodes.csv", BEGINS("class,period,code,node,part_from,"), ""},
    {NULL, NULL, 0, NULL},
};

/* Tables for people of which there is no exact one. */
static const struct known people_only = {"normalised.csv", BEGINS("class,period,code,"), ""};

/* Kinds of outputs, each known by one that all of its kind have; a run may have any. */
static const struct kind {
    const char *sign, *manifest;        /* or NULL */
    const struct known *tables, *pages; /* pages or NULL */
} kinds[] = {
    {NULL, "run.json", run_tables, run_pages},
    {"robust.json", "robust.json", robust_tables, robust_pages},
    {"compare.csv", NULL, compare_tables, NULL},
};

struct earlier {
    struct arena *arena;
    struct file_set *set;
    const char *dir;
};

/* ---- by how they begin ----------------------------------------------------------------------- */

static bool begins_as(const char *path, const struct known *k)
{
    char head[HEAD_MAX + 1];
    FILE *f = file_exists(path) ? fopen(path, "rbe") : NULL;
    size_t n = f ? fread(head, 1, HEAD_MAX, f) : 0;
    if (f)
        fclose(f);
    head[n] = '\0';
    return n >= k->n_begins && memcmp(head, k->begins, k->n_begins) == 0 &&
           (!*k->holds || memmem(head, n, k->holds, strlen(k->holds)));
}

static int drop_known(struct earlier *x, const char *name, const struct known *k, struct error *e)
{
    const char *path = path_join(x->arena, x->dir, name);
    if (!path)
        return error_no_memory_for(e, name);
    return begins_as(path, k) ? file_set_drop(x->set, name, e) : OK;
}

/* Every file whose name has what stands before and after the star. */
static int drop_pattern(struct earlier *x, const struct known *k, struct error *e)
{
    const char *star = strchr(k->name, '*');
    const size_t before = (size_t)(star - k->name);
    char **names;
    size_t n;
    int status = dir_list(x->arena, x->dir, star + 1, &names, &n, e);
    for (size_t i = 0; !status && i < n; i++) {
        const char *name = arena_printf(x->arena, "%s%s", names[i], star + 1);
        if (!name)
            return error_no_memory_for(e, x->dir);
        if (strncmp(name, k->name, before) == 0)
            status = drop_known(x, name, k, e);
    }
    return status;
}

#define MARK "\xEF\xBB\xBF"

/* A file that begins with the mark and what people call the heading in one of the languages. */
static int drop_headed(struct earlier *x, const char *file, const char *name, const char *heading,
                       struct error *e)
{
    char begins[128];
    struct known people = {file, begins, 0, ""};
    int status = OK;
    for (int language = LANGUAGE_ZH; !status && language <= LANGUAGE_EN; language++) {
        snprintf(begins, sizeof begins, MARK "%s,", words_heading(language, name, heading));
        people.n_begins = strlen(begins);
        status = drop_known(x, file, &people, e);
    }
    return status;
}

/* What stands beside a table for people: columns that are blank everywhere are left out there, so
   that any of the first few may be its first. Of an analysis the headings are the method's. */
static int drop_for_people(struct earlier *x, const struct known *k, struct error *e)
{
    char file[64], heading[32];
    const char *rest = k->begins;
    int status = OK;
    snprintf(file, sizeof file, PEOPLE_PREFIX "%s", k->name);
    if (strchr(file, '*'))
        return drop_pattern(x, &(struct known){file, BEGINS(MARK), ""}, e);
    while (!status && *rest) {
        const size_t n = strcspn(rest, ",");
        snprintf(heading, sizeof heading, "%.*s", (int)n, rest);
        status = drop_headed(x, file, k->name, heading, e);
        rest += n + (rest[n] == ',');
    }
    return status;
}

static int drop_all_known(struct earlier *x, const struct known *k, struct error *e)
{
    int status = OK;
    for (; !status && k && k->name; k++)
        status = strchr(k->name, '*') ? drop_pattern(x, k, e) : drop_known(x, k->name, k, e);
    return status;
}

static int drop_tables(struct earlier *x, const struct known *k, struct error *e)
{
    int status = drop_all_known(x, k, e);
    if (!status && k == run_tables)
        status = drop_for_people(x, &people_only, e);
    for (; !status && k->name; k++)
        if (k->n_begins && strchr(k->begins, ',')) /* no database */
            status = drop_for_people(x, k, e);
    return status;
}

/* ---- by what a manifest lists ---------------------------------------------------------------- */

/* The value of a line `   "key": "value"` as manifest.c writes it, cut out of the line; or NULL. */
static char *value_of(char *line, const char *key)
{
    const size_t n = strlen(key);
    char *end = strrchr(line, '"');
    if (strncmp(line, key, n) || !end || end < line + n || strchr(line, '\\'))
        return NULL;
    *end = '\0';
    return line + n;
}

static int drop_listed(struct earlier *x, const char *name, const char *sha256, struct error *e)
{
    const char *path = strchr(name, '/') ? NULL : path_join(x->arena, x->dir, name);
    char now[HASH_TEXT];
    if (strncmp(name, "snapshot-", 9) == 0) /* kept to be read again */
        return OK;
    if (!path || !file_exists(path) || hash_file(path, now, NULL) || strcmp(now, sha256))
        return arena_failed(x->arena) ? error_no_memory_for(e, name) : OK;
    return file_set_drop(x->set, name, e);
}

/* The outputs of the manifest f, which is ours: one string a line. */
static int drop_outputs(struct earlier *x, FILE *f, struct error *e)
{
    char *line = NULL, *name = NULL, *value;
    size_t cap = 0;
    bool within = false;
    int status = OK;
    while (!status && getline(&line, &cap, f) >= 0) {
        if (within && strncmp(line, " ]", 2) == 0)
            break;
        within = within || strncmp(line, " \"outputs\": [", 13) == 0;
        if (within && (value = value_of(line, "   \"name\": \"")))
            name = arena_strdup(x->arena, value);
        else if (within && name && (value = value_of(line, "   \"sha256\": \"")))
            status = drop_listed(x, name, value, e);
    }
    free(line);
    return status;
}

/* Opened past its first line where it is a manifest of heng, else NULL. */
static FILE *open_manifest(const char *path)
{
    static const char begins[] = "{\n \"heng\": \"";
    char head[sizeof begins];
    FILE *f = file_exists(path) ? fopen(path, "re") : NULL;
    if (f && fgets(head, 3, f) && fgets(head + 2, sizeof head - 2, f) && !strcmp(head, begins))
        return f;
    if (f)
        fclose(f);
    return NULL;
}

/* ---- one kind -------------------------------------------------------------------------------- */

static int drop_kind(struct earlier *x, const struct kind *k, struct error *e)
{
    const char *path = k->manifest ? path_join(x->arena, x->dir, k->manifest) : "";
    FILE *f = path && *path ? open_manifest(path) : NULL;
    int status = path ? OK : error_no_memory_for(e, x->dir);
    if (!status && !f)
        return drop_tables(x, k->tables, e);
    if (!status)
        status = drop_outputs(x, f, e);
    if (!status)
        status = file_set_drop(x->set, k->manifest, e);
    if (!status)
        status = drop_all_known(x, k->pages, e);
    if (f)
        fclose(f);
    return status;
}

static bool is_of(const struct outputs *out, const struct kind *k)
{
    for (size_t i = 0; k->sign && i < out->n; i++)
        if (strcmp(out->v[i].name, k->sign) == 0)
            return true;
    return !k->sign && out->of_run;
}

int earlier_drop(void *data, struct file_set *set, const char *dir, struct error *e)
{
    const struct outputs *out = data;
    struct earlier x = {arena_new(), set, dir};
    int status = x.arena ? OK : error_no_memory_for(e, dir);
    for (size_t i = 0; !status && i < sizeof kinds / sizeof *kinds; i++)
        if (is_of(out, &kinds[i]))
            status = drop_kind(&x, &kinds[i], e);
    arena_free(x.arena);
    return status;
}
