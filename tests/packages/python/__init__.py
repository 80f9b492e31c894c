# SPDX-License-Identifier: MIT
"""The SQLite extension glue_connections: a Data Catalog of connections in a SQLite file.

    import sqlite3, glue_connections
    db = sqlite3.connect("inventory.db")
    glue_connections.load(db)
    db.execute("CREATE VIRTUAL TABLE IF NOT EXISTS connections USING glue_connections")
"""

import ctypes
import os

__version__ = "@VERSION@"
__all__ = ["load", "loadable_path", "register"]

_library = None  # kept loaded for register()


def loadable_path():
    """The path of the library, for whatever loads SQLite extensions by path."""
    return os.path.join(os.path.dirname(os.path.abspath(__file__)), "glue_connections.so")


def load(connection):
    """Loads the extension into a sqlite3.Connection."""
    if not hasattr(connection, "enable_load_extension"):
        raise RuntimeError(
            "the sqlite3 module of this Python was built without enable_load_extension(). Call "
            "glue_connections.register() once, before the database is opened; or use another Python "
            "(Debian's, Fedora's and conda's have it), or apsw."
        )
    connection.enable_load_extension(True)
    try:
        connection.load_extension(loadable_path())
    finally:
        connection.enable_load_extension(False)


def register():
    """Has every database that this process opens from now on begin with the extension.

    For a Python whose sqlite3 module cannot load extensions: asks SQLite itself, through ctypes.
    """
    global _library
    import _sqlite3

    sqlite = ctypes.CDLL(getattr(_sqlite3, "__file__", None))
    try:
        used = sqlite.sqlite3_compileoption_used
        register_entry = sqlite.sqlite3_auto_extension
    except AttributeError:
        raise RuntimeError("the SQLite in this Python shows no functions of its own") from None
    if used(b"OMIT_LOAD_EXTENSION"):
        raise RuntimeError("the SQLite of this Python was built without extensions (OMIT_LOAD_EXTENSION)")
    _library = _library or ctypes.CDLL(loadable_path())
    entry = ctypes.cast(_library.sqlite3_glueconnections_init, ctypes.c_void_p)
    if register_entry(entry) != 0:
        raise MemoryError()
