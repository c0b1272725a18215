/* SPDX-License-Identifier: MIT */
/* A source that does what its parameter `how` says: well, or ill. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "heng_draft.h"

struct options {
    const char *how;
};

static const struct heng_param params[] = {
    HENG_PARAM_TEXT(struct options, how, "well", "what it does"),
};

static int well(struct heng_read_call *c)
{
    char bytes[64] = "";
    ssize_t n = c->fd < 0 ? 0 : pread(c->fd, bytes, sizeof bytes - 1, 0);
    c->sheet(c->to, "人口", 0);
    c->merged(c->to, 0, 1, 0, 2);
    c->note(c->to, "a\nnote");
    c->text(c->to, 0, 0, "code", 4);
    c->text(c->to, 0, 1, bytes, (size_t)(n > 0 ? n : 0));
    c->number(c->to, 2, 1, -2.5);
    c->number(c->to, 2, 2, NAN);
    c->number(c->to, 2, 3, INFINITY);
    c->text(c->to, 2, 4, "", 0);
    heng_warn(c, 1, "seen %d times", 2);
    heng_warn(c, HENG_NO_COLUMN, "in general");
    return HENG_OK;
}

static int out_of_order(struct heng_read_call *c)
{
    c->number(c->to, 1, 1, 1);
    return c->number(c->to, 1, 1, 1) ? HENG_OK : heng_refuse(c, "was taken");
}

static int cells(struct heng_read_call *c, uint64_t rows, uint32_t columns)
{
    for (uint64_t i = 0; i < rows; i++)
        for (uint32_t j = 0; j < columns; j++)
            if (c->number(c->to, i, j, (double)(i * columns + j)))
                return heng_refuse(c, "stopped by heng");
    return HENG_OK;
}

/* A wide row, and then rows of one cell, each as wide as the one above. */
static int wide_rows(struct heng_read_call *c)
{
    c->number(c->to, 0, 65535, 1);
    for (uint64_t i = 1; i < 1000000; i++)
        if (c->number(c->to, i, 0, 1))
            return HENG_FAIL;
    return HENG_OK;
}

static int notes(struct heng_read_call *c)
{
    while (c->note(c->to, "note") == 0)
        ;
    return HENG_FAIL;
}

static int merges(struct heng_read_call *c)
{
    while (c->merged(c->to, 0, 0, 1, 1) == 0)
        ;
    return HENG_FAIL;
}

/* Past heng's functions, into the pipe itself: a part of n bytes. */
static int forge(const char *bytes, size_t n, uint64_t claimed)
{
    const uint64_t head[2] = {0x3154524150524f57u, claimed};
    if (write(3, head, sizeof head) < 0 || write(3, bytes, n) < 0)
        return HENG_FAIL;
    return HENG_OK;
}

static int long_text(struct heng_read_call *c)
{
    static char text[(1 << 20) + 1];
    memset(text, 'a', sizeof text);
    c->text(c->to, 0, 0, text, sizeof text);
    return HENG_OK;
}

static int read_as_told(struct heng_read_call *c)
{
    const char *how = ((const struct options *)c->params)->how;
    if (strcmp(how, "well") == 0)
        return well(c);
    if (strcmp(how, "order") == 0)
        return out_of_order(c);
    if (strcmp(how, "many") == 0)
        return cells(c, 1000, 300);
    if (strcmp(how, "much") == 0)
        return cells(c, UINT64_MAX, 100);
    if (strcmp(how, "far") == 0)
        return c->number(c->to, UINT64_MAX - 1, 0, 1) ? HENG_FAIL : HENG_OK;
    if (strcmp(how, "columns") == 0)
        return c->number(c->to, 0, UINT32_MAX, 1) ? HENG_FAIL : HENG_OK;
    if (strcmp(how, "wide") == 0)
        return wide_rows(c);
    if (strcmp(how, "notes") == 0)
        return notes(c);
    if (strcmp(how, "merges") == 0)
        return merges(c);
    if (strcmp(how, "inside out") == 0)
        return c->merged(c->to, 5, 5, 1, 1);
    if (strcmp(how, "long text") == 0)
        return long_text(c);
    if (strcmp(how, "latin") == 0)
        return c->text(c->to, 0, 0, "caf\xe9", 4);
    if (strcmp(how, "nul") == 0)
        return c->text(c->to, 0, 0, "a\0b", 3);
    if (strcmp(how, "forged mark") == 0)
        return forge("?", 1, 1);
    if (strcmp(how, "forged number") == 0)
        return forge("n\0\0\0\0\0\0\360\177", 9, 9);
    if (strcmp(how, "forged length") == 0)
        return forge("T\0\0\0\0\0\0\0\0\0\0\0\0\377\377\377\377", 17, 17);
    if (strcmp(how, "forged size") == 0)
        return forge("n", 1, UINT64_MAX);
    if (strcmp(how, "crash") == 0)
        abort();
    if (strcmp(how, "hang") == 0)
        for (;;)
            ;
    if (strcmp(how, "silent") == 0)
        return HENG_FAIL;
    if (strcmp(how, "socket") == 0)
        return socket(AF_INET, SOCK_STREAM, 0) < 0 ? heng_refuse(c, "no socket") : HENG_OK;
    return heng_refuse(c, "%s: it cannot do that", how);
}

static int sheets(struct heng_read_call *c)
{
    const char *how = ((const struct options *)c->params)->how;
    c->sheet(c->to, "one", 0);
    if (strcmp(how, "many") == 0)
        for (int i = 0; i < 1000; i++)
            c->sheet(c->to, "more", i % 2);
    if (strcmp(how, "order") == 0)
        c->text(c->to, 0, 0, "a", 1);
    c->sheet(c->to, "隐藏", 1);
    return HENG_OK;
}

#define SOURCE(id, traits)                                                                         \
    {                                                                                              \
        sizeof(struct heng_source), id, "来源", "Source", "A source of the tests.",                \
            HENG_PARAMS(params, struct options), traits, sizeof(struct heng_read_call),            \
            read_as_told, sheets                                                                   \
    }

static const struct heng_source file = SOURCE("odd", 0), server = SOURCE("asks", HENG_NETWORK);
static const struct heng_source *const all[] = {&file, &server, NULL};
static const struct heng_plugin plugin = {
    HENG_PLUGIN_HEAD, "sources", "1.0", "MIT", NULL, NULL, all,
};

HENG_EXPORT const struct heng_plugin *heng_plugin_entry(const struct heng_host *host)
{
    (void)host;
    return &plugin;
}
