"""The names that Whisper goes by: its languages, its models, the engines that run it.

All of them are known without importing an engine, so that a misspelt one is found before any work.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from ..choices import ENGINES
from ..errors import UsageError

_NAMED = """
af afrikaans, am amharic, ar arabic, as assamese, az azerbaijani, ba bashkir, be belarusian,
bg bulgarian, bn bengali, bo tibetan, br breton, bs bosnian, ca catalan, cs czech, cy welsh,
da danish, de german, el greek, en english, es spanish, et estonian, eu basque, fa persian,
fi finnish, fo faroese, fr french, gl galician, gu gujarati, ha hausa, haw hawaiian, he hebrew,
hi hindi, hr croatian, ht haitian creole, hu hungarian, hy armenian, id indonesian, is icelandic,
it italian, ja japanese, jw javanese, ka georgian, kk kazakh, km khmer, kn kannada, ko korean,
la latin, lb luxembourgish, ln lingala, lo lao, lt lithuanian, lv latvian, mg malagasy, mi maori,
mk macedonian, ml malayalam, mn mongolian, mr marathi, ms malay, mt maltese, my myanmar,
ne nepali, nl dutch, nn nynorsk, no norwegian, oc occitan, pa punjabi, pl polish, ps pashto,
pt portuguese, ro romanian, ru russian, sa sanskrit, sd sindhi, si sinhala, sk slovak,
sl slovenian, sn shona, so somali, sq albanian, sr serbian, su sundanese, sv swedish, sw swahili,
ta tamil, te telugu, tg tajik, th thai, tk turkmen, tl tagalog, tr turkish, tt tatar,
uk ukrainian, ur urdu, uz uzbek, vi vietnamese, yi yiddish, yo yoruba, yue cantonese, zh chinese,
"""
_ALSO_CALLED = """
ca valencian, es castilian, ht haitian, lb letzeburgesch, my burmese, nl flemish, pa panjabi,
ps pushto, ro moldavian, ro moldovan, si sinhalese, zh mandarin,
"""
_CODES = {
    name: code
    for row in (_NAMED + _ALSO_CALLED).replace("\n", " ").split(",")
    for code, _, name in [row.strip().partition(" ")]
    if code
}
"""ISO 639 code by English name, as openai-whisper has them."""

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
    code = _CODES.get(name, name.partition("-")[0])
    if code in LANGUAGES:
        return code
    raise UsageError(
        "--language {asked}: Whisper knows no such language{nearest}; give its code or its English "
        "name, such as nl or dutch, or leave it out to have it recognised",
        asked=asked,
        nearest=_nearest(name, _CODES),
    )


def refuse_unknown_model(name: str) -> None:
    """Raise UsageError where no model has this name."""
    if name not in MODELS:
        raise UsageError(
            "--model {name}: no such model{nearest}; choose from {known}, or name a CTranslate2 "
            "folder or a .pt file",
            name=name,
            nearest=_nearest(name, MODELS),
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


def _nearest(asked: str, known: Iterable[str]) -> str:
    found = get_close_matches(asked, list(known), n=1)
    return f" (did you mean {found[0]}?)" if found else ""
