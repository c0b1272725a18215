/* SPDX-License-Identifier: MIT */
/* Errors and lists of messages. No function here allocates except messages_add. */
#ifndef HENG_BASE_ERROR_H
#define HENG_BASE_ERROR_H

#include <stdarg.h>
#include <stddef.h>

/*
 * Every function that can fail returns one of these: 0, or a negative code
 * whose absolute value is the exit code of the program.
 */
enum status {
    OK = 0,
    ERR_USAGE = -64,       /* the command line is wrong */
    ERR_DATA = -65,        /* a table or file holds what it must not */
    ERR_NOINPUT = -66,     /* a named input does not exist or cannot be read */
    ERR_UNAVAILABLE = -69, /* a part that is not built in */
    ERR_INTERNAL = -70,    /* our bug */
    ERR_MEMORY = -71,      /* the system has too little memory, files or processes */
    ERR_CANTCREATE = -73,  /* an output cannot be made */
    ERR_IO = -74,          /* a read or write failed midway */
    ERR_PROFILE = -78,     /* the profile is wrong */
    ERR_PART = -3          /* a plugin or script failed; the rest may go on */
};

enum { ERROR_TEXT_MAX = 2048 };

/* One error: "where: what: why", a single line. Long texts are cut at a character boundary. */
struct error {
    int status;
    char text[ERROR_TEXT_MAX];
};

#define PRINTF_LIKE(fmt, args) __attribute__((format(printf, fmt, args)))

/* Fills e (which may be NULL) and returns status. Control characters in the text become '?'. */
int error_set(struct error *e, int status, const char *fmt, ...) PRINTF_LIKE(3, 4);
int error_vset(struct error *e, int status, const char *fmt, va_list ap) PRINTF_LIKE(3, 0);

/* The one way to say that memory ran out; returns ERR_MEMORY. For a file or part: "WHERE: out of
   memory". */
int error_no_memory(struct error *e);
int error_no_memory_for(struct error *e, const char *where);

/* Puts "where: " in front of the text; returns e's status. Each layer adds its where once. */
int error_prefix(struct error *e, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* The exit code that goes with a status. */
int error_exit_code(int status);

/* The status of a failure that counts as otherwise, unless it is for want of memory: that is no
   fault of a profile, a file, or a part, and ends the run. */
int error_as(int status, int otherwise);
/* The same for a failed system call, from its errno. */
int error_of_errno(int why, int otherwise);

/* A growing list of messages: all problems of a profile, the warnings of a run. */
struct message {
    int status; /* OK for a warning or remark */
    char *text;
};

struct messages {
    struct message *items;
    size_t n, cap;
    size_t lost;   /* messages that could not be kept for want of memory */
    size_t *known; /* a hash table of positions + 1, of the first n_hashed; 0 where free */
    size_t n_known, n_hashed; /* n_known: of slots, a power of two */
};

/* Zero-initialise a struct messages before use; messages_fini frees what it owns. */
void messages_add(struct messages *m, int status, const char *fmt, ...) PRINTF_LIKE(3, 4);
void messages_add_error(struct messages *m, const struct error *e);
/* As messages_add, but keeps the list free of repeated texts. */
void messages_add_once(struct messages *m, int status, const char *fmt, ...) PRINTF_LIKE(3, 4);
/* ERR_MEMORY, told as one line, when memory ran out while these messages came about; else OK. */
int messages_memory(const struct messages *m, struct error *e);
void messages_fini(struct messages *m);

#endif
