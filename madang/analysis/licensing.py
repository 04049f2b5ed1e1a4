"""Under which terms a result may be published: the strictest of what it was made from, or stricter ones that somebody stated."""

from __future__ import annotations

from collections.abc import Iterable

from madang.catalog.models import Licence
from madang.lib.problems import Problem


class NoChange(Problem):
    en = (
        "{dataset} is under “{licence}”, which does not allow changed or derived works, so the result stays a draft that you can see."
        " Ask its publisher for other terms."
    )
    ko = (
        "{dataset}의 이용 조건 “{licence}”은(는) 바꾸거나 가공한 것을 허락하지 않아 결과는 초안으로 남습니다. 게시한 기관에 다른 조건을"
        " 문의하세요."
    )


class TooFree(Problem):
    en = "The result cannot be under “{stated}”: {dataset} is under “{licence}”, which allows less."
    ko = "결과의 이용 조건을 “{stated}”(으)로 할 수 없습니다. {dataset}의 “{licence}”이(가) 더 좁게 허락합니다."


class UnknownLicence(Problem):
    en = "There is no licence {slug}. Known: {known}."
    ko = "{slug}은(는) 없는 이용 조건입니다. 등록된 것: {known}."


SHARE_ALIKE = ("-sa-", "odbl")
"""What is made from these stays under the same terms."""


def of(inputs: Iterable[tuple[str, Licence]], stated: str = "") -> Licence:
    """The licence of what is made from `inputs` (dataset, its licence). Raises `NoChange`, `TooFree`, `UnknownLicence`."""
    named = list(inputs)
    for dataset, licence in named:
        if not licence.allows_change and licence.slug != "unstated":
            raise NoChange(dataset=dataset, licence=licence.name.get("en") or licence.slug)
    strictest = max(named, key=lambda one: _strictness(one[1]))
    if not stated:
        return strictest[1]
    found = known(stated)
    if _strictness(found) < _strictness(strictest[1]):
        facts = {"dataset": strictest[0], "licence": strictest[1].slug, "stated": found.slug}
        raise TooFree(**facts)
    return found


def known(slug: str) -> Licence:
    """The licence of that name. Raises `UnknownLicence`."""
    found = Licence.objects.filter(slug=slug).first()
    if found is None:
        raise UnknownLicence(slug=slug, known=", ".join(Licence.objects.values_list("slug", flat=True)))
    return found


def _strictness(licence: Licence) -> tuple[int, int, int, int]:
    """More is stricter. Terms that nobody stated are taken for all rights reserved: the result says that of itself too."""
    alike = any(mark in licence.slug for mark in SHARE_ALIKE)
    free = licence.slug in ("cc0-1.0", "pddl-1.0")
    return (not licence.allows_change, not licence.allows_commercial, int(alike), int(not free))
