"""An assistant asks over standard input and output, with the protocol's own client."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

pytest.importorskip("mcp", reason="the extra `mcp` is not installed")

from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client

from analyzer.reports.json import schema
from tests.batch.test_scan import needs_proc, sleepers, slow_probe
from tests.command import analyze
from tests.conftest import ROOT, MakeClip

pytestmark = pytest.mark.slow

COMMAND = [sys.executable, "-m", "analyzer", "mcp", "--no-transcript"]


def environment(folder: Path) -> dict[str, str]:
    return os.environ | {"ANALYZER_CACHE": str(folder / "cache"), "PYTHONPATH": str(ROOT)}


@asynccontextmanager
async def session(folder: Path, *options: str) -> AsyncIterator[ClientSession]:
    """A session with a server that was started as an assistant starts it."""
    server = StdioServerParameters(
        command=COMMAND[0], args=[*COMMAND[1:], *options], env=environment(folder), cwd=str(folder)
    )
    with (folder / "stderr.log").open("w") as log:
        async with stdio_client(server, errlog=log) as pipes, ClientSession(*pipes) as client:
            await client.initialize()
            yield client


def ask(folder: Path, act: Callable[[ClientSession], Awaitable[Any]], *options: str) -> Any:
    """What comes of an act in a session."""

    async def run() -> Any:
        async with session(folder, *options) as client:
            return await act(client)

    with ThreadPoolExecutor(1) as apart:  # a test that drives a browser leaves its loop in this one
        return apart.submit(asyncio.run, run()).result()


def called(folder: Path, tool: str, **arguments: Any) -> Any:
    """The result of one call."""
    return ask(folder, lambda client: client.call_tool(tool, arguments))


def said(result: Any) -> str:
    return "".join(part.text for part in result.content)


def test_an_analysis_answers_with_the_document_that_the_command_line_writes(
    clips: MakeClip, tmp_path: Path
) -> None:
    drafts = [clips("tiny.mp4", seconds=0.5), clips("mute.mp4", sound=None)]
    asked = {"paths": [str(d) for d in drafts], "platforms": ["reels", "shorts"]}
    result = called(tmp_path, "analyze", **asked)
    assert not result.is_error, said(result)
    document = result.structured_content
    assert json.loads(said(result)) == document
    Draft202012Validator(json.loads(schema())).validate(document)
    run = analyze(
        *drafts, "--no-transcript", "--platform", "reels,shorts", "--json", "-",
        ANALYZER_CACHE=str(tmp_path / "cache"),
    )  # fmt: skip
    for mine, theirs in zip(document["videos"], json.loads(run.out)["videos"], strict=True):
        for one in (mine, theirs):
            del one["timing"], one["fix"], one["signals"]["matches"], one["signals"]["unmeasured"]
            del one["judgements"], one["signals"]["reasons"]
        assert mine == theirs


def test_the_tools_are_listed_with_what_they_take(tmp_path: Path) -> None:
    listed = ask(tmp_path, lambda client: client.list_tools())
    tools = {tool.name: tool for tool in listed.tools}
    assert set(tools) == {"analyze", "explain", "compare", "fix"}
    assert all(tool.description for tool in tools.values())
    assert tools["analyze"].input_schema["required"] == ["paths"]


def test_a_draft_that_cannot_be_analyzed_is_an_error_of_the_tool_and_the_server_goes_on(
    clips: MakeClip, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(b"no video")
    good = clips("tiny.mp4", seconds=0.5)

    async def act(client: ClientSession) -> tuple[Any, Any, Any]:
        return (
            await client.call_tool("analyze", {"paths": [str(broken)]}),
            await client.call_tool("analyze", {"paths": [str(broken), str(good)]}),
            await client.call_tool("analyze", {"paths": [str(tmp_path / "missing.mp4")]}),
        )

    alone, both, missing = ask(tmp_path, act)
    assert alone.is_error
    assert f"{broken}: " in said(alone)
    assert not both.is_error
    assert [v["status"] for v in both.structured_content["videos"]] == ["error", "ok"]
    assert missing.is_error
    assert "there is no such file" in said(missing)
    assert (tmp_path / "stderr.log").read_text() == ""


def test_a_code_is_explained_with_its_limits_and_their_sources(tmp_path: Path) -> None:
    explained = called(tmp_path, "explain", code="fm05", platforms=["reels"]).structured_content
    assert explained["code"] == "FM05"
    assert explained["platform"] == "reels"
    (limit,) = [one for one in explained["limits"] if one["name"] == "best_min_seconds"]
    assert limit["value"] > 0
    assert limit["source"]
    assert explained["act"]
    wrong = called(tmp_path, "explain", code="FM5")
    assert wrong.is_error
    assert "FM5: there is no such code (did you mean FM" in said(wrong)


def test_two_drafts_are_compared_by_their_reports(clips: MakeClip, tmp_path: Path) -> None:
    mute, loud = clips("mute.mp4", sound=None), clips("second.mp4")
    compared = called(tmp_path, "compare", a=str(mute), b=str(loud)).structured_content
    assert "SD01" in {change["code"] for change in compared["gone"]}
    assert "SD01" not in {change["code"] for change in compared["left"]}
    assert compared["a"]["path"] == str(mute)
    assert compared["better"] in {"a", "b", "equal"}
    same = called(tmp_path, "compare", a=str(mute), b=str(mute)).structured_content
    assert (same["better"], same["gone"], same["new"]) == ("equal", [], [])


def test_a_mended_file_is_planned_then_made_and_never_over_anything(
    clips: MakeClip, tmp_path: Path
) -> None:
    soft = clips("soft.mp4", size="540x960", seconds=4, sound="sine=frequency=440,volume=0.05")
    draft = Path(shutil.copy(soft, tmp_path / "a.mp4"))
    target = tmp_path / "a.fixed.mp4"
    before = draft.read_bytes()
    planned = called(tmp_path, "fix", path=str(draft), only=["sound", "file"]).structured_content
    assert planned["edits"]
    assert planned["path"] is None
    assert not target.exists()
    asked = {"path": str(draft), "render": True, "only": ["sound", "file"]}
    made = called(tmp_path, "fix", **asked).structured_content
    assert made["path"] == str(target), made
    assert set(made["after"]["codes"]) < set(made["before"]["codes"])
    kept = target.read_bytes()
    again = called(tmp_path, "fix", **asked).structured_content
    assert again["path"] is None
    assert "was left as it is" in again["refusal"]["message"]
    assert target.read_bytes() == kept
    assert draft.read_bytes() == before


@needs_proc
@pytest.mark.parametrize("how", ["end of input", "Ctrl-C", "SIGTERM"])
def test_the_server_ends_with_its_client_or_by_a_signal_and_takes_its_workers_along(
    clips: MakeClip, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    slow_probe(tmp_path, monkeypatch)
    hanging = Path(shutil.copy(clips("tiny.mp4", seconds=0.5), tmp_path / "hang.mp4"))
    run = subprocess.Popen(
        COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env=environment(tmp_path), cwd=ROOT, text=True,
    )  # fmt: skip
    assert run.stdin is not None
    assert run.stdout is not None
    client = {"name": "test", "version": "1"}
    for message in (
        {"id": 1, "method": "initialize", "params": {
            "protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": client}},
        {"method": "notifications/initialized"},
        {"id": 2, "method": "tools/call", "params": {
            "name": "analyze", "arguments": {"paths": [str(hanging)]}}},
    ):  # fmt: skip
        run.stdin.write(json.dumps({"jsonrpc": "2.0"} | message) + "\n")
        run.stdin.flush()
    deadline = time.monotonic() + 60
    while not sleepers() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert sleepers()
    if how == "end of input":
        run.stdin.close()
    else:
        run.send_signal(signal.SIGINT if how == "Ctrl-C" else signal.SIGTERM)
    assert run.wait(10) == (0 if how == "end of input" else 130)
    lines = run.stdout.read().splitlines()
    assert all(json.loads(line)["jsonrpc"] == "2.0" for line in lines)
    assert run.stderr is not None
    assert "Traceback" not in run.stderr.read()
    deadline = time.monotonic() + 5
    while sleepers() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert sleepers() == []


@needs_proc
def test_a_call_that_is_cancelled_ends_its_analysis(
    clips: MakeClip, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow_probe(tmp_path, monkeypatch)
    good = clips("tiny.mp4", seconds=0.5)
    hanging = Path(shutil.copy(good, tmp_path / "hang.mp4"))

    async def act(client: ClientSession) -> Any:
        with pytest.raises(Exception):  # noqa: B017, PT011
            await client.call_tool("analyze", {"paths": [str(hanging)]}, read_timeout_seconds=8)
        for _ in range(100):
            if not sleepers():
                break
            await asyncio.sleep(0.1)
        assert sleepers() == []
        return await client.call_tool("analyze", {"paths": [str(good)]})

    assert not ask(tmp_path, act).is_error


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("draft.mp4",), "a server is told its drafts later"),
        (("--json", "-"), "mcp --json: a server has no use for it"),
        (("--watch",), "mcp --watch: a server has no use for it"),
        (("--platfrom", "reels"), "there is no such option"),
    ],
)
def test_what_a_server_has_no_use_for_is_refused(
    arguments: tuple[str, ...], complaint: str
) -> None:
    run = analyze("mcp", *arguments)
    assert (run.code, run.out) == (2, "")
    assert complaint in run.err


def test_a_file_called_mcp_is_analyzed_by_its_path_and_the_command_says_so(
    clips: MakeClip, tmp_path: Path
) -> None:
    shutil.copy(clips("tiny.mp4", seconds=0.5), tmp_path / "mcp")
    run = analyze("./mcp", "--no-transcript", "--json", "-", cwd=tmp_path)
    assert json.loads(run.out)["videos"][0]["path"] == "mcp"
    done = subprocess.run(
        COMMAND, cwd=tmp_path, env=environment(tmp_path), stdin=subprocess.DEVNULL,
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (0, "")
    assert "mcp is the command; the file of that name is ./mcp" in done.stderr
