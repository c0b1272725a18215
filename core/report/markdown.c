/* SPDX-License-Identifier: MIT */
/* Markdown by libcmark, walked node by node without recursion: depth costs no stack. */
#include "report/markdown.h"

#include <cmark.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"

/* A place holder is two characters that are none (U+FDD0, U+FDD1) about the number of its fact. */
#define HOLDER_BEGIN "\xef\xb7\x90"
#define HOLDER_END "\xef\xb7\x91"

enum { LISTS_MAX = 9, LEVEL_MAX = 4 };

/* ---- facts ---------------------------------------------------------------- */

static int add_fact(struct markdown *m, size_t *cap, struct arena *a, const char *from, size_t n,
                    size_t line, struct error *e)
{
    struct markdown_fact *f = arena_grow(a, m->facts, m->n_facts, cap, sizeof *f);
    const char *expression = text_trim(from, &n);
    if (!f)
        return error_no_memory(e);
    m->facts = f;
    f += m->n_facts++;
    *f = (struct markdown_fact){.where = arena_printf(a, "%s:%zu", m->path, line),
                                .expression = arena_strndup(a, expression, n),
                                .value = ""};
    return f->where && f->expression ? OK : error_no_memory(e);
}

/* The } behind an expression: not one in a text of it, nor one that closes a brace of its own.
   NULL: there is none. */
static const char *expression_end(const char *s)
{
    size_t open = 0;
    for (char quote = 0; *s; s++) {
        if (quote) {
            if (*s == '\\' && s[1])
                s++;
            else if (*s == quote)
                quote = 0;
        } else if (*s == '"' || *s == '\'' || *s == '`') {
            quote = *s;
        } else if (*s == '{') {
            open++;
        } else if (*s == '}' && open-- == 0) {
            return s;
        }
    }
    return NULL;
}

static size_t lines_in(const char *s, const char *end)
{
    size_t n = 0;
    for (; s < end; s++)
        n += *s == '\n';
    return n;
}

static int take_facts(struct markdown *m, struct arena *a, const char *s, struct str *out,
                      struct error *e)
{
    size_t cap = 0, line = 1;
    for (const char *at, *end; (at = strstr(s, "{=")); s = end + 1) {
        const bool escaped = at > s && at[-1] == '\\';
        int status;
        str_add_bytes(out, s, (size_t)(at - s));
        line += lines_in(s, at);
        end = at + 1;
        if (escaped) {
            str_add(out, "{=");
            continue;
        }
        end = expression_end(at + 2);
        if (!end)
            return error_set(e, ERR_DATA,
                             "%s:%zu: {= has no } behind its expression; write \\{= for the "
                             "characters themselves",
                             m->path, line);
        if (m->n_facts == MARKDOWN_FACTS_MAX)
            return error_set(e, ERR_DATA, "%s:%zu: more than %d facts; divide the text", m->path,
                             line, MARKDOWN_FACTS_MAX);
        status = add_fact(m, &cap, a, at + 2, (size_t)(end - at) - 2, line, e);
        if (status)
            return status;
        str_printf(out, HOLDER_BEGIN "%zu" HOLDER_END, m->n_facts - 1);
        line += lines_in(at, end);
    }
    str_add(out, s);
    return OK;
}

static int check_text(const char *path, const char *s, size_t n, struct error *e)
{
    size_t bad = text_utf8_check(s, n);
    if (n > MARKDOWN_BYTES_MAX)
        return error_set(e, ERR_DATA, "%s: longer than %d KB; divide it", path,
                         MARKDOWN_BYTES_MAX >> 10);
    if (bad == n && memchr(s, '\0', n))
        bad = (size_t)((const char *)memchr(s, '\0', n) - s);
    if (bad < n)
        return error_set(e, ERR_DATA, "%s:%zu: is not UTF-8 text; save it as UTF-8", path,
                         lines_in(s, s + bad) + 1);
    return OK;
}

int markdown_read(const char *path, const char *bytes, size_t n, struct arena *a,
                  struct markdown *m, struct error *e)
{
    static const char mark[] = "\xef\xbb\xbf"; /* of byte order */
    const char *text;
    struct str out = {0};
    int status = check_text(path, bytes, n, e);
    if (status)
        return status;
    if (n >= 3 && memcmp(bytes, mark, 3) == 0) {
        bytes += 3;
        n -= 3;
    }
    *m = (struct markdown){.path = path, .text = ""};
    text = arena_strndup(a, bytes, n);
    status = text ? take_facts(m, a, text, &out, e) : error_no_memory(e);
    if (!status && out.s)
        m->text = arena_strdup(a, out.s);
    if (!status && (out.failed || !m->text))
        status = error_no_memory(e);
    str_fini(&out);
    return status;
}

