"""Bars as HTML. Written here and not in templates, which take ten times as long: a sheet of 20 columns has 600 of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from madang.portal.dataset.bars import HIGH, Bar


def standing(bars: Sequence[Bar], pressed: Collection[int]) -> SafeString:
    """The picture over a column; a script knows each bar by its place. The list of the same bars is what readers without eyes get."""
    drawn = "".join(
        f'<g data-bar="{bar.place}"{_pressed(bar, pressed)}><rect class="bar-field" x="{bar.x}" width="10" height="{HIGH:.0f}">'
        f"<title>{escape(bar.label)}: {bar.rows:,}</title></rect>"
        f'<rect class="bar" x="{bar.x}" y="{bar.y}" width="9" height="{bar.height}"></rect></g>'
        for bar in bars
    )
    box = f"0 0 {len(bars) * 10} {HIGH:.0f}"
    return mark_safe(  # noqa: S308  (labels are escaped, all else is numbers)
        f'<svg class="head-bars" viewBox="{box}" preserveAspectRatio="none" aria-hidden="true">{drawn}</svg>'
    )


def values(bars: Sequence[Bar], pressed: Collection[int]) -> SafeString:
    """Frequent values over a column, with their share of the rows."""
    lines = (
        f'<span data-bar="{bar.place}"{_pressed(bar, pressed)}><span>{escape(bar.label or "“”")}</span>'
        f"<span>{bar.share:.0f}%</span></span>"
        for bar in bars
    )
    return mark_safe("".join(lines))  # noqa: S308


def lying(bar: Bar) -> SafeString:
    """A value or a range, its bar and its rows, for a link or a button."""
    return mark_safe(  # noqa: S308
        f'<span class="bar-label">{escape(bar.label or "“”")}</span>'
        '<svg class="bar-length" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect class="bar" width="{bar.wide}" height="10"></rect></svg><span class="bar-rows">{bar.rows:,}</span>'
    )


def buttons(bars: Sequence[Bar], column: int, pressed: Collection[int]) -> SafeString:
    """A button for each bar of the column at that place: the form of the sheet sends it."""
    made = (
        f'<button type="submit" form="tools" name="bar" value="{column}.{bar.place}"'
        + (' aria-pressed="true">' if bar.place in pressed else ">")
        + f"{lying(bar)}</button>"
        for bar in bars
    )
    return mark_safe("".join(made))  # noqa: S308


def _pressed(bar: Bar, pressed: Collection[int]) -> str:
    return ' class="pressed"' if bar.place in pressed else ""
