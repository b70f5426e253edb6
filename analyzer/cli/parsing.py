"""argparse in the reader's language: what cannot be read is said in one line, as data."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Sequence
from typing import Any, NoReturn

from ..choices import nearest
from ..errors import UsageError
from . import console
from .console import Say

UNWANTED = re.compile(r"argument (?P<option>\S+): ignored explicit argument '(?P<asked>.*)'")
"""What argparse says of ``--watch=yes``."""


class Help(argparse.HelpFormatter):
    """argparse's layout, in a language."""

    def __init__(self, prog: str, say: Say) -> None:
        super().__init__(prog, max_help_position=26)
        self._say = say

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        """Begin with the usage."""
        super().add_usage(usage, actions, groups, prefix or self._say("usage: "))


class Parser(argparse.ArgumentParser):
    """argparse's parser, which complains in one line, as data, with what may have been meant."""

    def _print_message(self, message: str, file: object = None) -> None:
        if file is sys.stdout:
            console.out([message])
        else:
            super()._print_message(message)

    def _get_value(self, action: argparse.Action, arg_string: str) -> Any:
        try:
            return super()._get_value(action, arg_string)
        except argparse.ArgumentError:
            raise UsageError(
                "{option} {asked}: give a number", option=_name(action), asked=arg_string
            ) from None

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action.choices is not None and value not in action.choices:
            raise UsageError(
                "{option} {asked}: invalid choice{nearest_words}; choose from {known}",
                option=_name(action),
                asked=value,
                known=", ".join(action.choices),
                **nearest(value.lower(), action.choices),
            )

    def _match_argument(self, action: argparse.Action, arg_strings_pattern: str) -> int:
        try:
            return super()._match_argument(action, arg_strings_pattern)
        except argparse.ArgumentError:
            raise UsageError(
                "{option}: what it should be is missing; write {option} {metavar}",
                option=_name(action),
                metavar=_metavar(action),
            ) from None

    def error(self, message: str) -> NoReturn:
        """Raise UsageError with what argparse says."""
        if flag := UNWANTED.match(message):
            raise UsageError("{option}: it takes no value; leave {asked} out", **flag.groupdict())
        raise UsageError("{what}; --help lists the options", what=message)

    def known(self, arguments: Sequence[str]) -> argparse.Namespace:
        """Return what ``arguments`` ask for; raises UsageError for an option that there is not."""
        asked, unknown = self.parse_known_intermixed_args(arguments)
        for argument in unknown:
            name = argument.partition("=")[0]
            options = (name for action in self._actions for name in action.option_strings)
            raise UsageError(
                "{asked}: there is no such option{nearest_words}; --help lists them",
                asked=name,
                **nearest(name.lower(), options),
            )
        return asked


def _metavar(action: argparse.Action) -> str:
    if isinstance(action.metavar, tuple):
        return " ".join(action.metavar)
    return str(action.metavar or "|".join(action.choices or ()))


def _name(action: argparse.Action) -> str:
    return "/".join(action.option_strings)
