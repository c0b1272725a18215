/* SPDX-License-Identifier: MIT */
/* The cases of [selection] below the league tables. */
#include <stdio.h>

#include "cli/cli.h"
#include "cli/words.h"
#include "run/run.h"

static size_t count(const struct results *r, size_t direction, bool chosen)
{
    size_t n = 0;
    for (size_t i = 0; i < r->n_choices; i++)
        n += r->choices[i].direction == direction && r->choices[i].chosen == chosen;
    return n;
}

/* "城乡融合（12，另有3个落选）：A、B" */
static void print_direction(const struct results *r, size_t direction)
{
    const struct plan *p = r->plan;
    const struct script_node *d = &p->selection.script->nodes[direction];
    const int language = p->fixed.profile.language;
    bool any = false;
    print_text(language == LANGUAGE_EN ? d->title_en : d->title, "");
    say(word(language, WORD_CHOSEN), count(r, direction, true), count(r, direction, false));
    for (size_t i = 0; i < r->n_choices; i++) {
        if (r->choices[i].direction != direction || !r->choices[i].chosen)
            continue;
        fputs(any ? word(language, WORD_LISTED) : "", stdout);
        print_text(p->table->names[r->choices[i].unit], "");
        any = true;
    }
    putchar('\n');
}

void print_selection(const struct results *r)
{
    const struct plan *p = r->plan;
    const struct script *s = p->selection.script;
    if (!r->selected)
        return;
    putchar('\n');
    print_text(p->fixed.profile.language == LANGUAGE_EN ? s->title_en : s->title, "");
    putchar('\n');
    for (size_t d = 0; d < s->n_nodes; d++)
        print_direction(r, d);
}
