# SPDX-License-Identifier: MIT
import steps

# recipe
import sqlite3

import pandas


def connect(path):
    db = sqlite3.connect(path, isolation_level=None)
    db.enable_load_extension(True)
    db.load_extension("./dist/glue_connections")
    db.enable_load_extension(False)
    return db


def copy(db, table):
    # "append", never "replace": that drops the virtual table and makes an ordinary one of the same name
    frame = pandas.read_sql("SELECT * FROM connections", db)
    frame.to_sql(table, db, if_exists="append", index=False)


# end
def execute(db, sql, values):
    if not sql.startswith("SELECT"):
        return db.execute(sql, values).fetchall()
    frame = pandas.read_sql(sql, db, params=values)
    return [tuple(None if pandas.isna(value) else value for value in row) for row in frame.itertuples(index=False)]


steps.run(connect, execute, (sqlite3.Error, pandas.errors.DatabaseError), copy)

# What the manual says of "replace".
db = connect("catalog.db")
pandas.DataFrame({"name": ["a"]}).to_sql("copied", db, if_exists="replace", index=False)
if execute(db, "SELECT type FROM pragma_table_list WHERE name = 'copied'", []) != [("table",)]:
    print("not so: replace makes an ordinary table")
