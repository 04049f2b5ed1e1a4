"""Words, numbers and signs for templates."""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from django import template
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext

from madang.ingest.receipts.text import ORDER
from madang.lib.particles import josa
from madang.lib.texts import choose
from madang.portal import theme
from madang.portal import words as words_of
from madang.portal.prose import html

register = template.Library()
ASSETS = Path(__file__).resolve().parent.parent / "static" / "assets.json"


@cache
def _asset(name: str) -> str:
    """`path?hash` of a built file by its name, also of one in a folder that carries a version."""
    for path, facts in json.loads(ASSETS.read_text()).items():
        if path == name or path.endswith("/" + name):
            return f"{path}?{facts['sha256'][:12]}"
    raise LookupError(f"assets.json has no {name}: run `npm run build`")


@register.simple_tag
def asset(name: str) -> str:
    """The address of a built file; its hash, or its folder's version, lets browsers keep it until it changes."""
    path, _, digest = _asset(name).partition("?")
    return static(path) if "/" in path else f"{static(path)}?{digest}"


@register.simple_tag
def theme_sheet() -> str:
    """The address of the city's own colours; empty when it keeps Madang's."""
    return f"{reverse('theme_sheet')}?{theme.digest()}" if theme.digest() else ""


@cache
def icons() -> tuple[str, ...]:
    """The names of all signs in the sprite."""
    return tuple(re.findall(r'<symbol id="([a-z]+)"', (ASSETS.parent / "icons.svg").read_text()))


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A sign of the sprite `icons.svg`: decoration beside words, or with `label` a picture that screen readers name."""
    if name not in icons():
        raise LookupError(f"there is no icon {name!r}; there are {', '.join(icons())}")
    told = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="icon" width="20" height="20" {}><use href="{}#{}"/></svg>', told, asset("icons.svg"), name
    )


_HARMLESS = str.maketrans({letter: f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"})


@register.simple_tag
def data_block(text: str) -> SafeString:
    """JSON-LD for search engines: data that no browser executes, so the content policy does not speak of it. It cannot end its element."""
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text.translate(_HARMLESS)))  # noqa: S308


@register.filter
def gravest_first(findings: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Findings in the order in which a person must know them."""
    return sorted(findings, key=lambda finding: ORDER.index(finding["severity"]))


@register.filter
def plain(text: dict[str, str] | str | None) -> str:
    """A text in the reader's language, or in the nearest one, without any mark: for titles and attributes."""
    if not isinstance(text, dict):
        return text or ""
    return choose(text, get_language() or "ko")[0]


@register.filter
def words(text: dict[str, str] | str | None) -> SafeString | str:
    """A text in the reader's language. One in another language says so to screen readers and to hyphenation."""
    if not isinstance(text, dict):
        return text or ""
    language = get_language() or "ko"
    chosen, found = choose(text, language)
    if found == language or not chosen:
        return chosen
    return format_html('<span lang="{}">{}</span>', found, chosen)


@register.filter
def number(value: Any) -> str:
    """`9289813` as `9,289,813`; what is no number stays as it is, nothing is a dash."""
    if value is None or value == "":
        return "–"
    return f"{value:,}" if isinstance(value, int | float) else str(value)


@register.filter
def bound(column: dict[str, Any], end: str) -> str:
    """The lowest or highest value of a column of a receipt, `end` is "low" or "high"; numbers that count in groups."""
    value = str(column[end])
    whole, point, rest = value.partition(".")
    counts = column["type"] in ("integer", "number") and words_of.grouped(column["name"], column["semantic"])
    return f"{int(whole):,}{point}{rest}" if counts and whole.lstrip("-").isdecimal() and whole != "-0" else value


@register.filter
def unlocalized(value: float) -> str:
    """A number for SVG: a point, whatever the language."""
    return repr(value)


@register.filter
def size(value: int | None) -> str:
    """Bytes as people say them, with three digits: `1.23 MB`."""
    if value is None or value == "":
        return "–"
    amount, unit = float(value), "B"
    for unit in ("B", "kB", "MB", "GB", "TB"):
        if amount < 999.5 or unit == "TB":
            break
        amount /= 1000
    return f"{amount:.0f} {unit}" if unit == "B" or amount >= 100 else f"{amount:.3g} {unit}"


