"""A connection to an address that was checked, and the fuse that ends it when it blocks for too long."""

from __future__ import annotations

import os
import socket
import ssl
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from http.client import HTTPResponse
from itertools import zip_longest
from typing import Any

from urllib3.connection import HTTPConnection, HTTPSConnection


@dataclass(frozen=True)
class Limits:
    """Seconds, bytes and counts that end an answer."""

    connect: float = 10
    addresses: int = (
        4  # of one name are tried: a DNS answer of hundreds that do not answer would hold a worker for an hour
    )
    answer: float = 60  # until the head of the answer is complete, for each address on the way
    window: float = 30  # too slow is a body that brings less than `rate` bytes a second in so many seconds of waiting
    rate: float = 1_000
    total: float = 4 * 3600
    bytes: int = 20_000_000_000
    redirects: int = 5
    ratio: int = 250  # of unpacked to packed bytes
    spare: int = 100_000_000  # bytes that may be unpacked at any ratio


class Fuse:
    """Ends what blocks for too long. A drip of single bytes never meets the socket's own limit, so another thread hangs up."""

    LOOK_SECONDS = 0.1

    def __init__(self, limits: Limits) -> None:
        self._end = self._until = time.monotonic() + limits.total
        self._handle: socket.socket | None = None
        self._over = threading.Event()
        self.blown = False
        threading.Thread(target=self._watch, name="http-fuse", daemon=True).start()

    def guard(self, line: socket.socket) -> None:
        """Watch this connection from now on, by a second handle: TLS takes the first one over."""
        self._drop()
        self._handle = socket.socket(fileno=os.dup(line.fileno()))

    def arm(self, seconds: float) -> None:
        """What comes now may take so long."""
        self._until = min(time.monotonic() + seconds, self._end)

    def close(self) -> None:
        self._over.set()
        self._drop()

    def _watch(self) -> None:
        while not self._over.wait(self.LOOK_SECONDS):
            if time.monotonic() > self._until:
                self.blown = True
                handle = self._handle
                try:
                    if handle is not None:
                        handle.shutdown(socket.SHUT_RDWR)
                except OSError:  # It has ended by itself, or the next connection is just being made: look again.
                    continue

    def _drop(self) -> None:
        handle, self._handle = self._handle, None
        if handle is not None:
            handle.close()


def line(
    scheme: str, host: str, port: int, found: Sequence[str], fuse: Fuse, limits: Limits, authorities: str | None
) -> Line:
    """An unopened connection that speaks to `host` (its name in TLS and in the request) at one of the addresses `found`."""
    facts: dict[str, Any] = {
        "found": _mixed(found)[: limits.addresses],
        "fuse": fuse,
        "seconds": limits.connect,
        "timeout": limits.answer,
    }
    if scheme == "https":
        return _Encrypted(host, port, ssl_context=ssl.create_default_context(cafile=authorities), **facts)
    return _Plain(host, port, **facts)


def _mixed(found: Sequence[str]) -> list[str]:
    """Both families in turn, so that a machine without IPv6 does not spend its tries on it."""
    six, four = [one for one in found if ":" in one], [one for one in found if ":" not in one]
    return [
        one for pair in zip_longest(*((six, four) if found and ":" in found[0] else (four, six))) for one in pair if one
    ]


class _Checked:
    """Connects to the checked addresses, one after another, and never asks the DNS again."""

    def __init__(self, host: str, port: int, *, found: Sequence[str], fuse: Fuse, seconds: float, **more: Any) -> None:
        super().__init__(host, port, **more)  # type: ignore[call-arg]
        self._facts = (port, found, fuse, seconds)
        self._heads: list[HTTPResponse] = []

    def _new_conn(self) -> socket.socket:
        """Where urllib3 opens its socket. Raises OSError."""
        port, found, fuse, seconds = self._facts
        failed: OSError = OSError("no address")
        for address in found:
            try:
                opened = socket.create_connection((address, port), seconds)
            except OSError as error:
                failed = error
                continue
            fuse.guard(opened)
            return opened
        raise failed

    def response_class(self, *arguments: Any, **more: Any) -> HTTPResponse:
        """Where http.client makes its answer: remembered, as urllib3 drops it when it refuses the head."""
        self._heads.append(HTTPResponse(*arguments, **more))
        return self._heads[-1]

    def abandon(self) -> None:
        """Close everything."""
        for head in self._heads:
            head.close()
        self.close()  # type: ignore[attr-defined]


class _Plain(_Checked, HTTPConnection):  # type: ignore[misc]
    pass


class _Encrypted(_Checked, HTTPSConnection):  # type: ignore[misc]
    pass


Line = _Plain | _Encrypted
