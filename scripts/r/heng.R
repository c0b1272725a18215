# SPDX-License-Identifier: MIT
# heng on data frames: composite indicators from R. One file on base R alone; jsonlite, where it is
# installed, adds run.json as a list, and IRdisplay shows pages within a notebook.
#
#     source("scripts/r/heng.R")
#     run <- heng_run("config/zhejiang-counties.ini")         # a profile as it is
#     run$tables$scores                                       # scores.csv as a data frame
#     heng_map(run)
#
#     profile <- list(profile = list(title_en = "Mine", language = "en"),
#                     data = list(unit = "code", name = "name"),
#                     index = list(id = "mine", dimensions = "one"),
#                     dimension.one = list(indicators = c("a", "b")))
#     heng_run(profile, data = frame, set = list(aggregate.method = "geometric"))
#
# A profile is the path of an INI file or a list of sections. data replaces [data] path by a frame,
# or by a list of frames named after their sections (data, data.census). What heng complains of is
# an error of class heng_error: e$code is heng's exit code, e$problems a frame of file, line and
# message. HENG in the environment names the program; else it is sought in the build folder of the
# tree this file lies in, then in PATH.

local({
  file <- NULL
  for (i in rev(seq_len(sys.nframe()))) {
    file <- sys.frame(i)$ofile
    if (!is.null(file)) break
  }
  options(heng.home = if (is.null(file)) NULL else dirname(normalizePath(file)))
})

# ---- the program -------------------------------------------------------------

heng_program <- function() {
  named <- Sys.getenv("HENG")
  if (nzchar(named)) return(named)
  home <- getOption("heng.home")
  built <- if (is.null(home)) "" else file.path(home, "..", "..", "build", "heng")
  if (file.exists(built)) return(normalizePath(built))
  found <- Sys.which("heng")
  if (nzchar(found)) return(unname(found))
  heng_stop(69, "heng is not found: build it, put it in PATH, or name it in the environment variable HENG")
}

heng_stop <- function(code, lines) {
  problems <- heng_problems(lines)
  place <- ifelse(is.na(problems$file), "", paste0(problems$file, ":", problems$line, ": "))
  text <- paste0(place, problems$message, collapse = "\n")
  if (!nzchar(text)) text <- paste("heng ended with code", code)
  kind <- switch(as.character(code), "64" = "heng_usage_error", "65" = "heng_data_error",
                 "66" = "heng_input_error", "69" = "heng_unavailable_error",
                 "70" = , "71" = "heng_resource_error", "73" = , "74" = "heng_output_error",
                 "78" = "heng_profile_error", NULL)
  stop(structure(class = c(kind, "heng_error", "error", "condition"),
                 list(message = text, call = NULL, code = code, problems = problems)))
}

# The lines of stderr as a frame: file and line are NA where heng names none.
heng_problems <- function(lines) {
  lines <- sub("^heng: ", "", lines)
  lines <- lines[nzchar(lines) & !grepl("^(warning|note): ", lines)]
  if (length(lines) > 1 && grepl(": [0-9]+ problems?$", lines[length(lines)]))
    lines <- lines[-length(lines)]
  at <- regmatches(lines, regexec("^(.+?):([0-9]+): (.*)$", lines, perl = TRUE))
  found <- lengths(at) == 4
  part <- function(i, other) vapply(seq_along(lines), function(k)
    if (found[k]) at[[k]][i] else other[k], "")
  none <- rep(NA_character_, length(lines))
  data.frame(file = part(2, none), line = as.integer(part(3, none)), message = part(4, lines))
}

