"""How to cite a story: with its version, whose page shows the figures as they were."""

from __future__ import annotations

from django.utils import timezone

from madang.catalog import bibtex
from madang.catalog.city import the_city
from madang.community.models import Version
from madang.lib.texts import choose

TEXT = {
    "ko": "{by}, 「{title}」, {city}, 판 {number}({on}). {url}",
    "en": "{by}: {title}. {city}, version {number} ({on}). {url}",
}


def written(one: Version, url: str, language: str) -> dict[str, str]:
    """`text` and `bibtex` of a version at its permanent address."""
    names, publisher = authors(one), organisation(one, language)
    facts = {
        "title": choose(one.title, language)[0],
        "city": choose(the_city().name, language)[0],
        "on": timezone.localtime(one.published_at).date().isoformat(),
        "number": one.number,
    }
    text = TEXT.get(language, TEXT["en"]).format(by=", ".join([*names, publisher]), url=url, **facts)
    entry = bibtex.entry(
        "misc",
        bibtex.key(one.story.slug, "story", str(one.number)),
        author=tuple(names) or (publisher,),
        title=facts["title"],
        publisher=facts["city"],
        version=facts["number"],
        date=facts["on"],
        url=url,
    )
    return {"text": text, "bibtex": entry}


def authors(one: Version) -> list[str]:
    """The authors as they are named, one by one."""
    return [name.strip() for name in one.authors.split(",") if name.strip()]


def organisation(one: Version, language: str) -> str:
    return choose(one.story.organisation.name, language)[0]
