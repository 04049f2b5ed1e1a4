"""The text of a file from some line on."""

from __future__ import annotations

from collections.abc import Iterator


def from_line(text: Iterator[bytes], line: int) -> Iterator[bytes]:
    """Skip the lines before `line` (1-based). LF, CRLF and CR end a line; a CRLF may be cut by the end of a block."""
    skip, held = line - 1, b""
    for block in text:
        if skip <= 0:
            yield block
            continue
        data = held + block
        whole = data[:-1] if data.endswith(b"\r") else data
        held = data[len(whole) :]
        ends = whole.count(b"\n") + whole.count(b"\r") - whole.count(b"\r\n")
        if ends < skip:
            skip -= ends
            continue
        yield after_lines(whole, skip) + held
        skip, held = 0, b""
    if skip > 0 and held:
        yield after_lines(held, skip)


def after_lines(data: bytes, skip: int) -> bytes:
    """What follows the first `skip` lines of `data`."""
    place = 0
    for _ in range(skip):
        feed, back = data.find(b"\n", place), data.find(b"\r", place)
        if feed < 0 and back < 0:
            return b""
        place = (min(feed, back) if min(feed, back) >= 0 else max(feed, back)) + 1
        if data[place - 1 : place + 1] == b"\r\n":
            place += 1
    return data[place:]
