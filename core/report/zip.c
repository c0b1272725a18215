/* SPDX-License-Identifier: MIT */
/* minizip over a growing string. */
#include "report/zip.h"

#include <minizip/zip.h>
#include <stdlib.h>
#include <string.h>

struct zip_writer {
    struct str *out;
    size_t start, at; /* of the file in out; where minizip writes next */
    zipFile zip;
    bool failed;
};

static voidpf open_memory(voidpf opaque, const void *name, int mode)
{
    (void)name, (void)mode;
    return opaque;
}

static uLong read_memory(voidpf opaque, voidpf stream, void *to, uLong n)
{
    struct zip_writer *z = opaque;
    size_t left = z->out->n - z->start - z->at;
    (void)stream;
    n = n < left ? n : (uLong)left;
    memcpy(to, z->out->s + z->start + z->at, n);
    z->at += n;
    return n;
}

/* Goes back over what is there for the sizes of a part, else on at the end. */
static uLong write_memory(voidpf opaque, voidpf stream, const void *from, uLong n)
{
    struct zip_writer *z = opaque;
    size_t there = z->out->n - z->start - z->at, over = n < there ? n : there;
    (void)stream;
    if (over)
        memcpy(z->out->s + z->start + z->at, from, over);
    str_add_bytes(z->out, (const char *)from + over, n - over);
    z->at += n;
    return z->out->failed ? 0 : n;
}

static ZPOS64_T tell_memory(voidpf opaque, voidpf stream)
{
    (void)stream;
    return ((struct zip_writer *)opaque)->at;
}

static long seek_memory(voidpf opaque, voidpf stream, ZPOS64_T offset, int origin)
{
    struct zip_writer *z = opaque;
    size_t size = z->out->n - z->start;
    size_t from = origin == ZLIB_FILEFUNC_SEEK_END   ? size
                  : origin == ZLIB_FILEFUNC_SEEK_CUR ? z->at
                                                     : 0;
    (void)stream;
    if (offset > size || from + offset > size)
        return -1;
    z->at = from + (size_t)offset;
    return 0;
}

static int nothing(voidpf opaque, voidpf stream)
{
    (void)opaque, (void)stream;
    return 0;
}

struct zip_writer *zip_begin(struct str *out, struct error *e)
{
    struct zip_writer *z = calloc(1, sizeof *z);
    zlib_filefunc64_def memory = {open_memory, read_memory, write_memory, tell_memory,
                                  seek_memory, nothing,     nothing,      z};
    if (z) {
        z->out = out;
        z->start = out->n;
        z->zip = zipOpen2_64("", APPEND_STATUS_CREATE, NULL, &memory);
    }
    if (z && z->zip)
        return z;
    free(z);
    error_no_memory(e);
    return NULL;
}

void zip_add(struct zip_writer *z, const char *name, const void *bytes, size_t n)
{
    const zip_fileinfo info = {.tmz_date = {.tm_mday = 1, .tm_year = 1980}};
    bool fine = zipOpenNewFileInZip64(z->zip, name, &info, NULL, 0, NULL, 0, NULL, Z_DEFLATED,
                                      Z_DEFAULT_COMPRESSION, n > UINT32_MAX / 2) == ZIP_OK;
    for (size_t done = 0, part; fine && done < n; done += part) {
        part = n - done < 1 << 30 ? n - done : 1 << 30;
        fine = zipWriteInFileInZip(z->zip, (const char *)bytes + done, (unsigned)part) == ZIP_OK;
    }
    z->failed = !fine || zipCloseFileInZip(z->zip) != ZIP_OK || z->failed;
}

void zip_add_text(struct zip_writer *z, const char *name, const char *s)
{
    zip_add(z, name, s, strlen(s));
}

int zip_end(struct zip_writer *z, struct error *e)
{
    bool failed = zipClose(z->zip, NULL) != ZIP_OK || z->failed || z->out->failed;
    free(z);
    return failed ? error_no_memory(e) : OK;
}
