/* SPDX-License-Identifier: MIT */
/* Sources that several methods cite, written once. `heng list` shows them. */
#ifndef HENG_METHODS_SOURCES_H
#define HENG_METHODS_SOURCES_H

#define SOURCE_OECD_HANDBOOK "OECD/JRC, Handbook on Constructing Composite Indicators, 2008"
#define SOURCE_COINR "Becker et al., COINr, JOSS 7(78), 2022, 4567"
#define SOURCE_KREYSZIG "Kreyszig, Advanced Engineering Mathematics, 10th ed., Wiley, 2011"
#define SOURCE_CONVERGENCE                                                                         \
    "Barro and Sala-i-Martin, Journal of Political Economy 100(2), 1992, pp. 223-251"
#define SOURCE_CRITIC                                                                              \
    "Diakoulaki, Mavrotas and Papayannakis, Computers & Operations Research 22(7), 1995, 763-770"

#endif
