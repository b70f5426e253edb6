"""From a report to a plan: which findings each edit mends, which stay, and why. Pure.

Each module plans one kind of edit into a ``Draft``; what none of them says anything of stays with
the reason that it takes the editor.
"""

from __future__ import annotations

import msgspec

from ...model import BEYOND, Edit, EditKind, Fix, Left, Plan, Report, Wording
from ...settings import Mending
from ..standing import findings, standing
from ..standing import profile as profile_of
from . import container, ends, frame, levels
from .draft import Draft

UNASKED = Wording("--fix-only leaves it out")

SPOILED = "it would have what the draft has not: {codes}"

DRAWN = "write the {count} words into the picture as they are spoken"
UNDRAWN = (
    "write the words into the picture as they are spoken, but for the phrases of {missing} of "
    "{count} whose letters the font has not"
)

PLANNERS = {
    EditKind.FRAME: frame.plan,
    EditKind.START: ends.plan,
    EditKind.SOUND: levels.plan,
    EditKind.FILE: container.plan,
}
"""What plans each kind of edit, in the order in which they are done."""


def plan(report: Report, mending: Mending = Mending()) -> Plan:  # noqa: B008
    """What can be mended in the draft of this report, and what is left."""
    if report.probe is None or report.signals is None:
        return Plan()
    profile = profile_of(report, mending.policy)
    draft = Draft(report, profile)
    for kind, planner in PLANNERS.items():
        if kind in mending.only:
            planner(draft)
    wanted = draft.plan()
    if mending.captions:
        wanted = _captioned(wanted, report, mending.captions)
    wanted = container.held(wanted, report.probe.video_codec)
    said = {one.code for one in wanted.left} | {c for edit in wanted.edits for c in edit.codes}
    others = dict.fromkeys(f.code for f in findings(report) if f.code not in said)
    whole = Mending(policy=mending.policy)
    full = others and mending.only != whole.only and plan(report, whole)
    mendable = {code for edit in full.edits for code in edit.codes} if full else set()
    rest = tuple(_left(code, UNASKED if code in mendable else Wording(BEYOND)) for code in others)
    return msgspec.structs.replace(wanted, left=(*wanted.left, *rest))


def without_frame(wanted: Plan, report: Report, mending: Mending, codes: str) -> Plan:
    """The plan without a new shape of the picture, which would bring about these ``codes``."""
    only = tuple(kind for kind in mending.only if kind != EditKind.FRAME)
    rest = plan(report, msgspec.structs.replace(mending, only=only))
    shaped = {c for edit in wanted.edits if edit.kind is EditKind.FRAME for c in edit.codes}
    why = Wording(SPOILED, values={"codes": codes})
    left = (_left(one.code, why) if one.code in shaped else one for one in rest.left)
    return msgspec.structs.replace(rest, left=tuple(left))


def outline(report: Report, mending: Mending = Mending()) -> Fix:  # noqa: B008
    """What ``--fix`` would do with the draft of this report."""
    wanted = plan(report, mending)
    return Fix(edits=wanted.edits, left=wanted.left, before=standing(report))


def _left(code: str, why: Wording) -> Left:
    return Left(code, why.text, why)


def _captioned(wanted: Plan, report: Report, style: str) -> Plan:
    """The plan with the words drawn into the picture, where there are any that can be drawn."""
    words = report.signals.transcript if report.signals else None
    if words is None or not words.sure_words:
        return wanted
    from ..captions import not_drawn

    count, missing = len(words.sure_words), len(not_drawn(words))
    codes = ("WD04",) if any(f.code == "WD04" for f in findings(report)) else ()
    if missing == count:
        why = Wording("there is no font here for its letters")
        left = tuple(_left(code, why) for code in codes)
        return msgspec.structs.replace(wanted, left=(*wanted.left, *left))
    said = Wording(UNDRAWN if missing else DRAWN, values={"count": count, "missing": missing})
    edit = Edit(EditKind.CAPTIONS, codes, said.text, said)
    return msgspec.structs.replace(wanted, edits=(*wanted.edits, edit), captions=style)
