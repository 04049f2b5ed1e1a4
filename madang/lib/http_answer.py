"""The answer of a server: its status, its headers, and a body that arrives whole or is an error."""

from __future__ import annotations

import time
import zlib
from collections.abc import Iterator
from http.client import HTTPException
from types import TracebackType
from typing import TYPE_CHECKING

import urllib3
from urllib3.connection import HTTPConnection
from urllib3.exceptions import HTTPError

from madang.lib.http_line import Fuse
from madang.lib.http_problems import Bomb, HalfFile, OddPacking, TooLarge, TooSlow

if TYPE_CHECKING:
    from madang.lib.http import Client

CHUNK = 1 << 16
PLAIN = ("", "identity", "binary", "utf-8", "none")
"""Packings that are none; servers say the last three."""


class Answer:
    """A status, headers and a body that is read once. Close it, or use it as a context."""

    def __init__(
        self, client: Client, line: HTTPConnection, response: urllib3.BaseHTTPResponse, chain: list[str], fuse: Fuse,
        began: float,
    ) -> None:  # fmt: skip
        self._client, self._line, self._response, self._fuse, self._began = client, line, response, fuse, began
        self.chain = tuple(chain)  # the address that was asked, and those that it sent us on to
        self.status = response.status
        self.headers = response.headers
        self.packed = 0  # bytes of the body as they came

    @property
    def url(self) -> str:
        """Where it came from in the end."""
        return self.chain[-1]

    @property
    def measured(self) -> bool:
        """Whether the server told where the body ends. If not, a broken line looks like the end."""
        return self._chunked or self._declared() is not None

    def chunks(self) -> Iterator[bytes]:
        """The body, unpacked. Raises `TooSlow`, `TooLarge`, `HalfFile`, `OddPacking`, `Bomb`, `NoAnswer`."""
        packing = self.headers.get("Content-Encoding", "").strip().lower()
        if packing in PLAIN:
            yield from self._limited(self._pieces())
        elif packing in ("gzip", "x-gzip"):
            yield from self._limited(self._unpacked())
        else:
            raise OddPacking(url=self._shown, detail=packing)

    def close(self) -> None:
        self._response.close()
        self._line.close()
        self._fuse.close()

    def __del__(self) -> None:
        self.close()  # A body that nobody began to read must leave neither line nor thread behind.

    def __enter__(self) -> Answer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def _shown(self) -> str:
        return self._client.shown(self.url)

    @property
    def _chunked(self) -> bool:
        return "chunked" in self.headers.get("Transfer-Encoding", "").lower()

    def _declared(self) -> int | None:
        """The length that the server promised. Raises `HalfFile` when it promises several, or none that is a number."""
        told = {part.strip() for text in self.headers.getlist("Content-Length") for part in text.split(",")}
        if self._chunked or not told:
            return None
        length = told.pop()
        if told or not length.isascii() or not length.isdigit():
            raise HalfFile(url=self._shown, detail=f"Content-Length: {self.headers['Content-Length']}")
        return int(length)

    def _pieces(self) -> Iterator[bytes]:
        """The bytes as they come. The clock runs while we wait for them, not while they are worked on."""
        declared, limits = self._declared(), self._client.limits
        waited, came = 0.0, 0
        while True:
            start = time.monotonic()
            piece = self._piece(declared)
            waited, came = waited + time.monotonic() - start, came + len(piece)
            if not piece:
                break
            yield piece
            if waited > limits.window:
                if came < limits.rate * waited:
                    raise self._slow()
                waited, came = 0.0, 0
        if declared is not None and self.packed != declared:
            raise HalfFile(url=self._shown, detail=f"{self.packed:,} / {declared:,} B")

    def _piece(self, declared: int | None) -> bytes:
        """What has come by now, at least a byte; nothing at the end."""
        self._fuse.arm(self._client.limits.window)
        try:
            self._refuse_more_than(declared)
            piece = self._response.read1(CHUNK, decode_content=False)
        except (HTTPError, HTTPException, OSError, ValueError) as error:
            raise self._client.explained(error, self.url, self._fuse, self.packed, self._began) from error
        if self._fuse.blown:  # Hanging up looks like the end of the body.
            raise self._slow()
        self._fuse.arm(self._client.limits.total)
        self.packed += len(piece)
        return piece

    def _refuse_more_than(self, declared: int | None) -> None:
        """Raise `HalfFile` when more follows than was promised: readers that trust the promise would cut the file."""
        left = None if declared is None else declared - self.packed
        if left is None or not 0 < left < 4096:  # A buffer of urllib3 holds 8 kB, and only the end matters.
            return
        if len(self._response._fp.fp.peek()) > left:  # type: ignore[attr-defined]
            raise HalfFile(url=self._shown, detail=f"> {declared:,} B")

    def _slow(self) -> TooSlow:
        return TooSlow(url=self._shown, bytes=self.packed, seconds=time.monotonic() - self._began)

    def _limited(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        limit, count = self._client.limits.bytes, 0
        if (self._declared() or 0) > limit:
            raise TooLarge(url=self._shown, limit=limit)
        for piece in pieces:
            count += len(piece)
            if count > limit:
                raise TooLarge(url=self._shown, limit=limit)
            yield piece

    def _unpacked(self) -> Iterator[bytes]:
        """gzip, also of several members, never more than a chunk at a time."""
        limits, opened, open_member = self._client.limits, 0, False
        member = zlib.decompressobj(wbits=31)
        for piece in self._pieces():
            rest = piece
            while rest:
                try:
                    plain = member.decompress(rest, CHUNK)
                except zlib.error as error:
                    raise OddPacking(url=self._shown, detail=f"gzip: {error}") from error
                opened += len(plain)
                if opened > limits.spare and opened > limits.ratio * self.packed:
                    raise Bomb(url=self._shown, ratio=limits.ratio, bytes=self.packed)
                if plain:
                    yield plain
                rest, open_member = member.unconsumed_tail, not member.eof
                if member.eof:
                    rest, member = (
                        member.unused_data.lstrip(b"\0"),
                        zlib.decompressobj(wbits=31),
                    )  # zeros fill up blocks
        if open_member or not self.packed:
            raise HalfFile(url=self._shown, detail=f"gzip, {self.packed:,} B")
