# SPDX-License-Identifier: MIT
"""The same questions to the table of a file, and to DuckDB: of a JSON file, of NDJSON, of a table it has loaded.

reports.py FOLDER: with inventory.db of `bench file` and DuckDB's npm package in that folder; the table goes to standard
output. Each contender is a process of its own that answers one question after the other; they take turns.
"""
import json
import os
import sqlite3
import statistics
import subprocess
import sys
import time

from timing import cells, heading, measure

FOLDER = sys.argv[1]
ROUNDS = int(os.environ.get("ROUNDS", 21))


def open_inventory():
    db = sqlite3.connect(f"{FOLDER}/inventory.db", isolation_level=None)
    db.enable_load_extension(True)
    db.load_extension("./dist/glue_connections")
    db.enable_load_extension(False)
    return db


def serve():
    """The process of this extension, as duckdb.mjs is that of DuckDB."""
    db = open_inventory()
    for line in sys.stdin:
        asked = json.loads(line)
        start, start_cpu = time.perf_counter(), time.process_time()
        if "bound" in asked:
            db.execute("BEGIN")
            rows = db.executemany(asked["sql"], asked["bound"]).fetchall()
            db.execute("COMMIT")
        else:
            for _ in range(asked["times"]):
                rows = db.execute(asked["sql"]).fetchall()
        answer = {"seconds": time.perf_counter() - start, "cpu": time.process_time() - start_cpu,
                  "rows": sorted([str(value) for value in row] for row in rows)}
        print(json.dumps(answer), flush=True)


class Contender:
    def __init__(self, command, *statements):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.setup = sum(self.ask(sql)["seconds"] for sql in statements)

    def ask(self, sql, times=1, **bound):
        print(json.dumps({"sql": sql, "times": times, **bound}), file=self.process.stdin, flush=True)
        return json.loads(self.process.stdout.readline())

    def end(self):
        self.process.stdin.close()
        self.process.wait()


# What DuckDB finds out by itself of the first 20,480 connections is not true of all: it is told.
COLUMNS = {
    "ConnectionInput": "STRUCT(Name VARCHAR, Description VARCHAR, ConnectionType VARCHAR, MatchCriteria VARCHAR[],"
                       " ConnectionProperties MAP(VARCHAR, VARCHAR), AthenaProperties MAP(VARCHAR, VARCHAR),"
                       " PhysicalConnectionRequirements STRUCT(SubnetId VARCHAR, SecurityGroupIdList VARCHAR[],"
                       " AvailabilityZone VARCHAR), AuthenticationConfiguration JSON)",
    "Tags": "MAP(VARCHAR, VARCHAR)",
}

# Each with how often it is asked in a round, the statement for the extension, and that for DuckDB: of the table or
# file {}, in which {name} is the name.
QUESTIONS = {
    "how many of each type": (
        1, "SELECT connection_type, count(*) FROM connections GROUP BY 1",
        "SELECT ConnectionInput.ConnectionType, count(*) FROM {} GROUP BY 1"),
    "how many without a tag `owner`": (
        1, "SELECT count(*) FROM connections WHERE tags ->> '$.owner' IS NULL",
        "SELECT count(*) FROM {} WHERE Tags['owner'] IS NULL"),
    "how many hosts of JDBC URLs": (
        1, "SELECT count(DISTINCT u.host) FROM connections c,"
        " glue_jdbc_url(c.connection_properties ->> '$.JDBC_CONNECTION_URL') u WHERE c.connection_type = 'JDBC'",
        "SELECT count(DISTINCT regexp_extract(ConnectionInput.ConnectionProperties['JDBC_CONNECTION_URL'],"
        " '^jdbc:[a-z]+://([^/:?]+)', 1)) FROM {} WHERE ConnectionInput.ConnectionType = 'JDBC'"),
    "how many with a text in a property": (
        1, "SELECT count(*) FROM connections WHERE connection_properties LIKE '%cluster-abc%'",
        "SELECT count(*) FROM {} WHERE CAST(ConnectionInput.ConnectionProperties AS VARCHAR) LIKE '%cluster-abc%'"),
    "one connection by its name": (
        100, "SELECT connection_type, connection_properties ->> '$.JDBC_CONNECTION_URL' FROM connections"
        " WHERE name = '[name]'",
        "SELECT ConnectionInput.ConnectionType, ConnectionInput.ConnectionProperties['JDBC_CONNECTION_URL'] FROM {}"
        " WHERE {name} = '[name]'"),
}


def figure(value):
    return f"{value:,.{0 if value >= 100 else 1 if value >= 10 else 2 if value >= 1 else 3}f}"