/* ---- blocks --------------------------------------------------------------- */

struct writer {
    const struct markdown *m;
    struct document *d;
    int level;
    struct paragraph *paragraph; /* that inlines go to; NULL: none */
    struct str heading;          /* plain words of one; in_heading */
    bool in_heading;
    size_t bold, italic, quotes, links;
    const char *link;
    struct {
        size_t number; /* of the next item; 0: bullets */
        bool fresh;    /* its item has no words yet */
        bool first;    /* none has had */
    } lists[LISTS_MAX];
    size_t n_lists;
};

/* The words with facts in place of their holders. */
static const char *filled(struct writer *w, const char *s)
{
    struct str out = {0};
    const char *text;
    for (const char *at; (at = strstr(s, HOLDER_BEGIN));) {
        size_t i = 0;
        str_add_bytes(&out, s, (size_t)(at - s));
        for (s = at + 3; *s >= '0' && *s <= '9' && i < MARKDOWN_FACTS_MAX; s++)
            i = i * 10 + (size_t)(*s - '0');
        if (strncmp(s, HOLDER_END, 3) == 0)
            s += 3;
        if (i < w->m->n_facts)
            str_add(&out, w->m->facts[i].value);
    }
    str_add(&out, s);
    text = out.failed ? NULL : arena_strdup(w->d->arena, out.s);
    str_fini(&out);
    w->d->failed = w->d->failed || !text;
    return text ? text : "";
}

static void put_words(struct writer *w, const char *s, bool code)
{
    const char *text = filled(w, s ? s : "");
    if (w->in_heading)
        str_add(&w->heading, text);
    else if (w->paragraph)
        paragraph_run(w->d, w->paragraph,
                      (struct run){.text = text,
                                   .bold = w->bold > 0,
                                   .italic = w->italic > 0,
                                   .code = code,
                                   .link = w->link});
}

static void put_line_break(struct writer *w)
{
    if (w->in_heading)
        str_add(&w->heading, " ");
    else if (w->paragraph)
        paragraph_run(w->d, w->paragraph, (struct run){.text = "", .breaks = true});
}

static bool leads_outside(const char *url)
{
    static const char *const schemes[] = {"http://", "https://", "mailto:"};
    for (size_t i = 0; url && i < sizeof schemes / sizeof *schemes; i++)
        if (strncasecmp(url, schemes[i], strlen(schemes[i])) == 0)
            return !strstr(url, HOLDER_BEGIN) && !strstr(url, "%EF%B7%90");
    return false;
}

/* A further paragraph of an item goes on behind a line break: lists are flat rows of items. Behind
   a list within the item it stands alone. */
static void begin_paragraph(struct writer *w)
{
    const size_t depth = w->n_lists;
    const bool item = depth && w->lists[depth - 1].fresh;
    if (depth && !item && w->paragraph && w->paragraph->style == PARAGRAPH_ITEM &&
        w->paragraph->depth == depth - 1) {
        put_line_break(w);
        return;
    }
    w->paragraph = document_paragraph(w->d, item        ? PARAGRAPH_ITEM
                                            : w->quotes ? PARAGRAPH_QUOTE
                                                        : PARAGRAPH_PLAIN);
    if (!item || !w->paragraph)
        return;
    w->lists[depth - 1].fresh = false;
    w->paragraph->first = w->lists[depth - 1].first;
    w->lists[depth - 1].first = false;
    w->paragraph->depth = depth - 1;
    w->paragraph->number = w->lists[depth - 1].number;
    if (w->lists[depth - 1].number)
        w->lists[depth - 1].number++;
}

static void enter_list(struct writer *w, cmark_node *node)
{
    const bool counts = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST;
    const int start = cmark_node_get_list_start(node);
    if (w->n_lists < LISTS_MAX) { /* deeper ones go on in the deepest */
        w->lists[w->n_lists].number = counts ? (start > 0 ? (size_t)start : 1) : 0;
        w->lists[w->n_lists].first = true;
    }
    w->n_lists += w->n_lists < LISTS_MAX;
}

/* What is open around a list that is too deep to be one of its own is told by its parents. */
static size_t lists_around(cmark_node *node)
{
    size_t n = 0;
    for (cmark_node *p = cmark_node_parent(node); p && n < LISTS_MAX; p = cmark_node_parent(p))
        n += cmark_node_get_type(p) == CMARK_NODE_LIST;
    return n;
}

