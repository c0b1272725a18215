/* SPDX-License-Identifier: MIT */
/* Lines that every list of heng list is made of. */
#include <stdio.h>

#include "base/text.h"
#include "cli/list.h"
#include "cli/speak.h"
#include "cli/words.h"

enum { NAME_WIDTH = 26, LABEL_WIDTH = 10 };

void list_item(const char *name, const char *zh, const char *en)
{
    say("  ");
    text_pad(stdout, name, NAME_WIDTH, false);
    say(" %s%s", zh ? zh : "", zh && *zh && en && *en ? "  " : "");
    print_phrase(en ? en : "", "\n");
}

void list_label(const char *name, const char *text)
{
    if (!text || !*text)
        return;
    say("  ");
    print_phrase_padded(name, LABEL_WIDTH);
    putchar(' ');
    print_phrase(text, "\n");
}

/* What a parameter takes, in brackets, and what it is, each a text of its own. */
static void print_param(const struct heng_param *p, const char *text, size_t n)
{
    const char *doc = p->doc ? p->doc : "";
    const size_t head = strlen(p->name) + (p->def && *p->def ? 3 + strlen(p->def) : 0) + 2;
    const size_t tail = strlen(doc) + 3;
    struct str takes = {0}, name = {0};
    str_add_bytes(&name, text, head);
    str_add_bytes(&takes, text + head, n - head - tail);
    print_text(name.s ? name.s : "", "");
    print_phrase_padded(takes.s ? takes.s : "", 0);
    print_text("): ", "");
    print_phrase(doc, "\n");
    str_fini(&takes);
    str_fini(&name);
}

/* One line of a parameter's help; false when memory runs out. */
bool list_param_line(const struct heng_param *p)
{
    struct str b = {0};
    bool whole;
    param_describe(p, &b);
    whole = !b.failed;
    if (whole)
        print_param(p, b.s, b.n);
    str_fini(&b);
    return whole;
}

bool list_params(const struct param_table *t)
{
    bool whole = true;
    for (size_t i = 0; whole && i < t->n; i++) {
        say("  ");
        print_phrase_padded(i ? "" : "parameters", LABEL_WIDTH);
        putchar(' ');
        whole = list_param_line(param_at(t, i));
    }
    return whole;
}
