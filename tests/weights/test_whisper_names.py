"""Whisper's names are known without its engines, in the ways in which people write them."""

from __future__ import annotations

import pytest

from analyzer.errors import UsageError
from analyzer.weights import whisper_names
from analyzer.weights.whisper_names import language_code, refuse_unknown_model


def test_the_languages_are_those_of_both_engines() -> None:
    from faster_whisper.tokenizer import _LANGUAGE_CODES
    from whisper.tokenizer import LANGUAGES, TO_LANGUAGE_CODE

    assert set(_LANGUAGE_CODES) == set(LANGUAGES) == whisper_names.LANGUAGES
    assert TO_LANGUAGE_CODE == whisper_names._CODES


def test_the_models_are_those_that_the_engine_can_get() -> None:
    from faster_whisper.utils import available_models

    assert sorted(available_models()) == sorted(whisper_names.MODELS)


@pytest.mark.parametrize("asked", ["nl", "NL", "dutch", "Dutch", "flemish", "nl-BE", "nl_NL"])
def test_a_language_goes_by_its_code_its_name_and_its_locale(asked: str) -> None:
    assert language_code(asked) == "nl"


@pytest.mark.parametrize(("asked", "meant"), [("duthc", "dutch"), ("englsh", "english")])
def test_a_misspelt_language_is_refused_with_the_nearest(asked: str, meant: str) -> None:
    with pytest.raises(UsageError, match=f"did you mean {meant}\\?"):
        language_code(asked)


@pytest.mark.parametrize("asked", ["xx", "", "-", "klingon"])
def test_what_is_no_language_is_refused(asked: str) -> None:
    with pytest.raises(UsageError, match="no such language"):
        language_code(asked)


def test_a_misspelt_model_is_refused_with_the_nearest_and_all_there_are() -> None:
    with pytest.raises(UsageError, match=r"did you mean base\?.*small\.en") as caught:
        refuse_unknown_model("bsae")
    assert "{" not in str(caught.value)
