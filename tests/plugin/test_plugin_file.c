/* SPDX-License-Identifier: MIT */
/* The look at a file before any code of it runs: made at run time, as root or not. */
#include <elf.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>

#include "plugin_kit.h"

struct panorama_entry {
    struct arena *arena;
    char *dir, *path;
    char *bytes; /* a sound plugin's */
    size_t n;
};

static void place_init(struct panorama_entry *p)
{
    p->arena = arena_new();
    p->dir = folder_new(p->arena);
    p->path = path_join(p->arena, p->dir, "sound.so");
    p->bytes = plugin_bytes("sound", &p->n);
    bytes_write(p->path, p->bytes, p->n);
}

static void place_fini(struct panorama_entry *p)
{
    folder_remove(p->dir);
    free(p->bytes);
    arena_free(p->arena);
}

static int look(const char *path, struct error *e)
{
    char sha256[65];
    memset(e, 0, sizeof *e);
    return plugin_file_look(path, sha256, e);
}

static void assert_sound(const char *path)
{
    struct error e;
    ck_assert_msg(look(path, &e) == OK, "%s", e.text);
}

static void assert_refused(const char *path, const char *why)
{
    struct error e;
    ck_assert_msg(look(path, &e) == ERR_PART, "%s was accepted", path);
    assert_error(&e, path, why);
}

START_TEST(kinds)
{
    struct panorama_entry p;
    char *path;
    place_init(&p);
    assert_sound(p.path);
    path = path_join(p.arena, p.dir, "link.so");
    ck_assert_int_eq(symlink(p.path, path), 0);
    assert_refused(path, "a symbolic link");
    path = path_join(p.arena, p.dir, "fifo.so");
    ck_assert_int_eq(mkfifo(path, 0600), 0);
    assert_refused(path, "a FIFO");
    path = path_join(p.arena, p.dir, "folder.so");
    ck_assert_int_eq(mkdir(path, 0700), 0);
    assert_refused(path, "a folder");
    assert_refused(path_join(p.arena, p.dir, "missing.so"), "No such file");
    assert_refused("/nonexistent/missing.so", "its folder cannot be opened");
    place_fini(&p);
}
END_TEST

START_TEST(names)
{
    static const char *const bad[] = {
        "Sound.so",   "so.und.so",
        ".so",        "sound",
        "sound.so.1", "9sound.so",
        "so und.so",  "a_name_that_is_longer_than_the_sixty_three_bytes_that_an_id_may_have.so",
    };
    struct panorama_entry p;
    char name[64];
    place_init(&p);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char *path = path_join(p.arena, p.dir, bad[i]);
        bytes_write(path, p.bytes, p.n);
        assert_refused(path, "no name for a plugin");
    }
    ck_assert(plugin_file_name("/a/b/sound_2.so", name));
    ck_assert_str_eq(name, "sound_2");
    ck_assert(plugin_file_name("sound.so", name));
    place_fini(&p);
}
END_TEST

START_TEST(permissions)
{
    struct panorama_entry p;
    place_init(&p);
    ck_assert_int_eq(chmod(p.path, 0666), 0);
    assert_refused(p.path, "it is writable by everyone");
    ck_assert_int_eq(chmod(p.path, 0600), 0);
    assert_sound(p.path);
    ck_assert_int_eq(chmod(p.dir, 0777), 0);
    assert_refused(p.path, "its folder is writable by everyone");
    ck_assert_int_eq(chmod(p.dir, 01777), 0);
    assert_sound(p.path);
    ck_assert_int_eq(chmod(p.dir, 0755), 0);
    assert_sound(p.path);
    place_fini(&p);
}
END_TEST

/* Only root can make files of other users and groups. */
START_TEST(owners)
{
    enum { OTHER = 54321 };
    struct panorama_entry p;
    if (geteuid() != 0)
        return;
    place_init(&p);
    ck_assert_int_eq(chown(p.path, OTHER, 0), 0);
    assert_refused(p.path, "it belongs to another user (uid 54321)");
    ck_assert_int_eq(chown(p.path, 0, OTHER), 0);
    assert_sound(p.path);
    ck_assert_int_eq(chmod(p.path, 0664), 0);
    assert_refused(p.path, "it is writable by a group (gid 54321)");
    ck_assert_int_eq(chown(p.path, 0, 0), 0);
    assert_sound(p.path); /* root's private group */
    ck_assert_int_eq(chown(p.dir, OTHER, 0), 0);
    assert_refused(p.path, "its folder belongs to another user");
    ck_assert_int_eq(chown(p.dir, 0, OTHER), 0);
    ck_assert_int_eq(chmod(p.dir, 0775), 0);
    assert_refused(p.path, "its folder is writable by a group");
    ck_assert_int_eq(chmod(p.dir, 0755), 0);
    /* An unknown user has no private group. */
    ck_assert_int_eq(chown(p.path, OTHER, OTHER), 0);
    ck_assert_int_eq(seteuid(OTHER), 0);
    assert_refused(p.path, "it is writable by a group");
    ck_assert_int_eq(seteuid(0), 0);
    place_fini(&p);
}
END_TEST

