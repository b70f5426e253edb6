"""Every word of a report can be said in every language, and none is left over."""

from __future__ import annotations

import ast
import re
import string
from typing import Any

import msgspec
import pytest

from analyzer import checks
from analyzer.checks import frame, hook, picture, safe_zone
from analyzer.choices import PLACEMENTS, PLATFORMS
from analyzer.errors import InputError
from analyzer.model import (
    KIND_NAMES,
    PLACES,
    BarsKind,
    Failure,
    Hook,
    HookFaces,
    HookMotion,
    HookMusic,
    HookSpeech,
    HookText,
    KeywordSource,
    Opening,
    Parts,
    Score,
    Span,
    Strength,
    Verdict,
    Way,
    Wording,
)
from analyzer.model.picture import FILLINGS, ONE_SIDED
from analyzer.platforms import profile
from analyzer.reports import comparison, html, language
from analyzer.reports import judged as judged_words
from analyzer.reports.language import Language, catalogues, load
from analyzer.signals import kind
from analyzer.signals.layout import watcher as layouts
from analyzer.web import words as drop_page
from tests.checks import all_cases
from tests.checks.cases import NO_MUSIC, half_doubted
from tests.conftest import ROOT
from tests.reports.collected import said_in_a_terminal, said_of_mending
from tests.reports.drafts import (
    BROKEN,
    CLEAN,
    PIECES,
    TOOL,
    ZONES,
    judged,
    mended,
    stills,
    two_cuts,
    unheard,
)

FOREIGN = [code for code in catalogues() if code != "en"]


class Listening(Language):
    """English that remembers what it was asked to say."""

    def __init__(self) -> None:
        super().__init__("en", catalogues()["en"])
        self.heard: set[str] = set()

    def __call__(self, template: str, /, **values: Any) -> str:
        self.heard.add(template)
        return super().__call__(template, **values)


def said_by_checks() -> set[str]:
    """Every wording that the cases reach, and what each check looks for."""
    said = {check.summary for check in checks.all_checks()}
    said |= {text for check in checks.all_checks() for text in (check.remedy, check.advice)}
    said |= {words for pair in safe_zone.PLACES.values() for words in pair}
    said |= {*FILLINGS.values(), *ONE_SIDED.values()}
    said |= set(frame.SHAPES.values()) | set(picture.SHAPES.values())
    said |= {*hook.OPENINGS.values(), hook.OTHER_OPENINGS}
    for cases in (cases for family in all_cases() for cases in family.values()):
        for case in cases:
            findings, outcomes = checks.run(case.probe, case.signals, case.profile)
            wordings = [finding.wording for finding in findings]
            wordings += [outcome.wording for outcome in outcomes]
            for one in filter(None, wordings):
                said |= {text for text in (one.message, one.remedy) if text}
    return said


ODD: tuple[dict[str, Any], ...] = (
    CLEAN,
    {"rotation": 90, "mirrored": True, "is_vfr": True},
    {name: {"spans": ()} for name in ("motion", "faces", "speech")} | {"overlay_text": ()},
    {"loudness": {"integrated_lufs": None, "is_too_short": True}},
    {"transcript": half_doubted()},
    {"hook": {"strength": Strength.WEAK, "faces": None, "motion": None, "speech": None}},
)
"""Changes to a draft that pages have a word for, and no check."""


