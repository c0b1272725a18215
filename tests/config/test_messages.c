/* SPDX-License-Identifier: MIT */
/*
 * The catalogue of messages against the sources, which are read here: each phrase in them has a
 * Chinese twin in core/config/messages, beside it in the source, or is listed as no message in
 * tests/config/untold.txt; each twin is of a phrase that there is, takes the same conversions, and
 * is what comes of the made message.
 */
#include <ctype.h>
#include <glob.h>

#include "base/text.h"
#include "config/translate.h"
#include "kit.h"

enum { LITERAL_MAX = 8192, PHRASES_MAX = 8192 };

struct phrase {
    const char *file;
    size_t line;
    char *text;  /* without the places in front */
    bool half;   /* it breaks off: the rest is another literal */
    bool beside; /* a literal with Chinese stands next to it */
};

static bool said[8192]; /* of a twin: a literal is so, be it but a word */
static struct phrase phrases[PHRASES_MAX];
static size_t n_phrases;

/* ---- what is a phrase ------------------------------------------------------------- */

static bool is_chinese(const char *s)
{
    for (; *s; s++)
        if ((unsigned char)*s >= 0xe3 && (unsigned char)*s <= 0xe9)
            return true;
    return false;
}

/* Letters that are no part of a conversion, a [section], a --flag. */
static bool has_words(const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const size_t length = translate_conversion(s + i, NULL);
        if (length)
            i += length - 1;
        else if (s[i] == '[')
            while (i < n && s[i] != ']')
                i++;
        else if (s[i] == '-' && s[i + 1] == '-')
            while (i < n && s[i] != ' ' && s[i] != ':')
                i++;
        else if (isalpha((unsigned char)s[i]))
            return true;
    }
    return false;
}

/* The text behind its places: "%s:%zu: ", "--period %s: ". */
static const char *behind_places(const char *s)
{
    const char *end;
    while ((end = strstr(s, ": ")) && !has_words(s, (size_t)(end - s)))
        s = end + 2;
    return s;
}

/* Two words, or one of four letters beside a conversion. */
static bool is_phrase(const char *s)
{
    bool converts = false, word = false;
    for (const char *at = s; *at;) {
        const size_t length = translate_conversion(at, NULL);
        size_t n = 0;
        converts |= length > 0;
        at += length;
        while (islower((unsigned char)at[n]))
            n++;
        word |= n >= 4;
        if (n >= 2 && at[n] == ' ' && (isalpha((unsigned char)at[n + 1]) || at[n + 1] == '('))
            return true;
        at += n ? n : !length;
    }
    return converts && word;
}

/* Three texts without a letter between: two may be a name and a hint. */
static bool is_glued(const char *s)
{
    return strstr(s, "%s%s%s") != NULL;
}

/* ---- the literals of a source --------------------------------------------------------- */

struct source {
    const char *file, *at;
    size_t line;
    char text[LITERAL_MAX];
    size_t n, begins;     /* of the literal at hand; n = SIZE_MAX: none */
    bool chinese_before;  /* the literal before has Chinese, and no statement ended since */
    size_t phrase_before; /* the phrase before, waiting for what is beside it; or SIZE_MAX */
};

static void put(struct source *s, char c)
{
    ck_assert_msg(s->n + 1 < LITERAL_MAX, "%s:%zu: a literal too long", s->file, s->line);
    s->text[s->n++] = c;
}

static void put_escape(struct source *s)
{
    static const char from[] = "nt\"\\'?%0", to[] = "\n\t\"\\'?%";
    const char *known = strchr(from, *s->at);
    if (*s->at == 'x' || !known || *known == '0') { /* bytes: no message */
        put(s, '?');
        s->at += strspn(s->at, "x0123456789abcdefABCDEF");
        return;
    }
    put(s, to[known - from]);
    s->at++;
}

static void take_literal(struct source *s)
{
    if (s->n == SIZE_MAX) {
        s->n = 0;
        s->begins = s->line;
    }
    for (s->at++; *s->at && *s->at != '"';) {
        if (*s->at == '\\') {
            s->at++;
            put_escape(s);
        } else {
            put(s, *s->at++);
        }
    }
    s->at += *s->at == '"';
}

