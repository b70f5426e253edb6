"""What the drafts of a run are compared with: a library, each other, and the user's own tracks."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from ..errors import UsageError
from ..paths import display_path
from . import console

if TYPE_CHECKING:
    from ..batch.cluster.opening import Cluster
    from ..cache.store import Store
    from ..model import Report
    from ..settings import Settings
    from .options import Options


def refuse_missing(
    library: Sequence[Path], sounds: Sequence[Path], *, is_sound_expected: bool
) -> None:
    """Raise UsageError for folders that are not there, and for a sound expected of none."""
    for one in library:
        if not one.exists():
            raise UsageError(
                "--library {path}: there is no such folder; give the one with your earlier videos",
                path=display_path(one),
            )
    for one in sounds:
        if not one.exists():
            raise UsageError(
                "--sounds {path}: there is no such folder; give the one with your tracks",
                path=display_path(one),
            )
    if is_sound_expected and not sounds:
        raise UsageError(
            "--expect-sound: say with --sounds FOLDER which tracks are expected, or leave it out"
        )


class Companions:
    """What the drafts of one run are compared with, as far as that is asked for."""

    def __init__(
        self,
        options: Options,
        drafts: Sequence[Path],
        settings: Settings,
        store: Store,
        cluster: Cluster | None = None,
    ) -> None:
        from ..batch.comparing import Comparison
        from ..batch.hearing import Soundtracks

        self._options = options
        self._own = {draft.resolve() for draft in drafts}
        is_compared = bool(options.library) or len(drafts) > 1 or options.watch
        self.settings = replace(settings, compared=is_compared)
        """How to measure the drafts."""
        self._comparison: Comparison | None = None
        if is_compared and not options.compare:  # two cuts of one video are alike: no finding
            self._comparison = Comparison(self.settings, store)
        self._cluster = cluster
        self._tracks = Soundtracks(self.settings, store) if options.sounds else None

    def learn(self) -> None:
        """Take in the library and the tracks; what cannot be read is said.

        The drafts of the run itself are neither.
        """
        from ..batch.discovery import discover, discover_tracks

        if self._comparison is not None and self._options.library:
            videos = self._others(discover(self._options.library).drafts)
            learn = partial(self._comparison.learn, cluster=self._cluster)
            unread = self._taken(learn, videos)
            self._say(
                "compared with {count} videos of the library", count=len(videos) - len(unread)
            )
            for report in unread:
                self._say(
                    "{path}: it cannot be compared with, for it cannot be read", path=report.path
                )
        if self._tracks is not None:
            tracks = self._others(discover_tracks(self._options.sounds).drafts)
            if not tracks:
                raise UsageError(
                    "--sounds {path}: there is neither a sound nor a video in it",
                    path=", ".join(map(display_path, self._options.sounds)),
                )
            unread = self._taken(self._tracks.learn, tracks)
            self._say("listening for {count} tracks", count=len(tracks) - len(unread))
            for report in unread:
                self._say("{path}: no sound can be heard in it", path=report.path)

    def compare(self, report: Report) -> Report:
        """Return the report on a draft with what is known to be the same in it."""
        if self._comparison is not None:
            report = self._comparison.compare(report)
        return self._tracks.tell(report) if self._tracks is not None else report

    def late(self, reports: Callable[[str], Report | None]) -> Iterator[Report]:
        """The reports, anew, on drafts that one which came later shows the same as."""
        if self._comparison is not None:
            yield from self._comparison.late(reports)

    def discard(self, path: str) -> None:
        """Forget a draft of the run."""
        if self._comparison is not None:
            self._comparison.discard(path)

    def _others(self, files: Sequence[Path]) -> list[Path]:
        return [file for file in files if file.resolve() not in self._own]

    def _taken(self, learn: Callable[..., list[Report]], files: Sequence[Path]) -> list[Report]:
        """Have ``files`` taken in while the progress is shown; returns those that cannot be."""
        from .progress import Progress

        if not files:
            return []
        shown = not self._options.quiet and sys.stderr.isatty()
        with Progress(files, shown=shown) as progress:
            return learn(
                files,
                jobs=self._options.settings(len(files))[1],
                timeout=self._options.timeout,
                on_report=progress.done,
                on_tick=progress.working_on,
            )

    def _say(self, message: str, **values: Any) -> None:
        if not self._options.quiet:
            console.say(message, **values)
