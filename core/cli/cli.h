/* SPDX-License-Identifier: MIT */
/* The command line: one const descriptor a command, one a flag; help and checks read them. */
#ifndef HENG_CLI_CLI_H
#define HENG_CLI_CLI_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "plan/plan.h"
#include "run/run.h"

enum { CLI_ARGS_MAX = 4097, CLI_LIST_MAX = 256 };

struct text_list {
    const char *v[CLI_LIST_MAX];
    size_t n;
};

/* What the command line says. */
struct arguments {
    const char *args[CLI_ARGS_MAX];
    size_t n_args;
    struct text_list set, plugins, scripts, formats;
    const char *out, *period, *shard, *from, *tables, *sql, *table;
    size_t jobs, top, target_rank;
    const char *completion;                /* a shell */
    const struct command *const *commands; /* all that there are, for who tells of them */
    bool all, portrait, audit, manual, units, help;
};

enum flag {
    FLAG_OUT = 1 << 0,
    FLAG_FORMAT = 1 << 1,
    FLAG_JOBS = 1 << 2,
    FLAG_SET = 1 << 3,
    FLAG_PLUGINS = 1 << 4,
    FLAG_SCRIPTS = 1 << 5,
    FLAG_ALL = 1 << 6,
    FLAG_TOP = 1 << 7,
    FLAG_PERIOD = 1 << 8,
    FLAG_PORTRAIT = 1 << 9,
    FLAG_TARGET = 1 << 10,
    FLAG_SHARD = 1 << 11,
    FLAG_OUT_ASKED = 1 << 12, /* -o of a command that writes nothing without */
    FLAG_PAGES = 1 << 13,     /* -f of pages */
    FLAG_AUDIT = 1 << 14,
    FLAG_FROM = 1 << 15,
    FLAG_TABLES = 1 << 16,
    FLAG_OUT_FILE = 1 << 17, /* -o of a command that writes one file */
    FLAG_SQL = 1 << 18,      /* and --table */
    FLAG_SHELL = 1 << 19,    /* --completion, --man, --units */
    FLAG_PROFILE = FLAG_SET | FLAG_JOBS | FLAG_PLUGINS | FLAG_SCRIPTS
};

struct command {
    const char *name, *usage, *summary;
    size_t least, most; /* arguments */
    unsigned flags;
    /* Returns a status; e says why when it is negative. */
    int (*run)(const struct arguments *a, struct error *e);
};

extern const struct command run_command, check_command, explain_command, list_command, new_command,
    verify_command, compare_command, robust_command, merge_command, report_command, look_command,
    freeze_command;

/* NULL-terminated. */
extern const struct command *const commands[];
/* What the exit codes mean, as heng --help tells it. */
void print_exit_codes(void);

int arguments_parse(int argc, char **argv, const struct command *c, struct arguments *a,
                    struct error *e);
void print_flags(unsigned flags);

/* A profile's name that no file here has, such as zhejiang-counties: the path of the shipped one
   takes its place. */
int samples_find(struct arguments *a, const struct command *c, struct arena *arena,
                 struct error *e);

/* A flag as it is told. */
struct flag_text {
    char letter;                       /* or 0 */
    const char *name, *argument, *doc; /* argument: NULL where it takes no value */
};
/* The i-th of the flags; false when there are fewer. */
bool flag_text_at(unsigned flags, size_t i, struct flag_text *f);

/* ---- what the commands share --------------------------------------------------- */

/* -o, else [output] dir from the profile's folder, else out/PROFILE here. NULL: out of memory. */
const char *output_folder(const struct arguments *a, struct plan *p);
/* What the command line says of the plan. */
struct plan_options plan_options_of(const struct arguments *a);
/* A plan without problems. Otherwise all problems are printed to stderr, one a line, and the
   status of the first that counts is returned with e's text "N problems". */
int load_plan(const struct arguments *a, struct plan **p, struct error *e);
/* The same with further options; path is what the profile is called. */
int load_plan_of(const struct plan_options *o, const char *path, struct plan **p, struct error *e);
/* From now on speaks as the plan's profile does. Prints its problems, if there are any; then their
 * status, e's text "PATH: N problems".
 */
int tell_problems(const struct plan *p, const char *path, struct error *e);
/* Runs the plan and prints what it warns of, the cause before what comes of it: where a run fails
   or nobody has a score, and where not `all` is asked for, only what the plan warns of. */
int run_and_tell(struct plan *p, bool all, struct results **r, struct error *e);
/* Prints all that is wrong with a plan, with what else its profile asks for, and with a run of it,
   which writes nothing; all: what the run warns of, too. *r is the caller's, also after a failure.
 */
int check_plan(struct plan *p, const char *path, bool all, struct results **r, struct error *e);
/* "heng: TEXT" lines on stderr. */
void print_messages(const char *label, const struct messages *m);
/* The period of --period, or else the latest. */
int find_period(const struct arguments *a, const struct plan *p, size_t *period, struct error *e);
/* ERR_PART when parts of the plan failed (each is printed), else OK. */
int report_failures(const struct plan *p, struct error *e);
/* The cases that [selection] has chosen, in short. */
struct results;
void print_selection(const struct results *r);
/* What a unit needs to reach a rank. */
int print_target(const struct results *r, size_t position, size_t period, size_t rank,
                 struct error *e);
/* What an audit of the data finds, with --all and --top. */
int print_audit(const struct results *r, const struct arguments *a, struct error *e);
/* How the indicators below a node are measured, for a unit in a period. */
int print_measured(const struct results *r, size_t node, size_t position, size_t period,
                   struct error *e);
/* A page about one unit; the results have a panorama. */
int print_portrait(const struct results *r, size_t position, size_t period, struct error *e);

#endif
