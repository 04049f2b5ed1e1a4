"""The dataset that a run will make: described in the run's target, checked when the run starts, saved when it is published."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError

from madang.catalog.models import Dataset, Licence, Organisation, Resource, Theme
from madang.ingest import naming
from madang.ingest.models import Run, Upload
from madang.lib import texts
from madang.lib.problems import Problem

PLAIN = (
    "title",
    "description",
    "keywords",
    "source",
    "method",
    "origin",
    "access",
    "cycle",
    "spatial",
    "period_start",
    "period_end",
    "contact",
    "custom",
)
"""What a target may say of a new dataset, besides its slug, organisation, licence and theme."""
LONGEST = 90  # characters of an address part made from a title; a number may follow


class Incomplete(Problem):
    en = "A new dataset needs {missing}. Give it with the load, for example: --organisation {organisations} --licence {licences}"
    ko = "새 데이터셋에는 {missing}이(가) 필요합니다. 올릴 때 함께 주세요. 예: --organisation {organisations} --licence {licences}"


KINDS = {"organisation": "기관", "licence": "이용 조건", "theme": "주제"}


class Unknown(Problem):
    en = "There is no {kind} {slug}. Known: {known}."
    ko = "{slug}은(는) 없는 {kind_ko}입니다. 등록된 것: {known}."


class OddField(Problem):
    en = "{field} of the new dataset cannot be used: {why}"
    ko = "새 데이터셋의 {field} 값을 쓸 수 없습니다: {why}"


class OddResource(OddField):
    en = "“{name}” cannot be the name of a resource, which stands in addresses: letters, digits, - and _ only, at most 100."
    ko = "“{name}”은(는) 주소에 쓰이는 리소스 이름이 될 수 없습니다. 글자, 숫자, -, _만 100자까지 쓸 수 있습니다."


def require_name(resource: str) -> None:
    """Raise `OddResource` for a name that no address could hold: every page of its dataset would fail."""
    try:
        Resource(name=resource).clean_fields(exclude=[f.name for f in Resource._meta.fields if f.name != "name"])
    except ValidationError as error:
        raise OddResource(name=resource) from error


def dataset(run: Run) -> Dataset:
    """An unsaved draft from the run's target. Raises `Incomplete`, `Unknown`, `OddField`."""
    return described(run.target, run.created_by)


def described(target: dict[str, Any], person: Any = None) -> Dataset:
    """An unsaved draft. `target` holds slugs for `dataset`, `organisation`, `licence`, `theme`, and the fields in `PLAIN`."""
    missing = [name for name in ("dataset", "organisation", "licence") if not target.get(name)]
    if missing:
        raise Incomplete(missing=", ".join(missing), organisations=some(Organisation), licences=some(Licence))
    draft = Dataset(
        slug=target["dataset"],
        organisation=_find(Organisation, target["organisation"]),
        licence=_find(Licence, target["licence"]),
        theme=_find(Theme, target["theme"]) if target.get("theme") else None,
        created_by=person,
        **{name: target[name] for name in PLAIN if name in target},
    )
    try:
        draft.clean_fields(exclude=["organisation", "licence", "theme", "created_by"])
    except ValidationError as error:
        field, words = next(iter(error.message_dict.items()))
        raise OddField(field=field, why=" ".join(words)) from error
    return draft


def new(title: str, described: dict[str, Any]) -> dict[str, Any]:
    """The target of a load into a new dataset: its title, an address part made from it, and what else was said."""
    words = title.strip()
    return {"dataset": free_slug(words), "title": naming.title(words), **described}


def free_slug(title: str) -> str:
    """An address part made from a title that no dataset, waiting run or upload has."""
    stem = texts.slug(title)[:LONGEST]
    taken = set(Dataset.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    for model in (Run, Upload):
        taken |= {target.get("dataset", "") for target in model.objects.values_list("target", flat=True)}
    return next(name for name in (stem, *(f"{stem}-{n}" for n in range(2, 100_000))) if name not in taken)


def _find(model: type[Organisation | Licence | Theme], slug: str) -> Any:
    row = model.objects.filter(slug=slug).first()
    if row is None:
        kind = model.__name__.lower()
        raise Unknown(kind=kind, kind_ko=KINDS[kind], slug=slug, known=some(model) or "-")
    return row


def some(model: type[Organisation | Licence | Theme]) -> str:
    return "|".join(model.objects.values_list("slug", flat=True)[:8])
