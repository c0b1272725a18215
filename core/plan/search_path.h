/* SPDX-License-Identifier: MIT */
/* Where things are: the folders of plugins, scripts, profiles and templates, in the order in which
   they are searched. */
#ifndef HENG_PLAN_SEARCH_PATH_H
#define HENG_PLAN_SEARCH_PATH_H

#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"

struct folders {
    const char **v;
    size_t n, cap;
};

struct search_path {
    struct arena *arena;
    struct folders plugins;   /* folders of NAME.so */
    struct folders ranks;     /* the one of the plugin that joins several processes */
    struct folders scripts;   /* folders with indices/, weights/, lib/ in them */
    struct folders profiles;  /* folders of *.ini, for `heng list` */
    struct folders templates; /* folders of templates, for `heng new` */
};

/* Adds a folder, by its real path, behind those already there; one that is there already is passed
   over. */
int search_path_add(struct search_path *h, struct folders *f, const char *dir, struct error *e);

/*
 * Adds the folders that belong to the program itself: of the source tree it was built in
 * (plugins beside the program; scripts and config at the top), or of the prefix it was
 * installed under (lib/heng/plugins, share/heng/...), whichever exists.
 */
int search_path_add_own(struct search_path *h, struct error *e);

/* Of the files in FOLDER/sub that end with suffix, the name nearest to this one, or NULL. */
const char *search_path_nearest(struct search_path *h, const struct folders *f, const char *sub,
                                const char *suffix, const char *name);

/*
 * Where sub/file, which none of the folders has, is looked for, and what to do: "; FOLDER has it:
 * [profile] KEY = FOLDER", where it lies beside the profile in that folder or where this program
 * runs; else "; looked for in A, B". NULL: out of memory.
 */
const char *search_path_elsewhere(struct search_path *h, const struct folders *f, const char *sub,
                                  const char *file, const char *beside, const char *key);

#endif
