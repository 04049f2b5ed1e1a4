"""Filters of lists of datasets. `sought` is what `portal.find.reasons` knows of the words of a search."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from madang.lib.texts import choose

register = template.Library()


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
