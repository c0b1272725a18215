# SPDX-License-Identifier: MIT
# scripts/r/heng.R: frames in, frames out, to the bit; errors with their place. The first argument
# is the top of the tree.
top <- commandArgs(trailingOnly = TRUE)[1]
source(file.path(top, "scripts/r/heng.R"))
counties <- file.path(top, "config/zhejiang-counties.ini")

ran <- 0
is <- function(got, want, what) {
  ran <<- ran + 1
  if (!identical(got, want)) {
    cat("not ok:", what, "\ngot: "); str(got); cat("want: "); str(want)
    quit(status = 1)
  }
}
near <- function(got, want, within, what) {
  ran <<- ran + 1
  worst <- max(abs(got - want), na.rm = TRUE)
  if (!(worst <= within)) {
    cat("not ok:", what, ": off by", worst, "\n")
    quit(status = 1)
  }
}

table <- data.frame(code = c("01", "02", "03", "04"), name = c("A, \"quoted\"", "NA", "\u4e09", "D"),
                    a = c(0.1, 0.2, 0.1 + 0.2, 1 / 3), b = c(3, NA, 1, 7),
                    c = c(1e-300, 2.5e300, 17, 123456789.123456789))
profile <- list(profile = list(title_en = "Mine", language = "en"),
                data = list(unit = "code", name = "name"),
                index = list(id = "mine", dimensions = c("one", "two")),
                dimension.one = list(indicators = c("a", "b")),
                dimension.two = list(indicators = "c"))

run <- heng_run(profile, data = table)
raw <- heng_matrix(run, "raw")
is(unname(raw[, "a"]), table$a, "a comes back to the bit")
is(unname(raw[, "b"]), table$b, "b comes back with its gap")
near(raw[, "c"] / table$c, 1, 4e-16, "c comes back, as far as R reads it")
scores <- run$tables$scores[order(run$tables$scores$code), ]
is(scores$code, table$code, "codes stay text")
is(scores$name, table$name, "names stay text, NA too")

n <- apply(table[, c("a", "b", "c")], 2, function(x)
  100 * (x - min(x, na.rm = TRUE)) / diff(range(x, na.rm = TRUE)))
want <- (rowMeans(n[, 1:2], na.rm = TRUE) + n[, 3]) / 2
near(scores$score, want, 1e-11, "scores are those of R")
is(scores$rank, as.integer(rank(-want, ties.method = "min")), "ranks are those of R")

flat <- heng_run(profile, data = table, set = list(normalise.method = "zscore"))
deep <- heng_run(profile, data = table, set = list(normalise = list(method = "zscore")))
is(flat$tables$scores, deep$tables$scores, "settings in two forms")

e <- tryCatch(heng_run(modifyList(profile, list(dimension.one = list(indicators = c("a", "x")))),
                       data = table), heng_profile_error = identity)
is(e$code, 78L, "the exit code")
is(basename(e$problems$file), "profile.ini", "the file of an error")
is(e$problems$line, 15L, "the line of an error")
is(class(tryCatch(heng_run("no-such.ini"), error = identity))[1], "heng_input_error", "no file")
is(nrow(heng_check(profile, data = table)), 0L, "nothing to complain of")
is(nrow(heng_check(modifyList(profile, list(dimension.one = list(indicators = c("x", "y")))),
                   data = table)) >= 2, TRUE, "each problem is a row")

league <- heng_run(counties)
is(dim(heng_matrix(league)), c(90L, 36L), "units by indicators")
is(any(grepl("\u6ee8\u6c5f\u533a", heng_explain(counties, "330108"))), TRUE, "explain")
shown <- heng_map(league)
is(grepl("id=\"map\"", shown$html, fixed = TRUE), TRUE, "the map")
is(lengths(regmatches(shown$html, gregexpr("<figure", shown$html))), 1L, "one figure of the page")
is(nrow(heng_compare(league, heng_run(counties, set = list(aggregate.method = "geometric")))$tables$compare),
   90L, "compare")
is(nrow(heng_robust(c(profile, list(uncertainty = list(replicates = 50, weights = "uniform"))),
                    data = table)$tables$robust), 4L, "robust")

folder <- file.path(Sys.getenv("HENG_REFERENCE"), "asem")
if (nzchar(Sys.getenv("HENG_REFERENCE")) && dir.exists(folder)) {
  asem <- heng_run(heng_from_coin(read.csv(file.path(folder, "raw/ASEM_iData.csv")),
                                  read.csv(file.path(folder, "raw/ASEM_iMeta.csv")),
                                  impute = list(method = "class_mean", by = "EurAsia_group"),
                                  treat = list(method = "winsorise")))
  got <- heng_to_coin(asem)$Aggregated
  want <- read.csv(file.path(folder, "pipeline/Aggregated.csv"))
  shared <- intersect(names(want), colnames(got))
  is(length(shared), 60L, "columns that both have")
  near(got[, shared], as.matrix(want[match(rownames(got), want$uCode), shared]), 1e-12, "ASEM as COINr has it")
}
cat("ok", ran, "\n")
