#!/usr/bin/env python3
"""Analyze short vertical drafts: ``python3 analyze.py DRAFT.mp4`` or ``python3 analyze.py FOLDER``.

The door of the project. Any Python gets through it or is told why not: on first use it builds
``.venv`` beside itself, then it hands over to ``python -m analyzer`` in there.
"""

import os
import sys

if sys.version_info < (3, 7):
    sys.stderr.write(
        "analyze.py: this is Python %d.%d, and 3.11, 3.12 or 3.13 is needed. Install one of those "
        "and start this with it: python3.11 analyze.py\n" % sys.version_info[:2]
    )
    sys.exit(2)

sys.path.insert(0, os.path.dirname(os.path.realpath(__file__)))
from bootstrap import launcher

if __name__ == "__main__":
    extras = ["offline"] + launcher.asked_extras(sys.argv[1:])
    sys.exit(launcher.enter(["-m", "analyzer"] + sys.argv[1:], extras))
