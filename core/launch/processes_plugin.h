/* SPDX-License-Identifier: MIT */
/*
 * What plugins/ranks/NAME.so hands to heng: one program as several processes ("ranks").
 *
 * Not in heng.h, on purpose. All that heng.h offers runs in a worker; this runs in heng itself,
 * since the other processes know that one and no child of it. So it is no door for others: it is
 * built with heng, is of its very version, and lies in a folder of its own that nothing else is
 * loaded from.
 */
#ifndef HENG_LAUNCH_PROCESSES_PLUGIN_H
#define HENG_LAUNCH_PROCESSES_PLUGIN_H

#include "heng.h"

struct heng_ranks {
    struct heng_plugin plugin; /* as of every plugin; its size is that of struct heng_ranks,
                                  its version that of heng */
    /* The functions answer 0, or else the text says why. Called in the order of the members. */
    const char *(*why)(void);
    int (*begin)(void);
    const char *(*library)(void); /* "Open MPI v4.1.4" */
    size_t (*rank)(void);         /* 0 .. count - 1 */
    size_t (*count)(void);
    /* Waits, without burning time, for all; everybody gets everybody's value, by rank. */
    int (*exchange)(int value, int *all);
    int (*send)(const void *bytes, size_t n);           /* to rank 0 */
    int (*receive)(size_t from, void *bytes, size_t n); /* at rank 0 */
    void (*finish)(void);
    void (*stop)(int code); /* ends all ranks now */
};

#endif
