/* SPDX-License-Identifier: MIT */
/* A long output goes through a temporary file: the same bytes, hash and result. */
#include <unistd.h>

#include "base/file.h"
#include "output/output.h"

#include "kit.h"

static size_t wanted;

static bool write_lines(void *of, FILE *f)
{
    (void)of;
    for (size_t i = 0; i < wanted; i++)
        fprintf(f, "%015zu\n", i);
    return true;
}

static void expect(struct output *o)
{
    char *bytes = malloc(wanted * 16 + 1), hex[HASH_TEXT];
    ck_assert_ptr_nonnull(bytes);
    for (size_t i = 0; i < wanted; i++) {
        char line[32];
        snprintf(line, sizeof line, "%015zu\n", i);
        memcpy(bytes + 16 * i, line, 16);
    }
    hash_bytes(bytes, wanted * 16, hex);
    ck_assert_str_eq(o->sha256, hex);
    ck_assert_uint_eq(o->n, wanted * 16);
    free(bytes);
}

static void make(size_t lines, bool spilled, int want)
{
    struct outputs all = {.v = calloc(1, sizeof(struct output)), .n = 1};
    struct plan p = {.arena = arena_new()};
    struct error e = {0};
    char *back = NULL;
    size_t n;
    wanted = lines;
    all.v->name = "long.csv";
    all.v->format = "csv";
    ck_assert_int_eq(output_make(all.v, write_lines, NULL, &e), OK);
    ck_assert_int_eq(all.v->spill != NULL, spilled);
    ck_assert_int_eq(all.v->bytes == NULL, spilled);
    expect(all.v);
    ck_assert_msg(outputs_write(&all, &(struct heng_names){NULL, 0}, "test_output_long", &p, &e) ==
                      want,
                  "%s", e.text);
    ck_assert_int_eq(file_read("test_output_long/long.csv", SIZE_MAX / 8, &back, &n, &e), OK);
    ck_assert_uint_eq(n, lines * 16);
    ck_assert(memcmp(back + 16 * (lines - 1), "0000", 4) == 0);
    free(back);
    unlink("test_output_long/long.csv");
    rmdir("test_output_long");
    outputs_fini(&all);
    arena_free(p.arena);
}

START_TEST(short_and_long)
{
    make(10, false, OK);
    make(1 << 19, false, OK); /* 8 MiB to the byte */
    make((1 << 19) + 1, true, OK);
    make(1 << 21, true, OK);
}
END_TEST

/* A folder for temporary files that is not there is no reason to fail. */
START_TEST(no_such_folder)
{
    setenv("TMPDIR", "/nowhere/at/all", 1);
    make(1 << 20, true, OK);
    unsetenv("TMPDIR");
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {short_and_long, no_such_folder, NULL};
    return kit_run("output_long", tests);
}
