"""Measurements kept between runs, in one SQLite database in the user's cache folder.

A measurement is kept under the content of the draft (a digest of its bytes), the measurer's name,
and a fingerprint of its version and settings. A file that was moved is recognised by its content;
one whose size, time of change and place on the disk are as they were is not read again.

Nothing here is ever needed: where the database cannot be read or written, ``trouble`` says so,
and the store remembers nothing.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple, Self, TypeVar

import msgspec

from analyzer.measurers import MEASURERS

T = TypeVar("T")

CACHE_NAME = "short-draft-analyzer"
FILE = "measurements.sqlite"
LAYOUT = 1
"""The tables' version; a database with another one is begun anew."""
KEPT_DAYS = 180
"""Measurements that nobody asked for in so long are dropped."""
PATIENCE = 10.0
"""Seconds to wait for another process that is writing."""

_TABLES = f"""
CREATE TABLE IF NOT EXISTS files (
    path BLOB PRIMARY KEY, state BLOB NOT NULL, content BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS drafts (
    content BLOB PRIMARY KEY, used INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS measured (
    content BLOB NOT NULL, name TEXT NOT NULL, fingerprint TEXT NOT NULL, value BLOB NOT NULL,
    PRIMARY KEY (content, name)
);
PRAGMA user_version = {LAYOUT};
"""


class Identity(NamedTuple):
    """A file, the state that it was in, and the digest of the bytes that it held then."""

    path: Path
    state: bytes
    content: str


class Holdings(NamedTuple):
    """How much is kept: drafts, and bytes on the disk."""

    drafts: int
    size_bytes: int


class Store:
    """The measurements in ``folder``; each process and thread opens its own."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE
        self.trouble: str | None = None
        """Why measurements are not kept; null while they are."""
        self._decoders = {m.name: msgspec.msgpack.Decoder(m.noun) for m in MEASURERS}
        self._db: sqlite3.Connection | None = None
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._db = self._opened()
        except (sqlite3.Error, OSError) as error:
            self.trouble = f"{self.path}: {error}"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        if self._db is not None:
            self._db.close()
            self._db = None

    def remembered(self, path: Path) -> str | None:
        """The content of the file, if it is in the state in which it was read before."""
        try:
            state = _state(path)
        except OSError:
            return None
        return self._use(lambda db: _remembered(db, path, state), None)

    def identify(self, path: Path) -> Identity | None:
        """The file with its content, read now if need be; null where it cannot be read."""
        try:
            state = _state(path)
            content = self._use(lambda db: _remembered(db, path, state), None)
            if content is None:
                with path.open("rb") as file:
                    content = hashlib.file_digest(file, _digest).hexdigest()
        except OSError:
            return None
        return Identity(path, state, content)

    def recall(
        self, content: str, fingerprints: Mapping[str, str], names: Sequence[str] | None = None
    ) -> dict[str, Any]:
        """What is known of this content, by measurer; answers of other versions are not.

        Only ``names``, where they are given.
        """
        names = list(fingerprints) if names is None else names
        query = (
            "SELECT name, fingerprint, value FROM measured WHERE content = ? "  # noqa: S608
            f"AND name IN ({', '.join('?' * len(names))})"
        )
        key = bytes.fromhex(content)
        rows: list[Any] = self._use(lambda db: db.execute(query, (key, *names)).fetchall(), [])
        known: dict[str, Any] = {}
        for name, fingerprint, value in rows:
            if fingerprints.get(name) == fingerprint:
                with suppress(msgspec.DecodeError):  # the noun has changed since
                    known[name] = self._decoders[name].decode(value)
        return known

    def keep(self, identity: Identity, measured: Mapping[str, tuple[str, Any]]) -> None:
        """Keep ``measured``, name to fingerprint and value, unless the file has changed since."""
        try:
            if _state(identity.path) != identity.state:
                return
        except OSError:
            return
        key = bytes.fromhex(identity.content)
        rows = [
            (key, name, fingerprint, msgspec.msgpack.encode(value))
            for name, (fingerprint, value) in measured.items()
        ]

        def write(db: sqlite3.Connection) -> None:
            with db:
                db.execute(
                    "INSERT OR REPLACE INTO files VALUES (?, ?, ?)",
                    (_key(identity.path), identity.state, key),
                )
                db.execute("INSERT OR REPLACE INTO drafts VALUES (?, ?)", (key, _today()))
                db.executemany("INSERT OR REPLACE INTO measured VALUES (?, ?, ?, ?)", rows)

        self._use(write, None)

    def tidy(self) -> None:
        """Drop what nobody asked for in ``KEPT_DAYS``."""
        oldest = _today() - KEPT_DAYS

        def drop(db: sqlite3.Connection) -> None:
            stale = "(SELECT content FROM drafts WHERE used < ?)"
            if db.execute(f"SELECT {stale}", (oldest,)).fetchone()[0] is None:
                return
            with db:
                for table in ("measured", "files", "drafts"):
                    db.execute(f"DELETE FROM {table} WHERE content IN {stale}", (oldest,))  # noqa: S608

        self._use(drop, None)

    def touch(self, contents: Iterable[str]) -> None:
        """Note that these drafts were asked for today."""
        rows = [(_today(), bytes.fromhex(content), _today()) for content in contents]

        def write(db: sqlite3.Connection) -> None:
            with db:
                db.executemany("UPDATE drafts SET used = ? WHERE content = ? AND used < ?", rows)

        self._use(write, None)

    def holdings(self) -> Holdings:
        """How much is kept."""
        count = "SELECT count(*) FROM drafts"
        drafts = self._use(lambda db: db.execute(count).fetchone()[0], 0)
        return Holdings(drafts, sum(file.stat().st_size for file in self._files()))

    def clear(self) -> None:
        """Forget everything."""

        def empty(db: sqlite3.Connection) -> None:
            with db:
                for table in ("files", "drafts", "measured"):
                    db.execute(f"DELETE FROM {table}")  # noqa: S608
            db.execute("VACUUM")
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

        self._use(empty, None)

    def _use(self, action: Callable[[sqlite3.Connection], T], otherwise: T) -> T:
        """What ``action`` does with the database; its failure is noted and ends the store's use."""
        if self._db is None:
            return otherwise
        try:
            return action(self._db)
        except sqlite3.Error as error:
            self.trouble = f"{self.path}: {error}"
            self.close()
            if _is_damage(error):
                self._begin_anew()
            return otherwise

    def _opened(self) -> sqlite3.Connection:
        """The database, laid out; one that is damaged or laid out otherwise is begun anew."""
        try:
            return _connected(self.path)
        except sqlite3.DatabaseError as error:
            if not _is_damage(error):
                raise
        self._begin_anew()
        return _connected(self.path)

    def _begin_anew(self) -> None:
        for file in self._files():
            with suppress(OSError):
                file.unlink()

    def _files(self) -> list[Path]:
        return [path for path in self.path.parent.glob(f"{FILE}*") if path.is_file()]