heng_call <- function(arguments, codes = c(0, 3)) {
  errors <- tempfile("heng-")
  output <- tempfile("heng-")
  on.exit(unlink(c(errors, output)))
  code <- system2(heng_program(), shQuote(enc2utf8(arguments)), stdout = output, stderr = errors,
                  stdin = "/dev/null")
  said <- readLines(errors, encoding = "UTF-8", warn = FALSE)
  if (!(code %in% codes)) heng_stop(code, said)
  if (code == 3 && 3 %in% codes && length(codes) == 2)
    warning(paste(heng_problems(said)$message, collapse = "\n"), call. = FALSE)
  list(code = code, text = readLines(output, encoding = "UTF-8", warn = FALSE), errors = said)
}

# ---- profiles ----------------------------------------------------------------

# 17 digits: a double comes back as it was.
heng_value <- function(value) {
  one <- function(v) {
    if (is.logical(v)) return(if (v) "yes" else "no")
    if (is.numeric(v)) return(sprintf("%.17g", v))
    v <- enc2utf8(as.character(v))
    if (grepl("[\r\n]", v)) stop("a value of a profile is one line: ", v, call. = FALSE)
    v
  }
  paste(vapply(as.list(value), one, ""), collapse = ", ")
}

heng_ini <- function(sections) {
  lines <- character()
  for (name in names(sections)) {
    keys <- sections[[name]]
    lines <- c(lines, paste0("[", name, "]"),
               vapply(names(keys), function(k) paste(k, "=", heng_value(keys[[k]])), ""), "")
  }
  enc2utf8(unname(lines))
}

heng_settings <- function(set) {
  out <- character()
  for (key in names(set)) {
    value <- set[[key]]
    if (is.list(value))
      for (name in names(value))
        out <- c(out, "--set", paste0(key, ".", name, "=", heng_value(value[[name]])))
    else
      out <- c(out, "--set", paste0(key, "=", heng_value(value)))
  }
  out
}

heng_write_frame <- function(frame, path) {
  quoted <- function(x) paste0("\"", gsub("\"", "\"\"", enc2utf8(as.character(x))), "\"")
  cells <- lapply(frame, function(column) {
    out <- if (is.numeric(column)) sprintf("%.17g", column) else quoted(column)
    out[is.na(column)] <- ""
    out
  })
  lines <- c(paste(quoted(names(frame)), collapse = ","),
             if (nrow(frame)) do.call(paste, c(unname(cells), sep = ",")))
  writeLines(lines, path, useBytes = TRUE)
}

# A profile and what stands in for its tables; files: further frames beside it, by name.
heng_profile <- function(source, data = NULL, files = list()) {
  if (inherits(source, "heng_profile")) return(source)
  if (is.data.frame(data)) data <- list(data = data)
  structure(list(source = source, data = data, files = files), class = "heng_profile")
}

# Writes profile and frames into a folder; returns the path for heng.
heng_write <- function(profile, folder) {
  for (name in names(profile$data))
    heng_write_frame(profile$data[[name]], file.path(folder, paste0(name, ".csv")))
  for (name in names(profile$files))
    heng_write_frame(profile$files[[name]], file.path(folder, name))
  named <- is.character(profile$source)
  if (named && !length(profile$data)) return(profile$source)
  sections <- if (named) list(profile = list(extends = normalizePath(profile$source)))
              else profile$source
  for (name in names(profile$data)) {
    if (is.null(sections[[name]])) sections[[name]] <- list()
    sections[[name]]$path <- file.path(folder, paste0(name, ".csv"))
  }
  path <- file.path(folder, "profile.ini")
  writeLines(heng_ini(sections), path, useBytes = TRUE)
  path
}

heng_folder <- function() {
  folder <- tempfile("heng-")
  dir.create(folder)
  normalizePath(folder)
}

# ---- results -----------------------------------------------------------------

# Columns that are names, whatever they look like: 0101 stays 0101, NA is Namibia.
heng_names <- c("class", "period", "code", "name", "node", "parent", "method", "indicator",
                "provenance", "tier", "quadrant", "code_a", "code_b", "from", "to", "result",
                "factor", "exact", "solid", "rule", "kind", "effect", "reason", "title", "unit")

