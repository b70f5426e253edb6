"""YuNet for frames of any size: its file declares 640 by 640, though no layer asks for it.

The file is ONNX, which is protobuf: fields of a number and a length, in one another. Only what
declares shapes is changed: the two sides of the input and the counts of the outputs get names in
the place of numbers, and what is declared in between is left out.
"""

from __future__ import annotations

from collections.abc import Iterator

GRAPH = 7
"""Number of the field ``graph`` in ONNX's ModelProto."""

VALUE_INFO = 13
"""Number of the field ``value_info`` in ONNX's GraphProto: shapes of all that is in between."""

INPUT, OUTPUT = 11, 12
"""Numbers of the fields ``input`` and ``output`` in ONNX's GraphProto."""

LENGTH_DELIMITED = 2
"""Protobuf's wire type of all fields of these two messages but plain numbers."""

NAMED = {
    b"\x08\x80\x05\x0a\x03\x08\x80\x05": b"\x12\x01h\x0a\x03\x12\x01w",
    b"\x08\x80\x32": b"\x12\x01a",
    b"\x08\xc0\x0c": b"\x12\x01b",
    b"\x08\x90\x03": b"\x12\x01c",
}
"""What is declared as 640 by 640, and as 6400, 1600 and 400 places of strides 8, 16 and 32, each
by a name of the same length (``dim_value`` and ``dim_param``)."""


def of_any_size(model: bytes) -> bytes:
    """The network in the ONNX file ``model``, for inputs of any size."""
    kept = b""
    for number, field, content in _fields(model):
        kept += _field(GRAPH, _without_shapes(content)) if number == GRAPH else field
    return kept


def _without_shapes(graph: bytes) -> bytes:
    kept = []
    for number, field, _ in _fields(graph):
        if number in (INPUT, OUTPUT):
            for declared, named in NAMED.items():
                field = field.replace(declared, named)  # noqa: PLW2901
        if number != VALUE_INFO:
            kept.append(field)
    return b"".join(kept)


def _fields(message: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Each field's number, all of its bytes, and its content where it has a length."""
    at = 0
    while at < len(message):
        key, start = _varint(message, at)
        value, end = _varint(message, start)
        content = b""
        if key & 7 == LENGTH_DELIMITED:
            content = message[end : end + value]
            end += value
        yield key >> 3, message[at:end], content
        at = end


def _varint(message: bytes, at: int) -> tuple[int, int]:
    """The number that begins at ``at``, seven bits a byte, and where it ends."""
    value = shift = 0
    while True:
        value |= (message[at] & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if message[at - 1] < 0x80:
            return value, at


def _field(number: int, content: bytes) -> bytes:
    length, left = b"", len(content)
    while left > 0x7F:
        length, left = length + bytes([left & 0x7F | 0x80]), left >> 7
    return bytes([number << 3 | LENGTH_DELIMITED]) + length + bytes([left]) + content
