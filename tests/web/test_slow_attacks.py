"""Whoever is slow, or silent, or many, is hung up on in time and keeps nobody out."""

from __future__ import annotations

import socket
import time
from contextlib import ExitStack

import pytest

from analyzer.web import copying, server
from tests.web.serving import TOKEN, Site
from tests.web.test_attacks import head, page, served

__all__ = ["page", "served"]


def test_fifty_connections_that_say_nothing_keep_nobody_out(page: Site) -> None:
    with ExitStack() as stack:
        for n in range(50):
            idle = stack.enter_context(socket.create_connection(("127.0.0.1", page.port)))
            if n % 2:
                idle.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n")
        began = time.monotonic()
        assert page.ask("GET", f"/{TOKEN}/").status == 200
        assert page.drop(b"film").status == 201
        assert time.monotonic() - began < 5


def test_fifty_uploads_that_stand_still_keep_only_uploads_out(page: Site) -> None:
    start = head(page, f"POST /{TOKEN}/drafts HTTP/1.1", "Content-Length: 1000")
    with ExitStack() as stack:
        for _ in range(50):
            idle = stack.enter_context(socket.create_connection(("127.0.0.1", page.port)))
            idle.sendall(start + b"x")
        deadline = time.monotonic() + 10
        while page.drop(b"film").status != 429:
            assert time.monotonic() < deadline
        assert page.ask("GET", f"/{TOKEN}/").status == 200


def test_a_head_that_comes_byte_by_byte_is_hung_up_on(
    page: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "HEAD_SECONDS", 0.6)
    with socket.create_connection(("127.0.0.1", page.port), timeout=10) as connection:
        began = time.monotonic()
        for byte in b"GET / HTTP/1.1\r\nX: " + b"x" * 100:
            try:
                connection.sendall(bytes([byte]))
            except OSError:
                break
            time.sleep(0.05)
        assert time.monotonic() - began < 3


def test_an_upload_that_stands_still_ends_and_says_so(
    page: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "STALL_SECONDS", 0.5)
    start = head(
        page, f"POST /{TOKEN}/drafts HTTP/1.1", "Content-Length: 1000", "X-Draft-Name: stalled.mp4"
    )
    with socket.create_connection(("127.0.0.1", page.port), timeout=10) as connection:
        connection.sendall(start + b"x")
        assert b" 408 " in connection.recv(1000)
    card = page.until("failed", name="stalled.mp4")
    assert card["detail"] == "the copying stood still for 0.5 s; drop it again"
    assert page.left() == []


def test_an_upload_that_is_slow_but_moves_is_taken(
    page: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "STALL_SECONDS", 0.5)
    start = head(page, f"POST /{TOKEN}/drafts HTTP/1.1", "Content-Length: 10")
    with socket.create_connection(("127.0.0.1", page.port), timeout=10) as connection:
        connection.sendall(start)
        for _ in range(10):
            time.sleep(0.15)
            connection.sendall(b"x")
        assert b" 201 " in connection.recv(1000)
