/* SPDX-License-Identifier: MIT */
/*
 * The workbook. Weights are constants of one sheet; whatever is a weighted mean of them is a
 * formula with its value beside it, so that a weight that is changed changes scores and ranks.
 * A cell is a formula only where the formula gives what the run has found: what rules, gates or
 * other means have made of a score stays a constant.
 */
#include "report/xlsx.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "output/league.h"
#include "output/words.h"
#include "report/xlsx_internal.h"

/* ---- tables without formulas ---------------------------------------------- */

static void write_raw(struct workbook *b)
{
    struct edition *x = b->x;
    const struct tree *t = &x->r->plan->tree;
    const char *name = book_name(b, WORDS(b, "指标", "Indicators"), "");
    lxw_worksheet *s = book_sheet(b, &name);
    if (!s)
        return;
    book_heads(b, s, 0,
               (const char *[]){WORDS(b, "类别", "Class"), WORDS(b, "代码", "Code"),
                                WORDS(b, "名称", "Name")},
               3);
    for (size_t i = 0; i < t->n_indicators; i++) {
        const char *unit = words_node_unit(x->language, &t->nodes[t->indicators[i]]);
        book_text(b, s, 0, 3 + i,
                  *unit ? document_text(x->d, "%s (%s)", node_name(x, t->indicators[i]), unit)
                        : node_name(x, t->indicators[i]),
                  b->style.head);
    }
    for (size_t u = 0, row = 1; u < x->r->n_units; u++) {
        if (results_is_elsewhere(x->r, x->period, u))
            continue;
        book_text(b, s, row, 0, class_name(x, results_class(x->r, u)), b->style.text);
        book_text(b, s, row, 1, unit_code(x, u), b->style.text);
        book_text(b, s, row, 2, unit_name(x, u), b->style.text);
        for (size_t i = 0; i < t->n_indicators; i++)
            book_number(s, row, 3 + i, x->r->imputed[i][row_of(x, u)],
                        x->r->cell[i][row_of(x, u)] == CELL_IMPUTED ? b->style.made
                                                                    : b->style.number);
        row++;
    }
    worksheet_set_column(s, 2, 2, 18, NULL);
    worksheet_set_column(s, 3, (lxw_col_t)(2 + t->n_indicators), 12, NULL);
    worksheet_set_row(s, 0, 48, NULL);
    worksheet_freeze_panes(s, 1, 3);
    worksheet_repeat_rows(s, 0, 0);
}

/* Widths of columns, in figures; COLUMNS_MAX: so many are fitted to what they hold. */
enum { WORDS_WIDTH = 100, WIDEST = 60, NARROWEST = 12, COLUMNS_MAX = 16 };

static lxw_format *fixed_of(const struct workbook *b, int decimals)
{
    const int n = (int)(sizeof b->style.fixed / sizeof *b->style.fixed);
    return decimals >= 0 && decimals < n ? b->style.fixed[decimals] : b->style.number;
}

/* A section of the report as a sheet: its tables below each other, those of figures among them. */
static size_t put_table(struct workbook *b, lxw_worksheet *s, const struct document_table *t,
                        const char *caption, size_t row, size_t *width)
{
    size_t column;
    book_text(b, s, row++, 0, caption, b->style.title);
    for (size_t i = column = 0; i < t->n_columns; i++)
        if (t->columns[i].kind != COLUMN_DRAWING)
            book_text(b, s, row, column++, t->columns[i].title, b->style.head);
    row++;
    for (size_t k = 0; k < t->n_rows; k++, row++)
        for (size_t i = column = 0; i < t->n_columns; i++) {
            const struct document_cell *cell = &t->cells[k * t->n_columns + i];
            if (t->columns[i].kind == COLUMN_DRAWING)
                continue;
            if (t->columns[i].kind == COLUMN_NUMBER)
                book_number(s, row, column++, cell->v,
                            cell->text ? b->style.number : fixed_of(b, t->columns[i].decimals));
            else {
                const size_t n = cell->text ? text_width(cell->text) : 0;
                if (column < COLUMNS_MAX && n > width[column])
                    width[column] = n < WIDEST ? n : WIDEST;
                book_text(b, s, row, column++, cell->text, b->style.text);
            }
        }
    return row + 1;
}

