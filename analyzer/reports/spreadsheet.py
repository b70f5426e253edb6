"""Cells that a spreadsheet takes for what they are: text for text, a number for a number."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from .language import Language

BOM = "\ufeff"
"""What makes Excel read a file as UTF-8."""


def line(cells: Iterable[str], say: Language) -> str:
    """Cells as one line that ends as RFC 4180 says; beside decimal commas, semicolons part them."""
    page = io.StringIO()
    mark = ";" if has_comma(say) else ","
    csv.writer(page, delimiter=mark, lineterminator="\r\n").writerow(cells)
    return page.getvalue()


def has_comma(say: Language) -> bool:
    """Whether the language's decimal mark is the one that parts cells in English."""
    return say.catalogue.decimal == ","


def cell(value: object, say: Language) -> str:
    """The value as text that a spreadsheet takes for text, or for a plain number."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.3f}".rstrip("0").rstrip(".").replace(".", say.catalogue.decimal)
    if isinstance(value, str) and value.lstrip()[:1] in tuple("=+-@"):
        return f"'{value}"
    if isinstance(value, str) and value[:1] in ("\t", "\r", "\n"):
        return f"'{value}"
    return str(value)
