/* SPDX-License-Identifier: MIT */
/* The analyses, in the order of a table of contents. */
#include "methods/analyse_parts.h"
#include "methods/registry.h"

const struct heng_method *const analyse_methods[] = {NULL};
