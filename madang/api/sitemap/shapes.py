"""Sitemaps (https://www.sitemaps.org/protocol.html), each page with its other language, and the rules of `robots.txt` (RFC 9309)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from urllib.parse import quote
from xml.sax.saxutils import escape

from django.db.models import Max, QuerySet
from django.db.models.functions import Coalesce, Greatest

from madang.catalog.models import Dataset, Organisation, Theme
from madang.catalog.site import Site
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


def dated(datasets: QuerySet[Dataset]) -> QuerySet[Any]:
    """(slug, when it changed last)."""
    last = Greatest("modified", Coalesce(Max("resources__current__published_at"), "modified"))
    return datasets.annotate(last=last).values_list("slug", "last")


def others(organisations: Iterable[Organisation], themes: Iterable[Theme]) -> list[str]:
    """Paths below the language of pages that are about no dataset."""
    fixed = ["", "search/", "organisations/", "developers/", "origins/", "accessibility/"]
    return [
        *fixed,
        *(f"organisations/{quote(one.slug)}/" for one in organisations),
        *(f"themes/{quote(one.slug)}/" for one in themes),
    ]


def urlset(site: Site, paths: Iterable[str], datasets: Iterable[tuple[str, datetime]]) -> str:
    rows = [*((path, None) for path in paths), *((f"datasets/{quote(slug)}/", at) for slug, at in datasets)]
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
