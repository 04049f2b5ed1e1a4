"""A child process that draws: frames of a length and JSON on stdin, frames of a state, a length and the drawing on stdout.

It fetches nothing, ends when stdin does, and stands back behind the process that answers pages. `drawing` starts it.
"""

from __future__ import annotations

import json
import os
import signal
import struct
import sys
from pathlib import Path
from typing import IO, Any

FONTS = Path(__file__).parent / "fonts"
VERSION = "6.4"  # of Vega-Lite; the page's own is pinned to the same in package.json
LENGTH = struct.Struct(">Q")
DRAWN, FAILED = b"\0", b"\1"


def main() -> None:
    """Draw what is asked until stdin ends."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints is no drawing
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent
    os.nice(5)
    import vl_convert

    vl_convert.register_font_directory(str(FONTS))
    while length := sys.stdin.buffer.read(LENGTH.size):
        asked = json.loads(sys.stdin.buffer.read(LENGTH.unpack(length)[0]))
        _answer(answers, *_drawn(vl_convert, asked))


def _drawn(engine: Any, asked: dict[str, Any]) -> tuple[bytes, bytes]:
    try:
        if asked["form"] == "png":
            return DRAWN, engine.svg_to_png(asked["svg"], scale=asked["scale"])
        return DRAWN, engine.vegalite_to_svg(asked["spec"], vl_version=VERSION, allowed_base_urls=[]).encode()
    except Exception as error:  # vl-convert raises several kinds, and this process must outlive them
        return FAILED, str(error).encode("utf-8", "replace")


def _answer(answers: IO[bytes], state: bytes, body: bytes) -> None:
    answers.write(state + LENGTH.pack(len(body)) + body)
    answers.flush()


if __name__ == "__main__":
    main()
