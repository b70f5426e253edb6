"""The command line as people type it: the options with their help, and the ways to write a path."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from .. import PROGRAM, __version__
from ..model import Kind
from ..platforms.profile import PLACEMENTS, PLATFORMS
from ..settings import DEFAULT_TIMEOUT
from ..weights.whisper_names import ENGINES
from . import console

DEFAULT_MODEL = "base"


class _Parser(argparse.ArgumentParser):
    """argparse's parser, which says so where the help cannot be printed."""

    def _print_message(self, message: str, file: object = None) -> None:
        if file is sys.stdout:
            console.out([message])
        else:
            super()._print_message(message)


def parser() -> argparse.ArgumentParser:
    """Return what the command line understands."""
    parser = _Parser(
        prog=PROGRAM,
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
        "--kind",
        choices=("auto", *Kind),
        default="auto",
        help="what carries the drafts (default: auto, recognised)",
    )
    add(
        "--keywords",
        metavar='"A, B"',
        default="",
        help="keywords that the draft should say or show",
    )
    add(
        "--caption",
        metavar="TEXT",
        help="the caption of the one draft (default: NAME.txt beside it)",
    )
    add("--profile", metavar="FILE", help="your own limits and words over the platform's (TOML)")
    add(
        "--captions-from",
        metavar="FILE",
        help="a table of captions, with the columns file, title and caption",
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
    add("--vocabulary", metavar='"A, B"', default="", help="names to expect, as they are spelled")
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
    add("--doubtful", action="store_true", help="captions with words that are doubtful, too")
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


def guarded(arguments: Sequence[str]) -> list[str]:
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
