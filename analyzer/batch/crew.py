"""Who analyzes the drafts of a run: processes on this machine, or the workers of a cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from ..scratch import Scratch
from .pool import TICK, Pool

if TYPE_CHECKING:
    from ..cache.store import Store
    from ..model import Report, Wording
    from ..settings import Settings
    from .cluster.opening import Cluster
    from .orders import Mended
    from .worker_handle import Working


class Crew(Protocol):
    """What takes drafts and gives reports, in the order in which they are ready."""

    mended: Mended | None
    trouble: str | None
    """Why measurements are not kept; None while they are."""

    @property
    def has_room(self) -> bool:
        """Whether it wants another draft now; it takes one at any time."""

    @property
    def waiting(self) -> int:
        """How many drafts are not ready."""

    def submit(
        self, draft: Path, settings: Settings | None = None, *, report: Report | None = None
    ) -> None:
        """Have ``draft`` analyzed unless it has a ``report``, and mended if asked."""

    def finished(self, patience: float = TICK) -> list[tuple[Path, Report]]:
        """Return the drafts that are ready, after a wait of ``patience`` seconds at most."""

    def working(self) -> Sequence[Working]:
        """Return what is worked on, the longest first."""


@contextmanager
def crew(
    settings: Settings,
    *,
    store: Store | None,
    jobs: int,
    timeout: float,
    on_notice: Callable[[Wording], None],
    mended: Mended | None,
    cluster: Cluster | None,
) -> Iterator[Crew]:
    """The workers of ``cluster``, or ``jobs`` processes here that share the folder of ``store``."""
    if cluster is not None:
        with cluster.dispatch(
            settings, store=store, timeout=timeout, on_notice=on_notice, mended=mended
        ) as far:
            yield far
        return
    with Scratch("drafts-") as nowhere:
        cache = store.path.parent if store and not store.trouble else nowhere
        with Pool(
            settings, cache=cache, jobs=jobs, timeout=timeout, on_notice=on_notice, mended=mended
        ) as pool:
            yield pool
