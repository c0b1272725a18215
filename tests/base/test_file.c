/* SPDX-License-Identifier: MIT */
#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <seccomp.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "kit.h"

/* ---- a folder of its own for each test, all in one that main removes --------- */

static char all[512], root[512];
static struct arena *mem;
static struct error err;

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
    (void)st, (void)type, (void)ftw;
    return remove(path);
}

/* A test that failed half-way leaves folders that nobody may write to, or a file system. */
static int open_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
    (void)st, (void)ftw;
    if (type == FTW_D && umount2(path, MNT_DETACH) && chmod(path, 0700))
        perror(path);
    return 0;
}

static bool make_all(void)
{
    const char *tmp = getenv("TMPDIR");
    char made[4096], real[4096];
    snprintf(made, sizeof made, "%s/heng-file-XXXXXX", tmp && *tmp ? tmp : "/tmp");
    if (!mkdtemp(made) || !realpath(made, real))
        return false;
    snprintf(all, sizeof all, "%.490s", real);
    return chmod(all, 0711) == 0; /* for tests without the powers of root */
}

static void remove_all(void)
{
    nftw(all, open_one, 16, FTW_PHYS);
    nftw(all, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static void setup(void)
{
    snprintf(root, sizeof root, "%.490s/test-XXXXXX", all);
    ck_assert_ptr_nonnull(mkdtemp(root));
    mem = arena_new();
    memset(&err, 0, sizeof err);
}

static void teardown(void)
{
    ck_assert_int_eq(chdir("/"), 0);
    nftw(root, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    arena_free(mem);
}

static const char *in(const char *name)
{
    return path_join(mem, root, name);
}

static void put(const char *name, const char *text)
{
    FILE *f = fopen(in(name), "w");
    ck_assert_ptr_nonnull(f);
    ck_assert_int_ge(fputs(text, f), 0);
    ck_assert_int_eq(fclose(f), 0);
}

static void folder(const char *name)
{
    ck_assert_int_eq(mkdir(in(name), 0777), 0);
}

static void holds(const char *name, const char *want)
{
    char *got;
    size_t n;
    ck_assert_msg(file_read(in(name), 1000, &got, &n, &err) == OK, "%s", err.text);
    ck_assert_str_eq(got, want);
    free(got);
}

static void says(int rc, int want, const char *text)
{
    ck_assert_msg(rc == want, "got %d (%s), want %d", rc, err.text, want);
    ck_assert_int_eq(err.status, want);
    ck_assert_msg(strstr(err.text, text) != NULL, "\"%s\" does not say \"%s\"", err.text, text);
}

/* Entries of a folder, hidden ones too. */
static size_t count(const char *name)
{
    DIR *d = opendir(in(name));
    size_t n = 0;
    ck_assert_ptr_nonnull(d);
    while (readdir(d))
        n++;
    closedir(d);
    return n - 2;
}

static void write_to(struct file_set *set, const char *name, const char *text)
{
    FILE *f;
    ck_assert_msg(file_set_open(set, name, &f, &err) == OK, "%s", err.text);
    ck_assert_int_ge(fputs(text, f), 0);
    ck_assert_msg(file_set_close(set, f, &err) == OK, "%s", err.text);
}

static struct file_set *begun(const char *dir)
{
    struct file_set *set;
    ck_assert_msg(file_set_begin(dir, &set, &err) == OK, "%s", err.text);
    return set;
}

static void commit_two(const char *dir, const char *text)
{
    struct file_set *set = begun(dir);
    write_to(set, "a.csv", text);
    write_to(set, "b.csv", text);
    ck_assert_msg(file_set_commit(set, &err) == OK, "%s", err.text);
}

/* ---- reading ------------------------------------------------------------- */

START_TEST(read_whole)
{
    char *s;
    size_t n, i;
    char big[5000];
    setup();
    put("empty", "");
    ck_assert_int_eq(file_read(in("empty"), 0, &s, &n, &err), OK);
    ck_assert_uint_eq(n, 0);
    ck_assert_str_eq(s, "");
    free(s);
    for (i = 0; i < sizeof big - 1; i++)
        big[i] = (char)('a' + i % 26);
    big[i] = '\0';
    put("big", big);
    ck_assert_int_eq(file_read(in("big"), sizeof big - 1, &s, &n, &err), OK);
    ck_assert_uint_eq(n, sizeof big - 1);
    ck_assert_str_eq(s, big);
    free(s);
    says(file_read(in("big"), sizeof big - 2, &s, &n, &err), ERR_DATA, "too long");
    ck_assert_ptr_null(s);
    /* claims to be empty, and is not */
    ck_assert_int_eq(file_read("/proc/self/status", 1 << 20, &s, &n, &err), OK);
    ck_assert_ptr_nonnull(strstr(s, "VmSize"));
    free(s);
    says(file_read("/proc/self/status", 100, &s, &n, &err), ERR_DATA, "too long");
    says(file_read("/proc/self/mem", SIZE_MAX, &s, &n, &err), ERR_IO, "cannot be read");
    teardown();
}
END_TEST

START_TEST(read_refuses)
{
    char *s;
    size_t n;
    struct sockaddr_un at = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    setup();
    says(file_read(in("none"), 10, &s, &n, &err), ERR_NOINPUT, "No such file");
    ck_assert_int_eq(strncmp(err.text, root, strlen(root)), 0);
    says(file_read(root, 10, &s, &n, &err), ERR_NOINPUT, "a folder");
    ck_assert_int_eq(mkfifo(in("fifo"), 0600), 0);
    says(file_read(in("fifo"), 10, &s, &n, &err), ERR_NOINPUT, "a named pipe");
    says(file_read("/dev/zero", 10, &s, &n, &err), ERR_NOINPUT, "a device");
    snprintf(at.sun_path, sizeof at.sun_path, "%.100s", in("sock"));
    ck_assert_int_eq(bind(fd, (struct sockaddr *)&at, sizeof at), 0);
    says(file_read(in("sock"), 10, &s, &n, &err), ERR_NOINPUT, "a socket");
    close(fd);
    ck_assert(file_exists("/proc/self/status") && !file_exists(root) && !file_exists(in("none")));
    ck_assert(dir_exists(root) && !dir_exists(in("fifo")));
    teardown();
}
END_TEST

START_TEST(paths)
{
    char here[4096];
    setup();
    ck_assert_str_eq(path_join(mem, "a", "b"), "a/b");
    ck_assert_str_eq(path_join(mem, "a/", "b"), "a/b");
    ck_assert_str_eq(path_join(mem, "", "b"), "b");
    ck_assert_str_eq(path_join(mem, "a", "/b"), "/b");
    ck_assert_str_eq(path_dir(mem, "a"), ".");
    ck_assert_str_eq(path_dir(mem, "/a"), "/");
    ck_assert_str_eq(path_dir(mem, "/a//b"), "/a");
    ck_assert_str_eq(path_dir(mem, "a/b/"), "a");
    ck_assert_str_eq(path_base("a/b"), "b");
    ck_assert_str_eq(path_base("b"), "b");
    ck_assert_str_eq(path_real(mem, root), root);
    ck_assert_str_eq(path_real(mem, in("x/./y//z")), in("x/y/z"));
    ck_assert_int_eq(symlink(root, in("link")), 0);
    ck_assert_str_eq(path_real(mem, in("link/new")), in("new"));
    ck_assert_ptr_null(path_real(mem, in("x/../y")));
    put("file", "");
    ck_assert_ptr_null(path_real(mem, in("file/y")));
    ck_assert_int_eq(chdir(root), 0);
    ck_assert_ptr_nonnull(getcwd(here, sizeof here));
    ck_assert_str_eq(path_real(mem, "new"), path_join(mem, here, "new"));
    ck_assert_str_eq(path_real(mem, "."), here);
    ck_assert_ptr_null(path_real(mem, ""));
    teardown();
}
END_TEST

START_TEST(folders)
{
    char **names, name[32];
    size_t n, i;
    setup();
    ck_assert_int_eq(dir_list(mem, in("none"), ".so", &names, &n, &err), OK);
    ck_assert_uint_eq(n, 0);
    ck_assert_int_eq(dir_make(in("p/q//r/"), &err), OK);
    ck_assert_int_eq(dir_make(in("p/q/r"), &err), OK);
    ck_assert(dir_exists(in("p/q/r")));
    put("p/file", "");
    says(dir_make(in("p/file/x"), &err), ERR_CANTCREATE, "p/file");
    says(dir_make(in("p/file"), &err), ERR_CANTCREATE, "in the way");
    says(dir_make("", &err), ERR_CANTCREATE, "cannot be made");
    says(dir_list(mem, in("p/file"), ".so", &names, &n, &err), ERR_NOINPUT, "cannot be listed");
    for (i = 0; i < 40; i++) {
        snprintf(name, sizeof name, "p/q/n%02zu.so", 39 - i);
        put(name, "");
    }
    put("p/q/.hidden.so", "");
    put("p/q/.so", "");
    put("p/q/other.txt", "");
    ck_assert_int_eq(dir_list(mem, in("p/q"), ".so", &names, &n, &err), OK);
    ck_assert_uint_eq(n, 40);
    ck_assert_str_eq(names[0], "n00");
    ck_assert_str_eq(names[39], "n39");
    ck_assert_int_eq(dir_list(mem, in("p/q"), "", &names, &n, &err), OK);
    ck_assert_uint_eq(n, 42);
    teardown();
}
END_TEST

START_TEST(write_new)
{
    setup();
    ck_assert_int_eq(file_write_new(in("new"), "text", 4, &err), OK);
    holds("new", "text");
    says(file_write_new(in("new"), "more", 4, &err), ERR_CANTCREATE, "exists already");
    holds("new", "text");
    says(file_write_new(in("no/new"), "more", 4, &err), ERR_CANTCREATE, "cannot be made");
    ck_assert_int_eq(symlink("nowhere", in("link")), 0);
    says(file_write_new(in("link"), "more", 4, &err), ERR_CANTCREATE, "exists already");
    ck_assert_uint_eq(count("."), 2);
    teardown();
}
END_TEST

/* ---- sets ---------------------------------------------------------------- */

START_TEST(set_fresh)
{
    struct stat st;
    setup();
    umask(027);
    commit_two(in("p/q/out"), "one");
    holds("p/q/out/a.csv", "one");
    holds("p/q/out/b.csv", "one");
    ck_assert_uint_eq(count("p/q/out"), 2);
    ck_assert_uint_eq(count("p/q"), 1);
    ck_assert_int_eq(stat(in("p/q/out"), &st), 0);
    ck_assert_uint_eq(st.st_mode & 07777, 0750);
    ck_assert_int_eq(stat(in("p/q/out/a.csv"), &st), 0);
    ck_assert_uint_eq(st.st_mode & 07777, 0640);
    teardown();
}
END_TEST

START_TEST(set_keeps_the_rest)
{
    struct stat before, after;
    setup();
    folder("out");
    folder("out/sub");
    folder("out/.git");
    put("out/sub/deep", "deep");
    put("out/notes.txt", "mine");
    put("out/.hidden", "dot");
    put("out/a.csv", "old");
    ck_assert_int_eq(symlink("notes.txt", in("out/link")), 0);
    ck_assert_int_eq(chmod(in("out"), 02775), 0);
    ck_assert_int_eq(stat(in("out/notes.txt"), &before), 0);
    commit_two(in("out/"), "new");
    holds("out/a.csv", "new");
    holds("out/b.csv", "new");
    holds("out/sub/deep", "deep");
    holds("out/notes.txt", "mine");
    holds("out/link", "mine");
    holds("out/.hidden", "dot");
    ck_assert(dir_exists(in("out/.git")));
    ck_assert_int_eq(stat(in("out/notes.txt"), &after), 0);
    ck_assert_uint_eq(before.st_ino, after.st_ino);
    ck_assert_uint_eq(after.st_nlink, 1);
    ck_assert_int_eq(stat(in("out"), &after), 0);
    ck_assert_uint_eq(after.st_mode & 07777, 02775);
    ck_assert_uint_eq(count("out"), 7);
    ck_assert_uint_eq(count("."), 1);
    teardown();
}
END_TEST

START_TEST(set_abort)
{
    struct file_set *set;
    FILE *f;
    setup();
    set = begun(in("p/q/out"));
    write_to(set, "a.csv", "x");
    ck_assert_int_eq(file_set_open(set, "b.csv", &f, &err), OK);
    file_set_abort(set);
    ck_assert_uint_eq(count("."), 0);
    commit_two(in("out"), "one");
    set = begun(in("out"));
    write_to(set, "a.csv", "x");
    file_set_abort(set);
    holds("out/a.csv", "one");
    ck_assert_uint_eq(count("."), 1);
    file_set_abort(NULL);
    teardown();
}
END_TEST

START_TEST(set_wrong_use)
{
    struct file_set *set;
    FILE *f, *g;
    setup();
    set = begun(in("out"));
    says(file_set_open(set, "", &f, &err), ERR_CANTCREATE, "not a name");
    says(file_set_open(set, "a/b", &f, &err), ERR_CANTCREATE, "not a name");
    says(file_set_open(set, "../b", &f, &err), ERR_CANTCREATE, "not a name");
    says(file_set_open(set, ".b", &f, &err), ERR_CANTCREATE, "not a name");
    says(file_set_open(set, memset(arena_alloc(mem, 301), 'x', 300), &f, &err), ERR_CANTCREATE,
         "too long");
    ck_assert_int_eq(file_set_open(set, "a", &f, &err), OK);
    says(file_set_open(set, "a", &g, &err), ERR_CANTCREATE, "written twice");
    ck_assert_ptr_null(g);
    says(file_set_close(set, stdout, &err), ERR_INTERNAL, "not open");
    says(file_set_commit(set, &err), ERR_INTERNAL, "/a: was not closed");
    ck_assert_uint_eq(count("."), 0);
    teardown();
}
END_TEST

/* The k bytes written fail at the limit, early (a full buffer) or late (at close). */
static void fail_writing(size_t k)
{
    struct file_set *set;
    struct rlimit limit = {1024, RLIM_INFINITY};
    FILE *f;
    size_t i;
    commit_two(in("out"), "one");
    set = begun(in("out"));
    write_to(set, "b.csv", "new");
    ck_assert_int_eq(file_set_open(set, "a.csv", &f, &err), OK);
    signal(SIGXFSZ, SIG_IGN);
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
    for (i = 0; i < k; i++)
        putc('x', f);
    says(file_set_close(set, f, &err), ERR_IO, "out/a.csv: cannot be written: File too large");
    limit.rlim_cur = RLIM_INFINITY;
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
    says(file_set_commit(set, &err), ERR_IO, "nothing was replaced");
    holds("out/a.csv", "one");
    holds("out/b.csv", "one");
    ck_assert_uint_eq(count("out"), 2);
    ck_assert_uint_eq(count("."), 1);
}

START_TEST(set_write_fails)
{
    struct rlimit limit = {1024, RLIM_INFINITY};
    static char big[3000];
    setup();
    fail_writing(2000);
    fail_writing(100000);
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
    says(file_write_new(in("new"), big, sizeof big, &err), ERR_IO, "File too large");
    limit.rlim_cur = RLIM_INFINITY;
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
    ck_assert_uint_eq(count("."), 1);
    teardown();
}
END_TEST

START_TEST(set_refuses)
{
    struct file_set *set;
    setup();
    put("file", "");
    ck_assert_int_eq(symlink("nowhere", in("dangling")), 0);
    says(file_set_begin(in("file"), &set, &err), ERR_CANTCREATE, "not a folder");
    ck_assert_ptr_null(set);
    says(file_set_begin(in("file/out"), &set, &err), ERR_CANTCREATE, "Not a directory");
    says(file_set_begin(in("dangling"), &set, &err), ERR_CANTCREATE, "a link to nowhere");
    says(file_set_begin("", &set, &err), ERR_CANTCREATE, "cannot be written to");
    says(file_set_begin(in("no/../out"), &set, &err), ERR_CANTCREATE, "cannot be written to");
    says(file_set_begin("/proc/out", &set, &err), ERR_CANTCREATE, "cannot be written to");
    ck_assert_uint_eq(count("."), 2);
    set = begun(in("out"));
    write_to(set, "a", "x");
    folder("out");
    folder("out/a");
    says(file_set_commit(set, &err), ERR_CANTCREATE, "out/a: cannot be replaced: it is a folder");
    ck_assert_uint_eq(count("."), 3);
    teardown();
}
END_TEST

/* Without the powers of root, which passes every permission. */
START_TEST(set_without_permission)
{
    struct file_set *set;
    struct stat st;
    setup();
    folder("shut");
    folder("shut/out");
    folder("sealed");
    if (geteuid() == 0) {
        ck_assert_int_eq(chown(root, 65534, 65534), 0);
        ck_assert_int_eq(chown(in("shut"), 65534, 65534), 0);
        ck_assert_int_eq(chown(in("shut/out"), 65534, 65534), 0);
        ck_assert_int_eq(chown(in("sealed"), 65534, 65534), 0);
        ck_assert_int_eq(setegid(65534), 0);
        ck_assert_int_eq(seteuid(65534), 0);
    }
    ck_assert_int_eq(chmod(in("shut"), 0555), 0);
    ck_assert_int_eq(chmod(in("sealed"), 0555), 0);
    says(file_set_begin(in("sealed"), &set, &err), ERR_CANTCREATE, "Permission denied");
    says(file_set_begin(in("sealed/out"), &set, &err), ERR_CANTCREATE, "Permission denied");
    /* the folder can be written to, its parent cannot */
    commit_two(in("shut/out"), "one");
    commit_two(in("shut/out"), "two");
    holds("shut/out/a.csv", "two");
    ck_assert_uint_eq(count("shut/out"), 2);
    /* a subfolder that cannot be moved: the files are renamed into place instead */
    ck_assert_int_eq(dir_make(in("out/sub"), &err), OK);
    ck_assert_int_eq(chmod(in("out/sub"), 0555), 0);
    ck_assert_int_eq(stat(in("out"), &st), 0);
    commit_two(in("out"), "two");
    holds("out/b.csv", "two");
    ck_assert(dir_exists(in("out/sub")));
    ck_assert_uint_eq(count("out"), 3);
    ck_assert_uint_eq(count("."), 3);
    ck_assert_int_eq(chmod(in("shut"), 0755), 0);
    if (geteuid() != getuid()) {
        ck_assert_int_eq(seteuid(0), 0);
        ck_assert_int_eq(setegid(0), 0);
    }
    teardown();
}
END_TEST

START_TEST(set_of_the_working_folder)
{
    struct stat before, after;
    setup();
    folder("out");
    put("out/a.csv", "old");
    ck_assert_int_eq(chdir(in("out")), 0);
    ck_assert_int_eq(stat(".", &before), 0);
    commit_two(".", "new");
    ck_assert_int_eq(stat(in("out"), &after), 0);
    ck_assert_uint_eq(before.st_ino, after.st_ino);
    holds("out/a.csv", "new");
    holds("out/b.csv", "new");
    ck_assert_uint_eq(count("out"), 2);
    teardown();
}
END_TEST

START_TEST(set_through_a_link)
{
    struct stat st;
    setup();
    folder("out");
    ck_assert_int_eq(symlink("out", in("link")), 0);
    commit_two(in("link"), "new");
    ck_assert_int_eq(lstat(in("link"), &st), 0);
    ck_assert(S_ISLNK(st.st_mode));
    holds("out/a.csv", "new");
    ck_assert_uint_eq(count("."), 2);
    teardown();
}
END_TEST

/* Needs root: a small file system of its own that runs full. */
START_TEST(set_of_a_mount_point)
{
    struct file_set *set;
    FILE *f;
    size_t i;
    setup();
    folder("out");
    if (mount("none", in("out"), "tmpfs", 0, "size=64k") == 0) {
        commit_two(in("out"), "one");
        commit_two(in("out"), "two");
        holds("out/a.csv", "two");
        set = begun(in("out"));
        ck_assert_int_eq(file_set_open(set, "a.csv", &f, &err), OK);
        for (i = 0; i < 200000; i++)
            putc('x', f);
        says(file_set_close(set, f, &err), ERR_IO, "No space left");
        says(file_set_commit(set, &err), ERR_IO, "nothing was replaced");
        holds("out/a.csv", "two");
        ck_assert_uint_eq(count("out"), 2);
        ck_assert_uint_eq(count("."), 1);
        ck_assert_int_eq(umount(in("out")), 0);
    }
    teardown();
}
END_TEST

START_TEST(set_sweeps_leftovers)
{
    int live;
    setup();
    folder("out");
    put("out/keep", "keep");
    folder(".heng-out-0123ab"); /* killed while writing */
    put(".heng-out-0123ab/a.csv", "half");
    folder(".heng-out-0123cd"); /* killed after the exchange, before sub was carried over */
    put(".heng-out-0123cd/a.csv", "old");
    folder(".heng-out-0123cd/sub");
    put(".heng-out-0123cd/sub/deep", "deep");
    folder(".heng-out-0123ef"); /* of a run at work */
    put(".heng-out-0123ef/a.csv", "live");
    live = open(in(".heng-out-0123ef"), O_RDONLY);
    ck_assert_int_eq(flock(live, LOCK_EX | LOCK_NB), 0);
    folder("out/.heng-0123ab");
    put("out/.heng-0123ab/b.csv", "half");
    folder(".heng-out-x-0123ab"); /* of another target */
    folder(".heng-out-0123AB");   /* not of ours */
    put(".heng-out-012345", "a file");
    commit_two(in("out"), "new");
    holds("out/keep", "keep");
    holds("out/sub/deep", "deep");
    holds(".heng-out-0123ef/a.csv", "live");
    holds("out/a.csv", "new");
    ck_assert_uint_eq(count("out"), 4);
    ck_assert_uint_eq(count("."), 5);
    close(live);
    /* one whose folder is not wanted back stays */
    folder(".heng-out-0123cd");
    folder(".heng-out-0123cd/sub");
    commit_two(in("out"), "newer");
    ck_assert(dir_exists(in(".heng-out-0123cd/sub")));
    ck_assert(!dir_exists(in(".heng-out-0123ef")));
    teardown();
}
END_TEST

/* ---- runs that are killed, and runs at once ------------------------------ */

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static unsigned draw(unsigned *seed)
{
    *seed = *seed * 1103515245u + 12345u;
    return *seed >> 16;
}

static _Noreturn void commit_many(const char *dir, const char *who, unsigned long times)
{
    unsigned long k;
    for (k = 0; k < times; k++) {
        char text[64];
        int i;
        struct file_set *set;
        snprintf(text, sizeof text, "%s%lu", who, k);
        set = begun(dir);
        for (i = 0; i < 5; i++)
            write_to(set, (const char *[]){"a", "b", "c", "d", "e"}[i], text);
        if (file_set_commit(set, &err) != OK)
            exit(1);
    }
    exit(0);
}

static void one_generation(void)
{
    char *first, *other, name[16];
    size_t n;
    int i;
    ck_assert_int_eq(file_read(in("out/a"), 100, &first, &n, &err), OK);
    for (i = 1; i < 5; i++) {
        snprintf(name, sizeof name, "out/%c", 'a' + i);
        ck_assert_int_eq(file_read(in(name), 100, &other, &n, &err), OK);
        ck_assert_str_eq(first, other);
        free(other);
    }
    free(first);
}

static void wait_for(const char *path)
{
    while (!file_exists(path))
        nanosleep(&(struct timespec){0, 1000000}, NULL);
}

/* A commit waits while another one holds the folder, and finds the folder that one has left. */
START_TEST(set_waits)
{
    struct file_set *set;
    double begin;
    pid_t other;
    int status, fd;
    setup();
    folder("out");
    set = begun(in("out"));
    write_to(set, "a.csv", "second");
    other = fork();
    if (other == 0) {
        fd = open(in("out"), O_RDONLY);
        if (flock(fd, LOCK_EX) < 0 || mkdir(in("ready"), 0700) < 0)
            exit(1);
        usleep(200000);
        commit_two(in("elsewhere"), "first");
        exit(rename(in("out"), in("was")) == 0 && rename(in("elsewhere"), in("out")) == 0 ? 0 : 1);
    }
    while (!dir_exists(in("ready")))
        usleep(1000);
    begin = seconds();
    ck_assert_msg(file_set_commit(set, &err) == OK, "%s", err.text);
    ck_assert_double_gt(seconds() - begin, 0.1);
    ck_assert_int_eq(waitpid(other, &status, 0), other);
    ck_assert_int_eq(status, 0);
    holds("out/a.csv", "second");
    holds("out/b.csv", "first");
    ck_assert_uint_eq(count("was"), 0);
    teardown();
}
END_TEST

START_TEST(set_killed)
{
    unsigned seed = 7;
    int round;
    setup();
    for (round = 0; round < 30; round++) {
        pid_t pid = fork();
        if (pid == 0)
            commit_many(in("out"), "g", ULONG_MAX);
        wait_for(in("out/a"));
        nanosleep(&(struct timespec){0, 1000 * (long)(draw(&seed) % 20000)}, NULL);
        ck_assert_int_eq(kill(pid, SIGKILL), 0);
        ck_assert_int_eq(waitpid(pid, NULL, 0), pid);
        one_generation();
        ck_assert_uint_le(count("."), 2);
        if (round == 3) {
            folder("out/sub");
            put("out/note", "kept");
        }
    }
    file_set_abort(begun(in("out"))); /* sweeps, and brings sub back */
    ck_assert(dir_exists(in("out/sub")));
    holds("out/note", "kept");
    ck_assert_uint_eq(count("out"), 7);
    ck_assert_uint_eq(count("."), 1);
    teardown();
}
END_TEST

START_TEST(sets_at_once)
{
    static const char *const who[] = {"x", "y", "z"};
    pid_t pid[3];
    int i, status;
    setup();
    folder("out");
    folder("out/sub");
    put("out/note", "kept");
    for (i = 0; i < 3; i++) {
        pid[i] = fork();
        if (pid[i] == 0)
            commit_many(in("out"), who[i], 100);
    }
    for (i = 0; i < 3; i++) {
        ck_assert_int_eq(waitpid(pid[i], &status, 0), pid[i]);
        ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    }
    one_generation();
    commit_two(in("out"), "last");
    holds("out/note", "kept");
    ck_assert(dir_exists(in("out/sub")));
    ck_assert_uint_eq(count("out"), 9);
    ck_assert_uint_eq(count("."), 1);
    teardown();
}
END_TEST

/* ---- systems that can do less, or fail ----------------------------------- */

/* From now on this process gets error from call (when its last argument is flag, or flag is 0). */
static void refuse(int call, unsigned flag, int error)
{
    scmp_filter_ctx ctx = seccomp_init(SCMP_ACT_ALLOW);
    struct scmp_arg_cmp last = {4, SCMP_CMP_EQ, flag, 0};
    ck_assert_int_eq(
        seccomp_rule_add_array(ctx, SCMP_ACT_ERRNO((uint16_t)error), call, flag ? 1 : 0, &last), 0);
    ck_assert_int_eq(seccomp_load(ctx), 0);
    seccomp_release(ctx);
}

START_TEST(without_exchange)
{
    struct stat before, after;
    setup();
    refuse(SCMP_SYS(renameat2), 0, EINVAL);
    commit_two(in("out"), "one");
    folder("out/sub");
    put("out/note", "kept");
    ck_assert_int_eq(stat(in("out"), &before), 0);
    commit_two(in("out"), "two");
    ck_assert_int_eq(stat(in("out"), &after), 0);
    ck_assert_uint_eq(before.st_ino, after.st_ino);
    holds("out/a.csv", "two");
    holds("out/note", "kept");
    ck_assert_uint_eq(count("out"), 4);
    ck_assert_int_eq(file_write_new(in("new"), "text", 4, &err), OK);
    holds("new", "text");
    says(file_write_new(in("new"), "more", 4, &err), ERR_CANTCREATE, "exists already");
    ck_assert_uint_eq(count("."), 2);
    teardown();
}
END_TEST

START_TEST(without_links_or_locks)
{
    setup();
    folder("out");
    put("out/note", "kept");
    refuse(SCMP_SYS(linkat), 0, EPERM);
    refuse(SCMP_SYS(flock), 0, ENOLCK);
    commit_two(in("out"), "one");
    holds("out/a.csv", "one");
    holds("out/note", "kept");
    ck_assert_uint_eq(count("out"), 3);
    ck_assert_uint_eq(count("."), 1);
    folder(".heng-out-0123ab"); /* perhaps a run at work: there is no telling */
    commit_two(in("out"), "two");
    ck_assert_uint_eq(count("."), 2);
    teardown();
}
END_TEST

START_TEST(failing_flush)
{
    struct file_set *set;
    FILE *f;
    setup();
    commit_two(in("out"), "one");
    set = begun(in("out"));
    ck_assert_int_eq(file_set_open(set, "a.csv", &f, &err), OK);
    refuse(SCMP_SYS(fsync), 0, EIO);
    says(file_set_close(set, f, &err), ERR_IO, "out/a.csv: cannot be written: Input/output error");
    says(file_set_commit(set, &err), ERR_IO, "nothing was replaced");
    says(file_set_commit(begun(in("out")), &err), ERR_IO, "Input/output error");
    says(file_write_new(in("new"), "text", 4, &err), ERR_IO, "Input/output error");
    holds("out/a.csv", "one");
    ck_assert_uint_eq(count("."), 1);
    teardown();
}
END_TEST

START_TEST(failing_rename)
{
    struct file_set *set;
    setup();
    commit_two(in("out"), "one");
    set = begun(in("out"));
    write_to(set, "a.csv", "two");
    refuse(SCMP_SYS(renameat2), 0, EPERM);
    refuse(SCMP_SYS(renameat), 0, EPERM);
    says(file_set_commit(set, &err), ERR_CANTCREATE,
         "out/a.csv: cannot be replaced: Operation not");
    set = begun(in("fresh"));
    says(file_set_commit(set, &err), ERR_CANTCREATE, "fresh: cannot be written to: Operation not");
    says(file_write_new(in("new"), "text", 4, &err), ERR_CANTCREATE,
         "new: cannot be made: Operation not");
    holds("out/a.csv", "one");
    ck_assert_uint_eq(count("."), 1);
    teardown();
}
END_TEST

static int drop_three(void *data, struct file_set *set, const char *dir, struct error *e)
{
    (void)data;
    ck_assert_str_eq(path_base(dir), "out");
    ck_assert_int_eq(file_set_drop(set, "b.csv", e), OK);
    ck_assert_int_eq(file_set_drop(set, "a.csv", e), OK); /* the set writes it */
    ck_assert_int_eq(file_set_drop(set, "sub", e), OK);   /* not a file */
    ck_assert_int_eq(file_set_drop(set, "gone", e), OK);
    return file_set_drop(set, "../outside", e);
}

static void commit_dropping(const char *text)
{
    struct file_set *set = begun(in("out"));
    write_to(set, "a.csv", text);
    file_set_ask_earlier(set, drop_three, NULL);
    ck_assert_msg(file_set_commit(set, &err) == OK, "%s", err.text);
    holds("out/a.csv", text);
    holds("out/note", "kept");
    holds("outside", "kept");
    ck_assert(dir_exists(in("out/sub")));
    ck_assert_uint_eq(count("out"), 3);
    ck_assert_uint_eq(count("."), 2);
}

START_TEST(earlier_files_are_dropped)
{
    setup();
    folder("out");
    folder("out/sub");
    put("out/note", "kept");
    put("outside", "kept");
    commit_two(in("out"), "one");
    commit_dropping("two");
    put("out/b.csv", "one");
    refuse(SCMP_SYS(linkat), 0, EPERM); /* no exchange: one by one */
    commit_dropping("three");
    put("out/b.csv", "one");
    refuse(SCMP_SYS(renameat), 0, EPERM);
    struct file_set *set = begun(in("out"));
    write_to(set, "a.csv", "four");
    file_set_ask_earlier(set, drop_three, NULL);
    says(file_set_commit(set, &err), ERR_IO, "out: cannot be written: Operation not");
    holds("out/a.csv", "three");
    holds("out/b.csv", "one");
    teardown();
}
END_TEST

/* A signal that asks to end takes the set back first, then ends the program. */
START_TEST(set_is_interrupted)
{
    static const int ending[] = {SIGTERM, SIGINT, SIGHUP};
    setup();
    for (size_t i = 0; i < sizeof ending / sizeof *ending; i++) {
        pid_t child = fork();
        int status;
        if (child == 0) {
            struct file_set *set;
            signal(ending[i], SIG_DFL);
            set = begun(in("out"));
            write_to(set, "a.csv", "one");
            raise(ending[i]);
            if (count(".") == 1) /* the hidden folder is still there, and so are we */
                says(file_set_commit(set, &err), ERR_IO, "interrupted");
            _exit(0);
        }
        ck_assert_int_eq(waitpid(child, &status, 0), child);
        ck_assert(WIFSIGNALED(status) && WTERMSIG(status) == ending[i]);
        ck_assert_uint_eq(count("."), 0);
    }
    teardown();
}
END_TEST

/* Where a subfolder cannot be carried over after the exchange, the folders change back: the earlier
   set stays whole, and nothing is lost. */
START_TEST(failing_carry)
{
    struct file_set *set;
    pid_t child;
    int status;
    setup();
    commit_two(in("out"), "one");
    ck_assert_int_eq(dir_make(in("out/sub/deep"), &err), OK);
    child = fork();
    if (child == 0) {
        refuse(SCMP_SYS(renameat2), RENAME_NOREPLACE, EIO);
        set = begun(in("out"));
        write_to(set, "a.csv", "two");
        says(file_set_commit(set, &err), ERR_IO, "out/sub: cannot be carried over");
        exit(0);
    }
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert_int_eq(status, 0);
    holds("out/a.csv", "one");
    holds("out/b.csv", "one");
    ck_assert(dir_exists(in("out/sub/deep")));
    file_set_abort(begun(in("out")));
    ck_assert_uint_eq(count("."), 1);
    teardown();
}
END_TEST

int main(void)
{
    /* clang-format off */
    const TTest *const tests[] = {
        read_whole, read_refuses, paths, folders, write_new, set_fresh, set_keeps_the_rest,
        set_abort, set_wrong_use, set_write_fails, set_refuses, set_without_permission,
        set_of_the_working_folder, set_through_a_link, set_of_a_mount_point,
        set_sweeps_leftovers, set_waits, set_killed, sets_at_once, without_exchange,
        without_links_or_locks, failing_flush, failing_rename, failing_carry,
        earlier_files_are_dropped, set_is_interrupted, NULL};
    /* clang-format on */
    int ended = EXIT_FAILURE;
    if (make_all()) {
        ended = kit_run("file", tests);
        remove_all();
    }
    return ended;
}
