"""A Chromium that is offline, and pages opened in it as a reader opens them: from a file."""

from __future__ import annotations

import os
import shutil
import subprocess
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import platformdirs
import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
SWITCHES = [
    "--headless=new",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE = "axe-core-4.10.3"

DESKTOP, PHONE = 1280, 390

Open = Callable[..., Any]

FIRST_PAINT = """() => new Promise((painted, failed) => {
    setTimeout(failed, 30_000, new Error("nothing was drawn for 30 s"));
    new PerformanceObserver((list) => {
        if (list.getEntriesByName("first-contentful-paint").length) painted();
    }).observe({ type: "paint", buffered: true });
})"""


def wait_until_drawn(page: Any) -> None:
    """Wait for the page's first paint; two animation frames may pass before it."""
    page.evaluate(FIRST_PAINT)


def wait_until(page: Any, condition: str) -> None:
    """Wait until an expression holds; playwright's own way needs eval, which pages forbid."""
    page.evaluate(
        f"""() => new Promise((held, failed) => {{
            setTimeout(failed, 20_000, new Error({condition!r} + " did not come true"));
            const look = () => ({condition}) ? held() : setTimeout(look, 20);
            look();
        }})"""
    )


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """The browser; the tests are skipped where it or playwright is missing."""
    playwright = pytest.importorskip(
        "playwright.sync_api", reason="no playwright; scripts/test.py --browser installs it"
    )
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        pytest.skip("no Chromium on PATH; scripts/test.py --browser installs it")
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    switches = [*SWITCHES, "--no-sandbox"] if is_root else SWITCHES
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, args=switches)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Any, tmp_path: Path) -> Iterator[Open]:
    """Opens HTML as a file: ``open_page(html, width=390, theme="dark")``.

    At the end, a page that complained on the console, or that anything was blocked on, fails.
    """
    complaints: list[str] = []
    contexts: list[Any] = []

    def open_it(document: str, width: int = DESKTOP, theme: str = "light") -> Any:
        file = tmp_path / f"page{len(contexts)}.html"
        file.write_text(document, encoding="utf-8")
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, color_scheme=theme, offline=True
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: _note(request, complaints))
        page.goto(file.as_uri())
        wait_until_drawn(page)
        return page

    yield open_it
    for context in contexts:
        context.close()
    assert complaints == []


def _note(request: Any, complaints: list[str]) -> None:
    if not request.url.startswith(("file:", "data:", "blob:")):
        complaints.append(f"asked for {request.url}")


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core, fetched from npm once; skips where that is not possible."""
    folder = Path(platformdirs.user_cache_dir("short-draft-analyzer-tests"))
    script = folder / f"{AXE}.min.js"
    if not script.is_file():
        npm = shutil.which("npm")
        if npm is None:
            pytest.skip("no npm to fetch axe-core with")
        folder.mkdir(parents=True, exist_ok=True)
        name, _, version = AXE.rpartition("-")
        fetched = subprocess.run(
            [npm, "pack", "--silent", f"{name}@{version}"],
            cwd=folder, capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip
        if fetched.returncode != 0:
            pytest.skip(f"axe-core could not be fetched: {fetched.stderr.strip()[-200:]}")
        with tarfile.open(folder / f"{AXE}.tgz") as package:
            member = package.extractfile("package/axe.min.js")
            assert member is not None
            script.write_bytes(member.read())
    return script.read_text(encoding="utf-8")
