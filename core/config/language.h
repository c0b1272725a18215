/* SPDX-License-Identifier: MIT */
/* Which language the user of a terminal reads. */
#ifndef HENG_CONFIG_LANGUAGE_H
#define HENG_CONFIG_LANGUAGE_H

#include "config/profile.h"

/* What the environment says: LANGUAGE (a list, the first that heng speaks), else LC_ALL,
   LC_MESSAGES or LANG, the first of them that is set. English where it says nothing that heng
   speaks, and where the locale is said to be C or POSIX. No locale needs to be installed. */
enum language language_of_environment(void);

#endif
