"""argv -> analysis -> reports -> exit code: the only print and the only sys.exit."""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn
from urllib.parse import unquote, urlsplit

from analyzer import __version__
from analyzer.errors import AnalyzerError, UsageError

if TYPE_CHECKING:
    from analyzer.model import Report
    from analyzer.pipeline import Settings

FOUND = 1
FAILED = 2
INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit with its code."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    asked = _parser().parse_args(_guarded(sys.argv[1:] if arguments is None else arguments))
    try:
        code = _run(asked)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = FAILED
    except KeyboardInterrupt:
        _say("stopped")
        code = INTERRUPTED
    except AnalyzerError as error:
        if asked.debug:
            raise
        _say(str(error))
        code = FAILED
    sys.exit(code)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="analyze.py",
        description="Analyze short vertical video drafts (TikTok, Reels, Shorts) before posting.",
        epilog="exit codes: 0 all is well; 1 findings at or above --fail-on; "
        "2 a draft could not be analyzed, or bad usage",
    )
    add = parser.add_argument
    add("paths", nargs="*", metavar="PATH", help="video files and folders of them")
    add(
        "--platform",
        choices=("tiktok", "reels", "shorts"),
        default="tiktok",
        help="whose limits to judge by (default: tiktok)",
    )
    add(
        "--placement",
        choices=("organic", "ads"),
        default="organic",
        help="an ordinary post or an ad (default: organic)",
    )
    add("--json", metavar="FILE", help="write everything as JSON; - for standard output")
    add(
        "--engine",
        choices=("auto", "faster-whisper", "openai-whisper"),
        default="auto",
        help="what transcribes (default: auto, the faster one here)",
    )
    add(
        "--model",
        metavar="NAME|PATH",
        default="base",
        help="Whisper model: base, another name, or a path (default: base)",
    )
    add(
        "--language",
        metavar="CODE",
        default="auto",
        help="language of the voice-over, such as nl (default: auto)",
    )
    add("--no-transcript", action="store_true", help="do not transcribe the voice-over")
    add("--keywords", metavar='"A, B"', default="", help="keywords that it should say or show")
    add("--jobs", type=int, metavar="N", default=1, help="drafts to analyze at once (default: 1)")
    add(
        "--timeout",
        type=float,
        metavar="SECONDS",
        default=None,
        help="longest that one draft may take (default: 900)",
    )
    add(
        "--fail-on",
        choices=("error", "warn", "never"),
        default="error",
        help="findings that make the exit code 1 (default: error)",
    )
    add("--quiet", action="store_true", help="print nothing but data that was asked for")
    add("--schema", action="store_true", help="print the JSON schema and exit")
    add("--debug", action="store_true", help="show tracebacks")
    add("--version", action="version", version=f"%(prog)s {__version__}")
    return parser


def _guarded(arguments: Sequence[str]) -> list[str]:
    """Arguments in which a file whose name begins with a dash is a path, not an option."""
    return [
        f".{os.sep}{argument}"
        if argument.startswith("-") and argument != "-" and os.path.lexists(argument)
        else argument
        for argument in arguments
    ]


def _run(asked: argparse.Namespace) -> int:
    if asked.schema:
        from analyzer.reports.json import schema

        print(schema(), end="")
        return 0
    if not asked.paths:
        _parser().print_help()
        return 0
    from analyzer.batch import discover

    settings = _settings(asked)
    drafts = discover([_path(argument) for argument in asked.paths])
    _refuse_to_overwrite(asked.json, drafts)
    reports = _analyze(drafts, settings, asked)
    if asked.json:
        _write_json(asked.json, reports)
    return _exit_code(reports, asked.fail_on)


