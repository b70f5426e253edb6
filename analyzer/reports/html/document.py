"""A page: its templates filled in, its style and script inside, nothing else let in.

The Content-Security-Policy names the one style and the one script by their digests, so that not
even markup that slipped through from a draft could run. The pages of a folder share both: there it
names the one line that loads the script.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
import msgspec
from markupsafe import Markup

from ..language import Language
from ..text import sentence
from . import masks

HERE = Path(__file__).parent
_INDENT = re.compile(r"^ +", re.MULTILINE)
_UNIT = re.compile(r"(\d) (s|MB|LUFS|LU|dBTP|Hz|Mbps|kbps|bpm|%)(?!\w)")

STYLES = ("base.css", "draft.css", "player.css")
SCRIPTS = ("page.js", "player.js", "notes.js", "timeline.js")

PARTS = {
    "page": (STYLES, SCRIPTS),
    "gallery": ((*STYLES, "gallery.css"), (*SCRIPTS, "gallery.js")),
    "share": (("base.css", "share.css"), ()),
    "cuts": ((*STYLES, "cuts.css"), ("page.js", "cuts.js")),
}
"""The styles and scripts that each kind of page needs."""

CHOSEN = "blob:"
"""What lets a page play a file that its reader has chosen, in the browser's memory."""

BESIDE = "'self' file:"
"""What lets a page play what lies beside it: opened from a file, it is of no origin of its own."""


LOADER = 'document.body.append(Object.assign(document.createElement("script"),{src:"report.js"}))'
"""Loads the script of a folder of pages: a page trusts what this loads, and nothing else."""


def shared() -> Mapping[str, str]:
    """The files that the pages of a folder have in common, by name: their style and script."""
    style, script = map(_inside, PARTS["gallery"])
    return {"report.css": style, "report.js": script}


def render(
    kind: str, say: Language, *, plays: bool = False, in_folder: bool = False, **values: Any
) -> str:
    """Return a page of this kind, in the language of ``say``: whole, or one ``in_folder``.

    It may play a file that its reader chooses; only one that ``plays`` what lies beside it may load
    files, and only by what it says itself.
    """
    style, script = ("", LOADER) if in_folder else map(_inside, PARTS[kind])
    styles = BESIDE if in_folder else _quoted(style)
    scripts = f"{_quoted(script)} 'strict-dynamic'" if in_folder else _quoted(script)
    films = f"{BESIDE} {CHOSEN}" if plays else CHOSEN
    policy = _own(
        "default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'; "
        f"style-src {styles}; script-src {scripts}; media-src {films}"
    )
    page = _templates().get_template(f"{kind}.html.j2")
    return page.render(
        say=say,
        style=_own(style),
        script=_own(script),
        policy=policy,
        in_folder=in_folder,
        **values,
    )


def fragment(template: str, say: Language, **values: Any) -> Markup:
    """Return a part of a page."""
    return _own(_templates().get_template(template).render(say=say, **values))


@cache
def _templates() -> jinja2.Environment:
    templates = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    templates.filters["hatched"] = masks.hatched
    templates.filters["island"] = island
    templates.filters["sentence"] = sentence
    templates.filters["tight"] = tight
    return templates


def island(data: Any) -> Markup:
    """Return data as JSON that cannot end the element, or the '-quoted attribute, it stands in."""
    text = msgspec.json.encode(data).decode()
    for mark in "<>&'\u2028\u2029":
        text = text.replace(mark, f"\\u{ord(mark):04x}")
    return _own(text)


def tight(text: str) -> str:
    """Return the text with its numbers and their units kept on one line."""
    return _UNIT.sub("\\1\N{NO-BREAK SPACE}\\2", text)


@cache
def _inside(names: tuple[str, ...]) -> str:
    """Return the files as one text, without the spaces that lines begin with."""
    text = "".join((HERE / name).read_text(encoding="utf-8") for name in names)
    return "\n" + _INDENT.sub("", text)


@cache
def _quoted(text: str) -> str:
    """The digest of a text, by which a policy names it."""
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _own(text: str) -> Markup:
    """Return text of this package, or escaped by it, as the markup that it is."""
    return Markup(text)  # noqa: S704
