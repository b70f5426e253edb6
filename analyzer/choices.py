"""What may be chosen by name, and what is chosen where nothing is said.

The command line offers these, and loads nothing else to print its help.
"""

from __future__ import annotations

PLATFORMS = ("tiktok", "reels", "shorts")

PLACEMENTS = ("organic", "ads")

ENGINES = ("auto", "faster-whisper", "openai-whisper")

KINDS = ("talk", "music", "hands", "scenery", "slideshow", "text")

DEFAULT_MODEL = "base"

DEFAULT_TIMEOUT = 900.0
"""Seconds that one draft may take."""
