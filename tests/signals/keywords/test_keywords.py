"""Keywords are what a draft is about, in its language; wanted ones are found however written."""

from __future__ import annotations

import msgspec
import pytest
from msgspec.structs import replace

from analyzer.model import Passage, Span, Transcript, Word
from analyzer.signals.keywords import extract, find_wanted
from analyzer.signals.keywords.ranking import MAX_KEYWORDS

STEP = 0.5


def said(language: str | None, text: str) -> Transcript:
    """A transcript in which every word takes half a second."""
    words = tuple(Word(word, n * STEP, n * STEP + 0.4, 0.9) for n, word in enumerate(text.split()))
    return Transcript(language, text, words, "faster-whisper", "base")


def texts(language: str | None, text: str) -> list[str]:
    return [keyword.text for keyword in extract(said(language, text))]


def joined(*parts: Transcript) -> Transcript:
    """One voice that says these after each other, each a passage in its own language."""
    words: list[Word] = []
    passages = []
    for part in parts:
        start = len(words) * STEP
        words += [replace(w, start=w.start + start, end=w.end + start) for w in part.words]
        span = Span(start, len(words) * STEP)
        passages.append(Passage(span, part.language, part.text, True, len(part.words)))
    text = " ".join(part.text for part in parts)
    whole = said(parts[0].language, text)
    return replace(whole, words=tuple(words), passages=tuple(passages))


COOKER = (
    "Hey guys, so today I'm gonna show you my slow cooker chicken recipe. Slow cookers are, like, "
    "the best for meal prep. You just put the chicken in the slow cooker with garlic butter and "
    "let it cook for 6 hours. Honestly, this chicken recipe changed my life."
)
SHOES = (
    "Hoi allemaal, ik ga vandaag mijn favoriete wandelschoenen laten zien. Deze wandelschoen is "
    "echt super waterdicht, en de wandelschoenen zitten ook nog eens heerlijk. Ik heb ze getest "
    "in de Ardennen, euh, en mijn voeten bleven droog."
)
LENTILS = (
    "Hallo Leute, heute zeige ich euch mein Rezept für vegane Bolognese. Die Bolognese ist super "
    "einfach und in 20 Minuten fertig. Ihr braucht Linsen, Tomaten und eine Zwiebel. Die Linsen "
    "kocht ihr einfach in der Tomatensoße. Dieses Rezept müsst ihr probieren!"
)
GRATIN = (
    "Salut les amis, aujourd'hui je vous montre ma recette de gratin de pommes de terre. C'est "
    "trop bon, franchement. Il faut des pommes de terre, de la crème fraîche et du fromage. "
    "L'ail, c'est le secret du gratin. Abonnez-vous pour d'autres recettes !"
)
SKIN = (
    "Hola chicos, hoy les voy a enseñar mi rutina de cuidado de la piel. Lo primero es un "
    "limpiador suave para la piel seca. Después uso ácido hialurónico y crema hidratante. El "
    "protector solar es lo más importante de la rutina, nunca salgas sin protector solar."
)


@pytest.mark.parametrize(
    ("language", "text", "top"),
    [
        ("en", COOKER, ["slow cooker", "chicken recipe"]),
        ("nl", SHOES, ["wandelschoenen"]),
        ("de", LENTILS, ["Bolognese", "Rezept", "Linsen"]),
        ("fr", GRATIN, ["pommes de terre", "gratin", "recette"]),
        ("es", SKIN, ["protector solar", "piel", "rutina"]),
    ],
)
def test_what_is_said_again_and_again_comes_first(language: str, text: str, top: list[str]) -> None:
    assert texts(language, text)[: len(top)] == top


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Three editing mistakes that kill your reels.", ["editing mistakes", "reels"]),
        ("nl", "Zo maak je de lekkerste Italiaanse pasta in tien minuten.", ["Italiaanse pasta"]),
        ("de", "Drei Fehler, die jeder Anfänger im Fitnessstudio macht.", ["Fitnessstudio"]),
        ("fr", "Comment j'ai perdu 10 kilos sans faire de régime.", ["régime"]),
        ("es", "La mejor tortilla española lleva cebolla.", ["tortilla española", "cebolla"]),
    ],
)
def test_one_sentence_is_enough(language: str, text: str, expected: list[str]) -> None:
    found = texts(language, text)
    assert set(expected) <= set(found)
    assert len(found) <= len(expected) + 1


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Um, like, you know, I'm gonna, uh, do it. 10, 2,200 and 50%, okay guys?"),
        ("en", "At 3 a.m. or 5 pm, i.e. now."),
        ("en", "AT 3 A.M. OR 5 P.M."),
        ("de", "Um 3 Uhr, z.B. jetzt, d.h. bald."),
        ("nl", "Euh, ja, ik ga even, weet je, gewoon, 10 minuten, hoor."),
        ("de", "Ähm, ja, also, ich mache das halt einfach mal, weißt du, 3 Minuten."),
        ("fr", "Euh, bah, du coup, genre, je vais faire ça, quoi, 10 minutes."),
        ("es", "Eh, bueno, pues, o sea, voy a hacer eso, vale, 10 minutos."),
    ],
)
def test_fillers_and_numbers_are_no_keywords(language: str, text: str) -> None:
    assert texts(language, text) == []


def test_inflections_count_as_one_from_the_first_time_on() -> None:
    shoes = extract(said("nl", SHOES))[0]
    assert (shoes.text, shoes.count, shoes.score) == ("wandelschoenen", 3, 1.0)
    assert shoes.first_at == SHOES.split().index("wandelschoenen") * STEP


