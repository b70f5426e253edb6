"""Opens the drop page in the browser, with its address in no process's arguments.

What a browser is started with is there for every user of the machine to read (``ps``), and the
address holds the token. So it is started with the name of a page that only this user can read,
and that leads to the address; Jupyter's servers do the same.
"""

from __future__ import annotations

import html
import webbrowser
from pathlib import Path

OPENING_SECONDS = 60.0
"""Seconds for which the page stays if nobody comes: a browser that has to be started takes ten."""

PAGE = """<!doctype html>
<meta charset="utf-8">
<meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0; url={address}">
<a href="{address}">{words}</a>
"""


class Opening:
    """A page in ``folder``, which is the user's own, that leads to ``address``; gone once used."""

    def __init__(self, folder: Path, address: str, words: str) -> None:
        self._page = folder / "open.html"
        self._text = PAGE.format(address=html.escape(address), words=html.escape(words))

    def show(self) -> None:
        """Open the page in the user's browser."""
        self._page.touch(mode=0o600, exist_ok=False)
        self._page.write_text(self._text, encoding="utf-8")
        webbrowser.open(self._page.as_uri())

    def close(self) -> None:
        """Remove the page, if it is there."""
        self._page.unlink(missing_ok=True)
