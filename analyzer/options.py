"""The command line's options, and what they ask for."""

from __future__ import annotations

import argparse
import math
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import msgspec

from analyzer import __version__, console
from analyzer.errors import UsageError
from analyzer.profile import PLACEMENTS, PLATFORMS
from analyzer.reports.language import page_language
from analyzer.settings import DEFAULT_TIMEOUT, Settings, cores
from analyzer.whisper_names import ENGINES, language_code, refuse_misfit

MEMORY_PER_JOB = 1_300_000_000
"""Bytes that one worker may come to hold: models, frames and ten minutes of sound."""

DEFAULT_MODEL = "base"

LAST_PORT = 65_535
"""The highest number that a TCP port has."""


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked for, every value of it valid."""

    paths: tuple[Path, ...]
    platform: str
    placement: str
    keywords: tuple[str, ...]
    fail_on: str
    engine: str
    model: str
    language: str | None
    """ISO 639 code of the voice-over; None to have it recognised."""
    no_transcript: bool
    jobs: int | None
    timeout: float
    json: str | None
    jsonl: str | None
    csv: str | None
    html: str | None
    open: bool
    lang: str
    srt: bool
    vtt: bool
    force: bool
    watch: bool
    serve: bool
    port: int | None
    quiet: bool
    schema: bool
    no_cache: bool
    cache: bool
    clear_cache: bool
    debug: bool

    @property
    def captions(self) -> tuple[str, ...]:
        """The suffixes of the caption files that were asked for."""
        wanted = {".srt": self.srt, ".vtt": self.vtt}
        return tuple(suffix for suffix, is_wanted in wanted.items() if is_wanted)

    @property
    def targets(self) -> dict[str, str | None]:
        """Where each report goes, by its option."""
        return {"--json": self.json, "--jsonl": self.jsonl, "--csv": self.csv, "--html": self.html}

    def settings(self, drafts: int | None = None) -> tuple[Settings, int]:
        """How to measure and judge, and how many of ``drafts`` to analyze at once."""
        jobs = self.jobs or _fitting_jobs()
        if drafts is not None:
            jobs = max(1, min(jobs, drafts))
        return Settings(
            platform=self.platform,
            placement=self.placement,
            engine=self.engine,
            model=self.model,
            language=self.language,
            transcript=not self.no_transcript,
            keywords=self.keywords,
            threads=max(1, cores() // jobs),
            stills=bool(self.html or self.open or self.serve),
        ), jobs


def read(arguments: Sequence[str]) -> Options:
    """Return what ``arguments`` ask for; raises UsageError where that makes no sense.

    Exits as argparse does for ``--help``, ``--version`` and an option that there is not.
    """
    asked = vars(parser().parse_args(_guarded(arguments)))
    _refuse_bad_numbers(asked)
    engine, model = asked["engine"], asked["model"]
    if model != DEFAULT_MODEL:
        from analyzer.weights import on_disk

        found = on_disk(model)
        refuse_misfit(engine, model, is_torch_file=bool(found and found.path.suffix == ".pt"))
    language = None if asked["language"] == "auto" else language_code(asked["language"])
    keywords = tuple(word.strip() for word in asked["keywords"].split(",") if word.strip())
    paths = tuple(path(argument) for argument in asked["paths"])
    lang = page_language(asked["lang"])
    return Options(
        **asked | {"language": language, "keywords": keywords, "paths": paths, "lang": lang}
    )


def _refuse_bad_numbers(asked: dict[str, Any]) -> None:
    jobs, timeout, port = asked["jobs"], asked["timeout"], asked["port"]
    if jobs is not None and jobs < 1:
        raise UsageError("--jobs {jobs}: give a number of 1 or more", jobs=jobs)
    if not 0 < timeout < math.inf:
        raise UsageError("--timeout {timeout:g}: give a number of seconds above 0", timeout=timeout)
    if port is not None and not 0 <= port <= LAST_PORT:
        raise UsageError(
            "--port {port}: give a number up to {last}, or leave it out to take a free one",
            port=port,
            last=LAST_PORT,
        )


class _Parser(argparse.ArgumentParser):
    """argparse's parser, which says so where the help cannot be printed."""

    def _print_message(self, message: str, file: object = None) -> None:
        if file is sys.stdout:
            console.out([message])
        else:
            super()._print_message(message)


