"""What ``--fix`` does with a draft, or would do, in words."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import BEYOND, Edit, Finding, Fix, Left, Report, Score, Standing
from .language import Language
from .text import sentence


def of_finding(finding: Finding, fix: Fix | None, say: Language) -> str:
    """Whether ``--fix`` mends it, or why not; nothing where that takes the editor."""
    if fix is None:
        return ""
    if finding.code in fix.mended:
        return say("Mended.") if fix.path else say("--fix mends this.")
    own = next((left for left in own_reasons(fix) if left.code == finding.code), None)
    if own is None:
        return ""
    why = say.wording(own.wording)
    return (
        say("Left as it is: {why}", why=why)
        if fix.after
        else say("--fix leaves it: {why}", why=why)
    )


def own_reasons(fix: Fix) -> tuple[Left, ...]:
    """What is left for a reason of its own, and not since it takes the editor."""
    return tuple(left for left in fix.left if left.wording.message != BEYOND)


def rows(report: Report, say: Language) -> Iterator[tuple[str, str]]:
    """What was done and what came of it, as labels and texts; nothing where nothing was asked."""
    fix = report.fix
    if fix is None or (fix.path is None and fix.refusal is None):
        return
    if fix.path is not None:
        yield say("Mended"), fix.path
    if fix.refusal is not None:
        yield say("Not mended"), sentence(say.wording(fix.refusal))
    for edit in fix.edits if fix.path else ():
        yield "", edit_line(edit, say)
    if fix.before is not None and fix.after is not None:
        yield say("Result"), f"{_standing(fix.before, say)} → {_standing(fix.after, say)}"
        told = (
            (say("gone: {codes}", codes=", ".join(fix.gone)), fix.gone),
            (say("left: {codes}", codes=", ".join(fix.after.codes)), fix.after.codes),
            (say("new: {codes}", codes=", ".join(fix.new)), fix.new),
        )
        yield from (("", text) for text, codes in told if codes)


def edit_line(edit: Edit, say: Language) -> str:
    """What is done, and the codes of what that mends."""
    what = sentence(say.wording(edit.wording))
    return f"{what} ({', '.join(edit.codes)})" if edit.codes else what


def _standing(standing: Standing, say: Language) -> str:
    score: Score | None = standing.score
    return f"{say(score.verdict)} {score.value}/100" if score else say("error")
