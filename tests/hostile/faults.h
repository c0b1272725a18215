/* SPDX-License-Identifier: MIT */
/* What faults.c leaves behind for sweep.c. */
#ifndef HENG_TESTS_HOSTILE_FAULTS_H
#define HENG_TESTS_HOSTILE_FAULTS_H

struct faults_log {
    long calls;  /* of the kind that HENG_FAULT names */
    long failed; /* of these */
    long held;   /* blocks that the parent process has taken and not given back */
};

#endif
