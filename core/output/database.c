/* SPDX-License-Identifier: MIT */
/*
 * The tables of a run as one SQLite database: each output that is CSV is a table of its name, with
 * its key, and the manifest is the one row of table `run`. The same outputs give the same bytes.
 */
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/number.h"
#include "base/text.h"
#include "output/output_internal.h"

enum {
    APPLICATION = 0x68656e67, /* "heng" */
    VERSION_AT = 96,          /* of the header: which library wrote last */
    NAME_BYTES = 256
};

/* What no two rows of a table share. Tables that are not listed may have the same row twice. */
static const struct {
    const char *file, *key, *refers;
} keys[] = {
    {"scores.csv", "period, code", NULL},
    {"indicators.csv", "period, code, indicator", "period, code"},
    {"weights.csv", "class, period, node", NULL},
    {"panorama.csv", "period, code, node", "period, code"},
    {"selection.csv", "direction, \"order\"", NULL},
    {"robust.csv", "period, code", NULL},
    {"acceptability.csv", "period, code, rank", NULL},
    {"pairs.csv", "period, code_a, code_b", NULL},
    {"possible.csv", "period, code", NULL},
    {"sensitivity.csv", "class, period, result, factor", NULL},
    {"replicates.csv", "replicate, period, code", NULL},
    {"leave_out.csv", "period, indicator, code", NULL},
};

/* ---- tables -----------------------------------------------------------------------------------
 */

struct making {
    sqlite3 *db;
    const struct output *o;
    char table[NAME_BYTES];
    struct str names; /* of its columns, each with its NUL */
    size_t n_columns;
    struct str sql, cell;
    struct error *e;
};

static int refuse(const struct making *m)
{
    return error_set(m->e, sqlite3_errcode(m->db) == SQLITE_NOMEM ? ERR_MEMORY : ERR_CANTCREATE,
                     "formats = sqlite: table %s: %s", m->table, sqlite3_errmsg(m->db));
}

/* As a name in SQL. */
static void put_name(struct str *to, const char *name)
{
    str_add(to, "\"");
    for (; *name; name++)
        str_add_bytes(to, *name == '"' ? "\"\"" : name, *name == '"' ? 2 : 1);
    str_add(to, "\"");
}

static bool is_taken(const struct making *m, const char *name)
{
    const char *s = m->names.s;
    for (size_t i = 0; i < m->n_columns; i++, s += strlen(s) + 1)
        if (strcasecmp(s, name) == 0)
            return true;
    return false;
}

/* A node may be called as another column is, or as another node but for capitals. */
static void add_column(struct making *m, const char *name)
{
    char other[NAME_BYTES];
    snprintf(other, sizeof other, "%.*s", NAME_BYTES - 24, name);
    for (size_t k = 2; is_taken(m, other); k++)
        snprintf(other, sizeof other, "%.*s_%zu", NAME_BYTES - 24, name, k);
    str_add_bytes(&m->names, other, strlen(other) + 1);
    m->n_columns++;
}

static const char *type_of(const struct making *m, size_t column, const char *name)
{
    if (column >= m->o->kinds.n)
        return ""; /* of a table without a row */
    if (m->o->kinds.s[column] == CSV_KIND_TEXT)
        return " TEXT";
    return output_is_whole(name) ? " INTEGER" : " REAL";
}

static void put_columns(struct making *m)
{
    const char *name = m->names.s;
    for (size_t j = 0; j < m->n_columns; j++, name += strlen(name) + 1) {
        str_add(&m->sql, j ? ", " : "");
        put_name(&m->sql, name);
        str_add(&m->sql, type_of(m, j, name));
    }
}

static bool has_scores(const struct making *m)
{
    sqlite3_stmt *s = NULL;
    bool there = sqlite3_prepare_v2(m->db, "SELECT 1 FROM scores", -1, &s, NULL) == SQLITE_OK;
    sqlite3_finalize(s);
    return there;
}

static void put_keys(struct making *m)
{
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        if (strcmp(keys[i].file, m->o->name) != 0)
            continue;
        str_printf(&m->sql, ", PRIMARY KEY (%s)", keys[i].key);
        if (keys[i].refers && has_scores(m))
            str_printf(&m->sql, ", FOREIGN KEY (%s) REFERENCES scores", keys[i].refers);
    }
}

static int execute(struct making *m, const char *sql)
{
    return sqlite3_exec(m->db, sql, NULL, NULL, NULL) ? refuse(m) : OK;
}

static int create(struct making *m, FILE *f)
{
    int end = ',';
    while (end == ',' && (end = written_next(f, &m->cell)) != EOF)
        add_column(m, written_text(&m->cell));
    m->sql.n = 0;
    str_add(&m->sql, "CREATE TABLE ");
    put_name(&m->sql, m->table);
    str_add(&m->sql, " (");
    put_columns(m);
    put_keys(m);
    str_add(&m->sql, ")");
    if (m->sql.failed || m->names.failed || m->cell.failed)
        return error_no_memory(m->e);
    return execute(m, m->sql.s);
}

