/* SPDX-License-Identifier: MIT */
/* The table of flags, the reading of a command line by it, and the help that it prints. */
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "cli/cli.h"
#include "cli/speak.h"
#include "cli/words.h"

enum flag_value { KIND_TEXT, KIND_LIST, KIND_COMMAS, KIND_COUNT, KIND_YES };

static const struct flag_kind {
    enum flag flag;
    char letter; /* or 0 */
    const char *name, *argument, *doc;
    enum flag_value kind;
    size_t offset;
    const char *alone; /* its value where none follows; NULL: there must be one */
} flag_kinds[] = {
    {FLAG_OUT, 'o', "output", "DIR",
     "folder for the results (default: [output] dir, else out/PROFILE)", KIND_TEXT,
     offsetof(struct arguments, out), NULL},
    {FLAG_OUT_ASKED, 'o', "output", "DIR",
     "folder for compare.csv and its kin (default: nothing is written)", KIND_TEXT,
     offsetof(struct arguments, out), NULL},
    {FLAG_OUT_FILE, 'o', "output", "FILE",
     "the file that is written (SQL: default standard output)", KIND_TEXT,
     offsetof(struct arguments, out), NULL},
    {FLAG_SQL, 0, "sql", "DIALECT", "write one SELECT instead: sqlite, postgres, duckdb or spark",
     KIND_TEXT, offsetof(struct arguments, sql), NULL},
    {FLAG_SQL, 0, "table", "NAME", "the table that it reads (default: units)", KIND_TEXT,
     offsetof(struct arguments, table), NULL},
    {FLAG_PAGES, 'f', "formats", "html,docx", "which pages to write (default: [report] formats)",
     KIND_COMMAS, offsetof(struct arguments, formats), NULL},
    {FLAG_FORMAT, 'f', "formats", "csv,json,sqlite",
     "which results to write (default: csv and json)", KIND_COMMAS,
     offsetof(struct arguments, formats), NULL},
    {FLAG_TABLES, 0, "tables", "scores,weights",
     "which tables to make, the same as --set output.tables=... (default: all)", KIND_TEXT,
     offsetof(struct arguments, tables), NULL},
    {FLAG_JOBS, 'j', "jobs", "N",
     "workers at a time (default: as many as processors); never changes a result", KIND_COUNT,
     offsetof(struct arguments, jobs), NULL},
    {FLAG_SET, 0, "set", "SECTION.KEY=VALUE", "override a key of the profile; may be repeated",
     KIND_LIST, offsetof(struct arguments, set), NULL},
    {FLAG_PLUGINS, 0, "plugins", "DIR",
     "a further folder of plugins, searched first; may be repeated", KIND_LIST,
     offsetof(struct arguments, plugins), NULL},
    {FLAG_SCRIPTS, 0, "scripts", "DIR",
     "a further folder of scripts, searched first; may be repeated", KIND_LIST,
     offsetof(struct arguments, scripts), NULL},
    {FLAG_AUDIT, 0, "audit", NULL,
     "run the profile, write nothing, and say what of its data is worth a look (heng list audit)",
     KIND_YES, offsetof(struct arguments, audit), NULL},
    {FLAG_ALL, 0, "all", NULL, "print every unit", KIND_YES, offsetof(struct arguments, all), NULL},
    {FLAG_TOP, 0, "top", "N", "print the first and last N units of each class (default 10)",
     KIND_COUNT, offsetof(struct arguments, top), NULL},
    {FLAG_PORTRAIT, 0, "portrait", NULL, "a page about the unit among those of its class", KIND_YES,
     offsetof(struct arguments, portrait), NULL},
    {FLAG_TARGET, 0, "target-rank", "K", "what it would take the unit to reach rank K of its class",
     KIND_COUNT, offsetof(struct arguments, target_rank), NULL},
    {FLAG_SHARD, 0, "shard", "I/N",
     "compute the I-th of N shards only, into DIR/part-I-of-N.hengpart for heng merge; alone, or "
     "array: by the task of a SLURM job array",
     KIND_TEXT, offsetof(struct arguments, shard), "array"},
    {FLAG_FROM, 0, "from", "run.json",
     "make the pages from the files of this run, without running again", KIND_TEXT,
     offsetof(struct arguments, from), NULL},
    {FLAG_PERIOD, 0, "period", "LABEL", "which period of a panel (default: the latest)", KIND_TEXT,
     offsetof(struct arguments, period), NULL},
    {FLAG_SHELL, 0, "completion", "SHELL", "print what completes heng in bash, zsh or fish",
     KIND_TEXT, offsetof(struct arguments, completion), NULL},
    {FLAG_SHELL, 0, "man", NULL, "print the manual page, heng.1", KIND_YES,
     offsetof(struct arguments, manual), NULL},
    {FLAG_SHELL, 0, "units", NULL, "print the codes of the units of the profile NAME, one a line",
     KIND_YES, offsetof(struct arguments, units), NULL},
};

enum { N_FLAGS = sizeof flag_kinds / sizeof *flag_kinds };

