/* SPDX-License-Identifier: MIT */
#include "base/error.h"
#include "base/text.h"
#include <errno.h>

#include "kit.h"

START_TEST(set_fills_text_and_returns_status)
{
    struct error e;

    ck_assert_int_eq(error_set(&e, ERR_PROFILE, "%s:%d: what: why", "zj.ini", 12), ERR_PROFILE);
    ck_assert_int_eq(e.status, ERR_PROFILE);
    ck_assert_str_eq(e.text, "zj.ini:12: what: why");
}
END_TEST

START_TEST(set_without_error_returns_status)
{
    ck_assert_int_eq(error_set(NULL, ERR_DATA, "%s", "x"), ERR_DATA);
    ck_assert_int_eq(error_prefix(NULL, "%s", "x"), ERR_INTERNAL);
}
END_TEST

/* given (as %s), expected */
static const char *const cleaned[][2] = {
    {"a\nb\tc\rd\x1b[31m", "a?b?c?d?[31m"},
    {"\x01\x1f\x7f ~", "??? ~"},
    {"浙江省 é 😀", "浙江省 é 😀"},
    {"a\xc2\x9bz", "a?z"}, /* C1: one character, one mark */
    {"a\xe2\x80\xa8z\xe2\x80\xa9", "a?z?"},
    {"\xff\xfe bad", "?? bad"},        /* not UTF-8 */
    {"\xe6\xb5", "??"},                /* the start of a character */
    {"\xc0\xaf\xed\xa0\x80", "?????"}, /* overlong, surrogate */
    {"", ""},
};

START_TEST(text_is_cleaned)
{
    size_t i;

    for (i = 0; i < sizeof cleaned / sizeof *cleaned; i++) {
        struct error e;
        error_set(&e, ERR_DATA, "%s", cleaned[i][0]);
        ck_assert_str_eq(e.text, cleaned[i][1]);
    }
}
END_TEST

/* Whatever the shift, a text of three-byte or four-byte characters is cut between two of them. */
START_TEST(long_text_is_cut_at_a_boundary)
{
    static const char *const characters[] = {"浙", "😀", "é", "x"};
    size_t c, shift, i;

    for (c = 0; c < 4; c++) {
        for (shift = 0; shift < 5; shift++) {
            char text[3 * ERROR_TEXT_MAX] = "";
            struct error e;
            size_t n, size = strlen(characters[c]);
            memset(text, '.', shift);
            for (i = shift; i + size < sizeof text - 1; i += size)
                memcpy(text + i, characters[c], size);
            error_set(&e, ERR_DATA, "%s", text);
            n = strlen(e.text);
            ck_assert_uint_lt(n, ERROR_TEXT_MAX);
            ck_assert_uint_ge(n, ERROR_TEXT_MAX - 5);
            ck_assert_uint_eq(text_utf8_check(e.text, n), n);
            ck_assert_str_eq(e.text + n - 3, "...");
            ck_assert_mem_eq(e.text, text, n - 3);
            ck_assert_uint_eq((n - 3 - shift) % size, 0);
            ck_assert_ptr_null(strchr(e.text, '?'));
        }
    }
}
END_TEST

START_TEST(longest_text_is_kept_whole)
{
    char text[ERROR_TEXT_MAX + 1];
    struct error e;

    memset(text, 'a', sizeof text);
    text[ERROR_TEXT_MAX - 1] = '\0';
    error_set(&e, ERR_DATA, "%s", text);
    ck_assert_str_eq(e.text, text);
    text[ERROR_TEXT_MAX - 1] = 'a';
    text[ERROR_TEXT_MAX] = '\0';
    error_set(&e, ERR_DATA, "%s", text);
    ck_assert_uint_lt(strlen(e.text), ERROR_TEXT_MAX);
    ck_assert_str_eq(e.text + strlen(e.text) - 4, "a...");
}
END_TEST

START_TEST(text_that_cannot_be_printed)
{
    struct error e;

    /* A wide character that the C locale has no bytes for. */
    error_set(&e, ERR_DATA, "%ls", L"\x6d59");
    ck_assert_str_eq(e.text, "(a message that cannot be shown)");
    ck_assert_int_eq(e.status, ERR_DATA);
}
END_TEST

START_TEST(prefix_puts_where_in_front)
{
    struct error e;

    error_set(&e, ERR_IO, "cannot be read");
    ck_assert_int_eq(error_prefix(&e, "row %d", 7), ERR_IO);
    ck_assert_int_eq(error_prefix(&e, "%s", "a\nb.csv"), ERR_IO);
    ck_assert_str_eq(e.text, "a?b.csv: row 7: cannot be read");
    ck_assert_int_eq(e.status, ERR_IO);
}
END_TEST

START_TEST(arguments_may_be_the_old_text)
{
    struct error e;

    error_set(&e, ERR_IO, "inner");
    error_set(&e, ERR_DATA, "outer (%s)", e.text);
    ck_assert_str_eq(e.text, "outer (inner)");
    ck_assert_int_eq(e.status, ERR_DATA);
    error_prefix(&e, "%s", e.text);
    ck_assert_str_eq(e.text, "outer (inner): outer (inner)");
}
END_TEST

START_TEST(exit_codes)
{
    static const struct {
        int status, code;
    } codes[] = {
        {OK, 0},
        {ERR_PART, 3},
        {ERR_USAGE, 64},
        {ERR_DATA, 65},
        {ERR_NOINPUT, 66},
        {ERR_UNAVAILABLE, 69},
        {ERR_INTERNAL, 70},
        {ERR_MEMORY, 71},
        {ERR_CANTCREATE, 73},
        {ERR_IO, 74},
        {ERR_PROFILE, 78},
    };
    size_t i;

    for (i = 0; i < sizeof codes / sizeof *codes; i++)
        ck_assert_int_eq(error_exit_code(codes[i].status), codes[i].code);
}
END_TEST

