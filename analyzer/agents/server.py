"""The protocol: tools with their parameters, over standard input and output."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Annotated, Any, Literal, TypeVar

import anyio
import anyio.from_thread
import anyio.to_thread
import msgspec
from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from pydantic import Field

from ..errors import AnalyzerError
from ..model import Document, Record, Tool
from ..settings import Mending
from .tools import Call, Told, Tools, Wishes

T = TypeVar("T")

INSTRUCTIONS = (
    "Analyzes drafts of short vertical videos (TikTok, Reels, Shorts) that lie on this computer, "
    "before they are posted; nothing is uploaded. Start with `analyze`; `explain` says what a "
    "finding's code stands for; `fix` mends what needs no editor, into a new file."
)

TELL_SECONDS = 1.0
"""Time between two messages on how far a call is."""

Paths = Annotated[list[str], Field(description="video files, or folders of them", min_length=1)]
Path = Annotated[str, Field(description="a video file")]
Platforms = Annotated[
    list[Literal["tiktok", "reels", "shorts"]],
    Field(description="whose limits to judge by; as the server was started where none are named"),
]
Placement = Annotated[
    Literal["", "organic", "ads"], Field(description="an ordinary post, or an ad")
]
Keywords = Annotated[list[str], Field(description="keywords that it should say or show")]


def serve(tools: Tools, tool: Tool, closing: threading.Event) -> None:
    """Speak the protocol until the client closes it; ends every call that is still going on.

    So does setting ``closing``, but for the wait for what the client says next.
    """
    try:
        server(tools, tool, closing).run("stdio")
    finally:
        closing.set()


def server(tools: Tools, tool: Tool, closing: threading.Event) -> MCPServer[Any]:
    """The server, which is called as ``tool`` is, and whose calls end where ``closing`` is set."""
    found: MCPServer[Any] = MCPServer(
        tool.name, instructions=INSTRUCTIONS, version=tool.version, log_level="ERROR"
    )
    call = partial(_called, closing)

    async def analyze(
        ctx: Context,
        paths: Paths,
        platforms: Platforms = [],  # noqa: B006
        placement: Placement = "",
        kind: Annotated[str, Field(description="what carries the draft, such as talk")] = "",
        keywords: Keywords = [],  # noqa: B006
        caption: Annotated[str | None, Field(description="the caption of the one draft")] = None,
        language: Annotated[str, Field(description="of the voice-over, such as nl")] = "",
    ) -> dict[str, Any]:
        """Analyze drafts: verdict, score, findings with times and acts, and all measurements.

        The answer is the document that `--json` writes; `--schema` prints its JSON Schema. A first
        analysis takes some seconds a draft, what is known comes at once.
        """
        wishes = Wishes(platforms, placement, kind, keywords, caption, language)
        reports = await call(ctx, partial(tools.analyze, paths, wishes))
        return _plain(Document(tool, tuple(reports)))

    async def explain(
        code: Annotated[str, Field(description="the code of a finding, such as HK03")],
        platforms: Platforms = [],  # noqa: B006
        placement: Placement = "",
    ) -> dict[str, Any]:
        """Say what a finding's code checks and why, its limits with their sources, and the act."""
        with _refusals():
            return _plain(tools.explain(code, Wishes(platforms[:1], placement)))

    async def compare(
        ctx: Context,
        a: Path,
        b: Path,
        platforms: Platforms = [],  # noqa: B006
        placement: Placement = "",
    ) -> dict[str, Any]:
        """Compare two drafts by their reports: which is better, what is gone, new and left in b."""
        wishes = Wishes(platforms, placement)
        return _plain(await call(ctx, partial(tools.compare, a, b, wishes)))

    async def fix(
        ctx: Context,
        path: Path,
        render: Annotated[
            bool, Field(description="write NAME.fixed.mp4; else only say what would be mended")
        ] = False,
        only: Annotated[
            list[Literal["frame", "sound", "start", "file"]],
            Field(description="what to mend; all of it where nothing is named"),
        ] = [],  # noqa: B006
        burn_captions: Annotated[
            Literal["plain", "boxed", "karaoke"] | None,
            Field(description="write the words into the picture, too"),
        ] = None,
        folder: Annotated[str, Field(description="where to write; beside the draft if empty")] = "",
        platforms: Platforms = [],  # noqa: B006
        placement: Placement = "",
    ) -> dict[str, Any]:
        """Plan what can be mended in a draft without an editor, or do it, into a new file.

        The draft stays as it is, and no file that is there is written over. The answer says what is
        mended, what is left and why, and how the draft stands before and after.
        """
        wishes = Wishes(platforms, placement)
        mending = Mending(tuple(only) or Mending().only, burn_captions)
        if render:
            return _plain(await call(ctx, partial(tools.fix, path, mending, folder, wishes)))
        return _plain(await call(ctx, partial(tools.plan, path, mending, wishes)))

    for one in (analyze, explain, compare, fix):
        found.tool(structured_output=True)(one)
    return found


class _Call:
    """A call that goes on: whether it is over, and who hears how far it is."""

    def __init__(self, ctx: Context, closing: threading.Event) -> None:
        self._ctx = ctx
        self._closing = closing
        self._told = -TELL_SECONDS
        self.is_dropped = False

    @property
    def is_over(self) -> bool:
        return self.is_dropped or self._closing.is_set()

    def tell(self, told: Told) -> None:
        if time.monotonic() - self._told >= TELL_SECONDS:
            self._told = time.monotonic()
            anyio.from_thread.run(self._ctx.report_progress, told.done, told.drafts, told.doing)


async def _called(closing: threading.Event, ctx: Context, act: Callable[[Call], T]) -> T:
    """What ``act`` returns, done in a thread; it ends where the client, or the server, gives up."""
    one = _Call(ctx, closing)
    try:
        with _refusals():
            return await anyio.to_thread.run_sync(act, one, abandon_on_cancel=True)
    finally:
        one.is_dropped = True


@contextmanager
def _refusals() -> Iterator[None]:
    """Make what cannot be done an error of the tool, with its reason."""
    try:
        yield
    except AnalyzerError as error:
        raise ToolError(str(error)) from None
    except OSError as error:
        raise ToolError(f"{error.filename or ''}: {error.strerror or error}".lstrip(": ")) from None


def _plain(record: Record) -> dict[str, Any]:
    """A record as JSON has it."""
    plain: dict[str, Any] = msgspec.to_builtins(record)
    return plain
