"""The SQLite file that measurements are kept in: its tables, and what can go wrong with it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

PATIENCE = 10.0
"""Seconds to wait for another process that is writing."""

TABLES = """
CREATE TABLE IF NOT EXISTS files (
    path BLOB PRIMARY KEY, state BLOB NOT NULL, content BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS drafts (
    content BLOB PRIMARY KEY, used INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS measured (
    content BLOB NOT NULL, name TEXT NOT NULL, key TEXT NOT NULL, value BLOB NOT NULL,
    PRIMARY KEY (content, name)
);
"""


OLDEST = """
SELECT content FROM (
    SELECT content, sum(size) OVER (ORDER BY used DESC, at DESC) AS up_to_here FROM (
        SELECT content, used, drafts.rowid AS at, sum(length(value)) AS size
        FROM drafts JOIN measured USING (content) WHERE used <= ? GROUP BY content
    )
) WHERE up_to_here > ?
"""
"""Of the drafts that are not held for longer than a day, those that nobody asked for the longest,
beyond so many bytes of the others."""

UNUSED = "SELECT content FROM drafts WHERE used < ?"
"""The drafts that nobody asked for since a day."""


def connected(path: Path) -> sqlite3.Connection:
    """The database in the file at ``path``, laid out."""
    db = sqlite3.connect(path, timeout=PATIENCE, check_same_thread=False)
    try:
        db.execute("PRAGMA auto_vacuum = INCREMENTAL")
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = NORMAL")
        db.executescript(TABLES)
    except BaseException:
        db.close()
        raise
    return db


def is_damage(error: sqlite3.Error) -> bool:
    """Whether the file itself is wrong, and not the disk, a lock or a permission."""
    return _code(error) in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


def is_lock(error: sqlite3.Error) -> bool:
    """Whether another process was writing for too long."""
    return _code(error) in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


def _code(error: sqlite3.Error) -> int:
    """SQLite's own code for what went wrong, without its finer points."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def is_sound(path: Path) -> bool:
    """Whether the file at ``path`` is a database that is whole."""
    try:
        with closing(sqlite3.connect(path, timeout=PATIENCE)) as db:
            return bool(db.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")
    except sqlite3.Error:
        return False


def bytes_in(db: sqlite3.Connection) -> int:
    """How large the database's file is."""
    pages, size = (
        db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size")
    )
    return int(pages * size)


def forget(db: sqlite3.Connection, which: str, *limits: int) -> None:
    """Drop the drafts that the query ``which`` finds, and give their room back to the disk."""
    with db:
        db.execute("CREATE TEMP TABLE IF NOT EXISTS going (content BLOB)")
        found = db.execute(f"INSERT INTO going {which}", limits).rowcount
        if found > 0:
            for table in ("measured", "files", "drafts"):
                db.execute(f"DELETE FROM {table} WHERE content IN going")  # noqa: S608
        db.execute("DELETE FROM going")
    if found > 0:
        db.executescript("PRAGMA incremental_vacuum")  # one step of execute() frees one page
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
