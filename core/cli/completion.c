/* SPDX-License-Identifier: MIT */
/*
 * What completes heng in a shell, from the descriptors: commands, flags, keys, methods, names. What
 * belongs to the profile at hand is asked for when it is typed: sections (and so nodes) of the
 * file's headers, units of heng list --units.
 */
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "cli/cli.h"
#include "cli/list.h"
#include "cli/speak.h"
#include "cli/topics.h"

/* In bash and zsh words and their meanings are the same: a table of answers, then this. */
static const char bash_body[] =
    "_heng() {\n"
    "    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} line words=\n"
    "    local command=${COMP_WORDS[1]} profile=${COMP_WORDS[2]} before=\n"
    "    COMPREPLY=()\n"
    "    [ \"$cur\" = = ] && cur= && prev==\n"
    "    if [ \"$prev\" = = ]; then\n"
    "        before=${COMP_WORDS[COMP_CWORD-2]}\n"
    "        [ \"${COMP_WORDS[COMP_CWORD]}\" = = ] && before=${COMP_WORDS[COMP_CWORD-1]}\n"
    "    fi\n"
    "    if [ \"$COMP_CWORD\" -eq 1 ]; then\n"
    "        words=\"$(_heng_words commands) help\"\n"
    "    elif [ -n \"$before\" ] && [ \"${before%.method}\" != \"$before\" ]; then\n"
    "        words=$(_heng_words \"methods ${before%%.*}\")\n"
    "    elif [ \"$prev\" = --set ]; then\n"
    "        words=$(_heng_words keys; _heng_nodes \"$profile\")\n"
    "        compopt -o nospace 2>/dev/null\n"
    "    elif [ \"$prev\" = --completion ]; then\n"
    "        words='bash zsh fish'\n"
    "    elif [ \"${cur#-}\" != \"$cur\" ]; then\n"
    "        words=$(_heng_words \"flags $command\")\n"
    "    elif [ \"$command\" = help ]; then\n"
    "        words=\"$(_heng_words topics) $(_heng_words commands)\"\n"
    "    elif [ \"$command\" = list ] && [ \"$prev\" = list ]; then\n"
    "        words=$(_heng_words names)\n"
    "    elif [ \"$command\" = explain ] && [ \"$COMP_CWORD\" -eq 3 ]; then\n"
    "        words=$(heng list --units \"$profile\" 2>/dev/null)\n"
    "    elif [ \"$command\" = explain ] && [ \"$COMP_CWORD\" -eq 4 ]; then\n"
    "        words=$(_heng_ids \"$profile\")\n"
    "    fi\n"
    "    if [ -n \"$words\" ]; then\n"
    "        while IFS= read -r line; do COMPREPLY+=(\"$line\"); done < <(compgen -W \"$words\" -- "
    "\"$cur\")\n"
    "    else\n"
    "        compopt -o filenames 2>/dev/null\n"
    "        while IFS= read -r line; do COMPREPLY+=(\"$line\"); done < <(compgen -f -- \"$cur\")\n"
    "    fi\n"
    "}\n"
    "# The ids of the sections of a profile: its nodes.\n"
    "_heng_ids() {\n"
    "    [ -r \"$1\" ] && sed -n 's/^ *\\[\\(index\\|dimension\\|indicator\\)\\.\\([^]]*\\)\\].*/"
    "\\2/p' \"$1\"\n"
    "}\n"
    "# Keys that can be set of them.\n"
    "_heng_nodes() {\n"
    "    local head id key\n"
    "    [ -r \"$1\" ] || return 0\n"
    "    sed -n 's/^ *\\[\\([a-z]*\\)\\.\\([^]]*\\)\\].*/\\1 \\2/p' \"$1\" |\n"
    "        while read -r head id; do\n"
    "            for key in $(_heng_words \"keys $head\" | tr '\\n' ' '); do\n"
    "                echo \"$head.$id.$key\"\n"
    "            done\n"
    "        done\n"
    "}\n"
    "complete -F _heng heng\n";

/* ---- the words ------------------------------------------------------------------------ */

static void command_words(const struct completion *w)
{
    struct flag_text f;
    puts("    commands) echo '");
    for (size_t i = 0; w->commands[i]; i++)
        puts(w->commands[i]->name);
    puts("' ;;");
    for (size_t i = 0; w->commands[i]; i++) {
        printf("    'flags %s') echo '\n--help\n", w->commands[i]->name);
        for (size_t k = 0; flag_text_at(w->commands[i]->flags, k, &f); k++)
            printf("--%s\n", f.name);
        puts("' ;;");
    }
    puts("    topics) echo '");
    for (const struct topic *t = topics; t->name; t++)
        puts(t->name);
    puts("' ;;");
}

/* SECTION.KEY= of the sections that stand once; of the others KEY=, which goes behind an id. */
static void key_words(void)
{
    puts("    keys) echo '");
    for (size_t i = 0; i < n_section_kinds; i++)
        for (size_t k = 0; !strchr(section_kinds[i].name, '.') && section_kinds[i].keys &&
                           k < section_kinds[i].keys->n;
             k++)
            printf("%s.%s=\n", section_kinds[i].name, param_at(section_kinds[i].keys, k)->name);
    puts("' ;;");
    for (size_t i = 0; i < n_section_kinds; i++) {
        const char *dot = strchr(section_kinds[i].name, '.');
        if (!dot || !section_kinds[i].keys)
            continue;
        printf("    'keys %.*s') echo '\n", (int)(dot - section_kinds[i].name),
               section_kinds[i].name);
        for (size_t k = 0; k < section_kinds[i].keys->n; k++)
            printf("%s=\n", param_at(section_kinds[i].keys, k)->name);
        puts("' ;;");
    }
}

