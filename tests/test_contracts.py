"""The promises that the project makes about itself."""

from __future__ import annotations

import ast
import itertools
import json
import re
import subprocess
import sys
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
from jsonschema import Draft202012Validator

from analyzer import checks
from analyzer.choices import PLACEMENTS, PLATFORMS
from analyzer.model import Severity
from analyzer.platforms import profile
from analyzer.reports import json as json_report
from tests.checks import all_cases
from tests.conftest import ROOT
from tests.reports.drafts import TOOL, judged

FLAGGED, PASSED = all_cases()

CODES = [check.code for check in checks.all_checks()]


@pytest.mark.parametrize("check", checks.all_checks(), ids=CODES)
def test_a_check_is_one_complete_document(check: checks.Check) -> None:
    assert re.fullmatch(r"(FM|HK|SD|WD|PX|SZ|OR|PO)\d\d", check.code)
    assert check.summary.endswith(".")
    assert check.remedy.endswith(".") or "ffmpeg" in check.remedy
    assert check.rule.__module__.startswith("analyzer.checks.")


@pytest.mark.parametrize("code", CODES)
def test_a_check_has_a_case_that_flags_and_one_that_passes(code: str) -> None:
    assert FLAGGED[code]
    assert PASSED[code]


def test_no_case_is_left_of_a_check_that_is_gone() -> None:
    assert set(FLAGGED) | set(PASSED) == set(CODES)


@pytest.mark.parametrize("check", checks.all_checks(), ids=CODES)
def test_the_docs_say_what_a_check_finds(check: checks.Check) -> None:
    listed = (ROOT / "docs" / "checks.md").read_text(encoding="utf-8")
    assert f"| {check.code} | {check.severity} | {check.summary} |" in listed


def test_two_checks_cannot_share_a_code() -> None:
    with pytest.raises(TypeError, match="two checks"):
        checks.check("FM01", Severity.INFO, remedy="")(lambda probe: iter(()))


def test_a_check_cannot_ask_for_a_signal_that_does_not_exist() -> None:
    with pytest.raises(TypeError, match="no signal"):
        checks.check("FM99", Severity.INFO, remedy="")(lambda speach: iter(()))


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("placement", PLACEMENTS)
def test_every_limit_of_a_profile_has_its_source(platform: str, placement: str) -> None:
    limits = profile.load(platform, placement)
    identity = {"platform", "name", "hook_phrases", "question_words", "safe_zone", "sources"}
    identity |= {"calls_to_action", "generic_hashtags", "banned_words", "own_marks"}
    values = msgspec.structs.asdict(limits)
    named = {k for k, v in values.items() if k not in identity and v not in (None, False)}
    assert named <= set(limits.sources)
    for source in limits.sources.values():
        assert source.kind in {"official", "brief", "press", "vendor", "practice", "measured"}
        assert source.source
        assert source.role in profile.ROLES
        assert re.fullmatch(r"20\d\d(-\d\d)?", source.date)


def test_every_safe_zone_lies_on_the_screen_and_says_who_measured_it() -> None:
    zones = profile.safe_zones()
    assert len({(zone.platform, zone.placement) for zone in zones}) == len(zones)
    for zone in zones:
        assert zone.platform in PLATFORMS
        assert zone.placement in PLACEMENTS
        assert re.search(r", 20\d\d(-\d\d)?$", zone.basis)
        assert profile.load(zone.platform, zone.placement).safe_zone == zone
        for area in zone.areas:
            assert area.what in {"header", "caption", "buttons", "edge"}
            assert 0 <= area.x < area.x + area.width <= 1080
            assert 0 <= area.y < area.y + area.height <= 1920


REFUSED = {
    "FM07": "max_seconds",
    "FM08": "video_codecs",
    "FM09": "containers",
    "FM12": "max_bytes",
}
"""The limit behind each error that a platform's own rule makes."""


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("placement", PLACEMENTS)
def test_an_error_stands_on_what_a_platform_takes_and_never_on_what_it_recommends(
    platform: str, placement: str
) -> None:
    judged_by = {check.code for check in checks.all_checks() if check.severity is Severity.ERROR}
    assert {code for code in judged_by if code.startswith("FM")} == set(REFUSED)
    sources = profile.load(platform, placement).sources
    for limit in REFUSED.values():
        if limit in sources:
            assert (sources[limit].role, sources[limit].kind) == ("takes", "official")


PRINTED, REFUSED_AFTER = 12, 24
"""Months after which a limit is printed, and after which a platform's own rule has to be read
again; an agency's guide, a standard and common practice do not go stale like that."""


def test_a_limit_that_nobody_has_read_for_long_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    today = date.today()  # noqa: DTZ011
    old, stale = set(), set()
    for platform, placement in itertools.product(PLATFORMS, PLACEMENTS):
        for name, source in profile.load(platform, placement).sources.items():
            year, _, month = source.date.partition("-")
            age = 12 * (today.year - int(year)) + today.month - int(month or 12)
            told = f"{age} months old: {name}: {source.kind}, {source.source} ({source.date})"
            if age > PRINTED:
                old.add(told)
            if age > REFUSED_AFTER and source.role != "practice" and source.kind != "brief":
                stale.add(told)
    with capsys.disabled():
        sys.stdout.write("\n" + "\n".join(sorted(old)) + "\n")
    assert stale == set()


