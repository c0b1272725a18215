/* SPDX-License-Identifier: MIT */
/* SHA-256 of bytes and of files. */
#include "base/hash.h"

#include <errno.h>
#include <fcntl.h>
#include <nettle/sha2.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void to_hex(struct sha256_ctx *c, char hex[HASH_TEXT])
{
    static const char digits[] = "0123456789abcdef";
    uint8_t digest[SHA256_DIGEST_SIZE];

    sha256_digest(c, sizeof digest, digest);
    for (size_t i = 0; i < sizeof digest; i++) {
        hex[2 * i] = digits[digest[i] >> 4];
        hex[2 * i + 1] = digits[digest[i] & 15];
    }
    hex[HASH_TEXT - 1] = '\0';
}

void hash_bytes(const void *p, size_t n, char hex[HASH_TEXT])
{
    struct sha256_ctx c;

    sha256_init(&c);
    if (n > 0)
        sha256_update(&c, n, p);
    to_hex(&c, hex);
}

struct hash_parts {
    struct sha256_ctx c;
};

struct hash_parts *hash_begin(void)
{
    struct hash_parts *h = malloc(sizeof *h);
    if (h)
        sha256_init(&h->c);
    return h;
}

void hash_add(struct hash_parts *h, const void *p, size_t n)
{
    sha256_update(&h->c, n, p);
}

void hash_end(struct hash_parts *h, char hex[HASH_TEXT])
{
    hex[0] = '\0';
    if (h)
        to_hex(&h->c, hex);
    free(h);
}

static int hash_open(int fd, const char *path, struct sha256_ctx *c, struct error *e)
{
    uint8_t buffer[65536];
    struct stat st;
    ssize_t n;

    if (fstat(fd, &st) != 0)
        return error_set(e, ERR_IO, "%s: cannot be read: %s", path, strerror(errno));
    if (!S_ISREG(st.st_mode))
        return error_set(e, ERR_NOINPUT, "%s: cannot be read: not a regular file", path);
    for (;;) {
        n = read(fd, buffer, sizeof buffer);
        if (n == 0)
            return OK;
        if (n > 0)
            sha256_update(c, (size_t)n, buffer);
        else if (errno != EINTR)
            return error_set(e, ERR_IO, "%s: cannot be read: %s", path, strerror(errno));
    }
}

int hash_opened(int fd, const char *path, char hex[HASH_TEXT], struct error *e)
{
    struct sha256_ctx c;
    int status;

    hex[0] = '\0';
    if (lseek(fd, 0, SEEK_SET) != 0)
        return error_set(e, ERR_IO, "%s: cannot be read: %s", path, strerror(errno));
    sha256_init(&c);
    status = hash_open(fd, path, &c, e);
    if (!status)
        to_hex(&c, hex);
    return status;
}

int hash_file(const char *path, char hex[HASH_TEXT], struct error *e)
{
    struct sha256_ctx c;
    int status, fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

    hex[0] = '\0';
    if (fd < 0)
        return error_set(e, error_of_errno(errno, ERR_NOINPUT), "%s: cannot be opened: %s", path,
                         strerror(errno));
    sha256_init(&c);
    status = hash_open(fd, path, &c, e);
    close(fd); /* opened for reading: nothing is lost */
    if (!status)
        to_hex(&c, hex);
    return status;
}