static void end_literal(struct source *s)
{
    const char *text;
    bool chinese;
    if (s->n == SIZE_MAX)
        return;
    s->text[s->n] = '\0';
    s->n = SIZE_MAX;
    chinese = is_chinese(s->text);
    if (chinese && s->phrase_before != SIZE_MAX)
        phrases[s->phrase_before].beside = true;
    s->phrase_before = SIZE_MAX;
    text = behind_places(s->text);
    for (size_t i = 0; i < n_twins; i++)
        said[i] |= strcmp(twins[i].english, text) == 0;
    if (!chinese && is_phrase(text)) {
        const size_t n = strlen(text);
        ck_assert(n_phrases < PHRASES_MAX);
        s->phrase_before = n_phrases;
        phrases[n_phrases++] = (struct phrase){s->file, s->begins, strdup(text),
                                               n && text[n - 1] == ' ', s->chinese_before};
    }
    s->chinese_before = chinese;
}

static bool skip_comment(struct source *s)
{
    const char *end;
    if (s->at[0] != '/' || (s->at[1] != '*' && s->at[1] != '/'))
        return false;
    end = strstr(s->at, s->at[1] == '*' ? "*/" : "\n");
    end = end ? end + (s->at[1] == '*' ? 2 : 0) : s->at + strlen(s->at);
    for (; s->at < end; s->at++)
        s->line += *s->at == '\n';
    return true;
}

/* PRIu64 and its kin are a part of the literal. */
static bool take_macro(struct source *s)
{
    if (s->n == SIZE_MAX || strncmp(s->at, "PRI", 3) != 0)
        return false;
    for (const char *c = s->at[3] == 'u' ? "llu" : "lld"; *c; c++)
        put(s, *c);
    while (isalnum((unsigned char)*s->at))
        s->at++;
    return true;
}

static void skip_character(struct source *s)
{
    s->at++;
    s->at += *s->at == '\\' ? 2 : 1;
    while (*s->at && *s->at != '\'')
        s->at++;
    s->at += *s->at == '\'';
}

static void read_literals(const char *file, const char *text)
{
    static struct source s;
    s = (struct source){
        .file = file, .at = text, .line = 1, .n = SIZE_MAX, .phrase_before = SIZE_MAX};
    while (*s.at) {
        if (*s.at == '"') {
            take_literal(&s);
        } else if (isspace((unsigned char)*s.at) || strncmp(s.at, "\\\n", 2) == 0) {
            s.line += *s.at++ == '\n';
        } else if (!skip_comment(&s) && !take_macro(&s)) {
            end_literal(&s);
            if (*s.at == ';') {
                s.chinese_before = false;
                s.phrase_before = SIZE_MAX;
            }
            if (*s.at == '\'')
                skip_character(&s);
            else
                s.at++;
        }
    }
    end_literal(&s);
}

static char *read_whole(const char *path)
{
    FILE *f = fopen(path, "rb");
    char *s;
    long n;
    ck_assert_msg(f != NULL, "%s: run this at the top of the tree", path);
    ck_assert_int_eq(fseek(f, 0, SEEK_END), 0);
    n = ftell(f);
    rewind(f);
    s = calloc(1, (size_t)n + 1);
    ck_assert_ptr_nonnull(s);
    ck_assert_uint_eq(fread(s, 1, (size_t)n, f), (size_t)n);
    fclose(f);
    return s;
}

static void read_sources(void)
{
    static const char *const patterns[] = {"core/*.h", "core/*/*.[ch]", "core/*/*/*.[ch]",
                                           "plugins/*/*.[ch]"};
    glob_t found = {0};
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++)
        ck_assert_int_eq(glob(patterns[i], i ? GLOB_APPEND : 0, NULL, &found), 0);
    n_phrases = 0;
    for (size_t i = 0; i < found.gl_pathc; i++) {
        char *text = read_whole(found.gl_pathv[i]);
        read_literals(strdup(found.gl_pathv[i]), text);
        free(text);
    }
    globfree(&found);
}

/* ---- what is no message ----------------------------------------------------------- */

struct untold {
    char *lines[1024];
    bool used[1024];
    size_t n;
};

/* As a literal is written. */
static void escape(const char *s, char *out)
{
    for (; *s; s++) {
        const char *const known = strchr("\n\t\"\\", *s);
        if (known) {
            *out++ = '\\';
            *out++ = "nt\"\\"[known - "\n\t\"\\"];
        } else {
            *out++ = *s;
        }
    }
    *out = '\0';
}

static void read_untold(struct untold *u)
{
    char *text = read_whole("tests/config/untold.txt"), *line, *rest = text;
    *u = (struct untold){0};
    while ((line = strsep(&rest, "\n")))
        if (*line && *line != '#') {
            ck_assert_uint_lt(u->n, 1024);
            u->lines[u->n++] = line;
        }
}

