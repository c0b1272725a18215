/* SPDX-License-Identifier: MIT */
/* What the commands print in two languages: one table, so that a third language is one more column.
   Some are formats of printf; what they take stands in both in the same order. */
#ifndef HENG_CLI_WORDS_H
#define HENG_CLI_WORDS_H

#include <stddef.h>

#include "config/profile.h"
#include "data/table.h"
#include "explain/compare.h"
#include "explain/target_rank.h"
#include "run/run.h"

enum word {
    WORD_OF,
    WORD_SCORE,
    WORD_RANK,
    WORD_WEIGHT,
    WORD_PART,
    WORD_CLASS_MEDIAN,
    WORD_RAW,
    WORD_TREATED,
    WORD_DATA,
    WORD_IMPUTED_SHARE,
    WORD_STRENGTHS_WEIGHTED,
    WORD_WEAKNESSES_WEIGHTED,
    WORD_OBSTACLES,
    WORD_NODE,
    WORD_UNRANKED,
    WORD_NOTE_SHARED,
    WORD_SET_ASIDE,
    WORD_FEW_VALUES,
    WORD_MANY_ZEROS,
    WORD_AVAILABLE,
    WORD_OF_ZEROS,
    WORD_DEVIATION,
    WORD_CELLS,
    WORD_OTHERS_ADDED,
    WORD_SUM,
    WORD_BY_RULES,
    WORD_MEASURED,
    WORD_MORE_IS_BETTER,
    WORD_LESS_IS_BETTER,
    WORD_NEAR_IS_BETTER,
    WORD_WITHIN_IS_BETTER,
    WORD_BECOMES,
    WORD_GOALPOSTS_FROM,
    WORD_RANGE_FROM,
    WORD_NO_RANGE,
    WORD_TARGET_AT,
    WORD_TREATMENT,
    WORD_LOWERED,
    WORD_RAISED,
    WORD_UPPER_LIMIT,
    WORD_LOWER_LIMIT,
    WORD_TIER,
    WORD_RULE,
    WORD_PLACES,
    WORD_PLACES_COMMON,
    WORD_CODE,
    WORD_NAME,
    WORD_CHANGE,
    WORD_ONLY_IN,
    WORD_WAS_IN,
    WORD_NOTHING_DIFFERS,
    WORD_NOTE_STEPS,
    WORD_NOTE_PARTS,
    WORD_NOTE_COMMON,
    WORD_OTHER,
    WORD_WRITTEN,
    WORD_SHARE_BELOW,
    WORD_SPREAD,
    WORD_LOWEST,
    WORD_LOWER_QUARTILE,
    WORD_MEDIAN,
    WORD_UPPER_QUARTILE,
    WORD_HIGHEST,
    WORD_DIMENSIONS,
    WORD_LOWEST_TO_HIGHEST,
    WORD_STRENGTHS,
    WORD_WEAKNESSES,
    WORD_NONE,
    WORD_LEAST_LOST,
    WORD_MOST_LOST,
    WORD_OF_LOSS,
    WORD_IMPUTED_BY_WEIGHT,
    WORD_CELLS_COUNTED,
    WORD_RULES_APPLIED,
    WORD_NEXT_IN_RANK,
    WORD_MOST_ALIKE,
    WORD_DISTANCE,
    WORD_NOTES,
    WORD_SET_ASIDE_NO_SCORE,
    WORD_INDICATOR,
    WORD_NOTE_STANDING,
    WORD_NOTE_LOST,
    WORD_NOTE_ALIKE,
    WORD_TARGET_RANK,
    WORD_RANK_IS_HAD,
    WORD_TO_GET_ABOVE,
    WORD_ONE_ALONE,
    WORD_NOW,
    WORD_NEEDED,
    WORD_MOVE,
    WORD_PERCENT,
    WORD_CLASS_BEST,
    WORD_ALL_TOGETHER,
    WORD_SHARE_OF_WAY,
    WORD_NOT_EVEN_TOGETHER,
    WORD_NOTE_TARGET,
    WORD_SET_ASIDE_COUNTED,
    WORD_ANALYSIS_LINES,
    WORD_ANALYSIS_LINE,
    WORD_COMMA,
    WORD_COLON,
    WORD_OPEN,
    WORD_CLOSE,
    WORD_LISTED,
    WORD_CHOSEN,
    WORD_REPLICATES,
    WORD_REPLICATES_LEFT,
    WORD_NO_EXACT_RANKS,
    WORD_MEAN_SHIFT,
    WORD_SOLID,
    WORD_NOT_APART,
    WORD_MORE_PAIRS,
    WORD_FIXED_RANKS,
    WORD_WIDEST,
    WORD_BOUNDS_ONLY,
    WORD_SENSITIVITY,
    WORD_AUDIT_FINDING,
    WORD_AUDIT_FINDINGS,
    WORD_AUDIT_MORE,
    WORD_AUDIT_REMEDY,
    WORD_AUDIT_RESTS,
    WORD_AUDIT_GAPS,
    WORD_AUDIT_UNITS,
    WORD_AUDIT_PASSED,
    /* and from each of these on, in the order of its enum */
    WORD_EFFECT,
    WORD_CELL = WORD_EFFECT + N_EFFECTS,
    WORD_GROUP = WORD_CELL + CELL_KINDS,
    WORD_REACH = WORD_GROUP + N_CHANGES,
    WORD_COUNTED = WORD_REACH + REACH_UNTOLD + 1,
    N_WORDS = WORD_COUNTED + N_EFFECTS
};

const char *word(int language, unsigned w); /* enum language, enum word */

/* ---- printed ------------------------------------------------------------- */

/* As printf, but safe whatever the arguments hold: line breaks and tabs apart, a control character,
   and each byte that is not UTF-8, is written as '?'. All that commands say goes through it, or
   through those below. */
void say(const char *fmt, ...) PRINTF_LIKE(1, 2);
/* A text as one line, and what follows it. */
void print_text(const char *s, const char *after);
/* A text as one line, from the left of a width in columns; 0: as wide as it is. */
void print_padded(const char *s, size_t width);
/* A number with so many decimals at the right of a width; "-" where there is none. */
void print_number(double v, int decimals, size_t width);

#endif
