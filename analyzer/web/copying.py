"""What comes from the browser of a draft, and what is said when no more of it comes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from .drafts import Refusal

STALL_SECONDS = 60.0
"""Seconds without a byte after which a copy is given up: a disk that sleeps wakes in ten."""


async def moving(chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """Yield the chunks, however slowly they come; raises Refusal when they stand still."""
    while True:
        try:
            async with asyncio.timeout(STALL_SECONDS):
                chunk = await anext(chunks)
        except StopAsyncIteration:
            return
        except TimeoutError:
            words = "the copying stood still for {seconds} s; drop it again"
            raise Refusal(408, words, seconds=f"{STALL_SECONDS:g}") from None
        yield chunk


def broken_off(error: BaseException) -> Refusal:
    """What is said of a copy that ended in an error."""
    if isinstance(error, OSError):
        return Refusal(507, "the disk did not take it")
    return Refusal(400, "the copying was broken off")
