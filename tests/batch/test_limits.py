"""A worker that holds too much ends, with a code that says so, before it takes the machine."""

from __future__ import annotations

import pickle
import subprocess
import sys

import pytest

from analyzer.batch import limits

HELD = 400_000_000


def run(code: str) -> subprocess.CompletedProcess[str]:
    start = f"from analyzer.batch import limits\nlimits.hold({HELD})\n"
    return subprocess.run(
        [sys.executable, "-c", start + code],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_what_grows_over_the_ceiling_is_ended_with_a_code_that_says_so() -> None:
    grow = "import time\nkept = []\nwhile True:\n    kept.append(bytearray(10**7)); time.sleep(.02)"
    assert run(grow).returncode == limits.EXIT_CODE


def test_what_it_started_counts_and_ends_with_it() -> None:
    child = "import time; kept = bytearray(5 * 10**8); print(1, flush=True); time.sleep(50)"
    start = f"import subprocess, sys\nsubprocess.run([sys.executable, '-c', {child!r}])"
    assert run(start).returncode == limits.EXIT_CODE


@pytest.mark.skipif(sys.platform != "linux", reason="no limit on allocations here")
def test_one_allocation_far_over_the_ceiling_is_a_memory_error() -> None:
    ask = "try:\n    bytearray(10**10)\nexcept MemoryError:\n    print('refused')"
    assert run(ask).stdout == "refused\n"


def test_an_ordinary_process_is_left_alone() -> None:
    assert run("import time; time.sleep(1); print('fine')").stdout == "fine\n"


def test_a_larger_speech_model_has_room_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "machine_memory", lambda: 10**12)
    assert limits.ceiling("base") == limits.CEILING
    assert limits.ceiling("base") < limits.ceiling("small") < limits.ceiling("large-v3")


def test_the_message_says_how_much_in_one_line_and_survives_the_way_home() -> None:
    told = str(pickle.loads(pickle.dumps(limits.too_much(2_600_000_000))))
    assert told.startswith("it asks for more memory than 2.6 GB")
    assert "\n" not in told
