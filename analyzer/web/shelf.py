"""The reports of a run of the drop page, on disk in its private folder, and their captions."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import msgspec

from ..model import Fix, Report, Severity, Still
from ..pipeline.analysis import judged_again
from ..reports.language import Language
from ..settings import Settings

Render = Callable[[Report, tuple[Still, ...]], str]

CAPTION_CODES = "PO"
"""How the codes of the checks of a post begin."""

LENGTH_CODE = "PO02"


class _Kept(msgspec.Struct):
    """What is needed to judge a draft again, and to write its page again."""

    report: Report
    stills: tuple[Still, ...]
    settings: Settings


class Told(msgspec.Struct, frozen=True):
    """One thing that was found in a caption, in the reader's words."""

    severity: Severity
    message: str
    remedy: str


class Judged(msgspec.Struct, frozen=True):
    """What is to be thought of a caption: how long it is for each platform, and what was found."""

    lengths: tuple[str, ...]
    found: tuple[Told, ...]


class Shelf:
    """Reports by their drafts' ids."""

    def __init__(self, folder: Path, render: Render) -> None:
        self._folder = folder
        self._render = render
        self._changing = asyncio.Lock()

    async def put(
        self, draft_id: str, report: Report, stills: tuple[Still, ...], settings: Settings
    ) -> None:
        """Keep a report with its page."""
        kept = _Kept(report, stills, settings)
        await asyncio.to_thread(self._write, draft_id, kept)

    def page(self, draft_id: str) -> str:
        """The page of a report."""
        return self._page(draft_id).read_text(encoding="utf-8")

    async def judge(self, draft_id: str, caption: str, say: Language) -> tuple[Report, Judged]:
        """The report with another caption, and what is to be thought of that; its page follows."""
        async with self._changing:
            return await asyncio.to_thread(self._judge, draft_id, caption, say)

    async def report(self, draft_id: str) -> tuple[Report, Settings]:
        """The report on a draft, and by what it was analyzed."""
        kept = await asyncio.to_thread(self._read, draft_id)
        return kept.report, kept.settings

    async def mended(self, draft_id: str, fix: Fix) -> None:
        """Have the report and its page tell what was mended."""
        async with self._changing:
            kept = await asyncio.to_thread(self._read, draft_id)
            report = msgspec.structs.replace(kept.report, fix=fix)
            await self.put(draft_id, report, kept.stills, kept.settings)

    def forget(self, draft_id: str) -> None:
        """Remove what is kept of a draft."""
        self._page(draft_id).unlink(missing_ok=True)
        self._data(draft_id).unlink(missing_ok=True)

    def _judge(self, draft_id: str, caption: str, say: Language) -> tuple[Report, Judged]:
        kept = self._read(draft_id)
        settings = msgspec.structs.replace(kept.settings, caption=caption)
        judged = judged_again(kept.report, settings)
        report = msgspec.structs.replace(judged, fix=kept.report.fix)
        self._write(draft_id, _Kept(report, kept.stills, kept.settings))
        return report, _told(report, say)

    def _read(self, draft_id: str) -> _Kept:
        return msgspec.msgpack.decode(self._data(draft_id).read_bytes(), type=_Kept)

    def _write(self, draft_id: str, kept: _Kept) -> None:
        page = self._render(kept.report, kept.stills)
        self._page(draft_id).write_text(page, encoding="utf-8")
        self._data(draft_id).write_bytes(msgspec.msgpack.encode(kept))

    def _page(self, draft_id: str) -> Path:
        return self._folder / f"{draft_id}.html"

    def _data(self, draft_id: str) -> Path:
        return self._folder / f"{draft_id}.report"


def _told(report: Report, say: Language) -> Judged:
    lengths: list[str] = []
    found: dict[str, Told] = {}
    for judgement in report.judgements:
        for outcome in judgement.outcomes:
            if outcome.code == LENGTH_CODE and outcome.wording is not None:
                length = say.measured(outcome.wording, None, sourced=False)
                lengths.append(f"{judgement.platform}: {length}")
        for finding in judgement.findings:
            if finding.code.startswith(CAPTION_CODES):
                message = say.message(finding, None, sourced=False)
                found[message] = Told(finding.severity, message, say.remedy(finding))
    return Judged(tuple(lengths), tuple(found.values()))
