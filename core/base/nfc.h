/* SPDX-License-Identifier: MIT */
/* One spelling for what is written with a mark behind a letter or as one character (NFC). */
#ifndef HENG_BASE_NFC_H
#define HENG_BASE_NFC_H

#include <stdbool.h>
#include <stddef.h>

/* Whether nfc_compose could change the n bytes of UTF-8 at s. */
bool nfc_may_change(const char *s, size_t n);

/* Puts letters and the marks behind them (U+0300 to U+036F, the marks of kana), and the parts of
   Korean syllables, together in place; what is left of the n bytes of UTF-8. */
size_t nfc_compose(char *s, size_t n);

#endif