static void stage_words(const struct catalogue *c, enum heng_stage stage)
{
    const struct method *m;
    printf("    'methods %s') echo '\n", stage == HENG_ANALYSE ? "analysis" : stage_name(stage));
    for (size_t i = 0; (m = registry_at(c->registry, i)); i++)
        if (m->desc->stage == stage)
            puts(m->desc->name);
    puts("' ;;");
}

static void name_words(const struct completion *w)
{
    const struct catalogue *c = w->catalogue;
    const struct method *m;
    for (int stage = HENG_IMPUTE; stage <= HENG_ANALYSE; stage++)
        stage_words(c, (enum heng_stage)stage);
    puts("    names) echo '");
    for (size_t i = 0; w->lists[i]; i++)
        puts(w->lists[i]);
    for (size_t i = 0; (m = registry_at(c->registry, i)); i++)
        puts(m->desc->name);
    for (size_t i = 0; i < c->n_plugins; i++)
        for (size_t k = 0; k < c->plugins[i]->n_dimensions; k++)
            puts(c->plugins[i]->dimensions[k]->name);
    for (size_t i = 0; i < c->n_profiles; i++)
        puts(path_base(c->profiles[i].path));
    puts("' ;;");
}

/* The shells of Bourne: a function that answers with words, then who asks it. */
static void print_bourne(const struct completion *w, const char *before)
{
    fputs(before, stdout);
    puts("_heng_words() {\n    case $1 in");
    command_words(w);
    key_words();
    name_words(w);
    puts("    esac\n}");
    fputs(bash_body, stdout);
}

static void print_bash(const struct completion *w)
{
    print_bourne(w, "");
}

/* zsh knows by the first line what the file is for. */
static void print_zsh(const struct completion *w)
{
    putchar('#');
    print_bourne(w, "compdef heng\nautoload -U +X bashcompinit && bashcompinit\n");
}

/* ---- fish ----------------------------------------------------------------------------- */

static void fish_quoted(const char *text)
{
    struct str b = {0};
    putchar('\'');
    for (const char *s = phrase(text, &b); *s; s++)
        printf(*s == '\'' || *s == '\\' ? "\\%c" : "%c", *s);
    putchar('\'');
    str_fini(&b);
}

static void fish_command(const struct command *c)
{
    struct flag_text f;
    printf("complete -c heng -n __fish_use_subcommand -f -a %s -d ", c->name);
    fish_quoted(c->summary);
    putchar('\n');
    for (size_t i = 0; flag_text_at(c->flags, i, &f); i++) {
        printf("complete -c heng -n '__fish_seen_subcommand_from %s' -l %s%s", c->name, f.name,
               f.argument ? " -r" : "");
        if (f.letter)
            printf(" -s %c", f.letter);
        if (strcmp(f.name, "set") == 0)
            fputs(" -f -a '(_heng_words keys)'", stdout);
        fputs(" -d ", stdout);
        fish_quoted(f.doc);
        putchar('\n');
    }
}

static void fish_words(const struct completion *w)
{
    const struct catalogue *c = w->catalogue;
    const struct method *m;
    puts("function _heng_words\n    switch $argv[1]\n        case keys");
    for (size_t i = 0; i < n_section_kinds; i++)
        for (size_t k = 0; !strchr(section_kinds[i].name, '.') && section_kinds[i].keys &&
                           k < section_kinds[i].keys->n;
             k++)
            printf("            echo %s.%s=\n", section_kinds[i].name,
                   param_at(section_kinds[i].keys, k)->name);
    puts("        case names");
    for (size_t i = 0; w->lists[i]; i++)
        printf("            echo %s\n", w->lists[i]);
    for (size_t i = 0; (m = registry_at(c->registry, i)); i++)
        printf("            echo %s\n", m->desc->name);
    puts("    end\nend");
}

static void print_fish(const struct completion *w)
{
    fish_words(w);
    for (size_t i = 0; w->commands[i]; i++)
        fish_command(w->commands[i]);
    puts("complete -c heng -n '__fish_seen_subcommand_from list' -f -a '(_heng_words names)'");
    puts("complete -c heng -n __fish_use_subcommand -f -a help");
    for (const struct topic *t = topics; t->name; t++)
        printf("complete -c heng -n '__fish_seen_subcommand_from help' -f -a %s\n", t->name);
    puts("complete -c heng -n '__fish_seen_subcommand_from explain' -f "
         "-a '(heng list --units (commandline -opc)[3] 2>/dev/null)'");
}

/* ---- which ---------------------------------------------------------------------------- */

static const struct {
    const char *name;
    void (*print)(const struct completion *w);
} shells[] = {{"bash", print_bash}, {"zsh", print_zsh}, {"fish", print_fish}};

enum { N_SHELLS = sizeof shells / sizeof *shells };

int list_completion(const struct completion *w, const char *shell, struct error *e)
{
    const char *names[N_SHELLS];
    for (size_t i = 0; i < N_SHELLS; i++) {
        if (strcmp(shells[i].name, shell) == 0) {
            shells[i].print(w);
            return OK;
        }
        names[i] = shells[i].name;
    }
    return error_set(e, ERR_USAGE, "%s: no such shell%s; heng completes in bash, zsh and fish",
                     shell,
                     text_meant(text_nearest(shell, names, N_SHELLS), (char[TEXT_MEANT_MAX]){0}));
}