static void write_section(struct workbook *b, const char *section, const char *title)
{
    const char *id = document_text(b->x->d, "%ss-%s", b->x->prefix, section), *name;
    const struct document *d = b->d;
    lxw_worksheet *s;
    size_t i = 0, row = 0, width[COLUMNS_MAX] = {0};
    int level;
    while (i < d->n && !(d->blocks[i].kind == BLOCK_HEADING && d->blocks[i].id &&
                         strcmp(d->blocks[i].id, id) == 0))
        i++;
    if (i == d->n)
        return;
    level = d->blocks[i].level;
    name = book_name(b, title, "");
    s = book_sheet(b, &name);
    for (i++; s && i < d->n && !(d->blocks[i].kind == BLOCK_HEADING && d->blocks[i].level <= level);
         i++) {
        const struct block *k = &d->blocks[i];
        if (k->kind == BLOCK_TABLE)
            row = put_table(b, s, k->table, k->table->caption, row, width);
        if (k->kind == BLOCK_FIGURE && k->figure->figures)
            row = put_table(b, s, k->figure->figures, k->figure->caption, row, width);
        if (k->kind == BLOCK_PARAGRAPH)
            book_text(b, s, row++, 0, paragraph_words(b->x->d, k->paragraph), b->style.note);
    }
    for (size_t c = 0; s && c < COLUMNS_MAX; c++)
        worksheet_set_column(s, (lxw_col_t)c, (lxw_col_t)c,
                             (double)(width[c] > NARROWEST ? width[c] + 2 : NARROWEST), NULL);
}

/* All that the chapter says in words, section by section; portraits have none. */
static void write_words(struct workbook *b)
{
    const struct document *d = b->d;
    const char *name = book_name(b, WORDS(b, "文字", "Words"), "");
    lxw_worksheet *s = book_sheet(b, &name);
    size_t row = 0;
    bool card = false;
    for (size_t i = b->x->first; s && i < b->x->behind; i++) {
        const struct block *k = &d->blocks[i];
        card = k->kind == BLOCK_CARD || (card && k->kind != BLOCK_CARD_END);
        if (card)
            continue;
        if (k->kind == BLOCK_HEADING)
            book_lines(b, s, row++, k->text, k->level == 1 ? WORDS_WIDTH / 2 : WORDS_WIDTH,
                       k->level == 1 ? b->style.title : b->style.strong);
        if (k->kind == BLOCK_PARAGRAPH)
            book_lines(b, s, row++, paragraph_words(b->x->d, k->paragraph), WORDS_WIDTH,
                       b->style.wrap);
    }
    if (s)
        worksheet_set_column(s, 0, 0, WORDS_WIDTH, NULL);
}

static void write_rules(struct workbook *b)
{
    const struct edition *x = b->x;
    const struct plan *p = x->r->plan;
    const char *name = book_name(b, WORDS(b, "规则", "Rules"), "");
    lxw_worksheet *s = p->n_rules ? book_sheet(b, &name) : NULL;
    size_t row = 1;
    if (!s)
        return;
    book_heads(b, s, 0,
               (const char *[]){WORDS(b, "代码", "Code"), WORDS(b, "名称", "Name"),
                                WORDS(b, "规则", "Rule"), WORDS(b, "结果", "Effect"),
                                WORDS(b, "之前", "Before"), WORDS(b, "之后", "After"),
                                WORDS(b, "理由", "Reason")},
               7);
    for (size_t i = 0; i < x->r->n_applied; i++) {
        const struct applied *a = &x->r->applied[i];
        const struct rule *rule = &p->rules[a->rule];
        if (a->period != x->period)
            continue;
        book_text(b, s, row, 0, unit_code(x, a->position), b->style.text);
        book_text(b, s, row, 1, unit_name(x, a->position), b->style.text);
        book_text(b, s, row, 2, rule->name, b->style.text);
        book_text(b, s, row, 3, effect_name(a->effect), b->style.text);
        book_number(s, row, 4, a->before, b->style.number);
        book_number(s, row, 5, a->after, b->style.number);
        book_text(b, s, row++, 6, a->reason ? a->reason : rule->reason, b->style.text);
    }
    worksheet_set_column(s, 1, 3, 18, NULL);
    worksheet_set_column(s, 6, 6, 60, NULL);
}

