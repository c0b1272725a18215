/* SPDX-License-Identifier: MIT */
/* heng look FILE [SHEET]: what is in a file of data, and the lines of a profile that read it. */
#include "plan/look.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "cli/cli.h"
#include "cli/words.h"

/* What is told fits into a narrow terminal. */
enum { WIDTH = 60, LABEL = 10, PLACE = 4, NAME = 30, SHOWN = 40, ABOVE = 6 };

static const char *const roles[LOOK_ROLES] = {
    [LOOK_EMPTY] = "blank",     [LOOK_TEXT] = "text",
    [LOOK_FIGURES] = "figures", [LOOK_PERIODS] = "figures of a period",
    [LOOK_UNIT] = "unit",       [LOOK_NAME] = "name",
    [LOOK_PERIOD] = "period",   [LOOK_VARIABLE] = "variable",
    [LOOK_VALUE] = "value",     [LOOK_FLAG] = "flag",
};

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
    say("%s, %zu %s\n\n", f->what, size, unit);
}

static void sheets(const struct looked_file *f)
{
    for (size_t i = 0; i < f->n_sheets; i++) {
        const bool read = f->read && strcmp(f->read, f->sheets[i].name) == 0;
        label(i ? "" : strcmp(f->source, "sqlite") ? "sheets" : "tables");
        fit(f->sheets[i].name, SHOWN);
        say("%s%s\n", read ? " (read)" : "", f->sheets[i].hidden ? " (hidden)" : "");
    }
}

static const char *delimiter_name(char c)
{
    return c == '\t' ? "tab" : c == ';' ? "semicolon" : c == '|' ? "pipe" : "comma";
}

static void encoding(const struct looked_file *f)
{
    const char *name = f->encoding ? f->encoding : "utf-8";
    if (!f->delimiter)
        return;
    label("text");
    if (f->doubt)
        say("%s, or perhaps %s, parted by %s\n", name, f->doubt, delimiter_name(f->delimiter));
    else
        say("%s, parted by %s\n", name, delimiter_name(f->delimiter));
}

static void list(const char *name, const char *const *v, size_t n)
{
    for (size_t i = 0; i < n && i < ABOVE; i++)
        told(i ? "" : name, v[i]);
    if (n > ABOVE) {
        label("");
        say("... %zu more\n", n - ABOVE);
    }
}

static void lines_of(const char *name, const size_t lines[2], size_t n)
{
    label(name);
    if (n)
        say("%zu, ", n);
    if (lines[0] == lines[1])
        say("line %zu\n", lines[0]);
    else
        say("lines %zu to %zu\n", lines[0], lines[1]);
}

static void around(const struct looked_file *f)
{
    const struct look *l = &f->look;
    sheets(f);
    encoding(f);
    list("above", l->above, l->n_above);
    list("units", l->units, l->n_units);
    lines_of("header", l->header, 0);
    if (l->n_rows)
        lines_of("rows", l->rows, l->n_rows);
    list("notes", l->notes, l->n_notes);
}

/* ---- what is in it --------------------------------------------------------------------------- */

static void column(const struct looked_file *f, const struct look_column *c)
{
    char letters[SHEET_COLUMN_MAX], number[32];
    bool figures = c->role == LOOK_FIGURES || c->role == LOOK_PERIODS || c->role == LOOK_VALUE;
    snprintf(number, sizeof number, "%zu", c->at + 1);
    say("  ");
    text_pad(stdout, f->delimiter ? number : sheet_column(c->at, letters), PLACE, false);
    fit_padded(c->header ? c->header : *c->name ? c->name : "(no name)", NAME);
    say("  %s", roles[c->role]);
    if (figures && c->n_figures < f->look.n_rows)
        say(", %zu", c->n_figures);
    else if (!figures && c->role != LOOK_EMPTY)
        say(", %zu", c->n_different);
    if (c->unit) {
        say(" ");
        fit(c->unit, LABEL);
    }
    putchar('\n');
}

static void columns(const struct looked_file *f)
{
    const struct look *l = &f->look;
    say("\ncolumns: what for, figures or different texts, unit\n");
    for (size_t i = 0; i < l->n_columns; i++) {
        if (l->n_columns > 2 * SHOWN && i == SHOWN) {
            say("  ... %zu more\n", l->n_columns - 2 * SHOWN);
            i = l->n_columns - SHOWN;
        }
        column(f, &l->columns[i]);
    }
}

static int rows(const struct look *l, struct error *e)
{
    bool whole = true;
    say("\nfirst rows\n");
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
        say("\n%zu unit%s, %zu period%s, %zu column%s of figures by\n\n", f.n_units,
            f.n_units == 1 ? "" : "s", f.n_periods, f.n_periods == 1 ? "" : "s", f.n_variables,
            f.n_variables == 1 ? "" : "s");
        fputs(f.section, stdout);
        say("\n");
        if (f.index)
            fputs(f.index, stdout);
        else
            say("; nothing in it is a column of figures\n");
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
