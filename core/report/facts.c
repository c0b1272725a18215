/* SPDX-License-Identifier: MIT */
/* From the facts of a text to its words. */
#include "report/facts.h"

#include <math.h>

#include "base/text.h"
#include "report/facts_internal.h"

const struct expression_host_function *fact_function(size_t i)
{
    if (i < n_fact_functions_units)
        return &fact_functions_units[i];
    i -= n_fact_functions_units;
    return i < n_fact_functions_found ? &fact_functions_found[i] : NULL;
}

/* A whole number as such, else four figures and at most three decimals. */
static const char *number_words(struct arena *a, double v)
{
    const bool whole = v == floor(v) && fabs(v) < 1e15;
    return arena_printf(a, "%.*f", whole ? 0 : decimals_for(&v, 1), v + 0.0);
}

/* One line of text, whatever a name in the data holds. */
static const char *one_line(struct arena *a, const char *s)
{
    char *text = arena_strdup(a, s);
    for (char *p = text; p && *p; p++)
        if ((unsigned char)*p < ' ')
            *p = ' ';
    return text;
}

static const char *words_of(struct arena *a, const struct expression_value *v, int language)
{
    switch (v->kind) {
    case EXPRESSION_NUMBER:
        return number_words(a, v->number);
    case EXPRESSION_TEXT:
        return one_line(a, v->text);
    case EXPRESSION_CONDITION:
        return language == LANGUAGE_EN ? (v->number != 0 ? "yes" : "no")
                                       : (v->number != 0 ? "是" : "否");
    case EXPRESSION_MISSING:
        break;
    }
    return "\u2013";
}

static int make_host(const struct fact_run *run, struct arena *a, struct expression_host *host,
                     struct error *e)
{
    struct expression_host_function *all =
        arena_array(a, n_fact_functions_units + n_fact_functions_found, sizeof *all);
    const struct expression_host_function *f;
    size_t n = 0;
    if (!all)
        return error_no_memory(e);
    while ((f = fact_function(n)))
        all[n++] = *f;
    *host = (struct expression_host){all, n, (void *)(uintptr_t)run};
    return OK;
}

static int evaluate(const struct markdown_fact *f, const struct expression_host *host,
                    struct arena *a, struct expression_value *v, struct error *e)
{
    const struct expression *x;
    const int status = expression_compile(a, f->expression, f->where, host, &x, e);
    return status ? status : expression_scalar(x, a, v, e);
}

int facts_fill(struct markdown *m, const struct fact_run *run, struct arena *a, struct error *e)
{
    struct expression_host host;
    int status = make_host(run, a, &host, e);
    for (size_t i = 0; i < m->n_facts && !status; i++) {
        struct expression_value v = {.kind = EXPRESSION_MISSING};
        status = evaluate(&m->facts[i], &host, a, &v, e);
        if (status)
            break;
        m->facts[i].value = words_of(a, &v, run->language);
        if (!m->facts[i].value)
            status = error_no_memory(e);
    }
    return status;
}

int facts_check(const struct markdown *m, struct plan *p, struct messages *problems,
                struct error *e)
{
    const struct fact_run run = {.p = p, .language = LANGUAGE_EN};
    struct expression_host host;
    int status = make_host(&run, p->arena, &host, e);
    for (size_t i = 0; i < m->n_facts && !status; i++) {
        struct expression_value v;
        struct error why = {0};
        if (evaluate(&m->facts[i], &host, p->arena, &v, &why))
            messages_add_error(problems, &why);
    }
    return status;
}