/* A file, or all in a folder ("core/lua/"). */
static bool is_in(const char *file, const char *place)
{
    const size_t n = strlen(place);
    return strncmp(file, place, n) == 0 && (file[n] == '\0' || (n && place[n - 1] == '/'));
}

static const struct twin *find_twin(const char *english)
{
    for (size_t i = 0; i < n_twins; i++)
        if (strcmp(twins[i].english, english) == 0)
            return &twins[i];
    return NULL;
}

/* In a folder that has no Chinese yet. */
static bool is_waiting(const struct untold *u, const struct phrase *p)
{
    for (size_t i = 0; i < u->n; i++)
        if (u->lines[i][strlen(u->lines[i]) - 1] == '/' && is_in(p->file, u->lines[i]))
            return !find_twin(p->text);
    return false;
}

/* A phrase can be listed wherever it stands, or with all of a file or folder. */
static bool is_untold(struct untold *u, const struct phrase *p)
{
    char text[2 * LITERAL_MAX];
    bool found = false;
    escape(p->text, text);
    for (size_t i = 0; i < u->n; i++)
        if (strcmp(u->lines[i], text) == 0 || is_in(p->file, u->lines[i]))
            found = u->used[i] = true;
    return found;
}

/* ---- the checks ---------------------------------------------------------------------- */

/* The room of a source: core/ROOM/..., plugins. */
static void room_of(const char *file, char room[64])
{
    const char *from = strncmp(file, "core/", 5) == 0 && strchr(file + 5, '/') ? file + 5 : file;
    snprintf(room, 64, "%.*s", (int)strcspn(from, "/"), from);
}

START_TEST(each_message_has_a_twin)
{
    static struct untold u;
    size_t missing = 0, beside = 0, told = 0, waiting = 0;
    read_sources();
    read_untold(&u);
    for (size_t i = 0; i < n_phrases; i++) {
        const struct phrase *p = &phrases[i];
        char room[64], text[2 * LITERAL_MAX];
        const bool untold = !p->beside && is_untold(&u, p);
        beside += p->beside;
        waiting += untold && is_waiting(&u, p);
        if (p->beside || untold)
            continue;
        told++;
        if (find_twin(p->text))
            continue;
        missing++;
        room_of(p->file, room);
        escape(p->text, text);
        fprintf(stderr,
                "%s:%zu: no Chinese twin; add these two lines to core/config/messages/%s.zh:\n%s\n"
                "\tCHINESE\n",
                p->file, p->line, room, text);
    }
    for (size_t i = 0; i < u.n; i++)
        if (!u.used[i]) {
            fprintf(stderr, "tests/config/untold.txt: nothing is called so: %s\n", u.lines[i]);
            missing++;
        }
    printf("messages and phrases: %zu, %zu with their twin beside them; %zu without a twin; in "
           "folders that have no Chinese yet %zu\n",
           told + beside, beside, missing, waiting);
    ck_assert_uint_gt(told, 500);
    ck_assert_msg(!missing, "%zu messages without a twin, told above", missing);
}
END_TEST

START_TEST(each_message_is_whole)
{
    size_t halves = 0;
    read_sources();
    for (size_t i = 0; i < n_phrases; i++) {
        const struct phrase *p = &phrases[i];
        const struct twin *t = p->beside ? NULL : find_twin(p->text);
        if (t && (p->half || is_glued(p->text))) {
            fprintf(stderr, "%s:%zu: put together from halves: make each of them a phrase: %s\n",
                    p->file, p->line, p->text);
            halves++;
        }
    }
    ck_assert_msg(!halves, "%zu sentences put together from halves, told above", halves);
}
END_TEST

START_TEST(each_twin_is_of_a_message)
{
    size_t wrong = 0;
    read_sources();
    for (size_t i = 0; i < n_twins; i++) {
        const bool used = said[i] || twins[i].foreign;
        if (!used || find_twin(twins[i].english) != &twins[i]) {
            fprintf(stderr, "core/config/messages: %s: %s\n",
                    used ? "stands there twice" : "no source says this; take it out",
                    twins[i].english);
            wrong++;
        }
    }
    ck_assert_msg(!wrong, "%zu twins too many, told above", wrong);
}
END_TEST

/* ---- place holders ---------------------------------------------------------------------- */

enum { CONVERSIONS_MAX = 24 };

