/* SPDX-License-Identifier: MIT */
#include "config/ini.h"

#include <stdbool.h>
#include <unistd.h>

#include "base/text.h"
#include "kit.h"

/* A switch of the packaged library: off, it no longer glues continuation lines. */
extern bool ini_allow_multiline;

static struct arena *arena;
static struct ini ini;
static struct messages problems;

static int read_bytes(const char *bytes, size_t n)
{
    if (!arena)
        arena = arena_new();
    ck_assert_ptr_nonnull(arena);
    return ini_read_bytes(arena, "t.ini", bytes, n, &ini, &problems);
}

static int read_text(const char *text)
{
    return read_bytes(text, strlen(text));
}

static void finish(void)
{
    arena_free(arena);
    arena = NULL;
    messages_fini(&problems);
    memset(&problems, 0, sizeof problems);
    memset(&ini, 0, sizeof ini);
}

static void is_entry(size_t i, const char *section, const char *key, const char *value, size_t line)
{
    const struct ini_entry *x = &ini.entries[i];
    ck_assert_uint_lt(i, ini.n);
    ck_assert_str_eq(x->section, section);
    ck_assert_pstr_eq(x->key, key);
    ck_assert_pstr_eq(x->value, value);
    ck_assert_str_eq(x->path, "t.ini");
    ck_assert_uint_eq(x->line, line);
}

static void is_fine(int status)
{
    ck_assert_msg(status == OK, "%s", problems.n ? problems.items[0].text : "no message");
    ck_assert_uint_eq(problems.n, 0);
}

START_TEST(plain)
{
    is_fine(read_text("; a comment\n"
                      "top=1\n"
                      "\n"
                      "[profile]\n"
                      "title = 县域经济   ; said of it\n"
                      "  ; an indented comment\n"
                      "\t# another\n"
                      "note=a#b;c = d : e\n"
                      "empty =\n"
                      "gone =  ; only a comment\n"
                      "[data.census] ; behind a section\n"
                      "path\t=\tx.csv"));
    ck_assert_uint_eq(ini.n, 8);
    is_entry(0, "", "top", "1", 2);
    is_entry(1, "profile", NULL, NULL, 4);
    is_entry(2, "profile", "title", "县域经济", 5);
    is_entry(3, "profile", "note", "a#b;c = d : e", 8);
    is_entry(4, "profile", "empty", "", 9);
    is_entry(5, "profile", "gone", "", 10);
    is_entry(6, "data.census", NULL, NULL, 11);
    is_entry(7, "data.census", "path", "x.csv", 12);
    finish();
}
END_TEST

START_TEST(bom_and_crlf)
{
    is_fine(read_text("\xef\xbb\xbf[a]\r\nb = 1\r\n\r\n \r\nc = 2\r"));
    ck_assert_uint_eq(ini.n, 3);
    is_entry(0, "a", NULL, NULL, 1);
    is_entry(1, "a", "b", "1", 2);
    is_entry(2, "a", "c", "2", 5);
    finish();
    is_fine(read_text("\xef\xbb\xbf"));
    is_fine(read_text(""));
    ck_assert_uint_eq(ini.n, 0);
    finish();
}
END_TEST

START_TEST(invisible_blanks_around_a_value)
{
    is_fine(read_text("[a]\nb = \xe3\x80\x80县\xe3\x80\x80域\xe3\x80\x80\n"
                      "\xe3\x80\x80\n\xc2\xa0 \n"));
    ck_assert_uint_eq(ini.n, 2);
    is_entry(1, "a", "b", "县\xe3\x80\x80域", 2);
    finish();
}
END_TEST

/* Near the 199 bytes of inih's line buffer, and far beyond. */
START_TEST(every_length_arrives_whole)
{
    for (size_t n = 0; n <= INI_VALUE_MAX; n += n < 900 ? 1 : 7919) {
        char *text = malloc(n + 64), *value;
        size_t length;
        ck_assert_ptr_nonnull(text);
        length = (size_t)sprintf(text, "[a]\nkey = ");
        value = text + length;
        for (size_t i = 0; i < n; i++)
            value[i] = "x;#=[]: y"[i == 0 || i + 1 == n ? 0 : i % 7 ? i % 7 : (i / 7) % 9];
        for (size_t i = 1; i < n; i++)
            if (value[i] == ';' && value[i - 1] == ' ')
                value[i] = 'z';
        strcpy(value + n, " ; comment\nnext = 1\n");
        is_fine(read_text(text));
        value[n] = '\0';
        is_entry(1, "a", "key", value, 2);
        is_entry(2, "a", "next", "1", 3);
        ck_assert_uint_eq(ini.n, 3);
        free(text);
        finish();
    }
}
END_TEST