def test_importing_the_package_imports_nothing_heavy() -> None:
    heavy = "av cv2 ctranslate2 faster_whisper librosa numba numpy onnxruntime rapidocr rich"
    heavy += " torch whisper"
    script = "import sys, analyzer, analyzer.cli; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT
    ).stdout.split()
    assert not set(heavy.split()) & set(loaded)


DOCUMENT = json.loads("".join(json_report.render([judged({"fps": 15.0})], TOOL)))
VIDEO = DOCUMENT["videos"][0]
JUDGED = VIDEO["judgements"][0]
FOUND = JUDGED["findings"][0]


def test_the_published_schema_accepts_a_document() -> None:
    schema = json.loads(json_report.schema())
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(DOCUMENT)


@pytest.mark.parametrize(
    "video",
    [
        {name: value for name, value in VIDEO.items() if name != "path"},
        VIDEO | {"status": "fine"},
        VIDEO | {"probe": VIDEO["probe"] | {"duration": "24 s"}},
        VIDEO | {"probe": VIDEO["probe"] | {"width": 1080.5}},
        VIDEO | {"signals": VIDEO["signals"] | {"speech": {"present": True}}},
        VIDEO | {"judgements": [JUDGED | {"findings": [FOUND | {"severity": "bad"}]}]},
        VIDEO | {"judgements": [JUDGED | {"outcomes": {}}]},
        VIDEO | {"judgements": [JUDGED | {"score": JUDGED["score"] | {"value": None}}]},
        VIDEO | {"timing": 12.3},
    ],
    ids=["path", "status", "duration", "width", "speech", "severity", "outcomes", "score", "time"],
)
def test_the_published_schema_refuses_what_no_report_says(video: dict[str, Any]) -> None:
    refused = Draft202012Validator(json.loads(json_report.schema()))
    assert not refused.is_valid(DOCUMENT | {"videos": [video]})


def test_the_published_schema_names_everything_that_a_document_holds() -> None:
    definitions = json.loads(json_report.schema())["$defs"]
    for name, held in {
        "Report": VIDEO,
        "Judgement": JUDGED,
        "Probe": VIDEO["probe"],
        "Signals": VIDEO["signals"],
    }.items():
        assert set(held) <= set(definitions[name]["properties"])


def test_the_project_names_no_machine() -> None:
    tracked = subprocess.run(
        ["git", "ls-files", "-z"], capture_output=True, text=True, check=False, cwd=ROOT
    ).stdout.split("\0")
    if tracked == [""]:
        pytest.skip("not a git checkout")
    telltale = re.compile("|".join(["/work" + "/", "/ro" + "ot/", "/ho" + "me/"]))
    for name in tracked:
        path = ROOT / name
        if name and path.suffix in {".py", ".toml", ".md", ".json", ""} and path.is_file():
            assert not telltale.search(path.read_text(encoding="utf-8", errors="replace")), name


STARTERS = {"run", "call", "Popen", "check_call", "check_output"}
SOURCES = [
    path
    for folder in ("analyzer", "bootstrap", "scripts")
    for path in (ROOT / folder).rglob("*.py")
    if "bench" not in path.parts
]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_child_process_is_told_where_its_standard_input_comes_from(path: Path) -> None:
    """One that has the terminal's keyboard can be stopped by the terminal, or eat what is typed."""
    silent = [
        call.lineno
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr in STARTERS
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id == "subprocess"
        and not {"stdin", "input"} & {keyword.arg for keyword in call.keywords}
    ]
    assert silent == []


def test_the_architecture_page_names_every_room_and_the_contracts_order() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    (layers,) = (
        contract["layers"]
        for contract in contracts["importlinter"]["contracts"]
        if contract.get("containers") == ["analyzer"]
    )
    drawn = page.partition("## The layers")[2].split("```")[1].split("\n")
    assert [line for line in drawn if line] == layers
    told = set(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE))
    there = {
        path.stem
        for path in (ROOT / "analyzer").iterdir()
        if (path.suffix == ".py" or (path / "__init__.py").exists()) and path.stem[0] != "_"
    }
    assert told == there


@pytest.mark.parametrize("folder", ["analyzer", "bootstrap"])
def test_no_module_is_longer_than_250_lines(folder: str) -> None:
    lengths = {path: len(path.read_text().splitlines()) for path in (ROOT / folder).rglob("*.py")}
    assert {str(path): lines for path, lines in lengths.items() if lines > 250} == {}


def test_a_room_says_first_what_it_is_what_comes_in_and_what_it_may_use() -> None:
    for room in (ROOT / "analyzer").glob("*/__init__.py"):
        text = ast.get_docstring(ast.parse(room.read_text(encoding="utf-8")))
        assert text is not None, room
        assert "may use" in text.replace("\n", " "), room
