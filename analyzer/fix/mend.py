"""Plan, one render, and the proof: the result is analyzed as the draft was before it gets its name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from ..errors import AnalyzerError, MendError
from ..model import EditKind, Fix, Left, Plan, Report, Result, Wording, worst_first
from ..paths import display_path
from ..pipeline.analysis import analyze
from ..scratch import Scratch
from ..settings import Mending, Settings
from . import place
from .planning import outline, plan
from .render import render
from .sound import SoundRefusal
from .standing import score, standing

if TYPE_CHECKING:
    from ..cache.store import Store


def mend(
    draft: Path,
    report: Report,
    target: Path,
    mending: Mending,
    settings: Settings,
    store: Store | None = None,
    on_stage: Callable[[str], None] = lambda _: None,
) -> Report:
    """The report with what was mended in the draft, and the mended file at ``target``.

    Where nothing can be mended, where the result is no better or anything new is found in it, or
    where it cannot be written, there is no file, and the report says why.
    """
    wanted, fix = plan(report, mending), outline(report, mending)
    if not wanted.edits:
        return replace(report, fix=fix)
    try:
        fix = _made(draft, report, target, wanted, fix, mending, settings, store, on_stage)
    except AnalyzerError as error:
        fix = replace(fix, refusal=Wording(error.template, values=error.values))
    return replace(report, fix=fix)


def refused(report: Report, mending: Mending, why: AnalyzerError) -> Report:
    """The report of a draft whose mending was broken off."""
    fix = outline(report, mending)
    return replace(report, fix=replace(fix, refusal=Wording(why.template, values=why.values)))


def _made(
    draft: Path,
    report: Report,
    target: Path,
    wanted: Plan,
    fix: Fix,
    mending: Mending,
    settings: Settings,
    store: Store | None,
    on_stage: Callable[[str], None],
) -> Fix:
    place.refuse_taken(target, draft, force=mending.force)
    before = place.state(draft)
    if store and report.content and (now := store.identify(draft)) and now.content != report.content:
        raise MendError("the draft has changed since it was analyzed; run it again")
    with place.partial(target) as partial, Scratch("drafts-") as folder:
        try:
            render(draft, report, wanted, partial, folder, threads=settings.threads, on_stage=on_stage)
        except SoundRefusal as refusal:
            wanted = _without_sound(wanted, refusal)
            fix = replace(fix, edits=wanted.edits, left=wanted.left)
            if not wanted.edits:
                raise
            render(draft, report, wanted, partial, folder, threads=settings.threads, on_stage=on_stage)
        on_stage("proof")
        result = analyze(partial, settings, store)
        fix = _proven(report, result, wanted, fix)
        if place.state(draft) != before:
            raise MendError("the draft changed while it was mended; run it again")
        if fix.refusal is None:
            place.put(partial, target, force=mending.force)
            fix = replace(fix, path=display_path(target))
    return fix


def _proven(report: Report, result: Report, wanted: Plan, fix: Fix) -> Fix:
    """What came of it, and why it is not kept, where it is no better than the draft."""
    after = standing(result)
    fine = {one.code for one in report.outcomes if one.outcome is Result.PASSED}
    new = tuple(code for code in after.codes if code in fine and code not in wanted.announced)
    fix = replace(fix, after=after, new=new)
    if new:
        what = Wording("the mended file has what the draft had not: {codes}; it was not kept",
                       values={"codes": ", ".join(new)})  # fmt: skip
        return replace(fix, refusal=what)
    is_lower = worst_first(score(result)) < worst_first(score(report))
    if is_lower or not set(fix.gone) & fix.mended:
        return replace(fix, refusal=Wording("the mended file is no better; it was not kept"))
    return fix


def _without_sound(wanted: Plan, refusal: AnalyzerError) -> Plan:
    """The plan without its edits of the sound, and with the reason."""
    why = Wording(refusal.template, values=refusal.values)
    sounds = [edit for edit in wanted.edits if edit.kind is EditKind.SOUND]
    left = tuple(Left(code, why.text, why) for edit in sounds for code in edit.codes)
    edits = tuple(edit for edit in wanted.edits if edit.kind is not EditKind.SOUND)
    return replace(wanted, edits=edits, left=(*wanted.left, *left), sound=None)
