/* SPDX-License-Identifier: MIT */
/*
 * Noise on the values of the indicators, by where they come from: each observed one times
 * 1 + observed z before it is imputed, each imputed one times 1 + imputed z right after; z standard
 * normal, of its own for each indicator, unit and period: a function of one draw. Where a figure
 * was published with its bounds (columns NAME_low and NAME_high), and they are to count, the noise
 * is theirs instead: a normal distribution of two halves, so that they hold the share that is said.
 */
#ifndef HENG_ROBUST_SAMPLE_DATA_NOISE_H
#define HENG_ROBUST_SAMPLE_DATA_NOISE_H

#include "run/run.h"

struct data_noise {
    double observed, imputed; /* relative sds */
    double u;                 /* the draw */
    double bounds;            /* share that bounds hold; 0: they do not count */
};

/* The raw values of r with noise on them, into columns of r->n_rows; a missing one stays missing.
 */
void data_noise_raw(const struct data_noise *d, const struct results *r, double *const *to);
/* As rerun_changes.disturb: data is a struct data_noise. */
void data_noise_disturb(struct results *r, size_t indicator, double *column, void *data);

/* Whether there is a value that the noise would change. */
bool data_noise_observes(const struct results *r);
bool data_noise_imputes(const struct results *r);
bool data_noise_is_bounded(const struct results *r); /* a value has bounds */

#endif
