"""Lines of text are found in a picture and read with their accents, offline and silently."""

from __future__ import annotations

import socket
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from analyzer.signals import inference
from analyzer.signals.overlay_text import reader
from tests.signals.overlay_text.scenes import HEIGHT, WIDTH, unspaced, write

ACCENTED = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
"""Pillow's own font has no accents."""


@pytest.mark.skipif(not ACCENTED.is_file(), reason="no DejaVu Sans here to set accents with")
def test_letters_keep_their_accents() -> None:
    image = np.full((200, WIDTH, 3), 60, np.uint8)
    canvas = Image.fromarray(image)
    font = ImageFont.truetype(str(ACCENTED), 38)
    ImageDraw.Draw(canvas).text((WIDTH / 2, 100), "Où est le café crème ?", "white", font, "mm")
    image = np.asarray(canvas)
    (quad,) = reader.find(image, HEIGHT)
    assert unspaced(reader.read(image, quad).text) == "Oùestlecafécrème?"


def test_reading_text_fetches_nothing_prints_nothing_and_writes_nothing(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the network was asked for")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.chdir(tmp_path)
    inference.session.cache_clear()
    image = np.full((200, WIDTH, 3), 90, np.uint8)
    write(image, "No kneading", y=100)
    (quad,) = reader.find(image, HEIGHT)
    assert unspaced(reader.read(image, quad).text) == "Nokneading"
    assert reader.find(np.full((200, WIDTH, 3), 90, np.uint8), HEIGHT) == []
    assert capfd.readouterr() == ("", "")
    assert list(tmp_path.iterdir()) == []
