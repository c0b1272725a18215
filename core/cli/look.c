/* SPDX-License-Identifier: MIT */
/* heng look FILE [SHEET]: what is in a file of data, and the lines of a profile that read it. */
#include "plan/look.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "cli/cli.h"
#include "cli/speak.h"
#include "cli/words.h"
#include "config/translate.h"

/* What is told fits into a narrow terminal. */
enum { WIDTH = 60, LABEL = 10, PLACE = 4, NAME = 30, SHOWN = 40, ABOVE = 6 };

static const struct {
    const char *en, *zh;
} roles[LOOK_ROLES] = {
    [LOOK_EMPTY] = {"blank", "空白"},     [LOOK_TEXT] = {"text", "文本"},
    [LOOK_FIGURES] = {"figures", "数值"}, [LOOK_PERIODS] = {"figures of a period", "某期数值"},
    [LOOK_UNIT] = {"unit", "单元"},       [LOOK_NAME] = {"name", "名称"},
    [LOOK_PERIOD] = {"period", "时期"},   [LOOK_VARIABLE] = {"variable", "变量"},
    [LOOK_VALUE] = {"value", "值"},       [LOOK_FLAG] = {"flag", "标记"},
};

/* Nobody has said in a profile which language: the environment does. */
static const char *either(const char *en, const char *zh)
{
    return spoken() == LANGUAGE_ZH ? zh : en;
}

/* Of a text as much as fits into a width; how wide that is. */
static size_t fit(const char *s, size_t width)
{
    char cut[4 * WIDTH + 8];
    size_t n = 0, left = strlen(s), used = 0;
    if (text_width(s) <= width && left < sizeof cut) {
        print_text(s, "");
        return text_width(s);
    }
    while (left) {
        uint32_t c;
        size_t step = text_decode(s, left, &c);
        char one[8] = {0};
        step = step ? step : 1;
        memcpy(one, s, step < sizeof one ? step : 1);
        if (used + text_width(one) + 1 > width || n + step + 4 > sizeof cut)
            break;
        used += text_width(one);
        memcpy(cut + n, s, step);
        n += step;
        s += step;
        left -= step;
    }
    cut[n] = '\0';
    print_text(cut, "…");
    return used + text_width("…");
}

static void fit_padded(const char *s, size_t width)
{
    size_t used = fit(s, width);
    printf("%*s", used < width ? (int)(width - used) : 0, "");
}

static void label(const char *name)
{
    text_pad(stdout, name, LABEL, false);
    putchar(' ');
}

static void told(const char *name, const char *text)
{
    label(name);
    fit(text, WIDTH - LABEL - 1);
    putchar('\n');
}

/* ---- the file -------------------------------------------------------------------------------- */

static void head(const struct looked_file *f)
{
    const char *unit = f->size < 1 << 20 ? "KB" : "MB";
    size_t size = f->size < 1 << 20 ? (f->size + 1023) >> 10 : f->size >> 20;
    print_text(f->path, ": ");
    print_phrase(f->what, "");
    say(either(", %zu %s\n\n", "，%zu %s\n\n"), size, unit);
}

static void sheets(const struct looked_file *f)
{
    for (size_t i = 0; i < f->n_sheets; i++) {
        const bool read = f->read && strcmp(f->read, f->sheets[i].name) == 0;
        label(i                             ? ""
              : strcmp(f->source, "sqlite") ? either("sheets", "工作表")
                                            : either("tables", "数据表"));
        fit(f->sheets[i].name, SHOWN);
        say("%s%s\n", read ? either(" (read)", "（所读）") : "",
            f->sheets[i].hidden ? either(" (hidden)", "（隐藏）") : "");
    }
}

static const char *delimiter_name(char c)
{
    return c == '\t'  ? either("tab", "制表符")
           : c == ';' ? either("semicolon", "分号")
           : c == '|' ? either("pipe", "竖线")
                      : either("comma", "逗号");
}

static void encoding(const struct looked_file *f)
{
    const char *name = f->encoding ? f->encoding : "utf-8";
    if (!f->delimiter)
        return;
    label(either("text", "文本"));
    if (f->doubt)
        say(either("%s, or perhaps %s, parted by %s\n", "%s，或为 %s，以%s分隔\n"), name, f->doubt,
            delimiter_name(f->delimiter));
    else
        say(either("%s, parted by %s\n", "%s，以%s分隔\n"), name, delimiter_name(f->delimiter));
}

/* ours: the texts are messages. */
static void list(const char *name, const char *const *v, size_t n, bool ours)
{
    for (size_t i = 0; i < n && i < ABOVE; i++) {
        struct str said = {0};
        told(i ? "" : name, ours ? phrase(v[i], &said) : v[i]);
        str_fini(&said);
    }
    if (n > ABOVE) {
        label("");
        say(either("... %zu more\n", "…… 另有%zu\n"), n - ABOVE);
    }
}

static void lines_of(const char *name, const size_t lines[2], size_t n)
{
    label(name);
    if (n)
        say(either("%zu, ", "%zu，"), n);
    if (lines[0] == lines[1])
        say(either("line %zu\n", "第%zu行\n"), lines[0]);
    else
        say(either("lines %zu to %zu\n", "第%zu至%zu行\n"), lines[0], lines[1]);
}

