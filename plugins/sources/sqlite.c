/* SPDX-License-Identifier: MIT */
/*
 * sqlite: what a query yields, or the whole of a table. The database lies in memory as the file's
 * own pages, read only: no other file is ever opened, nothing is written, and no extension is
 * loaded.
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "sheet.h"

enum { COLUMNS_MAX = 2000, EXACT_BITS = 53, NAMES_BYTES = 400 };

struct options {
    const char *sheet, *query;
};

static const struct heng_param params[] = {
    HENG_PARAM_TEXT(struct options, sheet, "",
                    "the table, where there is no query and more than "
                    "one table"),
    HENG_PARAM_TEXT(struct options, query, "", "SELECT that yields the table, a row a unit"),
};

/* ---- the database ----------------------------------------------------------- */

struct database {
    sqlite3 *db;
    unsigned char *pages;
    size_t n;
};

static bool map_file(struct heng_read_call *c, struct database *d)
{
    void *p;
    d->n = (size_t)c->file_size;
    p = d->n ? mmap(NULL, d->n, PROT_READ | PROT_WRITE, MAP_PRIVATE, c->fd, 0) : MAP_FAILED;
    if (p == MAP_FAILED) {
        heng_refuse(c, "the database cannot be mapped");
        return false;
    }
    d->pages = p;
    return true;
}

/* What a write-ahead log holds is in another file; pages in memory must not say that there is one.
 */
static void leave_log(struct heng_read_call *c, struct database *d)
{
    if (d->n < 100 || (d->pages[18] != 2 && d->pages[19] != 2))
        return;
    d->pages[18] = d->pages[19] = 1;
    c->note(c->to, "the database is in WAL mode: what its -wal file holds is not read; close the "
                   "programs that use it");
}

/* Reading is all that a query may ask for; other databases, pragmas and extensions are not. */
static int allow(void *data, int action, const char *a, const char *b, const char *database,
                 const char *trigger)
{
    (void)data, (void)a, (void)database, (void)trigger;
    if (action == SQLITE_SELECT || action == SQLITE_READ || action == SQLITE_RECURSIVE)
        return SQLITE_OK;
    if (action == SQLITE_FUNCTION)
        return b && sqlite3_stricmp(b, "load_extension") == 0 ? SQLITE_DENY : SQLITE_OK;
    return SQLITE_DENY;
}

static bool refuse_db(struct heng_read_call *c, const struct database *d, const char *what)
{
    heng_refuse(c, "%s: %s", what, d->db ? sqlite3_errmsg(d->db) : "out of memory");
    return false;
}

static bool open_database(struct heng_read_call *c, struct database *d)
{
    int no = 0;
    if (!map_file(c, d))
        return false;
    leave_log(c, d);
    if (sqlite3_open_v2(":memory:", &d->db, SQLITE_OPEN_READWRITE, NULL) ||
        sqlite3_deserialize(d->db, "main", d->pages, (sqlite3_int64)d->n, (sqlite3_int64)d->n,
                            SQLITE_DESERIALIZE_READONLY) ||
        sqlite3_db_config(d->db, SQLITE_DBCONFIG_DEFENSIVE, 1, &no) ||
        sqlite3_db_config(d->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, &no) ||
        sqlite3_set_authorizer(d->db, allow, NULL))
        return refuse_db(c, d, "the database cannot be opened");
    sqlite3_limit(d->db, SQLITE_LIMIT_COLUMN, COLUMNS_MAX);
    return true;
}

static void close_database(struct database *d)
{
    sqlite3_close(d->db);
    if (d->pages)
        munmap(d->pages, d->n);
}

/* ---- tables ----------------------------------------------------------------- */

static const char tables[] = "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND "
                             "name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY rowid";

/* Each table's name goes to `name`. */
static bool walk_tables(struct heng_read_call *c, const struct database *d,
                        bool (*name)(void *data, const char *name), void *data)
{
    sqlite3_stmt *s = NULL;
    int step = sqlite3_prepare_v2(d->db, tables, -1, &s, NULL);
    bool fine = step == SQLITE_OK;
    while (fine && (step = sqlite3_step(s)) == SQLITE_ROW) {
        const unsigned char *text = sqlite3_column_text(s, 0);
        fine = text && name(data, (const char *)text);
    }
    fine = fine && step == SQLITE_DONE;
    if (!fine)
        refuse_db(c, d, "its tables cannot be listed");
    sqlite3_finalize(s);
    return fine;
}

struct choice {
    const char *wanted;
    size_t n, n_meant;
    char meant[256], names[NAMES_BYTES];
    size_t names_n;
};

static bool choose(void *data, const char *name)
{
    struct choice *k = data;
    k->n++;
    if (k->names_n < sizeof k->names)
        k->names_n += (size_t)snprintf(k->names + k->names_n, sizeof k->names - k->names_n,
                                       "%s%zu %s", k->n > 1 ? ", " : "", k->n, name);
    if ((!*k->wanted || sheet_is_meant(k->wanted, name, k->n)) && k->n_meant++ == 0)
        snprintf(k->meant, sizeof k->meant, "%s", name);
    return true;
}

