"""How a citation is written below an article, and in BibTeX."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from madang.catalog.citations import Citation
from madang.catalog.city import the_city
from madang.catalog.models import Revision
from madang.lib.texts import choose

TEXT = {
    "ko": "{by}, 「{title}」{generated}, {city}. 개정판 {number}({on})에 대한 질의 {id}, {rows:,}행, SHA-256 {short}. {url}",
    "en": "{by}: {title}{generated}. {city}. Question {id} of revision {number} ({on}), {rows:,} rows, SHA-256 {short}. {url}",
}
GENERATED = {"ko": " [생성 자료]", "en": " [generated data]"}
BIBTEX = """@misc{{madang-{id},
  author = {{{{{by}}}}},
  title = {{{{{title}{generated}}}}},
  publisher = {{{city}}},
  version = {{revision {number}, {revision}}},
  date = {{{on}}},
  note = {{Question {id}, {rows} rows, SHA-256 {sha256}}},
  url = {{{url}}}
}}"""
SPECIAL = str.maketrans({letter: "\\" + letter for letter in "{}%&$#_"} | {"\\": r"\textbackslash{}"})


def written(citation: Citation, revisions: list[Revision], url: str, language: str) -> dict[str, str]:
    """`text` and `bibtex` in a language. Of several tables the titles stand one after another."""
    datasets = list({revision.resource.dataset.pk: revision.resource.dataset for revision in revisions}.values())
    days = [timezone.localtime(one.published_at).date().isoformat() for one in revisions if one.published_at]
    facts = {
        "by": _joined(choose(dataset.organisation.name, language)[0] for dataset in datasets),
        "title": _joined(choose(dataset.title, language)[0] for dataset in datasets),
        "city": choose(the_city().name, language)[0],
        "number": _joined(revision.number for revision in revisions),
        "on": max(days, default=""),
        "revision": _joined(revision.pk for revision in revisions),
        "generated": GENERATED[language] if any(revision.origin == "generated" for revision in revisions) else "",
    }
    exact = {
        "id": citation.pk,
        "rows": citation.rows,
        "short": citation.fingerprint[:16],
        "sha256": citation.fingerprint,
        "url": url,
    }
    escaped = {name: text.translate(SPECIAL) for name, text in facts.items()}
    return {"text": TEXT[language].format(**facts, **exact), "bibtex": BIBTEX.format(**escaped, **exact)}


def _joined(parts: Iterable[object]) -> str:
    return ", ".join(dict.fromkeys(map(str, parts)))
