/* SPDX-License-Identifier: MIT */
/* xls: records, and the texts in them. A text that does not fit its record goes on in the next. */
#include <stdlib.h>
#include <string.h>

#include "xls_internal.h"

bool xls_record(const struct xls *x, size_t at, struct xls_record *r)
{
    if (x->n < 4 || at > x->n - 4)
        return false;
    r->type = xls_u16(x->stream + at);
    r->n = xls_u16(x->stream + at + 2);
    r->p = x->stream + at + 4;
    r->next = at + 4 + r->n;
    return r->next <= x->n;
}

/* ---- cursors ---------------------------------------------------------------------- */

/* Whether a byte is there; the record that continues this one is gone to where it has ended. */
static bool at_byte(struct xls_cursor *c)
{
    while (!c->cut && c->at >= c->r.n) {
        struct xls_record next;
        if (!xls_record(c->x, c->r.next, &next) || next.type != XLS_CONTINUE)
            c->cut = true;
        else
            c->r = next;
        c->at = 0;
    }
    return !c->cut;
}

unsigned xls_take(struct xls_cursor *c, size_t bytes)
{
    unsigned v = 0;
    for (size_t i = 0; i < bytes && at_byte(c); i++)
        v |= (unsigned)c->r.p[c->at++] << (8 * i);
    return v;
}

void xls_skip(struct xls_cursor *c, size_t n)
{
    while (n > 0 && at_byte(c)) {
        size_t part = n < c->r.n - c->at ? n : c->r.n - c->at;
        c->at += part;
        n -= part;
    }
}

/* ---- texts ------------------------------------------------------------------------ */

static bool put(struct xls *x, struct xls_text *t, const char *s, size_t n)
{
    if (t->n + n > x->call->most)
        return xls_fail(x, "more than %llu MB of texts; limit_mb says how much is taken",
                        (unsigned long long)(x->call->most >> 20));
    if (!xls_grow(x, (void **)&t->s, t->n, n + 1, &t->cap, 1))
        return false;
    memcpy(t->s + t->n, s, n);
    t->n += n;
    t->s[t->n] = '\0';
    return true;
}

static bool put_character(struct xls *x, struct xls_text *t, uint32_t u)
{
    char s[4];
    size_t n = u < 0x80 ? 1 : u < 0x800 ? 2 : u < 0x10000 ? 3 : 4;
    if (u == 0)
        return true;
    if (u >= 0xd800 && u < 0xe000) /* half of a pair */
        u = 0xfffd;
    if (n == 1)
        s[0] = (char)u;
    for (size_t i = n; n > 1 && i-- > 0; u >>= 6)
        s[i] = (char)(i > 0 ? 0x80 | (u & 0x3f) : (0xf00 >> n & 0xff) | u);
    return put(x, t, s, n);
}

/* Each record in which the characters go on begins with whether they take two bytes there. */
static bool put_characters(struct xls *x, struct xls_cursor *c, size_t n, bool wide,
                           struct xls_text *to)
{
    uint32_t high = 0;
    for (size_t i = 0; i < n; i++) {
        uint32_t u;
        if (c->at >= c->r.n) {
            if (!at_byte(c))
                return false;
            wide = xls_take(c, 1) & 1;
        }
        u = xls_take(c, wide ? 2 : 1);
        if (c->cut)
            return false;
        if (high && u >= 0xdc00 && u < 0xe000)
            u = 0x10000 + ((high - 0xd800) << 10) + (u - 0xdc00);
        else if (high && !put_character(x, to, high))
            return false;
        high = u >= 0xd800 && u < 0xdc00 ? u : 0;
        if (!high && !put_character(x, to, u))
            return false;
    }
    return !high || put_character(x, to, high);
}

bool xls_unicode(struct xls *x, struct xls_cursor *c, size_t n, struct xls_text *to)
{
    unsigned flags = xls_take(c, 1);
    size_t runs = flags & 8 ? xls_take(c, 2) : 0;
    size_t aloud = flags & 4 ? xls_take(c, 4) : 0;
    if (!put_characters(x, c, n, flags & 1, to))
        return x->failed ? false : xls_fail(x, "a text is cut off; save the workbook again");
    xls_skip(c, runs * 4 + aloud);
    return true;
}

bool xls_bytes(struct xls *x, struct xls_cursor *c, size_t n, struct xls_text *to)
{
    char from[1024], out[4 * sizeof from], *s = from, *t = out;
    size_t left = 0, room = sizeof out;
    for (; left < n && left < sizeof from; left++)
        from[left] = (char)xls_take(c, 1);
    if (c->cut || n > sizeof from)
        return xls_fail(x, "a text is cut off; save the workbook again");
    while (left > 0) {
        if (iconv(x->code_page, &s, &left, &t, &room) != (size_t)-1 || left == 0 || room < 3)
            break;
        memcpy(t, "\xef\xbf\xbd", 3); /* what is none of its characters */
        t += 3;
        room -= 3;
        s++;
        left--;
    }
    n = 0;
    for (size_t i = 0; i < (size_t)(t - out); i++)
        if (out[i])
            out[n++] = out[i];
    return put(x, to, out, n);
}
