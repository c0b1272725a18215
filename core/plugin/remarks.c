/* SPDX-License-Identifier: MIT */
/* What callbacks warn of, kept in a worker and told again by its parent. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "plugin/plugin_internal.h"

void plugin_clean(char *text)
{
    size_t n = strlen(text), at = 0;
    while ((at += text_utf8_check(text + at, n - at)) < n)
        text[at] = '?';
    for (at = 0; at < n; at++)
        if ((unsigned char)text[at] < 0x20 || text[at] == 0x7f)
            text[at] = ' ';
}

void plugin_remark(void *remarks, size_t column, const char *text)
{
    struct plugin_remarks *all = remarks;
    struct plugin_remark *r = &all->items[all->n];
    if (!text || all->n == PLUGIN_REMARKS_MAX) {
        all->lost += text && all->lost < INT32_MAX;
        return;
    }
    r->column = column;
    snprintf(r->text, sizeof r->text, "%s", text);
    plugin_clean(r->text);
    all->n++;
}

void plugin_remarks_serialise(struct str *message, const struct plugin_remarks *all)
{
    serialise_int(message, (int64_t)all->n);
    for (size_t i = 0; i < all->n; i++) {
        serialise_int(message,
                      all->items[i].column <= INT32_MAX ? (int64_t)all->items[i].column : -1);
        serialise_text(message, all->items[i].text);
    }
    serialise_int(message, (int64_t)all->lost);
}

void plugin_remarks_tell(struct deserialiser *u, size_t n_columns,
                         void (*warn)(void *warn_data, size_t column, const char *text),
                         void *warn_data)
{
    int64_t n = deserialise_int_in(u, 0, PLUGIN_REMARKS_MAX), lost;
    for (int64_t i = 0; i < n && !u->failed; i++) {
        int64_t column = deserialise_int_in(u, -1, INT32_MAX);
        const char *text = deserialise_text(u);
        if (!u->failed && warn)
            warn(warn_data,
                 column < 0 || (size_t)column >= n_columns ? HENG_NO_COLUMN : (size_t)column,
                 text ? text : "");
    }
    lost = deserialise_int_in(u, 0, INT32_MAX);
    if (!u->failed && lost > 0)
        heng_warning(warn, warn_data, HENG_NO_COLUMN, "and %lld more remarks", (long long)lost);
}