heng_read <- function(path) {
  frame <- read.csv(path, colClasses = "character", na.strings = character(), check.names = FALSE,
                    encoding = "UTF-8")
  for (name in setdiff(names(frame), heng_names)) {
    text <- frame[[name]]
    text[text == ""] <- NA
    frame[[name]] <- type.convert(text, as.is = TRUE, na.strings = character())
  }
  frame
}

heng_results <- function(folder, text) {
  files <- list.files(folder, pattern = "[.]csv$")
  tables <- lapply(file.path(folder, files), heng_read)
  names(tables) <- sub("[.]csv$", "", files)
  json <- Filter(file.exists, file.path(folder, c("run.json", "robust.json")))
  manifest <- if (length(json) && requireNamespace("jsonlite", quietly = TRUE))
    jsonlite::fromJSON(json[1], simplifyVector = FALSE)
  structure(list(folder = folder, tables = tables, manifest = manifest, text = text),
            class = "heng_results")
}

print.heng_results <- function(x, ...) {
  cat(x$text, sep = "\n")
  cat("tables:", paste(names(x$tables), collapse = ", "), "\n")
  invisible(x)
}

# Units x indicators of one stage (raw, treated, normalised), by code; of a panel the latest period.
heng_matrix <- function(results, stage = "normalised") {
  long <- results$tables$indicators
  long <- long[long$period == long$period[nrow(long)], ]
  codes <- unique(long$code)
  ids <- unique(long$indicator)
  out <- matrix(NA_real_, length(codes), length(ids), dimnames = list(codes, ids))
  out[cbind(match(long$code, codes), match(long$indicator, ids))] <- long[[stage]]
  out
}

heng_do <- function(command, profile, data, set, output, more = character()) {
  profile <- heng_profile(profile, data)
  folder <- heng_folder()
  where <- if (is.null(output)) file.path(folder, "out") else output
  done <- heng_call(c(command, heng_write(profile, folder), "-o", where, heng_settings(set), more))
  heng_results(where, done$text)
}

# ---- commands ----------------------------------------------------------------

heng_run <- function(profile, data = NULL, set = NULL, output = NULL)
  heng_do("run", profile, data, set, output)

heng_robust <- function(profile, data = NULL, set = NULL, output = NULL)
  heng_do("robust", profile, data, set, output)

# A frame of all problems, without rows where there is none.
heng_check <- function(profile, data = NULL, set = NULL) {
  folder <- heng_folder()
  done <- heng_call(c("check", heng_write(heng_profile(profile, data), folder),
                      heng_settings(set)), 0:255)
  heng_problems(if (done$code) done$errors else character())
}

heng_explain <- function(profile, unit, node = NULL, data = NULL, set = NULL, portrait = FALSE) {
  folder <- heng_folder()
  done <- heng_call(c("explain", heng_write(heng_profile(profile, data), folder), unit, node,
                      heng_settings(set), if (portrait) "--portrait"))
  structure(done$text, class = "heng_text")
}

print.heng_text <- function(x, ...) {
  cat(unclass(x), sep = "\n")
  invisible(x)
}

heng_look <- function(path, sheet = NULL)
  structure(heng_call(c("look", path, sheet))$text, class = "heng_text")

# Rank changes from a to b: profiles, or results of heng_run.
heng_compare <- function(a, b, set = NULL) {
  folder <- heng_folder()
  side <- function(one, name) {
    if (inherits(one, "heng_results")) return(file.path(one$folder, "run.json"))
    within <- file.path(folder, name)
    dir.create(within)
    heng_write(heng_profile(one), within)
  }
  where <- file.path(folder, "out")
  done <- heng_call(c("compare", side(a, "a"), side(b, "b"), "-o", where, heng_settings(set)))
  heng_results(where, done$text)
}

# ---- pages -------------------------------------------------------------------