struct conversions {
    char kind[CONVERSIONS_MAX];   /* of the nth: its letter; 0: not there */
    bool ending[CONVERSIONS_MAX]; /* the s of a plural, which Chinese has none of */
};

/* The nth conversion in a Chinese text is the nth of the English one but endings. */
static void next_conversion(const char *at, size_t length, const struct conversions *en,
                            size_t *next)
{
    if (memchr(at, '$', length))
        *next = (size_t)(at[1] - '1');
    else
        while (en && *next < CONVERSIONS_MAX && en->ending[*next])
            ++*next;
    ck_assert_msg(*next < CONVERSIONS_MAX, "%s", at);
}

static void take_conversions(const char *s, const struct conversions *en, struct conversions *c)
{
    size_t next = 0;
    bool counted = false; /* a number and words behind it */
    *c = (struct conversions){0};
    for (const char *at = s; *at;) {
        const size_t length = translate_conversion(at, NULL);
        if (length) {
            const bool text = strchr("sw", at[length - 1]) != NULL;
            next_conversion(at, length, en, &next);
            c->kind[next] = at[length - 1];
            c->ending[next] = text && counted && at > s && islower((unsigned char)at[-1]);
            counted = !text || c->ending[next];
            next++;
            at += length;
        } else {
            counted &= islower((unsigned char)*at) || *at == ' ';
            at += at[0] == '%' && at[1] == '%' ? 2 : 1;
        }
    }
}

START_TEST(twins_take_the_same)
{
    size_t wrong = 0;
    for (size_t i = 0; i < n_twins; i++) {
        struct conversions en, zh;
        bool same = true;
        take_conversions(twins[i].english, NULL, &en);
        take_conversions(twins[i].chinese, &en, &zh);
        for (size_t k = 0; k < CONVERSIONS_MAX; k++) {
            const char kind = strchr("wn", zh.kind[k]) && zh.kind[k] ? 's' : zh.kind[k];
            same &= kind == en.kind[k] || (!kind && en.ending[k]);
        }
        if (!same || !is_chinese(twins[i].chinese)) {
            fprintf(stderr, "core/config/messages: other place holders, or no Chinese: %s\n\t%s\n",
                    twins[i].english, twins[i].chinese);
            wrong++;
        }
    }
    ck_assert_msg(!wrong, "%zu twins with other place holders, told above", wrong);
}
END_TEST

/* What stands for the nth conversion. */
static const char *sample(size_t n, char kind, char text[16])
{
    if (kind == 'c')
        snprintf(text, 16, "%c", (char)('P' + n));
    else if (kind == 's' || kind == 'w')
        snprintf(text, 16, "<%c%zu>", (char)('a' + n), n);
    else
        snprintf(text, 16, "%zu", 11 * (n + 1));
    return text;
}

static void fill(struct str *out, const char *format, const struct conversions *en)
{
    size_t next = 0;
    for (const char *at = format; *at;) {
        const size_t length = translate_conversion(at, NULL);
        char text[16];
        if (length) {
            next_conversion(at, length, en, &next);
            if (at[length - 1] != 'n')
                str_add(out, sample(next, at[length - 1], text));
            next++;
            at += length;
        } else {
            str_add_bytes(out, at, 1);
            at += at[0] == '%' && at[1] == '%' ? 2 : 1;
        }
    }
}

START_TEST(each_made_message_is_known)
{
    size_t wrong = 0;
    for (size_t i = 0; i < n_twins; i++) {
        struct str english = {0}, wanted = {0}, got = {0};
        struct conversions en;
        take_conversions(twins[i].english, NULL, &en);
        str_add(&english, "zj.ini:12: [a] b = c: ");
        str_add(&wanted, "zj.ini:12: [a] b = c: ");
        fill(&english, twins[i].english, NULL);
        fill(&wanted, twins[i].chinese, &en);
        translate_add(&got, LANGUAGE_ZH, english.s);
        if (strcmp(got.s, wanted.s) != 0) {
            fprintf(stderr, "made: %s\n got: %s\nwant: %s\n", english.s, got.s, wanted.s);
            wrong++;
        }
        str_fini(&english);
        str_fini(&wanted);
        str_fini(&got);
    }
    ck_assert_msg(!wrong, "%zu messages come out otherwise than their twins say", wrong);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {each_message_has_a_twin,    each_message_is_whole,
                                  each_twin_is_of_a_message,  twins_take_the_same,
                                  each_made_message_is_known, NULL};
    return kit_run("messages", tests);
}
