/* SPDX-License-Identifier: MIT */
/*
 * What heng says, in Chinese. Whoever makes a message makes it in English, and so it is kept and
 * written to the manifest; whoever shows it to people (a terminal, a page) has it translated first.
 * So a message stands in one place, depends on no environment, and comes out in two languages
 * where a report is in two; those of workers, scripts and plugins come through, too.
 *
 * The catalogue (config/messages/ROOM.zh) has a Chinese twin for each English format. A made text
 * is recognised by the format it came from: what is fixed in it is replaced, what stood in the
 * place of a conversion stays, unless it is a message or phrase of the catalogue itself. Places
 * in front ("zj.ini:12: [weights] method = x: ...") stay as they are.
 */
#ifndef HENG_CONFIG_TRANSLATE_H
#define HENG_CONFIG_TRANSLATE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"
#include "config/profile.h"

/* Adds the text as it reads in the language; what the catalogue does not know stays English. */
void translate_add(struct str *out, int language, const char *text);

/* Whether the catalogue has a twin of this very format. */
bool translate_knows(const char *format);

/* The length of the conversion that begins at s, 0 where none does ("%%" is none); *kind (may be
   NULL): its letter. */
size_t translate_conversion(const char *s, char *kind);

/* One message and its twin, both with the conversions of printf. */
struct twin {
    const char *english, *chinese;
    bool foreign; /* no source says it so: a library does, or it is put together */
};
extern const struct twin twins[];
extern const size_t n_twins;

#endif
