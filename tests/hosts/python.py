# SPDX-License-Identifier: MIT
import steps

# recipe
import sqlite3


def connect(path):
    db = sqlite3.connect(path, isolation_level=None)
    db.enable_load_extension(True)
    db.load_extension("./dist/glue_connections")
    db.enable_load_extension(False)
    return db


# end
steps.run(connect, lambda db, sql, values: db.execute(sql, values).fetchall(), sqlite3.Error)

# What the manual says of backups: backup() restores, iterdump() does not.
source, target = connect("catalog.db"), connect("backup.db")
source.backup(target)
if target.execute("SELECT count(*) FROM connections").fetchone() != (4,):
    print("not so: backup() restores")
try:
    connect("dump.db").executescript("\n".join(source.iterdump()))
    print("not so: iterdump() does not restore")
except sqlite3.Error:
    pass
