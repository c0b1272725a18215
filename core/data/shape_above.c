/* SPDX-License-Identifier: MIT */
/* What lines above a header tell of all rows: 地区：浙江省. */
#include <string.h>

#include "data/shape_internal.h"

/* Where the value begins in "地区：浙江省", behind a label of *n bytes; NULL: the text is none. */
static const char *behind_label(const char *text, size_t *n)
{
    const char *wide = strstr(text, "：");
    *n = strcspn(text, ":");
    if (wide && (size_t)(wide - text) < *n)
        *n = (size_t)(wide - text);
    if (!*n || !text[*n])
        return NULL;
    text += *n + (wide == text + *n ? strlen("：") : 1);
    return text + strspn(text, " ");
}

bool frame_above(struct frame *f, size_t row, size_t column, struct told_above *to)
{
    struct sheet_cell c = frame_sheet_cell(f, row, column);
    const char *text = c.kind == SHEET_TEXT ? frame_word(f, c) : NULL;
    size_t n = 0;
    const char *value = text ? behind_label(text, &n) : NULL;
    *to = (struct told_above){.value = value};
    if (!value || !*value || !(to->label = arena_strndup(f->arena, text, n)))
        return false;
    return true;
}

bool frame_find_above(struct frame *f, const char *label, struct told_above *to)
{
    for (size_t row = 0; row < f->s->n_rows && row < f->header; row++)
        for (size_t i = 0; i < sheet_told(f->s, row); i++)
            if (frame_above(f, row, i, to) && frame_matches(f, label, to->label))
                return true;
    return false;
}

bool frame_add_above(struct frame *f, const char *name, const char *value)
{
    const char **texts = arena_array(f->arena, f->n_rows + 1, sizeof *texts);
    for (size_t i = 0; texts && i < f->n_rows; i++)
        texts[i] = value;
    if (texts)
        f->columns[f->n_columns++] =
            (struct frame_column){.name = name, .part = NONE, .texts = texts, .at = NONE};
    return texts != NULL;
}