def said_by_pages(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """What pages say of every case of the checks, of odd drafts and of those without an answer."""
    listening = Listening()
    monkeypatch.setattr(html, "load", lambda _: listening)
    cases = [case for several in all_cases()[0].values() for case in several]
    reports = [judged(case.changes, case.platform) for case in cases]
    reports += [judged(changes) for changes in ODD] + [judged({}, "tiktok", "reels")]
    for report in (*reports, unheard(), mended()):
        html.page(report, stills(), ZONES, tool=TOOL)
    entries = [html.Entry(report, stills()) for report in (judged(), unheard())]
    html.gallery([*entries, html.Entry(BROKEN)], ZONES, tool=TOOL)
    said_of_cuts(monkeypatch, listening)
    return listening.heard


def said_of_cuts(monkeypatch: pytest.MonkeyPatch, listening: Listening) -> None:
    """Have the card and the page of two cuts say all that they can."""
    monkeypatch.setattr(comparison, "load", lambda _: listening)
    before, after = judged({"music": NO_MUSIC}), judged({**CLEAN, "hook": {"speech": None}})
    codes = [tuple(f.code for f in one.judgements[0].findings) for one in (before, after)]
    entries = html.Entry(before, stills()), html.Entry(after, stills())
    for way, pieces in ((Way.BETTER, PIECES), (Way.WORSE, None), (Way.EQUAL, PIECES)):
        found = two_cuts(way, pieces)
        found = msgspec.structs.replace(found, gone=codes[0], left=codes[1][:1], new=codes[1])
        html.cuts(found, entries, ZONES, tool=TOOL)
        comparison.render(found, (before, after))


REFUSALS = {
    "AnalyzerError", "ClusterError", "CrashError", "DependencyError", "InputError", "MendError",
    "SoundRefusedError", "TimeLimitError", "UsageError", "Wording",
}  # fmt: skip
"""What a page says of a draft, or of a signal, that could not be analyzed is made of these."""


def said_of_failures() -> set[str]:
    """Why a draft, or a signal, can be without an answer, as a template."""
    said = set()
    for file in (ROOT / "analyzer").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", None) in REFUSALS:
                said |= {part.value for part in node.args if isinstance(part, ast.Constant)}
            if file.name == "probe.py" and isinstance(node, ast.Return):
                text = getattr(node.value, "value", None)
                said |= {text} if str(text)[0].islower() else set()
    return {text for text in said if isinstance(text, str) and re.match(r"\S+ ", text)}


def said_of_measurements() -> set[str]:
    """Words that measurers choose from, and reasons that the pipeline gives."""
    kinds = {*Strength, *BarsKind, *KeywordSource, "static", "moving", "handheld"}
    areas = {"header", "caption", "buttons", "edge"}
    hooks = (
        Hook(Span(0.0, 2.0), None, None, None, opening, Strength.WEAK, ()) for opening in Opening
    )
    full = (
        Hook(
            Span(0.0, 2.0), HookMotion(1.0, at, True), HookFaces(True, at, 1, 0.1),
            HookSpeech(True, at, 1.0), Opening.STILL, Strength.FAIR, (), HookText(True, at, "a"),
            HookMusic(True, at), ("motion", "faces", "speech", "text", "music"),
        )
        for at in (0.1, None)
    )  # fmt: skip
    hook = {wording.message for one in (*hooks, *full) for wording in one.wordings}
    bases = {
        profile.load(platform, placement).basis(limit).rpartition(", ")[0]
        for platform in PLATFORMS
        for placement in PLACEMENTS
        for limit in profile.load(platform, placement).sources
    }
    bases |= {zone.basis.rpartition(", ")[0] for zone in profile.safe_zones()}
    bases.add(profile.BASES["policy"])
    kinds_of_source = {"official", "agency advice", "press report", "vendor figure"}
    told = {word for words in judged_words.WORDS.values() for word in words}
    told |= {*KIND_NAMES.values(), *kind.MISSING.values(), "{count} shots", "{ratio}"}
    told |= {*layouts.EVIDENCE.values(), *(place for row in PLACES for place in row)}
    told |= {
        name for name, _ in judged_words.parts(Score(1, 1.0, Verdict.READY, Parts(1, 1, 1, 1)))
    }
    return {str(kind) for kind in kinds} | areas | hook | bases | kinds_of_source | told


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    from_data = {zone.basis.rpartition(", ")[0] for zone in ZONES}
    from_data |= {BROKEN.error.message} if BROKEN.error else set()
    everything = said_by_checks() | said_by_pages(monkeypatch) | said_of_measurements()
    everything |= said_of_failures() | said_in_a_terminal() | said_of_mending()
    everything |= {*drop_page.all_words(), *drop_page.STAGES.values()}
    return everything - from_data


@pytest.mark.parametrize("code", FOREIGN)
def test_a_language_can_say_everything(code: str, said: set[str]) -> None:
    assert sorted(said - set(catalogues()[code].templates)) == []


@pytest.mark.parametrize("code", FOREIGN)
def test_a_language_says_nothing_that_nobody_asks_for(code: str, said: set[str]) -> None:
    assert sorted(set(catalogues()[code].templates) - said) == []


@pytest.mark.parametrize("code", FOREIGN)
def test_a_translation_puts_in_the_same_values(code: str) -> None:
    def fields(text: str) -> list[tuple[str | None, str | None]]:
        return sorted((name, form) for _, name, form, _ in string.Formatter().parse(text) if name)

    for template, translated in catalogues()[code].templates.items():
        assert fields(template) == fields(translated), template


def test_dutch_writes_numbers_the_dutch_way() -> None:
    dutch = load("nl")
    assert dutch("{size:,.1f}", size=1234.5) == "1.234,5"
    assert dutch("{peak:+.1f} dBTP", peak=-0.5) == "-0,5 dBTP"
    assert dutch.clock(9.5) == "9,5 s"
    assert dutch.clock(125.0) == "2:05"


@pytest.mark.parametrize(
    "stilted",
    [
        "leg je", "belofte hardop",
        "knippen op", "te donker om te lezen", "naast zwarte", "doorlopen",
        "onderzo", "uitgeschreven", "volle uitslag", "korrel", "wordt op 9:16", "komt op",
        "moet beter", "kan beter", "vraagt hem", "een merk in beeld",
    ],
)  # fmt: skip
def test_dutch_is_as_the_trade_speaks_it(stilted: str) -> None:
    said = catalogues()["nl"].templates.values()
    assert [text for text in said if stilted in text.lower()] == []


def test_a_finding_is_said_with_its_source_and_its_numbers_in_dutch() -> None:
    finding = next(f for f in judged({"duration": 9.5}).findings if f.code == "FM05")
    dutch = load("nl")
    assert dutch.message(finding) == (
        "9,5 s is kort: minstens 10 s wordt aangeraden (advies van een bureau, 2023)"
    )
    assert dutch.message(finding, sourced=False) == "9,5 s is kort: minstens 10 s wordt aangeraden"
    assert dutch("{basis}", basis=dutch.basis(finding)) == "advies van een bureau, 2023"


def test_a_reason_is_said_in_the_language_with_what_it_holds() -> None:
    dutch = load("nl")
    silent = Wording("the draft has no audio track")
    assert dutch.reason(silent.text, silent) == "het concept heeft geen geluidsspoor"
    assert dutch.reason(silent.text, None) == "het concept heeft geen geluidsspoor"
    crash = Wording("its measurer crashed: {what}", values={"what": "ValueError: {0}\nand more"})
    assert crash.text == "its measurer crashed: ValueError: {0}\nand more"
    assert dutch.wording(crash) == "de meting is gecrasht: ValueError: {0}\nand more"


def test_a_reason_writes_its_numbers_as_the_language_does() -> None:
    template = (
        "the file is cut off: {missing:,} of its {whole:,} bytes are missing; "
        "copy or export it again"
    )
    error = InputError(template, missing=1024, whole=90_000)
    wording = Wording(error.template, values=error.values)
    assert "ontbreken 1.024 van de 90.000 bytes" in load("nl").wording(wording)
    assert load("en").wording(wording) == str(error)


def test_a_page_says_why_a_check_was_skipped_in_its_language() -> None:
    report = unheard()
    assert "the draft has no audio track" in html.page(report, stills(), ZONES, tool=TOOL)
    dutch = html.page(report, stills(), ZONES, language="nl", tool=TOOL)
    assert "het concept heeft geen geluidsspoor" in dutch
    assert "the draft has no audio track" not in dutch


def test_a_dutch_page_says_in_dutch_why_a_draft_could_not_be_analyzed() -> None:
    why = Wording(
        "its picture ({codec}) cannot be decoded: {what}; export it again as MP4 (H.264 and AAC)",
        values={"codec": "h264", "what": "no frame could be decoded"},
    )
    failure = Failure("input", why.text, why)
    broken = msgspec.structs.replace(BROKEN, error=failure)
    document = html.gallery([html.Entry(broken)], ZONES, language="nl", tool=TOOL)
    assert "Het beeld (h264) kan niet gedecodeerd worden" in document


def test_choices_are_joined_in_the_language() -> None:
    finding = next(f for f in judged({"container": "avi"}).findings if f.code == "FM09")
    assert "MP4, MOV of WebM" in load("nl").message(finding)


@pytest.mark.parametrize("text", ["official", "{basis}", "or", "1.5", "{0.__class__}", "}{"])
def test_what_a_draft_says_is_never_translated_nor_filled_in(text: str) -> None:
    template = 'the opening says "{phrase}": a hook phrase'
    assert f"“{text}”" in load("nl")(template, phrase=text)


def test_an_english_report_says_what_the_finding_says() -> None:
    report = judged({"duration": 2.0, "hook": {"strength": Strength.WEAK}, "fps": 15.0})
    for finding in report.findings:
        if finding.code != "HK04":
            assert load("en").message(finding).lower() == finding.message.lower()
        assert load("en").remedy(finding) == finding.remedy


def test_a_language_without_a_catalogue_is_english() -> None:
    assert load("tlh")("Ready to post") == "Ready to post"
    assert language.load("tlh").code == "en"


def test_a_dutch_page_says_in_dutch_where_a_safe_zone_comes_from() -> None:
    document = html.page(judged(), stills(), profile.safe_zones(), language="nl", tool=TOOL)
    assert "Bron: gemeten in de app, niet officieel" in document
    assert "measured in the app" not in document
