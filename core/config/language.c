/* SPDX-License-Identifier: MIT */
/* The variables of the environment that name languages, as gettext reads them. */
#include "config/language.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* zh, zh_CN, zh_Hans.UTF-8: the language stands before what says more. */
static bool is_language(const char *s, const char *name)
{
    const size_t n = strlen(name);
    return strncmp(s, name, n) == 0 && strchr("_-.@:", s[n]); /* finds the end, too */
}

static bool speaks(const char *s, enum language *language)
{
    const bool zh = is_language(s, "zh"), en = is_language(s, "en");
    *language = zh ? LANGUAGE_ZH : LANGUAGE_EN;
    return zh || en;
}

/* The locale's name; NULL: none is set. */
static const char *locale_name(void)
{
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *s = getenv(names[i]);
        if (s && *s)
            return s;
    }
    return NULL;
}

enum language language_of_environment(void)
{
    const char *locale = locale_name(), *list = getenv("LANGUAGE");
    const char *own = getenv(LANGUAGE_VARIABLE);
    enum language language = LANGUAGE_EN;
    if (own && speaks(own, &language))
        return language;
    if (locale && (strcmp(locale, "C") == 0 || strcmp(locale, "POSIX") == 0))
        return LANGUAGE_EN;
    while (list && *list) {
        if (speaks(list, &language))
            return language;
        list = strchr(list, ':');
        list += list != NULL;
    }
    if (locale)
        speaks(locale, &language);
    return language;
}

enum language language_of_messages(const struct profile *p)
{
    const struct profile_section *s = p ? profile_section(p, "profile") : NULL;
    const struct profile_key *key = s ? profile_key(s, "language") : NULL;
    enum language language;
    return key && speaks(key->value, &language) ? language : language_of_environment();
}
