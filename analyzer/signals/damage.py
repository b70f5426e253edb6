"""What of the picture could not be decoded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model import Damage, Span
from . import measurer

if TYPE_CHECKING:
    from ..media import frames


@measurer("damage")
def measure_damage(decoded: frames.Damage) -> Damage:
    """Return how many packets were damaged, and when."""
    span = Span(decoded.first, decoded.last) if decoded.packets else None
    return Damage(decoded.packets, span)
