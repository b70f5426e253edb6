"""What a server is asked for, done: analyses, comparisons and mended files."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from msgspec.structs import replace

from ..batch.discovery import discover
from ..batch.orders import Mended
from ..batch.scan import scan
from ..cache.store import Store
from ..choices import KINDS, PLACEMENTS, PLATFORMS
from ..errors import InputError, UsageError
from ..fix.planning import outline
from ..model import Fix, Report, Status
from ..paths import display_path, mended_name
from ..platforms.policy import asked_of
from ..settings import Mending, Settings
from ..weights.whisper_names import language_code
from .comparing import Comparison, compare
from .explaining import Explanation, explain

if TYPE_CHECKING:
    from ..batch.worker_handle import Working


class StoppedError(Exception):
    """Nobody waits for the answer any more."""


class Wishes(NamedTuple):
    """How a call wants drafts judged; what it does not say is as the server was started."""

    platforms: Sequence[str] = ()
    placement: str = ""
    kind: str = ""
    keywords: Sequence[str] = ()
    caption: str | None = None
    language: str = ""


class Told(NamedTuple):
    """How far a call is."""

    done: int
    drafts: int
    doing: str


class Call(Protocol):
    """Whoever has asked."""

    @property
    def is_over(self) -> bool:
        """Whether nobody waits for the answer any more."""

    def tell(self, told: Told) -> None:
        """Hear how far it is."""


class Tools:
    """What can be asked for. Each call may come from a thread of its own.

    ``folder`` is that of the store, ``settings`` hold what a call does not say; a call uses up to
    ``jobs`` processes, and a draft may take ``timeout`` seconds.
    """

    def __init__(self, settings: Settings, *, folder: Path, jobs: int, timeout: float) -> None:
        self._settings = settings
        self._folder = folder
        self._jobs = jobs
        self._timeout = timeout
        self._going_on = 0
        self._ended = threading.Condition()

    def settle(self, seconds: float) -> None:
        """Wait until no call goes on, for so many seconds at most."""
        with self._ended:
            self._ended.wait_for(lambda: not self._going_on, seconds)

    def analyze(self, paths: Sequence[str], wishes: Wishes, call: Call) -> list[Report]:
        """The reports on drafts, files or folders, in order.

        Raises AnalyzerError where no draft is there, or none could be analyzed.
        """
        settings = self._wished(wishes)
        drafts = discover([Path(path) for path in paths]).drafts
        if settings.caption is not None and len(drafts) > 1:
            raise UsageError("a caption is for one draft, and there are {count}", count=len(drafts))
        return self._reports(drafts, settings, call)

    def explain(self, code: str, wishes: Wishes) -> Explanation:
        """What a finding's code stands for."""
        return explain(code, asked_of(self._wished(wishes))[0])

    def compare(self, first: str, second: str, wishes: Wishes, call: Call) -> Comparison:
        """Two drafts side by side; raises AnalyzerError where one cannot be analyzed."""
        drafts = [Path(first), Path(second)]
        reports = self._reports(drafts, self._wished(wishes), call)
        for report in reports:
            _refuse_failed([report])
        return compare(reports[0], reports[-1])

    def fix(
        self,
        path: str,
        mending: Mending,
        folder: str,
        wishes: Wishes,
        call: Call,
    ) -> Fix:
        """What was mended in a draft, into ``NAME.fixed.mp4`` beside it or in ``folder``.

        Nothing that is there is ever written over: then the record says so, and has no path.
        """
        target = Path(folder or Path(path).parent) / mended_name(path)
        mended = Mended(mending, lambda _: target)
        (report,) = self._reports([Path(path)], self._wished(wishes), call, mended)
        return report.fix or outline(report, mending)

    def plan(self, path: str, mending: Mending, wishes: Wishes, call: Call) -> Fix:
        """What would be mended in a draft, and what is left and why."""
        (report,) = self._reports([Path(path)], self._wished(wishes), call)
        return outline(report, mending)

    def _reports(
        self,
        drafts: Sequence[Path],
        settings: Settings,
        call: Call,
        mended: Mended | None = None,
    ) -> list[Report]:
        found: dict[str, Report] = {}

        def tick(working: Sequence[Working]) -> None:
            if call.is_over:
                raise StoppedError
            doing = ", ".join(f"{one.draft.name}: {one.stage}" for one in working if one.stage)
            call.tell(Told(len(found), len(drafts), doing))

        with self._counted(), Store(self._folder) as store:
            for report in scan(
                drafts,
                settings,
                jobs=max(1, min(self._jobs, len(drafts))),
                timeout=self._timeout,
                store=store,
                on_tick=tick,
                mended=mended,
            ):
                found[report.path] = report
        _refuse_failed(list(found.values()))
        return [found[display_path(draft)] for draft in drafts]

    @contextmanager
    def _counted(self) -> Iterator[None]:
        """Count a call that goes on."""
        with self._ended:
            self._going_on += 1
        try:
            yield
        finally:
            with self._ended:
                self._going_on -= 1
                self._ended.notify_all()

    def _wished(self, wishes: Wishes) -> Settings:
        """The settings that a call asks for; raises UsageError where they make no sense."""
        settings = self._settings
        if wishes.platforms:
            _refuse_unknown("platform", wishes.platforms, PLATFORMS)
            settings = replace(settings, platforms=tuple(dict.fromkeys(wishes.platforms)))
        if wishes.placement:
            _refuse_unknown("placement", [wishes.placement], PLACEMENTS)
            settings = replace(settings, placement=wishes.placement)
        if wishes.kind:
            _refuse_unknown("kind", [wishes.kind], ("auto", *KINDS))
            settings = replace(settings, kind=wishes.kind)
        if wishes.keywords:
            settings = replace(settings, keywords=tuple(wishes.keywords))
        if wishes.language:
            settings = replace(settings, language=language_code(wishes.language))
        return replace(settings, caption=wishes.caption)


def _refuse_failed(reports: Sequence[Report]) -> None:
    """Raise AnalyzerError, with the reasons, where no draft could be analyzed."""
    if any(report.status is Status.OK for report in reports):
        return
    why = "; ".join(f"{r.path}: {r.error.message}" for r in reports if r.error)
    raise InputError(why)


def _refuse_unknown(what: str, asked: Sequence[str], known: Sequence[str]) -> None:
    for one in asked:
        if one not in known:
            raise UsageError(
                "{asked}: there is no such {what}; choose from {known}",
                asked=one,
                what=what,
                known=", ".join(known),
            )
