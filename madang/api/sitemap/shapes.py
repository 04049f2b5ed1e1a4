"""Sitemaps (https://www.sitemaps.org/protocol.html), each page with its other language, and the rules of `robots.txt` (RFC 9309)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from urllib.parse import quote
from xml.sax.saxutils import escape

from django.db.models import Max, QuerySet
from django.db.models.functions import Coalesce, Greatest

from madang.catalog.models import Dataset, Organisation, Theme
from madang.catalog.site import Site
from madang.community.models import Indicator, Story
from madang.lib.texts import LANGUAGES

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
XHTML = 'xmlns:xhtml="http://www.w3.org/1999/xhtml"'
CLOSED = (
    "/admin/",
    "/*/account/",
    "/*/workspace/",
    "/api/v1/sql",
    "/api/v1/loads",
    "/api/v1/uploads",
    "/api/v1/runs",
    "/api/v1/schedules",
)


def dated(datasets: QuerySet[Dataset], begin: int, end: int) -> list[tuple[str, datetime]]:
    """(path, when it changed last) of some datasets in their order."""
    last = Greatest("modified", Coalesce(Max("resources__current__published_at"), "modified"))
    rows = datasets.annotate(last=last).values_list("slug", "last")[begin:end]
    return [(f"datasets/{quote(slug)}/", at) for slug, at in rows]


def others(organisations: Iterable[Organisation], themes: Iterable[Theme]) -> list[str]:
    """Paths below the language of pages that are about no dataset."""
    fixed = ["", "search/", "organisations/", "stories/", "indicators/", "developers/", "origins/", "accessibility/"]
    return [
        *fixed,
        *(f"organisations/{quote(one.slug)}/" for one in organisations),
        *(f"themes/{quote(one.slug)}/" for one in themes),
    ]


def texts(stories: Iterable[Story], indicators: Iterable[Indicator]) -> list[tuple[str, datetime]]:
    """(path, when it changed last) of published stories and indicators."""
    told = [(f"stories/{quote(one.slug)}/", one.current.published_at) for one in stories if one.current]
    return [*told, *((f"indicators/{quote(one.slug)}/", one.changed_at) for one in indicators)]


def urlset(site: Site, paths: Iterable[str], dated: Iterable[tuple[str, datetime]]) -> str:
    rows = [*((path, None) for path in paths), *dated]
    urls = (_url(site, language, path, at) for path, at in rows for language in LANGUAGES)
    return f"{HEAD}<urlset {SPACE} {XHTML}>\n{''.join(urls)}</urlset>\n"


def _url(site: Site, language: str, path: str, at: datetime | None) -> str:
    changed = f"<lastmod>{at.isoformat(timespec='seconds')}</lastmod>" if at else ""
    same = "".join(
        f'<xhtml:link rel="alternate" hreflang="{other}" href="{escape(f"{site.base}/{other}/{path}")}"/>'
        for other in LANGUAGES
    )
    return f"<url><loc>{escape(f'{site.base}/{language}/{path}')}</loc>{changed}{same}</url>\n"


def index(site: Site, parts: int) -> str:
    files = "".join(
        f"<sitemap><loc>{escape(site.base)}/sitemap-{number}.xml</loc></sitemap>\n" for number in range(1, parts + 1)
    )
    return f"{HEAD}<sitemapindex {SPACE}>\n{files}</sitemapindex>\n"


def robots(site: Site) -> str:
    """Pages, descriptions and files are open to every robot; what costs the city or needs a person is not."""
    return "\n".join(
        ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED), "", f"Sitemap: {site.base}/sitemap.xml", ""]
    )
