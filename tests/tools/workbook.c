/* SPDX-License-Identifier: MIT */
/*
 * Workbooks for the tests: workbook FILE FOLDER PART... packs the parts of a folder, in that order;
 * workbook FILE SHEET=TABLE.csv ... writes an .xlsx, or where FILE ends with .ods an .ods, of plain
 * CSV tables: a cell that is a number is one, a name that begins with ! is of a hidden sheet.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/number.h"
#include "data/csv.h"
#include "report/zip.h"

static struct error e;

static void stop(const char *what)
{
    fprintf(stderr, "workbook: %s: %s\n", what, e.text);
    exit(EXIT_FAILURE);
}

static void put_escaped(struct str *to, const char *s)
{
    for (; *s; s++)
        if (*s == '&')
            str_add(to, "&amp;");
        else if (*s == '<')
            str_add(to, "&lt;");
        else if (*s == '"')
            str_add(to, "&quot;");
        else
            str_add_bytes(to, s, 1);
}

static void put_address(struct str *to, size_t row, size_t column)
{
    char letters[8] = "";
    size_t n = sizeof letters - 1;
    for (size_t c = column + 1; c > 0; c = (c - 1) / 26)
        letters[--n] = (char)('A' + (c - 1) % 26);
    str_printf(to, "%s%zu", letters + n, row + 1);
}

/* ---- xlsx ------------------------------------------------------------------ */

static void put_cell(struct str *to, size_t row, size_t column, const char *s)
{
    double v;
    if (!*s)
        return;
    str_add(to, "<c r=\"");
    put_address(to, row, column);
    if (number_parse(s, strlen(s), &v)) {
        str_printf(to, "\"><v>%s</v></c>", s);
        return;
    }
    str_add(to, "\" t=\"inlineStr\"><is><t>");
    put_escaped(to, s);
    str_add(to, "</t></is></c>");
}

static void put_sheet(struct str *to, const struct csv_grid *g)
{
    str_add(to, "<?xml version=\"1.0\"?><worksheet xmlns=\"http://schemas.openxmlformats.org/"
                "spreadsheetml/2006/main\"><sheetData>");
    for (size_t i = 0; i < g->n_rows; i++) {
        str_printf(to, "<row r=\"%zu\">", i + 1);
        for (size_t j = 0; j < g->n_columns; j++)
            put_cell(to, i, j, g->cells[i * g->n_columns + j]);
        str_add(to, "</row>");
    }
    str_add(to, "</sheetData></worksheet>");
}

static void read_table(const char *path, struct csv_grid *g)
{
    if (csv_grid_read(path, NULL, g, &e))
        stop(path);
}

/* "NAME=FILE": the file, and the name is cut off. */
static const char *file_of(char *sheet)
{
    char *equals = strchr(sheet, '=');
    if (!equals)
        stop(sheet);
    *equals = '\0';
    return equals + 1;
}

static void add(struct zip_writer *z, const char *name, struct str *text)
{
    zip_add(z, name, text->s, text->n);
    str_fini(text);
}

static void write_xlsx(struct zip_writer *z, char **sheets, int n)
{
    struct str book = {0}, relations = {0};
    zip_add_text(z, "[Content_Types].xml",
                 "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>");
    zip_add_text(z, "_rels/.rels",
                 "<Relationships><Relationship Id=\"a\" Type=\"http://x/officeDocument\" "
                 "Target=\"xl/workbook.xml\"/></Relationships>");
    str_add(&book, "<workbook xmlns:r=\"r\"><sheets>");
    str_add(&relations, "<Relationships>");
    for (int i = 0; i < n; i++) {
        const char *file = file_of(sheets[i]);
        bool hidden = sheets[i][0] == '!';
        char part[64];
        struct str sheet = {0};
        struct csv_grid g;
        read_table(file, &g);
        put_sheet(&sheet, &g);
        csv_grid_fini(&g);
        snprintf(part, sizeof part, "xl/worksheets/s%d.xml", n - i);
        add(z, part, &sheet);
        str_add(&book, "<sheet name=\"");
        put_escaped(&book, sheets[i] + hidden);
        str_printf(&book, "\" sheetId=\"%d\" r:id=\"k%d\"%s/>", i + 7, i,
                   hidden ? " state=\"hidden\"" : "");
        str_printf(&relations,
                   "<Relationship Id=\"k%d\" Type=\"http://x/worksheet\" "
                   "Target=\"worksheets/s%d.xml\"/>",
                   i, n - i);
    }
    str_add(&book, "</sheets></workbook>");
    str_add(&relations, "</Relationships>");
    add(z, "xl/workbook.xml", &book);
    add(z, "xl/_rels/workbook.xml.rels", &relations);
}

