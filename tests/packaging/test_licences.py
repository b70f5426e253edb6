"""Every package that the analyzer needs at run time may be used by a program under Apache-2.0."""

from __future__ import annotations

import re
from importlib import metadata

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PERMISSIVE = {
    "0BSD", "Apache", "Apache 2.0", "Apache License 2.0", "Apache License, Version 2.0",
    "Apache-2.0", "Apache-2.0 WITH LLVM-exception", "Apache Software License", "BSD",
    "BSD License", "3-Clause BSD License", "BSD-2-Clause", "BSD-3-Clause", "BSL-1.0", "CC0-1.0",
    "CNRI-Python", "ISC License (ISCL)", "MIT", "MIT License", "MIT-0", "MIT-CMU", "MPL-2.0",
    "Mozilla Public License 2.0 (MPL 2.0)", "PSF-2.0", "Unlicense", "Zlib",
}  # fmt: skip
"""Licences whose terms a program that imports such a package keeps by naming it."""
IMPORTED = {
    "soxr": "LGPL-2.1-or-later",
    "yake": "LGPLv3",  # its one classifier says GPL, its licence field and repository say LGPL
}
"""Under the LGPL: fine for what is imported and can be exchanged, as a Python package can."""

FONTS = {"font-manrope": "SIL Open Font License 1.1 (OFL-1.1)"}
"""Under the OFL: fine for letters that a program draws with, and does not sell by themselves."""


LATER = ("cluster", "mcp")
"""The extras that are installed when they are first used; here where the tests' set-up has them."""


def is_installed(name: str) -> bool:
    try:
        metadata.version(name)
    except metadata.PackageNotFoundError:
        return False
    return True


def needed() -> list[str]:
    """The packages that the project needs at run time, directly or not, as they are installed."""
    from tests.packaging.test_lock import MACHINES, ONLY_BESIDE_CUDA, wanted

    here = {**MACHINES[0], "extra": ""}
    found, waiting = set(), wanted("dependencies") + wanted("offline")
    waiting += [need for extra in LATER for need in wanted(extra) if is_installed(need.name)]
    while waiting:
        need = waiting.pop()
        name = canonicalize_name(need.name)
        if name in found or not (need.marker is None or need.marker.evaluate(here)):
            continue
        if name == ONLY_BESIDE_CUDA and not is_installed(name):
            continue  # under the MIT licence
        found.add(name)
        waiting += map(Requirement, metadata.requires(name) or [])
    return sorted(found)


def stated(name: str, field: str) -> list[str]:
    """What a package's metadata say in this field."""
    return metadata.metadata(name).get_all(field) or []


def licences_of(name: str) -> set[str]:
    """What a package says that its licence is: an expression, else classifiers, else a field."""
    for expression in stated(name, "License-Expression"):
        return set(re.split(r" AND | OR |[()]", expression)) - {""}
    classifiers = stated(name, "Classifier")
    classified = {c.split(" :: ")[-1] for c in classifiers if c.startswith("License :: ")}
    field = "".join(stated(name, "License")).partition("\n")[0]
    return classified - {"OSI Approved"} or set(field.split(" AND "))


@pytest.mark.parametrize("name", needed())
def test_a_dependency_may_be_used_by_a_program_under_apache_2(name: str) -> None:
    if name in IMPORTED:
        assert IMPORTED[name] in {*licences_of(name), *stated(name, "License")}
    elif name in FONTS:
        assert licences_of(name) == {FONTS[name]}
    else:
        assert licences_of(name) <= PERMISSIVE
