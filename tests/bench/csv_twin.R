# SPDX-License-Identifier: MIT
# The twin of csv.c: Rscript csv_twin.R FILE THREADS prints the seconds and MB/s of data.table's fread.
suppressMessages(library(data.table))
given <- commandArgs(trailingOnly = TRUE)
setDTthreads(as.integer(given[2]))
took <- system.time(table <- fread(given[1], nThread = as.integer(given[2]), showProgress = FALSE))[["elapsed"]]
peak <- as.numeric(sub("[^0-9]*([0-9]+).*", "\\1", grep("^VmHWM", readLines("/proc/self/status"), value = TRUE)))
cat(sprintf("%.3f %.0f %.0f\n", took, file.size(given[1]) / took / 1e6, peak * 1024 / 1e6))