void print_flags(unsigned flags)
{
    for (size_t i = 0; i < N_FLAGS; i++) {
        const struct flag_kind *f = &flag_kinds[i];
        char left[64];
        if (!(flags & (unsigned)f->flag))
            continue;
        snprintf(left, sizeof left, "%s%c%s--%s%s%s", f->letter ? "-" : " ",
                 f->letter ? f->letter : ' ', f->letter ? ", " : "  ", f->name,
                 f->argument ? " " : "", f->argument ? f->argument : "");
        say("  %-30s ", left);
        print_phrase(f->doc, "\n");
    }
}

bool flag_text_at(unsigned flags, size_t i, struct flag_text *f)
{
    for (size_t k = 0; k < N_FLAGS; k++)
        if ((flags & (unsigned)flag_kinds[k].flag) && i-- == 0) {
            *f = (struct flag_text){flag_kinds[k].letter, flag_kinds[k].name,
                                    flag_kinds[k].argument, flag_kinds[k].doc};
            return true;
        }
    return false;
}

static const struct flag_kind *find_flag(const char *arg, unsigned flags, const char **value)
{
    *value = NULL;
    for (size_t i = 0; i < N_FLAGS; i++) {
        const struct flag_kind *f = &flag_kinds[i];
        size_t n = strlen(f->name);
        if (!(flags & (unsigned)f->flag))
            continue;
        if (arg[1] == '-' && strncmp(arg + 2, f->name, n) == 0 &&
            (arg[n + 2] == '\0' || arg[n + 2] == '=')) {
            *value = arg[n + 2] ? arg + n + 3 : NULL;
            return f;
        }
        if (f->letter && arg[1] == f->letter) {
            *value = arg[2] ? arg + 2 : NULL;
            return f;
        }
    }
    return NULL;
}

static int add(struct text_list *l, const char *s, const char *flag, struct error *e)
{
    if (l->n == CLI_LIST_MAX)
        return error_set(e, ERR_USAGE, "--%s: more than %d times", flag, CLI_LIST_MAX);
    l->v[l->n++] = s;
    return OK;
}

/* Cuts value at its commas, in place. */
static int add_commas(struct text_list *l, char *value, const char *flag, struct error *e)
{
    char *part, *rest = value;
    int status = OK;
    while (!status && (part = strsep(&rest, ",")))
        status = add(l, part, flag, e);
    return status;
}

static int store(const struct flag_kind *f, char *value, struct arguments *a, struct error *e)
{
    void *to = (char *)a + f->offset;
    char *end;
    unsigned long n;
    switch (f->kind) {
    case KIND_TEXT:
        *(const char **)to = value;
        return OK;
    case KIND_LIST:
        return add(to, value, f->name, e);
    case KIND_COMMAS:
        return add_commas(to, value, f->name, e);
    case KIND_YES:
        *(bool *)to = true;
        return OK;
    case KIND_COUNT:
        n = strtoul(value, &end, 10);
        if (*value < '0' || *value > '9' || *end || n < 1 || n > 4096)
            return error_set(e, ERR_USAGE, "--%s %s: expected a whole number from 1 to 4096",
                             f->name, value);
        *(size_t *)to = n;
        return OK;
    }
    return OK;
}

static int no_flag(const char *arg, const struct command *c, struct error *e)
{
    const char *names[N_FLAGS], *near;
    size_t n = 0;
    for (size_t i = 0; i < N_FLAGS; i++)
        if (c->flags & (unsigned)flag_kinds[i].flag)
            names[n++] = flag_kinds[i].name;
    near = text_nearest(arg + strspn(arg, "-"), names, n);
    if (near)
        return error_set(e, ERR_USAGE, "%s: heng %s has no such flag; did you mean --%s?", arg,
                         c->name, near);
    return error_set(e, ERR_USAGE, "%s: heng %s has no such flag", arg, c->name);
}

int arguments_parse(int argc, char **argv, const struct command *c, struct arguments *a,
                    struct error *e)
{
    bool flags = true;
    memset(a, 0, sizeof *a);
    for (int i = 0; i < argc; i++) {
        const struct flag_kind *f;
        const char *value;
        int status;
        if (flags && strcmp(argv[i], "--") == 0) {
            flags = false;
            continue;
        }
        if (!flags || argv[i][0] != '-' || !argv[i][1]) {
            if (a->n_args == c->most)
                return error_set(e, ERR_USAGE, "%s: one argument too many; usage: heng %s", argv[i],
                                 c->usage);
            a->args[a->n_args++] = argv[i];
            continue;
        }
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0) {
            a->help = true;
            return OK;
        }
        f = find_flag(argv[i], c->flags, &value);
        if (!f)
            return no_flag(argv[i], c, e);
        if (f->kind == KIND_YES && value)
            return error_set(e, ERR_USAGE, "--%s takes no value", f->name);
        if (!value && f->alone && (i + 1 == argc || argv[i + 1][0] == '-'))
            value = f->alone;
        if (f->kind != KIND_YES && !value) {
            if (i + 1 == argc)
                return error_set(e, ERR_USAGE, "--%s: its value is missing (%s)", f->name,
                                 f->argument);
            value = argv[++i];
        }
        status = store(f, (char *)(uintptr_t)value, a, e);
        if (status)
            return status;
    }
    if (a->n_args < c->least)
        return error_set(e, ERR_USAGE, "an argument is missing; usage: heng %s", c->usage);
    return OK;
}
