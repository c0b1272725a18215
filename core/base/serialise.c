/* SPDX-License-Identifier: MIT */
/* Numbers and texts as bytes, and back without belief in them. */
#include "base/serialise.h"

#include <math.h>
#include <string.h>

/* Each item is one of these bytes and 8 bytes of value; a text's value is its length, and its
   bytes follow. */
enum tag { TAG_INT = 'i', TAG_REAL = 'r', TAG_TEXT = 't', TAG_NULL = 'n' };

static void put(struct str *b, enum tag tag, const void *eight)
{
    char item[9] = {(char)tag};

    memcpy(item + 1, eight, 8);
    str_add_bytes(b, item, sizeof item);
}

void serialise_int(struct str *b, int64_t v)
{
    put(b, TAG_INT, &v);
}

void serialise_real(struct str *b, double v)
{
    put(b, TAG_REAL, &v);
}

void serialise_text(struct str *b, const char *s)
{
    uint64_t n = s ? strlen(s) : 0;

    put(b, s ? TAG_TEXT : TAG_NULL, &n);
    if (s)
        str_add_bytes(b, s, (size_t)n);
}

/* The next item's tag, and its value in eight; 0 once anything has failed. */
static int get(struct deserialiser *u, void *eight)
{
    int tag;

    if (u->failed || u->end - u->p < 9) {
        u->failed = true;
        return 0;
    }
    tag = (unsigned char)*u->p;
    memcpy(eight, u->p + 1, 8);
    u->p += 9;
    return tag;
}

int64_t deserialise_int(struct deserialiser *u)
{
    int64_t v;

    if (get(u, &v) == TAG_INT)
        return v;
    u->failed = true;
    return 0;
}

int64_t deserialise_int_in(struct deserialiser *u, int64_t min, int64_t max)
{
    int64_t v = deserialise_int(u);

    if (v < min || v > max)
        u->failed = true;
    return u->failed ? 0 : v;
}

double deserialise_real(struct deserialiser *u)
{
    double v;

    if (get(u, &v) == TAG_REAL)
        return v;
    u->failed = true;
    return NAN;
}

static char *nothing(struct deserialiser *u)
{
    u->failed = true;
    return "";
}

static bool lacks(struct deserialiser *u, const void *p)
{
    u->short_of_memory = u->short_of_memory || !p;
    u->failed = u->failed || !p;
    return !p;
}

void *deserialise_room(struct deserialiser *u, size_t n, size_t size)
{
    void *room = u->failed ? NULL : arena_array(u->arena, n, size);

    return !u->failed && lacks(u, room) ? NULL : room;
}

int deserialise_refuse(const struct deserialiser *u, const char *where, const char *what,
                       struct error *e)
{
    if (u->short_of_memory)
        return error_no_memory_for(e, where);
    return error_set(e, ERR_PART, "%s: %s", where, what);
}

char *deserialise_text(struct deserialiser *u)
{
    uint64_t n = 0;
    int tag = get(u, &n);
    const char *s = u->p;
    char *copy;

    if (tag == TAG_NULL && n == 0)
        return NULL;
    if (tag != TAG_TEXT || n > (uint64_t)(u->end - u->p))
        return nothing(u);
    if (memchr(s, '\0', (size_t)n) || text_utf8_check(s, (size_t)n) != n)
        return nothing(u);
    copy = arena_strndup(u->arena, s, (size_t)n);
    if (lacks(u, copy))
        return "";
    u->p += n;
    return copy;
}