/* SELECT * FROM the table that is meant; sqlite3_free. NULL: refused. */
static char *whole_table(struct heng_read_call *c, const struct database *d, const char *wanted)
{
    struct choice k = {.wanted = wanted};
    if (!walk_tables(c, d, choose, &k))
        return NULL;
    if (k.n_meant == 1)
        return sqlite3_mprintf("SELECT * FROM \"%w\"", k.meant);
    if (k.n == 0)
        heng_refuse(c, "the database has no table");
    else
        heng_refuse(c,
                    "%s; say which by query = SELECT ..., or sheet = NUMBER or NAME: there are %s",
                    k.n_meant ? "more than one table" : "no such table", k.names);
    return NULL;
}

/* ---- rows ------------------------------------------------------------------- */

static bool tell_names(struct heng_read_call *c, sqlite3_stmt *s)
{
    bool fine = true;
    for (int j = 0; fine && j < sqlite3_column_count(s); j++) {
        const char *name = sqlite3_column_name(s, j);
        fine = name && sheet_text(c, 0, (uint32_t)j, name, strlen(name));
    }
    return fine;
}

/* Integers that no double holds stay texts: they are codes. */
static bool tell_integer(struct heng_read_call *c, uint64_t row, uint32_t column, sqlite3_int64 v)
{
    char text[32];
    int n;
    if (v >= -((sqlite3_int64)1 << EXACT_BITS) && v <= (sqlite3_int64)1 << EXACT_BITS)
        return c->number(c->to, row, column, (double)v) == 0;
    n = snprintf(text, sizeof text, "%lld", (long long)v);
    return c->text(c->to, row, column, text, (size_t)n) == 0;
}

static bool tell_cell(struct heng_read_call *c, sqlite3_stmt *s, uint64_t row, int j)
{
    const uint32_t column = (uint32_t)j;
    const char *text;
    switch (sqlite3_column_type(s, j)) {
    case SQLITE_NULL:
        return true;
    case SQLITE_INTEGER:
        return tell_integer(c, row, column, sqlite3_column_int64(s, j));
    case SQLITE_FLOAT:
        return c->number(c->to, row, column, sqlite3_column_double(s, j)) == 0;
    case SQLITE_TEXT:
        text = (const char *)sqlite3_column_text(s, j);
        return text && c->text(c->to, row, column, text, (size_t)sqlite3_column_bytes(s, j)) == 0;
    default:
        heng_refuse(c,
                    "column %s, row %llu: bytes (a BLOB) are no value of a table; leave it out of "
                    "the query",
                    sqlite3_column_name(s, j), (unsigned long long)row);
        return false;
    }
}

static bool tell_rows(struct heng_read_call *c, const struct database *d, sqlite3_stmt *s)
{
    int step;
    bool fine = tell_names(c, s);
    for (uint64_t row = 1; fine && (step = sqlite3_step(s)) != SQLITE_DONE; row++) {
        if (step != SQLITE_ROW)
            return refuse_db(c, d, "the query has failed");
        for (int j = 0; fine && j < sqlite3_column_count(s); j++)
            fine = tell_cell(c, s, row, j);
    }
    return fine;
}

static bool is_blank(const char *s)
{
    return s[strspn(s, " \t\r\n;")] == '\0';
}

/* The library is what answers here. */
static bool tell_server(struct heng_read_call *c)
{
    char text[40];
    snprintf(text, sizeof text, "SQLite %s", sqlite3_libversion());
    return c->server(c->to, text) == 0;
}

static bool ask(struct heng_read_call *c, const struct database *d, const char *query)
{
    sqlite3_stmt *s = NULL;
    const char *rest = "";
    bool fine;
    if (sqlite3_prepare_v2(d->db, query, -1, &s, &rest))
        return refuse_db(c, d, "query");
    fine = s && is_blank(rest) && sqlite3_stmt_readonly(s) && sqlite3_column_count(s) > 0;
    if (!fine)
        heng_refuse(c, "query: one SELECT is wanted, and nothing behind it");
    fine = fine && tell_server(c) && tell_rows(c, d, s);
    sqlite3_finalize(s);
    return fine;
}

static bool read_database(struct heng_read_call *c, const struct database *d)
{
    const struct options *o = c->params;
    char *query;
    bool fine;
    if (*o->query && *o->sheet) {
        heng_refuse(c, "query and sheet are both given; one of them says what the table is");
        return false;
    }
    if (*o->query)
        return ask(c, d, o->query);
    query = whole_table(c, d, o->sheet);
    fine = query && ask(c, d, query);
    sqlite3_free(query);
    return fine;
}

static int sqlite_read(struct heng_read_call *c)
{
    struct database d = {0};
    bool fine = open_database(c, &d) && read_database(c, &d);
    close_database(&d);
    return fine ? HENG_OK : HENG_FAIL;
}

static bool tell_table(void *data, const char *name)
{
    struct heng_read_call *c = data;
    return c->sheet(c->to, name, 0) == 0;
}

static int sqlite_sheets(struct heng_read_call *c)
{
    struct database d = {0};
    bool fine = open_database(c, &d) && walk_tables(c, &d, tell_table, c);
    close_database(&d);
    return fine ? HENG_OK : HENG_FAIL;
}

static const struct heng_source sqlite = {
    sizeof sqlite,
    "sqlite",
    "SQLite 数据库",
    "SQLite database",
    "What a query yields, or a whole table, of an SQLite database, read only.",
    HENG_PARAMS(params, struct options),
    0,
    sizeof(struct heng_read_call),
    sqlite_read,
    sqlite_sheets,
};
HENG_ONE_SOURCE(sqlite, "1.0.0", "MIT");
