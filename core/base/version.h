/* SPDX-License-Identifier: MIT */
#ifndef HENG_BASE_VERSION_H
#define HENG_BASE_VERSION_H

#define HENG_VERSION "0.1.0"

#endif
