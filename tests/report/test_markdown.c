/* SPDX-License-Identifier: MIT */
/* Markdown into blocks of a document; facts, what is dropped, what is refused, hostile texts. */
#include "report/markdown.h"

#include <time.h>

#include "base/text.h"
#include "kit.h"

static struct arena *arena;
static struct document *d;
static struct markdown m;
static struct error e;

static void begin(void)
{
    if (d)
        return;
    arena = arena_new();
    d = document_new("zh", &e);
    ck_assert_ptr_nonnull(arena);
    ck_assert_ptr_nonnull(d);
}

static void end(void)
{
    document_free(d);
    arena_free(arena);
    d = NULL;
}

static int read_text(const char *text)
{
    begin();
    return markdown_read("t.md", text, strlen(text), arena, &m, &e);
}

static void write_text(const char *text)
{
    ck_assert_int_eq(read_text(text), OK);
    ck_assert_int_eq(markdown_write(&m, d, 2, &e), OK);
}

static const char *words_of(size_t block)
{
    return paragraph_words(d, d->blocks[block].paragraph);
}

START_TEST(blocks_and_runs)
{
    const struct paragraph *p;
    write_text(
        "# A *b*\n\none **two** `three`\n[four](HTTPS://x.org/?a=1) [five](data:x)\n\n##### B\n");
    ck_assert_uint_eq(d->n, 3);
    ck_assert_int_eq(d->blocks[0].level, 2);
    ck_assert_str_eq(d->blocks[0].text, "A b");
    ck_assert_int_eq(d->blocks[2].level, 4); /* no deeper than documents go */
    p = d->blocks[1].paragraph;
    ck_assert_str_eq(words_of(1), "one two three four five");
    ck_assert(p->runs[1].bold && !p->runs[0].bold && p->runs[3].code);
    ck_assert_str_eq(p->runs[5].link, "HTTPS://x.org/?a=1");
    for (size_t i = 6; i < p->n; i++)
        ck_assert_ptr_null(p->runs[i].link);
    end();
}
END_TEST

START_TEST(lists)
{
    static const struct {
        const char *words;
        size_t depth, number;
        bool first;
    } want[] = {{"a", 0, 0, true},  {"b b2", 0, 0, false}, {"c", 1, 3, true},
                {"d", 1, 4, false}, {"e", 0, 0, false},    {"f", 0, 1, true}};
    write_text("- a\n- b\n\n  b2\n\n  3. c\n  4. d\n- e\n\n1. f\n");
    ck_assert_uint_eq(d->n, 6);
    for (size_t i = 0; i < 6; i++) {
        const struct paragraph *p = d->blocks[i].paragraph;
        ck_assert_int_eq(p->style, PARAGRAPH_ITEM);
        ck_assert_str_eq(words_of(i), want[i].words);
        ck_assert_uint_eq(p->depth, want[i].depth);
        ck_assert_uint_eq(p->number, want[i].number);
        ck_assert_int_eq(p->first, want[i].first);
    }
    end();
}
END_TEST

/* A paragraph of the outer item behind an inner list does not go into the inner item. */
START_TEST(a_list_is_left_where_it_ends)
{
    write_text("- a\n  - b\n\n  c\n\n> q\n");
    ck_assert_uint_eq(d->n, 4);
    ck_assert_str_eq(words_of(1), "b");
    ck_assert_str_eq(words_of(2), "c");
    ck_assert_int_eq(d->blocks[3].paragraph->style, PARAGRAPH_QUOTE);
    end();
}
END_TEST

START_TEST(html_and_pictures_are_dropped)
{
    write_text("<div onload=x>\nq\n</div>\n\na<img src=x onerror=y>b "
               "![w](http://x/y.png)\n\n***\n\n<!-- c -->\n");
    ck_assert_uint_eq(d->n, 1);
    ck_assert_str_eq(words_of(0), "ab w");
    end();
}
END_TEST

START_TEST(lines_of_chinese_are_joined_without_a_blank)
{
    write_text("一行\n二行，\n**三**\nfour\nfive\n");
    ck_assert_str_eq(words_of(0), "一行二行，三 four five");
    end();
}
END_TEST

START_TEST(line_breaks_and_code)
{
    write_text("a\\\nb\n\n```\nx <y>\n\n  z\n```\n");
    ck_assert_uint_eq(d->n, 2);
    ck_assert_str_eq(words_of(0), "a b");
    ck_assert_str_eq(words_of(1), "x <y>    z");
    ck_assert(d->blocks[1].paragraph->runs[0].code);
    end();
}
END_TEST