static void put_heading(struct writer *w, cmark_node *node)
{
    const int level = w->level + cmark_node_get_heading_level(node) - 1;
    const char *text = w->heading.s ? arena_strdup(w->d->arena, w->heading.s) : "";
    w->in_heading = false;
    if (w->heading.failed || !text)
        w->d->failed = true;
    else if (*text)
        document_heading(w->d, level < LEVEL_MAX ? level : LEVEL_MAX, NULL, text);
    str_fini(&w->heading);
}

static void put_code_block(struct writer *w, cmark_node *node)
{
    const char *literal = cmark_node_get_literal(node);
    begin_paragraph(w);
    for (const char *s = literal ? literal : ""; *s;) {
        const size_t n = strcspn(s, "\n");
        const char *line = arena_strndup(w->d->arena, s, n);
        put_words(w, line, true);
        s += n + (s[n] == '\n');
        if (*s)
            put_line_break(w);
    }
}

/* Whether the words of a node end, or begin, with a wide character. */
static bool is_wide_at(struct writer *w, cmark_node *node, bool end)
{
    char one[5] = "";
    const char *s, *at;
    uint32_t c;
    while (node && cmark_node_first_child(node))
        node = end ? cmark_node_last_child(node) : cmark_node_first_child(node);
    s = node ? cmark_node_get_literal(node) : NULL;
    if (!s || !*s)
        return false;
    s = filled(w, s);
    at = end ? s + strlen(s) : s;
    while (end && at > s && ((unsigned char)*--at & 0xc0) == 0x80)
        ;
    memcpy(one, at, text_decode(at, strlen(at), &c));
    return text_width(one) > 1;
}

/* Lines are joined by a blank, but not within Chinese. */
static void put_soft_break(struct writer *w, cmark_node *node)
{
    if (!is_wide_at(w, cmark_node_previous(node), true) ||
        !is_wide_at(w, cmark_node_next(node), false))
        put_words(w, " ", false);
}

static void count(size_t *n, bool enter)
{
    *n += enter ? 1 : (size_t)-1;
}

static void put_inline(struct writer *w, cmark_node *node, bool enter)
{
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_TEXT:
        put_words(w, cmark_node_get_literal(node), false);
        break;
    case CMARK_NODE_CODE:
        put_words(w, cmark_node_get_literal(node), true);
        break;
    case CMARK_NODE_SOFTBREAK:
        put_soft_break(w, node);
        break;
    case CMARK_NODE_LINEBREAK:
        put_line_break(w);
        break;
    case CMARK_NODE_STRONG:
        count(&w->bold, enter);
        break;
    case CMARK_NODE_EMPH:
        count(&w->italic, enter);
        break;
    case CMARK_NODE_LINK:
        w->link = enter && leads_outside(cmark_node_get_url(node))
                      ? arena_strdup(w->d->arena, cmark_node_get_url(node))
                      : NULL;
        break;
    default: /* raw HTML is dropped; of a picture its words stay */
        break;
    }
}

static void put_node(struct writer *w, cmark_node *node, bool enter)
{
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_HEADING:
        w->in_heading = enter;
        if (!enter)
            put_heading(w, node);
        break;
    case CMARK_NODE_PARAGRAPH:
        if (enter)
            begin_paragraph(w);
        break;
    case CMARK_NODE_BLOCK_QUOTE:
        count(&w->quotes, enter);
        break;
    case CMARK_NODE_LIST:
        if (enter)
            enter_list(w, node);
        else
            w->n_lists = lists_around(node);
        break;
    case CMARK_NODE_ITEM:
        if (enter && w->n_lists)
            w->lists[w->n_lists - 1].fresh = true;
        break;
    case CMARK_NODE_CODE_BLOCK:
        put_code_block(w, node);
        break;
    case CMARK_NODE_HTML_BLOCK:
    case CMARK_NODE_CUSTOM_BLOCK:
    case CMARK_NODE_THEMATIC_BREAK:
    case CMARK_NODE_DOCUMENT:
        break;
    default:
        put_inline(w, node, enter);
    }
}

int markdown_write(const struct markdown *m, struct document *d, int level, struct error *e)
{
    struct writer w = {.m = m, .d = d, .level = level};
    cmark_node *root = cmark_parse_document(m->text, strlen(m->text), CMARK_OPT_DEFAULT);
    cmark_iter *iter = root ? cmark_iter_new(root) : NULL;
    cmark_event_type event;
    if (!iter) {
        cmark_node_free(root);
        return error_no_memory(e);
    }
    cmark_consolidate_text_nodes(root);
    while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE)
        put_node(&w, cmark_iter_get_node(iter), event == CMARK_EVENT_ENTER);
    cmark_iter_free(iter);
    cmark_node_free(root);
    str_fini(&w.heading);
    return document_memory(d, e);
}
