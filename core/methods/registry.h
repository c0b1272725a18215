/* SPDX-License-Identifier: MIT */
/*
 * The registry: every method that a profile can name, from the core, a plugin or a script, as
 * one kind of entry. The core's own are const tables in this room, one file a stage; plugin
 * and lua add the others through registry_add.
 */
#ifndef HENG_METHODS_REGISTRY_H
#define HENG_METHODS_REGISTRY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"
#include "config/param.h"
#include "heng_draft.h"

/* Room for the reason of a method that refuses, cut where it is longer. */
enum { WHY_MAX = 256 };

struct method;

/* How a method that does not live in the core is called: in a worker. Same answers as heng.h's. */
struct method_driver {
    int (*weigh)(const struct method *m, struct heng_weigh_call *call, struct error *e);
    int (*column)(const struct method *m, struct heng_column_call *call, struct error *e);
    int (*aggregate)(const struct method *m, struct heng_aggregate_call *call, struct error *e);
    /* Another run begins: what was stopped at the time limit may be called again. */
    void (*restart)(const struct method *m);
};

/* "core": the origin of the core's own methods. */
extern const char METHOD_CORE[];

struct method {
    const struct heng_method *desc;
    const char *origin;                 /* "core", or the path of the plugin or script */
    const char *sha256;                 /* of the origin as it was read; NULL: the core */
    const struct method_driver *driver; /* NULL: desc's own function is called directly */
    void *self;                         /* the driver's */
};

/* Whether it is our own C. What is asked of a method beyond that is a trait, which plugins may have
   as well: never its name. */
bool method_is_core(const struct method *m);

struct registry;

/* A registry with the core's methods. */
struct registry *registry_new(struct error *e);
void registry_free(struct registry *r); /* accepts NULL */

/* Adds one (copied by value; what it points to must outlive the registry). ERR_PROFILE when the
   stage has a method of that name already. */
int registry_add(struct registry *r, const struct method *m, struct error *e);

/* NULL when there is none. */
const struct method *registry_find(const struct registry *r, enum heng_stage stage,
                                   const char *name);
/* All, sorted by stage and then in the order they were added. */
const struct method *registry_at(const struct registry *r, size_t i); /* NULL beyond the last */
/* Tells all drivers that another run begins. */
void registry_restart(const struct registry *r);
/* The nearest name of the stage, or NULL. */
const char *registry_nearest(const struct registry *r, enum heng_stage stage, const char *name);

/* NULL when the m weights are lawful (each from 0 to 1, sum 1), or what is wrong, in text. ids, of
   the columns, may be NULL. method_weigh refuses others; nothing is rescaled. */
const char *weights_fault(const double *w, size_t m, const char *const *ids, char *text,
                          size_t size);

/* "impute", "treat", ... */
const char *stage_name(enum heng_stage stage);
/* 0 when there is none of that name. */
enum heng_stage stage_by_name(const char *name);

/* True for an IMPUTE method that looks beyond its column: method_fill, not method_column. */
bool method_fills(const struct heng_method *m);
unsigned method_traits(const struct heng_method *m); /* enum heng_trait */
const struct heng_field *method_field(const struct heng_method *m, size_t i);

struct param_table method_params(const struct heng_method *m);

/* Doubles of scratch a call wants. */
size_t method_scratch(const struct method *m, size_t n, size_t m_columns);

/*
 * Call a method, wherever it lives, and check what it answers: call->size is filled in; y or w
 * is what the contract in heng.h allows, or the call fails (an infinity in y becomes NaN). They
 * return enum heng_answer; on HENG_FAIL e holds "method NAME: why".
 * A weight vector is refused unless every weight is finite and >= 0 and the sum is within 1e-9
 * of 1; nothing is rescaled.
 */
int method_column(const struct method *m, const void *params, struct heng_column_call *call,
                  struct error *e);
int method_weigh(const struct method *m, const void *params, struct heng_weigh_call *call,
                 struct error *e);
int method_aggregate(const struct method *m, const void *params, struct heng_aggregate_call *call,
                     struct error *e);
int method_fill(const struct method *m, const void *params, struct heng_fill_call *call,
                struct error *e);
/*
 * The same where nobody listens: called without room for a reason, and a second time with it, for
 * the words, when that fails. A method behind a driver is called once: its words are part of its
 * answer. call->why and why_size are those of before.
 */
int method_column_quietly(const struct method *m, const void *params, struct heng_column_call *call,
                          struct error *e);
int method_weigh_quietly(const struct method *m, const void *params, struct heng_weigh_call *call,
                         struct error *e);
int method_aggregate_quietly(const struct method *m, const void *params,
                             struct heng_aggregate_call *call, struct error *e);
int method_fill_quietly(const struct method *m, const void *params, struct heng_fill_call *call,
                        struct error *e);
/* Doubles of scratch that this call takes. All else is filled in; in call->scratch are as many as
   method_scratch says. */
size_t method_analyse_room(const struct method *m, const void *params,
                           struct heng_analyse_call *call);
/* Infinite findings reach call->put as NaN. On HENG_UNDEFINED what was put before holds. */
int method_analyse(const struct method *m, const void *params, struct heng_analyse_call *call,
                   struct error *e);
int method_rank(const struct method *m, const void *params, struct heng_rank_call *call,
                struct error *e);

/* The core's tables, NULL-terminated, one file each. */
extern const struct heng_method *const impute_methods[],
    *const treat_methods[], *const normalise_methods[], *const weights_methods[],
                                                            *const aggregate_methods[],
                                                                *const rank_methods[],
                                                                    *const analyse_methods[];

#endif
