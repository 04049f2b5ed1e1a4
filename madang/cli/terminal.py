"""The language of the terminal, and words said in it."""

from __future__ import annotations

import gettext
import os
from collections.abc import Sequence
from pathlib import Path

from madang.lib.particles import josa


def language() -> str:
    """`ko` or `en`, as the terminal's locale says: its variables in the order of gettext. Of one that names no language, the city's."""
    told = (os.environ.get(name, "") for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"))
    locale = next((value for value in told if value), "C")
    if locale.partition(".")[0] in ("C", "POSIX"):
        locale = os.environ.get("MADANG_LANGUAGE", "")
    return "ko" if locale.startswith("ko") else "en"


def speak(words: Sequence[str]) -> None:
    """Let click's own messages be in our language: it asks gettext, whose catalogue of the command line is `words/`.

    A command line that says `--lang` means its errors too. Messages of a later click that the catalogue lacks stay English.
    """
    asked = [after for word, after in zip(words, [*words[1:], ""], strict=False) if word == "--lang"]
    asked += [word.partition("=")[2] for word in words if word.startswith("--lang=")]
    os.environ["LANGUAGE"] = asked[0] if asked and asked[0] in ("ko", "en") else language()
    gettext.bindtextdomain("messages", Path(__file__).parent / "words")


def said(en: str, ko: str) -> str:
    """The one of both that the terminal's language asks for."""
    return josa(ko) if language() == "ko" else en
