/* SPDX-License-Identifier: MIT */
/* xlsx: the workbook's list of sheets, and the way to one of them. ECMA-376, part 1, section 18;
   strict and transitional files differ in name spaces only, which are not looked at. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "xlsx_internal.h"

void growing_put(struct package *p, struct growing *g, const char *s, size_t n)
{
    if (g->n + n + 1 > g->cap) {
        size_t cap = (g->n + n + 1) * 2;
        char *grown = realloc(g->s, cap);
        if (!grown) {
            package_fail(p, "out of memory");
            return;
        }
        g->s = grown;
        g->cap = cap;
    }
    memcpy(g->s + g->n, s, n);
    g->n += n;
    g->s[g->n] = '\0';
}

bool grow_array(struct package *p, void **v, size_t n, size_t *cap, size_t size)
{
    size_t more = *cap ? *cap * 2 : 64;
    void *grown;
    if (n < *cap)
        return true;
    grown = realloc(*v, more * size);
    if (!grown) {
        package_fail(p, "out of memory");
        return false;
    }
    *v = grown;
    *cap = more;
    return true;
}

/* ---- relations ------------------------------------------------------------ */

/* Where the relations of a part lead. */
struct relations {
    struct workbook *book;
    const char *from;
    char ids[64]; /* of the relation at hand */
    void (*found)(struct relations *r, const char *id, const char *type, const char *part);
    void *data;
};

static void relation(void *of, const char *name, const char **attributes)
{
    struct relations *r = of;
    const char *type = package_attribute(attributes, "Type"), *kind = strrchr(type, '/');
    char part[PART_MAX];
    if (strcmp(name, "Relationship") ||
        strcmp(package_attribute(attributes, "TargetMode"), "External") == 0)
        return;
    if (package_target(r->from, package_attribute(attributes, "Target"), part, sizeof part))
        r->found(r, package_attribute(attributes, "Id"), kind ? kind + 1 : type, part);
}

static const struct package_handler relation_handler = {.start = relation};

/* "xl/workbook.xml" has its relations in "xl/_rels/workbook.xml.rels". */
static bool follow(struct relations *r)
{
    const char *slash = strrchr(r->from, '/'), *file = slash ? slash + 1 : r->from;
    char part[PART_MAX + 16];
    snprintf(part, sizeof part, "%.*s_rels/%s.rels", (int)(file - r->from), r->from, file);
    if (!package_has(r->book->package, part))
        return true;
    return package_parse(r->book->package, part, &relation_handler, r);
}

static void root_relation(struct relations *r, const char *id, const char *type, const char *part)
{
    (void)id;
    if (strcmp(type, "officeDocument") == 0)
        snprintf(r->data, PART_MAX, "%s", part);
}

/* Sheets wait with their relation's id in `part` until its target is met. */
static void book_relation(struct relations *r, const char *id, const char *type, const char *part)
{
    struct workbook *b = r->book;
    if (strcmp(type, "sharedStrings") == 0)
        snprintf(b->strings_part, sizeof b->strings_part, "%s", part);
    else if (strcmp(type, "styles") == 0)
        snprintf(b->styles_part, sizeof b->styles_part, "%s", part);
    for (size_t i = 0; i < b->n_sheets && strcmp(type, "worksheet") == 0; i++)
        if (b->sheets[i].part[0] == '#' && strcmp(b->sheets[i].part + 1, id) == 0)
            snprintf(b->sheets[i].part, sizeof b->sheets[i].part, "%s", part);
}

/* ---- the workbook --------------------------------------------------------- */

static bool is_true(const char *s)
{
    return strcmp(s, "1") == 0 || strcmp(s, "true") == 0;
}

/* The relation's id is the one attribute of that name that has a prefix; sheetId has another name.
 */
static void book_element(void *of, const char *name, const char **attributes)
{
    struct workbook *b = of;
    struct workbook_sheet *s;
    if (strcmp(name, "workbookPr") == 0)
        b->from_1904 = is_true(package_attribute(attributes, "date1904"));
    if (strcmp(name, "sheet") ||
        !grow_array(b->package, (void **)&b->sheets, b->n_sheets, &b->cap_sheets, sizeof *s))
        return;
    s = &b->sheets[b->n_sheets++];
    snprintf(s->name, sizeof s->name, "%s", package_attribute(attributes, "name"));
    snprintf(s->part, sizeof s->part, "#%s", package_attribute(attributes, "id"));
    s->hidden = *package_attribute(attributes, "state") &&
                strcmp(package_attribute(attributes, "state"), "visible") != 0;
}

