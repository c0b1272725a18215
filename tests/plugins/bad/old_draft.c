/* SPDX-License-Identifier: MIT */
/* A source that was built with another draft. */
#include "heng_draft.h"

static int nothing(struct heng_read_call *c)
{
    (void)c;
    return HENG_OK;
}

static const struct heng_source source = {
    sizeof source,
    "older",
    "来源",
    "Source",
    "A source of the tests.",
    HENG_NO_PARAMS,
    0,
    sizeof(struct heng_read_call) - 8,
    nothing,
    NULL,
};
static const struct heng_source *const all[] = {&source, NULL};
static const struct heng_plugin plugin = {
    HENG_PLUGIN_HEAD, "old_draft", "1.0", "MIT", NULL, NULL, all,
};

HENG_EXPORT const struct heng_plugin *heng_plugin_entry(const struct heng_host *host)
{
    (void)host;
    return &plugin;
}
