"""What is mended on the drop page: which drafts can be, how far each is, and the mended files.

The file of a draft that can be mended stays in the desk's folder until it is mended, and the mended
one until it is forgotten; they make room for newer ones before that.
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol

from ..fix.mend import Order
from ..fix.planning import plan
from ..model import Fix, Policy, Report, Wording
from ..paths import mended_name
from ..settings import Mending as Wanted
from .drafts import Draft, Mending
from .privacy import renamed_fix
from .shelf import Shelf
from .words import NOT_WRITTEN, Translate
from .works import Works

MOST_FILES = 10
"""Drafts whose file is kept, to be mended or fetched; chosen by hand."""


class Changes(Protocol):
    """What notes how a draft is now."""

    def __call__(self, draft_id: str, **changes: Any) -> Draft:
        """The draft, changed."""


class Bench:
    """The drafts that can be mended, or were."""

    def __init__(
        self,
        folder: Path,
        works: Works,
        shelf: Shelf,
        change: Changes,
        translate: Translate,
        policy: Policy | None,
    ) -> None:
        self._wanted = Wanted(policy=policy)
        """What is mended: all but captions, which are asked for by a style."""
        self._files = Files(folder)
        self._works = works
        self._shelf = shelf
        self._change = change
        self._translate = translate
        self._tasks: set[asyncio.Task[None]] = set()

    def stop(self) -> None:
        """End what is going on."""
        for task in self._tasks:
            task.cancel()

    def offer(self, draft: Draft, report: Report, path: Path) -> None:
        """Offer to mend a draft, where there is something to mend and room for its file."""
        if plan(report, self._wanted).edits:
            self._change(draft.id, mending=Mending.OFFERED)
            self._keep(draft.id, path)

    def begin(self, draft: Draft, tell: Callable[[str], None]) -> bool:
        """Begin to mend a draft; False where that is not offered."""
        if draft.mending is not Mending.OFFERED:
            return False
        self._change(draft.id, mending=Mending.RUNNING, detail="")
        task = asyncio.create_task(self._mend(draft, self._files.take(draft.id), tell))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return True

    def result(self, draft: Draft) -> tuple[Path, str] | None:
        """The mended file of a draft, and what it is called; None where there is none."""
        if draft.mending is not Mending.DONE:
            return None
        return self._files.result(draft.id), mended_name(draft.name)

    def forget(self, draft_id: str) -> None:
        """Remove the file of a draft."""
        self._files.forget(draft_id)

    async def _mend(self, draft: Draft, path: Path, tell: Callable[[str], None]) -> None:
        result = self._files.result(draft.id)
        try:
            report, settings = await self._shelf.report(draft.id)
            order = Order(path, report, result, self._wanted)
            mended = await self._works.mend(order, settings, tell)
            fix = mended.fix or Fix(refusal=Wording(NOT_WRITTEN))
            fix = renamed_fix(fix, {result: mended_name(draft.name), path: draft.name})
            await self._shelf.mended(draft.id, fix)
        except Exception:  # noqa: BLE001
            self._refuse(draft.id, Wording(NOT_WRITTEN))
        else:
            if fix.path is None:
                self._refuse(draft.id, fix.refusal or Wording(NOT_WRITTEN))
            else:
                self._change(draft.id, mending=Mending.DONE, detail="")
                self._keep(draft.id, result)
        finally:
            with suppress(OSError):
                path.unlink(missing_ok=True)

    def _refuse(self, draft_id: str, why: Wording) -> None:
        detail = self._translate(why.message, **why.values)
        self._change(draft_id, mending=Mending.REFUSED, detail=detail)

    def _keep(self, draft_id: str, path: Path) -> None:
        for old in self._files.keep(draft_id, path):
            self._change(old, mending=Mending.NONE)


class Files:
    """Files by their drafts' ids, the newest; they never take more of the disk than they leave."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._paths: dict[str, Path] = {}

    def keep(self, draft_id: str, path: Path) -> list[str]:
        """Keep a file, and return the drafts whose file had to go for it, maybe its own."""
        self._paths[draft_id] = path
        gone: list[str] = []
        while len(self._paths) > MOST_FILES or self._taken() > self._free():
            oldest = next(iter(self._paths))
            self.forget(oldest)
            gone.append(oldest)
        return gone

    def take(self, draft_id: str) -> Path:
        """The file of a draft, which is the caller's to remove from now on."""
        return self._paths.pop(draft_id)

    def forget(self, draft_id: str) -> None:
        """Remove the file of a draft."""
        path = self._paths.pop(draft_id, None)
        if path is not None:
            with suppress(OSError):
                path.unlink(missing_ok=True)

    def result(self, draft_id: str) -> Path:
        """Where the mended file of a draft is written to."""
        return self._folder / f"{draft_id}.fixed.mp4"

    def _taken(self) -> int:
        return sum(path.stat().st_size for path in self._paths.values() if path.exists())

    def _free(self) -> int:
        return shutil.disk_usage(self._folder).free
