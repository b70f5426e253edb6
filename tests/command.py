"""The command line as a user's shell runs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

from tests.conftest import ROOT


class Run(NamedTuple):
    """What the command line did."""

    code: int
    out: str
    err: str

    @property
    def videos(self) -> dict[str, dict[str, Any]]:
        return {Path(v["path"]).name: v for v in json.loads(self.out)["videos"]}


def analyze(*arguments: object, cwd: Path = ROOT, **environment: str) -> Run:
    """Run ``python -m analyzer`` as a user's shell would."""
    done = subprocess.run(
        [sys.executable, "-m", "analyzer", *map(str, arguments)],
        capture_output=True,
        cwd=cwd,
        timeout=240,
        check=False,
        env=os.environ | {"PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8", **environment},
    )
    return Run(done.returncode, done.stdout.decode(), done.stderr.decode())
