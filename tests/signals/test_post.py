"""A caption is taken apart as the platforms do it, whatever script and language it is in."""

from __future__ import annotations

import pytest

from analyzer.model import PostSource
from analyzer.signals.post import parse

FILE, TABLE = PostSource.FILE, PostSource.TABLE


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("Brood bakken zonder kneden #zuurdesem #brood.", ("zuurdesem", "brood")),
        ("#one#two", ("one",)),
        ("My #1 tip, and #2024goals", ("2024goals",)),
        ("cafe\u0301 #cafe\u0301", ("caf\u00e9",)),
        ("#हिन्दी #ไทย #한국어", ("हिन्दी", "ไทย", "한국어")),
        ("وصفة #خبز_الزبدة جديدة", ("خبز_الزبدة",)),
        ("Brot 🍞#Brot🍞 #süß", ("Brot", "süß")),
        ("https://example.com/#top &#39; a/#b", ()),
        ("＃パン", ("パン",)),
    ],
)
def test_hashtags_are_letters_of_any_script(text: str, tags: tuple[str, ...]) -> None:
    assert parse(FILE, text).hashtags == tags


def test_mentions_and_links_are_told_from_addresses_of_mail() -> None:
    post = parse(FILE, "With @baker.nl and @b_2! Mail a@example.com, see example.com/a?b=1.")
    assert post.mentions == ("baker.nl", "b_2")
    assert post.links == ("example.com/a?b=1",)


@pytest.mark.parametrize("text", ["Bread.So good", "10.30 uur", "e.g. this", "v1.2.co2"])
def test_a_missing_space_makes_no_link(text: str) -> None:
    assert parse(FILE, text).links == ()


def test_a_length_is_counted_as_each_platform_counts() -> None:
    length = parse(FILE, "é🍞👨‍👩‍👧").length
    assert (length.characters, length.utf16, length.bytes) == (7, 11, 24)


def test_a_text_file_may_begin_with_the_title() -> None:
    post = parse(FILE, "Titel: Brood zonder kneden\n\nZo doe je dat.\n")
    assert (post.title, post.text) == ("Brood zonder kneden", "Zo doe je dat.")
    post = parse(TABLE, "Title: this is text", "Bread")
    assert (post.title, post.text) == ("Bread", "Title: this is text")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Dit brood hoef je helemaal niet te kneden, en dat proef je.", "nl"),
        ("You do not have to knead this bread at all, and you taste it.", "en"),
        ("Dieses Brot muss man überhaupt nicht kneten, und das schmeckt man.", "de"),
        ("Vous ne devez pas pétrir ce pain, et cela se sent tout de suite.", "fr"),
        ("No hace falta amasar este pan, y eso se nota desde el primer bocado.", "es"),
        ("Sourdough #bread #dutchoven", None),
        ("Вам не нужно месить этот хлеб совсем, и это заметно.", None),
    ],
)
def test_the_language_of_a_caption_is_told_from_its_sentences(
    text: str, language: str | None
) -> None:
    assert parse(FILE, text).language == language