static const struct package_handler book_handler = {.start = book_element};

/* Chart sheets have no cells: their relation is of another type, and they are left out. */
static void drop_others(struct workbook *b)
{
    size_t n = 0;
    for (size_t i = 0; i < b->n_sheets; i++)
        if (b->sheets[i].part[0] != '#')
            b->sheets[n++] = b->sheets[i];
    b->n_sheets = n;
    if (n == 0)
        package_fail(b->package, "the workbook has no sheet with cells");
}

bool workbook_open(struct workbook *b)
{
    char part[PART_MAX] = "xl/workbook.xml";
    struct relations root = {.book = b, .from = "", .found = root_relation, .data = part};
    struct relations book = {.book = b, .from = part, .found = book_relation};
    if (!follow(&root) || !package_parse(b->package, part, &book_handler, b) || !follow(&book))
        return false;
    drop_others(b);
    return !package_failed(b->package);
}

void workbook_fini(struct workbook *b)
{
    free(b->sheets);
    free(b->strings.s);
    free(b->string_end);
    free(b->style);
}

/* ---- choosing a sheet ----------------------------------------------------- */

static const struct workbook_sheet *find_sheet(struct workbook *b, const char *option)
{
    struct sheet_choice k = {.option = option};
    char why[560];
    for (size_t i = 0; i < b->n_sheets; i++)
        sheet_offer(&k, b->sheets[i].name, b->sheets[i].hidden);
    if (sheet_chosen(&k, why, sizeof why))
        return &b->sheets[k.meant];
    package_fail(b->package, "%s", why);
    return NULL;
}

static bool read_sheet(struct workbook *b, struct heng_read_call *c)
{
    const struct sheet_options *o = c->params;
    const struct workbook_sheet *sheet = workbook_open(b) ? find_sheet(b, o->sheet) : NULL;
    char text[NAME_MAX_BYTES + 40];
    if (!sheet || !workbook_strings(b) || !workbook_styles(b))
        return false;
    snprintf(text, sizeof text, "sheet %s is hidden", sheet->name);
    if (c->sheet(c->to, sheet->name, sheet->hidden) || (sheet->hidden && !sheet_note(c, text))) {
        package_fail(b->package, "stopped");
        return false;
    }
    return worksheet_read(b, sheet, c);
}

static int with_workbook(struct heng_read_call *c,
                         bool (*use)(struct workbook *b, struct heng_read_call *c))
{
    struct workbook b = {.package = package_open(c->fd, c->most, c->why, c->why_size)};
    bool fine = b.package && use(&b, c);
    workbook_fini(&b);
    package_close(b.package);
    if (!fine && !c->why[0])
        return heng_refuse(c, "out of memory");
    return fine ? HENG_OK : HENG_FAIL;
}

static int xlsx_read(struct heng_read_call *c)
{
    return with_workbook(c, read_sheet);
}

static bool tell_sheets(struct workbook *b, struct heng_read_call *c)
{
    bool fine = workbook_open(b);
    for (size_t i = 0; i < b->n_sheets && fine; i++)
        fine = c->sheet(c->to, b->sheets[i].name, b->sheets[i].hidden) == 0;
    return fine;
}

static int xlsx_sheets(struct heng_read_call *c)
{
    return with_workbook(c, tell_sheets);
}

static const struct heng_param params[] = {SHEET_PARAMS};

static const struct heng_source xlsx = {
    sizeof xlsx,
    "xlsx",
    "Excel 工作簿",
    "Excel workbook",
    "A sheet of an Excel workbook (.xlsx, .xlsm): texts, numbers, dates, saved values of formulas.",
    HENG_PARAMS(params, struct sheet_options),
    0,
    sizeof(struct heng_read_call),
    xlsx_read,
    xlsx_sheets,
};
HENG_ONE_SOURCE(xlsx, "1.0.0", "MIT");
