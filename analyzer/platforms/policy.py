"""A user's own policy: read from a file, and laid over a platform's profile."""

from __future__ import annotations

import tomllib
from pathlib import Path

import msgspec

from ..errors import UsageError
from ..model import Policy
from ..settings import Settings
from .profile import Profile, Source, load

LIMITS = ("loudness_lufs", "best_min_seconds", "best_max_seconds")
"""The limits of a profile that a policy may say otherwise."""


def read_policy(path: Path) -> Policy:
    """The policy in the TOML file at ``path``; raises UsageError with what is wrong in it."""
    try:
        policy = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8-sig")), Policy)
    except OSError as error:
        what = error.strerror or str(error)
        raise UsageError("--profile {name}: {what}", name=path.name, what=what) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(
            "--profile {name} is no TOML: {what}", name=path.name, what=str(error)
        ) from None
    except msgspec.ValidationError as error:
        raise UsageError(
            "--profile {name}: {what}; it may say {known}",
            name=path.name,
            what=str(error),
            known=", ".join(Policy.__struct_fields__),
        ) from None
    for low, high, limit in (
        (*(policy.loudness_lufs or (-16.0, -12.0)), "loudness_lufs"),
        (policy.best_min_seconds or 0.0, policy.best_max_seconds or float("inf"), "seconds"),
    ):
        if low > high:
            raise UsageError(
                "--profile {name}: {limit} has to go from low to high",
                name=path.name,
                limit=limit,
            )
    return policy


def asked_of(settings: Settings) -> tuple[Profile, ...]:
    """The profiles to judge by: each platform's, with the user's policy over it."""
    profiles = (
        under(load(platform, settings.placement), settings.policy)
        for platform in settings.platforms
    )
    if settings.expect_sound:
        profiles = (msgspec.structs.replace(one, expects_sound=True) for one in profiles)
    return tuple(profiles)


def under(profile: Profile, policy: Policy | None) -> Profile:
    """The profile with the user's policy over it."""
    if policy is None:
        return profile
    own = {name: value for name in LIMITS if (value := getattr(policy, name)) is not None}
    source = Source("policy", policy.name, policy.name, "practice")
    return msgspec.structs.replace(
        profile,
        banned_words=policy.banned_words,
        own_marks=policy.own_marks,
        hides_longer=profile.hides_longer and "best_max_seconds" not in own,
        sources=profile.sources | dict.fromkeys((*own, "banned_words"), source),
        **own,
    )
