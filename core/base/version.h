/* SPDX-License-Identifier: MIT */
/* The version of heng, for the program and what is built for it. */
#ifndef HENG_BASE_VERSION_H
#define HENG_BASE_VERSION_H

#define HENG_VERSION "0.1.0"

#endif
