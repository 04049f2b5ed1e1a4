"""Markdown, made safe: no HTML of the writer's own, no pictures from elsewhere, no links that run code."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

PLAIN = ("image",)
FLAT = ("image", "heading", "lheading")


@cache
def flat() -> MarkdownIt:
    """For descriptions, which stand below a heading of the page: paragraphs, lists, tables, links, quotes."""
    return _reader(FLAT)


def structured() -> MarkdownIt:
    """For long texts, with headings. A new one each time, so that a caller may add rules of its own."""
    return _reader(PLAIN)


def _reader(left_out: tuple[str, ...]) -> MarkdownIt:
    from markdown_it import MarkdownIt  # 30 ms that a start does not need

    return MarkdownIt("commonmark", {"html": False}).disable([*left_out]).enable("table")