def _settings(asked: argparse.Namespace) -> Settings:
    from analyzer.pipeline import Settings

    if asked.jobs < 1:
        raise UsageError(f"--jobs {asked.jobs}: give a number of 1 or more")
    if asked.timeout is not None and not asked.timeout > 0:
        raise UsageError(f"--timeout {asked.timeout:g}: give a number of seconds above 0")
    return Settings(
        platform=asked.platform,
        placement=asked.placement,
        engine=asked.engine,
        model=asked.model,
        language=None if asked.language == "auto" else asked.language,
        transcript=not asked.no_transcript,
        keywords=tuple(word.strip() for word in asked.keywords.split(",") if word.strip()),
        threads=max(1, (os.cpu_count() or 1) // asked.jobs),
    )


def _path(argument: str) -> Path:
    """A path as people drop it: plain, in quotes, or as a file:// URL."""
    if argument.startswith("file://"):
        path = unquote(urlsplit(argument).path)
        return Path(path[1:] if os.name == "nt" and path.startswith("/") else path)
    if len(argument) > 2 and argument[0] == argument[-1] and argument[0] in "'\"":
        bare = argument[1:-1]
        if not os.path.lexists(argument):
            return Path(bare)
    return Path(argument)


def _refuse_to_overwrite(target: str | None, drafts: Sequence[Path]) -> None:
    if target and target != "-" and Path(target).resolve() in {d.resolve() for d in drafts}:
        raise UsageError(f"--json {target}: that is a draft; give the report another name")


def _analyze(drafts: Sequence[Path], settings: Settings, asked: argparse.Namespace) -> list[Report]:
    from analyzer.batch import DEFAULT_TIMEOUT, scan
    from analyzer.pipeline import spelled

    reports: dict[str, Report] = {}
    timeout = asked.timeout or DEFAULT_TIMEOUT
    with _progress(len(drafts), quiet=asked.quiet) as advance:
        for report in scan(drafts, settings, jobs=asked.jobs, timeout=timeout):
            reports[report.path] = report
            if not asked.quiet and (asked.json != "-" or report.error is not None):
                _show(report, is_first=len(reports) == 1)
            advance()
    return [reports[spelled(draft)] for draft in drafts]


@contextlib.contextmanager
def _progress(total: int, *, quiet: bool) -> Iterator[Callable[[], None]]:
    """A bar on standard error where somebody watches; calling what it yields moves it on."""
    if quiet or not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("analyzing"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total)
        yield lambda: bar.advance(task)


def _show(report: Report, *, is_first: bool) -> None:
    """A card on standard output, or one line on standard error where there is only an error."""
    from analyzer.reports import terminal

    if report.error is not None:
        _say(f"{report.path}: {report.error.message}")
        return
    is_terminal = sys.stdout.isatty()
    width = shutil.get_terminal_size((80, 24)).columns if is_terminal else 80
    color = is_terminal and "NO_COLOR" not in os.environ
    if not is_first:
        print()
    print(terminal.render(report, width=width, color=color), end="", flush=True)


def _write_json(target: str, reports: Sequence[Report]) -> None:
    from analyzer.model import Tool
    from analyzer.reports import json

    document = json.render(reports, Tool("short-draft-analyzer", __version__))
    if target == "-":
        print(document, end="")
        return
    path = Path(target)
    partial = path.with_name(f".{path.name}.partial")
    try:
        partial.write_text(document, encoding="utf-8")
        partial.replace(path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise UsageError(f"--json {target}: {error.strerror or error}") from None


def _exit_code(reports: Sequence[Report], fail_on: str) -> int:
    from analyzer.model import Severity, Status

    if any(report.status is Status.ERROR for report in reports):
        return FAILED
    fatal = {
        "error": {Severity.ERROR},
        "warn": {Severity.ERROR, Severity.WARN},
        "never": set(),
    }[fail_on]
    found = {finding.severity for report in reports for finding in report.findings}
    return FOUND if found & fatal else 0


def _say(message: str) -> None:
    """One line on standard error, with nothing in it that could steer a terminal."""
    from analyzer.reports.text import printable

    print(f"analyze.py: {printable(message)}", file=sys.stderr)
