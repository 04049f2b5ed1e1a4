"""The judged catalogue: 39 datasets of the demonstration and 181 more, as rows of the database and as an index; and the judgements.

The judgements (`judgements/queries.yaml`) were written before search was tuned. A query belongs to one half for good, by a hash of its
text: `tune` may be looked at while search is changed, `held` is only run to see whether the change also serves queries it was not made for.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from madang.catalog import documents
from madang.catalog.models import Column, Dataset, Licence, Organisation, Resource, Revision, Theme
from madang.catalog.themes import load as load_themes
from madang.demonstration.catalogue import entries

FOLDER = Path(__file__).parent / "judgements"
AT = datetime(2026, 6, 30, tzinfo=UTC)
PLACES = {"seoul": {"ko": "서울특별시", "en": "Seoul"}, "liverpool": {"ko": "리버풀", "en": "Liverpool"}}
HALVES = ("tune", "held")


@dataclass(frozen=True)
class Judged:
    """One query: what people typed, their language, and dataset -> grade (3 exactly this, 2 good, 1 of some use)."""

    text: str
    kind: str
    language: str
    grades: dict[str, int] = field(hash=False)

    @property
    def half(self) -> str:
        return HALVES[hashlib.sha256(self.text.encode()).digest()[0] % 2]


def _file(name: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
    return found


@cache
def queries() -> tuple[Judged, ...]:
    """Every judged query. Raises `KeyError` when a judgement names what is not there."""
    called: dict[str, list[str]] = {}
    subjects = {slug: entry["is"] for slug, entry in _file("catalogue.yaml")["datasets"].items()}
    for slug, names in (subjects | _file("demonstration.yaml")["is"]).items():
        called.setdefault(slug, []).append(slug)
        for name in names:
            called.setdefault("@" + name, []).append(slug)
    return tuple(
        Judged(text, kind, language, _grades(wanted, called))
        for kind, languages in _file("queries.yaml").items()
        for language, asked in languages.items()
        for text, wanted in asked.items()
    )


def _grades(wanted: dict[str, int], called: dict[str, list[str]]) -> dict[str, int]:
    groups = {slug: grade for name, grade in wanted.items() if name[0] == "@" for slug in called[name]}
    own = {called[name][0]: grade for name, grade in wanted.items() if name[0] != "@"}
    return {slug: grade for slug, grade in (groups | own).items() if grade}


@dataclass
class Catalogue:
    """The rows, until they are written, and the values that stand in the columns of a revision."""

    datasets: list[Dataset] = field(default_factory=list)
    resources: list[Resource] = field(default_factory=list)
    revisions: list[Revision] = field(default_factory=list)
    columns: list[Column] = field(default_factory=list)
    values: dict[str, list[str]] = field(default_factory=dict)

    def values_of(self, revision: Revision) -> list[str]:
        return self.values[revision.id]

    def documents(self) -> Iterator[documents.Document]:
        for dataset in documents.listed().order_by("slug"):
            yield documents.document(dataset, self.values_of)


def make() -> Catalogue:
    """Write the judged catalogue into the (test's) database."""
    load_themes()
    Licence.objects.get_or_create(slug="kogl-1", defaults={"name": {"en": "KOGL Type 1"}})
    _organisations()
    made = Catalogue()
    _from_demonstration(made)
    _from_file(made)
    Dataset.objects.bulk_create(made.datasets)
    Resource.objects.bulk_create(made.resources)
    Revision.objects.bulk_create(made.revisions)
    for resource, revision in zip(made.resources, made.revisions, strict=True):
        resource.current = revision
    Resource.objects.bulk_update(made.resources, ["current"])
    Column.objects.bulk_create(made.columns)
    return made


def _organisations() -> None:
    from madang.demonstration.publishing import organise

    organise()
    for slug, name in _file("catalogue.yaml")["organisations"].items():
        Organisation.objects.get_or_create(slug=slug, defaults={"name": name})


def _from_demonstration(made: Catalogue) -> None:
    """Those that the judges knew: what the demonstration has gained since is not judged."""
    told, lists = _file("demonstration.yaml"), _file("catalogue.yaml")["lists"]
    values = told["values"]
    for entry in [entry for entry in entries() if entry.slug in told["is"]]:
        dataset = _dataset(
            made, entry.slug, entry.organisation, entry.theme, entry.title, entry.description, entry.keywords,
            entry.spatial, entry.period or (None, None), source=entry.source, access=entry.access, origin=entry.origin,
        )  # fmt: skip
        for sheet in entry.sheets:
            known = [values.get(each.name, []) for each in sheet.fields]
            listed = [one for each in known for one in (lists[each] if isinstance(each, str) else each)]
            kind = "layer" if sheet.is_layer else "table"
            resource = _resource(
                made, dataset, sheet.name, kind, [(each.name, each.type) for each in sheet.fields], listed
            )
            resource.title = sheet.title
            made.columns += [
                Column(resource=resource, name=each.name, label=each.label, description=each.about, codes=each.codes)
                for each in sheet.fields
            ]


def _from_file(made: Catalogue) -> None:
    told = _file("catalogue.yaml")
    for slug, entry in told["datasets"].items():
        seoul = "ko" in entry["title"] and not slug.startswith("lpl-")
        years = entry.get("years")
        period = (date(years[0], 1, 1), date(years[1], 12, 31)) if years else (None, None)
        place = entry.get("place", PLACES["seoul" if seoul else "liverpool"])
        dataset = _dataset(
            made, slug, entry["by"], entry["theme"], entry["title"], entry["about"], entry.get("words", {}), place, period
        )  # fmt: skip
        named = [told["lists"][each] if isinstance(each, str) else each for each in entry.get("values", {}).values()]
        kind = "layer" if "geometry" in entry["columns"] else "table"
        columns = [(name, "geometry" if name == "geometry" else "text") for name in entry["columns"]]
        _resource(made, dataset, "data", kind, columns, [one for each in named for one in each])


def _dataset(
    made: Catalogue, slug: str, organisation: str, theme: str, title: Any, about: Any, words: Any, place: Any, period: Any,
    **more: Any,
) -> Dataset:  # fmt: skip
    made.datasets.append(
        Dataset(
            slug=slug, title=title, description=about, keywords=words, spatial=place,
            organisation=Organisation.objects.get(slug=organisation), theme=Theme.objects.get(slug=theme),
            licence=Licence.objects.get(slug="kogl-1"), state=Dataset.State.PUBLISHED, modified=AT,
            period_start=period[0], period_end=period[1], **more,
        )
    )  # fmt: skip
    return made.datasets[-1]


def _resource(
    made: Catalogue, dataset: Dataset, name: str, kind: str, columns: Iterable[tuple[str, str]], values: list[str]
) -> Resource:
    resource = Resource(dataset=dataset, name=name, kind=kind)
    number = f"judged-{len(made.revisions):05}"
    made.resources.append(resource)
    made.revisions.append(
        Revision(
            id=number, resource=resource, number=1, state=Revision.State.PUBLISHED, original_name="data.csv",
            original_sha256=number, original_bytes=1, fingerprint=number, rows=100, origin=dataset.origin,
            schema=[{"name": column, "type": type_} for column, type_ in columns], created_at=AT, published_at=AT,
        )
    )  # fmt: skip
    made.values[number] = values
    return resource