/* ---- the whole ------------------------------------------------------------ */

static void write_about(struct workbook *b, lxw_worksheet *s)
{
    const struct document *d = b->d;
    size_t row = 0;
    book_text(b, s, row++, 0, d->title, b->style.title);
    book_text(b, s, row++, 0, d->publisher, b->style.text);
    book_text(b, s, row++, 0, d->date, b->style.text);
    if (d->synthetic)
        book_text(b, s, row++, 0, document_warning(d), b->style.warning);
    row++;
    book_text(
        b, s, row++, 0,
        WORDS(b,
              "在“权重”表中改动黄色单元格，得分、位次、分布和颜色随即变化；等级和位次区间仍为原权重"
              "下的结果。",
              "Change yellow cells of the sheet of weights: scores, ranks, spreads and colours "
              "follow; tiers and intervals of ranks stay those of the run."),
        b->style.wrap);
    book_text(
        b, s, row++, 0,
        WORDS(b, "斜体的得分不由公式得出（规则、上限或其他合成方法所定），斜体的指标值为插补值。",
              "Scores in italics are no formulas: rules, caps or other ways of aggregating made "
              "them; values in italics are imputed."),
        b->style.wrap);
    book_text(
        b, s, row++, 0,
        WORDS(b, "工作簿供人阅读和试算；逐位精确的数据见同一文件夹中的CSV。",
              "The workbook is for people; figures to the last bit are in the CSVs beside it."),
        b->style.wrap);
    worksheet_set_column(s, 0, 0, 100, NULL);
}

static void write_league_sheets(struct workbook *b, lxw_worksheet *const *sheets,
                                const char *const *names)
{
    for (size_t c = 0; c < b->x->r->plan->n_classes; c++)
        if (sheets[c])
            book_league(b, sheets[c], names[c], c);
}

/* Sheets stand in the order of readers; formulas look at later ones. */
static int write_edition(struct workbook *b, struct error *e)
{
    const struct plan *p = b->x->r->plan;
    struct arena *a = b->x->d->arena;
    lxw_worksheet **leagues = arena_array(a, p->n_classes, sizeof *leagues), *spread;
    const char **names = arena_array(a, p->n_classes, sizeof *names), *name;
    b->computing = arena_array(a, p->n_classes, sizeof *b->computing);
    b->order = arena_array(a, p->n_classes, sizeof *b->order);
    if (!leagues || !names || !b->computing || !b->order)
        return error_no_memory(e);
    for (size_t c = 0; c < p->n_classes; c++) {
        b->order[c] = arena_array(a, p->classes[c].n ? p->classes[c].n : 1, sizeof **b->order);
        if (!b->order[c])
            return error_no_memory(e);
        league_order(b->x->r, c, b->x->period, b->order[c]);
        names[c] = book_name(b, WORDS(b, "位次", "League"), class_name(b->x, c));
        leagues[c] = book_sheet(b, &names[c]);
    }
    name = book_name(b, WORDS(b, "各维度", "Dimensions"), "");
    spread = book_sheet(b, &name);
    book_weights(b);
    for (size_t c = 0; c < p->n_classes; c++)
        book_computing(b, c);
    write_league_sheets(b, leagues, names);
    if (spread)
        book_spread(b, spread);
    write_raw(b);
    write_section(b, "robust", WORDS(b, "稳健性", "Robustness"));
    write_rules(b);
    write_words(b);
    write_section(b, "method", WORDS(b, "方法", "Methods"));
    return b->failed ? error_no_memory(e) : OK;
}

