"""What the command line asks for, valid before any work begins."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import msgspec

from ..choices import DEFAULT_MODEL, chosen_of, platforms_in
from ..model import PlannedPost, Policy
from ..platforms.policy import read_policy
from ..reports.language import page_language
from ..settings import Mending, Settings, cores
from ..weights.whisper_names import language_code, refuse_misfit
from . import companions, comparing, mending, refusals
from .arguments import given, path, refuse_a_cut_path
from .planned import read_planned
from .targets import STDOUT


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked for, every value of it valid."""

    paths: tuple[Path, ...]
    platforms: tuple[str, ...]
    placement: str
    kind: str
    keywords: tuple[str, ...]
    caption: str | None
    captions_from: str | None
    planned: tuple[PlannedPost, ...] | None
    """The rows of ``captions_from``."""
    profile: str | None
    policy: Policy | None
    """What ``profile`` holds."""
    compare: bool
    """Whether ``paths`` are two cuts that are compared with each other."""
    library: tuple[Path, ...]
    """Folders and files that every draft is compared with."""
    sounds: tuple[Path, ...]
    """Folders and files with the tracks that are looked for in every draft."""
    expect_sound: bool
    fail_on: str
    engine: str
    model: str
    language: str | None
    """ISO 639 code of the voice-over; None to have it recognised."""
    vocabulary: tuple[str, ...]
    no_transcript: bool
    jobs: int | None
    cluster: str | None
    """The address of a scheduler, or ``local``."""
    timeout: float
    json: str | None
    jsonl: str | None
    csv: str | None
    junit: str | None
    github: bool
    html: str | None
    open: bool
    lang: str
    srt: bool
    vtt: bool
    markers: tuple[str, ...]
    """The formats of markers that are written beside each draft."""
    pdf: bool
    share: bool
    doubtful: bool
    force: bool
    fix: bool
    fix_to: str | None
    fix_only: tuple[str, ...]
    burn_captions: str | None
    watch: bool
    serve: bool
    port: int | None
    quiet: bool
    schema: bool
    no_cache: bool
    cache: bool
    clear_cache: bool
    debug: bool

    @property
    def captions(self) -> tuple[str, ...]:
        """The suffixes of the caption files that were asked for."""
        wanted = {".srt": self.srt, ".vtt": self.vtt}
        return tuple(suffix for suffix, is_wanted in wanted.items() if is_wanted)

    @property
    def sheets(self) -> tuple[str, ...]:
        """What is printed of each draft."""
        wanted = {"pdf": self.pdf, "share": self.share}
        return tuple(sheet for sheet, is_wanted in wanted.items() if is_wanted)

    @property
    def targets(self) -> dict[str, str | None]:
        """Where each report goes, by its option."""
        return {
            "--json": self.json,
            "--jsonl": self.jsonl,
            "--csv": self.csv,
            "--junit": self.junit,
            "--github": STDOUT if self.github else None,
            "--html": self.html,
        }

    @property
    def mending(self) -> Mending:
        """What may be mended, and how."""
        return Mending(self.fix_only, self.burn_captions, self.force, self.policy)

    def settings(self, drafts: int | None = None) -> tuple[Settings, int]:
        """How to measure and judge, and how many of ``drafts`` to analyze at once."""
        jobs = self.jobs or _fitting_jobs()
        if drafts is not None:
            jobs = max(1, min(jobs, drafts))
        return Settings(
            platforms=self.platforms,
            placement=self.placement,
            kind=self.kind,
            engine=self.engine,
            model=self.model,
            language=self.language,
            transcript=not self.no_transcript,
            keywords=self.keywords,
            policy=self.policy,
            vocabulary=self.vocabulary,
            caption=self.caption,
            planned=self.planned,
            seeks_tracks=bool(self.sounds),
            expect_sound=self.expect_sound,
            threads=max(1, cores() // jobs),
            stills=bool(self.html or self.open or self.serve or self.sheets),
        ), jobs


def read(arguments: Sequence[str]) -> Options:
    """Return what ``arguments`` ask for; raises and exits as ``checked`` and ``given`` do."""
    return checked(given(arguments))


def checked(given: argparse.Namespace) -> Options:
    """Return what is ``given`` as options; raises UsageError where that makes no sense."""
    asked = vars(given)
    refusals.refuse_nonsense(asked)
    library = tuple(path(argument) for argument in asked["library"])
    sounds = tuple(path(argument) for argument in asked["sounds"])
    companions.refuse_missing(library, sounds, is_sound_expected=asked["expect_sound"])
    engine, model = asked["engine"], asked["model"]
    if model != DEFAULT_MODEL:
        from ..weights import on_disk

        found = on_disk(model)
        refuse_misfit(engine, model, is_torch_file=bool(found and found.path.suffix == ".pt"))
    language = None if asked["language"] == "auto" else language_code(asked["language"])
    keywords, vocabulary = _listed(asked["keywords"]), _listed(asked["vocabulary"])
    policy = read_policy(path(asked["profile"])) if asked["profile"] else None
    keywords = tuple(dict.fromkeys((*keywords, *(policy.required_keywords if policy else ()))))
    paths = tuple(path(argument) for argument in (*asked["paths"], *(asked["compare"] or ())))
    refuse_a_cut_path(paths)
    if asked["compare"]:
        comparing.refuse_what_makes_no_sense(asked, paths)
    platforms = platforms_in(asked.pop("platform"))
    lang = page_language(asked["lang"])
    planned = read_planned(path(asked["captions_from"])) if asked["captions_from"] else None
    return Options(
        **asked
        | mending.checked(asked)
        | {
            "platforms": platforms,
            "language": language,
            "keywords": keywords,
            "paths": paths,
            "lang": lang,
            "planned": planned,
            "policy": policy,
            "compare": bool(asked["compare"]),
            "library": library,
            "markers": chosen_of(asked["markers"]),
            "sounds": sounds,
            "vocabulary": tuple(
                dict.fromkeys((*vocabulary, *(policy.vocabulary if policy else ())))
            ),
        }
    )


def _listed(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip())


def _fitting_jobs() -> int:
    """One job a core, as far as the memory goes."""
    from ..batch.limits import MEMORY_PER_DRAFT, machine_memory

    return max(1, min(cores(), machine_memory() // MEMORY_PER_DRAFT))
