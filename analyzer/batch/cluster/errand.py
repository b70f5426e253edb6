"""What goes to a worker, and what comes back."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ... import __version__

if TYPE_CHECKING:
    from ...fix.mend import Order
    from ...model import Report
    from ...settings import Settings


class Way(NamedTuple):
    """What holds for every errand of a run."""

    timeout: float
    """Seconds that a draft may take."""
    is_kept: bool
    """Whether workers may use and keep measurements of their own."""
    topic: str
    """Where they say how far they are."""


class Errand(NamedTuple):
    """A draft that a worker is to analyze, or to mend by an order."""

    path: Path
    """Absolute, and the same on every machine."""
    settings: Settings
    order: Order | None
    way: Way
    is_seen: bool
    """Whether the file is there where the run was started: then a worker without it lacks it."""


class Answer(NamedTuple):
    """What a worker made of an errand."""

    report: Report | None
    """None where the worker does not see the file, or broke off."""
    measured: dict[str, bytes]
    """What was measured, by measurer, as the store writes it (MessagePack)."""
    trouble: str | None = None
    """Why the worker cannot keep its measurements, if so."""
    is_broken_off: bool = False
    """Whether the worker stopped before it had a report, because it ends itself."""


class Seats(NamedTuple):
    """A worker as the scheduler knows it."""

    id: str
    """A worker that comes back at the same address has another one."""
    name: str
    host: str
    threads: int
    """How many drafts it would take at once."""
    memory: int
    """Bytes that it may hold; 0 where nothing limits it."""


class Fitness(NamedTuple):
    """What a worker says of itself, before it gets a draft."""

    edition: str
    cores: int


@cache
def edition() -> str:
    """The version of this tool and a digest of its sources, by which two copies are the same."""
    root = Path(__file__).parents[2]
    digest = hashlib.blake2b(digest_size=8)
    for path in sorted(path for path in root.rglob("*") if path.suffix in {".py", ".toml"}):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0")
        digest.update(path.read_bytes() + b"\0")
    return f"{__version__}+{digest.hexdigest()}"
