"""Name the packages as they are installed; all else is in ``pyproject.toml``.

``analyzer``, the name of the folder, is taken on the index.
"""

from setuptools import find_namespace_packages, setup

NAME = "short_draft_analyzer"

setup(
    packages=[NAME, *(f"{NAME}.{inner}" for inner in find_namespace_packages("analyzer"))],
    package_dir={NAME: "analyzer"},
)
