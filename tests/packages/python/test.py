# SPDX-License-Identifier: MIT
"""test.py SESSION load|register: a session with the installed wheel; tests/packages/test runs it."""

import sqlite3
import sys

import glue_connections

with open(sys.argv[1]) as file:
    script, query = file.read().rsplit("SELECT iif", 1)


class Plain:
    """What a sqlite3.Connection is in a Python that was built without extensions."""


try:
    glue_connections.load(Plain())
    raise AssertionError("a connection that loads no extensions is not told of")
except RuntimeError as error:
    assert "register()" in str(error), error

if sys.argv[2] == "register":
    glue_connections.register()
    db = sqlite3.connect(":memory:")
else:
    db = sqlite3.connect(":memory:")
    glue_connections.load(db)
    try:
        db.execute("SELECT load_extension('x')")
        raise AssertionError("loading is left on")
    except sqlite3.OperationalError as error:
        assert "not authorized" in str(error), error
db.executescript(script)
print(sys.argv[2], db.execute("SELECT iif" + query).fetchone()[0])
