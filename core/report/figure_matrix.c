/* SPDX-License-Identifier: MIT */
/* Tables of colours: correlations, the chance of each rank. */
#include <math.h>
#include <stdio.h>

#include "report/figures.h"

enum { LABELS_LEAST = 40, LABELS_MOST = 200 };

enum ink ink_of_correlation(double v, void *of)
{
    (void)of;
    return isnan(v)    ? INK_MISSING
           : v <= -0.6 ? INK_LOW_2
           : v <= -0.2 ? INK_LOW_1
           : v < 0.2   ? INK_MIDDLE
           : v < 0.6   ? INK_HIGH_1
                       : INK_HIGH_2;
}

enum ink ink_of_share(double v, void *of)
{
    (void)of;
    return isnan(v)  ? INK_MISSING
           : v < 0.1 ? INK_STEP_5
           : v < 0.3 ? INK_STEP_4
           : v < 0.5 ? INK_STEP_3
           : v < 0.8 ? INK_STEP_2
                     : INK_STEP_1;
}

/* As the style sheet has it for cells of tables. */
bool ink_is_strong(enum ink ink)
{
    return ink == INK_STEP_1 || ink == INK_STEP_2 || ink == INK_LOW_2 || ink == INK_HIGH_2 ||
           (ink >= INK_KIND_1 && ink <= INK_KIND_8);
}

static void draw_cell(struct canvas *c, const struct matrix *m, size_t row, size_t column,
                      struct point at, struct point size)
{
    const double v = m->v[row * m->n_columns + column];
    const enum ink ink = m->ink(v, m->of);
    const struct paint how = {ink, INK_GROUND, 1, false};
    const struct lettering figure = {fmin(10, size.y * 0.7), ANCHOR_MIDDLE,
                                     ink_is_strong(ink) ? INK_GROUND : INK_TEXT, false};
    char text[40], title[240];
    snprintf(text, sizeof text, "%.*f", m->decimals, v);
    snprintf(title, sizeof title, "%s, %s: %s", m->rows[row], m->columns[column],
             isnan(v) ? "\u2013" : text);
    if (ink == INK_GROUND) /* next to nothing */
        return;
    if (!m->figures) /* else the cell says it itself */
        canvas_begin(c, &(struct canvas_group){.title = title});
    canvas_rectangle(c, at.x, at.y, size.x, size.y, &how);
    if (m->figures && !isnan(v))
        canvas_text(c, at.x + size.x / 2, at.y + size.y / 2 + 3.5, &figure, text);
    if (!m->figures)
        canvas_end(c);
}

static bool heads_fit(const struct matrix *m, double width)
{
    for (size_t j = 0; j < m->n_columns; j++)
        if (!(canvas_text_width(m->columns[j], 11) < width - 2))
            return false;
    return true;
}

/* Column heads are numbered like the rows where one of them is too long for its width. */
static void draw_head(struct canvas *c, const struct matrix *m, size_t column, struct point at,
                      double width, bool fits)
{
    const struct lettering label = {11, ANCHOR_MIDDLE, INK_TEXT, false};
    char number[24];
    snprintf(number, sizeof number, "%zu", column + 1);
    canvas_text(c, at.x + width / 2, at.y - 6, &label, fits ? m->columns[column] : number);
}

void figure_matrix(struct canvas *c, const struct matrix *m)
{
    const struct lettering label = {11, ANCHOR_END, INK_TEXT, false};
    const double head = 22;
    const double labels = labels_width(m->rows, m->n_rows, m->rows == m->columns ? 14 : 11,
                                       LABELS_LEAST, LABELS_MOST);
    const struct point size = {(c->width - labels) / (double)(m->n_columns ? m->n_columns : 1),
                               (c->height - head) / (double)(m->n_rows ? m->n_rows : 1)};
    const bool fit = heads_fit(m, size.x);
    for (size_t j = 0; j < m->n_columns; j++)
        draw_head(c, m, j, (struct point){labels + size.x * (double)j, head}, size.x, fit);
    for (size_t i = 0; i < m->n_rows; i++) {
        const double y = head + size.y * (double)i;
        char text[200];
        bool numbered = m->rows == m->columns;
        snprintf(text, sizeof text, numbered ? "%s %zu" : "%s", m->rows[i], i + 1);
        canvas_label(c, labels - 6, y + size.y / 2 + 4, &label, text, labels - 6);
        for (size_t j = 0; j < m->n_columns; j++)
            draw_cell(c, m, i, j, (struct point){labels + size.x * (double)j, y}, size);
    }
}
