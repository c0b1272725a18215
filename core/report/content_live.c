/* SPDX-License-Identifier: MIT */
/* What if: the place where the page computes, or why it does not. */
#include "report/content_internal.h"
#include "report/live.h"

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
    document_live(x->d, "whatif");
    x->d->live = true;
    return OK;
}