START_TEST(long_chinese_titles)
{
    char text[4000] = "[profile]\ntitle = ", *title = text + strlen(text);
    for (int i = 0; i < 500; i++)
        strcat(text, i % 3 ? "衡" : "；");
    is_fine(read_text(text));
    is_entry(1, "profile", "title", title, 2);
    finish();
}
END_TEST

START_TEST(values_of_blanks_and_comment_marks)
{
    char text[3000] = "[a]\nb = x", *value = text + strlen(text) - 1;
    memset(value + 1, ' ', 700);
    memset(value + 701, '#', 700);
    memset(value + 1401, '\t', 500);
    memset(value + 1901, ']', 300);
    is_fine(read_text(text));
    is_entry(1, "a", "b", value, 2);
    finish();
}
END_TEST

/* inih on its own would set key = stolen from the comment's tail. */
START_TEST(a_long_comment_sets_nothing)
{
    char text[1200] = "[a]\n; ";
    memset(text + strlen(text), '-', 197);
    strcat(text, "key = stolen\nb = 1 ; ");
    memset(text + strlen(text), '-', 197);
    strcat(text, "\nc = ");
    strcat(text, "2 ; ");
    memset(text + strlen(text), ' ', 300);
    strcat(text, "d = stolen\n");
    is_fine(read_text(text));
    ck_assert_uint_eq(ini.n, 3);
    is_entry(1, "a", "b", "1", 3);
    is_entry(2, "a", "c", "2", 4);
    finish();
}
END_TEST

START_TEST(names_up_to_the_limit)
{
    char text[1000], name[INI_NAME_MAX + 2];
    for (size_t n = 40; n <= INI_NAME_MAX + 1; n++) {
        memset(name, 'n', n);
        name[n] = '\0';
        snprintf(text, sizeof text, "[%s]\nk = 1\n%s = 2\n[%.*sx]\n%s = %300d\n", name, name,
                 (int)n - 1, name, name, 7);
        if (n <= INI_NAME_MAX) {
            is_fine(read_text(text));
            ck_assert_uint_eq(ini.n, 5);
            is_entry(1, name, "k", "1", 2);
            is_entry(2, name, name, "2", 3);
            ck_assert_str_eq(ini.entries[4].key, name);
            ck_assert_str_eq(ini.entries[4].value, "7");
            ck_assert(ini.entries[4].section[n - 1] == 'x');
        } else {
            ck_assert_int_eq(read_text(text), ERR_PROFILE);
            ck_assert_str_eq(problems.items[0].text,
                             "t.ini:1: a section name of 128 bytes; at most 127 are allowed");
            ck_assert_uint_eq(ini.n, 0);
        }
        finish();
    }
}
END_TEST

