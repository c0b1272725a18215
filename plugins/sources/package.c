/* SPDX-License-Identifier: MIT */
/* Zip packages of XML parts, through minizip and expat. */
#include "package.h"

#include <expat.h>
#include <minizip/unzip.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CHUNK = 1 << 16, PARTS_MAX = 20000 };

struct package {
    int fd;
    uint64_t size, at; /* of the file; where minizip reads */
    unzFile zip;
    uint64_t most, left; /* bytes that may be unpacked, and still may */
    char *why;
    size_t why_size;
    bool failed;
    XML_Parser parser; /* of the part at hand, or NULL */
    const struct package_handler *handler;
    void *data;
    const char *part;
    char chunk[CHUNK];
};

/* ---- failures ------------------------------------------------------------- */

void package_fail(struct package *p, const char *fmt, ...)
{
    va_list ap;
    if (p->failed)
        return;
    p->failed = true;
    va_start(ap, fmt);
    vsnprintf(p->why, p->why_size, fmt, ap);
    va_end(ap);
    if (p->parser)
        XML_StopParser(p->parser, XML_FALSE);
}

bool package_failed(const struct package *p)
{
    return p->failed;
}

/* ---- the zip, read by position from a descriptor -------------------------- */

static voidpf open_descriptor(voidpf opaque, const void *name, int mode)
{
    (void)name, (void)mode;
    return opaque;
}

static uLong read_descriptor(voidpf opaque, voidpf stream, void *to, uLong n)
{
    struct package *p = opaque;
    uLong have = 0;
    (void)stream;
    while (have < n) {
        ssize_t got = pread(p->fd, (char *)to + have, n - have, (off_t)(p->at + have));
        if (got <= 0)
            break;
        have += (uLong)got;
    }
    p->at += have;
    return have;
}

static ZPOS64_T tell_descriptor(voidpf opaque, voidpf stream)
{
    (void)stream;
    return ((struct package *)opaque)->at;
}

static long seek_descriptor(voidpf opaque, voidpf stream, ZPOS64_T offset, int origin)
{
    struct package *p = opaque;
    uint64_t from = origin == ZLIB_FILEFUNC_SEEK_END   ? p->size
                    : origin == ZLIB_FILEFUNC_SEEK_CUR ? p->at
                                                       : 0;
    (void)stream;
    if (offset > p->size || from + offset > p->size)
        return -1;
    p->at = from + offset;
    return 0;
}

static int close_descriptor(voidpf opaque, voidpf stream)
{
    (void)opaque, (void)stream;
    return 0;
}

static int no_error(voidpf opaque, voidpf stream)
{
    (void)opaque, (void)stream;
    return 0;
}

static unzFile open_zip(struct package *p)
{
    zlib_filefunc64_def by_position = {
        .zopen64_file = open_descriptor,
        .zread_file = read_descriptor,
        .ztell64_file = tell_descriptor,
        .zseek64_file = seek_descriptor,
        .zclose_file = close_descriptor,
        .zerror_file = no_error,
        .opaque = p,
    };
    return unzOpen2_64("", &by_position);
}

struct package *package_open(int fd, uint64_t unpacked_max, char *why, size_t why_size)
{
    struct package *p = calloc(1, sizeof *p);
    struct stat st;
    unz_global_info64 info;
    if (!p)
        return NULL;
    *p = (struct package){
        .fd = fd, .most = unpacked_max, .left = unpacked_max, .why = why, .why_size = why_size};
    if (fstat(fd, &st) == 0 && st.st_size > 0)
        p->size = (uint64_t)st.st_size;
    p->zip = open_zip(p);
    if (!p->zip || unzGetGlobalInfo64(p->zip, &info) != UNZ_OK)
        package_fail(p, "a workbook that is cut off or damaged (its zip directory cannot be read): "
                        "save it again, "
                        "or its sheet as CSV UTF-8");
    else if (info.number_entry > PARTS_MAX)
        package_fail(p, "%llu parts in the zip file; at most %d are read",
                     (unsigned long long)info.number_entry, PARTS_MAX);
    if (!p->failed)
        return p;
    package_close(p);
    return NULL;
}

void package_close(struct package *p)
{
    if (!p)
        return;
    if (p->zip)
        unzClose(p->zip);
    free(p);
}

bool package_has(struct package *p, const char *part)
{
    return unzLocateFile(p->zip, part, 2) == UNZ_OK; /* as names go on the web: either case */
}

/* ---- parts ---------------------------------------------------------------- */

