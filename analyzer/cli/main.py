"""argv -> options -> a run -> exit code: the only sys.exit."""

from __future__ import annotations

import contextlib
import signal
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from ..batch import job_control
from ..errors import AnalyzerError, ExitCode, UsageError
from . import arguments, console, window

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from ..batch.cluster.opening import Cluster
    from ..cache.store import Store
    from .options import Options


def main(argv: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit with its code."""
    try:
        console.speak_utf8()
        argv = sys.argv[1:] if argv is None else argv
        code = _mcp(argv) if list(argv[:1]) == [arguments.MCP] else _command(argv)
    except SystemExit as end:  # argparse's own, for --help and for what it cannot read
        code = end.code if isinstance(end.code, int) else ExitCode.FINE
    except KeyboardInterrupt:  # of an assistant's server, or before anything has begun
        code = ExitCode.INTERRUPTED
    sys.exit(console.settled(code))


def _mcp(argv: Sequence[str]) -> int:
    """Serve assistants: standard input is theirs."""
    console.speak(arguments.spoken(argv))
    from . import agents

    try:
        return agents.serve(argv[1:])
    except (AnalyzerError, OSError) as error:
        console.complain(error)
        return ExitCode.FAILED


def _command(argv: Sequence[str]) -> int:
    job_control.leave_keyboard()
    console.speak(arguments.spoken(argv))
    try:
        given = arguments.given(argv)
        from . import options

        asked = options.checked(given)
    except (AnalyzerError, OSError) as error:
        console.complain(error)
        return ExitCode.FAILED
    is_own_window = window.is_own()
    if is_own_window:  # a file was dropped onto the icon, or it was double-clicked
        serve = asked.serve or not asked.paths
        import msgspec

        asked = msgspec.structs.replace(asked, open=True, serve=serve)
    code = _guarded(asked)
    if is_own_window:
        window.wait_for_a_key()
    return code


def _guarded(asked: Options) -> int:
    """The exit code of what was asked for, whatever goes wrong in it."""
    try:
        return _run(asked)
    except KeyboardInterrupt:
        console.say("stopped")
        return ExitCode.INTERRUPTED
    except (AnalyzerError, OSError) as error:
        if asked.debug:
            raise
        console.complain(error)
        return ExitCode.FAILED


def _run(asked: Options) -> int:
    if asked.schema:
        from ..reports.json import schema

        console.out([schema()])
        return ExitCode.FINE
    if asked.cache or asked.clear_cache:
        return _cache(clear=asked.clear_cache)
    if not asked.serve and not asked.paths:
        console.out([arguments.example()])
        return ExitCode.FINE
    from ..scratch import sweep

    sweep()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # stops as Ctrl-C does
    job_control.handle_suspension()
    if asked.serve:
        return _serve(asked)
    from ..batch.discovery import PASSED_OVER, discover, passed_over
    from ..paths import display_path
    from .collection import Collection
    from .run import Run
    from .targets import refuse_bad_targets

    found = discover(asked.paths, may_be_empty=asked.watch)
    if not asked.quiet and (counts := passed_over(found)):
        console.say(
            "{count} drafts{passed_words}",
            count=len(found.drafts),
            passed_words=PASSED_OVER,
            passed_counts=counts,
        )
    refuse_bad_targets(asked.targets, found.drafts)
    if asked.caption is not None and len(found.drafts) > 1:
        raise UsageError(
            "--caption is for one draft, and there are {count}; write NAME.txt beside each, or "
            "give a table with --captions-from",
            count=len(found.drafts),
        )
    order = map(display_path, found.drafts)
    with (
        _cluster(asked, len(found.drafts)) as cluster,
        _store(asked) as store,
        Collection(order) as collection,
    ):
        run = Run(asked, found.drafts, store, collection, cluster)
        run.companions.learn()
        return run.watch() if asked.watch else run.scan()


def _cluster(asked: Options, drafts: int) -> AbstractContextManager[Cluster | None]:
    """The cluster that is to analyze the drafts, if there is one."""
    if asked.cluster is None:
        return contextlib.nullcontext()
    from ..batch.cluster.opening import LOCAL, Cluster

    jobs = (
        asked.settings(None if asked.watch else drafts)[1] if asked.cluster == LOCAL else asked.jobs
    )
    return Cluster(asked.cluster, jobs=jobs, is_kept=not asked.no_cache)


@contextlib.contextmanager
def store_folder(asked: Options) -> Iterator[Path]:
    """The folder of the store in the user's cache, or one that ends with this run."""
    from ..cache.store import Store, home
    from ..scratch import Scratch

    with contextlib.ExitStack() as stack:
        folder: Path = stack.enter_context(Scratch("drafts-")) if asked.no_cache else home()
        with Store(folder) as store:
            store.tidy()
        yield folder


@contextlib.contextmanager
def _store(asked: Options) -> Iterator[Store]:
    """The store of the run."""
    from ..cache.store import Store

    with store_folder(asked) as folder, Store(folder) as store:
        yield store


def _serve(asked: Options) -> int:
    """Serve the drop page until it is stopped."""
    from functools import partial

    from ..platforms.profile import safe_zones
    from ..reports import html
    from ..reports.language import load
    from ..web import serve
    from .tool import TOOL

    settings, jobs = asked.settings()
    serve(
        settings,
        port=asked.port,
        open_browser=asked.open,
        timeout=asked.timeout,
        jobs=jobs,
        language=asked.lang,
        render=partial(html.page, zones=safe_zones(), language=asked.lang, tool=TOOL),
        announce=lambda address: console.out([address, "\n"]),
        translate=load(asked.lang),
    )
    return ExitCode.FINE


def _cache(*, clear: bool) -> int:
    """Show what is kept between runs, or forget it."""
    from ..cache.store import Store, home

    with Store(home()) as store:
        if clear:
            store.clear()
        kept = store.holdings()
        if store.trouble:
            console.say("measurements are not kept: {what}", what=store.trouble)
            return ExitCode.FAILED
    said = console.language()(
        "{path}: measurements of {count} drafts, {megabytes:,.1f} MB",
        path=str(store.path),
        count=kept.drafts,
        megabytes=kept.size_bytes / 1e6,
    )
    console.out([said, "\n"])
    return ExitCode.FINE
