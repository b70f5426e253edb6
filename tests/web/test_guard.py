"""Only the page itself, opened by who knows its address, gets an answer."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from analyzer.web.guard import HEADERS
from tests.web.serving import TOKEN, Site, site


@pytest.fixture(scope="module")
def page() -> Iterator[Site]:
    with site() as served:
        yield served


@pytest.mark.parametrize("path", ["", "page.css", "page.js", "icon.svg", "events"])
def test_the_page_and_its_parts_are_there_for_who_has_the_token(page: Site, path: str) -> None:
    assert page.ask("GET", f"/{TOKEN}/{path}").status == 200


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/page.js",
        "/wrong/",
        "/wrong/page.js",
        f"/{TOKEN}",
        f"/{TOKEN}x/",
        f"//{TOKEN}/",
        "/%C3%A9/",
    ],
)
def test_without_the_token_there_is_nothing(page: Site, path: str) -> None:
    answer = page.ask("GET", path)
    assert (answer.status, answer.read()) == (404, b"Open the address that the analyzer printed.\n")


@pytest.mark.parametrize("path", ["nothing.js", "report/unknown", "page.html", "../desk.py"])
def test_nothing_else_can_be_read(page: Site, path: str) -> None:
    assert page.ask("GET", f"/{TOKEN}/{path}").status == 404


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "evil.example:{port}", ""])
def test_another_name_for_this_machine_is_refused(page: Site, host: str) -> None:
    status = page.ask("GET", f"/{TOKEN}/", Host=host.format(port=page.port)).status
    assert status in {400, 421}


def test_localhost_is_this_machine(page: Site) -> None:
    assert page.ask("GET", f"/{TOKEN}/", Host=f"localhost:{page.port}").status == 200


@pytest.mark.parametrize(
    "origin",
    ["", "null", "http://evil.example", "https://127.0.0.1:{port}", "http://localhost:{port}"],
)
def test_a_draft_comes_from_the_page_itself_or_not_at_all(page: Site, origin: str) -> None:
    assert page.drop(b"x", Origin=origin.format(port=page.port)).status == 403
    assert page.left() == []


@pytest.mark.parametrize("from_where", ["cross-site", "same-site"])
def test_another_site_gets_nothing_even_with_the_token(page: Site, from_where: str) -> None:
    assert page.ask("GET", f"/{TOKEN}/", Sec_Fetch_Site=from_where).status == 403


@pytest.mark.parametrize("path", [f"/{TOKEN}/", f"/{TOKEN}/page.js", "/", f"/{TOKEN}/nothing"])
def test_every_answer_keeps_itself_to_itself(page: Site, path: str) -> None:
    answer = page.ask("GET", path)
    for name in HEADERS:
        assert answer.headers[name]
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_page_allows_no_script_but_its_own(page: Site) -> None:
    policy = page.ask("GET", f"/{TOKEN}/").headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
