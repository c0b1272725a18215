/* SPDX-License-Identifier: MIT */
/* What if: the place where the page computes, or why it does not. */
#include "report/content_internal.h"
#include "report/live.h"

static void write_without(struct edition *x)
{
    const char *text = "";
    for (size_t i = 0; i < n_live_without; i++)
        text = document_text(x->d, SAY(x, "%s%s%s（%s）", "%s%s%s (%s)"), text,
                             i ? SAY(x, "、", ", ") : "", live_without[i].method,
                             SAY(x, live_without[i].zh, live_without[i].en));
    document_line(x->d, PARAGRAPH_NOTE,
                  document_text(x->d,
                                SAY(x, "页内不提供的方法：%s，以及插件与脚本的方法（不在页内）。",
                                    "Methods that a page does not offer: %s; and those of plugins "
                                    "and scripts, which are not in it."),
                                text));
}

int write_whatif(struct edition *x, struct error *e)
{
    const char *refusal = live_refusal(x->r, x->language);
    (void)e;
    if (refusal) {
        document_line(x->d, PARAGRAPH_NOTE, refusal);
        return OK;
    }
    document_line(x->d, PARAGRAPH_NOTE,
                  SAY(x, "在网页版中可以移动权重、更换方法，当场看到位次变化；需要启用脚本。",
                      "In the page, with scripts, weights can be moved and methods exchanged: "
                      "ranks follow at "
                      "once."));
    if (!x->d->live) /* of a book once */
        write_without(x);
    document_live(x->d, document_text(x->d, "%swhatif", x->prefix));
    x->live = x->d->live = true;
    return OK;
}
