/* SPDX-License-Identifier: MIT */
/* heng list sources: where tables can come from, with their keys, and what is not built here. */
#include <string.h>
#include <strings.h>

#include "cli/cli.h"
#include "cli/list.h"
#include "cli/words.h"
#include "plan/dataset.h"

static const struct heng_source *source_at(const struct catalogue *c, size_t plugin, size_t i)
{
    return i < c->plugins[plugin]->n_sources ? c->plugins[plugin]->sources[i] : NULL;
}

static bool show_source(const struct plugin *p, const struct heng_source *s)
{
    struct param_table t = {s->params, s->n_params, s->param_stride, s->params_size};
    list_item(s->name, s->title_zh, s->title_en);
    list_label("", s->summary);
    list_label("reads", s->traits & HENG_NO_FILE ? "no file: path is none of its keys"
                                                 : "a file: path = FILE");
    if (s->traits & HENG_NETWORK)
        list_label("opens", "connections; what it asks and who answers is in run.json");
    list_label("origin", p->path);
    return list_params(&t);
}

static bool is_built(const struct catalogue *c, const char *name)
{
    const struct heng_source *s;
    for (size_t i = 0; i < c->n_plugins; i++)
        for (size_t k = 0; (s = source_at(c, i, k)); k++)
            if (strcmp(s->name, name) == 0)
                return true;
    return false;
}

bool list_sources(const struct catalogue *c)
{
    const struct optional_source *o;
    const struct heng_source *s;
    bool whole = true;
    say("sources of data ([data] source = NAME; heng list '[data]' shows the keys that all "
        "have)\n");
    list_item("csv", "文本表格", "text file");
    list_label("", "Rows of cells parted by commas, tabs, semicolons or bars, in any encoding.");
    list_label("reads", "a file: path = FILE");
    for (size_t i = 0; i < c->n_plugins; i++)
        for (size_t k = 0; (s = source_at(c, i, k)); k++)
            whole = show_source(c->plugins[i], s) && whole;
    for (size_t i = 0; (o = optional_source(i)); i++)
        if (!is_built(c, o->name)) {
            list_item(o->name, "", "not built here");
            list_label("needs", o->library);
        }
    return whole;
}

bool list_source_called(const struct catalogue *c, const char *name, size_t *n)
{
    const struct heng_source *s;
    bool whole = true;
    for (size_t i = 0; i < c->n_plugins; i++)
        for (size_t k = 0; (s = source_at(c, i, k)); k++)
            if ((strcmp(s->name, name) == 0 || strcmp(s->title_zh, name) == 0 ||
                 strcasecmp(s->title_en, name) == 0) &&
                ++*n)
                whole = show_source(c->plugins[i], s) && whole;
    return whole;
}
