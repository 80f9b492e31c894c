# SPDX-License-Identifier: MIT
import steps

# recipe
import _sqlite3
import ctypes
import sqlite3

# The SQLite that this Python uses gets the extension for every database connection from now on. Where SQLite is
# compiled into Python (_sqlite3 has no __file__) or built without loadable extensions, this cannot work.
sqlite = ctypes.CDLL(_sqlite3.__file__)
extension = ctypes.CDLL("./dist/glue_connections.so")
sqlite.sqlite3_auto_extension(extension.sqlite3_glueconnections_init)


def connect(path):
    return sqlite3.connect(path, isolation_level=None)


# end
steps.run(connect, lambda db, sql, values: db.execute(sql, values).fetchall(), sqlite3.Error)
