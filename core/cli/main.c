/* SPDX-License-Identifier: MIT */
/* The driver: finds the command and turns its status into an exit code. */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "cli/cli.h"
#include "cli/speak.h"
#include "cli/topics.h"
#include "cli/words.h"
#include "launch/processes.h"
#include "output/output.h"

const struct command *const commands[] = {
    &run_command,   &check_command,  &explain_command, &list_command,
    &new_command,   &verify_command, &compare_command, &robust_command,
    &merge_command, &report_command, &look_command,    &freeze_command,
    NULL,
};

static const struct command *find_command(const char *name)
{
    for (size_t i = 0; commands[i]; i++)
        if (strcmp(commands[i]->name, name) == 0)
            return commands[i];
    return NULL;
}

static void print_help(void)
{
    say("heng %s: composite indicators from tables, plugins and Lua\n\n", HENG_VERSION);
    for (size_t i = 0; commands[i]; i++) {
        say("  heng ");
        text_pad(stdout, commands[i]->usage, 34, false);
        putchar(' ');
        print_phrase(commands[i]->summary, "\n");
    }
    say("\n");
    topics_list(spoken());
    print_exit_codes();
}

/* The nearest of the commands and, if they may be meant, of the handbook's pages. */
static const char *nearest(const char *name, bool topics_too)
{
    const char *names[64];
    size_t n = 0;
    for (; commands[n]; n++)
        names[n] = commands[n]->name;
    for (const struct topic *t = topics; topics_too && t->name; t++)
        names[n++] = t->name;
    return text_nearest(name, names, n);
}

static int no_command(const char *name, struct error *e)
{
    return error_set(e, ERR_USAGE, "%s: no such command%s; heng --help lists them", name,
                     text_meant(nearest(name, false), (char[TEXT_MEANT_MAX]){0}));
}

/* They would write over each other. */
static int check_launch(const struct launch *l, const struct command *c, struct error *e)
{
    if (l->count < 2 || !l->as_one || c == &robust_command)
        return OK;
    return error_set(e, ERR_USAGE, "heng %s runs in one process; %s has started %zu", c->name,
                     l->launcher, l->count);
}

/* By way of it plugins are opened, workers confined, and the program's own folder is found. */
static int check_proc(struct error *e)
{
    if (access("/proc/self/exe", F_OK) == 0)
        return OK;
    return error_set(e, ERR_NOINPUT,
                     "/proc: is not mounted, and plugins, scripts and workers need it: mount it "
                     "(mount -t proc proc /proc)");
}

static int print_command(const struct command *c)
{
    say("heng %s\n  ", c->usage);
    print_phrase(c->summary, "\n\n");
    print_flags(c->flags);
    return OK;
}

/* heng help NAME: of a command, or a page of the handbook. */
static int help_about(const char *name, struct error *e)
{
    const struct command *c = find_command(name);
    const struct topic *t = topic_find(name);
    if (c)
        return print_command(c);
    if (!t)
        return error_set(e, ERR_USAGE, "%s: no such command or topic%s; heng --help lists them",
                         name, text_meant(nearest(name, true), (char[TEXT_MEANT_MAX]){0}));
    fputs(t->text[spoken()], stdout);
    return OK;
}

static bool is_any(const char *s, const char *a, const char *b, const char *c)
{
    return strcmp(s, a) == 0 || strcmp(s, b) == 0 || strcmp(s, c) == 0;
}

static int run_command_of(const struct command *c, struct arguments *a, struct error *e)
{
    struct arena *arena = arena_new();
    int status = arena ? samples_find(a, c, arena, e) : error_no_memory(e);
    if (!status)
        status = c->run(a, e);
    arena_free(arena);
    return status;
}

static int dispatch(int argc, char **argv, struct error *e)
{
    const struct launch launch = processes_launch();
    const struct command *c;
    struct arguments a;
    int status;
    if (argc > 2 && strcmp(argv[1], "help") == 0)
        return help_about(argv[2], e);
    if (argc < 2 || is_any(argv[1], "--help", "help", "-h")) {
        print_help();
        return argc < 2 ? error_set(e, ERR_USAGE, "no command") : OK;
    }
    if (is_any(argv[1], "--version", "version", "-V")) {
        say("heng %s\n", HENG_VERSION);
        return OK;
    }
    c = find_command(argv[1]);
    if (!c)
        return no_command(argv[1], e);
    status = check_launch(&launch, c, e);
    if (!status)
        status = check_proc(e);
    if (!status)
        status = arguments_parse(argc - 2, argv + 2, c, &a, e);
    if (status) {
        if (launch.as_one)
            processes_hush(&launch, e);
        return status;
    }
    a.commands = commands;
    return a.help ? print_command(c) : run_command_of(c, &a, e);
}

/* A closed stdin, stdout or stderr must not become the descriptor of a file of ours. */
static void open_standard_streams(void)
{
    for (int fd = 0; fd <= 2; fd++)
        if (fcntl(fd, F_GETFD) == -1 && open("/dev/null", fd ? O_WRONLY : O_RDONLY) == -1)
            _exit(EXIT_FAILURE);
}

int main(int argc, char **argv)
{
    struct error e = {0};
    int status;
    open_standard_streams();
    signal(SIGPIPE, SIG_IGN); /* a closed pipe and a full quota are errors to report */
    signal(SIGXFSZ, SIG_IGN);
    status = dispatch(argc, argv, &e);
    if (status && e.text[0])
        tell("", e.text);
    if ((fflush(stdout) || ferror(stdout)) && !status) {
        tell("", "standard output: cannot be written");
        status = ERR_IO;
    }
    return error_exit_code(status);
}
