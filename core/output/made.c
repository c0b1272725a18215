/* SPDX-License-Identifier: MIT */
/* Outputs while they are made, before anything is written: in memory, a long one in a file. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "output/output_internal.h"

enum {
    KEPT_MAX = 8 << 20, /* bytes of an output that stay in memory */
    PIECE = 1 << 16
};

/* What is being made: in memory, then in a file. */
struct kept_output {
    struct str text;
    struct output *o;
    bool unspilled; /* no temporary file can be made: all stays in memory */
};

static FILE *temporary_file(void)
{
    const int fd = file_temporary();
    FILE *f = fd >= 0 ? fdopen(fd, "w+") : tmpfile();
    if (!f && fd >= 0)
        close(fd);
    return f;
}

/* Not open_memstream, which says nothing when it runs out of memory. */
static ssize_t keep_bytes(void *to, const char *bytes, size_t n)
{
    struct kept_output *k = to;
    struct output *o = k->o;
    if (!o->spill && !k->unspilled && k->text.n + n > KEPT_MAX) {
        o->spill = temporary_file();
        k->unspilled = !o->spill;
        if (o->spill && fwrite(k->text.s, 1, k->text.n, o->spill) != k->text.n)
            return 0;
        if (o->spill)
            str_fini(&k->text);
    }
    o->n += n;
    if (o->spill)
        return fwrite(bytes, 1, n, o->spill) == n ? (ssize_t)n : 0;
    str_add_bytes(&k->text, bytes, n);
    return k->text.failed ? 0 : (ssize_t)n;
}

static int hash_output(struct output *o, struct error *e)
{
    if (o->spill)
        return hash_opened(fileno(o->spill), o->name, o->sha256, e);
    hash_bytes(o->bytes, o->n, o->sha256);
    return OK;
}

int output_make(struct output *o, bool (*write)(void *of, FILE *f), void *of, struct error *e)
{
    struct kept_output k = {.o = o};
    char buffer[PIECE];
    FILE *f = fopencookie(&k, "w", (cookie_io_functions_t){.write = keep_bytes});
    bool ok;
    o->n = 0;
    if (!f)
        return error_no_memory(e);
    setvbuf(f, buffer, _IOFBF, sizeof buffer);
    ok = write(of, f);
    ok = !ferror(f) && ok;
    ok = fclose(f) == 0 && ok && !k.text.failed;
    o->bytes = k.text.s; /* outputs_fini frees it */
    if (o->spill && (fflush(o->spill) || ferror(o->spill)))
        return error_set(e, ERR_IO, "%s: no room for it in the folder of temporary files (TMPDIR)",
                         o->name);
    return ok ? hash_output(o, e) : error_no_memory(e);
}

static bool has_output(const struct outputs *out, const char *name)
{
    for (size_t k = 0; k < out->n; k++)
        if (strcmp(out->v[k].name, name) == 0)
            return true;
    return false;
}

int outputs_grow(struct outputs *out, size_t more, struct error *e)
{
    struct output *v = realloc(out->v, (out->n + more + 1) * sizeof *v);
    if (!v)
        return error_no_memory(e);
    memset(v + out->n, 0, (more + 1) * sizeof *v);
    out->v = v;
    return OK;
}

int outputs_add(struct outputs *out, const char *name, char *bytes, size_t n, struct error *e)
{
    const int status = outputs_grow(out, 1, e);
    if (status) {
        free(bytes);
        return status;
    }
    out->v[out->n] = (struct output){.name = name, .bytes = bytes, .n = n};
    return hash_output(&out->v[out->n++], e);
}

static void output_fini(struct output *o)
{
    free(o->bytes);
    str_fini(&o->kinds);
    if (o->spill)
        fclose(o->spill);
}

int outputs_join(struct outputs *out, struct outputs *more, struct error *e)
{
    int status = outputs_grow(out, more->n, e);
    if (status)
        return status;
    for (size_t k = 0; k < more->n; k++)
        if (has_output(out, more->v[k].name))
            output_fini(&more->v[k]);
        else
            out->v[out->n++] = more->v[k];
    more->n = 0;
    outputs_fini(more);
    return OK;
}

void outputs_fini(struct outputs *out)
{
    for (size_t k = 0; k < out->n; k++)
        output_fini(&out->v[k]);
    free(out->v);
    *out = (struct outputs){0};
}
