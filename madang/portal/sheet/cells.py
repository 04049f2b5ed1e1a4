"""The rows of a sheet as HTML. It is written here and not in a template, which takes ten times as long for each of 2,000 cells."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from madang.catalog import keys
from madang.portal.dataset.written import written
from madang.query.answer import Answer
from madang.query.model import Column, Type

LONG = 120
"""Characters of a text from which on a cell is folded."""
MOST = 4_000
"""Characters of a cell that a page holds; the page of the row, the API and every file have all of it."""
LINKED = ("http://", "https://")


@dataclass(frozen=True)
class Shown:
    """How the cells of a column are written: `codes` give words, `reason` says why a value is missing.

    `far` tells where a value leads; those of a column that `heads` its row lead to the page of the row.
    """

    column: Column
    grouped: bool
    codes: Mapping[str, str]
    reason: str
    far: Callable[[Any], str] | None = None
    heads: bool = False


def rows(found: Answer, columns: list[Shown], address: Callable[[int, dict[str, Any]], str]) -> SafeString:
    """The lines of the body: the number of each row, which leads to it, then its cells; the first heads the row."""
    lines = []
    for number, *values in zip(*found.table().to_pydict().values(), strict=True):
        row = {one.column.name: value for one, value in zip(columns, values, strict=True)}
        label = escape(gettext("Row %(n)s: permanent link") % {"n": f"{number:,}"})
        there = escape(address(number, row))
        head = f'<td class="row-number"><a href="{there}" title="{label}">{number:,}</a></td>'
        cells = (
            _cell(value, one, place, there) for place, (value, one) in enumerate(zip(values, columns, strict=True))
        )
        lines.append(f"<tr>{head}{''.join(cells)}</tr>")
    return mark_safe("".join(lines))  # noqa: S308  (every value is escaped in `_inside`)


def _cell(value: Any, shown: Shown, place: int, there: str) -> str:
    inside = _inside(value, shown)
    if shown.heads and value not in (None, "") and "<" not in inside:
        inside = f'<a href="{there}">{inside}</a>'
    tag, scope = ("th", ' scope="row"') if place == 0 else ("td", "")
    return f'<{tag}{scope} class="{shown.column.type.value}">{inside}</{tag}>'


def _inside(value: Any, shown: Shown) -> str:
    if value is None:
        why = gettext("missing") + (f": {shown.reason}" if shown.reason else "")
        return f'<span class="none" title="{escape(why)}"><span aria-hidden="true">·</span><span class="unseen">{escape(why)}</span></span>'
    if value == "":
        return f'<span class="none blank">{escape(gettext("empty text"))}</span>'
    if shown.column.type is Type.BOOLEAN:
        said = gettext("yes") if value else gettext("no")
        return (
            f'<span aria-hidden="true">{written(value, Type.BOOLEAN)}</span><span class="unseen">{escape(said)}</span>'
        )
    text = written(value, shown.column.type, shown.grouped) or ""
    words = shown.codes.get(keys.written(value), "") if shown.codes else ""
    said = f' <span class="code-words">{escape(words)}</span>' if words and words != text else ""
    return _linked(value, _folded(text), shown) + said


def _linked(value: Any, html: str, shown: Shown) -> str:
    if shown.far is not None:
        return f'<a href="{escape(shown.far(value))}">{html}</a>'
    if (
        isinstance(value, str)
        and value.startswith(LINKED)
        and len(value) < LONG * 4
        and not any(map(str.isspace, value))
    ):
        return f'<a href="{escape(value)}" rel="nofollow noopener ugc">{escape(_short(value))}</a>'
    return html


def _short(text: str) -> str:
    return text if len(text) <= LONG else text[: LONG - 1] + "…"


def _folded(text: str) -> str:
    """A long text unfolds where it stands."""
    if len(text) <= LONG and "\n" not in text:
        return escape(text)
    whole = text[:MOST]
    if len(text) > MOST:
        whole += "… " + gettext("(%(n)s characters in all)") % {"n": f"{len(text):,}"}
    beginning = " ".join(text[:LONG].split())
    return f"<details><summary>{escape(beginning)}…</summary><div>{escape(whole)}</div></details>"
