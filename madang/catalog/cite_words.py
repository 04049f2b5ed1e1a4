"""How a citation is written below an article, and in BibTeX."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from madang.catalog import bibtex
from madang.catalog.citations import Citation
from madang.catalog.city import the_city
from madang.catalog.models import Revision
from madang.lib.texts import choose

TEXT = {
    "ko": "{by}, {chart}「{title}」{generated}, {city}. "
    "개정판 {number}({on})에 대한 질의 {id}, {rows:,}행, SHA-256 {short}, {licence}. {url}",
    "en": "{by}: {chart}{title}{generated}. {city}. "
    "Question {id} of revision {number} ({on}), {rows:,} rows, SHA-256 {short}. {licence}. {url}",
}
CHART = {"ko": "차트 “{chart}”, ", "en": "“{chart}” (chart), "}
GENERATED = {"ko": " [생성 자료]", "en": " [generated data]"}


def written(citation: Citation, revisions: list[Revision], url: str, language: str, chart: str = "") -> dict[str, str]:
    """`text` and `bibtex` in a language. Of several tables the titles stand one after another.

    `chart` is the title of the chart whose numbers are cited.
    """
    datasets = list({revision.resource.dataset.pk: revision.resource.dataset for revision in revisions}.values())
    days = [timezone.localtime(one.published_at).date().isoformat() for one in revisions if one.published_at]
    offices = tuple(dict.fromkeys(choose(dataset.organisation.name, language)[0] for dataset in datasets))
    facts = {
        "id": citation.pk,
        "rows": citation.rows,
        "url": url,
        "title": _joined(choose(dataset.title, language)[0] for dataset in datasets),
        "chart": CHART[language].format(chart=chart) if chart else "",
        "licence": _joined(choose(dataset.licence.name, language)[0] for dataset in datasets),
        "city": choose(the_city().name, language)[0],
        "number": _joined(revision.number for revision in revisions),
        "on": max(days, default=""),
        "generated": GENERATED[language] if any(revision.origin == "generated" for revision in revisions) else "",
    }
    text = TEXT[language].format(by=", ".join(offices), short=citation.fingerprint[:16], **facts)
    entry = bibtex.entry(
        "misc",
        f"madang-{citation.pk}",
        author=offices,
        title=f"{facts['chart']}{facts['title']}{facts['generated']}",
        publisher=facts["city"],
        version=f"revision {facts['number']}, {_joined(revision.pk for revision in revisions)}",
        date=facts["on"],
        note=f"Question {citation.pk}, {citation.rows} rows, SHA-256 {citation.fingerprint}",
        url=url,
    )
    return {"text": text, "bibtex": entry}


def _joined(parts: Iterable[object]) -> str:
    return ", ".join(dict.fromkeys(map(str, parts)))
