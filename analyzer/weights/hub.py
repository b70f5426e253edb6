"""Whether the model hub can be reached: asked once, briefly, before anything waits for it."""

from __future__ import annotations

import threading
from contextlib import suppress

ANSWER_SECONDS = 5.0
"""How long the hub may take to answer before it counts as out of reach."""


def answers() -> bool:
    """Whether the hub gives any answer within ``ANSWER_SECONDS``, name look-up included."""
    import urllib.error
    import urllib.request

    from huggingface_hub import constants

    if constants.HF_HUB_OFFLINE:
        return False
    heard = threading.Event()

    def ask() -> None:
        request = urllib.request.Request(constants.ENDPOINT, method="HEAD")
        with suppress(OSError):
            with suppress(urllib.error.HTTPError):
                urllib.request.urlopen(request, timeout=ANSWER_SECONDS).close()
            heard.set()

    threading.Thread(target=ask, daemon=True).start()
    return heard.wait(ANSWER_SECONDS)
