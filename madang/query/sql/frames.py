"""What a child says: frames of one letter, the length of what follows in four bytes, and that.

`T` says that a request was taken, and is empty; `S` is the schema and `B` a batch of an Arrow stream, as Arrow's IPC messages; `J` is
JSON and the last frame of an answer.
"""

from __future__ import annotations

import json
import struct
from typing import IO, Any

HEAD = struct.Struct(">cI")
TAKEN, JSON, SCHEMA, BATCH = b"T", b"J", b"S", b"B"
LARGEST = 64 << 20
"""Bytes of one frame; a batch of ordinary rows has less than one megabyte."""


def write(line: IO[bytes], kind: bytes, body: bytes) -> None:
    line.write(HEAD.pack(kind, len(body)))
    line.write(body)
    line.flush()


def tell(line: IO[bytes], **facts: Any) -> None:
    """The last frame of an answer."""
    write(line, JSON, json.dumps(facts).encode())


class Odd(ValueError):
    """Bytes that no child of ours sends."""


class Received:
    """Frames out of bytes as they come."""

    def __init__(self) -> None:
        self._bytes = bytearray()

    def add(self, piece: bytes) -> None:
        self._bytes += piece

    def next(self) -> tuple[bytes, bytes] | None:
        """The next whole frame, if it is there. Raises `Odd`."""
        if len(self._bytes) < HEAD.size:
            return None
        kind, length = HEAD.unpack_from(self._bytes)
        if length > LARGEST or kind not in (TAKEN, JSON, SCHEMA, BATCH):
            raise Odd(f"a frame {kind!r} of {length} bytes")
        end = HEAD.size + length
        if len(self._bytes) < end:
            return None
        body = bytes(self._bytes[HEAD.size : end])
        del self._bytes[:end]
        return kind, body
