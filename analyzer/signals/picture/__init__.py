"""How good the picture is: its luminance in every frame, its detail about once a second.

``LightWatcher`` sees every frame, small: black, frozen and flashing stretches, brightness.
``DetailWatcher`` samples a frame about once a second at its own size: letterbox and pillarbox,
sharpness, noise.
``measure_picture`` puts both together, with the faces and the text that a cover should mind.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...model import Faces, OverlayLine, Picture, Probe
from .. import FrameAnalyzer, measurer

if TYPE_CHECKING:
    from .detail import Detail
    from .luminance import Luminance


@measurer("picture_light", cached=False)
def watch_light() -> FrameAnalyzer[Luminance]:
    """Tell how the light of the picture goes."""
    from .luminance import LightWatcher

    return LightWatcher()


@measurer("picture_detail", cached=False)
def watch_detail(probe: Probe) -> FrameAnalyzer[Detail]:
    """Look closely at the picture, about once a second."""
    from .detail import DetailWatcher

    return DetailWatcher(probe.duration)


@measurer("picture")
def picture_of(
    probe: Probe,
    picture_light: Luminance,
    picture_detail: Detail,
    faces: Faces | None = None,
    overlay_text: tuple[OverlayLine, ...] | None = None,
) -> Picture:
    """The quality of the picture; faces and overlay text serve the choice of covers."""
    from .measure import measure_picture

    return measure_picture(picture_light, picture_detail, probe, faces, overlay_text)
