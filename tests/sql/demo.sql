-- `make demo`, on a file of its own. Boxes look different from version to version of the shell, lists do not.
.system sed 's/^.mode box/.mode list/' sql/demo.sql > build/demo.sql
.open build/demo.db
.read build/demo.sql
