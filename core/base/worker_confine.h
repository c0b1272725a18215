/* SPDX-License-Identifier: MIT */
/* What an untrusted worker gives up before it runs foreign code. For worker.c only. */
#ifndef HENG_BASE_WORKER_CONFINE_H
#define HENG_BASE_WORKER_CONFINE_H

#include "base/error.h"
#include "base/worker.h"

/*
 * Instrumented builds cannot live under all of it: AddressSanitizer maps terabytes and makes
 * system calls of its own, and coverage is written to files.
 */
#if defined(__SANITIZE_ADDRESS__)
#define WORKER_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define WORKER_SANITIZED 1
#endif
#endif
#ifndef WORKER_SANITIZED
#define WORKER_SANITIZED 0
#endif
#ifdef HENG_COVERAGE
#define WORKER_COVERAGE 1
#else
#define WORKER_COVERAGE 0
#endif

/*
 * Confines the calling process for good: default signal handlers, no descriptors but *pipe (which
 * may be renumbered), /dev/null and, where file is above 2, that one as WORKER_FILE; limits, no new
 * privileges, and the system call filter, under which whatever is not allowed fails with EPERM.
 * trust is any but WORKER_CORE. Errors: ERR_PART; the process must then not run foreign code.
 */
int worker_confine(enum worker_trust trust, const struct worker_limits *limits, int *pipe, int file,
                   struct error *e);

#endif