def parser() -> argparse.ArgumentParser:
    """What ``analyze.py`` understands."""
    parser = _Parser(
        prog="analyze.py",
        description="Analyze short vertical video drafts (TikTok, Reels, Shorts) before posting.",
        epilog="exit codes: 0 all is well; 1 findings at or above --fail-on; "
        "2 a draft could not be analyzed, or bad usage",
    )
    parser.add_argument("paths", nargs="*", metavar="PATH", help="video files and folders of them")
    _judging(parser.add_argument_group("what to judge by").add_argument)
    _measuring(parser.add_argument_group("how to measure").add_argument)
    _reporting(parser.add_argument_group("what to write").add_argument)
    _keeping(parser.add_argument_group("measurements kept between runs").add_argument)
    parser.add_argument("--debug", action="store_true", help="show tracebacks")
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    return parser


def _judging(add: Any) -> None:
    add(
        "--platform",
        choices=PLATFORMS,
        default="tiktok",
        help="whose limits to judge by (default: tiktok)",
    )
    add(
        "--placement",
        choices=PLACEMENTS,
        default="organic",
        help="an ordinary post or an ad (default: organic)",
    )
    add(
        "--keywords",
        metavar='"A, B"',
        default="",
        help="keywords that the draft should say or show",
    )
    add(
        "--fail-on",
        choices=("error", "warn", "never"),
        default="error",
        help="findings that make the exit code 1 (default: error)",
    )


def _measuring(add: Any) -> None:
    add(
        "--engine",
        choices=ENGINES,
        default="auto",
        help="what transcribes (default: auto, the faster one here)",
    )
    add(
        "--model",
        metavar="NAME|PATH",
        default=DEFAULT_MODEL,
        help=f"Whisper model: base, another name, or a path (default: {DEFAULT_MODEL})",
    )
    add(
        "--language",
        metavar="CODE|NAME",
        default="auto",
        help="language of the voice-over, such as nl or dutch (default: auto)",
    )
    add("--no-transcript", action="store_true", help="do not transcribe the voice-over")
    add("--jobs", type=int, metavar="N", help="drafts to analyze at once (default: one a core)")
    add(
        "--timeout",
        type=float,
        metavar="SECONDS",
        default=DEFAULT_TIMEOUT,
        help=f"longest that one draft may take (default: {DEFAULT_TIMEOUT:g})",
    )


def _reporting(add: Any) -> None:
    add("--json", metavar="FILE", help="everything as one JSON document; - for standard output")
    add("--jsonl", metavar="FILE", help="the same, a line a draft, each as soon as it is ready")
    add("--csv", metavar="FILE", help="a table for a spreadsheet, a row a draft")
    add("--html", metavar="FILE", help="a page to look at, or a gallery of more drafts")
    add("--open", action="store_true", help="show that page in the browser")
    add("--lang", metavar="CODE", help="language of the page: en or nl (default: the locale's)")
    add("--srt", action="store_true", help="captions beside each draft, as SubRip")
    add("--vtt", action="store_true", help="captions beside each draft, as WebVTT")
    add("--force", action="store_true", help="write over captions that are there already")
    add("--watch", action="store_true", help="go on: analyze drafts as they are written")
    add("--serve", action="store_true", help="a page on this computer to drop drafts on")
    add("--port", type=int, metavar="N", help="where that page listens (default: a free port)")
    add("--quiet", action="store_true", help="print nothing but data that was asked for")
    add("--schema", action="store_true", help="print the JSON schema and exit")


def _keeping(add: Any) -> None:
    add("--no-cache", action="store_true", help="neither use nor keep measurements")
    add("--cache", action="store_true", help="show how much is kept, and where, and exit")
    add("--clear-cache", action="store_true", help="forget all that is kept and exit")


def _guarded(arguments: Sequence[str]) -> list[str]:
    """Arguments in which a file whose name begins with a dash is a path, not an option."""
    return [
        f".{os.sep}{argument}"
        if argument.startswith("-") and argument != "-" and os.path.lexists(argument)
        else argument
        for argument in arguments
    ]


def path(argument: str) -> Path:
    """A path as people drop it: plain, in quotes, or as a file:// URL."""
    if argument.startswith("file://"):
        path = unquote(urlsplit(argument).path)
        return Path(path[1:] if os.name == "nt" and path.startswith("/") else path)
    if len(argument) > 2 and argument[0] == argument[-1] and argument[0] in "'\"":
        bare = argument[1:-1]
        if not os.path.lexists(argument):
            return Path(bare)
    return Path(argument)


def _fitting_jobs() -> int:
    """One job a core, as far as the memory goes."""
    try:
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return cores()
    return max(1, min(cores(), memory // MEMORY_PER_JOB))
