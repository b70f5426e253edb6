"""The command line as people type it, and the ways to write a path."""

from __future__ import annotations

import argparse
import itertools
import os
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from urllib.parse import unquote, urlsplit

from .. import PROGRAM, __version__
from ..choices import language_named, language_of_locale
from ..errors import UsageError
from . import console, groups
from .console import Say
from .parsing import Help, Parser

MOST_PARTS = 12
"""How many words a name may have that is recognised where it was not quoted; chosen by hand."""


MCP = "mcp"
"""The command that serves assistants, where it stands first; a file of that name is ``./mcp``."""

USAGE = ("%(prog)s [options] PATH ...", "%(prog)s --serve|mcp [options]")
"""The ways to start it, a line each."""


def parser(say: Say | None = None) -> Parser:
    """Return what the command line understands, with its help in a language."""
    say = say or console.speaker()
    parser = Parser(
        prog=PROGRAM,
        usage=f"\n{' ' * len(say('usage: '))}".join(USAGE),
        description=say(
            "Analyze short vertical video drafts (TikTok, Reels, Shorts) before posting."
        ),
        epilog=say(
            "exit codes: 0 all is well; 1 findings at or above --fail-on; "
            "2 a draft could not be analyzed, or bad usage"
        ),
        formatter_class=partial(Help, say=say),
        allow_abbrev=False,
        add_help=False,
    )
    files = parser.add_argument_group(say("drafts"))
    files.add_argument("paths", nargs="*", metavar="PATH", help=say("video files and folders"))
    for title, fill in groups.GROUPS.items():
        fill(parser.add_argument_group(say(title)).add_argument, say)
    others = parser.add_argument_group(say("others")).add_argument
    others("-h", "--help", action="help", help=say("show this help and exit"))
    others("--debug", action="store_true", help=say("show tracebacks"))
    others(
        "--version",
        action="version",
        version=f"%(prog)s {__version__}",
        help=say("show the version and exit"),
    )
    return parser


def example() -> str:
    """What to type, for who has typed nothing yet."""
    say = console.speaker()
    paragraphs = (
        parser(say).format_usage(),
        say("For example, with your own video or a folder of them:") + "\n",
        f"    {PROGRAM} draft.mp4\n",
        say("--help lists the options; --serve opens a page to drop drafts on.") + "\n",
    )
    return "\n".join(paragraphs)


def given(arguments: Sequence[str]) -> argparse.Namespace:
    """Return what ``arguments`` say; raises UsageError for what cannot be read.

    Exits as argparse does for ``--help`` and ``--version``.
    """
    return parser().known(guarded(arguments))


def spoken(arguments: Sequence[str]) -> str:
    """The code of the language to say in what is wrong with ``arguments``, before they are read."""
    asked = ""
    for argument, following in itertools.pairwise([*arguments, ""]):
        name, equals, value = argument.partition("=")
        if name == "--lang":
            asked = language_named(value if equals else following)
    return asked or language_of_locale() or "en"


def guarded(arguments: Sequence[str]) -> list[str]:
    """Arguments in which a path that begins with a dash, or stands after ``--``, is no option."""
    options, paths = list(arguments), []
    if "--" in options:
        end = options.index("--")
        options, paths = options[:end], options[end + 1 :]
    dashed = [a.startswith("-") and a != "-" and os.path.lexists(a) for a in options]
    dashed += [a.startswith("-") for a in paths]
    both = zip([*options, *paths], dashed, strict=True)
    return [f".{os.sep}{a}" if is_dashed else a for a, is_dashed in both]


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


def refuse_a_cut_path(paths: Sequence[Path]) -> None:
    """Raise UsageError where a path was cut in two at a space: in one piece it is there."""
    there = [os.path.lexists(path) for path in paths]
    for start in range(len(paths)):
        for end in range(start + 2, min(start + MOST_PARTS, len(paths)) + 1):
            whole = " ".join(map(str, paths[start:end]))
            if not all(there[start:end]) and os.path.lexists(whole):
                raise UsageError(
                    '{path}: its name holds a space; put it in quotes: {program} "{path}"',
                    path=Path(whole),
                    program=PROGRAM,
                )
