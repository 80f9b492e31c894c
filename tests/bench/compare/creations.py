# SPDX-License-Identifier: MIT
"""What one creation costs and what is refused, beside what one would use instead, from one Python program.

creations.py FOLDER: with the databases of `bench file` in that folder (see run); the tables go to standard output.
MOTO names a folder with moto's sources.
"""
import contextlib
import copy
import importlib.metadata
import json
import os
import re
import shutil
import sqlite3
import sys

import botocore.session
import botocore.validate
import fastjsonschema
import jsonschema

from timing import cells, heading, measure

FOLDER = sys.argv[1]
ROUNDS = int(os.environ.get("ROUNDS", 21))


def load(connection):
    connection.enable_load_extension(True)
    connection.load_extension("./dist/glue_connections")
    connection.enable_load_extension(False)


def dumps(value):
    return None if value is None else json.dumps(value, separators=(",", ":"))


# ---- the connection: a JDBC one of the benchmark, with a network and tags ----

db = sqlite3.connect(f"{FOLDER}/inventory.db")
load(db)
SAMPLE, = db.execute("SELECT request FROM connections WHERE name GLOB 'warehouse-*' LIMIT 1").fetchone()
VERSION, = db.execute("SELECT glue_version()").fetchone()
SAMPLE_NUMBER = re.search(r"warehouse-(\w{8})", SAMPLE).group(1)
numbers = iter(range(sys.maxsize))


def request(change=lambda request: None):
    """The parameters of create_connection() for another connection, then changed."""
    made = json.loads(SAMPLE.replace(SAMPLE_NUMBER, f"{next(numbers) * 2654435761 % 2**32:08x}"))
    del made["CatalogId"], made["Region"]
    change(made)
    return made


# ---- those who check, and those who keep ----

class Table:
    """A table of a file. What is bound is made of the parameters within the time that is measured."""

    per_round = 1000
    keeps = True

    def __init__(self, name, short, kind, sql, values, checks):
        self.name, self.short, self.checks = name, short, checks
        self.version = (f"{VERSION}, " if kind == "extension" else "") + f"SQLite {sqlite3.sqlite_version}"
        self.sql, self.values = sql, values
        file = f"{FOLDER}/{len(os.listdir(FOLDER))}-{kind}.db"
        shutil.copy(f"{FOLDER}/{kind}.db", file)
        self.db = sqlite3.connect(file, isolation_level=None)
        load(self.db)
        self.db.execute("PRAGMA journal_mode = WAL")
        self.db.execute("PRAGMA synchronous = NORMAL")

    def create(self, requests):
        self.db.execute("BEGIN")
        try:
            self.db.executemany(self.sql, map(self.values, requests))
        except BaseException:
            self.db.execute("ROLLBACK")
            raise
        self.db.execute("COMMIT")

    def kept(self, name):
        """What the file says of that connection."""
        return str(self.db.execute("SELECT * FROM connections WHERE name = ?", (name,)).fetchall())


def columns(request):
    made = request["ConnectionInput"]
    return (made.get("Name"), made.get("ConnectionType"), made.get("Description"),
            dumps(made["ConnectionProperties"]), dumps(made["PhysicalConnectionRequirements"]),
            dumps(request["Tags"]))


COLUMNS = ("name, connection_type, description, connection_properties, physical_connection_requirements, tags")
PLAIN = (f"INSERT INTO connections({COLUMNS}, status, catalog_id, region, validate_credentials,"
         " connection_schema_version, creation_time, last_updated_time, last_updated_by)"
         " VALUES(?, ?, ?, ?, ?, ?, 'READY', '000000000000', 'us-east-1', 1, 1,"
         " 1764000000000, 1764000000000, 'user/local')")


class Check:
    """A check that keeps nothing."""

    per_round = 1000
    keeps = False

    def __init__(self, name, short, version, check, checks):
        self.name, self.short, self.version, self.check, self.checks = name, short, version, check, checks

    def create(self, requests):
        for made in requests:
            self.check(made)