START_TEST(problems_by_line)
{
    static const struct {
        const char *text, *message;
    } rows[] = {
        {"[a]\n  b = 1\n", "t.ini:2: the line begins with a blank; start it at the margin (a "
                           "value stands on one line)"},
        {"[a]\nb = 1\n\tmore\n", "t.ini:3: the line begins with a blank; start it at the margin "
                                 "(a value stands on one line)"},
        {"\xe3\x80\x80"
         "b = 1\n",
         "t.ini:1: the line begins with a blank; start it at the margin "
         "(a value stands on one line)"},
        {"[a]\n\nfoo\n", "t.ini:3: expected 'key = value' or '[section]'; a value stands on one "
                         "line, a comment begins with ';' or '#'"},
        {"a: b\n", "t.ini:1: expected 'key = value' or '[section]'; write '=', not ':'; a value "
                   "stands on one line, a comment begins with ';' or '#'"},
        {"a ＝ b\n", "t.ini:1: expected 'key = value' or '[section]'; the full-width '＝' is not "
                     "'='; a value stands on one line, a comment begins with ';' or '#'"},
        {"a ; = b\n", "t.ini:1: expected 'key = value' or '[section]'; a value stands on one "
                      "line, a comment begins with ';' or '#'"},
        {"a:b = c\n", "t.ini:1: a ':' before the '='; the key ends at '=' and has no ':' in it"},
        {"= c\n", "t.ini:1: empty key"},
        {"a\xe3\x80\x80= c\n", "t.ini:1: the key 'a\xe3\x80\x80' begins or ends with a blank; "
                               "take it out"},
        {"[]\n", "t.ini:1: empty section name"},
        {"[ a]\n", "t.ini:1: the section name ' a' begins or ends with a blank; take it out"},
        {"[a\n", "t.ini:1: no ']' at the end of the section name"},
        {"[a ;]\n", "t.ini:1: no ']' at the end of the section name"},
        {"[a[b]\n", "t.ini:1: a '[' within the section name"},
        {"[a] b\n", "t.ini:1: 'b' after ']'; a comment there begins with ';'"},
        {"[a]]\n", "t.ini:1: ']' after ']'; a comment there begins with ';'"},
        {"[a] # b\n", "t.ini:1: '# b' after ']'; a comment there begins with ';'"},
        {"a = \x01\n", "t.ini:1: control character 0x01 at byte 5 of the line; take it out"},
        {"a = 1\rb = 2\n", "t.ini:1: control character 0x0d at byte 6 of the line; take it out"},
        {"a = \x7f\n", "t.ini:1: control character 0x7f at byte 5 of the line; take it out"},
        {"[a]\nb = \xb9\xab\nc\n",
         "t.ini:2: byte 0xb9 is not valid UTF-8 (GBK, perhaps); save the file as UTF-8"},
        {"\xff\xfe[", "t.ini:1: the file is UTF-16; save it as UTF-8"},
        {"\xfe\xff[", "t.ini:1: the file is UTF-16; save it as UTF-8"},
        {"[a]\nb = 1\nc = 1\nb = 2\n", "t.ini:4: [a] b: given twice, first on line 2; keep one"},
        {"[a]\nb = 1\n[c]\n[a]\nd = 1\n",
         "t.ini:4: [a]: opened twice, first on line 1; put its keys together"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ck_assert_int_eq(read_text(rows[i].text), ERR_PROFILE);
        ck_assert_uint_eq(problems.n, 1);
        ck_assert_str_eq(problems.items[0].text, rows[i].message);
        ck_assert_int_eq(problems.items[0].status, ERR_PROFILE);
        finish();
    }
}
END_TEST

START_TEST(a_nul_byte)
{
    ck_assert_int_eq(read_bytes("[a]\nb = 1\0stolen\n", 18), ERR_PROFILE);
    ck_assert_str_eq(problems.items[0].text, "t.ini:2: a NUL byte; a profile is text in UTF-8");
    finish();
}
END_TEST

START_TEST(a_value_that_is_too_long)
{
    char *text = calloc(1, INI_VALUE_MAX + 20);
    ck_assert_ptr_nonnull(text);
    strcpy(text, "k = ");
    memset(text + 4, 'v', INI_VALUE_MAX + 1);
    ck_assert_int_eq(read_text(text), ERR_PROFILE);
    ck_assert_str_eq(problems.items[0].text,
                     "t.ini:1: k: value of 65537 bytes; at most 65536 are allowed");
    free(text);
    finish();
}
END_TEST

START_TEST(more_entries_than_are_sane)
{
    struct str b = {0};
    for (int i = 0; i < INI_ENTRIES_MAX; i++)
        str_printf(&b, "k%d=1\n", i);
    is_fine(read_text(b.s));
    ck_assert_uint_eq(ini.n, INI_ENTRIES_MAX);
    finish();
    str_add(&b, "one=more\n");
    ck_assert_int_eq(read_text(b.s), ERR_PROFILE);
    ck_assert_uint_eq(problems.n, 1);
    finish();
    str_add(&b, "and=more\n[and]\nso=on\n");
    ck_assert_int_eq(read_text(b.s), ERR_PROFILE);
    ck_assert_uint_eq(problems.n, 1);
    ck_assert_ptr_nonnull(strstr(problems.items[0].text, "more than 10000 sections and keys"));
    ck_assert_uint_eq(ini.n, INI_ENTRIES_MAX);
    str_fini(&b);
    finish();
}
END_TEST

START_TEST(all_problems_at_once)
{
    ck_assert_int_eq(read_text("[a]\nfoo\nb = 1\n[c\nd = 1\nbar\n[a] x\nb = 2\ne = 3\nb = 4"),
                     ERR_PROFILE);
    ck_assert_uint_eq(problems.n, 7);
    ck_assert_ptr_nonnull(strstr(problems.items[0].text, "t.ini:2:"));
    ck_assert_ptr_nonnull(strstr(problems.items[1].text, "t.ini:4:"));
    ck_assert_ptr_nonnull(strstr(problems.items[2].text, "t.ini:6:"));
    ck_assert_ptr_nonnull(strstr(problems.items[3].text, "t.ini:7:"));
    ck_assert_str_eq(problems.items[4].text,
                     "t.ini:7: [a]: opened twice, first on line 1; put its keys together");
    ck_assert_str_eq(problems.items[5].text,
                     "t.ini:8: [a] b: given twice, first on line 3; keep one");
    ck_assert_str_eq(problems.items[6].text,
                     "t.ini:10: [a] b: given twice, first on line 3; keep one");
    /* keys of the section that could not be read belong to nothing */
    for (size_t i = 0; i < ini.n; i++)
        ck_assert(!ini.entries[i].key || strcmp(ini.entries[i].key, "d"));
    finish();
}
END_TEST

START_TEST(two_files_in_one_list)
{
    is_fine(read_text("[a]\nb = 1\n"));
    is_fine(read_text("[a]\nb = 2\n"));
    ck_assert_uint_eq(ini.n, 4);
    is_entry(3, "a", "b", "2", 2);
    finish();
}
END_TEST

START_TEST(files)
{
    char dir[] = "/tmp/heng-ini-XXXXXX", path[64];
    FILE *f;
    ck_assert_ptr_nonnull(mkdtemp(dir));
    snprintf(path, sizeof path, "%s/a.ini", dir);
    arena = arena_new();
    ck_assert_int_eq(ini_read(arena, path, &ini, &problems), ERR_NOINPUT);
    ck_assert_uint_eq(problems.n, 1);
    ck_assert_ptr_nonnull(strstr(problems.items[0].text, path));
    ck_assert_int_eq(ini_read(arena, dir, &ini, &problems), ERR_NOINPUT);
    f = fopen(path, "w");
    ck_assert_ptr_nonnull(f);
    fputs("[a]\nb = 1\n", f);
    fclose(f);
    ck_assert_int_eq(ini_read(arena, path, &ini, &problems), OK);
    ck_assert_uint_eq(ini.n, 2);
    ck_assert_str_eq(ini.entries[1].path, path);
    unlink(path);
    rmdir(dir);
    finish();
}
END_TEST

/* An INI library that behaves otherwise is noticed, not believed. */
START_TEST(a_library_with_other_switches)
{
    char text[600] = "[a]\nb = ";
    memset(text + strlen(text), 'x', 400);
    ini_allow_multiline = false;
    ck_assert_int_eq(read_text(text), ERR_INTERNAL);
    ck_assert_uint_eq(problems.n, 1);
    ck_assert_int_eq(problems.items[0].status, ERR_INTERNAL);
    ini_allow_multiline = true;
    finish();
}
END_TEST

/* ---- random files against a simple parser -------------------------------- */

static uint64_t state = 20240601;

static size_t below(size_t n)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (size_t)(state % n);
}

