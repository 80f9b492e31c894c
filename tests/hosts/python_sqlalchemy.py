# SPDX-License-Identifier: MIT
import steps

# recipe
from sqlalchemy import Column, Integer, String, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, declarative_base


def connect(path):
    # hide_parameters: without it every exception shows the bound values, passwords too
    engine = create_engine(f"sqlite:///{path}", isolation_level="AUTOCOMMIT", hide_parameters=True)

    @event.listens_for(engine, "connect")  # every connection of the pool
    def load(connection, record):
        connection.enable_load_extension(True)
        connection.load_extension("./dist/glue_connections")
        connection.enable_load_extension(False)

    return engine.connect()


class Connection(declarative_base()):  # metadata.create_all() would make an ordinary table: do not call it
    __tablename__ = "connections"
    rowid = Column(Integer, primary_key=True)
    name = Column(String)
    connection_type = Column(String)
    connection_properties = Column(String)
    status = Column(String)


# end
def execute(db, sql, values):
    result = db.exec_driver_sql(sql, tuple(values))
    return result.fetchall() if result.returns_rows else []


def copy(db, table):
    """The ORM's part, then the copy: nothing must be left of the former."""
    with Session(db) as session:
        mapped = Connection(name="orm", connection_type="JDBC",
                            connection_properties='{"JDBC_CONNECTION_URL":"jdbc:mysql://h/d","SECRET_ID":"x"}')
        session.add(mapped)
        session.flush()
        assert (mapped.rowid, session.get(Connection, mapped.rowid).name) == (5, "orm")
        session.expire(mapped)
        assert mapped.status == "READY"
        mapped.name = "renamed"
        session.flush()
        assert session.query(Connection).filter_by(name="renamed").one() is mapped
        session.delete(mapped)
        session.commit()
    for row in execute(db, "SELECT * FROM connections", []):
        execute(db, f"INSERT INTO {table} VALUES({', '.join('?' * len(row))})", row)


def message(connect_, execute_):
    """The message of the driver, and not SQLAlchemy's, which has the statement and a link on further lines."""

    def run(db, sql, values):
        try:
            return execute_(db, sql, values)
        except DBAPIError as error:
            assert "[SQL parameters hidden due to hide_parameters=True]" in str(error)
            raise error.orig
    return run


steps.run(connect, message(connect, execute), Exception, copy)