static lxw_format *style(lxw_workbook *book, const char *number, bool bold, bool italic)
{
    lxw_format *f = workbook_add_format(book);
    if (f && number)
        format_set_num_format(f, number);
    if (f && bold)
        format_set_bold(f);
    if (f && italic)
        format_set_italic(f);
    return f;
}

static void make_styles(struct workbook *b)
{
    struct styles *s = &b->style;
    *s = (struct styles){.title = style(b->book, NULL, true, false),
                         .head = style(b->book, NULL, true, false),
                         .strong = style(b->book, NULL, true, false),
                         .text = style(b->book, NULL, false, false),
                         .wrap = style(b->book, NULL, false, false),
                         .score = style(b->book, "0.00", false, false),
                         .number = style(b->book, "General", false, false),
                         .whole = style(b->book, "0", false, false),
                         .weight = style(b->book, "0.0000", false, false),
                         .made = style(b->book, "General", false, true),
                         .note = style(b->book, NULL, false, true),
                         .warning = style(b->book, NULL, true, false)};
    for (size_t i = 0; i < sizeof s->fixed / sizeof *s->fixed; i++) {
        static const char *const formats[] = {"0", "0.0", "0.00", "0.000", "0.0000"};
        s->fixed[i] = style(b->book, formats[i], false, false);
    }
    format_set_font_size(s->title, 14);
    format_set_text_wrap(s->head);
    format_set_align(s->head, LXW_ALIGN_CENTER); /* over figures as over words */
    format_set_indent(s->text, 1);               /* apart from the figure before it */
    format_set_text_wrap(s->wrap);
    format_set_align(s->wrap, LXW_ALIGN_VERTICAL_TOP);
    format_set_bottom(s->head, LXW_BORDER_THIN);
    format_set_bg_color(s->weight, 0xfff2b3);
    format_set_font_color(s->note, palette[INK_MUTED].light);
    format_set_font_color(s->warning, 0xffffff);
    format_set_bg_color(s->warning, 0x8f1d13);
}

static int write_book(struct workbook *b, const struct edition *editions, size_t n, struct error *e)
{
    /* A fixed time: the same run, the same bytes. */
    lxw_doc_properties about = {.title = (char *)(size_t)b->d->title,
                                .author = (char *)(size_t)b->d->publisher,
                                .created = 1};
    const char *name = WORDS(b, "说明", "About");
    lxw_worksheet *s;
    int status = OK;
    workbook_set_properties(b->book, &about);
    make_styles(b);
    s = workbook_add_worksheet(b->book, name);
    if (!s)
        return error_no_memory(e);
    write_about(b, s);
    for (b->edition = 0; b->edition < n && !status; b->edition++) {
        b->one = editions[b->edition];
        b->x = &b->one;
        b->n = n;
        status = write_edition(b, e);
    }
    return status;
}

/* The library writes to a path only: that of a file in memory. */
int xlsx_write(const struct document *d, const struct edition *editions, size_t n, struct str *out,
               struct error *e)
{
    char path[64];
    const int fd = memfd_create("workbook", MFD_CLOEXEC);
    struct workbook b = {.d = d};
    lxw_workbook_options options = {.constant_memory = LXW_FALSE};
    lxw_error why;
    int status;
    if (fd < 0)
        return error_set(e, ERR_IO, "report.xlsx: no file in memory can be made");
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    b.book = workbook_new_opt(path, &options);
    if (!b.book) {
        close(fd);
        return error_no_memory(e);
    }
    status = write_book(&b, editions, n, e);
    why = workbook_close(b.book);
    if (!status && why)
        status = error_set(e, ERR_IO, "report.xlsx: %s", lxw_strerror(why));
    for (char piece[1 << 16]; !status;) {
        const ssize_t got = pread(fd, piece, sizeof piece, (off_t)out->n);
        if (got <= 0)
            break;
        str_add_bytes(out, piece, (size_t)got);
    }
    close(fd);
    return status ? status : out->failed ? error_no_memory(e) : OK;
}
