"""A user's own policy is laid over a platform's limits, and refused with what is wrong in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.cli.options import read
from analyzer.errors import UsageError
from analyzer.model import Policy
from analyzer.platforms.policy import asked_of, read_policy
from analyzer.platforms.profile import load
from analyzer.settings import Settings
from tests.conftest import ROOT


def written(folder: Path, text: str) -> Path:
    file = folder / "jansen.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_the_example_in_the_docs_is_a_policy_with_every_field(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "post.md").read_text(encoding="utf-8")
    example = page.partition("```toml\n")[2].partition("```")[0]
    policy = read_policy(written(tmp_path, example))
    assert policy.name == "Bakery Jansen"
    assert all(getattr(policy, name) for name in Policy.__struct_fields__)


def test_a_policy_says_otherwise_with_its_own_name_and_leaves_the_rest() -> None:
    policy = Policy("Jansen", loudness_lufs=(-15.0, -13.0), best_max_seconds=45.0)
    (profile,) = asked_of(Settings(platforms=("reels",), policy=policy))
    assert (profile.loudness_lufs, profile.best_max_seconds) == ((-15.0, -13.0), 45.0)
    assert profile.basis("best_max_seconds") == "your own policy, Jansen"
    assert not profile.hides_longer
    assert profile.best_min_seconds == load("reels").best_min_seconds


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("banned_words = []", "missing required field `name`; it may say name, required_keywords"),
        ('name = "A"\nwords = 1', "unknown field `words`"),
        ('name = "A"\nbest_max_seconds = "45"', "Expected `float | null`, got `str`"),
        ('name = "A"\nloudness_lufs = [-12.0, -16.0]', "from low to high"),
        ("name = ", "is no TOML"),
    ],
)
def test_a_policy_that_makes_no_sense_is_refused_with_the_reason(
    tmp_path: Path, text: str, said: str
) -> None:
    with pytest.raises(UsageError, match=r"jansen\.toml") as refused:
        read_policy(written(tmp_path, text))
    assert said in str(refused.value)


def test_a_policys_keywords_are_wanted_beside_those_of_the_command(tmp_path: Path) -> None:
    file = written(tmp_path, 'name = "A"\nrequired_keywords = ["rye", "bread"]')
    settings, _ = read(["a.mp4", "--profile", str(file), "--keywords", "bread"]).settings()
    assert settings.keywords == ("bread", "rye")
