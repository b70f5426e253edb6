"""What is mended in a draft without its editor, what is left, and how the result stands."""

from __future__ import annotations

from enum import StrEnum

from .base import Record, Wording
from .findings import Score

BEYOND = "it takes the editor, or another take"
"""Why most of what is found in a draft is left."""


class EditKind(StrEnum):
    """The kinds of edits, by the names in which ``--fix-only`` takes them."""

    FRAME = "frame"
    SOUND = "sound"
    START = "start"
    FILE = "file"
    CAPTIONS = "captions"


class Area(Record):
    """A part of the displayed picture, in pixels from its top left corner, all of them even."""

    left: int
    top: int
    width: int
    height: int


class FrameEdit(Record):
    """How the picture is shaped anew: cut to its content, turned, cropped and scaled."""

    content: Area
    """What is kept of the displayed picture before all else: the picture between its bars."""
    turn: int
    """Degrees clockwise by which the film is turned."""
    crop: Area | None
    """The largest 9:16 in the middle of the turned content; null where all of it is shown."""
    width: int
    height: int
    """The size in the end."""


class Sides(StrEnum):
    """What is made of left and right."""

    KEPT = "kept"
    LEFT = "left"
    """The left channel on both sides."""
    RIGHT = "right"
    TURNED = "turned"
    """The right channel in opposite phase."""


class SoundEdit(Record):
    """How the sound is changed."""

    track: int | None = None
    """Which of the tracks of sound is heard, counted from 0; null for the one that plays."""
    sides: Sides = Sides.KEPT
    target_lufs: float | None = None
    """The loudness that it is brought to; null where it stays as loud as it is."""
    is_centred: bool = False
    """Whether its DC offset is taken away."""


class Cut(Record):
    """What is kept of the draft's time, in seconds."""

    start: float
    end: float
    is_short: bool = False
    """Whether less is left than is recommended, as the plan says."""


class FileEdit(Record):
    """How the file is written anew."""

    encodes_picture: bool = False
    encodes_sound: bool = False
    most_bitrate: int | None = None
    """Bits a second that the picture may take; null where its quality alone decides."""


class Edit(Record):
    """One thing that is done, and the findings that it mends."""

    kind: EditKind
    codes: tuple[str, ...]
    what: str
    """In English."""
    wording: Wording


class Left(Record):
    """A finding that is left as it is, and why."""

    code: str
    reason: str
    """In English."""
    wording: Wording


class Plan(Record):
    """What is to be done with a draft: what is said of it, and what is needed to do it."""

    edits: tuple[Edit, ...] = ()
    left: tuple[Left, ...] = ()
    frame: FrameEdit | None = None
    sound: SoundEdit | None = None
    cut: Cut | None = None
    file: FileEdit | None = None
    captions: str | None = None
    """The style in which the words are drawn into the picture."""
    shows_whole: bool = False
    """Whether the whole picture stands over a blurred copy of itself where no crop would do."""

    @property
    def encodes_picture(self) -> bool:
        """Whether the picture is encoded; it is copied bit for bit otherwise."""
        whole = self.frame or self.cut or self.captions
        return bool(whole) or bool(self.file and self.file.encodes_picture)

    @property
    def encodes_sound(self) -> bool:
        """Whether the sound is encoded; it is copied bit for bit otherwise."""
        return bool(self.sound or self.cut) or bool(self.file and self.file.encodes_sound)

    @property
    def announced(self) -> frozenset[str]:
        """The codes that may come with the edits, as they say.

        Enlarging adds no detail, and that of an HDR picture, whose levels are on another curve, is
        told only of what it is mapped to.
        """
        is_mapped = any("FM17" in edit.codes for edit in self.edits)
        may_come = {
            "FM05": bool(self.cut and self.cut.is_short),
            "PX01": self.shows_whole,
            "PX06": self._is_enlarged or is_mapped,
        }
        return frozenset(code for code, may in may_come.items() if may)

    @property
    def _is_enlarged(self) -> bool:
        frame = self.frame
        if frame is None:
            return False
        shown = frame.crop or frame.content
        is_turned = frame.crop is None and frame.turn in (90, 270)
        return frame.width > (shown.height if is_turned else shown.width)


class Standing(Record):
    """How a draft stands: its score, and the codes of what was found."""

    score: Score | None
    codes: tuple[str, ...]


class Fix(Record):
    """What ``--fix`` does with a draft, or would do; and what came of it, where it was done."""

    path: str | None = None
    """The mended file; null where none was asked for or kept."""
    edits: tuple[Edit, ...] = ()
    left: tuple[Left, ...] = ()
    before: Standing | None = None
    after: Standing | None = None
    """How the mended file stands, measured anew; null where it was not made."""
    new: tuple[str, ...] = ()
    """The codes that are found in the mended file and were not in the draft."""
    refusal: Wording | None = None
    """Why there is no mended file, where one was asked for."""

    @property
    def mended(self) -> frozenset[str]:
        """The codes of what the edits mend."""
        return frozenset(code for edit in self.edits for code in edit.codes)

    @property
    def gone(self) -> tuple[str, ...]:
        """The codes that were found in the draft, and are not in the mended file."""
        if self.before is None or self.after is None:
            return ()
        return tuple(code for code in self.before.codes if code not in self.after.codes)
