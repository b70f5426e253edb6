"""Write each sample's expected findings beside it, from the analyzer as it is now.

    python scripts/expect_samples.py

Run it after a change that means to change verdicts, and read the difference before committing it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from analyzer.pipeline.analysis import analyze  # noqa: E402


def main() -> None:
    """Analyze every sample and write what was found."""
    for sample in sorted((ROOT / "sample_videos").glob("*.mp4")):
        report = analyze(sample)
        if report.score is None or report.signals is None or report.signals.hook is None:
            sys.exit(f"{sample.name} was not analyzed as a whole")
        expected = {
            "verdict": report.score.verdict,
            "hook": report.signals.hook.strength,
            "findings": sorted(finding.code for finding in report.findings),
        }
        target = sample.with_suffix(".expected.json")
        target.write_text(json.dumps(expected, indent=2) + "\n", encoding="utf-8")
        print(f"{sample.name}: {report.score.verdict}, {', '.join(expected['findings'])}")


if __name__ == "__main__":
    main()
