"""The drafts that were dropped, as the page shows them."""

from __future__ import annotations

from enum import StrEnum

from ..model import Record, Verdict


class Stage(StrEnum):
    """How far a draft is."""

    COPYING = "copying"
    WAITING = "waiting"
    ANALYZING = "analyzing"
    DONE = "done"
    FAILED = "failed"


class Mending(StrEnum):
    """How far the mending of an analyzed draft is."""

    NONE = "none"
    """There is nothing to mend, or its file is gone."""
    OFFERED = "offered"
    RUNNING = "running"
    DONE = "done"
    """The mended file can be fetched."""
    REFUSED = "refused"
    """The draft stays as it is; ``detail`` says why."""


class Draft(Record):
    """One dropped draft: a card on the page."""

    id: str
    name: str
    """What the browser calls the file: text to show, and never part of a path."""
    stage: Stage = Stage.COPYING
    percent: int = 0
    """How much of the file has arrived."""
    detail: str = ""
    """What is being measured or mended, or why it failed."""
    verdict: Verdict | None = None
    score: int | None = None
    mending: Mending = Mending.NONE

    @property
    def is_over(self) -> bool:
        """Whether nothing more is done with it for now."""
        is_read = self.stage in {Stage.DONE, Stage.FAILED}
        return is_read and self.mending is not Mending.RUNNING


class Refusal(Exception):  # noqa: N818
    """A draft that is not taken: ``status`` for the browser, words and values for the person."""

    def __init__(self, status: int, words: str, **values: str) -> None:
        super().__init__(words)
        self.status = status
        self.words = words
        self.values = values
