# SPDX-License-Identifier: MIT
# A document from Python, as the manual of sql/ has it.
import sqlite3
import sys


# recipe
def import_document(db, path):
    document = open(path, "rb").read()
    with db:
        db.execute("INSERT OR IGNORE INTO connections(request)"
                   " SELECT request FROM glue_requests(?) WHERE request IS NOT NULL", [document])
    return db.execute("SELECT place, name, problem FROM glue_requests(?) WHERE problem IS NOT NULL", [document]).fetchall()


# end
db = sqlite3.connect(":memory:")
db.enable_load_extension(True)
db.load_extension("./dist/glue_connections")
db.execute("CREATE VIRTUAL TABLE connections USING glue_connections(account_id=123456789012, region=eu-west-1)")
for path in sys.argv[1:]:
    for told in import_document(db, path):
        print("|".join(value or "" for value in told))
for row in db.execute("SELECT name, connection_type, region FROM connections ORDER BY name"):
    print("|".join(row))