def show(question, contenders, work, operations):
    """A row: for each contender the milliseconds of the processor, those until the answer was there, and how many times
    the first one's those of the processor are: these do not depend on what else the machine does."""
    answers = {contender: [] for contender in contenders}

    def ask(contender, _):
        answers[contender].append(work(contender))
        return answers[contender][-1]["cpu"]
    figures = measure(contenders, ROUNDS, lambda _: None, ask, operations)
    if any(asked[-1]["rows"] != answers[contenders[0]][-1]["rows"] for asked in answers.values()):
        sys.exit(f"{question}: the answers differ: {[asked[-1]['rows'] for asked in answers.values()]}")
    shown = []
    for contender, (cpu, ratio) in zip(contenders, figures):
        seconds = statistics.median(answer["seconds"] for answer in answers[contender][1:]) / operations(contender)
        times = "" if contender is contenders[0] else f", {figure(ratio)} ×"
        shown.append(f"{figure(cpu * 1e3)} ({figure(seconds * 1e3)}){times}")
    return shown


INSERTS = ("INSERT INTO connections(name, connection_type, connection_properties, tags) VALUES(?, ?, ?, ?)",
           "INSERT INTO written VALUES(?, ?, ?, ?)")
INSERTED = 1000
numbers = iter(range(sys.maxsize))


def insert(contender, sql):
    properties = json.dumps({"JDBC_CONNECTION_URL": "jdbc:redshift://c.abc.eu-west-1.redshift.amazonaws.com:5439/dwh",
                             "JDBC_ENFORCE_SSL": "true", "SECRET_ID": "dwh"})
    return contender.ask(sql, bound=[[f"new-{next(numbers) * 2654435761 % 2**32:08x}", "JDBC", properties,
                                      '{"env":"prod","owner":"analytics"}'] for _ in range(INSERTED)])


def main():
    db = open_inventory()
    count, = db.execute("SELECT count(*) FROM connections").fetchone()
    name, = db.execute("SELECT name FROM connections WHERE name GLOB 'warehouse-8*' LIMIT 1").fetchone()
    lines, = db.execute("SELECT glue_export_requests(request) FROM connections").fetchone()
    with open(f"{FOLDER}/inventory.ndjson", "w", encoding="utf-8") as file:
        file.write(lines)
    with open(f"{FOLDER}/inventory.json", "w", encoding="utf-8") as file:
        file.write("[" + ",\n".join(lines.splitlines()) + "]\n")
    duckdb = ["node", "tests/bench/compare/duckdb.mjs", FOLDER]
    array, lines = (f"read_json('{FOLDER}/inventory.{suffix}', format = '{form}', columns = {COLUMNS})"
                    for suffix, form in (("json", "array"), ("ndjson", "newline_delimited")))
    ours = Contender([sys.executable, sys.argv[0], FOLDER, "serve"])
    loaded = Contender([*duckdb, "inventory.duckdb"],
                       f"CREATE TABLE inventory AS SELECT ConnectionInput.Name AS name, * FROM {lines}",
                       "CREATE UNIQUE INDEX inventory_name ON inventory(name)",
                       "CREATE TABLE written(name VARCHAR PRIMARY KEY, connection_type VARCHAR NOT NULL,"
                       " connection_properties JSON, tags JSON)")
    sources = {ours: "connections", Contender(duckdb): array, Contender(duckdb): lines, loaded: "inventory"}
    version, threads = loaded.ask("SELECT version(), current_setting('threads')")["rows"][0]
    print(f"## Questions about {count:,} connections\n")
    heading("ms of the processor (until the answer)", "this extension", "DuckDB, JSON", "DuckDB, NDJSON",
            "DuckDB, loaded", numbers=range(1, 5))
    for question, (times, *statements) in QUESTIONS.items():
        def work(contender):
            column = "name" if contender is loaded else "ConnectionInput.Name"
            sql = statements[contender is not ours].replace("{}", sources[contender]).replace("{name}", column)
            return contender.ask(sql.replace("[name]", name), times if contender is ours else 1)
        cells(question, *show(question, [*sources], work, lambda contender: times if contender is ours else 1))
    written = show("inserts", [ours, loaded], lambda contender: insert(contender, INSERTS[contender is not ours]),
                   lambda _: INSERTED)
    cells(f"a new connection, {INSERTED:,} in a transaction", written[0], "the file anew", "the file anew", written[1])
    print(f"\nDuckDB {version} (npm), {threads} threads, from Node.js; loading and indexing its table took"
          f" {loaded.setup * 1e3:,.0f} ms. The extension from Python.")
    for contender in sources:
        contender.end()


serve() if sys.argv[2:] == ["serve"] else main()
