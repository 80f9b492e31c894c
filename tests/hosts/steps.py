# SPDX-License-Identifier: MIT
"""What the programs for Python's drivers share: they do the steps of steps.tsv and print what comes out."""


def convert(value):
    """A value of steps.tsv: text, or after # a number."""
    if not value.startswith("#"):
        return value
    return float(value[1:]) if "." in value else int(value[1:])


def run(connect, execute, errors, copy=None):
    """execute(db, sql, values) gives the rows; copy(db, table) copies all connections into the table."""

    def copy_rows(db, table):
        for row in execute(db, "SELECT * FROM connections", []):
            execute(db, f"INSERT INTO {table} VALUES({', '.join('?' * len(row))})", list(row))

    db = connect("catalog.db")
    print("sqlite:", execute(db, "SELECT sqlite_version()", [])[0][0])
    with open("steps.tsv", encoding="utf-8") as steps:
        for line in steps:
            label, sql, *values = line.rstrip("\n").split("\t")
            rows = []
            try:
                if sql == "@reopen":
                    db.close()
                    db = connect("catalog.db")
                elif sql == "@copy":
                    (copy or copy_rows)(db, values[0])
                else:
                    rows = execute(db, sql, [convert(value) for value in values])
            except errors as error:
                print(f"{label}: {error}")
                continue
            print(f"{label}:", "; ".join("|".join("" if v is None else str(v) for v in row) for row in rows) or "ok")
