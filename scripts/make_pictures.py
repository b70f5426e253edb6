"""Draw the README's pictures anew: a card in the terminal, and the report's page.

    python scripts/make_pictures.py [CHROMIUM]

Both are of a sample, so that anybody gets the same. The page is drawn by Playwright's Chromium, or
by the program CHROMIUM.
"""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path

import cv2
from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from analyzer import __version__  # noqa: E402
from analyzer.cache.store import Store  # noqa: E402
from analyzer.model import Tool  # noqa: E402
from analyzer.pipeline.analysis import analyze, stills_recaller  # noqa: E402
from analyzer.platforms.profile import safe_zones  # noqa: E402
from analyzer.reports import html, terminal  # noqa: E402
from analyzer.settings import Settings  # noqa: E402

SAMPLE = Path("sample_videos/rotated_loud.mp4")
PICTURES = ROOT / "docs" / "pictures"
WIDTH, HEIGHT = 1200, 1000
"""Pixels of the page's window."""

COLUMNS = 84
SHOWN = 960
"""Pixels across of the picture that is kept."""


def main() -> None:
    """Analyze the sample, and draw its card and its page."""
    PICTURES.mkdir(exist_ok=True)
    settings = Settings(stills=True)
    with tempfile.TemporaryDirectory() as folder, Store(Path(folder)) as store:
        report = analyze(SAMPLE, settings, store)
        stills = stills_recaller(settings, store)(report)
        page = Path(folder) / "page.html"
        tool = Tool("short-draft-analyzer", __version__)
        page.write_text(html.page(report, stills, safe_zones(), tool=tool), encoding="utf-8")
        shot = Path(folder) / "page.png"
        draw(page, shot)
        keep(shot)
    console = Console(record=True, width=COLUMNS, file=io.StringIO())
    console.print(Text.from_ansi(terminal.render(report, width=COLUMNS, color=True)))
    console.save_svg(str(PICTURES / "card.svg"), title=f"analyze.py {SAMPLE.name}", theme=MONOKAI)


def draw(page: Path, shot: Path) -> None:
    """Have Chromium draw the page."""
    from playwright.sync_api import sync_playwright

    program = sys.argv[1] if len(sys.argv) > 1 else None
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        tab = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light")
        tab.goto(page.as_uri())
        tab.screenshot(path=str(shot))
        browser.close()


def keep(shot: Path) -> None:
    """Keep the picture at the size at which it is shown, as WebP."""
    picture = cv2.imread(str(shot))
    height = round(picture.shape[0] * SHOWN / picture.shape[1])
    small = cv2.resize(picture, (SHOWN, height), interpolation=cv2.INTER_AREA)
    cv2.imwrite(str(PICTURES / "report.webp"), small, [cv2.IMWRITE_WEBP_QUALITY, 80])


if __name__ == "__main__":
    main()
