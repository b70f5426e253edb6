"""Measurements kept between runs, in one SQLite database in the user's cache folder.

A measurement is kept under the content of the draft (a digest of its bytes), the measurer's name,
and a key: what the answer stands on (``analyzer.pipeline.keys``). A file that was moved is
recognised by its content; one whose size, times and place on the disk are as before is not read.

Nothing here is ever needed: where the database cannot be read or written, ``trouble`` says so,
and the store remembers nothing. What nobody asked for in long is forgotten.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple, Self, TypeVar

import msgspec

from ..model import Probe
from ..signals import all_measurers
from . import database
from .identity import Identity, digest_of, key_of, state_of

T = TypeVar("T")

CACHE_NAME = "short-draft-analyzer"
LAYOUT = 2
"""The tables' version, part of the file's name: tools of two versions leave each other alone."""
FILE = f"measurements-{LAYOUT}.sqlite"
MOST_BYTES = 1_000_000_000
"""Bytes on the disk when a run begins: 15,000 drafts with frames for a page (0.06 MB each), or
50,000 without. What nobody misses is a guess, and not measured."""
SLACK = 0.8
"""The share of ``MOST_BYTES`` that is left once it was exceeded: so it is not again at once."""
KEPT_DAYS = 180
"""Measurements that nobody asked for in so long are dropped."""


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
        nouns = {"probe": Probe} | {m.name: m.noun for m in all_measurers().values() if m.cached}
        self._decoders = {name: msgspec.msgpack.Decoder(noun) for name, noun in nouns.items()}
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
            state = state_of(path)
        except OSError:
            return None
        return self._use(lambda db: _remembered(db, path, state), None)

    def may_know(self, path: Path) -> bool:
        """Whether a file of this size was read before: that file may lie here now."""
        try:
            size = path.stat().st_size
        except OSError:
            return False
        query = "SELECT count(*) FROM files WHERE state >= ? AND state < ?"
        bounds = (b"%d " % size, b"%d!" % size)  # the size is what a state begins with
        return bool(self._use(lambda db: db.execute(query, bounds).fetchone()[0], 0))

    def identify(self, path: Path) -> Identity | None:
        """The file with its content, read now if need be; null where it is no file to be read."""
        try:
            state = state_of(path)
            content = self._use(lambda db: _remembered(db, path, state), None)
            content = content or digest_of(path)
        except OSError:
            return None
        return Identity(path, state, content) if content else None

    def recall(
        self, content: str, keys: Mapping[str, str], names: Sequence[str] | None = None
    ) -> dict[str, Any]:
        """What is known of this content under these keys, by measurer; of ``names``, if given."""
        names = list(keys) if names is None else names
        query = (
            "SELECT name, key, value FROM measured WHERE content = ? "  # noqa: S608
            f"AND name IN ({', '.join('?' * len(names))})"
        )
        draft = bytes.fromhex(content)
        rows: list[Any] = self._use(lambda db: db.execute(query, (draft, *names)).fetchall(), [])
        known: dict[str, Any] = {}
        for name, key, value in rows:
            if keys.get(name) == key:
                with suppress(msgspec.DecodeError):  # the noun has changed since
                    known[name] = self._decoders[name].decode(value)
        return known

    def keep(self, identity: Identity, measured: Mapping[str, tuple[str, Any]]) -> None:
        """Keep ``measured``, name to key and value, unless the file has changed since."""
        try:
            if state_of(identity.path) != identity.state:
                return
        except OSError:
            return
        draft = bytes.fromhex(identity.content)
        rows = [
            (draft, name, key, msgspec.msgpack.encode(v)) for name, (key, v) in measured.items()
        ]

        def write(db: sqlite3.Connection) -> None:
            with db:
                db.execute(
                    "INSERT OR REPLACE INTO files VALUES (?, ?, ?)",
                    (key_of(identity.path), identity.state, draft),
                )
                db.execute("INSERT OR REPLACE INTO drafts VALUES (?, ?)", (draft, _today()))
                db.executemany("INSERT OR REPLACE INTO measured VALUES (?, ?, ?, ?)", rows)

        self._use(write, None)

    def tidy(self, most_bytes: int = MOST_BYTES) -> None:
        """Drop what nobody asked for in ``KEPT_DAYS``, and the oldest beyond ``most_bytes``.

        What is held (``touch``) neither counts nor goes.
        """
        today = _today()

        def drop(db: sqlite3.Connection) -> None:
            database.forget(db, database.UNUSED, today - KEPT_DAYS)
            if database.bytes_in(db) > most_bytes:
                database.forget(db, database.OLDEST, today, int(most_bytes * SLACK))

        self._use(drop, None)

    def touch(self, contents: Iterable[str], *, hold_days: int = 0) -> None:
        """Note that these drafts were asked for today, and that they are held for so many days."""
        until = _today() + hold_days
        rows = [(until, bytes.fromhex(content), until) for content in contents]

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
        """Forget everything, what an older version of this tool has kept included."""

        def empty(db: sqlite3.Connection) -> None:
            with db:
                for table in ("files", "drafts", "measured"):
                    db.execute(f"DELETE FROM {table}")  # noqa: S608
            db.execute("VACUUM")
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

        self._use(empty, None)
        for file in set(self.path.parent.glob("measurements*.sqlite*")) - set(self._files()):
            with suppress(OSError):
                file.unlink()

    def _use(self, action: Callable[[sqlite3.Connection], T], otherwise: T) -> T:
        """What ``action`` does with the database.

        Its failure is noted and ends the store's use, but where another process was writing for
        longer than ``database.PATIENCE``: then this once is lost.
        """
        if self._db is None:
            return otherwise
        try:
            done = action(self._db)
        except sqlite3.Error as error:
            self.trouble = f"{self.path}: {error}"
            if not database.is_lock(error):
                self.close()
            if database.is_damage(error):
                self._begin_anew()
            return otherwise
        self.trouble = None
        return done

    def _opened(self) -> sqlite3.Connection:
        """The database, laid out; one that is damaged is begun anew."""
        try:
            return database.connected(self.path)
        except sqlite3.DatabaseError as error:
            if not database.is_damage(error):
                raise
        self._begin_anew()
        return database.connected(self.path)

    def _begin_anew(self) -> None:
        """Remove what is damaged; another process may have done so already."""
        if database.is_sound(self.path):
            return
        for file in self._files():
            with suppress(OSError):
                file.unlink()

    def _files(self) -> list[Path]:
        return [path for path in self.path.parent.glob(f"{FILE}*") if path.is_file()]


def _remembered(db: sqlite3.Connection, path: Path, state: bytes) -> str | None:
    query = "SELECT content FROM files WHERE path = ? AND state = ?"
    row = db.execute(query, (key_of(path), state)).fetchone()
    return row[0].hex() if row else None


def _today() -> int:
    return int(time.time() // 86400)


def home() -> Path:
    """The folder in the user's cache that measurements are kept in."""
    import platformdirs

    named = os.environ.get("ANALYZER_CACHE")
    return Path(named) if named else platformdirs.user_cache_path(CACHE_NAME, appauthor=False)
