/* SPDX-License-Identifier: MIT */
/* What the tests of the plugin loader share: where the test plugins are, and folders of their own.
 */
#ifndef HENG_TESTS_PLUGIN_KIT_H
#define HENG_TESTS_PLUGIN_KIT_H

#include <dirent.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "kit.h"
#include "plugin/plugin.h"
#include "plugin/plugin_internal.h"

/* Instrumented builds run without the system call filter and without a limit on memory. */
#if defined(__SANITIZE_ADDRESS__) || defined(HENG_COVERAGE)
#define CONFINED 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define CONFINED 0
#endif
#endif
#ifndef CONFINED
#define CONFINED 1
#endif

/* Short enough for endless loops, long enough for a busy machine. */
static const struct worker_limits limits = {2, (size_t)300 << 20, 1 << 20};

static inline const char *plugin_path(struct arena *a, const char *name)
{
    const char *dir = getenv("HENG_TEST_PLUGINS");
    return arena_printf(a, "%s/%s.so", dir && *dir ? dir : "build/tests/plugins/bad", name);
}

/* A folder of this test's own. */
static inline char *folder_new(struct arena *a)
{
    const char *tmp = getenv("TMPDIR");
    char *dir = arena_printf(a, "%s/heng-plugin-XXXXXX", tmp && *tmp ? tmp : "/tmp");
    ck_assert_ptr_nonnull(mkdtemp(dir));
    return dir;
}

static inline void folder_remove(const char *dir)
{
    DIR *d = opendir(dir);
    struct dirent *entry;
    char path[PATH_MAX];
    while (d && (entry = readdir(d)) != NULL) {
        snprintf(path, sizeof path, "%s/%s", dir, entry->d_name);
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0 &&
            unlink(path) != 0)
            rmdir(path);
    }
    if (d)
        closedir(d);
    ck_assert_int_eq(rmdir(dir), 0);
}

static inline void bytes_write(const char *path, const void *bytes, size_t n)
{
    FILE *f = fopen(path, "wb");
    ck_assert_ptr_nonnull(f);
    ck_assert_uint_eq(fwrite(bytes, 1, n, f), n);
    ck_assert_int_eq(fclose(f), 0);
    ck_assert_int_eq(chmod(path, 0644), 0);
}

/* The caller's to free(). */
static inline char *plugin_bytes(const char *name, size_t *n)
{
    struct arena *a = arena_new();
    struct error e = {0};
    char *bytes = NULL;
    int status = file_read(plugin_path(a, name), PLUGIN_FILE_MAX, &bytes, n, &e);
    ck_assert_msg(status == OK, "%s (HENG_TEST_PLUGINS says where the test plugins are)", e.text);
    arena_free(a);
    return bytes;
}

/* Describes one; NULL and *e filled in when it is refused. */
static inline struct plugin *describe_path(struct arena *a, const char *path, struct error *e)
{
    struct plugin *p = NULL;
    struct error general = {0};
    ck_assert_msg(plugins_describe(a, &path, 1, &limits, 1, &p, e, &general) == OK, "%s",
                  general.text);
    return p;
}

static inline struct plugin *describe_named(struct arena *a, const char *name)
{
    struct error e = {0};
    struct plugin *p = describe_path(a, plugin_path(a, name), &e);
    ck_assert_msg(p != NULL, "%s", e.text);
    return p;
}

/* The line begins with where, says why, and is one line. */
static inline void assert_error(const struct error *e, const char *where, const char *why)
{
    ck_assert_msg(e->status == ERR_PART, "%s: status %d, '%s'", where, e->status, e->text);
    ck_assert_msg(strncmp(e->text, where, strlen(where)) == 0, "'%s' does not begin with '%s'",
                  e->text, where);
    ck_assert_msg(strstr(e->text, why) != NULL, "'%s' does not say '%s'", e->text, why);
    ck_assert_msg(strpbrk(e->text, "\n\033") == NULL, "'%s' is not one line", e->text);
}

#endif
