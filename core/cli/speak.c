/* SPDX-License-Identifier: MIT */
/* Messages and help in the language of whoever reads them. */
#include "cli/speak.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config/language.h"
#include "config/translate.h"

void speak_as(const struct profile *p)
{
    const enum language language = language_of_messages(p);
    if (language != language_of_environment())
        setenv(LANGUAGE_VARIABLE, language == LANGUAGE_ZH ? "zh" : "en", 1);
}

enum language spoken(void)
{
    return language_of_environment();
}

const char *phrase(const char *text, struct str *b)
{
    translate_add(b, spoken(), text);
    return b->s && !b->failed ? b->s : text;
}

void tell(const char *label, const char *text)
{
    struct str b = {0}, l = {0};
    fprintf(stderr, "heng: %s%s\n", *label ? phrase(label, &l) : "", phrase(text, &b));
    str_fini(&b);
    str_fini(&l);
}

/* A single word is a name, and stays. */
void print_phrase(const char *text, const char *after)
{
    struct str b = {0};
    text_pad(stdout, strchr(text, ' ') ? phrase(text, &b) : text, 0, false);
    fputs(after, stdout);
    str_fini(&b);
}

void print_phrase_padded(const char *text, size_t width)
{
    struct str b = {0};
    text_pad(stdout, phrase(text, &b), width, false);
    str_fini(&b);
}
