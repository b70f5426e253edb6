"""The cluster that a run uses: one at an address, or one that is started here and ends with it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from types import TracebackType
from typing import TYPE_CHECKING, Self

from .dispatch import Dispatch
from .link import Link, demand_dask
from .local import Local

if TYPE_CHECKING:
    from ...cache.store import Store
    from ...model import Wording
    from ...settings import Settings
    from ..orders import Mended

LOCAL = "local"
"""The address that means this machine."""


class Cluster:
    """The workers behind the scheduler at ``address``; raises ClusterError where it is not there.

    ``local`` starts a scheduler and ``jobs`` workers on this machine. Elsewhere ``jobs`` is how
    many drafts are out at once; without it, as many as the workers take. With ``is_kept`` they use
    and keep measurements in their own caches.
    """

    def __init__(self, address: str, *, jobs: int | None = None, is_kept: bool = True) -> None:
        demand_dask()
        self._most = jobs
        self._is_kept = is_kept
        with ExitStack() as stack:
            security = None
            if address == LOCAL:
                here = stack.enter_context(Local(jobs or 1))
                address, security = here.address, here.security
            self._link = stack.enter_context(Link(address, security))
            self._stack = stack.pop_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._stack.close()

    def dispatch(
        self,
        settings: Settings,
        *,
        store: Store | None,
        timeout: float,
        on_notice: Callable[[Wording], None] = lambda _: None,
        mended: Mended | None = None,
    ) -> Dispatch:
        """What takes the drafts of a scan or a watch."""
        return Dispatch(
            self._link,
            settings,
            store=store,
            timeout=timeout,
            most=self._most,
            is_kept=self._is_kept,
            on_notice=on_notice,
            mended=mended,
        )