def test_a_phrase_stands_for_its_words() -> None:
    found = texts("en", COOKER)
    assert not {"slow", "cooker", "chicken", "recipe"} & set(found)
    for phrase in found:
        others = {word for other in found if other != phrase for word in other.split()}
        assert not others & set(phrase.split())


def test_a_phrase_is_counted_in_all_its_forms() -> None:
    cooker = extract(said("en", COOKER))[0]
    assert (cooker.text, cooker.count) == ("slow cooker", 3)


def test_names_keep_their_capitals_and_other_words_lose_them() -> None:
    found = texts("en", "Landlords in New York City love TikTok. Landlords never use HDR.")
    assert {"New York City", "TikTok", "HDR", "landlords"} <= set(found)


def test_scores_fall_from_one_and_the_list_is_cut_after_it_was_sorted() -> None:
    fruit = "apple. pear. plum. cherry. banana. mango. papaya. lemon. lime. melon. grape. fig. "
    found = extract(said("en", fruit + "Fig, fig and fig."))
    assert found[0].text == "fig"
    assert len(found) == MAX_KEYWORDS
    scores = [keyword.score for keyword in found]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] == 1.0
    assert scores[-1] > 0


def test_the_same_transcript_gives_the_same_keywords() -> None:
    assert extract(said("es", SKIN)) == extract(said("es", SKIN))


@pytest.mark.parametrize("language", [None, "en", "zh", "xx"])
def test_silence_has_no_keywords(language: str | None) -> None:
    assert extract(said(language, "")) == ()


def test_a_language_without_word_lists_still_works() -> None:
    assert extract(said("cy", "Mae Caerdydd yn hyfryd. Caerdydd!"))[0].text == "Caerdydd"


@pytest.mark.parametrize(
    ("language", "text", "wanted", "positions"),
    [
        ("nl", "Mijn kookboeken en het kookboek", "kook boek", [1, 4]),
        ("nl", "Mijn kookboeken en het kookboek", "#Kookboek", [1, 4]),
        ("nl", "Mijn kookboeken en het kookboek", "boek", []),
        ("de", "Die Kochbücher sind toll", "Koch-Buch", [1]),
        ("en", "I use slow cookers in a café", "slow cooker", [2]),
        ("en", "I use slow cookers in a café", "#slowcooker", [2]),
        ("en", "I use slow cookers in a café", "CAFE", [6]),
        ("en", "I use slow cookers in a café", "cook", []),
        ("en", "It's 2,200 dollars and 50% off", "2200", [1]),
        ("en", "It's 2,200 dollars and 50% off", "50%", [4]),
        ("fr", "L’huile d’olive et les Pommes de terre", "huile d'olive", [0]),
        ("fr", "L’huile d’olive et les Pommes de terre", "pomme de terre", [4]),
        ("es", "Mis rutinas de cuidado", "rutina", [1]),
        ("zh", "今 天 美 食", "美食", [2]),
        ("en", "nothing here", "#", []),
        ("en", "nothing here", "", []),
    ],
)
def test_wanted_keywords_are_found_however_they_are_written(
    language: str, text: str, wanted: str, positions: list[int]
) -> None:
    (found,) = find_wanted(said(language, text), (wanted,))
    assert found.text == wanted
    assert found.times == tuple(n * STEP for n in positions)
    assert found.found == bool(positions)


def test_every_wanted_keyword_is_answered_in_order() -> None:
    found = find_wanted(said("en", "a b"), ("x", "b", "y"))
    assert [(one.text, one.found) for one in found] == [("x", False), ("b", True), ("y", False)]


def test_a_doubtful_word_is_no_keyword() -> None:
    heard = said("en", COOKER)
    doubted = tuple(
        msgspec.structs.replace(word, is_doubtful="chicken" in word.text) for word in heard.words
    )
    marked = msgspec.structs.replace(heard, words=doubted)
    assert any("chicken" in keyword.text for keyword in extract(heard))
    assert not any("chicken" in keyword.text for keyword in extract(marked))
    assert not find_wanted(marked, ("chicken",))[0].found


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The Chinese took impressions from woodbl-"),
        ("en", "The Chinese took impressions from woodbl-."),
        ("nl", "De tuin- en keukenmessen slijp je zo."),
    ],
)
def test_a_word_that_is_cut_off_is_no_keyword(language: str, text: str) -> None:
    found = {keyword.lower() for keyword in texts(language, text)}
    assert found
    assert not any("woodbl" in keyword or "tuin" in keyword for keyword in found)


def test_a_keyword_that_is_asked_for_is_found_in_a_word_that_shares_its_end() -> None:
    (wanted,) = find_wanted(said("nl", "De tuin- en keukenmessen slijp je zo."), ("tuin",))
    assert wanted.times


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_each_language_of_a_voice_has_its_own_fillers_and_forms(order: tuple[int, int]) -> None:
    parts = [said("en", COOKER), said("nl", SHOES)]
    both = joined(*(parts[n] for n in order))
    found = [keyword.text for keyword in extract(both)]
    assert {"slow cooker", "chicken recipe", "wandelschoenen"} <= set(found)
    alone = {keyword.text for part in parts for keyword in extract(part)}
    assert set(found) <= alone
    (wanted,) = find_wanted(both, ("wandelschoen",))
    assert list(wanted.times) == sorted(wanted.times)
    assert len(wanted.times) == 3
