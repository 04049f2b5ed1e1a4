"""The language of the terminal, and words said in it."""

from __future__ import annotations

import os

from madang.lib.particles import josa


def language() -> str:
    """`ko` or `en`, as the terminal's locale says; its variables in the order of POSIX."""
    locale = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return "ko" if locale.startswith("ko") else "en"


def said(en: str, ko: str) -> str:
    """The one of both that the terminal's language asks for."""
    return josa(ko) if language() == "ko" else en