/* ---- ods ------------------------------------------------------------------- */

static void put_ods_cell(struct str *to, const char *s)
{
    double v;
    if (!*s) {
        str_add(to, "<table:table-cell/>");
        return;
    }
    if (number_parse(s, strlen(s), &v))
        str_printf(to, "<table:table-cell office:value-type=\"float\" office:value=\"%s\">", s);
    else
        str_add(to, "<table:table-cell office:value-type=\"string\">");
    str_add(to, "<text:p>");
    put_escaped(to, s);
    str_add(to, "</text:p></table:table-cell>");
}

static void write_ods(struct zip_writer *z, char **sheets, int n)
{
    struct str content = {0};
    zip_add_text(z, "mimetype", "application/vnd.oasis.opendocument.spreadsheet");
    str_add(&content, "<office:document-content xmlns:office=\"o\" xmlns:table=\"t\" "
                      "xmlns:text=\"x\"><office:body><office:spreadsheet>");
    for (int i = 0; i < n; i++) {
        const char *file = file_of(sheets[i]);
        struct csv_grid g;
        read_table(file, &g);
        str_add(&content, "<table:table table:name=\"");
        put_escaped(&content, sheets[i]);
        str_add(&content, "\">");
        for (size_t k = 0; k < g.n_rows * g.n_columns; k++) {
            str_add(&content, k % g.n_columns ? "" : "<table:table-row>");
            put_ods_cell(&content, g.cells[k]);
            str_add(&content, (k + 1) % g.n_columns ? "" : "</table:table-row>");
        }
        str_add(&content,
                "<table:table-row table:number-rows-repeated=\"1048000\"><table:table-cell "
                "table:number-columns-repeated=\"16384\"/></table:table-row>"
                "</table:table>");
        csv_grid_fini(&g);
    }
    str_add(&content, "</office:spreadsheet></office:body></office:document-content>");
    add(z, "content.xml", &content);
}

/* ---- parts ----------------------------------------------------------------- */

static void pack(struct zip_writer *z, const char *folder, char **parts, int n)
{
    for (int i = 0; i < n; i++) {
        char path[4096], *bytes;
        size_t size;
        snprintf(path, sizeof path, "%s/%s", folder, parts[i]);
        if (file_read(path, SIZE_MAX / 8, &bytes, &size, &e))
            stop(path);
        zip_add(z, parts[i], bytes, size);
        free(bytes);
    }
}

int main(int argc, char **argv)
{
    struct str out = {0};
    struct zip_writer *z = zip_begin(&out, &e);
    FILE *file;
    if (argc < 3 || !z)
        stop("FILE FOLDER PART..., or FILE SHEET=TABLE.csv ...");
    if (!strchr(argv[2], '='))
        pack(z, argv[2], argv + 3, argc - 3);
    else if (strlen(argv[1]) > 4 && strcmp(argv[1] + strlen(argv[1]) - 4, ".ods") == 0)
        write_ods(z, argv + 2, argc - 2);
    else
        write_xlsx(z, argv + 2, argc - 2);
    if (zip_end(z, &e))
        stop(argv[1]);
    file = fopen(argv[1], "wb");
    if (!file || fwrite(out.s, 1, out.n, file) != out.n || fclose(file))
        stop(argv[1]);
    str_fini(&out);
    return EXIT_SUCCESS;
}
