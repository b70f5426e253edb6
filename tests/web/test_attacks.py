"""Whatever comes over the wire gets a plain refusal, leaves nothing, and the page still answers."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from urllib.parse import quote

import pytest

from tests.web.serving import TOKEN, Site, site

FORBIDDEN = ("Traceback", "analyzer/", "site-packages", "Error:")
"""What no answer says: how the program looks inside."""


@pytest.fixture(scope="module")
def served() -> Iterator[Site]:
    with site() as page:
        yield page


@pytest.fixture
def page(served: Site) -> Iterator[Site]:
    """The page, which has to be well after the attack."""
    yield served
    answer = served.ask("GET", f"/{TOKEN}/")
    assert answer.status == 200
    assert b"<!doctype html>" in answer.read()
    served.wait_until_nothing_is_left()


def raw(page: Site, *pieces: bytes, patience: float = 10) -> tuple[int, str]:
    """What is answered to these very bytes: the status (0 for no answer) and the rest."""
    with socket.create_connection(("127.0.0.1", page.port), timeout=patience) as connection:
        heard = b""
        try:
            for piece in pieces:
                connection.sendall(piece)
            while more := connection.recv(65536):
                heard += more
        except OSError:
            pass
    text = heard.decode("latin-1")
    assert not any(word in text for word in FORBIDDEN), text
    return int(heard.split()[1]) if heard else 0, text


def head(page: Site, line: str, *headers: str, host: str | None = None) -> bytes:
    """The head of a request from the page itself, with more headers."""
    here = f"127.0.0.1:{page.port}"
    own = [f"Host: {host or here}", f"Origin: http://{here}", "Connection: close"]
    return "\r\n".join([line, *own, *headers, "", ""]).encode("latin-1")


def post(page: Site, *headers: str, body: bytes = b"") -> tuple[int, str]:
    return raw(page, head(page, f"POST /{TOKEN}/drafts HTTP/1.1", *headers), body)


def test_a_plain_upload_is_taken_so_that_the_refusals_mean_something(page: Site) -> None:
    assert post(page, "Content-Length: 4", body=b"film")[0] == 201


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1:1", "[::1]", "127.0.0.1.evil.example"])
def test_a_host_that_is_not_this_server_is_refused(page: Site, host: str) -> None:
    assert raw(page, head(page, f"GET /{TOKEN}/ HTTP/1.1", host=host))[0] == 421


def test_two_hosts_are_refused(page: Site) -> None:
    request = head(page, f"GET /{TOKEN}/ HTTP/1.1", "Host: evil.example")
    assert raw(page, request)[0] in {400, 421}


@pytest.mark.parametrize("name", ["", "Origin: null\r\n", "Origin: http://evil.example\r\n"])
def test_a_post_from_elsewhere_is_refused(page: Site, name: str) -> None:
    here = f"Host: 127.0.0.1:{page.port}\r\nConnection: close\r\n{name}Content-Length: 4\r\n\r\n"
    request = f"POST /{TOKEN}/drafts HTTP/1.1\r\n{here}film"
    assert raw(page, request.encode())[0] == 403


@pytest.mark.parametrize("mode", ["no-cors", "cors", "navigate"])
def test_another_site_sends_and_embeds_nothing(page: Site, mode: str) -> None:
    from_there = ["Sec-Fetch-Site: cross-site", f"Sec-Fetch-Mode: {mode}"]
    frame = [*from_there, "Sec-Fetch-Dest: iframe"]
    top = [*from_there, "Sec-Fetch-Dest: document"]
    assert raw(page, head(page, f"GET /{TOKEN}/ HTTP/1.1", *frame))[0] == 403
    assert raw(page, head(page, f"GET /{TOKEN}/page.js HTTP/1.1", *top))[0] == 403
    assert post(page, *top, "Content-Length: 4", body=b"film")[0] == 403


def test_a_link_in_a_file_or_a_mail_leads_to_the_page(page: Site) -> None:
    visit = ["Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document"]
    assert raw(page, head(page, f"GET /{TOKEN}/ HTTP/1.1", *visit))[0] == 200


@pytest.mark.parametrize(
    "token", ["wrong", TOKEN[:-1], TOKEN[:1], TOKEN + "x", TOKEN.upper(), "%00", "*", TOKEN + "%20"]
)
def test_a_wrong_token_is_told_nothing_even_where_it_begins_right(page: Site, token: str) -> None:
    status, text = raw(page, head(page, f"GET /{token}/ HTTP/1.1"))
    assert status == 404
    assert TOKEN not in text


@pytest.mark.parametrize(
    "path",
    [
        "//{t}/",
        "/{t}//",
        "/{t}//page.js",
        "/{t}/../{t}/desk.py",
        "/{t}/..%2fdesk.py",
        "/{t}/%2e%2e/%2e%2e/etc/passwd",
        "/{t}/report/../../etc/passwd",
        "/{t}/report/..%2f..%2f..%2fetc%2fpasswd",
        "/{t}/report/%2e%2e%5c%2e%2e",
        "/{t}/report/x%00.html",
        "/{t}/%00",
        "/{t}/page.js%00.html",
        "/{t}/report/" + "x" * 9000,
        "/{t}/page.py",
        "/{t}/__init__.py",
    ],
)
def test_no_path_leads_out_of_the_page(page: Site, path: str) -> None:
    status, text = raw(page, head(page, f"GET {path.format(t=TOKEN)} HTTP/1.1"))
    assert status == 404
    assert "root:" not in text


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT", "X"])
@pytest.mark.parametrize("path", ["", "drafts", "report/x"])
def test_no_other_method_does_anything(page: Site, method: str, path: str) -> None:
    status, text = raw(page, head(page, f"{method} /{TOKEN}/{path} HTTP/1.1"))
    assert status in {404, 405}
    assert "Access-Control-Allow-Origin" not in text


def test_head_is_answered_without_a_body(page: Site) -> None:
    status, text = raw(page, head(page, f"HEAD /{TOKEN}/ HTTP/1.1"))
    assert status == 200
    assert text.endswith("\r\n\r\n")


@pytest.mark.parametrize("digits", [20, 25, 4300, 5000, 20_000])
@pytest.mark.parametrize("name", ["Content-Length", "X-Draft-Size"])
def test_a_size_of_thousands_of_digits_is_a_bad_request(page: Site, name: str, digits: int) -> None:
    sizes = [f"{name}: {'9' * digits}"]
    if name == "X-Draft-Size":
        sizes.append("Content-Length: 4")
    assert post(page, *sizes, body=b"film")[0] == 400


@pytest.mark.parametrize("size", ["-1", "+4", "4.0", "0x4", "four", "4 4", "1e3", "٤", ""])
def test_a_size_that_is_no_number_is_a_bad_request(page: Site, size: str) -> None:
    written = size.encode().decode("latin-1")
    assert post(page, f"Content-Length: {written}", body=b"film")[0] == 400
    announced = f"X-Draft-Size: {written}"
    assert post(page, announced, "Content-Length: 4", body=b"film")[0] == 400


def test_a_huge_size_is_refused_before_anything_is_copied(page: Site) -> None:
    assert post(page, f"Content-Length: {10**18}", body=b"film")[0] == 413


def test_two_sizes_that_differ_are_a_bad_request(page: Site) -> None:
    assert post(page, "Content-Length: 4", "Content-Length: 5", body=b"film!")[0] == 400


@pytest.mark.parametrize(
    "body", [b"zz\r\nfilm\r\n", b"-4\r\nfilm\r\n", b"4\r\nfilmfilm\r\n", b"f" * 40 + b"\r\n"]
)
def test_bad_chunks_are_a_bad_request_and_leave_nothing(page: Site, body: bytes) -> None:
    assert post(page, "Transfer-Encoding: chunked", body=body)[0] in {0, 400}
    assert page.until("failed")


def test_a_chunked_body_with_a_length_is_no_way_to_smuggle_a_request(page: Site) -> None:
    smuggled = b"0\r\n\r\n" + head(page, f"GET /{TOKEN}/ HTTP/1.1")
    status, text = post(page, "Transfer-Encoding: chunked", "Content-Length: 4", body=smuggled)
    assert status in {400, 422}
    assert text.count("HTTP/1.1 ") == 1


@pytest.mark.parametrize("coding", ["gzip", "chunked, chunked", "identity", "x"])
def test_an_unknown_coding_is_refused(page: Site, coding: str) -> None:
    assert post(page, f"Transfer-Encoding: {coding}", body=b"film")[0] in {400, 501}


@pytest.mark.parametrize(
    "request_line",
    [b"\0\0\0\0\r\n\r\n", b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"\x16\x03\x01\x02\x00\x01"],
)
def test_what_is_no_request_is_a_bad_request(page: Site, request_line: bytes) -> None:
    assert raw(page, request_line, patience=1)[0] in {0, 400, 421}


@pytest.mark.parametrize("value", ["a\0b", "a\rb", "a\x7f\0"])
def test_null_bytes_in_headers_are_a_bad_request(page: Site, value: str) -> None:
    assert post(page, f"X-Draft-Name: {value}", "Content-Length: 4", body=b"film")[0] == 400


def test_an_endless_head_is_cut_off(page: Site) -> None:
    endless = (f"X-{n}: {'x' * 1000}\r\n".encode() for n in range(1000))
    assert raw(page, f"GET /{TOKEN}/ HTTP/1.1\r\n".encode(), *endless)[0] in {0, 400}


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("..%2f..%2fetc%2fpasswd", "passwd"),
        ("..", ".."),
        ("%00.mp4", "\\x00.mp4"),
        ("a%0d%0aSet-Cookie:%20x.mp4", "a\\r\\nSet-Cookie: x.mp4"),
        ("gpj%E2%80%AE4pm.mp4", "gpj\\u202e4pm.mp4"),
        ("a%E2%81%A6b%E2%80%8Fc%E2%80%8B.mp4", "a\\u2066b\\u200fc\\u200b.mp4"),
        ("%ff%fe.mp4", "��.mp4"),
        ("x" * 30_000, "x" * 255),
        ("%", "%"),
    ],
)
def test_a_name_is_a_name_whatever_is_in_it(page: Site, sent: str, shown: str) -> None:
    assert post(page, f"X-Draft-Name: {sent}", "Content-Length: 4", body=b"film")[0] == 201
    assert page.until("done", name=shown)


def test_a_websocket_is_not_opened(page: Site) -> None:
    upgrade = [
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    ]
    request = head(page, f"GET /{TOKEN}/events HTTP/1.1", *upgrade)
    with socket.create_connection(("127.0.0.1", page.port), timeout=10) as connection:
        connection.sendall(request.replace(b"Connection: close\r\n", b""))
        assert b" 101 " not in connection.recv(200)


@pytest.mark.parametrize(
    "wishes",
    ["{", "[]", '{"platform": "vine"}', quote('{"platform": "vine", "placement": "organic", '
     '"keywords": "", "language": "auto"}'), "%ff%fe", "x" * 9000],
)  # fmt: skip
def test_wishes_that_the_form_does_not_offer_are_refused(wishes: str) -> None:
    with site() as page:
        assert page.drop(b"film", X_Draft_Wishes=wishes).status == 400
        assert page.left() == []


def test_a_caption_that_no_platform_takes_is_refused() -> None:
    with site() as page:
        page.drop(b"film")
        draft = page.until("done")
        assert page.ask("POST", f"/{TOKEN}/caption/{draft['id']}", b"x" * 200_000).status == 413
        assert page.ask("POST", f"/{TOKEN}/caption/nobody", b"x").status == 404
        assert page.ask("POST", f"/{TOKEN}/caption/{draft['id']}", b"\xff\x00 rye").status == 200