/* A user, not root, whose own group is one of another name, such as nogroup; NULL: there is none.
 */
static const struct passwd *user_of_a_shared_group(void)
{
    const struct passwd *u;
    setpwent();
    while ((u = getpwent())) {
        const struct group *g = getgrgid(u->pw_gid);
        if (u->pw_uid != 0 && g && strcmp(g->gr_name, u->pw_name) != 0)
            break;
    }
    endpwent();
    return u;
}

START_TEST(a_group_of_many_is_not_private)
{
    const struct passwd *u = geteuid() == 0 ? user_of_a_shared_group() : NULL;
    struct panorama_entry p;
    if (!u)
        return;
    place_init(&p);
    ck_assert_int_eq(chown(p.path, u->pw_uid, u->pw_gid), 0);
    ck_assert_int_eq(chmod(p.dir, 0755), 0);
    ck_assert_int_eq(seteuid(u->pw_uid), 0);
    assert_sound(p.path);
    ck_assert_int_eq(chmod(p.path, 0664), 0);
    assert_refused(p.path, "it is writable by a group");
    ck_assert_int_eq(seteuid(0), 0);
    place_fini(&p);
}
END_TEST

START_TEST(not_readable)
{
    struct panorama_entry p;
    place_init(&p);
    ck_assert_int_eq(chmod(p.path, 0), 0);
    if (geteuid() != 0)
        assert_refused(p.path, "it cannot be opened");
    place_fini(&p);
}
END_TEST

/* ---- bytes --------------------------------------------------------------- */

static void assert_bytes(struct panorama_entry *p, const char *why)
{
    bytes_write(p->path, p->bytes, p->n);
    assert_refused(p->path, why);
}

START_TEST(not_a_shared_object)
{
    static const char text[] = "This is a text that is called sound.so and has more than 64 bytes.";
    struct panorama_entry p;
    place_init(&p);
    bytes_write(p.path, text, sizeof text);
    assert_refused(p.path, "no ELF header");
    bytes_write(p.path, text, 10);
    assert_refused(p.path, "too short for a shared object: 10 bytes");
    bytes_write(p.path, "", 0);
    assert_refused(p.path, "too short");
    ck_assert_int_eq(truncate(p.path, (off_t)PLUGIN_FILE_MAX + 1), 0);
    assert_refused(p.path, "too long");
    place_fini(&p);
}
END_TEST

START_TEST(executables_are_no_plugins)
{
    struct panorama_entry p;
    char *bytes;
    size_t n;
    struct error e;
    place_init(&p);
    ck_assert_int_eq(file_read("/proc/self/exe", PLUGIN_FILE_MAX, &bytes, &n, &e), OK);
    bytes_write(p.path, bytes, n);
    assert_refused(p.path, "");
    free(bytes);
    place_fini(&p);
}
END_TEST

START_TEST(headers)
{
    struct panorama_entry p;
    Elf64_Ehdr *h;
    Elf64_Phdr *s;
    place_init(&p);
    h = (Elf64_Ehdr *)(void *)p.bytes;
    s = (Elf64_Phdr *)(void *)(p.bytes + h->e_phoff);
#define SPOILT(lvalue, value, why)                                                                 \
    do {                                                                                           \
        __typeof__(lvalue) was = (lvalue);                                                         \
        (lvalue) = (__typeof__(lvalue))(value);                                                    \
        assert_bytes(&p, why);                                                                     \
        (lvalue) = was;                                                                            \
    } while (0)
    SPOILT(h->e_machine, h->e_machine ^ 1, "built for another machine");
    SPOILT(h->e_ident[EI_CLASS], ELFCLASS32, "built for another machine");
    SPOILT(h->e_ident[EI_DATA], 9, "built for another machine");
    SPOILT(h->e_type, ET_EXEC, "build it with -shared");
    SPOILT(h->e_version, 7, "damaged");
    SPOILT(h->e_phentsize, 1, "damaged");
    SPOILT(h->e_phnum, 0, "damaged");
    SPOILT(h->e_phnum, 0xffff, "damaged");
    SPOILT(h->e_phoff, UINT64_MAX - 8, "cut short");
    SPOILT(h->e_phoff, p.n - 8, "cut short");
    for (size_t i = 0; i < h->e_phnum; i++) {
        if (s[i].p_type == PT_LOAD) {
            SPOILT(s[i].p_filesz, UINT64_MAX, "a segment lies beyond the end");
            SPOILT(s[i].p_offset, UINT64_MAX, "a segment lies beyond the end");
            SPOILT(s[i].p_memsz, s[i].p_filesz - 1, "larger in the file than in memory");
        } else if (s[i].p_type == PT_DYNAMIC) {
            SPOILT(s[i].p_type, PT_NULL, "no dynamic section");
            SPOILT(s[i].p_filesz, 8, "no dynamic section");
            SPOILT(s[i].p_offset, p.n, "a segment lies beyond the end");
        } else if (s[i].p_type == PT_GNU_STACK) {
            SPOILT(s[i].p_flags, PF_X, "executable stack");
        }
    }
#undef SPOILT
    bytes_write(p.path, p.bytes, p.n);
    assert_sound(p.path);
    place_fini(&p);
}
END_TEST

