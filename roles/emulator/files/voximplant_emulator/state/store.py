# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Everything the emulator remembers, in one SQLite database."""

from __future__ import annotations

import contextlib
import pathlib
import sqlite3
import threading
import typing as t

from .lag import Past

if t.TYPE_CHECKING:
    import collections.abc as c

Row = dict[str, t.Any]
SCHEMA_VERSION = 2
_SCHEMA = pathlib.Path(__file__).with_name("schema.sql")
# Ids start where the platform's are today; those of sessions soon need more than 32 bits.
_FIRST_IDS = {
    "account": 3456750,
    "application": 11107202,
    "user": 5678901,
    "scenario": 1134324,
    "rule": 1808186,
    "session": 4294967294,
    "phone_number": 3216541,
    "secret": 385,
}


class Store:
    """A database that several threads share, one transaction at a time."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._lock = threading.RLock()
        self._connection = connection
        self.past = Past()
        self._connection.row_factory = _as_row
        self._connection.create_function("fold", 1, str.casefold, deterministic=True)

    @classmethod
    def open(cls, path: pathlib.Path) -> Store:
        """Open the database of a data directory; raise RuntimeError if another version of the emulator made it."""
        path.touch(mode=0o600)
        store = cls(sqlite3.connect(path, check_same_thread=False, isolation_level=None, cached_statements=512))
        for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON"):
            store.run(f"PRAGMA {pragma}")
        store._create_tables(path)
        return store

    @classmethod
    def in_memory(cls) -> Store:
        """Return an empty database that is never written to a file."""
        store = cls(sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None))
        store._connection.executescript(_SCHEMA.read_text(encoding="utf-8"))
        return store

    def _create_tables(self, path: pathlib.Path) -> None:
        version = self.require_row("PRAGMA user_version")["user_version"]
        empty = self.row("SELECT 1 FROM sqlite_master") is None
        if version != SCHEMA_VERSION and not empty:
            self.close()
            raise RuntimeError(f"another version of the emulator made {path}: delete {path.parent} or use another one")
        self._connection.executescript(_SCHEMA.read_text(encoding="utf-8"))
        if empty:
            with self.transaction():
                self.run(f"PRAGMA user_version = {SCHEMA_VERSION}")
                self._number_from_the_start()

    def _number_from_the_start(self) -> None:
        self.run("DELETE FROM sqlite_sequence")
        for table, first_id in _FIRST_IDS.items():
            self.add("sqlite_sequence", name=table, seq=first_id - 1)

    def close(self) -> None:
        """Close the database when no transaction is under way."""
        with self._lock:
            self._connection.close()

    def copy(self) -> Store:
        """Return a copy in memory of what is committed."""
        path = self.require_row("PRAGMA database_list")["file"]
        target = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
        with contextlib.closing(sqlite3.connect(path)) as source:
            source.backup(target)
        return Store(target)

    @contextlib.contextmanager
    def exclusive(self) -> c.Iterator[None]:
        """Let no other thread use the database while the block runs."""
        with self._lock:
            yield

    @contextlib.contextmanager
    def transaction(self) -> c.Iterator[None]:
        """Keep what the block does if it ends well, and undo it if it raises. Blocks can be nested."""
        with self._lock:
            outermost = not self._connection.in_transaction
            self._connection.execute("BEGIN" if outermost else "SAVEPOINT step")
            try:
                yield
            except BaseException:
                self._connection.execute("ROLLBACK" if outermost else "ROLLBACK TO step")
                if not outermost:
                    self._connection.execute("RELEASE step")
                raise
            self._connection.execute("COMMIT" if outermost else "RELEASE step")

    @contextlib.contextmanager
    def undo_block(self) -> c.Iterator[None]:
        """Undo what the block does, inside a transaction."""
        with self._lock:
            self._connection.execute("SAVEPOINT undone")
            try:
                yield
            finally:
                self._connection.execute("ROLLBACK TO undone")
                self._connection.execute("RELEASE undone")

    def rows(self, sql: str, *values: object) -> list[Row]:
        """Return every row of a query."""
        with self._lock:
            return self._connection.execute(sql, values).fetchall()

    def row(self, sql: str, *values: object) -> Row | None:
        """Return the first row of a query, or None."""
        with self._lock:
            found: Row | None = self._connection.execute(sql, values).fetchone()
            return found

    def require_row(self, sql: str, *values: object) -> Row:
        """Return the first row of a query; raise LookupError if it has none."""
        found = self.row(sql, *values)
        if found is None:
            raise LookupError(sql)
        return found

    def run(self, sql: str, *values: object) -> int:
        """Execute a statement and return the id of an inserted row, or 0."""
        with self._lock:
            return self._connection.execute(sql, values).lastrowid or 0

    def add(self, table: str, **columns: object) -> int:
        """Insert a row and return its id. The names come from the code, never from a request."""
        marks = ", ".join("?" for _unused in columns)
        return self.run(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", *columns.values())

    def change(self, table: str, key: str, key_value: object, **columns: object) -> None:
        """Update the row of `table` whose column `key` is `key_value`."""
        assignments = ", ".join(f"{name} = ?" for name in columns)
        self.run(f"UPDATE {table} SET {assignments} WHERE {key} = ?", *columns.values(), key_value)

    def wipe(self, keep: c.Mapping[str, str]) -> None:
        """Empty every table and restart the ids; `keep` has the SQL condition of the rows that stay."""
        tables = self.rows("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        with self.transaction():
            self.run("PRAGMA defer_foreign_keys = ON")
            for table in (row["name"] for row in tables):
                self.run(f"DELETE FROM {table} WHERE NOT ({keep.get(table, 'FALSE')})")
            self._number_from_the_start()
        self.past.clear()


def _as_row(cursor: sqlite3.Cursor, values: tuple[object, ...]) -> Row:
    return {column[0]: value for column, value in zip(cursor.description, values, strict=True)}
