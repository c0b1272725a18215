/* SPDX-License-Identifier: MIT */
/* The table of sections. */
#include <string.h>

#include "report/content_internal.h"
#include "report/texts.h"

static bool has_foreword(const struct edition *x)
{
    return texts_of(x->texts, "foreword", x->language == LANGUAGE_EN) != NULL;
}

static bool has_advice(const struct edition *x)
{
    return texts_of(x->texts, "advice", x->language == LANGUAGE_EN) != NULL;
}

static bool has_earlier(const struct edition *x)
{
    return x->earlier != NULL;
}

static bool has_map(const struct edition *x)
{
    return x->map != NULL;
}

static bool has_portraits(const struct edition *x)
{
    return x->n_portraits > 0;
}

static bool has_replicates(const struct edition *x)
{
    return x->found != NULL;
}

static bool has_periods(const struct edition *x)
{
    return x->r->n_periods > 1;
}

static bool has_analyses(const struct edition *x)
{
    return x->r->plan->n_analyses > 0;
}

static bool has_cases(const struct edition *x)
{
    return x->r->selected;
}

const struct report_section report_sections[] = {
    {"foreword", "前言", "Foreword", "words of the analysts' own: text.foreword", has_foreword,
     NULL, false},
    {"summary", "主要结论", "Key findings",
     "sentences, each chosen by the facts under which it is true", NULL, write_summary, false},
    {"league", "位次表", "League tables",
     "a table a class: rank and interval, score, tier, dimensions", NULL, write_league, false},
    {"map", "地图", "Map", "units coloured by fifths of their class; needs [report] map", has_map,
     write_map, false},
    {"distribution", "得分分布", "Distribution", "histograms by class", NULL, write_distribution,
     false},
    {"dimensions", "各维度", "Dimensions", "each dimension: leaders, spread, correlations", NULL,
     write_dimensions, false},
    {"robust", "位次的可靠程度", "How far ranks can be trusted",
     "intervals, chances of each rank, pairs that cannot be told apart; needs [uncertainty]",
     has_replicates, write_robust, true},
    {"trends", "历年变化", "Over the years", "ranks and scores by period; needs several periods",
     has_periods, write_trends, false},
    {"compare", "与上一版比较", "Beside the earlier edition",
     "ranks among units of both, who came, who left; needs [report] compare", has_earlier,
     write_compare, false},
    {"analyses", "专题分析", "Analyses", "what each [analysis.NAME] finds", has_analyses,
     write_analyses, true},
    {"cases", "典型案例", "Cases", "units that [selection] chose, with the reasons", has_cases,
     write_cases, true},
    {"whatif", "试算", "What if",
     "the page computes with other weights and methods; one period, no rules", NULL, write_whatif,
     true},
    {"advice", "对策建议", "What to do", "words of the analysts' own: text.advice", has_advice,
     NULL, false},
    {"portraits", "单位画像", "Portraits", "a page a unit", has_portraits, write_portraits, false},
    {"method", "指标体系与方法", "System and methods",
     "the tree with weights, formulas and sources", NULL, write_method, false},
    {"data", "数据说明", "Data", "what the figures rest on, and what was done to them", NULL,
     write_data, false},
    {"audit", "数据审计", "Audit of the data", "gaps, outliers, jumps and the like, and what to do",
     NULL, write_audit, true},
};

const size_t n_report_sections = sizeof report_sections / sizeof *report_sections;

const struct report_section *report_section_find(const char *name)
{
    for (size_t i = 0; i < n_report_sections; i++)
        if (strcmp(report_sections[i].name, name) == 0)
            return &report_sections[i];
    return NULL;
}

static int write_section(struct edition *x, const struct report_section *s, struct error *e)
{
    struct markdown *text;
    int status = OK;
    if ((x->reread && s->of_run) || (s->applies && !s->applies(x)))
        return OK;
    document_heading(x->d, 1, document_text(x->d, "%ss-%s", x->prefix, s->name),
                     SAY(x, s->title, s->title_en));
    text = texts_of(x->texts, s->name, x->language == LANGUAGE_EN);
    if (text)
        status = markdown_write(text, x->d, 2, e);
    return status || !s->write ? status : s->write(x, e);
}

static void trim_tables(struct document *d)
{
    for (size_t i = 0; i < d->n; i++)
        if (d->blocks[i].kind == BLOCK_TABLE)
            table_trim(d->blocks[i].table);
}

static bool is_asked_for(const struct report_section *s, const char *const *names, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(names[i], s->name) == 0)
            return true;
    return !names;
}

/* Pages that are made from files say so, and what they cannot show. */
static void tell_reread(struct edition *x, const char *const *names, size_t n)
{
    const char *left_out = "";
    for (size_t i = 0; i < n_report_sections; i++) {
        const struct report_section *s = &report_sections[i];
        if (s->of_run && is_asked_for(s, names, n))
            left_out = document_text(x->d, "%s%s%s", left_out, SAY(x, s->title, s->title_en),
                                     SAY(x, "、", ", "));
    }
    document_line(
        x->d, PARAGRAPH_NOTE,
        document_text(
            x->d,
            SAY(x,
                "本报告由一次已完成的运行所留的文件生成，未重新计算；所读表格的哈希与run.json所"
                "记一致。未列（须由heng report重新运行）：%s分组图、各方法的公式。",
                "Made from the files that a run has left; nothing was computed again, and "
                "the hashes of the tables are those of run.json. Left out, since it takes "
                "a run (heng report): %sfigures by group, formulas of the methods."),
            left_out));
}

int content_write(struct edition *x, const char *const *names, size_t n, struct error *e)
{
    int status = OK;
    if (x->reread)
        tell_reread(x, names, n);
    if (!names)
        for (size_t i = 0; i < n_report_sections && !status; i++)
            status = write_section(x, &report_sections[i], e);
    for (size_t i = 0; names && i < n && !status; i++) {
        const struct report_section *s = report_section_find(names[i]);
        if (s)
            status = write_section(x, s, e);
    }
    trim_tables(x->d);
    return status ? status : document_memory(x->d, e);
}
