"""Filters of lists of datasets. `sought` is what `portal.find.reasons` knows of the words of a search."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext

from madang.lib.texts import choose

register = template.Library()
CHECKED = mark_safe(" checked")


@register.filter
def marked(text: dict[str, str] | None, sought: Any) -> SafeString:
    """A text in the reader's language with the sought words marked; one in another language says which."""
    return _told(*choose(text or {}, get_language() or "ko"), sought)


@register.filter
def excerpt(text: dict[str, str] | None, sought: Any) -> SafeString:
    """The same of a description: without Markdown's signs, and from where a sought word stands."""
    chosen, found = choose(text or {}, get_language() or "ko")
    return _told(sought.excerpt(chosen), found, sought)


def _told(chosen: str, found: str, sought: Any) -> SafeString:
    shown = sought.marked(chosen)
    if found == (get_language() or "ko") or not chosen:
        return shown
    return format_html('<span lang="{}">{}</span>', found, shown)


@register.filter
def boxes(values: list[Any], name: str) -> SafeString:
    """The values of a facet as boxes to tick. Written here, since a hundred of them take ten times as long in a template."""
    return format_html_join(
        "\n",
        '<label class="check"><input type="checkbox" id="{0}-{1}" name="{0}" value="{2}"{3}><span>{4}</span> '
        '<span class="count"><span aria-hidden="true">{5}</span><span class="unseen">{6}</span></span></label>',
        (
            (
                name,
                quote(one.value, safe=""),
                one.value,
                CHECKED if one.chosen else "",
                one.label,
                f"{one.count:,}",
                ngettext("%(n2)s dataset", "%(n2)s datasets", one.count) % {"n2": f"{one.count:,}"},
            )
            for one in values
        ),
    )
