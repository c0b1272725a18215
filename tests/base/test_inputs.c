/* SPDX-License-Identifier: MIT */
#include "base/inputs.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "kit.h"

static const char path[] = "test_inputs.txt", other[] = "./test_inputs.txt";

static void put(const char *name, const char *text)
{
    FILE *f = fopen(name, "w");
    ck_assert_ptr_nonnull(f);
    ck_assert_int_ge(fputs(text, f), 0);
    ck_assert_int_eq(fclose(f), 0);
}

static void assert_input(const struct input *in, const char *text)
{
    char sha256[HASH_TEXT];
    ck_assert_str_eq(in->bytes, text);
    ck_assert_uint_eq(in->n, strlen(text));
    hash_bytes(text, strlen(text), sha256);
    ck_assert_str_eq(in->sha256, sha256);
}

/* A file that is written anew, or gone, is still what it was when it was read. */
START_TEST(is_read_once)
{
    struct error e;
    struct inputs *s = inputs_new(&e);
    const struct input *first, *again;
    struct input *open;
    put(path, "one\ntwo\n");
    ck_assert_int_eq(inputs_read(s, path, 100, &first, &e), OK);
    assert_input(first, "one\ntwo\n");
    put(path, "three\n");
    ck_assert_int_eq(inputs_read(s, other, 100, &again, &e), OK);
    ck_assert_ptr_eq(again, first);
    ck_assert_int_eq(inputs_open(s, path, 0, &open, &e), OK);
    ck_assert_ptr_eq(open, first);
    assert_input(again, "one\ntwo\n");
    inputs_free(s);
    unlink(path);
}
END_TEST

START_TEST(is_shared)
{
    struct error e;
    struct inputs *s = inputs_new(&e), *twin = inputs_share(s);
    const struct input *in;
    put(path, "x");
    ck_assert_int_eq(inputs_read(twin, path, 100, &in, &e), OK);
    inputs_free(twin);
    assert_input(in, "x");
    inputs_free(s);
    inputs_free(NULL);
    unlink(path);
}
END_TEST

/* What is not kept goes on to be the file that was opened. */
START_TEST(a_large_file_stays_open)
{
    struct error e;
    struct inputs *s = inputs_new(&e);
    const struct input *bytes;
    struct input *in;
    char text[16] = "", sha256[HASH_TEXT], found[HASH_TEXT];
    put(path, "more than four");
    ck_assert_int_eq(inputs_open(s, path, 4, &in, &e), OK);
    ck_assert_ptr_null(in->bytes);
    ck_assert_str_eq(in->sha256, "");
    put("test_inputs_new.txt", "another");
    ck_assert_int_eq(rename("test_inputs_new.txt", path), 0);
    ck_assert_int_eq(pread(in->fd, text, sizeof text - 1, 0), 14);
    ck_assert_str_eq(text, "more than four");
    hash_bytes(text, 14, sha256);
    ck_assert_int_eq(inputs_hash(s, path, found, &e), OK);
    ck_assert_str_eq(found, sha256);
    ck_assert_int_eq(input_hashed(in, path, sha256, &e), OK);
    ck_assert_int_eq(inputs_read(s, path, 100, &bytes, &e), OK);
    assert_input(bytes, "more than four");
    inputs_free(s);
    unlink(path);
}
END_TEST

START_TEST(two_readings_differ)
{
    struct error e = {0};
    struct inputs *s = inputs_new(&e);
    const struct input *bytes;
    struct input *in;
    char sha256[HASH_TEXT];
    put(path, "more than four");
    ck_assert_int_eq(inputs_open(s, path, 4, &in, &e), OK);
    hash_bytes("something else", 14, sha256);
    ck_assert_int_eq(input_hashed(in, path, sha256, &e), OK);
    ck_assert_int_eq(inputs_read(s, path, 100, &bytes, &e), ERR_IO);
    ck_assert_ptr_nonnull(strstr(e.text, "test_inputs.txt: was changed while it was read"));
    inputs_free(s);
    unlink(path);
}
END_TEST

START_TEST(refuses)
{
    struct error e = {0};
    struct inputs *s = inputs_new(&e);
    const struct input *in;
    ck_assert_int_eq(inputs_read(s, "test_inputs_nix.txt", 100, &in, &e), ERR_NOINPUT);
    ck_assert_ptr_null(in);
    ck_assert_int_eq(inputs_read(s, "/", 100, &in, &e), ERR_NOINPUT);
    put(path, "12345");
    ck_assert_int_eq(inputs_read(s, path, 4, &in, &e), ERR_DATA);
    ck_assert_int_eq(inputs_read(s, path, 5, &in, &e), OK);
    ck_assert_int_eq(inputs_read(s, path, 4, &in, &e), ERR_DATA);
    ck_assert_ptr_null(in);
    inputs_free(s);
    unlink(path);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {is_read_once,        is_shared, a_large_file_stays_open,
                                  two_readings_differ, refuses,   NULL};
    return kit_run("inputs", tests);
}
