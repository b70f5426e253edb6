"""What tests of the weights need."""

from __future__ import annotations

import pytest

from analyzer import weights
from analyzer.weights.sources import MODEL, SOURCES

needs_base = pytest.mark.skipif(
    not all(weights.locate(piece) for piece in SOURCES[0].pieces(MODEL)),
    reason="the packages with the Whisper weights are not installed",
)