# The pages of a profile, or of a run as it lies there.
heng_report <- function(profile, data = NULL, set = NULL, output = NULL) {
  if (inherits(profile, "heng_results")) {
    where <- file.path(profile$folder, "pages")
    heng_call(c("report", "--from", file.path(profile$folder, "run.json"), "-o", where))
  } else {
    where <- heng_do("report", profile, data, set, output, c("-f", "html"))$folder
  }
  heng_page(file.path(where, "report.html"))
}

heng_page <- function(path)
  structure(list(path = path, html = paste(readLines(path, encoding = "UTF-8", warn = FALSE),
                                           collapse = "\n")), class = "heng_page")

# One drawing of a page with its words.
heng_figure <- function(page, id) {
  pieces <- strsplit(page$html, "<figure", fixed = TRUE)[[1]]
  hit <- grep(paste0("<svg[^>]*id=\"", id, "\""), pieces)
  hit <- hit[hit > 1]
  if (!length(hit)) stop("the report has no figure ", id, call. = FALSE)
  figure <- sub("</figure>.*$", "</figure>", pieces[hit[1]])
  style <- regmatches(page$html, regexpr("<style>.*?</style>", page$html, perl = TRUE))
  text <- paste0("<!doctype html><html><head><meta charset=\"utf-8\">", style, "</head><body><figure",
                 figure, "</body></html>")
  path <- tempfile("heng-", fileext = ".html")
  writeLines(text, path, useBytes = TRUE)
  structure(list(path = path, html = text), class = "heng_page")
}

heng_map <- function(results) heng_figure(heng_report(results), "map")

print.heng_page <- function(x, ...) {
  if (isTRUE(getOption("jupyter.in_kernel")) && requireNamespace("IRdisplay", quietly = TRUE)) {
    inner <- gsub("\"", "&quot;", gsub("&", "&amp;", x$html, fixed = TRUE), fixed = TRUE)
    IRdisplay::display_html(paste0("<iframe srcdoc=\"", inner, "\" sandbox=\"allow-scripts\" ",
                                   "style=\"width:100%;height:640px;border:0\"></iframe>"))
  } else {
    cat("page:", x$path, "\n")
    if (interactive()) utils::browseURL(x$path)
  }
  invisible(x)
}

# ---- COINr -------------------------------------------------------------------

# A profile of COINr's two tables; further sections as arguments, each a list:
# heng_from_coin(iData, iMeta, normalise = list(method = "zscore")). Nothing said: min-max to
# 0..100 and weighted arithmetic means, nothing imputed or treated.
heng_from_coin <- function(iData, iMeta, ...) {
  data <- list(unit = "uCode")
  if ("uName" %in% names(iData)) data$name <- "uName"
  if ("Time" %in% names(iData))
    data[[if (anyDuplicated(iData$uCode)) "period" else "ignore"]] <- "Time"
  sections <- list(profile = list(language = "en"), data = data, index = list(tree = "iMeta.csv"))
  more <- list(...)
  for (name in names(more)) {
    old <- if (is.null(sections[[name]])) list() else sections[[name]]
    sections[[name]] <- utils::modifyList(old, more[[name]])
  }
  heng_profile(sections, iData, list(iMeta.csv = iMeta))
}

# A run in COINr's shapes: Raw, Treated, Normalised (matrices by uCode), Aggregated, ranks.
heng_to_coin <- function(results) {
  scores <- results$tables$scores
  scores <- scores[scores$period == scores$period[nrow(scores)], ]
  normalised <- heng_matrix(results)
  codes <- rownames(normalised)
  own <- setdiff(names(scores), c(heng_names, "rank", "score", "imputed_share"))
  above <- as.matrix(scores[match(codes, scores$code), own, drop = FALSE])
  rownames(above) <- codes
  list(Raw = heng_matrix(results, "raw"), Treated = heng_matrix(results, "treated"),
       Normalised = normalised, Aggregated = cbind(normalised, above),
       ranks = data.frame(uCode = scores$code, rank = scores$rank))
}
