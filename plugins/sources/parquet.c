/* SPDX-License-Identifier: MIT */
/*
 * parquet: a Parquet file, read by DuckDB where its library is found when a file is read. What is
 * used of its C API is declared here: https://duckdb.org/docs/stable/clients/c/api. All columns
 * come as texts, numbers in the shortest form that is theirs, so that a FLOAT is what was written.
 */
#include <dlfcn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "heng_draft.h"

enum { EXACT_DIGITS = 15, INLINE = 12, PATH_BYTES = 1024, COLUMNS_MAX = 65536 };

/* ---- what DuckDB is called by ----------------------------------------------------- */

struct result { /* duckdb_result, which is handed over by value */
    uint64_t unused[3];
    void *columns;
    char *error;
    void *internal;
};

struct string { /* duckdb_string_t */
    uint32_t n;
    char prefix[4]; /* of one of more than 12 bytes; else the first of them */
    union {
        char rest[8];
        const char *p;
    } as;
};

struct duckdb {
    void *library;
    int (*create_config)(void **config);
    int (*set_config)(void *config, const char *name, const char *value);
    void (*destroy_config)(void **config);
    int (*open_ext)(const char *path, void **database, void *config, char **error);
    void (*close)(void **database);
    int (*connect)(void *database, void **connection);
    void (*disconnect)(void **connection);
    int (*query)(void *connection, const char *sql, struct result *to);
    void (*destroy_result)(struct result *r);
    const char *(*result_error)(struct result *r);
    void *(*fetch_chunk)(struct result r);
    void (*destroy_data_chunk)(void **chunk);
    uint64_t (*data_chunk_get_size)(void *chunk);
    void *(*data_chunk_get_vector)(void *chunk, uint64_t column);
    void *(*vector_get_data)(void *vector);
    uint64_t *(*vector_get_validity)(void *vector);
};

#define SYMBOL(member)                                                                             \
    {                                                                                              \
        "duckdb_" #member, offsetof(struct duckdb, member)                                         \
    }
static const struct {
    const char *name;
    size_t at;
} symbols[] = {
    SYMBOL(create_config),
    SYMBOL(set_config),
    SYMBOL(destroy_config),
    SYMBOL(open_ext),
    SYMBOL(close),
    SYMBOL(connect),
    SYMBOL(disconnect),
    SYMBOL(query),
    SYMBOL(destroy_result),
    SYMBOL(result_error),
    SYMBOL(fetch_chunk),
    SYMBOL(destroy_data_chunk),
    SYMBOL(data_chunk_get_size),
    SYMBOL(data_chunk_get_vector),
    SYMBOL(vector_get_data),
    SYMBOL(vector_get_validity),
};

struct reading {
    struct heng_read_call *c;
    struct duckdb d;
    void *database, *connection;
    char *sql;
    size_t n, cap;
    bool *is_number; /* by column */
    size_t n_columns;
};

static bool refuse(struct reading *r, const char *what, const char *why)
{
    heng_refuse(r->c, "%s: %.*s", what, why ? (int)strcspn(why, "\n") : 1, why ? why : "?");
    return false;
}

static bool no_memory(struct reading *r)
{
    heng_refuse(r->c, "out of memory");
    return false;
}

/* ---- the library ------------------------------------------------------------------ */

static void *open_at(const char *folder, const char *path)
{
    char whole[PATH_BYTES];
    if (!folder || (size_t)snprintf(whole, sizeof whole, "%s%s", folder, path) >= sizeof whole)
        return NULL;
    return dlopen(whole, RTLD_NOW | RTLD_LOCAL);
}

static void *find_library(void)
{
    const char *said = getenv("HENG_DUCKDB");
    void *found;
    if (said && *said)
        return dlopen(said, RTLD_NOW | RTLD_LOCAL);
    found = dlopen("libduckdb.so", RTLD_NOW | RTLD_LOCAL);
    if (!found)
        found = open_at(getenv("HOME"), "/.local/share/heng/duckdb/node_modules/@duckdb/"
                                        "node-bindings-linux-x64/libduckdb.so");
    return found ? found : open_at("", "/usr/local/lib/libduckdb.so");
}

