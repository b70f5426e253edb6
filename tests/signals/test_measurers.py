"""Measurers are declared once, by the names of what they need, and nonsense is refused."""

from __future__ import annotations

from typing import Any, get_type_hints

import pytest

from analyzer import signals
from analyzer.model import Signals
from analyzer.signals import Measurer, all_measurers, in_order


def made(name: str, rule: Any, *, cached: bool = True, unless: Any = None) -> dict[str, Measurer]:
    return {name: Measurer(name, rule, cached, unless)}


def test_every_signal_has_its_measurer_and_is_what_that_gives() -> None:
    hints = get_type_hints(Signals)
    for name in set(hints) - {"unmeasured", "reasons", "post", "matches", "sounds"}:
        assert all_measurers()[name].noun | None == hints[name]


def test_each_comes_after_those_that_it_needs() -> None:
    seen: set[str] = set()
    for name, one in all_measurers().items():
        assert {need for need in one.needs if need in all_measurers()} <= seen
        seen.add(name)


def test_a_measurer_cannot_ask_for_what_does_not_exist() -> None:
    with pytest.raises(TypeError, match="speach"):
        in_order(made("pitch", lambda audio, speach: None))
    with pytest.raises(TypeError, match="weather"):
        in_order(made("pitch", lambda audio: None, unless=lambda weather: None))


def test_what_is_loaded_ahead_depends_on_nothing_but_settings() -> None:
    def rule(audio: Any) -> None: ...

    with pytest.raises(TypeError, match="speech"):
        in_order({"pitch": Measurer("pitch", rule, cached=True, loads=lambda speech: None)})
    in_order({"pitch": Measurer("pitch", rule, cached=True, loads=lambda model: None)})


@pytest.mark.parametrize("all_of_it", ["settings", "profile"])
def test_what_is_kept_names_the_settings_and_limits_that_it_reads(all_of_it: str) -> None:
    rules = {"settings": lambda settings: None, "profile": lambda profile: None}
    with pytest.raises(TypeError, match=all_of_it):
        in_order(made("pitch", rules[all_of_it]))


def test_what_follows_from_measurements_needs_no_media() -> None:
    with pytest.raises(TypeError, match="audio"):
        in_order(made("hook", lambda audio: None, cached=False))


def test_measurers_cannot_need_each_other() -> None:
    with pytest.raises(TypeError, match="need each other: a -> b -> a"):
        in_order(made("a", lambda b: None) | made("b", lambda a: None))


def test_two_measurers_cannot_share_a_name() -> None:
    with pytest.raises(TypeError, match="two measurers"):
        signals.measurer("faces")(lambda probe: None)
