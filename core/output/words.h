/* SPDX-License-Identifier: MIT */
/*
 * What people call columns of tables, fields of analyses and units of indicators: their names in
 * exact files are for programs. What is not held here (of plugins and scripts) keeps its name.
 */
#ifndef HENG_OUTPUT_WORDS_H
#define HENG_OUTPUT_WORDS_H

#include "methods/registry.h"
#include "plan/tree.h"

/* The title of a method's field; NULL where no table holds it. */
const char *words_field(int language, const char *method, const char *field);
/* What a text field says, "between"; the text itself where it is no word of the method's own. */
const char *words_value(int language, const char *field, const char *text);
/* Of a text and its English, "grade" and "grade_en", only one is shown: whether this field is. */
bool words_is_shown(int language, const struct heng_method *analysis, size_t field);
/* What a column of the table in a file, "scores.csv", is called; the name where no table of words
   holds it. */
const char *words_heading(int language, const char *file, const char *name);
/* A unit in the language, "yuan" or 元; itself where it is the same in both, or unknown. NULL stays
   NULL. */
const char *words_unit(int language, const char *unit);
/* "Normalisation", 标准化. */
const char *words_stage(int language, enum heng_stage stage);
/* What an input file is for, "data"; what a factor of robustness varies, "normalise.method". */
const char *words_role(int language, const char *role);
const char *words_factor(int language, const char *factor);
/* That of an indicator's values, as its dictionary says it in the language; "": none. */
const char *words_node_unit(int language, const struct node *n);

#endif
