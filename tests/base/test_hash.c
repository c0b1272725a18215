/* SPDX-License-Identifier: MIT */
#include <sys/stat.h>
#include <unistd.h>

#include "base/hash.h"
#include "kit.h"

static char dir[256], path[300];

static void setup(const char *name)
{
    const char *tmp = getenv("TMPDIR");

    snprintf(dir, sizeof dir, "%.200s/heng-hash-XXXXXX", tmp && *tmp ? tmp : "/tmp");
    ck_assert_ptr_nonnull(mkdtemp(dir));
    snprintf(path, sizeof path, "%s/%s", dir, name);
}

static void teardown(void)
{
    unlink(path);
    ck_assert_int_eq(rmdir(dir), 0);
}

/* FIPS 180-4 examples. */
static const char empty[] = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
static const char abc[] = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
static const char two[] = "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1";
static const char million[] = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0";

START_TEST(bytes_known_answers)
{
    char hex[HASH_TEXT], *many = malloc(1000000);

    hash_bytes("", 0, hex);
    ck_assert_str_eq(hex, empty);
    hash_bytes(NULL, 0, hex);
    ck_assert_str_eq(hex, empty);
    hash_bytes("abc", 3, hex);
    ck_assert_str_eq(hex, abc);
    hash_bytes("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 56, hex);
    ck_assert_str_eq(hex, two);
    ck_assert_ptr_nonnull(many);
    memset(many, 'a', 1000000);
    hash_bytes(many, 1000000, hex);
    ck_assert_str_eq(hex, million);
    free(many);
}
END_TEST

START_TEST(file_hashes_its_bytes)
{
    char hex[HASH_TEXT];
    struct error e;
    FILE *f;
    int i;

    setup("a");
    f = fopen(path, "w");
    ck_assert_ptr_nonnull(f);
    ck_assert_int_eq(fflush(f), 0);
    ck_assert_int_eq(hash_file(path, hex, &e), OK);
    ck_assert_str_eq(hex, empty);
    for (i = 0; i < 1000000; i++)
        putc('a', f);
    ck_assert_int_eq(fclose(f), 0);
    ck_assert_int_eq(hash_file(path, hex, &e), OK);
    ck_assert_str_eq(hex, million);
    teardown();
}
END_TEST

START_TEST(file_that_is_missing)
{
    char hex[HASH_TEXT];
    struct error e;

    setup("none");
    ck_assert_int_eq(hash_file(path, hex, &e), ERR_NOINPUT);
    ck_assert_int_eq(strncmp(e.text, path, strlen(path)), 0);
    ck_assert_str_eq(hex, "");
    ck_assert_int_eq(hash_file(path, hex, NULL), ERR_NOINPUT);
    teardown();
}
END_TEST

START_TEST(file_that_is_none)
{
    char hex[HASH_TEXT];
    struct error e;

    setup("fifo");
    ck_assert_int_eq(mkfifo(path, 0600), 0);
    ck_assert_int_eq(hash_file(path, hex, &e), ERR_NOINPUT); /* and does not wait for a writer */
    ck_assert_ptr_nonnull(strstr(e.text, "not a regular file"));
    ck_assert_int_eq(hash_file(dir, hex, &e), ERR_NOINPUT);
    ck_assert_int_eq(hash_file("/dev/zero", hex, &e), ERR_NOINPUT);
    teardown();
}
END_TEST

/* Of all lengths about where a file is read in the next piece. */
START_TEST(a_file_as_its_bytes)
{
    static uint8_t bytes[200000];
    static const size_t lengths[] = {1, 63, 64, 65535, 65536, 65537, 131071, 131072, 200000};
    char hex[HASH_TEXT], want[HASH_TEXT];
    struct error e;
    FILE *f;

    setup("big");
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (uint8_t)(i * 2654435761U >> 13);
    for (size_t k = 0; k < sizeof lengths / sizeof *lengths; k++) {
        hash_bytes(bytes, lengths[k], want);
        f = fopen(path, "w");
        ck_assert_ptr_nonnull(f);
        ck_assert_uint_eq(fwrite(bytes, 1, lengths[k], f), lengths[k]);
        ck_assert_int_eq(fclose(f), 0);
        ck_assert_int_eq(hash_file(path, hex, &e), OK);
        ck_assert_str_eq(hex, want);
    }
    teardown();
}
END_TEST

/* Address 0 of this process: a regular file that opens and cannot be read. */
START_TEST(file_that_cannot_be_read)
{
    char hex[HASH_TEXT];
    struct error e;

    if (access("/proc/self/mem", R_OK) != 0)
        return;
    ck_assert_int_eq(hash_file("/proc/self/mem", hex, &e), ERR_IO);
    ck_assert_str_eq(hex, "");
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {bytes_known_answers,
                                  file_hashes_its_bytes,
                                  file_that_is_missing,
                                  file_that_is_none,
                                  file_that_cannot_be_read,
                                  a_file_as_its_bytes,
                                  NULL};

    return kit_run("hash", tests);
}
