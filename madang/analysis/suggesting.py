"""Tables of the catalogue that fit the roles of a study, best first, as far as somebody may run studies on them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from madang.accounts.policy import Actor, can, visible
from madang.analysis.declare import Role, Study
from madang.analysis.roles import Fit, Offered, fit, speaks_for
from madang.catalog.models import Column as Words
from madang.catalog.models import Resource
from madang.lib.problems import Text
from madang.query.model import Column

MOST = 12
"""Tables that are offered for one role."""
SURE = 1.4
"""From this score on a table is proposed without being asked for."""
LEAST = 0.8
"""Below this nothing but types of columns speaks for a table: it is not offered. Who wants it writes its name."""
SHAPE: Text = {"en": "shape", "ko": "도형"}
"""A column of shapes that nobody gave a label."""


@dataclass(frozen=True)
class Offer:
    """A table for a role. `fit` names the columns with a reason each; `score` is only good for comparing within the role."""

    resource: Resource
    fit: Fit
    score: float
    reason: Text

    @property
    def sure(self) -> bool:
        """Whether its words speak for the role, and every column role it needs has a column."""
        return self.score >= SURE


def tables(study: Study, actor: Actor, *, only: str = "") -> dict[str, list[Offer]]:
    """For each role (or the one named) the tables that fit it, best first, at most `MOST`; one table may fit several roles."""
    known = list(_resources(actor))
    labels = _labels([one.pk for one in known])
    offered = {one.pk: _offered(one, labels.get(one.pk, {})) for one in known}
    found = {}
    for role in (one for one in study.READS if only in ("", one.name)):
        offers = [offer for one in known if (offer := _offer(role, one, offered[one.pk])) is not None]
        found[role.name] = sorted(offers, key=lambda offer: (-offer.score, str(offer.resource)))[:MOST]
    return found


def _resources(actor: Actor) -> Iterable[Resource]:
    shown = Resource.objects.filter(dataset__in=visible(actor), current__rows__gt=0)
    shown = shown.select_related("dataset__organisation", "current").defer("current__receipt").order_by("pk")
    return (one for one in shown if can(actor, "study", one))


def _labels(resources: list[int]) -> dict[int, dict[str, tuple[str, ...]]]:
    found: dict[int, dict[str, tuple[str, ...]]] = defaultdict(dict)
    for resource, name, label in Words.objects.filter(resource__in=resources).values_list(
        "resource_id", "name", "label"
    ):
        found[resource][name] = tuple(label.values())
    return found


def _offered(resource: Resource, labels: dict[str, tuple[str, ...]]) -> list[Offered]:
    assert resource.current is not None
    columns = [Column.from_json(one) for one in resource.current.schema]
    return [Offered(column, labels.get(column.name, ())) for column in columns]


def _offer(role: Role, resource: Resource, offered: list[Offered]) -> Offer | None:
    """None when a column that the role needs is missing, or when too little speaks for the table."""
    found = fit(role, offered)
    if not found.complete or not found.guesses or not _shaped(role, found, resource):
        return None
    spoken = speaks_for(role, _words(resource))
    score = 2.0 * spoken + found.score / max(1, len(role.columns))
    return Offer(resource, found, score, _reason(found, resource, spoken > 0)) if score >= LEAST else None


def _shaped(role: Role, found: Fit, resource: Resource) -> bool:
    """Whether the geometry is of a kind that the role can use: points are no streets."""
    assert resource.current is not None
    kind = (resource.current.geometry or {}).get("kind", "")
    return all(not one.shapes or kind in one.shapes for one in role.columns if one.name in found.guesses)


def _words(resource: Resource) -> list[str]:
    dataset = resource.dataset
    keywords = [word for words in dataset.keywords.values() for word in words]
    return [resource.name, *resource.title.values(), dataset.slug, *dataset.title.values(), *keywords]


def _reason(found: Fit, resource: Resource, spoken: bool) -> Text:
    """In the words that the publisher has for the columns."""
    labels = {one.name: one.label for one in resource.columns.all()}
    if resource.current and resource.current.geometry:
        shape = resource.current.geometry["column"]
        labels[shape] = labels.get(shape) or SHAPE
    columns = list(dict.fromkeys(guess.column for guess in found.guesses.values()))
    en, ko = (", ".join(labels.get(one, {}).get(language) or one for one in columns) for language in ("en", "ko"))
    return {
        "en": f"{'its title and its columns fit' if spoken else 'its columns fit'}: {en}",
        "ko": f"{'제목과 열이 맞습니다' if spoken else '열이 맞습니다'}: {ko}",
    }
