/* SPDX-License-Identifier: MIT */
/* The pages of the handbook: one line each, whose files the assembler takes in. */
#include "cli/topics.h"

#include <stdio.h>
#include <string.h>

#include "base/embed.h"
#include "cli/words.h"

#define TOPICS(X)                                                                                  \
    X(concepts)                                                                                    \
    X(tutorial)                                                                                    \
    X(methods)                                                                                     \
    X(robustness)                                                                                  \
    X(panels)                                                                                      \
    X(lua)                                                                                         \
    X(plugins)                                                                                     \
    X(troubleshooting)

#define DECLARED(name) extern const char help_zh_##name[], help_en_##name[];
TOPICS(DECLARED)
#define TAKEN_IN(name)                                                                             \
    EMBED(help_zh_##name, "core/help/zh/" #name ".md");                                            \
    EMBED(help_en_##name, "core/help/en/" #name ".md");
TOPICS(TAKEN_IN)

#define ENTRY(name) {#name, {[LANGUAGE_ZH] = help_zh_##name, [LANGUAGE_EN] = help_en_##name}},
const struct topic topics[] = {TOPICS(ENTRY){NULL, {NULL}}};

const struct topic *topic_find(const char *name)
{
    for (const struct topic *t = topics; t->name; t++)
        if (strcmp(t->name, name) == 0)
            return t;
    return NULL;
}

void topics_list(enum language language)
{
    for (const struct topic *t = topics; t->name; t++) {
        const char *title = t->text[language] + strlen("# ");
        say("  heng help %s%*s%.*s\n", t->name, 25 - (int)strlen(t->name), "",
            (int)strcspn(title, "\n"), title);
    }
}
