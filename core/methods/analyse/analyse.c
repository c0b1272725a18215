/* SPDX-License-Identifier: MIT */
/* The analyses, in the order of a table of contents. */
#include "methods/analyse/analyse_internal.h"
#include "methods/registry.h"

const struct heng_method *const analyse_methods[] = {
    &analyse_describe,
    &analyse_correlation,
    &analyse_redundancy,
    &analyse_pca,
    &analyse_alpha,
    &analyse_importance,
    &analyse_rank_correlation,
    &analyse_gini,
    &analyse_theil,
    &analyse_dagum,
    &analyse_variation,
    &analyse_coupling,
    &analyse_obstacle,
    &analyse_moran,
    &analyse_gravity,
    &analyse_sigma,
    &analyse_beta,
    &analyse_tiers,
    NULL,
};
