"""Plan, one render, and the proof: the result is analyzed before it gets its name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from ..errors import AnalyzerError, MendError
from ..model import Edit, EditKind, Fix, Left, Plan, Report, Wording, worst_first
from ..paths import display_path
from ..pipeline.analysis import analyze
from ..scratch import Scratch
from ..settings import Mending, Settings
from . import place
from .planning import outline, plan, without_frame
from .planning.frame import ENLARGE, REFRAME
from .planning.levels import LEVEL
from .proof import carried_over
from .render import Work, render
from .sound import SoundRefusedError
from .standing import passed, standing

if TYPE_CHECKING:
    from ..cache.store import Store


SLACK = 0.1
"""Seconds of a draft that may be shown otherwise without being worth a word: some frames."""


class Order(NamedTuple):
    """A draft that is to be mended: its report, where the result goes, and what may be done."""

    draft: Path
    report: Report
    target: Path
    mending: Mending


def mend(
    order: Order,
    settings: Settings,
    store: Store | None = None,
    on_stage: Callable[[str], None] = lambda _: None,
) -> Report:
    """The report with what was mended in its draft, and the mended file at the order's target.

    Where nothing can be mended, where the result is no better or anything new is found in it, or
    where it cannot be written, there is no file, and the report says why.
    """
    report = order.report
    wanted, fix = plan(report, order.mending), outline(report, order.mending)
    if not wanted.edits:
        return replace(report, fix=fix)
    try:
        fix = _made(order, wanted, fix, settings, store, on_stage)
    except AnalyzerError as error:
        fix = replace(fix, refusal=Wording(error.template, values=error.values))
    return replace(report, fix=fix)


def refused(order: Order, why: AnalyzerError) -> Report:
    """The report of a draft whose mending was broken off."""
    fix = outline(order.report, order.mending)
    refusal = Wording(why.template, values=why.values)
    return replace(order.report, fix=replace(fix, refusal=refusal))


def _made(
    order: Order,
    wanted: Plan,
    fix: Fix,
    settings: Settings,
    store: Store | None,
    on_stage: Callable[[str], None],
) -> Fix:
    draft, report, target, force = order.draft, order.report, order.target, order.mending.force
    place.refuse_taken(target, draft, force=force)
    before = place.state(draft)
    now = store.identify(draft) if store and report.content else None
    if now and now.content != report.content:
        raise MendError("the draft has changed since it was analyzed; run it again")
    try:
        with place.partial(target) as partial, Scratch("drafts-") as folder:
            work = Work(draft, report, partial, folder, settings.threads, on_stage)
            fix = _tried(work, wanted, fix, settings, store)
            if fix.new and wanted.frame:
                rest = without_frame(wanted, report, order.mending, ", ".join(fix.new))
                fix = _tried(work, rest, fix, settings, store) if rest.edits else fix
            if place.state(draft) == before and fix.refusal is None:
                place.put(partial, target, force=force)
                return replace(fix, path=display_path(target))
    finally:
        if place.state(draft) != before:
            raise MendError("the draft changed while it was mended; run it again")
    return fix


def _tried(work: Work, wanted: Plan, fix: Fix, settings: Settings, store: Store | None) -> Fix:
    """What came of a plan that is carried out: its file is at the work's target."""
    wanted = _rendered(work, wanted)
    fix = replace(fix, edits=wanted.edits, left=wanted.left, refusal=None)
    work.on_stage("proof")
    given = carried_over(work.report, work.draft, work.target, wanted, work.folder)
    result = analyze(work.target, replace(settings, stills=False), store, given=given)
    return _proven(work.report, result, wanted, fix)


def _rendered(work: Work, wanted: Plan) -> Plan:
    """The plan as it was carried out: without the sound where that would have done harm."""
    try:
        told = render(work, wanted)
    except SoundRefusedError as refusal:
        wanted = _without_sound(wanted, refusal)
        if not wanted.edits:
            raise
        told = render(work, wanted)
    if told is None:
        return wanted
    assert work.report.probe is not None
    edits = retold(wanted.edits, told, work.report.probe.video_duration)
    return replace(wanted, edits=edits, shows_whole=True)


def retold(edits: tuple[Edit, ...], told: Wording, duration: float) -> tuple[Edit, ...]:
    """The edits with what was shown over its blur, in place of the crop where that is all of it."""
    is_all = float(told.values["seconds"]) >= duration - SLACK
    crops = [edit for edit in edits if is_all and edit.wording.message in (REFRAME, ENLARGE)]
    codes = tuple(code for edit in crops for code in edit.codes)
    rest = (edit for edit in edits if edit not in crops)
    return (*rest, Edit(EditKind.FRAME, codes, told.text, told))


def _proven(report: Report, result: Report, wanted: Plan, fix: Fix) -> Fix:
    """What came of it, and why it is not kept, where it is no better than the draft."""
    after = standing(result)
    fine = passed(report)
    new = tuple(code for code in after.codes if code in fine and code not in wanted.announced)
    fix = replace(fix, after=after, new=new)
    if new:
        what = Wording("the mended file has what the draft had not: {codes}; it was not kept",
                       values={"codes": ", ".join(new)})  # fmt: skip
        return replace(fix, refusal=what)
    is_lower = worst_first(result.score) < worst_first(report.score)
    if is_lower or not (wanted.captions or set(fix.gone) & fix.mended):
        return replace(fix, refusal=Wording("the mended file is no better; it was not kept"))
    return fix


def _without_sound(wanted: Plan, refusal: AnalyzerError) -> Plan:
    """The plan without setting the loudness, and with the reason; the rest of the sound stays."""
    why = Wording(refusal.template, values=refusal.values)
    sounds = [edit for edit in wanted.edits if edit.kind is EditKind.SOUND]
    levels = [edit for edit in sounds if set(edit.codes) <= set(LEVEL)]
    left = tuple(Left(code, why.text, why) for edit in levels for code in edit.codes)
    edits = tuple(edit for edit in wanted.edits if edit not in levels)
    is_off = any("SD11" in edit.codes for edit in sounds)
    rest = wanted.sound and replace(wanted.sound, target_lufs=None, is_centred=is_off)
    if len(levels) == len(sounds):
        rest = None
    return replace(wanted, edits=edits, left=(*wanted.left, *left), sound=rest)
