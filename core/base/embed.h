/* SPDX-License-Identifier: MIT */
/* A file that the assembler puts into the program as it is, with a NUL behind it; the Makefile
   knows that the object depends on it. `extern const char NAME[]` declares it. */
#ifndef HENG_BASE_EMBED_H
#define HENG_BASE_EMBED_H

#define EMBED(name, file)                                                                          \
    __asm__(".section .rodata\n.global " #name "\n" #name ":\n.incbin \"" file "\"\n.byte 0\n"     \
            ".previous\n")

#endif