class Moto:
    """boto3's client and moto's service, in the same process."""

    per_round = 200
    keeps = True
    name = short = "boto3 with moto"
    checks = "what botocore's validator does, and names"

    def __init__(self):
        sys.path[:0] = filter(None, [os.environ.get("MOTO")])
        # AWS's IAM policies are megabytes that no connection asks for; a copy of moto may lack them.
        sys.modules["moto.iam.aws_managed_policies"] = type(sys)("aws_managed_policies")
        sys.modules["moto.iam.aws_managed_policies"].aws_managed_policies_data = "{}"
        import boto3
        import moto
        self.version = f"boto3 {boto3.__version__}, moto {moto.__version__}"
        self.mock = moto.mock_aws()
        self.mock.start()
        self.client = boto3.client("glue", region_name="us-east-1", aws_access_key_id="none",
                                   aws_secret_access_key="none")

    def create(self, requests):
        for made in requests:
            self.client.create_connection(**made)

    def kept(self, name):
        return str(self.client.get_connection(Name=name, HidePassword=False))


# ---- JSON Schema: the published shapes of tests/data/shapes.json, in its words ----

def schema_of(shapes, name):
    shape = shapes[name]
    if shape["type"] == "structure":
        return {"type": "object", "required": shape.get("required", []), "additionalProperties": False,
                "properties": {key: schema_of(shapes, member["shape"]) for key, member in shape["members"].items()}}
    made = {"type": {"map": "object", "list": "array"}.get(shape["type"], shape["type"])}
    words = {"map": ("minProperties", "maxProperties"), "list": ("minItems", "maxItems")}
    for limit, word in zip(("min", "max"), words.get(shape["type"], ("minLength", "maxLength"))):
        if limit in shape:
            made[word] = shape[limit]
    if shape["type"] == "map":
        made["propertyNames"] = schema_of(shapes, shape["key"]["shape"])
        made["additionalProperties"] = schema_of(shapes, shape["value"]["shape"])
    if shape["type"] == "list":
        made["items"] = schema_of(shapes, shape["member"]["shape"])
    if "enum" in shape:
        made["enum"] = shape["enum"]
    if "pattern" in shape:
        # Of a whole value. Java writes what is beyond 16 bits as surrogates; fastjsonschema takes each $ for an end.
        pattern = shape["pattern"].replace(r"\uD800\uDC00-\uDBFF\uDFFF", r"\U00010000-\U0010FFFF")
        pattern = pattern.replace("/$.", r"/\x24.")
        made["pattern"] = rf"^(?:{pattern})\Z"
    return made


# ---- contenders ----

def botocore_check():
    model = botocore.session.get_session().get_service_model("glue")
    shape = model.operation_model("CreateConnection").input_shape
    validator = botocore.validate.ParamValidator()

    def check(made):
        report = validator.validate(made, shape)
        if report.has_errors():
            raise ValueError(report.generate_report())
    return check


def contenders():
    with open("tests/data/shapes.json", encoding="utf-8") as file:
        schema = schema_of(json.load(file), "CreateConnectionRequest")
    version = importlib.metadata.version
    rules = "the published shapes, the rules of each type that are known, names, the quota"
    made = [
        Table("this extension, `INSERT` of the request", "this extension", "extension",
              "INSERT INTO connections(request) VALUES(?)", lambda made: (dumps(made),), rules),
        Table("this extension, `INSERT` by columns", None, "extension",
              f"INSERT INTO connections({COLUMNS}) VALUES(?, ?, ?, ?, ?, ?)", columns, rules),
        Table("an ordinary table", "ordinary table", "ordinary", PLAIN, columns, "names"),
        Table("the same rules [in SQL](rules.c)", "rules in SQL", "rules", PLAIN, columns,
              "most of the same, in CHECK constraints and triggers; names the column alone"),
        Check("botocore's validator", "botocore", botocore.__version__, botocore_check(),
              "types, unknown and required members, least lengths; no greatest length, pattern, enumeration, name"),
        Check("jsonschema", "jsonschema", version("jsonschema"), jsonschema.Draft202012Validator(schema).validate,
              "the published shapes; no rule of a type, no name"),
        Check("fastjsonschema, compiled", None, version("fastjsonschema"), fastjsonschema.compile(schema), "the same"),
        Check("`json.dumps()` of the request alone", None, f"Python {sys.version.split()[0]}", dumps,
              "nothing; the tables' times have it in them"),
    ]
    with contextlib.suppress(ImportError):
        made.insert(4, Moto())
    return made


