"""Where dropped drafts lie, wait and are analyzed: one queue, one private temporary folder.

A file is there from its first byte until it has been analyzed, under a random name. Whatever
happens to the request that brings it, to its analysis or to the server, it is removed.
"""

from __future__ import annotations

import asyncio
import secrets
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from pathlib import Path

import msgspec

from ..batch.discovery import VIDEO_SUFFIXES
from ..model import Report, Wording
from ..reports.language import Language
from ..scratch import Scratch
from ..settings import Settings
from .bench import Bench
from .copying import broken_off, moving
from .drafts import Draft, Mending, Refusal, Stage
from .news import News
from .privacy import renamed
from .shelf import Judged, Render, Shelf
from .words import Translate, doing, size
from .works import Works

LARGEST = 4_000_000_000
"""Bytes of a draft: TikTok's own limit on the web, with some room."""

MOST_WAITING = 50
"""Drafts that may be copied, waiting or analyzed at the same time."""

MOST_KEPT = 500
"""Drafts whose card and report are kept."""

ROOM_LEFT = 200_000_000
WRITTEN_AT_ONCE = 1 << 20


class Desk:
    """The drafts of one run of the server."""

    def __init__(
        self, analyst: Works, render: Render, translate: Translate, *, largest: int = LARGEST
    ) -> None:
        self.largest = largest
        self.settings = analyst.settings
        self._analyst = analyst
        self._translate = translate
        self._folder = Scratch("dropped-")
        self._shelf = Shelf(self._folder.path, render)
        policy = analyst.settings.policy
        self._bench = Bench(self.folder, analyst, self._shelf, self._change, translate, policy)
        self._wishes: dict[str, Settings] = {}
        self._drafts: dict[str, Draft] = {}
        self._queue: asyncio.Queue[str] = asyncio.Queue()
        self._news = News()
        self._workers: list[asyncio.Task[None]] = []
        self._stopped = False

    @property
    def folder(self) -> Path:
        """Where the files lie; readable by this user only (mkdtemp makes it with mode 0700)."""
        return self._folder.path

    def start(self) -> None:
        """Begin to analyze what comes; needs a running loop."""
        self._workers = [asyncio.create_task(self._work()) for _ in range(self._analyst.jobs)]

    def stop(self) -> None:
        """End everything at once: watchers hear of it, analyses are ended, files are removed."""
        if self._stopped:
            return
        self._stopped = True
        self._news.end()
        self._bench.stop()
        for worker in self._workers:
            worker.cancel()
        self._analyst.close()
        self._folder.close()

    async def take(
        self, name: str, expected: int, chunks: AsyncIterator[bytes], settings: Settings
    ) -> Draft:
        """Copy a file from the browser and put it in the queue, to be analyzed by ``settings``.

        ``expected`` is its size as announced. Raises Refusal, which its card shows, too.
        """
        draft = Draft(id=secrets.token_urlsafe(9), name=name)
        try:
            self._admit(expected)
            self._show(draft)
            await self._copy(draft.id, expected, chunks)
        except BaseException as error:
            self._path(draft).unlink(missing_ok=True)
            refusal = error if isinstance(error, Refusal) else broken_off(error)
            self._show(self._failed(draft, refusal))
            if isinstance(error, OSError):
                raise refusal from error
            raise
        self._wishes[draft.id] = settings
        self._queue.put_nowait(draft.id)
        return self._change(draft.id, stage=Stage.WAITING, percent=100)

    def watch(self) -> AsyncIterator[Draft]:
        """Every draft as it is, then each change; ends when the desk stops."""
        return self._news.heard(self._drafts)

    def report(self, draft_id: str) -> str | None:
        """The page with the report of a draft; None where there is none."""
        draft = self._drafts.get(draft_id)
        if draft is None or draft.stage is not Stage.DONE:
            return None
        return self._shelf.page(draft_id)

    async def caption(self, draft_id: str, text: str, say: Language) -> Judged | None:
        """What is to be thought of a caption of a draft; None where there is no such report."""
        draft = self._drafts.get(draft_id)
        if draft is None or draft.stage is not Stage.DONE:
            return None
        report, judged = await self._shelf.judge(draft_id, text, say)
        self._tell(draft_id, report)
        return judged

    def mend(self, draft_id: str) -> bool:
        """Begin to mend a draft; False where that is not offered."""
        draft = self._drafts.get(draft_id)
        if draft is None or self._stopped:
            return False
        return self._bench.begin(draft, self._teller(draft_id))

    def mended(self, draft_id: str) -> tuple[Path, str] | None:
        """The mended file of a draft, and what it is called; None where there is none."""
        draft = self._drafts.get(draft_id)
        return self._bench.result(draft) if draft else None

    def _admit(self, expected: int) -> None:
        if self._stopped:
            raise Refusal(503, "the analyzer was stopped")
        busy = sum(not d.is_over for d in self._drafts.values())
        if busy >= MOST_WAITING:
            raise Refusal(
                429, "too many drafts are waiting; drop this one again when some are done"
            )
        self._measure(expected)
        if expected + ROOM_LEFT > shutil.disk_usage(self.folder).free:
            raise Refusal(507, "there is not enough room on the disk for it")

    def _measure(self, length: int) -> None:
        if length > self.largest:
            words = "too large: it is {size}, and a draft may be {limit}"
            raise Refusal(413, words, size=size(length), limit=size(self.largest))

    async def _copy(self, draft_id: str, expected: int, chunks: AsyncIterator[bytes]) -> None:
        arrived = 0
        with self._path(self._drafts[draft_id]).open("xb") as file:
            held = bytearray()
            async for chunk in moving(chunks):
                arrived += len(chunk)
                self._measure(arrived)
                held += chunk
                if len(held) >= WRITTEN_AT_ONCE:
                    await asyncio.to_thread(file.write, held)
                    held = bytearray()
                    self._change(draft_id, percent=100 * arrived // max(arrived, expected))
                if self._stopped:
                    raise Refusal(503, "the analyzer was stopped")
            await asyncio.to_thread(file.write, held)
        if not arrived:
            raise Refusal(422, "the file is empty")

    async def _work(self) -> None:
        while True:
            draft_id = await self._queue.get()
            try:
                self._change(draft_id, stage=Stage.ANALYZING)
                await self._analyze(draft_id)
            except Exception:  # noqa: BLE001
                refusal = Refusal(500, "the report could not be written")
                self._show(self._failed(self._drafts[draft_id], refusal))
            finally:
                if self._drafts[draft_id].mending is Mending.NONE:
                    with suppress(OSError):
                        self._path(self._drafts[draft_id]).unlink(missing_ok=True)

    async def _analyze(self, draft_id: str) -> None:
        draft = self._drafts[draft_id]
        path = self._path(draft)
        settings = self._wishes.pop(draft_id)
        found, stills = await self._analyst.analyze(path, settings, self._teller(draft_id))
        report = renamed(found, path, draft.name)
        if report.error is not None:
            wording = report.error.wording or Wording(report.error.message)
            message = self._translate(wording.message, **wording.values)
            self._change(draft_id, stage=Stage.FAILED, detail=message)
            return
        await self._shelf.put(draft_id, report, stills, settings)
        self._bench.offer(draft, report, path)
        self._tell(draft_id, report)

    def _teller(self, draft_id: str) -> Callable[[str], None]:
        """What shows a stage of the work on a draft on its card."""

        def tell(stage: str) -> None:
            if words := doing(stage):
                self._change(draft_id, detail=self._translate(words))

        return tell

    def _tell(self, draft_id: str, report: Report) -> None:
        score = report.score
        self._change(
            draft_id,
            stage=Stage.DONE,
            verdict=score.verdict if score else None,
            score=score.value if score else None,
        )

    def _failed(self, draft: Draft, refusal: Refusal) -> Draft:
        detail = self._translate(refusal.words, **refusal.values)
        return msgspec.structs.replace(draft, stage=Stage.FAILED, detail=detail)

    def _change(self, draft_id: str, **changes: object) -> Draft:
        changed = msgspec.structs.replace(self._drafts[draft_id], **changes)
        self._show(changed)
        return changed

    def _show(self, draft: Draft) -> None:
        self._drafts[draft.id] = draft
        self._news.tell(draft)
        over = [d.id for d in self._drafts.values() if d.is_over]
        for old in over[: max(0, len(over) - MOST_KEPT)]:
            del self._drafts[old]
            self._shelf.forget(old)
            self._bench.forget(old)

    def _path(self, draft: Draft) -> Path:
        """Its file; a video's suffix is kept, as it tells WebM from other Matroska."""
        suffix = Path(draft.name).suffix.lower()
        return self.folder / f"{draft.id}.draft{suffix if suffix in VIDEO_SUFFIXES else ''}"
