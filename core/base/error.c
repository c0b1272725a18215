/* SPDX-License-Identifier: MIT */
/* Errors put into words on one line, and lists of messages. */
#include "base/error.h"

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

static const char cut_mark[] = "...";

/* Turns each control character, and each byte that is not UTF-8, into one '?'. */
static size_t clean(char *s, size_t n)
{
    size_t in = 0, out = 0;

    while (in < n) {
        uint32_t c;
        size_t length = text_decode(s + in, n - in, &c);
        if (length == 0 || text_is_control(c)) {
            s[out++] = '?';
            in += length ? length : 1;
        } else {
            memmove(s + out, s + in, length);
            out += length;
            in += length;
        }
    }
    s[out] = '\0';
    return out;
}

/* The start of the character that the byte at s[n] belongs to. */
static size_t boundary(const char *s, size_t n)
{
    size_t back = 0;

    while (back < 3 && back < n && ((unsigned char)s[n - back] & 0xc0) == 0x80)
        back++;
    return n - back;
}

/* One clean line in text, which has ERROR_TEXT_MAX bytes; a longer one is cut, with a mark. */
static void one_line(char *text, const char *fmt, va_list ap) PRINTF_LIKE(2, 0);

static void one_line(char *text, const char *fmt, va_list ap)
{
    int n = vsnprintf(text, ERROR_TEXT_MAX, fmt, ap);

    if (n < 0) {
        strcpy(text, "(a message that cannot be shown)");
    } else if (n < ERROR_TEXT_MAX) {
        clean(text, (size_t)n);
    } else {
        size_t keep = boundary(text, ERROR_TEXT_MAX - sizeof cut_mark);
        strcpy(text + clean(text, keep), cut_mark);
    }
}

int error_vset(struct error *e, int status, const char *fmt, va_list ap)
{
    char text[ERROR_TEXT_MAX]; /* the arguments may point into e->text */

    if (e) {
        one_line(text, fmt, ap);
        e->status = status;
        strcpy(e->text, text);
    }
    return status;
}

int error_set(struct error *e, int status, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    error_vset(e, status, fmt, ap);
    va_end(ap);
    return status;
}

int error_no_memory(struct error *e)
{
    return error_set(e, ERR_MEMORY, "out of memory");
}

int error_no_memory_for(struct error *e, const char *where)
{
    return error_set(e, ERR_MEMORY, "%s: out of memory", where);
}

int error_prefix(struct error *e, const char *fmt, ...)
{
    char where[ERROR_TEXT_MAX];
    va_list ap;

    if (!e)
        return ERR_INTERNAL;
    va_start(ap, fmt);
    one_line(where, fmt, ap);
    va_end(ap);
    return error_set(e, e->status, "%s: %s", where, e->text);
}

int error_exit_code(int status)
{
    return -status;
}

int error_as(int status, int otherwise)
{
    return status == ERR_MEMORY ? ERR_MEMORY : otherwise;
}

int error_of_errno(int why, int otherwise)
{
    return why == ENOMEM || why == EMFILE || why == ENFILE ? ERR_MEMORY : otherwise;
}

static bool messages_grow(struct messages *m)
{
    size_t cap = m->cap ? 2 * m->cap : 16;
    struct message *items;

    if (m->n < m->cap)
        return true;
    items = reallocarray(m->items, cap, sizeof *items);
    if (!items)
        return false;
    m->items = items;
    m->cap = cap;
    return true;
}

static void messages_keep(struct messages *m, int status, const char *text)
{
    if (messages_grow(m)) {
        struct message *next = &m->items[m->n];
        next->status = status;
        next->text = strdup(text);
        if (next->text) {
            m->n++;
            return;
        }
    }
    m->lost++;
}

void messages_add(struct messages *m, int status, const char *fmt, ...)
{
    char text[ERROR_TEXT_MAX];
    va_list ap;

    va_start(ap, fmt);
    one_line(text, fmt, ap);
    va_end(ap);
    messages_keep(m, status, text);
}

void messages_add_error(struct messages *m, const struct error *e)
{
    messages_add(m, e->status, "%s", e->text);
}

/* ---- texts that are there -------------------------------------------------------------- */

static size_t slot_of(const struct messages *m, const char *text)
{
    size_t h = 2166136261u, slot;
    for (const char *s = text; *s; s++)
        h = (h ^ (unsigned char)*s) * 16777619u;
    slot = (h ^ (h >> 15)) & (m->n_known - 1);
    while (m->known[slot] && strcmp(m->items[m->known[slot] - 1].text, text) != 0)
        slot = (slot + 1) & (m->n_known - 1);
    return slot;
}

/* All texts in a table with as many free slots again. */
static bool hash_texts(struct messages *m)
{
    if (m->n_known < 2 * (m->n + 1)) {
        size_t n = m->n_known ? m->n_known : 32;
        size_t *more;
        while (n < 2 * (m->n + 1))
            n *= 2;
        more = calloc(n, sizeof *more);
        if (!more)
            return false;
        free(m->known);
        m->known = more;
        m->n_known = n;
        m->n_hashed = 0;
    }
    for (; m->n_hashed < m->n; m->n_hashed++)
        m->known[slot_of(m, m->items[m->n_hashed].text)] = m->n_hashed + 1;
    return true;
}

void messages_add_once(struct messages *m, int status, const char *fmt, ...)
{
    char text[ERROR_TEXT_MAX];
    va_list ap;

    va_start(ap, fmt);
    one_line(text, fmt, ap);
    va_end(ap);
    if (!hash_texts(m))
        m->lost++;
    else if (!m->known[slot_of(m, text)])
        messages_keep(m, status, text);
}

int messages_memory(const struct messages *m, struct error *e)
{
    for (size_t i = 0; i < m->n; i++)
        if (m->items[i].status == ERR_MEMORY)
            return error_set(e, ERR_MEMORY, "%s", m->items[i].text);
    return m->lost ? error_no_memory(e) : OK;
}

void messages_fini(struct messages *m)
{
    for (size_t i = 0; i < m->n; i++)
        free(m->items[i].text);
    free(m->items);
    free(m->known);
    *m = (struct messages){0};
}