static bool load(struct reading *r)
{
    r->d.library = find_library();
    if (!r->d.library) {
        heng_refuse(r->c,
                    "Parquet files are read where libduckdb is found: `make duckdb` fetches it "
                    "(npm), or HENG_DUCKDB says where libduckdb.so is");
        return false;
    }
    for (size_t i = 0; i < sizeof symbols / sizeof *symbols; i++) {
        void *f = dlsym(r->d.library, symbols[i].name);
        if (!f)
            return refuse(r, "libduckdb has no", symbols[i].name);
        memcpy((char *)&r->d + symbols[i].at, &f, sizeof f);
    }
    return true;
}

/* One thread: more are not allowed here. Nothing is fetched or loaded beside the library. */
static bool open_database(struct reading *r)
{
    static const char *const settings[][2] = {{"threads", "1"},
                                              {"autoinstall_known_extensions", "false"},
                                              {"autoload_known_extensions", "false"},
                                              {"temp_directory", ""}};
    void *config = NULL;
    char *why = NULL;
    bool fine = r->d.create_config(&config) == 0;
    for (size_t i = 0; fine && i < sizeof settings / sizeof *settings; i++)
        fine = r->d.set_config(config, settings[i][0], settings[i][1]) == 0;
    fine = fine && r->d.open_ext(":memory:", &r->database, config, &why) == 0;
    if (!fine)
        refuse(r, "libduckdb", why ? why : "it does not take its settings");
    r->d.destroy_config(&config);
    if (fine && r->d.connect(r->database, &r->connection))
        fine = refuse(r, "libduckdb", "no connection");
    return fine;
}

static void close_database(struct reading *r)
{
    if (r->connection)
        r->d.disconnect(&r->connection);
    if (r->database)
        r->d.close(&r->database);
    free(r->sql);
    free(r->is_number); /* the library stays until the worker ends */
}

/* ---- rows ------------------------------------------------------------------------- */

static bool is_there(const uint64_t *validity, uint64_t row)
{
    return !validity || validity[row / 64] >> (row % 64) & 1;
}

static const char *text_of(const struct string *s)
{
    return s->n <= INLINE ? s->prefix : s->as.p;
}

/* Calls row for each cell that is no NULL, column by column or row by row. */
static bool each_row(struct reading *r, struct result *from, size_t n_columns,
                     bool (*cell)(struct reading *r, uint64_t row, size_t column,
                                  const struct string *s))
{
    uint64_t row = 0;
    bool fine = true;
    for (void *chunk; fine && (chunk = r->d.fetch_chunk(*from));) {
        uint64_t n = r->d.data_chunk_get_size(chunk);
        for (uint64_t i = 0; fine && i < n; i++)
            for (size_t j = 0; fine && j < n_columns; j++) {
                void *v = r->d.data_chunk_get_vector(chunk, j);
                const struct string *s = r->d.vector_get_data(v);
                if (is_there(r->d.vector_get_validity(v), i))
                    fine = cell(r, row + i, j, &s[i]);
            }
        row += n;
        r->d.destroy_data_chunk(&chunk);
    }
    return fine;
}

static bool ask(struct reading *r, const char *sql, size_t n_columns,
                bool (*cell)(struct reading *r, uint64_t row, size_t column,
                             const struct string *s))
{
    struct result result = {{0}, NULL, NULL, NULL};
    bool fine = r->d.query(r->connection, sql, &result) == 0;
    if (!fine)
        refuse(r, "Parquet", r->d.result_error(&result));
    fine = fine && each_row(r, &result, n_columns, cell);
    if (fine && r->d.result_error(&result))
        fine = refuse(r, "Parquet", r->d.result_error(&result));
    r->d.destroy_result(&result);
    return fine;
}

/* ---- columns ---------------------------------------------------------------------- */

