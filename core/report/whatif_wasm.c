/* SPDX-License-Identifier: MIT */
/* What the page's methods are built with instead of libraries and of rooms that a page has no use
   for: only in WebAssembly. A method that needs one of them is not offered there. */
#include "report/whatif.h"

#ifdef __wasm__

#include "base/file.h"
#include "base/inputs.h"
#include "methods/registry.h"

/* Stages that a page does not go through. */
const struct heng_method *const impute_methods[] = {NULL};
const struct heng_method *const treat_methods[] = {NULL};
const struct heng_method *const normalise_methods[] = {NULL};
const struct heng_method *const analyse_methods[] = {NULL};

int param_read_tables(struct inputs *from, const char *const *paths, size_t n, struct arena *a,
                      struct heng_tables *to, struct error *e)
{
    (void)from, (void)paths, (void)n, (void)a, (void)to;
    return error_set(e, ERR_UNAVAILABLE, "a page opens no files");
}

char *path_join(struct arena *a, const char *dir, const char *name)
{
    (void)a, (void)dir, (void)name;
    return NULL;
}

/* For messages only: what is no ASCII is taken for one character a byte. */
ptrdiff_t utf8proc_iterate(const uint8_t *s, ptrdiff_t n, int32_t *c)
{
    (void)n;
    *c = *s;
    return 1;
}

int32_t utf8proc_tolower(int32_t c)
{
    return c >= 'A' && c <= 'Z' ? c + 32 : c;
}

#endif
