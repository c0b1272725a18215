/* SPDX-License-Identifier: MIT */
/* Printing by a headless Chromium in a worker, within a folder that is gone afterwards. */
#include "report/pdf.h"

#include <fcntl.h>
#include <ftw.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/worker.h"
#include "report/html.h"
#include "report/pdf_bytes.h"

enum { PRINT_SECONDS = 120, PDF_BYTES_MAX = 512 << 20, FOLDERS_OPEN = 16 };

/* ---- the browser ---------------------------------------------------------- */

/* HENG_CHROMIUM, else the first of its names in PATH. NULL: there is none. */
static const char *find_browser(struct arena *a)
{
    static const char *const names[] = {"chromium", "chromium-browser", "google-chrome",
                                        "google-chrome-stable", "chrome"};
    const char *given = getenv("HENG_CHROMIUM"), *path = getenv("PATH");
    if (given)
        return access(given, X_OK) == 0 ? given : NULL;
    for (size_t i = 0; path && i < sizeof names / sizeof *names; i++)
        for (const char *at = path; *at;) {
            const size_t n = strcspn(at, ":");
            const char *file = arena_printf(a, "%.*s/%s", (int)n, at, names[i]);
            if (file && n && access(file, X_OK) == 0)
                return file;
            at += n + (at[n] == ':');
        }
    return NULL;
}

struct printing {
    const char *browser, *dir, *page, *pdf;
    struct arena *arena;
};

/* Becomes the browser; its words go nowhere. */
static int print_page(struct worker *w, void *arg, struct error *e)
{
    const struct printing *p = arg;
    const char *const arguments[] = {p->browser,
                                     "--headless",
                                     "--disable-gpu",
                                     "--disable-extensions",
                                     "--disable-sync",
                                     "--disable-background-networking",
                                     "--disable-dev-shm-usage",
                                     "--no-first-run",
                                     "--no-default-browser-check",
                                     "--no-pdf-header-footer",
                                     "--export-tagged-pdf",
                                     "--generate-pdf-document-outline",
                                     arena_printf(p->arena, "--user-data-dir=%s/browser", p->dir),
                                     arena_printf(p->arena, "--print-to-pdf=%s", p->pdf),
                                     arena_printf(p->arena, "file://%s", p->page),
                                     geteuid() == 0 ? "--no-sandbox" : NULL, /* root has none */
                                     NULL};
    const int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    (void)w;
    if (null < 0 || arena_failed(p->arena) || setenv("HOME", p->dir, 1))
        return error_set(e, ERR_IO, "%s: cannot be prepared", p->browser);
    for (int fd = 0; fd <= 2; fd++)
        if (dup2(null, fd) < 0)
            return error_set(e, ERR_IO, "/dev/null: cannot be opened");
    execv(p->browser, (char *const *)(uintptr_t)arguments);
    return error_set(e, ERR_UNAVAILABLE, "%s: cannot be run", p->browser);
}

/* ---- what it leaves ------------------------------------------------------- */

static int take_pdf(const struct printing *p, struct str *out, struct error *e)
{
    char *bytes = NULL;
    size_t n;
    int status;
    struct error why = {0};
    if (file_read(p->pdf, PDF_BYTES_MAX, &bytes, &n, &why) || n < 5 ||
        memcmp(bytes, "%PDF-", 5) != 0) {
        free(bytes);
        return error_set(e, ERR_UNAVAILABLE,
                         "report.pdf: %s has printed nothing; print report.html from a browser",
                         p->browser);
    }
    status = pdf_bytes_settle(bytes, n, e);
    if (!status)
        str_add_bytes(out, bytes, n);
    free(bytes);
    return !status && out->failed ? error_no_memory(e) : status;
}

static int run_browser(struct printing *p, struct error *e)
{
    struct worker_job job = {.name = "report.pdf",
                             .fn = print_page,
                             .arg = p,
                             .trust = WORKER_CORE,
                             .limits = {.seconds = PRINT_SECONDS}};
    int status = workers_run(&job, 1, 1, e);
    str_fini(&job.message);
    if (status)
        return status;
    if (job.end == WORKER_TIMEOUT)
        return error_set(
            e, ERR_UNAVAILABLE,
            "report.pdf: %s has not printed the page in %d s; print report.html from a "
            "browser",
            p->browser, PRINT_SECONDS);
    return OK; /* how it has ended the file tells */
}

/* ---- the whole ------------------------------------------------------------ */

static int drop_one(const char *path, const struct stat *s, int kind, struct FTW *f)
{
    (void)s;
    (void)kind;
    (void)f;
    return remove(path);
}

static int print_document(struct printing *p, const struct document *d, struct str *out,
                          struct error *e)
{
    struct str page = {0};
    int status = html_write(d, &page, e);
    if (!status)
        status = file_write_new(p->page, page.s, page.n, e);
    str_fini(&page);
    if (!status)
        status = run_browser(p, e);
    return status ? status : take_pdf(p, out, e);
}

int pdf_write(const struct document *d, struct str *out, struct error *e)
{
    const char *temporary = getenv("TMPDIR");
    struct printing p = {.arena = d->arena, .browser = find_browser(d->arena)};
    char *dir;
    int status;
    if (!p.browser)
        return error_set(
            e, ERR_UNAVAILABLE,
            "report.pdf: no Chromium is found: install one (apt-get install chromium), "
            "name it in HENG_CHROMIUM, or print report.html from a browser");
    dir = arena_printf(d->arena, "%s/heng-pdf-XXXXXX",
                       temporary && *temporary == '/' ? temporary : "/tmp");
    if (!dir)
        return error_no_memory(e);
    if (!mkdtemp(dir))
        return error_set(e, ERR_CANTCREATE, "%s: a temporary folder cannot be made", dir);
    p.dir = dir;
    p.page = arena_printf(d->arena, "%s/report.html", dir);
    p.pdf = arena_printf(d->arena, "%s/report.pdf", dir);
    status = p.page && p.pdf ? print_document(&p, d, out, e) : error_no_memory(e);
    nftw(dir, drop_one, FOLDERS_OPEN, FTW_DEPTH | FTW_PHYS);
    return status;
}
