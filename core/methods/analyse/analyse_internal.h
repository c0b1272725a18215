/* SPDX-License-Identifier: MIT */
/* What the files of the analyse stage share. */
#ifndef HENG_METHODS_ANALYSE_ANALYSE_INTERNAL_H
#define HENG_METHODS_ANALYSE_ANALYSE_INTERNAL_H

#include <stddef.h>

#include "base/error.h"
#include "heng_draft.h"
#include "stats/correlation.h"

/* The member of a struct heng_method that carries its analysis. */
#define ANALYSIS(function, stage, found)                                                           \
    .analysis = &(const struct heng_analysis)                                                      \
    {                                                                                              \
        sizeof(struct heng_analysis), function, stage, HENG_ARRAY(found), NULL                     \
    }

/* The same, with room that depends on more than n and m. */
#define ANALYSIS_OF_LINKS(function, room, stage, found)                                            \
    .analysis = &(const struct heng_analysis)                                                      \
    {                                                                                              \
        sizeof(struct heng_analysis), function, stage, HENG_ARRAY(found), room                     \
    }

extern const struct heng_method analyse_describe, analyse_correlation, analyse_redundancy,
    analyse_importance, analyse_rank_correlation;
/* components.c */
extern const struct heng_method analyse_pca, analyse_alpha;

/* Hands the text to call->warn, where there is one. */
void analyse_warn(struct heng_analyse_call *call, const char *format, ...) PRINTF_LIKE(2, 3);

/* How the p of Spearman's correlation is found; the choices of a parameter in that order. */
enum spearman_p { SPEARMAN_T, SPEARMAN_AS89 };
#define SPEARMAN_P_CHOICES "t|as89"

/* Units that both columns have. */
size_t analyse_common(const double *x, const double *y, size_t n);

/*
 * Two-sided p of the correlation r of x and y; NaN where r is, and below three units in common.
 *     pearson   t with n - 2 degrees of freedom
 *     spearman  the same, or, with how = SPEARMAN_AS89, no ties and n < 1290, algorithm AS 89
 *     kendall   exact without ties and n < 50, else normal with the variance of S for ties
 * scratch: analyse_p_scratch(n) doubles.
 */
double analyse_p(enum correlation kind, enum spearman_p how, const double *x, const double *y,
                 size_t n, double r, double *scratch);
size_t analyse_p_scratch(size_t n);

/* inequality.c, theil.c, dagum.c */
extern const struct heng_method analyse_gini, analyse_theil, analyse_dagum, analyse_variation;
/* coupling.c */
extern const struct heng_method analyse_coupling, analyse_obstacle;
/* moran.c, gravity.c */
extern const struct heng_method analyse_moran, analyse_gravity;
/* convergence.c */
extern const struct heng_method analyse_sigma, analyse_beta;
/* tiers.c */
extern const struct heng_method analyse_tiers;

#endif
