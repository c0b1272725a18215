/* SPDX-License-Identifier: MIT */
/* The handbook: pages of Markdown in core/help, which are part of the program. */
#ifndef HENG_CLI_TOPICS_H
#define HENG_CLI_TOPICS_H

#include "config/profile.h"

struct topic {
    const char *name;    /* of the file, and behind heng help */
    const char *text[2]; /* by enum language; each begins with a line `# TITLE` */
};

/* In the order of reading; NULL-terminated by name. */
extern const struct topic topics[];

const struct topic *topic_find(const char *name); /* NULL: there is none */
/* Prints the names and titles. */
void topics_list(enum language language);

#endif
