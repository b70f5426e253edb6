"""What a measurer is, and how all of them are found.

A measurer is a function whose parameter names say what it needs: ``audio``, ``probe``, other
measurers, single settings and limits of the profile, or ``decoded``, what of the picture was
damaged. One that returns a ``FrameAnalyzer`` is
handed the frames that this asks for. A parameter with a default is used when it is there; any
other that is missing skips the measurer, with the reason why it is missing.

What is found is asked for its needs before anything is measured, often in vain: a module that
declares a measurer imports what is heavy inside its functions.
Frames, samples and other signals come in, nouns go out. It may use media, profiles and weights.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from types import SimpleNamespace
from typing import Any, Protocol, TypeVar, get_args, get_type_hints

from ..media.frames import Watcher
from ..model import Signals, Wording
from ..platforms.profile import Profile
from ..settings import Settings

Noun_co = TypeVar("Noun_co", covariant=True)
Rule = TypeVar("Rule", bound=Callable[..., Any])

NUMBERS = {*Settings.__struct_fields__, *Profile.__struct_fields__}
"""Single settings and limits: whoever names one is measured anew when it changes."""


class FrameAnalyzer(Watcher, Protocol[Noun_co]):
    """Something that looks at frames while they are decoded, and says what it saw."""

    def result(self) -> Noun_co:
        """What all the frames have shown."""


@dataclass(frozen=True)
class Measurer:
    """One thing that is measured: its name, what measures it, and what that needs."""

    name: str
    rule: Callable[..., Any]
    cached: bool
    unless: Callable[..., Wording | None] | None = None
    stands_on: Callable[..., str] | None = None
    loads: Callable[..., None] | None = None

    @cached_property
    def needs(self) -> dict[str, bool]:
        """The names that it asks for, and whether it cannot do without."""
        asked = inspect.signature(self.rule).parameters.values()
        return {one.name: one.default is one.empty for one in asked}

    @cached_property
    def watches(self) -> bool:
        """Whether it is handed frames."""
        return str(self.rule.__annotations__["return"]).startswith("FrameAnalyzer[")

    @cached_property
    def noun(self) -> Any:
        """What it gives."""
        returned = SimpleNamespace(__annotations__={"return": self.rule.__annotations__["return"]})
        hint = get_type_hints(returned, self.rule.__globals__)["return"]
        return get_args(hint)[0] if self.watches else hint

    @property
    def is_derived(self) -> bool:
        """Whether it is part of the report and follows from others at once, so is never kept."""
        return not self.cached and self.name in Signals.__struct_fields__


_registry: dict[str, Measurer] = {}


def measurer(
    name: str,
    *,
    cached: bool = True,
    unless: Callable[..., Wording | None] | None = None,
    stands_on: Callable[..., str] | None = None,
    loads: Callable[..., None] | None = None,
) -> Callable[[Rule], Rule]:
    """Register the decorated function as what measures ``name``.

    What is not ``cached`` is measured again whenever it is needed. ``unless`` says why a draft is
    not measured, or gives None; its parameters are named likewise, and are None where they are
    missing; ``settings`` and ``reasons`` (the reasons so far) are there, too. ``stands_on`` puts
    into words what the settings that it names stand for, such as the file behind a path. ``loads``
    loads what it will want, beside what is measured before it; its parameters are settings, too.
    """

    def register(rule: Rule) -> Rule:
        if name in _registry and _registry[name].rule.__module__ != rule.__module__:
            raise TypeError(f"two measurers are called {name}")
        _registry[name] = Measurer(name, rule, cached, unless, stands_on, loads)
        return rule

    return register


@cache
def all_measurers() -> dict[str, Measurer]:
    """Every measurer there is, by name: each after those that it needs."""
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
    return in_order(_registry)


def in_order(measurers: Mapping[str, Measurer]) -> dict[str, Measurer]:
    """The measurers, each after those that it needs, and those that need least first.

    Raises TypeError for one that asks for what does not exist, or what it may not have.
    """
    for one in measurers.values():
        _refuse_nonsense(one, measurers)
    depths: dict[str, int] = {}

    def depth(name: str, above: tuple[str, ...] = ()) -> int:
        if name in above:
            raise TypeError(f"measurers need each other: {' -> '.join((*above, name))}")
        if name not in depths:
            below = [need for need in measurers[name].needs if need in measurers]
            depths[name] = 1 + max((depth(need, (*above, name)) for need in below), default=-1)
        return depths[name]

    return {name: measurers[name] for name in sorted(measurers, key=lambda n: (depth(n), n))}


def _refuse_nonsense(one: Measurer, measurers: Mapping[str, Measurer]) -> None:
    there = {"probe", "audio", "decoded", *measurers, *NUMBERS}
    if one.is_derived:
        between = {name for name, m in measurers.items() if not (m.cached or m.is_derived)}
        there = (there | {"profile", "settings", "post"}) - {"audio", "decoded"} - between
    asked = set(one.needs) - there
    asked |= {*names_of(one.unless)} - there - {"settings", "reasons"}
    asked |= {*names_of(one.stands_on), *names_of(one.loads)} - NUMBERS
    if asked:
        raise TypeError(f"measurer {one.name} asks for {sorted(asked)}, which it cannot have")


@cache
def names_of(function: Callable[..., Any] | None) -> tuple[str, ...]:
    """The names of its parameters; none of no function."""
    return tuple(inspect.signature(function).parameters) if function else ()
