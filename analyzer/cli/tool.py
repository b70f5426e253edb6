"""This program, as the documents that it writes name it."""

from __future__ import annotations

from .. import __version__
from ..model import Tool

TOOL = Tool("short-draft-analyzer", __version__)
