"""The options of the command line, in the groups in which its help shows them."""

from __future__ import annotations

from typing import Any

from ..choices import (
    ALL,
    DEFAULT_MODEL,
    DEFAULT_TIMEOUT,
    ENGINES,
    KINDS,
    MARKERS,
    PLACEMENTS,
    PLATFORMS,
    SeveralOf,
)
from . import mending
from .console import Say


def _judging(add: Any, say: Say) -> None:
    add(
        "--platform",
        choices=SeveralOf((*PLATFORMS, ALL)),
        default="tiktok",
        help=say("whose limits to judge by; more with commas, or all (default: tiktok)"),
    )
    add(
        "--placement",
        choices=PLACEMENTS,
        default="organic",
        help=say("an ordinary post or an ad (default: organic)"),
    )
    add(
        "--kind",
        choices=("auto", *KINDS),
        default="auto",
        help=say("what carries the drafts (default: auto, recognised)"),
    )
    add(
        "--keywords",
        metavar='"A, B"',
        default="",
        help=say("keywords that the draft should say or show"),
    )
    add(
        "--profile",
        metavar="FILE",
        help=say("your own limits and words over the platform's (TOML)"),
    )
    add(
        "--library",
        metavar="FOLDER",
        action="append",
        default=[],
        help=say("earlier videos that every draft is compared with; may be given again"),
    )
    add(
        "--compare",
        nargs=2,
        metavar=("A", "B"),
        help=say("two cuts of one video: what is better, and what was cut, moved or added"),
    )
    add(
        "--sounds",
        metavar="FOLDER",
        action="append",
        default=[],
        help=say("your own tracks, looked for in every draft; may be given again"),
    )
    add(
        "--expect-sound",
        action="store_true",
        help=say("warn where none of those tracks is in a draft"),
    )
    add(
        "--fail-on",
        choices=("error", "warn", "never"),
        default="error",
        help=say("findings that make the exit code 1 (default: error)"),
    )


def _posting(add: Any, say: Say) -> None:
    add(
        "--caption",
        metavar="TEXT",
        help=say("the caption of the one draft (default: NAME.txt beside it)"),
    )
    add(
        "--captions-from",
        metavar="FILE",
        help=say("a table of captions, with the columns file, title and caption"),
    )


def _measuring(add: Any, say: Say) -> None:
    add(
        "--engine",
        choices=ENGINES,
        default="auto",
        help=say("what transcribes (default: auto, the faster one here)"),
    )
    add(
        "--model",
        metavar="NAME|PATH",
        default=DEFAULT_MODEL,
        help=say(
            "Whisper model: base, another name, or a path (default: {model})", model=DEFAULT_MODEL
        ),
    )
    add(
        "--language",
        metavar="CODE|NAME",
        default="auto",
        help=say("language of the voice-over, such as nl or dutch (default: auto)"),
    )
    add(
        "--vocabulary",
        metavar='"A, B"',
        default="",
        help=say("names to expect, as they are spelled"),
    )
    add("--no-transcript", action="store_true", help=say("do not transcribe the voice-over"))
    add(
        "--jobs", type=int, metavar="N", help=say("drafts to analyze at once (default: one a core)")
    )
    add(
        "--cluster",
        metavar="ADDRESS|local",
        help=say("have the workers of a Dask cluster analyze them, or start one here"),
    )
    add(
        "--timeout",
        type=float,
        metavar="SECONDS",
        default=DEFAULT_TIMEOUT,
        help=say("longest that one draft may take (default: {seconds:g})", seconds=DEFAULT_TIMEOUT),
    )


def _reporting(add: Any, say: Say) -> None:
    add(
        "--json", metavar="FILE", help=say("everything as one JSON document; - for standard output")
    )
    add(
        "--jsonl", metavar="FILE", help=say("the same, a line a draft, each as soon as it is ready")
    )
    add("--csv", metavar="FILE", help=say("a table for a spreadsheet, a row a draft"))
    add("--junit", metavar="FILE", help=say("what fails, for a build server, as JUnit XML"))
    add("--github", action="store_true", help=say("the same as annotations of a GitHub workflow"))
    add("--html", metavar="FILE", help=say("a page to look at, or a gallery of more drafts"))
    add("--open", action="store_true", help=say("show that page in the browser"))
    add(
        "--lang",
        metavar="CODE",
        help=say("language of all that is said (default: the locale's)"),
    )
    add("--srt", action="store_true", help=say("captions beside each draft, as SubRip"))
    add("--vtt", action="store_true", help=say("captions beside each draft, as WebVTT"))
    add(
        "--markers",
        choices=SeveralOf(MARKERS),
        metavar="FORMAT",
        action="append",
        default=[],
        help=say(
            "findings as markers beside each draft: edl (Resolve), xml (Premiere), fcpxml (Final "
            "Cut), otio or csv; more with commas"
        ),
    )
    add("--pdf", action="store_true", help=say("a page to send to a client beside each draft"))
    add("--share", action="store_true", help=say("a picture to send in a chat beside each draft"))
    add("--doubtful", action="store_true", help=say("captions with words that are doubtful, too"))
    add("--force", action="store_true", help=say("write over what lies beside the drafts"))
    add("--watch", action="store_true", help=say("go on: analyze drafts as they are written"))
    add("--serve", action="store_true", help=say("a page on this computer to drop drafts on"))
    add("--port", type=int, metavar="N", help=say("where that page listens (default: a free port)"))
    add("--quiet", action="store_true", help=say("print nothing but data that was asked for"))
    add("--schema", action="store_true", help=say("print the JSON schema and exit"))


def _keeping(add: Any, say: Say) -> None:
    add("--no-cache", action="store_true", help=say("neither use nor keep measurements"))
    add("--cache", action="store_true", help=say("show how much is kept, and where, and exit"))
    add("--clear-cache", action="store_true", help=say("forget all that is kept and exit"))


GROUPS = {
    "what to judge by": _judging,
    "what is posted with a draft": _posting,
    "how to measure": _measuring,
    "what to write": _reporting,
    "what to mend": mending.add,
    "measurements kept between runs": _keeping,
}
"""What each group is called in English, and what fills it."""
