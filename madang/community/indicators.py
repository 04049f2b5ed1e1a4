"""Indicators: who sees them, how they are defined, published and changed."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from madang.accounts import audit, policy
from madang.accounts.policy import Actor
from madang.catalog.models import Dataset, Organisation
from madang.community import indicators_sdg, slugs
from madang.community.indicators_periods import place
from madang.community.indicators_questions import checked
from madang.community.indicators_values import Read, read
from madang.community.models import Indicator, Moved
from madang.lib.problems import Problem

ANYBODY = Actor()
PROMISED = ("baseline_period", "baseline_value", "target_period", "target_value", "milestones", "direction")
COMPUTED = ("table", "question", "per_table", "per_question", "times")
SAID = ("title", "definition", "unit", "cycle", "sdg", "decimals", "target_source")
FIELDS = (*SAID, *PROMISED, *COMPUTED)


class StaleIndicator(Problem):
    en = "Somebody else saved this indicator after you opened it. Your entries still stand below; save again to keep them."
    ko = "여신 뒤에 다른 사람이 이 지표를 저장했습니다. 입력하신 내용은 아래에 그대로 있으며, 다시 저장하면 남습니다."


class OddGoal(Problem):
    en = "The target must come after the baseline, and milestones between them in the order of time."
    ko = "목표 기간은 기준 기간보다 뒤여야 하고, 중간 목표는 그 사이에 시간 순서대로 있어야 합니다."


class NoWay(Problem):
    en = "Baseline and target are the same value, or the target lies on the worse side of the baseline. Look at the direction."
    ko = "기준값과 목표값이 같거나 목표값이 기준값보다 나쁜 쪽에 있습니다. 방향을 확인하세요."


class NotComputable(Problem):
    en = "It cannot be published, because it cannot be computed: {why[en]}"
    ko = "계산할 수 없어 게시할 수 없습니다: {why[ko]}"


def visible(actor: Actor) -> QuerySet[Indicator]:
    """The indicators that `can(actor, "see", indicator)` allows."""
    indicators = Indicator.objects.select_related(
        "organisation", "table__dataset__organisation", "table__current", "per_table__dataset__organisation", "per_table__current"
    )  # fmt: skip
    return indicators.filter(policy.legible(actor, Q(state=Indicator.State.PUBLISHED)))


def found(actor: Actor, slug: str) -> Indicator:
    """The indicator of a slug. Raises `Hidden`."""
    one = visible(actor).filter(slug=slug).first()
    if one is None:
        raise policy.Hidden()
    return one


def using(dataset: Dataset) -> QuerySet[Indicator]:
    """Published indicators that are computed of a dataset."""
    return visible(ANYBODY).filter(Q(table__dataset=dataset) | Q(per_table__dataset=dataset)).distinct()


def made(words: dict[str, Any], organisation: Organisation) -> Indicator:
    """An indicator that is not kept, to see what it gives. Raises as `check`."""
    one = Indicator(organisation=organisation, **{name: words[name] for name in FIELDS})
    check(one)
    return one


def check(one: Indicator) -> None:
    """Raises `OddGoal`, `NoWay`, `NoSuchTarget`, and the problems of its questions."""
    indicators_sdg.goal(one.sdg)
    checked(one.question)
    if one.per_question:
        checked(one.per_question)
    path = [
        place(period) for period in (one.baseline_period, *(period for period, _ in one.milestones), one.target_period)
    ]
    if any(after <= before for before, after in pairwise(path)):
        raise OddGoal()
    way = one.target_value - one.baseline_value
    if (way <= 0) if one.direction == Indicator.Direction.MORE else (way >= 0):
        raise NoWay()


@transaction.atomic
def begin(actor: Actor, organisation: Organisation, words: dict[str, Any]) -> Indicator:
    """A new draft. Raises `NotAllowed`, and as `check`."""
    policy.require(actor, "write", organisation)
    one = made(words, organisation)
    one.slug, one.created_by = slugs.free(Indicator, one.title), actor.person
    one.save()
    audit.record(actor, "write", f"indicator:{one.slug}")
    return one


@transaction.atomic
def save(one: Indicator, actor: Actor, words: dict[str, Any], edition: int) -> Indicator:
    """Change it. What was promised stays readable once it is published. Raises `StaleIndicator`, and as `begin`."""
    policy.require(actor, "write", one)
    if one.state == Indicator.State.PUBLISHED:
        policy.require(actor, "publish", one)
    check(made(words, one.organisation))
    before = Indicator.objects.get(pk=one.pk)
    stands = Indicator.objects.filter(pk=one.pk, edition=edition)
    if not stands.update(**{name: words[name] for name in FIELDS}, edition=F("edition") + 1, changed_at=timezone.now()):
        raise StaleIndicator()
    after = Indicator.objects.select_related("organisation").get(pk=one.pk)
    if before.state == Indicator.State.PUBLISHED:
        _note(before, after)
    return after


def _note(before: Indicator, after: Indicator) -> None:
    """Readers are told what moved."""
    for name in (*PROMISED, *COMPUTED):
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            Moved.objects.create(indicator=after, field=name, before=_said(old), after=_said(new))


def _said(value: Any) -> str:
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)[:1000] if value else ""
    if isinstance(value, float):
        return f"{value:g}"
    return "" if value is None else str(value)[:1000]


@transaction.atomic
def publish(one: Indicator, actor: Actor) -> Read:
    """Show it to everybody. Raises `NotAllowed`, `NotComputable`."""
    policy.require(actor, "publish", one)
    now = read(one)
    if now.why is not None:
        raise NotComputable(why=now.why.texts())
    one.state, one.published_at = Indicator.State.PUBLISHED, one.published_at or timezone.now()
    one.save()
    audit.record(actor, "publish", f"indicator:{one.slug}")
    return now


@transaction.atomic
def hide(one: Indicator, actor: Actor) -> None:
    """Make a draft of it again. Raises `NotAllowed`."""
    policy.require(actor, "publish", one)
    one.state = Indicator.State.DRAFT
    one.save()
    audit.record(actor, "take back", f"indicator:{one.slug}")