# ---- what is refused ----

def set_member(*path_and_value):
    *path, last, value = path_and_value

    def change(made):
        for key in path:
            made = made[key]
        made[last] = value
    return change


INPUT, PROPERTIES = "ConnectionInput", "ConnectionProperties"
FAULTS = {
    "no `ConnectionType`": lambda made: made[INPUT].pop("ConnectionType"),
    "a property that is a number": set_member(INPUT, PROPERTIES, "PORT", 5439),
    "an unknown member, `Subnet`": set_member(INPUT, "PhysicalConnectionRequirements", "Subnet", "subnet-1"),
    "an empty name": set_member(INPUT, "Name", ""),
    "a name with a line break": set_member(INPUT, "Name", "ware\nhouse"),
    "a description of 2,049 characters": set_member(INPUT, "Description", "x" * 2049),
    "51 tags": lambda made: made["Tags"].update({f"tag-{i}": "" for i in range(49)}),
    "an unknown type, `JDBCC`": set_member(INPUT, "ConnectionType", "JDBCC"),
    "a tag `aws:owner`": set_member("Tags", "aws:owner", "x"),
    "JDBC without a URL": lambda made: made[INPUT][PROPERTIES].pop("JDBC_CONNECTION_URL"),
}


def refuses(contender, requests):
    try:
        contender.create(requests)
    except Exception:  # pylint: disable=broad-except # each has its own
        return True
    return False


def hides_password(contender):
    """Whether a password is kept, and not to be read."""
    made = request(set_member(INPUT, PROPERTIES, "PASSWORD", "hunter-2"))
    del made[INPUT][PROPERTIES]["SECRET_ID"]
    contender.create([made])
    return "hunter-2" not in contender.kept(made[INPUT]["Name"])


def print_faults(checking):
    heading("what is refused", *(contender.short for contender in checking))
    for contender in checking:
        contender.create([request()])
    for fault, change in FAULTS.items():
        cells(fault, *("yes" if refuses(contender, [request(change)]) else "–" for contender in checking))
    twice = request()
    cells("the same name twice",
          *("yes" if refuses(contender, [twice, copy.deepcopy(twice)]) else "–" for contender in checking))
    cells("*and a password is kept sealed*",
          *(("yes" if hides_password(contender) else "–") if contender.keeps else "" for contender in checking))


def main():
    all_of_them = contenders()
    figures = measure(all_of_them, ROUNDS, lambda contender: [request() for _ in range(contender.per_round)],
                      lambda contender, requests: contender.create(requests), lambda contender: contender.per_round)
    print("## One creation\n")
    heading("", "µs", "ratio", "keeps it", "what it checks", "version", numbers=(1, 2))
    for contender, (seconds, ratio) in zip(all_of_them, figures):
        cells(contender.name, f"{seconds * 1e6:.1f}", f"{ratio:.2f}", "yes" if contender.keeps else "",
              contender.checks, contender.version)
    if not any(isinstance(contender, Moto) for contender in all_of_them):
        cells("boto3 with moto", "", "", "yes", Moto.checks, "neither Debian nor npm has it; `MOTO` names no folder")
    print("\n## What is refused\n")
    print_faults([contender for contender in all_of_them if contender.short])


main()
