/* SPDX-License-Identifier: MIT */
/*
 * postgres: what a query yields, by COPY. Where the server is, and who asks, is the user's service
 * file's to say, never a profile's; the transaction is read only.
 */
#include <libpq-fe.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "heng_draft.h"

struct options {
    const char *service, *query;
};

static const struct heng_param params[] = {
    HENG_PARAM_TEXT(struct options, service, NULL,
                    "name of a service in the user's pg_service.conf"),
    HENG_PARAM_TEXT(struct options, query, NULL, "SELECT that yields the table, a row a unit"),
};

/* Of pg_type.dat: what is a number and fits a double as it is printed. */
enum {
    OID_BOOL = 16,
    OID_INT8 = 20,
    OID_INT2 = 21,
    OID_INT4 = 23,
    OID_REAL = 700,
    OID_DOUBLE = 701,
    OID_NUMERIC = 1700,
    EXACT_DIGITS = 15
};

struct asking {
    struct heng_read_call *c;
    PGconn *db;
    int n_columns;
    Oid *types;
    uint64_t row;
    char *cell; /* of the text at hand, as long as the longest line */
    size_t cap;
};

/* The server's own words are of several lines; the first says it. */
static bool refuse(struct asking *a, const char *what, const char *why)
{
    heng_refuse(a->c, "%s: %.*s", what, (int)strcspn(why, "\n"), why);
    return false;
}

/* ---- the server --------------------------------------------------------------- */

static bool is_name(const char *s)
{
    return *s && strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.") ==
                     strlen(s);
}

static bool connect_to(struct asking *a, const char *service)
{
    static const char *const keys[] = {"service", "client_encoding", "application_name", "options",
                                       NULL};
    const char *values[] = {service, "UTF8", "heng", NULL, NULL};
    char options[160];
    if (!is_name(service)) {
        heng_refuse(
            a->c,
            "service: the name of a service of pg_service.conf is wanted; where the server is and "
            "who asks stands there, a password in .pgpass, none of it in a profile");
        return false;
    }
    snprintf(options, sizeof options,
             "-c default_transaction_read_only=on -c statement_timeout=%lld -c "
             "extra_float_digits=3 -c DateStyle=ISO",
             (long long)(a->c->seconds * 1000));
    values[3] = options;
    a->db = PQconnectdbParams(keys, values, 0);
    if (PQstatus(a->db) != CONNECTION_OK)
        return refuse(a, service, PQerrorMessage(a->db));
    return true;
}

static bool run(struct asking *a, const char *sql)
{
    PGresult *r = PQexec(a->db, sql);
    bool fine = PQresultStatus(r) == PGRES_COMMAND_OK;
    if (!fine)
        refuse(a, "server", PQerrorMessage(a->db));
    PQclear(r);
    return fine;
}

static void note_server(struct asking *a, const char *service)
{
    char text[200];
    const char *version = PQparameterStatus(a->db, "server_version");
    snprintf(text, sizeof text, "service %.60s: PostgreSQL %.60s, database %.40s", service,
             version ? version : "?", PQdb(a->db));
    a->c->note(a->c->to, text);
    snprintf(text, sizeof text, "PostgreSQL %.60s", version ? version : "?");
    a->c->server(a->c->to, text);
}

/* ---- columns ------------------------------------------------------------------ */

static bool take_columns(struct asking *a, const PGresult *r)
{
    a->n_columns = PQnfields(r);
    a->types = calloc((size_t)a->n_columns + 1, sizeof *a->types);
    if (!a->types || a->n_columns == 0) {
        heng_refuse(a->c,
                    a->types ? "query: it yields no column; a SELECT is wanted" : "out of memory");
        return false;
    }
    for (int j = 0; j < a->n_columns; j++) {
        const char *name = PQfname(r, j);
        a->types[j] = PQftype(r, j);
        if (a->c->text(a->c->to, 0, (uint32_t)j, name, strlen(name)))
            return false;
    }
    return true;
}

/* Prepared, it is one whole statement: then it can stand within COPY's brackets. */
static bool describe(struct asking *a, const char *query)
{
    PGresult *r = PQprepare(a->db, "heng", query, 0, NULL);
    bool fine = PQresultStatus(r) == PGRES_COMMAND_OK;
    PQclear(r);
    if (!fine)
        return refuse(a, "query", PQerrorMessage(a->db));
    r = PQdescribePrepared(a->db, "heng");
    fine = PQresultStatus(r) == PGRES_COMMAND_OK ? take_columns(a, r)
                                                 : refuse(a, "query", PQerrorMessage(a->db));
    PQclear(r);
    return fine;
}

/* ---- rows --------------------------------------------------------------------- */