static bool open_part(struct package *p, const char *part)
{
    if (p->failed)
        return false;
    if (!package_has(p, part))
        package_fail(p, "the part %.200s is missing; save the workbook again", part);
    else if (unzOpenCurrentFile(p->zip) != UNZ_OK)
        package_fail(p, "the part %.200s cannot be unpacked (protected by a password?)", part);
    return !p->failed;
}

/* Bytes in p->chunk; 0 at the end, or where it failed. */
static size_t next_chunk(struct package *p, const char *part)
{
    int n = unzReadCurrentFile(p->zip, p->chunk, CHUNK);
    if (n < 0)
        package_fail(p, "the part %.200s is damaged; save the workbook again", part);
    else if ((uint64_t)n > p->left)
        package_fail(p, "more than %llu MB when unpacked; limit_mb says how much is taken",
                     (unsigned long long)(p->most >> 20));
    if (p->failed)
        return 0;
    p->left -= (uint64_t)n;
    return (size_t)n;
}

static void close_part(struct package *p, const char *part)
{
    if (unzCloseCurrentFile(p->zip) != UNZ_OK)
        package_fail(p, "the part %.200s is damaged: its checksum is wrong", part);
}

bool package_scan(struct package *p, const char *part,
                  void (*chunk)(void *data, const char *s, size_t n), void *data)
{
    if (!open_part(p, part))
        return false;
    for (size_t n; (n = next_chunk(p, part)) > 0 && !p->failed;)
        chunk(data, p->chunk, n);
    close_part(p, part);
    return !p->failed;
}

/* ---- XML ------------------------------------------------------------------ */

static const char *local(const char *name)
{
    const char *colon = name[1] ? strrchr(name, ':') : NULL;
    return colon ? colon + 1 : name;
}

static void on_start(void *of, const char *name, const char **attributes)
{
    struct package *p = of;
    if (!p->failed && p->handler->start)
        p->handler->start(p->data, local(name), attributes);
}

static void on_end(void *of, const char *name)
{
    struct package *p = of;
    if (!p->failed && p->handler->end)
        p->handler->end(p->data, local(name));
}

static void on_text(void *of, const char *s, int n)
{
    struct package *p = of;
    if (!p->failed && p->handler->text)
        p->handler->text(p->data, s, (size_t)n);
}

static void on_doctype(void *of, const char *name, const char *system, const char *public, int own)
{
    struct package *p = of;
    (void)name, (void)system, (void)public, (void)own;
    package_fail(p, "the part %.200s has a document type, which no workbook needs", p->part);
}

static void parse(struct package *p, const char *part)
{
    size_t n = 1;
    XML_SetUserData(p->parser, p);
    XML_SetElementHandler(p->parser, on_start, on_end);
    XML_SetCharacterDataHandler(p->parser, on_text);
    XML_SetStartDoctypeDeclHandler(p->parser, on_doctype);
    while (n && !p->failed) {
        n = next_chunk(p, part);
        if (!p->failed && !XML_Parse(p->parser, p->chunk, (int)n, n == 0))
            package_fail(p, "the part %.200s is not well-formed: line %lu: %s", part,
                         (unsigned long)XML_GetCurrentLineNumber(p->parser),
                         XML_ErrorString(XML_GetErrorCode(p->parser)));
    }
}

bool package_parse(struct package *p, const char *part, const struct package_handler *h, void *data)
{
    if (!open_part(p, part))
        return false;
    p->handler = h;
    p->data = data;
    p->part = part;
    p->parser = XML_ParserCreate(NULL);
    if (p->parser)
        parse(p, part);
    else
        package_fail(p, "out of memory");
    XML_ParserFree(p->parser);
    p->parser = NULL;
    close_part(p, part);
    return !p->failed;
}

const char *package_attribute(const char **attributes, const char *name)
{
    for (; *attributes; attributes += 2)
        if (strcmp(local(attributes[0]), name) == 0)
            return attributes[1];
    return "";
}

bool package_target(const char *from, const char *target, char *part, size_t size)
{
    const char *slash = strrchr(from, '/');
    size_t n = *target == '/' || !slash ? 0 : (size_t)(slash - from) + 1;
    int written;
    while (strncmp(target, "../", 3) == 0 || strncmp(target, "./", 2) == 0) {
        bool up = target[1] == '.';
        target += up ? 3 : 2;
        if (up && n == 0)
            return false;
        if (up)
            for (n--; n > 0 && from[n - 1] != '/'; n--)
                ;
    }
    written = snprintf(part, size, "%.*s%s", (int)n, from, target + (*target == '/'));
    return written > 0 && (size_t)written < size && !strstr(part, "..");
}
