"""Writes what goes beside the drafts and what opens in a browser: captions, and the HTML report."""

from __future__ import annotations

import locale
import os
import tempfile
import webbrowser
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from analyzer.errors import UsageError
from analyzer.files import beside, write_whole
from analyzer.model import Report
from analyzer.outputs import TOOL
from analyzer.pipeline import stills_of
from analyzer.profile import safe_zones
from analyzer.settings import Settings
from analyzer.store import Store


def write_page(
    target: Path,
    reports: Iterator[Report],
    count: int,
    settings: Settings,
    store: Store,
    language: str,
) -> Path:
    """Write the HTML report to ``target`` and return the file to open.

    One draft is a page, more of them a gallery in one file. More than one file should hold go to
    a folder beside it, with the index at ``target``'s name without its suffix.
    """
    from analyzer.reports import html

    entries = (html.Entry(report, stills_of(report, settings, store)) for report in reports)
    zones = safe_zones()
    if count > html.MOST_IN_ONE_FILE:
        folder = target.with_suffix("")
        if folder.exists() and not (folder / "index.html").exists() and any(folder.iterdir()):
            raise UsageError(
                f"--html {target}: {count} drafts go to the folder {folder}, and it is taken"
            )
        return html.write_folder(folder, entries, zones, language=language, tool=TOOL)
    if count == 1:
        entry = next(entries)
        text = html.page(entry.report, entry.stills, zones, language=language, tool=TOOL)
    else:
        text = html.gallery(entries, zones, language=language, tool=TOOL)
    write_whole(target, [text], over=True)
    return target


def page_for_now() -> Path:
    """Where a page goes that was asked to be shown and not to be kept."""
    return Path(tempfile.mkdtemp(prefix="draft-report-")) / "report.html"


def show(page: Path) -> None:
    """Open ``page`` in the user's browser."""
    webbrowser.open(page.absolute().as_uri())


def write_captions(
    drafts: Sequence[Path],
    reports: Iterable[Report],
    suffixes: Sequence[str],
    *,
    over: bool,
    say: Callable[[str], None],
) -> None:
    """Write captions (``.srt``, ``.vtt``) beside each draft that says something.

    A file that is there is left as it is, and that is said, unless it may be written ``over``.
    """
    from analyzer.pipeline import spelled
    from analyzer.reports import subtitles

    render = {".srt": subtitles.srt, ".vtt": subtitles.vtt}
    paths = [spelled(draft) for draft in drafts]
    targets = {suffix: dict(zip(paths, beside(drafts, suffix), strict=True)) for suffix in suffixes}
    for report in reports:
        transcript = report.signals.transcript if report.signals else None
        if transcript is None or not transcript.words or report.probe is None:
            continue
        for suffix in suffixes:
            target = targets[suffix][report.path]
            text = render[suffix](transcript, duration=report.probe.duration)
            if not write_whole(target, [text], over=over):
                say(f"{target} is there already and was left as it is; --force writes it anew")


def language(asked: str | None) -> str:
    """The language to write in: as asked, else the locale's where there is a catalogue of it."""
    from analyzer.reports.language import catalogues

    known = catalogues()
    if asked is not None and asked not in known:
        raise UsageError(f"--lang {asked}: choose one of {', '.join(sorted(known))}")
    names = (os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    spoken = asked or next(filter(None, names), "") or locale.getlocale()[0] or ""
    code = spoken.replace("-", "_").partition("_")[0].lower()
    named = {"dutch": "nl", "english": "en"}.get(code, code)  # as Windows calls them
    return named if named in known else "en"
