/* SPDX-License-Identifier: MIT */
/* Two printings of one page, as a browser leaves them: settled, they are the same. */
#include "report/pdf_bytes.h"

#include "kit.h"

static void settles(const char *printed, const char *settled)
{
    char *bytes = strdup(printed);
    struct error e;
    ck_assert_ptr_nonnull(bytes);
    ck_assert_int_eq(pdf_bytes_settle(bytes, strlen(bytes), &e), OK);
    ck_assert_str_eq(bytes, settled);
    free(bytes);
}

START_TEST(times)
{
    settles("/CreationDate (D:20261130230512+00'00')\n/ModDate (D:20261130230513+00'00')>>",
            "/CreationDate (D:20000101000000+00'00')\n/ModDate (D:20000101000000+00'00')>>");
    settles("/CreationDate (D:2026", "/CreationDate (D:2026");
}
END_TEST

/* Names count from 1 in the order of their numbers, wherever they stand. */
START_TEST(tags)
{
    static const char settled[] =
        "/ID (node00000002)>>/Headers [(node00000001) (node00000002)]/Names [(node00000003) 7 0 R]";
    settles("/ID (node00000368)>>/Headers [(node00000367) (node00000368)]/Names [(node00000374) 7 "
            "0 R]",
            settled);
    settles("/ID (node00000621)>>/Headers [(node00000620) (node00000621)]/Names [(node00000999) 7 "
            "0 R]",
            settled);
    settles("(node00000009)", "(node00000001)");
}
END_TEST

START_TEST(others_stay)
{
    settles("", "");
    settles("(node0000036)(node000000367)(node0000036x)(nodes)(node", "(node0000036)(node000000367)"
                                                                      "(node0000036x)(nodes)(node");
    settles("(node00000007", "(node00000007");
    settles("\\(node00000007\\)(node(node00000007)", "\\(node00000007\\)(node(node00000001)");
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {times, tags, others_stay, NULL};
    return kit_run("pdf_bytes", tests);
}