static bool is_number(Oid type, const char *s, size_t n)
{
    if (type == OID_INT8) /* longer ones are codes: no double holds them */
        return n <= EXACT_DIGITS;
    return (type == OID_INT2 || type == OID_INT4 || type == OID_REAL || type == OID_DOUBLE ||
            type == OID_NUMERIC) &&
           s[strspn(s, "+-0123456789.eE")] == '\0';
}

static bool tell_cell(struct asking *a, int j, const char *s, size_t n)
{
    struct heng_read_call *c = a->c;
    const uint32_t column = (uint32_t)j;
    if (is_number(a->types[j], s, n))
        return c->number(c->to, a->row, column, strtod(s, NULL)) == 0;
    if (a->types[j] == OID_BOOL) {
        s = *s == 't' ? "TRUE" : "FALSE";
        n = strlen(s);
    }
    return c->text(c->to, a->row, column, s, n) == 0;
}

/* A field as COPY writes it: \\N is NULL, a backslash stands before what would part fields. */
static size_t unescape(const char *s, size_t n, char *to)
{
    static const char from[] = "btnfr v", means[] = "\b\t\n\f\r v";
    size_t m = 0;
    for (size_t i = 0; i < n; i++) {
        const char *at = NULL;
        if (s[i] == '\\' && i + 1 < n) {
            i++;
            at = strchr(from, s[i]);
        }
        to[m++] = at && *at ? means[at - from] : s[i];
    }
    to[m] = '\0';
    return m;
}

static bool tell_field(struct asking *a, int j, const char *s, size_t n)
{
    if (n == 2 && memcmp(s, "\\N", 2) == 0)
        return true;
    return tell_cell(a, j, a->cell, unescape(s, n, a->cell));
}

static bool make_room(struct asking *a, size_t n)
{
    char *grown;
    if (n < a->cap)
        return true;
    grown = realloc(a->cell, 2 * n + 1);
    if (!grown) {
        heng_refuse(a->c, "out of memory");
        return false;
    }
    a->cell = grown;
    a->cap = 2 * n + 1;
    return true;
}

static bool refuse_row(struct asking *a)
{
    heng_refuse(a->c, "row %llu has more cells than there are columns", (unsigned long long)a->row);
    return false;
}

static bool tell_line(struct asking *a, const char *line, size_t n)
{
    size_t from = 0;
    int j = 0;
    n -= n > 0 && line[n - 1] == '\n';
    if (!make_room(a, n))
        return false;
    for (size_t i = 0; i <= n; i++)
        if (i == n || line[i] == '\t') {
            if (j == a->n_columns)
                return refuse_row(a);
            if (!tell_field(a, j++, line + from, i - from))
                return false;
            from = i + 1;
        }
    return true;
}

static bool take_rows(struct asking *a)
{
    char *line;
    int n;
    bool fine = true;
    PGresult *r;
    while (fine && (n = PQgetCopyData(a->db, &line, 0)) > 0) {
        a->row++;
        fine = tell_line(a, line, (size_t)n);
        PQfreemem(line);
    }
    if (!fine)
        return false;
    r = PQgetResult(a->db); /* whether all of it came */
    fine = n == -1 && PQresultStatus(r) == PGRES_COMMAND_OK;
    if (!fine)
        refuse(a, "query", PQerrorMessage(a->db));
    PQclear(r);
    return fine;
}

static bool copy(struct asking *a, const char *query)
{
    int n = (int)strlen(query);
    size_t size = (size_t)n + 40;
    char *sql = malloc(size);
    PGresult *r;
    bool fine;
    if (!sql) {
        heng_refuse(a->c, "out of memory");
        return false;
    }
    while (n > 0 && strchr("; \t", query[n - 1]))
        n--;
    snprintf(sql, size, "COPY (%.*s\n) TO STDOUT", n, query);
    r = PQexec(a->db, sql);
    fine = PQresultStatus(r) == PGRES_COPY_OUT;
    if (!fine)
        refuse(a, "query", PQerrorMessage(a->db));
    PQclear(r);
    free(sql);
    return fine && take_rows(a);
}

static int postgres_read(struct heng_read_call *c)
{
    const struct options *o = c->params;
    struct asking a = {.c = c};
    bool fine = connect_to(&a, o->service) && run(&a, "BEGIN TRANSACTION READ ONLY") &&
                describe(&a, o->query) && copy(&a, o->query);
    if (fine)
        note_server(&a, o->service);
    PQfinish(a.db);
    free(a.types);
    free(a.cell);
    return fine ? HENG_OK : HENG_FAIL;
}

static const struct heng_source postgres = {
    sizeof postgres,
    "postgres",
    "PostgreSQL 数据库",
    "PostgreSQL database",
    "What a query to a PostgreSQL server yields, in a read-only transaction.",
    HENG_PARAMS(params, struct options),
    HENG_NETWORK | HENG_NO_FILE,
    sizeof(struct heng_read_call),
    postgres_read,
    NULL,
};
HENG_ONE_SOURCE(postgres, "1.0.0", "MIT");
