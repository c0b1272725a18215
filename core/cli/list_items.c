/* SPDX-License-Identifier: MIT */
/* Lines that every list of heng list is made of. */
#include <stdio.h>

#include "base/text.h"
#include "cli/list.h"
#include "cli/words.h"

enum { NAME_WIDTH = 26, LABEL_WIDTH = 10 };

void list_item(const char *name, const char *zh, const char *en)
{
    say("  ");
    text_pad(stdout, name, NAME_WIDTH, false);
    say(" %s%s%s\n", zh ? zh : "", zh && *zh && en && *en ? "  " : "", en ? en : "");
}

void list_label(const char *name, const char *text)
{
    if (!text || !*text)
        return;
    say("  ");
    text_pad(stdout, name, LABEL_WIDTH, false);
    say(" %s\n", text);
}

/* One line of a parameter's help; false when memory runs out. */
bool list_param_line(const struct heng_param *p)
{
    struct str b = {0};
    bool whole;
    param_describe(p, &b);
    whole = !b.failed;
    say("%s\n", whole ? b.s : "");
    str_fini(&b);
    return whole;
}

bool list_params(const struct param_table *t)
{
    bool whole = true;
    for (size_t i = 0; whole && i < t->n; i++) {
        say("  ");
        text_pad(stdout, i ? "" : "parameters", LABEL_WIDTH, false);
        putchar(' ');
        whole = list_param_line(param_at(t, i));
    }
    return whole;
}
