"""How to cite a dataset: with the revision, so that the same bytes are found again."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from madang.catalog import bibtex
from madang.catalog.city import the_city
from madang.lib.texts import choose
from madang.portal.dataset.shown import Shown


def citations(request: HttpRequest, page: Shown) -> dict[str, str]:
    """`text` and `bibtex` for the shown revision; nothing when none is published. Raises as `Shown.revision`."""
    revision = page.revision
    if revision is None or page.resource is None or revision.published_at is None:
        return {}
    language = get_language() or "ko"
    where = reverse("receipt", args=[page.dataset.slug, page.resource.name])
    facts = {
        "title": choose(page.dataset.title, language)[0],
        "by": choose(page.dataset.organisation.name, language)[0],
        "city": choose(the_city().name, language)[0],
        "on": timezone.localtime(revision.published_at).date().isoformat(),
        "url": request.build_absolute_uri(f"{where}?revision={revision.pk}"),
        "licence": choose(page.dataset.licence.name, language)[0],
        "generated": _GENERATED[language == "ko"] if revision.origin == "generated" else "",
    }
    entry = bibtex.entry(
        "misc",
        bibtex.key(page.dataset.slug, "dataset", revision.pk[:12]),  # the revision's beginning keeps them apart
        author=(facts["by"],),
        title=f"{facts['title']}{facts['generated']}",
        publisher=facts["city"],
        version=f"revision {revision.number}, {revision.pk}",
        date=facts["on"],
        url=facts["url"],
    )
    return {"text": TEXT[language == "ko"].format(number=revision.number, **facts), "bibtex": entry}


TEXT = {
    True: "{by}, 「{title}」{generated}, {city}, 개정판 {number}({on}), {licence}. {url}",
    False: "{by}: {title}{generated}. {city}, revision {number} ({on}). {licence}. {url}",
}
_GENERATED = {True: " [생성 자료]", False: " [generated data]"}
