"""What stands out from a still background, and what moves or is salient where nothing does.

The background of a still camera is the median of the looks at it. What differs from it is a
subject, unless it is a ghost: the place that a subject left which had stood there for most of the
time. A ghost's outline is in the background and not in the look; what is revealed there then
belongs into the background, and the looks are compared anew.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .geometry import Rect

SMALL_SIDE = 160
"""Pixels of the longer side of the looks that are compared; chosen by hand."""

MOST_COMPARED = 60
"""Looks of which the median is taken, spread over the shot; chosen by hand."""

FEWEST_COMPARED = 5
"""Looks below which no background is told from a subject; chosen by hand."""

LEAST_DIFFERENCE = 20
"""Steps of 8 bits by which a pixel has to differ from the background; chosen by hand."""

STILL_SHARE = 0.6
"""Share of the looks in which most of the picture is background, for the camera to stand still;
chosen by hand."""

MOST_SUBJECT = 0.35
"""Share of the picture that may differ from the background of a still camera; chosen by hand."""

LEAST_SUBJECT = 0.002
"""Share of the picture from which what differs is a subject: 0.1 of its width and a fiftieth of
its height; chosen by hand."""

LASTING_SHARE = 0.2
"""Share of the looks in which a place differs that may be a ghost: a subject that stood there for
the rest of the time; chosen by hand."""

OUTLINE_BLUR = 1.5
"""Pixels by which a look is blurred before outlines are compared, as texture has edges of its own;
chosen by hand."""

SALIENT_EVERY = 5
"""Looks to one of which the saliency is computed: a shot is told by their mean; chosen by hand."""

FLAT = 6.0
"""Standard deviation in steps of 8 bits below which a look shows one shade; chosen by hand."""

SALIENCY_SIDE = 64
"""Pixels across in which saliency is computed, as its authors do (Hou and Zhang, "Saliency
Detection: A Spectral Residual Approach", 2007)."""


class Scene(NamedTuple):
    """What one look shows beside faces."""

    subjects: tuple[Rect, ...]
    """What stands out from a still background, largest first, in pixels of the view."""
    is_still: bool
    """Whether the camera stands still, so that subjects are told from their background."""
    moves: np.ndarray
    """How much moves in each column of the picture, float32 of shape (SALIENCY_SIDE,)."""
    salient: np.ndarray
    """How salient each column is in this look or one just before it, likewise, of mean 1."""
    is_flat: bool
    """Whether it shows nothing but one shade."""


class Ground:
    """The looks at one shot, or at a part of a long one."""

    def __init__(self) -> None:
        self._images: list[np.ndarray] = []

    def add(self, image: np.ndarray) -> None:
        """Take in one look: BGR, uint8, its longer side of ``SMALL_SIDE`` pixels or fewer."""
        self._images.append(image)

    def scenes(self, scale: float) -> list[Scene]:
        """What each look shows; ``scale`` is pixels of the view per pixel of a look."""
        if not self._images:
            return []
        import cv2

        stack = np.stack(self._images)
        grays = [cv2.cvtColor(image, cv2.COLOR_BGR2GRAY) for image in stack]
        found = _subjects(stack)
        salient = [_salient(stack[i], grays[i]) for i in range(0, len(stack), SALIENT_EVERY)]
        return [
            Scene(
                tuple(rect.scaled(scale) for rect in found[i]) if found is not None else (),
                found is not None,
                _moves(grays[i - 1], gray) if i else np.zeros(SALIENCY_SIDE, np.float32),
                salient[i // SALIENT_EVERY],
                float(gray.std()) < FLAT,
            )
            for i, gray in enumerate(grays)
        ]


def _subjects(stack: np.ndarray) -> list[list[Rect]] | None:
    """The subjects of each look; None where the camera moves, or too little is seen to tell."""
    if len(stack) < FEWEST_COMPARED:
        return None
    spread = stack[np.linspace(0, len(stack) - 1, min(len(stack), MOST_COMPARED)).astype(int)]
    background = np.median(spread, axis=0).astype(np.uint8)
    masks = [_mask(image, background) for image in stack]
    if np.mean([mask.mean() <= MOST_SUBJECT for mask in masks]) < STILL_SHARE:
        return None
    mended = background.copy()
    lasting = np.mean(masks, axis=0) >= LASTING_SHARE
    outlines = _edges(background)
    for image, mask in zip(stack, masks, strict=True) if lasting.any() else ():
        labels = _labels(mask & lasting)
        edges = _edges(image) if labels else outlines
        for label in labels:
            if _is_ghost(label, edges, outlines):
                mended[label] = image[label]
    if (mended != background).any():
        masks = [_mask(image, mended) for image in stack]
    return [_rects(mask) for mask in masks]


def _mask(image: np.ndarray, background: np.ndarray) -> np.ndarray:
    """Where a look differs from the background, its light apart: bool of shape (height, width)."""
    import cv2

    difference = image.astype(np.int16) - background
    difference -= np.median(difference, axis=(0, 1)).astype(np.int16)
    far = (np.abs(difference).max(axis=2) > LEAST_DIFFERENCE).astype(np.uint8)
    kernel = np.ones((3, 3), np.uint8)
    opened = cv2.morphologyEx(far, cv2.MORPH_OPEN, kernel)
    return np.asarray(cv2.morphologyEx(opened, cv2.MORPH_CLOSE, np.ones((7, 7), np.uint8))) > 0


def _labels(mask: np.ndarray) -> list[np.ndarray]:
    """The connected parts of a mask that are large enough."""
    import cv2

    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8))
    least = LEAST_SUBJECT * mask.size
    return [labels == i for i in range(1, count) if stats[i, cv2.CC_STAT_AREA] >= least]


