/* SPDX-License-Identifier: MIT */
#include "base/hash.h"

#include <errno.h>
#include <fcntl.h>
#include <sha2.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/sha256.h"

/* Of a context that has taken whole blocks so far, most is done by the processor where it can. */
static void update(SHA2_CTX *c, const uint8_t *p, size_t n)
{
    size_t done =
        c->bitcount[0] % (8 * SHA256_BLOCK_LENGTH) ? 0 : sha256_blocks(c->state.st32, p, n);

    c->bitcount[0] += 8 * (uint64_t)done;
    if (done < n)
        SHA256Update(c, p + done, n - done);
}

static void to_hex(SHA2_CTX *c, char hex[HASH_TEXT])
{
    static const char digits[] = "0123456789abcdef";
    uint8_t digest[SHA256_DIGEST_LENGTH];

    SHA256Final(digest, c);
    for (size_t i = 0; i < sizeof digest; i++) {
        hex[2 * i] = digits[digest[i] >> 4];
        hex[2 * i + 1] = digits[digest[i] & 15];
    }
    hex[HASH_TEXT - 1] = '\0';
}

void hash_bytes(const void *p, size_t n, char hex[HASH_TEXT])
{
    SHA2_CTX c;

    SHA256Init(&c);
    if (n > 0)
        update(&c, p, n);
    to_hex(&c, hex);
}

static int hash_open(int fd, const char *path, SHA2_CTX *c, struct error *e)
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
            update(c, buffer, (size_t)n);
        else if (errno != EINTR)
            return error_set(e, ERR_IO, "%s: cannot be read: %s", path, strerror(errno));
    }
}

int hash_opened(int fd, const char *path, char hex[HASH_TEXT], struct error *e)
{
    SHA2_CTX c;
    int status;

    hex[0] = '\0';
    if (lseek(fd, 0, SEEK_SET) != 0)
        return error_set(e, ERR_IO, "%s: cannot be read: %s", path, strerror(errno));
    SHA256Init(&c);
    status = hash_open(fd, path, &c, e);
    if (!status)
        to_hex(&c, hex);
    return status;
}

int hash_file(const char *path, char hex[HASH_TEXT], struct error *e)
{
    SHA2_CTX c;
    int status, fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

    hex[0] = '\0';
    if (fd < 0)
        return error_set(e, error_of_errno(errno, ERR_NOINPUT), "%s: cannot be opened: %s", path,
                         strerror(errno));
    SHA256Init(&c);
    status = hash_open(fd, path, &c, e);
    close(fd); /* opened for reading: nothing is lost */
    if (!status)
        to_hex(&c, hex);
    return status;
}