START_TEST(messages_grow)
{
    struct messages m = {0};
    struct error e;
    char want[64];
    int i;

    for (i = 0; i < 100; i++)
        messages_add(&m, i % 2 ? ERR_DATA : OK, "row %d:\nbad", i);
    error_set(&e, ERR_PART, "plugin economy: timed out");
    messages_add_error(&m, &e);
    ck_assert_uint_eq(m.n, 101);
    ck_assert_uint_eq(m.lost, 0);
    for (i = 0; i < 100; i++) {
        snprintf(want, sizeof want, "row %d:?bad", i);
        ck_assert_str_eq(m.items[i].text, want);
        ck_assert_int_eq(m.items[i].status, i % 2 ? ERR_DATA : OK);
    }
    ck_assert_str_eq(m.items[100].text, e.text);
    ck_assert_int_eq(m.items[100].status, ERR_PART);
    messages_fini(&m);
    ck_assert_ptr_null(m.items);
    ck_assert_uint_eq(m.n + m.cap + m.lost, 0);
    messages_fini(&m);
}
END_TEST

START_TEST(messages_once_are_kept_once)
{
    struct messages m = {0};

    messages_add_once(&m, OK, "column %s is constant", "gdp");
    messages_add_once(&m, OK, "column %s is constant", "pop");
    messages_add_once(&m, OK, "column %s is constant", "gdp");
    ck_assert_uint_eq(m.n, 2);
    messages_add(&m, OK, "column pop is constant");
    ck_assert_uint_eq(m.n, 3);
    messages_fini(&m);
}
END_TEST

/* However many there are, and whatever was added in another way between. */
START_TEST(many_messages_are_kept_once)
{
    struct messages m = {0};
    for (int round = 0; round < 2; round++)
        for (int i = 0; i < 3000; i++) {
            if (i % 500 == 0)
                messages_add(&m, OK, "round %d, %d", round, i);
            messages_add_once(&m, OK, "unit %d", i);
            messages_add_once(&m, OK, "round %d, %d", round, i - i % 500);
        }
    ck_assert_uint_eq(m.n, 3000 + 2 * 6);
    ck_assert_str_eq(m.items[1].text, "unit 0");
    ck_assert_str_eq(m.items[3005].text, "unit 2999");
    ck_assert_str_eq(m.items[3006].text, "round 1, 0");
    messages_fini(&m);
}
END_TEST

START_TEST(want_of_memory_is_no_fault_of_a_part)
{
    ck_assert_int_eq(error_as(ERR_MEMORY, ERR_PART), ERR_MEMORY);
    ck_assert_int_eq(error_as(ERR_DATA, ERR_PART), ERR_PART);
    ck_assert_int_eq(error_as(OK, OK), OK);
    ck_assert_int_eq(error_of_errno(ENOMEM, ERR_IO), ERR_MEMORY);
    ck_assert_int_eq(error_of_errno(EMFILE, ERR_NOINPUT), ERR_MEMORY);
    ck_assert_int_eq(error_of_errno(ENFILE, ERR_NOINPUT), ERR_MEMORY);
    ck_assert_int_eq(error_of_errno(ENOSPC, ERR_IO), ERR_IO);
}
END_TEST

START_TEST(no_memory_is_said_in_one_way)
{
    struct error e = {0};

    ck_assert_int_eq(error_no_memory(&e), ERR_MEMORY);
    ck_assert_int_eq(e.status, ERR_MEMORY);
    ck_assert_str_eq(e.text, "out of memory");
    ck_assert_int_eq(error_no_memory_for(&e, "a.csv"), ERR_MEMORY);
    ck_assert_str_eq(e.text, "a.csv: out of memory");
    ck_assert_int_eq(error_no_memory(NULL), ERR_MEMORY);
}
END_TEST

START_TEST(messages_tell_of_want_of_memory)
{
    struct messages m = {0};
    struct error e = {0};

    ck_assert_int_eq(messages_memory(&m, &e), OK);
    messages_add(&m, ERR_PART, "a plugin: failed");
    ck_assert_int_eq(messages_memory(&m, &e), OK);
    messages_add(&m, ERR_MEMORY, "a table: out of memory");
    ck_assert_int_eq(messages_memory(&m, &e), ERR_MEMORY);
    ck_assert_str_eq(e.text, "a table: out of memory");
    messages_fini(&m);
    m.lost = 1;
    ck_assert_int_eq(messages_memory(&m, &e), ERR_MEMORY);
    ck_assert_str_eq(e.text, "out of memory");
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {set_fills_text_and_returns_status,
                                  set_without_error_returns_status,
                                  text_is_cleaned,
                                  long_text_is_cut_at_a_boundary,
                                  longest_text_is_kept_whole,
                                  text_that_cannot_be_printed,
                                  prefix_puts_where_in_front,
                                  arguments_may_be_the_old_text,
                                  exit_codes,
                                  messages_grow,
                                  messages_once_are_kept_once,
                                  many_messages_are_kept_once,
                                  want_of_memory_is_no_fault_of_a_part,
                                  no_memory_is_said_in_one_way,
                                  messages_tell_of_want_of_memory,
                                  NULL};

    return kit_run("error", tests);
}
