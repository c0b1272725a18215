/* SPDX-License-Identifier: MIT */
/* sources FROM.csv TO.xlsx: a plain CSV of codes and numbers as a workbook of one sheet, row by
 * row. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xlsxwriter.h>

static void put_line(lxw_worksheet *sheet, lxw_row_t row, char *line)
{
    lxw_col_t column = 0;
    for (char *cell = strtok(line, ",\n"); cell; cell = strtok(NULL, ",\n"), column++) {
        char *end;
        double v = strtod(cell, &end);
        if (*end)
            worksheet_write_string(sheet, row, column, cell, NULL);
        else
            worksheet_write_number(sheet, row, column, v, NULL);
    }
}

int main(int argc, char **argv)
{
    lxw_workbook_options options = {.constant_memory = LXW_TRUE};
    FILE *f = argc == 3 ? fopen(argv[1], "r") : NULL;
    lxw_workbook *book = f ? workbook_new_opt(argv[2], &options) : NULL;
    lxw_worksheet *sheet = book ? workbook_add_worksheet(book, "data") : NULL;
    char *line = NULL;
    size_t cap = 0;
    if (!sheet)
        return EXIT_FAILURE;
    for (lxw_row_t row = 0; getline(&line, &cap, f) > 0; row++)
        put_line(sheet, row, line);
    free(line);
    fclose(f);
    return workbook_close(book) == LXW_NO_ERROR ? EXIT_SUCCESS : EXIT_FAILURE;
}
