# SPDX-License-Identifier: MIT
import steps

# recipe
import apsw


def connect(path):
    db = apsw.Connection(path)
    db.enableloadextension(True)
    db.loadextension("./dist/glue_connections")
    db.enableloadextension(False)
    return db


# end
steps.run(connect, lambda db, sql, values: db.cursor().execute(sql, values).fetchall(), apsw.Error)