def _rects(mask: np.ndarray) -> list[Rect]:
    import cv2

    count, _, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8))
    least = LEAST_SUBJECT * mask.size
    parts = sorted((stats[i] for i in range(1, count)), key=lambda s: -s[cv2.CC_STAT_AREA])
    return [Rect(x, y, x + w, y + h) for x, y, w, h, area in parts if area >= least]


def _is_ghost(label: np.ndarray, edges: np.ndarray, outlines: np.ndarray) -> bool:
    """Whether the outline of what differs is among the background's, and not the look's edges."""
    import cv2

    outline = cv2.morphologyEx(label.astype(np.uint8), cv2.MORPH_GRADIENT, np.ones((5, 5))) > 0
    return bool(edges[outline].sum() < outlines[outline].sum())


def _edges(image: np.ndarray) -> np.ndarray:
    """How steep each pixel's steepest colour is, its texture blurred."""
    import cv2

    soft = cv2.GaussianBlur(image.astype(np.float32), (0, 0), OUTLINE_BLUR)
    across, down = cv2.Sobel(soft, cv2.CV_32F, 1, 0), cv2.Sobel(soft, cv2.CV_32F, 0, 1)
    return np.asarray(np.hypot(across, down).max(axis=2))


def _moves(before: np.ndarray, gray: np.ndarray) -> np.ndarray:
    """How much each column changes beyond the camera's own shift (phase correlation)."""
    import cv2

    some, other = before.astype(np.float32), gray.astype(np.float32)
    window = cv2.createHanningWindow(some.shape[::-1], cv2.CV_32F)
    (x, y), response = cv2.phaseCorrelate(some, other, window)
    if response > 0.1:
        shift = np.array([[1, 0, x], [0, 1, y]], np.float32)
        size = (gray.shape[1], gray.shape[0])
        some = cv2.warpAffine(some, shift, size, borderMode=cv2.BORDER_REPLICATE)
    change = np.clip(np.abs(other - some) - LEAST_DIFFERENCE / 2, 0, None)
    columns = cv2.resize(change, (SALIENCY_SIDE, 1), interpolation=cv2.INTER_AREA)
    return np.asarray(columns[0])


def _salient(image: np.ndarray, gray: np.ndarray) -> np.ndarray:
    """How salient each column is: by the spectral residual of its light, and by its colour."""
    height = max(8, round(SALIENCY_SIDE * gray.shape[0] / gray.shape[1]))
    parts = (_residual(gray, height), _colour_contrast(image, height))
    columns = sum(part.mean(axis=0) / max(float(part.mean()), 1e-9) for part in parts)
    return np.asarray(columns / len(parts), np.float32)


def _residual(gray: np.ndarray, height: int) -> np.ndarray:
    """The spectral residual of a picture, float32 of shape (height, SALIENCY_SIDE)."""
    import cv2

    small = cv2.resize(gray, (SALIENCY_SIDE, height), interpolation=cv2.INTER_AREA)
    spectrum = np.fft.fft2(small.astype(np.float32))
    level = np.log(np.abs(spectrum) + 1e-6).astype(np.float32)
    residual = level - cv2.blur(level, (3, 3))
    back = np.abs(np.fft.ifft2(np.exp(residual + 1j * np.angle(spectrum)))) ** 2
    return np.asarray(cv2.GaussianBlur(back.astype(np.float32), (0, 0), 2.5))


def _colour_contrast(image: np.ndarray, height: int) -> np.ndarray:
    """How far each place's colour is from the picture's mean, squared, of the same shape.

    After Achanta et al., "Frequency-tuned Salient Region Detection" (CVPR 2009).
    """
    import cv2

    small = cv2.resize(image, (SALIENCY_SIDE, height), interpolation=cv2.INTER_AREA)
    colours = cv2.cvtColor(cv2.GaussianBlur(small, (3, 3), 0), cv2.COLOR_BGR2LAB)[..., 1:]
    far = colours.astype(np.float32) - colours.mean(axis=(0, 1))
    return np.asarray((far**2).sum(axis=2), np.float32)
