/* SPDX-License-Identifier: MIT */
/* The manual page, from the descriptors of commands and flags and the titles of the handbook. */
#include <stdio.h>
#include <stdlib.h>

#include "cli/cli.h"
#include "cli/list.h"
#include "cli/speak.h"
#include "cli/topics.h"
#include "cli/words.h"

/* Text to roff: no escapes, hyphens that can be searched for, no requests. */
static void roff(const char *text, const char *after)
{
    if (*text == '.' || *text == '\'')
        fputs("\\&", stdout);
    for (; *text; text++)
        if (*text == '\\')
            fputs("\\e", stdout);
        else if (*text == '-')
            fputs("\\-", stdout);
        else
            putchar(*text);
    fputs(after, stdout);
}

static void roff_phrase(const char *text)
{
    struct str b = {0};
    roff(phrase(text, &b), "\n");
    str_fini(&b);
}

static void flag(const struct flag_text *f)
{
    fputs(".TP\n", stdout);
    if (f->letter)
        printf("\\fB\\-%c\\fR, ", f->letter);
    fputs("\\fB\\-\\-", stdout);
    roff(f->name, "\\fR");
    if (f->argument) {
        fputs(" \\fI", stdout);
        roff(f->argument, "\\fR");
    }
    putchar('\n');
    roff_phrase(f->doc);
}

static void command(const struct command *c)
{
    struct flag_text f;
    fputs(".SS heng ", stdout);
    roff(c->usage, "\n");
    roff_phrase(c->summary);
    for (size_t i = 0; flag_text_at(c->flags, i, &f); i++)
        flag(&f);
}

void print_exit_codes(void)
{
    say("\nheng COMMAND --help tells a command's flags. Exit codes: 0 complete; 3 complete but "
        "for parts\n"
        "that failed, each named; 64 usage; 65 bad data; 66 no such input; 69 not built in; 70 "
        "our bug;\n"
        "71 too little memory, files or processes; 73 cannot write; 74 read or write failed; 78 "
        "bad profile.\n");
}

void list_manual(const struct command *const *all)
{
    printf(".TH HENG 1 \"\" \"heng %s\"\n.SH NAME\nheng \\- ", HENG_VERSION);
    roff_phrase("composite indicators from tables, plugins and Lua");
    fputs(".SH SYNOPSIS\n.B heng\n.I COMMAND\n[\\fIARGUMENTS\\fR]\n.SH COMMANDS\n", stdout);
    for (size_t i = 0; all[i]; i++)
        command(all[i]);
    fputs(".SH HANDBOOK\n.nf\n", stdout);
    topics_list(spoken());
    fputs(".fi\n.SH EXIT STATUS\n", stdout);
    print_exit_codes();
    fputs(".SH ENVIRONMENT\n.BR HENG_LANGUAGE , LANGUAGE , LC_ALL , LC_MESSAGES , LANG :\n"
          "the first that is set gives the language, en or zh.\n",
          stdout);
}
