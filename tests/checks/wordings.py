"""What every check says of the drafts that it flags, as ``wordings.toml`` holds it.

``python -m tests.checks.wordings`` writes the file anew after a change that is meant; read its
diff before you commit it.
"""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

from analyzer import checks
from tests.checks import all_cases
from tests.checks.cases import Case

FILE = Path(__file__).with_suffix(".toml")


def worded(code: str, case: Case) -> list[dict[str, Any]]:
    """Message, remedy and spans of each finding of the check ``code`` on this draft."""
    findings, _ = checks.run(case.probe, case.signals, case.profile)
    return [
        {
            "message": finding.message,
            "remedy": finding.remedy,
            "spans": [[span.start, span.end] for span in finding.spans],
        }
        for finding in findings
        if finding.code == code
    ]


def written() -> dict[str, dict[str, list[dict[str, Any]]]]:
    """The findings in the file: of each check, by the number of the case."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def main() -> None:
    """Write the file."""
    lines = ["# Written by `python -m tests.checks.wordings`."]
    for code, cases in sorted(all_cases()[0].items()):
        for number, case in enumerate(cases, 1):
            for finding in worded(code, case):
                lines += ["", f"[[{code}.{number}]]"]
                lines += [f"{k} = {json.dumps(v, ensure_ascii=False)}" for k, v in finding.items()]
    FILE.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