def _connected(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, timeout=PATIENCE, check_same_thread=False)
    try:
        layout = db.execute("PRAGMA user_version").fetchone()[0]
        if layout not in (0, LAYOUT):
            raise sqlite3.DatabaseError(f"its tables have layout {layout}")  # noqa: TRY301
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = NORMAL")
        if layout == 0:
            db.executescript(_TABLES)
    except BaseException:
        db.close()
        raise
    return db


def _is_damage(error: sqlite3.Error) -> bool:
    """Whether the file itself is wrong, and not the disk, a lock or a permission."""
    return type(error) is sqlite3.DatabaseError


def _remembered(db: sqlite3.Connection, path: Path, state: bytes) -> str | None:
    query = "SELECT content FROM files WHERE path = ? AND state = ?"
    row = db.execute(query, (_key(path), state)).fetchone()
    return row[0].hex() if row else None


def _key(path: Path) -> bytes:
    return os.fsencode(path.absolute())


def _state(path: Path) -> bytes:
    """What changes when the file does: its size, its times, its place on the disk."""
    facts = path.stat()
    parts = (facts.st_size, facts.st_mtime_ns, facts.st_ctime_ns, facts.st_dev, facts.st_ino)
    return b" ".join(b"%d" % part for part in parts)


def _digest() -> Any:
    return hashlib.blake2b(digest_size=16)


def _today() -> int:
    return int(time.time() // 86400)


def home() -> Path:
    """The folder in the user's cache that measurements are kept in."""
    import platformdirs

    named = os.environ.get("ANALYZER_CACHE")
    return Path(named) if named else platformdirs.user_cache_path(CACHE_NAME, appauthor=False)