static void add_random(struct str *b, const char *const *pieces, size_t n_pieces, size_t n)
{
    while (n--)
        str_add(b, pieces[below(n_pieces)]);
}

/* A lawful file; section and key names are numbered, so that none comes twice. */
static void make_file(struct str *b)
{
    static const char *const blanks[] = {" ", "\t", "", "  "};
    static const char *const bits[] = {
        "a", "县", " ",   "  ", "\t",           ";",    "#",  "=", ":",  "[",
        "]", "，", "0.5", ",",  "\xe3\x80\x80", "衡量", "\"", "'", "\\", "\\n"};
    static const char *const names[] = {"a", "B", "市", "_", ".", "-", " x", ";y", "#z", "]"};
    static const char *const ends[] = {"\n", "\r\n"};
    const char *end = ends[below(2)];
    size_t lines = below(30);
    str_add(b, below(4) ? "" : "\xef\xbb\xbf");
    for (size_t i = 0; i < lines; i++) {
        switch (below(6)) {
        case 0:
            add_random(b, blanks, 4, below(5));
            str_add(b, below(2) ? ";" : "#");
            add_random(b, bits, 20, below(10) ? below(30) : below(400));
            break;
        case 1:
            str_printf(b, "[s%zu", i);
            add_random(b, names, 9, below(8));
            str_add(b, "]");
            break;
        case 2:
            add_random(b, blanks, 4, below(5));
            break;
        default:
            str_printf(b, "k%zu", i);
            add_random(b, names, 10, below(below(5) ? 4 : 40));
            add_random(b, blanks, 4, below(5));
            str_add(b, "=");
            add_random(b, bits, 20, below(4) ? below(20) : below(600));
        }
        str_add(b, i + 1 < lines || below(2) ? end : "");
    }
}

