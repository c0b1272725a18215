/* SPDX-License-Identifier: MIT */
/* Which language the user of a terminal reads. */
#ifndef HENG_CONFIG_LANGUAGE_H
#define HENG_CONFIG_LANGUAGE_H

#include "config/profile.h"

/* heng's own variable, which goes before all others. */
#define LANGUAGE_VARIABLE "HENG_LANGUAGE"

/* What the environment says: HENG_LANGUAGE, LANGUAGE (a list, the first that heng speaks), else
   LC_ALL, LC_MESSAGES or LANG, the first of them that is set. English where it says nothing that
   heng speaks, and where the locale is said to be C or POSIX. No locale needs to be installed. */
enum language language_of_environment(void);
/* What the messages about a profile are said in: [profile] language where it is given, else what
   the environment says. p may be NULL. */
enum language language_of_messages(const struct profile *p);

#endif
