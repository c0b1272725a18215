/* SPDX-License-Identifier: MIT */
/* The blocks of SHA-256 by the processor's own instructions, where it has them. For hash.c only. */
#ifndef HENG_BASE_SHA256_H
#define HENG_BASE_SHA256_H

#include <stddef.h>
#include <stdint.h>

/* Takes whole blocks of 64 bytes into the state; returns how many bytes those were. 0: too few to
   be worth it, or the processor cannot. */
size_t sha256_blocks(uint32_t state[8], const uint8_t *p, size_t n);

#endif
