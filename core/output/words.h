/* SPDX-License-Identifier: MIT */
/*
 * What a report calls the fields of analyses and the units of indicators: their names in CSV files
 * are for programs. What the tables do not hold (of plugins and scripts) keeps its name.
 */
#ifndef HENG_OUTPUT_WORDS_H
#define HENG_OUTPUT_WORDS_H

#include "plan/tree.h"

/* The title of a method's field; NULL where no table holds it. */
const char *words_field(int language, const char *method, const char *field);
/* What a text field says, "between"; the text itself where it is no word of the method's own. */
const char *words_value(int language, const char *field, const char *text);
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