static void around(const struct looked_file *f)
{
    const struct look *l = &f->look;
    sheets(f);
    encoding(f);
    list(either("above", "表头之上"), l->above, l->n_above, false);
    list(either("units", "计量单位"), l->units, l->n_units, false);
    lines_of(either("header", "表头"), l->header, 0);
    if (l->n_rows)
        lines_of(either("rows", "数据行"), l->rows, l->n_rows);
    list(either("notes", "说明"), l->notes, l->n_notes, true);
}

/* ---- what is in it --------------------------------------------------------------------------- */

static void column(const struct looked_file *f, const struct look_column *c)
{
    char letters[SHEET_COLUMN_MAX], number[32];
    bool figures = c->role == LOOK_FIGURES || c->role == LOOK_PERIODS || c->role == LOOK_VALUE;
    snprintf(number, sizeof number, "%zu", c->at + 1);
    say("  ");
    text_pad(stdout,
             c->at == NONE  ? "-"
             : f->delimiter ? number
                            : sheet_column(c->at, letters),
             PLACE, false);
    fit_padded(c->header  ? c->header
               : *c->name ? c->name
                          : either("(no name)", "（无名称）"),
               NAME);
    say("  %s", either(roles[c->role].en, roles[c->role].zh));
    if (figures && c->n_figures < f->look.n_rows)
        say(either(", %zu", "，%zu"), c->n_figures);
    else if (!figures && c->role != LOOK_EMPTY)
        say(either(", %zu", "，%zu"), c->n_different);
    if (c->unit) {
        say(" ");
        fit(c->unit, LABEL);
    }
    putchar('\n');
}

static void columns(const struct looked_file *f)
{
    const struct look *l = &f->look;
    say(either("\ncolumns: what for, figures or different texts, unit\n",
               "\n各列：用途、数值或不同文本的个数、计量单位\n"));
    for (size_t i = 0; i < l->n_columns; i++) {
        if (l->n_columns > 2 * SHOWN && i == SHOWN) {
            say(either("  ... %zu more\n", "  …… 另有%zu\n"), l->n_columns - 2 * SHOWN);
            i = l->n_columns - SHOWN;
        }
        column(f, &l->columns[i]);
    }
}

static int rows(const struct look *l, struct error *e)
{
    bool whole = true;
    say(either("\nfirst rows\n", "\n前几行\n"));
    for (size_t row = 0; row < l->n_shown && whole; row++) {
        struct str line = {0};
        for (size_t i = 0; i < l->n_columns && line.n < 4 * WIDTH; i++) {
            const char *cell = l->shown[row * l->n_columns + i];
            str_printf(&line, "%s%s", i ? " | " : "", *cell ? cell : "-");
        }
        whole = !line.failed;
        say("  ");
        fit(line.s ? line.s : "", WIDTH - 2);
        putchar('\n');
        str_fini(&line);
    }
    return whole ? OK : error_no_memory(e);
}

static void found(const struct looked_file *f)
{
    if (spoken() == LANGUAGE_ZH)
        say("\n按以下各行读取：%zu个单元，%zu个时期，%zu个数值列\n\n", f->n_units, f->n_periods,
            f->n_variables);
    else
        say("\n%zu unit%s, %zu period%s, %zu column%s of figures by\n\n", f->n_units,
            f->n_units == 1 ? "" : "s", f->n_periods, f->n_periods == 1 ? "" : "s", f->n_variables,
            f->n_variables == 1 ? "" : "s");
}

/* The lines to paste: only what stands behind them as a remark is for people. */
static void print_section(const char *section)
{
    while (*section) {
        const size_t n = strcspn(section, "\n");
        const char *remark = memmem(section, n, "  ; ", 4);
        struct str line = {0};
        str_add_bytes(&line, section, remark ? (size_t)(remark - section) + 4 : n);
        if (remark) {
            struct str why = {0};
            str_add_bytes(&why, remark + 4, n - (size_t)(remark - section) - 4);
            translate_add(&line, spoken(), why.s && !why.failed ? why.s : "");
            str_fini(&why);
        }
        puts(line.s && !line.failed ? line.s : "");
        str_fini(&line);
        section += n + (section[n] == '\n');
    }
}

static int look(const struct arguments *a, struct error *e)
{
    const struct plan_options folders = plan_options_of(a);
    struct looked_file f;
    int status = plan_look(a->args[0], a->n_args > 1 ? a->args[1] : NULL, &folders, &f, e);
    if (!status) {
        head(&f);
        around(&f);
        columns(&f);
        status = rows(&f.look, e);
    }
    if (!status) {
        found(&f);
        print_section(f.section);
        say("\n");
        if (f.index)
            fputs(f.index, stdout);
        else
            say(either("; nothing in it is a column of figures\n", "; 其中没有数值列\n"));
        print_messages("warning: ", &f.warnings);
        print_messages("", &f.problems);
        if (f.problems.n)
            status = error_set(e, ERR_DATA, "%s: %zu problem%s left: mend the lines by hand",
                               a->args[0], f.problems.n, f.problems.n == 1 ? " is" : "s are");
    }
    looked_file_fini(&f);
    return status;
}

const struct command look_command = {
    "look",
    "look FILE [SHEET]",
    "what is in a table, workbook or database, and the lines that read it",
    1,
    2,
    FLAG_SET | FLAG_JOBS | FLAG_PLUGINS,
    look,
};
