"""What reports say, in the reader's language: one catalogue, ``languages/CODE.toml``, for each.

English is written in the code itself, as templates for ``str.format``; a catalogue maps them to
its own. What a catalogue lacks is said in English.
"""

from __future__ import annotations

import string
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from ..choices import language_named, language_of_locale
from ..errors import OWN_WORDS, AnalyzerError, UsageError
from ..model import LANGUAGE_NAMES, Finding, Hook, OverlayLine, Span, Transcript, Wording
from .text import said, sentence

FOLDER = Path(__file__).parent / "languages"

ENGLISH = "en"

LISTED = " or "
"""What stands between the choices in a value whose name ends in ``choices``."""

ALSO = "; "
"""What stands between the sources of a limit that several platforms share."""


SYSTEM_REASONS = (
    "Broken pipe",
    "Is a directory",
    "No space left on device",
    "No such file or directory",
    "Not a directory",
    "Permission denied",
    "Read-only file system",
    "File name too long",
)
"""What an operating system says most where a file is not taken."""


class Catalogue(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One language: its own name, how it writes numbers, and every template in it."""

    name: str
    decimal: str = "."
    group: str = ","
    templates: dict[str, str] = {}


class Language:
    """Says templates in one language: ``language("{n} cuts", n=3)``.

    A number is written as the language writes numbers. A text is data and stays as it is, except
    under a name that says what it holds: ``basis`` (``"official, 2024-10"``), ``language`` (its
    code), ``…_clock``
    (``"9.5 s"``), ``…_choices`` (``"MP4 or MOV"``), ``…_counts`` (``"2 hidden, 1 unreadable"``)
    and ``…_words`` (words of ours, with values of their own among the same).
    """

    def __init__(self, code: str, catalogue: Catalogue) -> None:
        self.code = code
        self.catalogue = catalogue
        self._own_marks = str.maketrans({",": catalogue.group, ".": catalogue.decimal})
        self._clocks: dict[float, str] = {}
        """What was said before: a page says the time hundreds of times."""

    def __call__(self, template: str, /, **values: float | str) -> str:
        """The template in this language with its values put in."""
        said = self.catalogue.templates.get(template, template)
        if not values:
            return said
        return self._filled(said, self._said(values))

    def _filled(self, template: str, values: Mapping[str, Any]) -> str:
        """The template with its values: numbers as this language writes them."""
        said = ""
        for literal, name, how in _parsed(template):
            said += literal
            if name is not None:
                value = values[name]
                written = format(value, how)
                said += self._marks(written) if isinstance(value, int | float) else written
        return said

    def clock(self, seconds: float) -> str:
        """``"9.5 s"`` under a minute, ``"2:05"`` from there on."""
        if seconds < 59.95:
            tenths = round(seconds, 1)
            if tenths not in self._clocks:
                self._clocks[tenths] = self("{seconds:.1f} s", seconds=seconds)
            return self._clocks[tenths]
        minutes, rest = divmod(round(seconds), 60)
        return f"{minutes}:{rest:02}"

    def stretch(self, span: Span) -> str:
        """From when to when: ``"0.4 s – 1.2 s"``."""
        return f"{self.clock(span.start)} – {self.clock(span.end)}"

    def written(self, line: OverlayLine) -> str:
        """What is written in the picture, or that it is not read."""
        return line.text or self("letters that are not read")

    def times(self, times: Iterable[float]) -> str:
        """``"1.5, 4.0"``; apart by more than the decimal comma where the language has one."""
        mark = ", " if self.catalogue.decimal == "." else "; "
        return mark.join(self("{time:.1f}", time=time) for time in times)

    def named(self, code: str) -> str:
        """The name of a language that is spoken."""
        return self(LANGUAGE_NAMES.get(code, code))

    def said(self, transcript: Transcript) -> str:
        """What is said with its languages, and what nobody understood."""
        return said(transcript, self, self.named)

    def message(self, finding: Finding, hook: Hook | None = None, *, sourced: bool = True) -> str:
        """What was found; without its source in brackets where that is shown apart."""
        wording = finding.wording
        if wording is None:
            return sentence(finding.message)
        return self.measured(wording, hook, sourced=sourced)

    def measured(self, wording: Wording, hook: Hook | None = None, *, sourced: bool = True) -> str:
        """What a check measured, as a sentence."""
        values: Mapping[str, Any] = wording.values
        if "evidence" in values and hook is not None:
            values = {**values, "evidence": ", ".join(self.evidence(hook))}
        template = self(wording.message)
        if not sourced:
            template = template.replace(" ({basis})", "").replace(": {basis})", ")")
        return sentence(self._filled(template, self._said(values)))

    def remedy(self, finding: Finding) -> str:
        """The act that a finding asks for."""
        wording = finding.wording
        return finding.remedy if wording is None else self(wording.remedy, **wording.values)

    @staticmethod
    def basis(finding: Finding) -> str:
        """Who says so, as the profile says it; empty where the finding names nobody."""
        basis = finding.wording.values.get("basis") if finding.wording else None
        return basis if isinstance(basis, str) else ""

    def wording(self, wording: Wording) -> str:
        """What a wording says, in this language."""
        return self(wording.message, **wording.values)

    def reason(self, text: str, wording: Wording | None) -> str:
        """Why something could not be measured; as its English ``text`` where that is all."""
        return self(text) if wording is None else self.wording(wording)

    def error(self, error: AnalyzerError) -> str:
        """What went wrong."""
        return self(error.template, **error.values)

    def evidence(self, hook: Hook) -> tuple[str, ...]:
        """The sentence behind a hook's strength, said from what was measured."""
        return tuple(map(self.wording, hook.wordings))

    def _said(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """The values as this language writes them."""
        data = {k: v for k, v in values.items() if not k.endswith(OWN_WORDS)}
        words = {k: self(v, **data) for k, v in values.items() if k not in data}
        return {k: self._value(k, v) for k, v in data.items()} | words

    def _value(self, name: str, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        if name == "basis":
            each = (source.rpartition(", ") for source in value.split(ALSO))
            value = ALSO.join(f"{self(who)}{comma}{when}" for who, comma, when in each)
        elif name == "language":
            value = self.named(value)
        elif name.endswith("_clock"):
            value = self._marks(value)
        elif name.endswith("_choices"):
            value = f" {self('or')} ".join(value.split(LISTED))
        elif name.endswith("_counts"):
            counted = (part.partition(" ") for part in value.split(", ") if part)
            value = ", ".join(f"{count} {self(kind)}" for count, _, kind in counted)
        return value

    def _marks(self, written: str) -> str:
        """English digits with this language's own marks."""
        return written.translate(self._own_marks)


@cache
def _parsed(template: str) -> tuple[tuple[str, str | None, str], ...]:
    """What stands before each value of a template, the value's name and how it is written."""
    parts = string.Formatter().parse(template)
    return tuple((literal, name, how or "") for literal, name, how, _ in parts)


@cache
def load(code: str) -> Language:
    """The language ``code``; English where there is no catalogue of it."""
    spoken = code if code in catalogues() else ENGLISH
    return Language(spoken, catalogues()[spoken])


@cache
def catalogues() -> dict[str, Catalogue]:
    """Every language there is, by its ISO 639-1 code."""
    found = {
        file.stem: msgspec.convert(tomllib.loads(file.read_text(encoding="utf-8")), Catalogue)
        for file in sorted(FOLDER.glob("*.toml"))
    }
    return {ENGLISH: Catalogue("English"), **found}


def page_language(asked: str | None) -> str:
    """The language to write in: as asked, else the locale's where there is a catalogue of it.

    Raises UsageError for one that there is no catalogue of.
    """
    known = catalogues()
    if asked is not None:
        if (code := language_named(asked)) in known:
            return code
        raise UsageError(
            "--lang {asked}: choose one of {known}", asked=asked, known=", ".join(sorted(known))
        )
    code = language_of_locale()
    return code if code in known else ENGLISH