@register.filter
def day(value: datetime | date | None) -> SafeString | str:
    """A date as people read it, with the exact moment for machines."""
    if value is None:
        return "–"
    moment = timezone.localtime(value) if isinstance(value, datetime) else value
    exact = moment.isoformat("T", "seconds") if isinstance(moment, datetime) else moment.isoformat()
    return format_html('<time datetime="{}">{}</time>', exact, date_format(moment, "DATE_FORMAT"))


@register.filter
def moment(value: datetime | None) -> SafeString | str:
    """A date with hour and minute."""
    if value is None:
        return "–"
    local = timezone.localtime(value)
    exact = local.isoformat("T", "seconds")
    return format_html('<time datetime="{}">{}</time>', exact, date_format(local, "Y-m-d H:i"))


@register.filter
def ago(value: datetime | None) -> str:
    """How long ago in days, in words; the exact date stands elsewhere."""
    if value is None:
        return "–"
    days = (timezone.localdate() - timezone.localtime(value).date()).days
    if days <= 0:
        return gettext("today")
    return ngettext("%(n)d day ago", "%(n)d days ago", days) % {"n": days}


@register.filter
def rows(value: int | None) -> str:
    """A count of rows in words."""
    if value is None:
        return gettext("no table")
    return ngettext("%(n)s row", "%(n)s rows", value) % {"n": f"{value:,}"}


@register.filter
def item(mapping: dict[str, Any] | None, key: str) -> Any:
    """A value of a dictionary by a key that is itself a variable."""
    return (mapping or {}).get(key)


@register.simple_tag(takes_context=True)
def changed(context: dict[str, Any], **changes: Any) -> str:
    """This page's query string with some parameters changed; an empty value removes one. Paging starts anew."""
    query = context["request"].GET.copy()
    query.pop("page", None)
    for name, value in changes.items():
        if value in (None, ""):
            query.pop(name, None)
        else:
            query[name] = str(value)
    return "?" + query.urlencode() if query else context["request"].path


@register.simple_tag(takes_context=True)
def at_page(context: dict[str, Any], page: int, step: int) -> str:
    """This page's query string, so many pages on or back."""
    query = context["request"].GET.copy()
    query["page"] = str(page + step)
    return "?" + query.urlencode()


@register.simple_tag
def of_resource(page: Any, resource: Any) -> str:
    """The address of the same view of another resource."""
    return page.address(page.view, resource)


@register.filter
def in_language(lists: dict[str, list[str]] | None) -> list[str]:
    """The list in the reader's language, else in the first that has one: `{"ko": [...], "en": [...]}`."""
    language = get_language() or "ko"
    return next((words for key in (language, "en", "ko") if (words := (lists or {}).get(key))), [])


@register.filter
def prose(text: dict[str, str] | None) -> SafeString | str:
    """A description in Markdown as HTML; tags that a publisher wrote stay plain text."""
    language = get_language() or "ko"
    chosen, found = choose(text or {}, language)
    body = html(chosen)
    return body if found == language else format_html('<div lang="{}">{}</div>', found, body)


def _named(name: str, names: dict[str, Any]) -> None:
    """A filter that says what the interface calls something; what has no name yet stays as it is."""
    register.filter(name, lambda key: str(names.get(key, key)))


register.filter("unit", words_of.unit)
register.filter("period", words_of.period)
register.filter("semantic_name", words_of.semantic)
register.filter("josa", is_safe=True, filter_func=josa)
_named("type_name", words_of.TYPES)
_named("severity_name", words_of.SEVERITIES)
_named("decision_name", words_of.DECISIONS)
_named("how_name", words_of.HOW)
_named("format_words", words_of.FORMATS)
_named("delimiter_name", words_of.DELIMITERS)
_named("furniture_name", words_of.FURNITURE)
_named("promise_name", words_of.PROMISES)
_named("script_name", words_of.SCRIPTS)