static bool put(struct reading *r, const char *s, size_t n)
{
    if (r->n + n + 1 > r->cap) {
        size_t cap = 2 * (r->n + n + 1);
        char *grown = realloc(r->sql, cap);
        if (!grown)
            return no_memory(r);
        r->sql = grown;
        r->cap = cap;
    }
    memcpy(r->sql + r->n, s, n);
    r->n += n;
    r->sql[r->n] = '\0';
    return true;
}

static bool put_name(struct reading *r, const char *s, size_t n)
{
    bool fine = put(r, r->n_columns ? ", CAST(\"" : "SELECT CAST(\"", r->n_columns ? 8 : 13);
    for (size_t i = 0; fine && i < n; i++)
        fine = put(r, s[i] == '"' ? "\"\"" : s + i, s[i] == '"' ? 2 : 1);
    return fine && put(r, "\" AS VARCHAR)", 13);
}

static bool is_numeric(const char *type, size_t n)
{
    static const char *const names[] = {"TINYINT", "SMALLINT", "INTEGER", "BIGINT",
                                        "HUGEINT", "FLOAT",    "DOUBLE",  "DECIMAL"};
    if (n > 0 && *type == 'U' && n > 4 && memcmp(type + 1, "UID", 3) != 0) {
        type++;
        n--;
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (n >= strlen(names[i]) && memcmp(type, names[i], strlen(names[i])) == 0)
            return type[n - 1] != ']';
    return false;
}

/* A row of DESCRIBE: a column's name, then its type. */
static bool take_column(struct reading *r, uint64_t row, size_t column, const struct string *s)
{
    bool *grown;
    if (column == 1) {
        r->is_number[r->n_columns - 1] = is_numeric(text_of(s), s->n);
        return true;
    }
    if (r->n_columns == COLUMNS_MAX)
        return refuse(r, "Parquet", "more than 65,536 columns");
    grown = realloc(r->is_number, r->n_columns + 1);
    if (!grown)
        return no_memory(r);
    r->is_number = grown;
    r->is_number[r->n_columns] = false;
    if (!put_name(r, text_of(s), s->n) || r->c->text(r->c->to, 0, (uint32_t)row, text_of(s), s->n))
        return false;
    r->n_columns++;
    return true;
}

/* Integers that no double holds stay texts: they are codes. */
static bool is_exact(const char *s, size_t n)
{
    return strspn(s, "-0123456789") < n || n <= EXACT_DIGITS;
}

static bool tell_cell(struct reading *r, uint64_t row, size_t column, const struct string *s)
{
    struct heng_read_call *c = r->c;
    char number[64];
    const char *text = text_of(s);
    if (r->is_number[column] && s->n < sizeof number) {
        memcpy(number, text, s->n);
        number[s->n] = '\0';
        if (is_exact(number, s->n))
            return c->number(c->to, row + 1, (uint32_t)column, strtod(number, NULL)) == 0;
    }
    return c->text(c->to, row + 1, (uint32_t)column, text, s->n) == 0;
}

static bool read_table(struct reading *r)
{
    char describe[160], from[80];
    snprintf(from, sizeof from, " FROM read_parquet('/proc/self/fd/%d')", (int)r->c->fd);
    snprintf(describe, sizeof describe,
             "SELECT column_name, column_type FROM (DESCRIBE SELECT *%s)", from);
    return ask(r, describe, 2, take_column) && put(r, from, strlen(from)) &&
           ask(r, r->sql, r->n_columns, tell_cell);
}

static int parquet_read(struct heng_read_call *c)
{
    struct reading r = {.c = c};
    bool fine = load(&r) && open_database(&r) && read_table(&r);
    if (r.d.library)
        close_database(&r);
    return fine ? HENG_OK : HENG_FAIL;
}

static const struct heng_source parquet = {
    sizeof parquet,
    "parquet",
    "Parquet 文件",
    "Parquet file",
    "A Parquet file, where libduckdb is found.",
    HENG_NO_PARAMS,
    0,
    sizeof(struct heng_read_call),
    parquet_read,
    NULL,
};
HENG_ONE_SOURCE(parquet, "1.0.0", "MIT");
