/* SPDX-License-Identifier: MIT */
/* What a page needs to compute the index anew (page_live.js, whatif.h): the tree as it is bound,
   and the methods that may take the place of the profile's. */
#ifndef HENG_REPORT_LIVE_H
#define HENG_REPORT_LIVE_H

#include "base/text.h"
#include "run/run.h"

/* Why a page cannot compute this index, in the language (enum language); NULL: it can. */
const char *live_refusal(const struct results *r, int language);

/* Appends the JSON object. Each method of the core that could stand under [weights] or [aggregate]
   is tried as `heng run --set` would: what a plan refuses is not offered. */
int live_json(const struct results *r, int language, struct str *out, struct error *e);

/* Core methods that a page does not offer though a plan takes them, each with the reason. */
struct live_without {
    const char *method, *zh, *en; /* the reason, in both languages */
};
extern const struct live_without live_without[];
extern const size_t n_live_without;

#endif
