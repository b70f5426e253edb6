"""argv -> a run -> exit code: the only sys.exit."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from analyzer import job_control, options, window
from analyzer.errors import AnalyzerError, ExitCode

if TYPE_CHECKING:
    import argparse

    from analyzer.store import Store


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit with its code."""
    job_control.leave_keyboard()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    given = options.guarded(sys.argv[1:] if arguments is None else arguments)
    asked = options.parser().parse_args(given)
    is_own_window = window.is_own()
    if is_own_window:  # a file was dropped onto the icon, or it was double-clicked
        asked.open = True
        asked.serve = asked.serve or not asked.paths
    code = _guarded_run(asked)
    if is_own_window:
        window.wait_for_a_key()
    sys.exit(code)


def _guarded_run(asked: argparse.Namespace) -> int:
    """The exit code of the run, whatever goes wrong in it."""
    try:
        return _run(asked)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.FAILED
    except KeyboardInterrupt:
        _say("stopped")
        return ExitCode.INTERRUPTED
    except AnalyzerError as error:
        if asked.debug:
            raise
        _say(str(error))
        return ExitCode.FAILED


def _run(asked: argparse.Namespace) -> int:
    if asked.schema:
        from analyzer.reports.json import schema

        print(schema(), end="")
        return 0
    if asked.cache or asked.clear_cache:
        return _cache(clear=asked.clear_cache)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # stops as Ctrl-C does
    job_control.handle_suspension()
    if asked.serve:
        return _serve(asked)
    if not asked.paths:
        options.parser().print_help()
        return 0
    from analyzer import outputs
    from analyzer.discovery import discover, passed_over
    from analyzer.run import Run

    paths = [options.path(argument) for argument in asked.paths]
    found = discover(paths, may_be_empty=asked.watch)
    if not asked.quiet and passed_over(found):
        _say(f"{len(found.drafts)} drafts{passed_over(found)}")
    targets = {"--json": asked.json, "--jsonl": asked.jsonl, "--csv": asked.csv}
    targets["--html"] = asked.html
    outputs.refuse_to_overwrite(targets, found.drafts)
    with _store(asked) as store, outputs.Collection() as collection:
        return Run(asked, paths, found.drafts, store, collection).go()


@contextlib.contextmanager
def _store(asked: argparse.Namespace) -> Iterator[Store]:
    """The store in the user's cache, or one that ends with this run."""
    from analyzer.store import Store, home

    with contextlib.ExitStack() as stack:
        folder = home()
        if asked.no_cache:
            temporary = tempfile.TemporaryDirectory(prefix="drafts-", ignore_cleanup_errors=True)
            folder = Path(stack.enter_context(temporary))
        store = stack.enter_context(Store(folder))
        store.tidy()
        yield store


def _serve(asked: argparse.Namespace) -> int:
    """Serve the drop page until it is stopped."""
    from functools import partial

    from analyzer.outputs import TOOL
    from analyzer.pages import language
    from analyzer.pool import DEFAULT_TIMEOUT
    from analyzer.profile import safe_zones
    from analyzer.reports import html
    from analyzer.reports.language import load
    from analyzer.serve import serve

    settings, jobs = options.settings(asked)
    spoken = language(asked.lang)
    serve(
        settings,
        port=asked.port,
        open_browser=asked.open,
        timeout=asked.timeout or DEFAULT_TIMEOUT,
        jobs=jobs,
        language=spoken,
        render=partial(html.page, zones=safe_zones(), language=spoken, tool=TOOL),
        announce=partial(print, flush=True),
        translate=load(spoken).reason,
    )
    return 0


def _cache(*, clear: bool) -> int:
    """Show what is kept between runs, or forget it."""
    from analyzer.store import Store, home

    with Store(home()) as store:
        if clear:
            store.clear()
        kept = store.holdings()
        if store.trouble:
            _say(f"measurements are not kept: {store.trouble}")
            return ExitCode.FAILED
    print(f"{store.path}: measurements of {kept.drafts} drafts, {kept.size_bytes / 1e6:.1f} MB")
    return 0


def _say(message: str) -> None:
    from analyzer.run import say

    say(message)
