"""The names that Whisper goes by: its languages, its models, the engines that run it.

All of them are known without importing an engine, so that a misspelt one is found before any work.
"""

from __future__ import annotations

from ..choices import ENGINES, nearest
from ..errors import UsageError
from ..model import LANGUAGE_NAMES

_ALSO_CALLED = """
ca valencian, es castilian, ht haitian, lb letzeburgesch, my burmese, nl flemish, pa panjabi,
ps pushto, ro moldavian, ro moldovan, si sinhalese, zh mandarin,
"""
_IN_DUTCH = """
ar arabisch, da deens, de duits, en engels, es spaans, fr frans, it italiaans, ja japans,
ko koreaans, nl nederlands, no noors, pl pools, pt portugees, ru russisch, sv zweeds, tr turks,
uk oekraïens, zh chinees,
"""


def _read(rows: str) -> dict[str, str]:
    """ISO 639 code by name."""
    pairs = (row.strip().partition(" ") for row in rows.replace("\n", " ").split(","))
    return {name: code for code, _, name in pairs if code}


_CODES = {name.lower(): code for code, name in LANGUAGE_NAMES.items()}
_CODES |= _read(_ALSO_CALLED)
"""ISO 639 code by English name, as openai-whisper has them."""

_KNOWN = _CODES | _read(_IN_DUTCH)
"""The same, and by the Dutch names of the most common."""

LANGUAGES = frozenset(_CODES.values())
"""The languages that Whisper knows, by their ISO 639 codes."""

MODELS = (
    "tiny", "tiny.en", "base", "base.en", "small", "small.en", "medium", "medium.en",
    "large", "large-v1", "large-v2", "large-v3", "large-v3-turbo", "turbo",
    "distil-small.en", "distil-medium.en", "distil-large-v2", "distil-large-v3",
    "distil-large-v3.5",
)  # fmt: skip
"""The models that faster-whisper can get by name."""


def language_code(asked: str) -> str:
    """Return the code of the language ``asked`` for by code, name or locale (``nl``, ``Dutch``).

    Raises UsageError for one that Whisper does not know.
    """
    name = " ".join(asked.lower().replace("_", "-").split())
    code = _KNOWN.get(name, name.partition("-")[0])
    if code in LANGUAGES:
        return code
    raise UsageError(
        "--language {asked}: Whisper knows no such language{nearest_words}; give its code or its "
        "English name, such as nl or dutch, or leave it out to have it recognised",
        asked=asked,
        **nearest(name, _KNOWN),
    )


def refuse_unknown_model(name: str) -> None:
    """Raise UsageError where no model has this name."""
    if name not in MODELS:
        raise UsageError(
            "--model {name}: no such model{nearest_words}; choose from {known}, or name a "
            "CTranslate2 folder or a .pt file",
            name=name,
            **nearest(name, MODELS),
            known=", ".join(MODELS),
        )


def refuse_unknown_engine(name: str) -> None:
    """Raise UsageError where no engine has this name."""
    if name not in ENGINES:
        raise UsageError(
            "--engine {name}: choose from {known}", name=name, known=", ".join(ENGINES)
        )


def refuse_misfit(engine: str, model: str, *, is_torch_file: bool) -> None:
    """Raise UsageError where ``engine`` cannot read the kind of file that ``model`` is."""
    if engine == "faster-whisper" and is_torch_file:
        raise UsageError(
            "--model {model}: faster-whisper cannot read a .pt file; "
            "use --engine openai-whisper, or name a CTranslate2 folder",
            model=model,
        )
