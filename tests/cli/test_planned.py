"""A table of planned posts is read as agencies keep it, and refused with what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.cli.planned import read_planned
from analyzer.errors import UsageError
from analyzer.model import PlannedPost

BREAD = PlannedPost("brood.mp4", "Brood", "Zuurdesem; zonder kneden\nTips? #brood")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_table_is_read_as_spreadsheets_write_it(tmp_path: Path, mark: str, encoding: str) -> None:
    table = tmp_path / "plan.csv"
    cells = ["brood.mp4", "Brood", '"Zuurdesem; zonder kneden\nTips? #brood"']
    text = "\r\n".join([mark.join(["File", "title", "Caption"]), mark.join(cells), mark * 2, ""])
    table.write_bytes(text.encode(encoding))
    assert read_planned(table) == (BREAD,)


def test_columns_come_in_any_order_and_a_title_may_be_missing(tmp_path: Path) -> None:
    table = tmp_path / "plan.csv"
    table.write_text("caption,day,file\nHi,Monday,a.mp4\n")
    assert read_planned(table) == (PlannedPost("a.mp4", "", "Hi"),)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no column file and caption"),
        ("file,text\na,b\n", "no column caption"),
        ("file,caption\na.mp4,A\nA.mp4,B\n", "line 3 names A.mp4 a second time"),
        ("file,caption\n,A\n", "line 2 names no file"),
    ],
)
def test_a_table_that_makes_no_sense_is_refused_with_the_reason(
    tmp_path: Path, text: str, said: str
) -> None:
    table = tmp_path / "plan.csv"
    table.write_text(text)
    with pytest.raises(UsageError, match=said):
        read_planned(table)
