"""Detection finds the lines that RapidOCR's own post-processing finds."""

from __future__ import annotations

import cv2
import numpy as np

from analyzer.signals.overlay_text import detector, networks
from tests.signals.overlay_text.scenes import HEIGHT, WIDTH, scenery, write


def test_lines_are_found_where_rapidocr_finds_them() -> None:
    from rapidocr import RapidOCR

    theirs = RapidOCR(
        params={
            "Global.use_cls": False,
            "Global.log_level": "error",
            "Det.limit_type": "max",
            "Det.limit_side_len": detector.LIMIT_SIDE_LEN,
            "Det.model_path": networks.model_path(detector.MODEL),
        }
    )
    image = np.ascontiguousarray(scenery()[:HEIGHT, :WIDTH])
    for y, size in ((200, 44), (500, 24), (520, 18), (800, 70)):
        write(image, "Never knead", y=y, size=size)
    small = cv2.resize(image, (360, 640), interpolation=cv2.INTER_AREA)
    found = sorted(detector.detect(small), key=lambda corners: corners[0, 1])
    expected = sorted(theirs(small, use_det=True, use_rec=False).boxes, key=lambda c: c[0, 1])
    assert len(found) == len(expected) == 4
    assert np.abs(np.array(found) - np.array(expected)).max() < 3
