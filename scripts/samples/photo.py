"""A photograph brought to life: the subject cut out, swaying, in front of a drifting backdrop."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]
Size = tuple[int, int]
Points = tuple[tuple[int, int], ...]

ENLARGE = 3
"""The photographs are small: they are enlarged once, well, and sampled from there."""


@dataclass(frozen=True, slots=True)
class Camera:
    """What the camera sees: the centre and width of its view in the photograph's own pixels."""

    x: float
    y: float
    width: float
    tilt: float = 0.0
    """Degrees, clockwise."""


@dataclass(frozen=True, slots=True)
class Head:
    """The part of the subject that moves by itself, in the photograph's own pixels."""

    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class Cutout:
    """Hints for cutting the subject out: a rough outline, what is surely it and surely not."""

    outline: Points
    core: Points
    ellipses: tuple[tuple[int, int, int, int], ...]
    """Surely the subject: centre and half axes."""
    not_it: tuple[tuple[int, int, int, int], ...]
    """Surely the backdrop: left, top, right, bottom."""


def between(start: Camera, end: Camera, share: float) -> Camera:
    """The camera ``share`` of the way on a move that starts and ends at speed."""
    at = [a + (b - a) * share for a, b in zip(_numbers(start), _numbers(end), strict=True)]
    return Camera(*at)


def handheld(camera: Camera, time: float, amount: float = 1.0) -> Camera:
    """The same view from a hand: a slow drift and a little roll."""
    drift = camera.width * 0.006 * amount
    return replace(
        camera,
        x=camera.x + drift * (np.sin(2.9 * time) + 0.5 * np.sin(6.1 * time + 1)),
        y=camera.y + drift * (np.cos(2.3 * time) + 0.4 * np.sin(7.3 * time)),
        tilt=camera.tilt + 0.5 * amount * np.sin(1.7 * time + 0.4),
    )


def _numbers(camera: Camera) -> tuple[float, ...]:
    return camera.x, camera.y, camera.width, camera.tilt


class Photo:
    """A photograph that can be filmed; with a cutout its subject and backdrop move apart."""

    def __init__(self, path: Path, head: Head | None = None, cutout: Cutout | None = None) -> None:
        photo = cv2.imread(str(path), cv2.IMREAD_COLOR)
        assert photo is not None, path
        self.head = head
        self.height, self.width = photo.shape[:2]
        self.subject = _enlarge(photo)
        self.matte: Image | None = None
        self.backdrop = self.subject
        if cutout:
            mask = _cut(photo, cutout)
            soft = cv2.resize(mask, None, fx=ENLARGE, fy=ENLARGE, interpolation=cv2.INTER_CUBIC)
            self.matte = cv2.GaussianBlur(cv2.erode(soft, np.ones((5, 5), np.uint8)), (0, 0), 2)
            hidden = cv2.dilate(mask, np.ones((13, 13), np.uint8))
            filled = cv2.inpaint(photo, hidden, 5, cv2.INPAINT_TELEA)
            filled = cv2.GaussianBlur(filled, (0, 0), 1.6)
            self.backdrop = cv2.resize(filled, None, fx=ENLARGE, fy=ENLARGE)

    def film(self, size: Size, camera: Camera, time: float, sway: float = 0.0) -> Image:
        """The view at ``time``, ``size`` pixels large; ``sway`` is how far the head moves."""
        near = self._maps(size, camera, time, sway)
        subject: Image = cv2.remap(
            self.subject, *near, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT
        )
        if self.matte is None:
            return subject
        full = min(self.width, self.height * size[0] / size[1])
        far_camera = replace(
            camera,
            x=camera.x + 0.012 * full * np.sin(1.3 * time),
            width=full - 0.6 * (full - camera.width),
        )
        far = self._maps(size, far_camera, time, 0.0)
        backdrop = cv2.remap(self.backdrop, *far, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
        matte = cv2.remap(self.matte, *near, cv2.INTER_LINEAR)[..., None].astype(np.uint16)
        mixed: Image = ((subject * matte + backdrop * (255 - matte) + 127) // 255).astype(np.uint8)
        return mixed

    def _maps(
        self, size: Size, camera: Camera, time: float, sway: float
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Where in the enlarged photograph each pixel of the view comes from."""
        cell = 8
        columns, rows = (-(-n // cell) + 2 for n in size)
        u, v = np.meshgrid(np.arange(columns, dtype=float), np.arange(rows, dtype=float))
        u = ((u - 0.5) * cell - 0.5 - size[0] / 2) * camera.width / size[0]
        v = ((v - 0.5) * cell - 0.5 - size[1] / 2) * camera.width / size[0]
        cos, sin = np.cos(np.radians(camera.tilt)), np.sin(np.radians(camera.tilt))
        x, y = camera.x + u * cos - v * sin, camera.y + u * sin + v * cos
        if self.head and sway:
            head = self.head
            part = np.exp(-((x - head.x) ** 2 + (y - head.y) ** 2) / (2 * head.radius**2))
            unit = sway * head.radius
            turn = 0.05 * sway * np.sin(2.6 * time + 0.3) + 0.02 * sway * np.sin(7.1 * time)
            pivot = head.y + 1.2 * head.radius
            dx = 0.045 * unit * np.sin(2.1 * time) - turn * (y - pivot)
            dy = 0.03 * unit * np.sin(4.7 * time + 1) + turn * (x - head.x)
            x, y = x - part * dx, y - part * dy
        wide = (columns * cell, rows * cell)
        maps = []
        for plane in (x, y):
            source = ((plane + 0.5) * ENLARGE - 0.5).astype(np.float32)
            full = cv2.resize(source, wide, interpolation=cv2.INTER_LINEAR)
            maps.append(full[cell : cell + size[1], cell : cell + size[0]].astype(np.float32))
        return maps[0], maps[1]


def _enlarge(photo: Image) -> Image:
    """Three times larger, its edges crisper and its noise gone."""
    calm = cv2.bilateralFilter(photo, 5, 14, 3)
    large = cv2.resize(calm, None, fx=ENLARGE, fy=ENLARGE, interpolation=cv2.INTER_LANCZOS4)
    soft = cv2.GaussianBlur(large, (0, 0), 2.4)
    crisp: Image = cv2.addWeighted(large, 1.5, soft, -0.5, 0)
    return crisp


def _cut(photo: Image, hints: Cutout) -> Image:
    """The subject's mask, 255 where it is, by GrabCut from the hints."""
    labels = np.full(photo.shape[:2], cv2.GC_PR_BGD, np.uint8)
    cv2.fillPoly(labels, [np.array(hints.outline)], cv2.GC_PR_FGD)
    cv2.fillPoly(labels, [np.array(hints.core)], cv2.GC_FGD)
    for x, y, across, down in hints.ellipses:
        cv2.ellipse(labels, (x, y), (across, down), 0, 0, 360, cv2.GC_FGD, -1)
    for left, top, right, bottom in hints.not_it:
        labels[top:bottom, left:right] = cv2.GC_BGD
    cv2.setRNGSeed(7)
    models = np.zeros((1, 65)), np.zeros((1, 65))
    cv2.grabCut(photo, labels, None, *models, 6, cv2.GC_INIT_WITH_MASK)
    found = (labels == cv2.GC_FGD) | (labels == cv2.GC_PR_FGD)
    mask: Image = found.astype(np.uint8) * 255
    return mask
