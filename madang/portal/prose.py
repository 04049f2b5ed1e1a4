"""Descriptions in Markdown, made safe: no HTML of the publisher's own, no pictures from elsewhere."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString, mark_safe

if TYPE_CHECKING:
    from markdown_it import MarkdownIt


@cache
def _reader() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).disable(["image", "heading", "lheading"]).enable("table")


def html(text: str) -> SafeString:
    """Markdown as HTML. Links of odd schemes such as `javascript:` stay text."""
    return mark_safe(_reader().render(text))  # noqa: S308  html is off, so every tag of the text was escaped