static int prepare_insert(struct making *m, sqlite3_stmt **s)
{
    m->sql.n = 0;
    str_add(&m->sql, "INSERT INTO ");
    put_name(&m->sql, m->table);
    for (size_t j = 0; j < m->n_columns; j++)
        str_add(&m->sql, j ? ", ?" : " VALUES (?");
    str_add(&m->sql, ")");
    if (m->sql.failed)
        return error_no_memory(m->e);
    return sqlite3_prepare_v2(m->db, m->sql.s, -1, s, NULL) ? refuse(m) : OK;
}

static int bind(const struct making *m, sqlite3_stmt *s, size_t column)
{
    const char *text = written_text(&m->cell);
    double v;
    if (column < m->o->kinds.n && m->o->kinds.s[column] == CSV_KIND_TEXT)
        return sqlite3_bind_text(s, (int)column + 1, text, -1, SQLITE_TRANSIENT);
    if (!number_parse(text, strlen(text), &v))
        return sqlite3_bind_null(s, (int)column + 1);
    return sqlite3_bind_double(s, (int)column + 1, v);
}

static int insert_rows(struct making *m, sqlite3_stmt *s, FILE *f)
{
    int end;
    while ((end = written_next(f, &m->cell)) != EOF) {
        for (size_t j = 0; j < m->n_columns; j++) {
            if (m->cell.failed)
                return error_no_memory(m->e);
            if (bind(m, s, j))
                return refuse(m);
            if (end == ',')
                end = written_next(f, &m->cell);
        }
        if (sqlite3_step(s) != SQLITE_DONE || sqlite3_reset(s))
            return refuse(m);
    }
    return OK;
}

static int add_rows(struct making *m, FILE *f)
{
    sqlite3_stmt *s = NULL;
    int status = create(m, f);
    if (!status)
        status = prepare_insert(m, &s);
    if (!status)
        status = insert_rows(m, s, f);
    sqlite3_finalize(s);
    return status;
}

static int add_table(sqlite3 *db, const struct output *o, struct error *e)
{
    struct making m = {.db = db, .o = o, .e = e};
    FILE *f = written_open(o);
    int status;
    if (!f)
        return error_no_memory(e);
    snprintf(m.table, sizeof m.table, "%.*s", (int)strcspn(o->name, "."), o->name);
    status = add_rows(&m, f);
    written_close(o, f);
    str_fini(&m.names);
    str_fini(&m.sql);
    str_fini(&m.cell);
    return status;
}

/* ---- the database ------------------------------------------------------------------------------
 */

static int add_manifest(sqlite3 *db, const struct output *o, struct error *e)
{
    struct making m = {.db = db, .o = o, .e = e, .table = "run"};
    sqlite3_stmt *s = NULL;
    int status = execute(&m, "CREATE TABLE run (manifest TEXT)");
    if (!status && sqlite3_prepare_v2(db, "INSERT INTO run VALUES (?)", -1, &s, NULL))
        status = refuse(&m);
    if (!status && (sqlite3_bind_text64(s, 1, o->bytes, o->n, SQLITE_STATIC, SQLITE_UTF8) ||
                    sqlite3_step(s) != SQLITE_DONE))
        status = refuse(&m);
    sqlite3_finalize(s);
    return status;
}

static int fill(sqlite3 *db, const struct outputs *from, struct error *e)
{
    struct making m = {.db = db, .e = e, .table = "run"};
    char settings[120];
    int status;
    snprintf(
        settings, sizeof settings,
        "PRAGMA page_size = 4096; PRAGMA encoding = 'UTF-8'; PRAGMA application_id = %d; BEGIN",
        APPLICATION);
    status = execute(&m, settings);
    for (size_t k = 0; !status && k < from->n; k++)
        if (from->v[k].format && strcmp(from->v[k].format, "csv") == 0 && !from->v[k].for_people)
            status = add_table(db, &from->v[k], e);
    if (!status && outputs_manifest(from)->bytes)
        status = add_manifest(db, outputs_manifest(from), e);
    return status ? status : execute(&m, "COMMIT");
}

/* Which version of the library wrote it matters to nobody, and would tell machines apart. */
static int take_bytes(sqlite3 *db, struct output *to, struct error *e)
{
    sqlite3_int64 n = 0;
    unsigned char *bytes = sqlite3_serialize(db, "main", &n, 0);
    to->bytes = bytes ? malloc((size_t)n + 1) : NULL;
    if (!to->bytes) {
        sqlite3_free(bytes);
        return error_no_memory(e);
    }
    memcpy(to->bytes, bytes, (size_t)n);
    memset(to->bytes + VERSION_AT, 0, 4);
    to->n = (size_t)n;
    sqlite3_free(bytes);
    hash_bytes(to->bytes, to->n, to->sha256);
    return OK;
}

const char *output_database_name(const struct outputs *from)
{
    return strcmp(outputs_manifest(from)->name, "robust.json") ? "run.sqlite" : "robust.sqlite";
}

int output_database(const struct outputs *from, struct output *to, struct error *e)
{
    sqlite3 *db = NULL;
    int status = OK;
    *to = (struct output){.name = output_database_name(from), .format = "sqlite"};
    if (sqlite3_open(":memory:", &db))
        status = error_no_memory(e);
    if (!status)
        status = fill(db, from, e);
    if (!status)
        status = take_bytes(db, to, e);
    sqlite3_close(db);
    return status;
}
