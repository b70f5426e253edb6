"""How good the picture is: its luminance in every frame, its detail about once a second.

``LightWatcher`` sees every frame, small: black, frozen and flashing stretches, brightness.
``DetailWatcher`` samples a frame about once a second at its own size: letterbox and pillarbox,
sharpness, noise.
``measure_picture`` puts both together, with the faces and the text that a cover should mind.
"""

from analyzer.signals.picture.detail import DetailWatcher
from analyzer.signals.picture.luminance import LightWatcher
from analyzer.signals.picture.measure import measure_picture

__all__ = ["DetailWatcher", "LightWatcher", "measure_picture"]
