/* SPDX-License-Identifier: MIT */
/*
 * A PostgreSQL server that is none: server SOCKET MODE answers one client after the other on a unix
 * socket, by protocol 3.0, and at a place that MODE names does what no server does. It ends with
 * its parent's signal.
 */
#include <arpa/inet.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static const char *mode;
static int client;

static bool is(const char *name)
{
    return strcmp(mode, name) == 0;
}

static void put(const void *bytes, size_t n)
{
    const char *p = bytes;
    while (n > 0) {
        ssize_t sent = write(client, p, n);
        if (sent <= 0)
            exit(0); /* the client has had enough */
        p += sent;
        n -= (size_t)sent;
    }
}

/* A message of a kind; claimed: the length that it says. */
static void message(char kind, const void *body, size_t n, uint32_t claimed)
{
    uint32_t length = htonl(claimed);
    put(&kind, 1);
    put(&length, 4);
    put(body, n);
}

static void tell(char kind, const void *body, size_t n)
{
    message(kind, body, n, (uint32_t)n + 4);
}

static void hang(void)
{
    for (;;)
        pause();
}

static bool get(void *bytes, size_t n)
{
    char *p = bytes;
    while (n > 0) {
        ssize_t got = read(client, p, n);
        if (got <= 0)
            return false;
        p += got;
        n -= (size_t)got;
    }
    return true;
}

static void ready(void)
{
    tell('Z', "I", 1);
}

/* Two columns, code and x, of type text and double. */
static void describe(void)
{
    static const char columns[] = "\0\2code\0\0\0\0\0\0\0\0\0\0\31\377\377\377\377\377\377\0\0"
                                  "x\0\0\0\0\0\0\0\0\0\2\275\0\10\377\377\377\377\0\0";
    tell('t', "\0\0", 2);
    if (is("columns"))
        message('T', columns, sizeof columns - 1, 0x7ffffff0);
    else
        tell('T', columns, sizeof columns - 1);
    ready();
}

static void copy(void)
{
    static const char columns[] = "\0\0\2\0\0\0\0", row[] = "a\t1\n", wide[] = "a\t1\t2\t3\n";
    static char much[1 << 16];
    memset(much, 'x', sizeof much);
    tell('H', columns, 7);
    tell('d', row, sizeof row - 1);
    if (is("hang in rows"))
        hang();
    if (is("die in rows"))
        exit(0);
    while (is("rows without end"))
        tell('d', row, sizeof row - 1);
    if (is("a row without end")) {
        message('d', "", 0, 0x7fffff00);
        for (;;)
            put(much, sizeof much);
    }
    if (is("a wide row"))
        tell('d', wide, sizeof wide - 1);
    if (is("an error in rows")) {
        tell('E', "SERROR\0C57014\0Mcanceled by somebody\0", 38);
        ready();
        return;
    }
    tell('d', "b\t2\n", 4);
    tell('c', "", 0);
    tell('C', "COPY 2", 7);
    ready();
}

static void answer(char kind, const char *body, char *last)
{
    if (kind == 'X')
        exit(0);
    if (kind == 'Q' && strncmp(body, "COPY", 4) == 0) {
        copy();
    } else if (kind == 'Q') {
        while (is("notices without end"))
            tell('N', "SNOTICE\0Mhm\0", 13);
        tell('C', "BEGIN", 6);
        ready();
    } else if (kind == 'S' && *last == 'P') {
        if (is("hang at the query"))
            hang();
        tell('1', "", 0);
        ready();
    } else if (kind == 'S') {
        describe();
    }
    *last = kind;
}

static void greet(void)
{
    static const char garbage[] = "HTTP/1.1 400 Bad Request\r\n\r\n";
    if (is("hang"))
        hang();
    if (is("die"))
        exit(0);
    if (is("another protocol"))
        put(garbage, sizeof garbage - 1);
    tell('R', "\0\0\0\0", 4);
    tell('S', "server_version\00015.0", 20);
    ready();
}

static void serve(void)
{
    char body[65536], kind, last = 0;
    uint32_t length;
    if (!get(&length, 4) || ntohl(length) > sizeof body || !get(body, ntohl(length) - 4))
        return;
    greet();
    while (get(&kind, 1) && get(&length, 4) && ntohl(length) < sizeof body &&
           get(body, ntohl(length) - 4)) {
        body[ntohl(length) - 4] = '\0';
        answer(kind, body, &last);
    }
}

int main(int argc, char **argv)
{
    struct sockaddr_un at = {.sun_family = AF_UNIX};
    int door = socket(AF_UNIX, SOCK_STREAM, 0);
    if (argc != 3 || door < 0)
        return 1;
    mode = argv[2];
    snprintf(at.sun_path, sizeof at.sun_path, "%s", argv[1]);
    signal(SIGPIPE, SIG_IGN);
    if (bind(door, (struct sockaddr *)&at, sizeof at) || listen(door, 4))
        return 1;
    while ((client = accept(door, NULL, NULL)) >= 0) {
        if (fork() == 0) {
            close(door);
            serve();
            return 0;
        }
        close(client);
    }
    return 0;
}