static int check_exact(const char *bytes, size_t n)
{
    unsigned char *exact = malloc(n ? n : 1); /* so that a byte too far shows */
    struct error e = {0};
    int status;
    memcpy(exact, bytes, n);
    status = plugin_elf_check(exact, n, &e);
    ck_assert(status == OK || (status == ERR_PART && e.text[0]));
    free(exact);
    return status;
}

/* Cut anywhere: refused while a segment is not whole. What is behind the segments (section
   headers, debugging) is not needed for loading. */
START_TEST(cut_at_every_length)
{
    struct panorama_entry p;
    Elf64_Ehdr h;
    Elf64_Phdr s;
    size_t needed = 0;
    place_init(&p);
    memcpy(&h, p.bytes, sizeof h);
    for (size_t i = 0; i < h.e_phnum; i++) {
        memcpy(&s, p.bytes + h.e_phoff + i * sizeof s, sizeof s);
        if (s.p_type == PT_LOAD && s.p_offset + s.p_filesz > needed)
            needed = s.p_offset + s.p_filesz;
    }
    ck_assert(needed > 0 && needed <= p.n);
    for (size_t n = 0; n < p.n; n++)
        ck_assert_msg((check_exact(p.bytes, n) == OK) == (n >= needed), "cut at %zu of %zu", n,
                      p.n);
    place_fini(&p);
}
END_TEST

/* The headers and the tables of symbols with one byte changed: no read outside, no endless walk. */
START_TEST(one_byte_wrong)
{
    static const unsigned char values[] = {0x00, 0xff, 0x7f, 0x80, 0x01};
    struct panorama_entry p;
    size_t end;
    place_init(&p);
    end = p.n < 2048 ? p.n : 2048;
    for (size_t i = 0; i < end; i++)
        for (size_t k = 0; k < sizeof values; k++) {
            char was = p.bytes[i];
            p.bytes[i] = (char)values[k];
            check_exact(p.bytes, p.n);
            p.bytes[i] = was;
        }
    place_fini(&p);
}
END_TEST

/* A table of the older kind, as --hash-style=sysv leaves it, is read as well. */
START_TEST(the_older_hash)
{
    struct panorama_entry p;
    Elf64_Ehdr h;
    Elf64_Phdr s;
    Elf64_Dyn d;
    size_t at;
    uint32_t table[2] = {1, 64};
    place_init(&p);
    memcpy(&h, p.bytes, sizeof h);
    for (size_t i = 0; i < h.e_phnum; i++) {
        memcpy(&s, p.bytes + h.e_phoff + i * sizeof s, sizeof s);
        if (s.p_type == PT_DYNAMIC)
            break;
    }
    for (at = s.p_offset; at < s.p_offset + s.p_filesz; at += sizeof d) {
        memcpy(&d, p.bytes + at, sizeof d);
        if (d.d_tag == DT_GNU_HASH)
            break;
    }
    ck_assert_int_eq(d.d_tag, DT_GNU_HASH);
    d.d_tag = DT_HASH; /* the first segment of a shared object lies where it is in the file */
    memcpy(p.bytes + at, &d, sizeof d);
    memcpy(p.bytes + d.d_un.d_ptr, table, sizeof table);
    ck_assert_int_eq(check_exact(p.bytes, p.n), OK);
    table[1] = 1;
    memcpy(p.bytes + d.d_un.d_ptr, table, sizeof table);
    ck_assert_int_eq(check_exact(p.bytes, p.n), ERR_PART);
    d.d_un.d_ptr = 1 << 30;
    memcpy(p.bytes + at, &d, sizeof d);
    ck_assert_int_eq(check_exact(p.bytes, p.n), ERR_PART);
    place_fini(&p);
}
END_TEST

/* Damaged where the look does not see it: the worker may die of it, the parent may not. */
START_TEST(damaged_within)
{
    struct panorama_entry p;
    uint32_t random = 1;
    place_init(&p);
    for (int i = 0; i < 40; i++) {
        struct error e = {0};
        char *copy = malloc(p.n);
        memcpy(copy, p.bytes, p.n);
        for (int k = 0; k < 20; k++) {
            random = random * 1664525 + 1013904223;
            copy[64 + (random >> 8) % (p.n - 64)] ^= (char)(random >> 3 | 1);
        }
        bytes_write(p.path, copy, p.n);
        if (!describe_path(p.arena, p.path, &e))
            assert_error(&e, p.path, "");
        free(copy);
    }
    place_fini(&p);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        kinds,
        names,
        permissions,
        owners,
        a_group_of_many_is_not_private,
        not_readable,
        not_a_shared_object,
        executables_are_no_plugins,
        headers,
        cut_at_every_length,
        one_byte_wrong,
        the_older_hash,
        damaged_within,
        NULL,
    };
    return kit_run("plugin file", tests);
}