static size_t comment_at(const char *s, size_t n)
{
    for (size_t i = 1; i < n; i++)
        if (s[i] == ';' && (s[i - 1] == ' ' || s[i - 1] == '\t'))
            return i;
    return n;
}

static char *copy_trimmed(const char *s, size_t n)
{
    s = text_trim(s, &n);
    return strndup(s, n);
}

/* The same rules in the plainest way, one line at a time; compares as it goes. */
static void compare(const char *file)
{
    char *section = strdup("");
    size_t line = 0, at = 0;
    if (strncmp(file, "\xef\xbb\xbf", 3) == 0)
        file += 3;
    while (*file) {
        size_t all = strcspn(file, "\n"), n = all;
        size_t blank = strspn(file, " \t\r");
        line++;
        if (n && file[n - 1] == '\r')
            n--;
        if (blank < n && file[blank] != ';' && file[blank] != '#') {
            ck_assert_uint_lt(at, ini.n);
            ck_assert_uint_eq(ini.entries[at].line, line);
            if (*file == '[') {
                free(section);
                section = strndup(file + 1, strcspn(file, "]") - 1);
                ck_assert_ptr_null(ini.entries[at].key);
            } else {
                size_t equals = strcspn(file, "=");
                char *key = copy_trimmed(file, equals);
                size_t end = comment_at(file + equals + 1, n - equals - 1);
                char *value = copy_trimmed(file + equals + 1, end);
                ck_assert_pstr_eq(ini.entries[at].key, key);
                ck_assert_str_eq(ini.entries[at].value, value);
                free(key);
                free(value);
            }
            ck_assert_str_eq(ini.entries[at].section, section);
            at++;
        }
        file += all + (file[all] == '\n');
    }
    ck_assert_uint_eq(at, ini.n);
    free(section);
}

START_TEST(random_files)
{
    for (int i = 0; i < 4000; i++) {
        struct str b = {0};
        make_file(&b);
        is_fine(read_bytes(b.s ? b.s : "", b.n));
        compare(b.s ? b.s : "");
        str_fini(&b);
        finish();
    }
}
END_TEST

START_TEST(random_bytes)
{
    static const char some[] = "[]=;#: \t\r\n\n\n\nab\xe8\xa1\xa1\0\xff\xef\xbb\xbf\x01";
    for (int i = 0; i < 20000; i++) {
        char bytes[700];
        size_t n = below(sizeof bytes), kinds = below(3) ? 20 : sizeof some;
        int status;
        for (size_t k = 0; k < n; k++)
            bytes[k] = below(8) ? some[below(kinds)] : (char)(i % 2 ? below(256) : 'x');
        status = read_bytes(bytes, n);
        ck_assert(status == OK || status == ERR_PROFILE);
        ck_assert_int_eq(status == OK, problems.n == 0);
        finish();
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        plain,
        bom_and_crlf,
        invisible_blanks_around_a_value,
        every_length_arrives_whole,
        long_chinese_titles,
        values_of_blanks_and_comment_marks,
        a_long_comment_sets_nothing,
        names_up_to_the_limit,
        problems_by_line,
        a_nul_byte,
        a_value_that_is_too_long,
        more_entries_than_are_sane,
        all_problems_at_once,
        two_files_in_one_list,
        files,
        a_library_with_other_switches,
        random_files,
        random_bytes,
        NULL,
    };
    return kit_run("ini", tests);
}