START_TEST(facts_are_words)
{
    ck_assert_int_eq(read_text("\xef\xbb\xbf"
                               "a {= f({1}, \"}\") } b\n\n## {=x}\n\n\\{= y } `{=z}`\n"),
                     OK);
    ck_assert_uint_eq(m.n_facts, 3);
    ck_assert_str_eq(m.facts[0].expression, "f({1}, \"}\")");
    ck_assert_str_eq(m.facts[1].where, "t.md:3");
    ck_assert_str_eq(m.facts[2].where, "t.md:5");
    m.facts[0].value = "**[l](http://x)** <b>";
    m.facts[1].value = "H";
    m.facts[2].value = "Z";
    ck_assert_int_eq(markdown_write(&m, d, 1, &e), OK);
    ck_assert_str_eq(words_of(0), "a **[l](http://x)** <b> b");
    ck_assert_ptr_null(d->blocks[0].paragraph->runs[0].link);
    ck_assert_str_eq(d->blocks[1].text, "H");
    ck_assert_str_eq(words_of(2), "{= y } Z");
    end();
}
END_TEST

/* A fact makes no address. */
START_TEST(facts_in_addresses)
{
    write_text("[a](https://x/{=1}) <https://{=2}>\n");
    for (size_t i = 0; i < d->blocks[0].paragraph->n; i++)
        ck_assert_ptr_null(d->blocks[0].paragraph->runs[i].link);
    end();
}
END_TEST

START_TEST(refused)
{
    static char many[8 * (MARKDOWN_FACTS_MAX + 1) + 1], wide[MARKDOWN_BYTES_MAX + 2];
    ck_assert_int_eq(read_text("a\n\n{= b\n"), ERR_DATA);
    ck_assert_ptr_nonnull(strstr(e.text, "t.md:3: {= has no }"));
    ck_assert_int_eq(read_text("a\nb\xff\n"), ERR_DATA);
    ck_assert_ptr_nonnull(strstr(e.text, "t.md:2: is not UTF-8"));
    ck_assert_int_eq(markdown_read("t.md", "a\0b", 3, arena, &m, &e), ERR_DATA);
    for (size_t i = 0; i <= MARKDOWN_FACTS_MAX; i++)
        memcpy(many + 8 * i, "{=name }", 8);
    ck_assert_int_eq(read_text(many), ERR_DATA);
    ck_assert_ptr_nonnull(strstr(e.text, "more than"));
    memset(wide, 'a', sizeof wide - 1);
    ck_assert_int_eq(read_text(wide), ERR_DATA);
    ck_assert_ptr_nonnull(strstr(e.text, "divide"));
    end();
}
END_TEST

/* What grows with the square of its length in some readers: none takes long here. */
START_TEST(hostile_texts)
{
    static const char *const pieces[] = {"[",
                                         "![",
                                         "*a ",
                                         "_a_",
                                         "> ",
                                         "- ",
                                         "1. ",
                                         "`a",
                                         "<a ",
                                         "**",
                                         "[a](",
                                         "{=1}",
                                         "&amp;",
                                         "\\",
                                         "[]:",
                                         "***",
                                         "~~~\n",
                                         "  \n",
                                         "# ",
                                         "[a][b]",
                                         "<!--",
                                         "<?",
                                         "*_",
                                         "![l",
                                         "[x]: <",
                                         "\t- ",
                                         "=\n",
                                         "\xef\xb7\x90"
                                         "0"};
    static char text[MARKDOWN_BYTES_MAX + 1];
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        const size_t n = strlen(pieces[i]);
        const clock_t from = clock();
        size_t used = 0;
        begin();
        while (used + n <= MARKDOWN_BYTES_MAX) {
            memcpy(text + used, pieces[i], n);
            used += n;
        }
        if (!markdown_read("t.md", text, used, arena, &m, &e))
            ck_assert_int_eq(markdown_write(&m, d, 2, &e), OK);
        end();
        ck_assert_msg(clock() - from < 2 * CLOCKS_PER_SEC, "%s takes long", pieces[i]);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {blocks_and_runs,
                                  lists,
                                  a_list_is_left_where_it_ends,
                                  html_and_pictures_are_dropped,
                                  lines_of_chinese_are_joined_without_a_blank,
                                  line_breaks_and_code,
                                  facts_are_words,
                                  facts_in_addresses,
                                  refused,
                                  hostile_texts,
                                  NULL};
    return kit_run("markdown", tests);
}
