# SPDX-License-Identifier: MIT
# recipe
library(DBI)

connect <- function(path) {
  db <- dbConnect(RSQLite::SQLite(), path, loadable.extensions = TRUE)
  dbGetQuery(db, "SELECT load_extension('./dist/glue_connections')")
  db
}

# end
db <- connect("catalog.db")
execute <- function(sql, values) {
  if (startsWith(sql, "SELECT")) {
    dbGetQuery(db, sql, params = if (length(values)) values)
  } else {
    dbExecute(db, sql, params = if (length(values)) values)
    data.frame()
  }
}
convert <- function(value) if (startsWith(value, "#")) as.numeric(substring(value, 2)) else value

cat("sqlite:", execute("SELECT sqlite_version()", list())[[1]], "\n")
for (line in readLines("steps.tsv", encoding = "UTF-8")) {
  parts <- strsplit(paste0(line, "\t."), "\t", fixed = TRUE)[[1]] # strsplit() drops what is empty at the end
  parts <- parts[-length(parts)]
  values <- lapply(parts[-(1:2)], convert)
  rows <- tryCatch({
    if (parts[2] == "@reopen") {
      dbDisconnect(db)
      db <- connect("catalog.db")
      data.frame()
    } else if (parts[2] == "@copy") {
      # append, never overwrite: that puts an ordinary table in the place of the virtual one
      dbWriteTable(db, values[[1]], dbGetQuery(db, "SELECT * FROM connections"), append = TRUE)
      data.frame()
    } else {
      execute(parts[2], values)
    }
  }, error = conditionMessage)
  if (is.character(rows)) {
    text <- rows
  } else if (nrow(rows) == 0) {
    text <- "ok"
  } else {
    rows[is.na(rows)] <- ""
    text <- paste(do.call(paste, c(unname(as.list(rows)), sep = "|")), collapse = "; ")
  }
  cat(parts[1], ": ", text, "\n", sep = "")
}

# What the manual says of `overwrite`.
dbWriteTable(db, "copied", data.frame(name = "a"), overwrite = TRUE)
if (execute("SELECT type FROM pragma_table_list WHERE name = 'copied'", list()) != "table") {
  cat("not so: overwrite makes an ordinary table\n")
}
