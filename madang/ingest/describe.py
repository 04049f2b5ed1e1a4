"""Describing a dataset: the draft that a run will publish, or one that is published already."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from madang.accounts import audit
from madang.accounts.policy import Actor, require
from madang.catalog import opening
from madang.catalog.changes import touch
from madang.catalog.models import Dataset
from madang.ingest import drafts
from madang.ingest.models import Run
from madang.lib.problems import Problem

FIELDS = (*drafts.PLAIN, "organisation", "licence", "theme")


class DescribedElsewhere(Problem):
    en = "This run loads into the dataset {dataset}, which is there already. Describe it on its own page."
    ko = "이 실행은 이미 있는 데이터셋 {dataset}에 올립니다. 설명은 데이터셋 페이지에서 고치세요."


def describe(run: Run, words: dict[str, Any], actor: Actor) -> Run:
    """Change what a waiting run says of its new dataset. `words` holds keys of a target, see `drafts.described`.

    Raises `NotAllowed` (also for an organisation that the actor may not load for), `DescribedElsewhere`, and what `drafts` raises.
    """
    require(actor, "describe", run)
    if run.dataset is not None:
        raise DescribedElsewhere(dataset=run.dataset.slug)
    with transaction.atomic():
        run = Run.objects.select_for_update().get(pk=run.pk)
        target = {**run.target, **words}
        require(actor, "load", drafts.described(target).organisation)
        run.target = target
        run.save(update_fields=["target"])
        audit.record(actor, "describe", run, fields=sorted(words))
    return run


@transaction.atomic
def describe_dataset(dataset: Dataset, words: dict[str, Any], actor: Actor, why_open: str = "") -> Dataset:
    """Change what the catalogue says of a dataset. Who moves it to another organisation must be its editor too.

    Who may read it is a matter of publishing: opening a restricted dataset shows every row that it ever had. What was kept
    in it while fewer could read it is decided anew: `why_open` goes into the receipts. Raises `DecideAgain` without it.
    """
    require(actor, "describe", dataset)
    access = words.get("access", dataset.access)
    if access != dataset.access:
        require(actor, "publish", dataset)
    if opening.wider(dataset.access, access):
        _decide_again(dataset, access, why_open.strip(), actor)
    facts = {
        "organisation": dataset.organisation.slug, "licence": dataset.licence.slug, "dataset": dataset.slug, "title": dataset.title,
    }  # fmt: skip
    draft = drafts.described({**facts, **words})
    require(actor, "load", draft.organisation)
    for name in FIELDS:
        if name in words:
            setattr(dataset, name, getattr(draft, name))
    dataset.save()
    touch(dataset.slug)
    audit.record(actor, "describe", dataset, fields=sorted(words))
    return dataset


def _decide_again(dataset: Dataset, access: str, why: str, actor: Actor) -> None:
    """Note the new reason with every finding that was justified. Raises `DecideAgain` without one."""
    concerned = opening.undecided(dataset, access)
    if concerned and not why:
        raise opening.DecideAgain(findings=opening.named(concerned))
    now = timezone.now().isoformat()
    for revision, kept in concerned:
        for finding in kept:
            again = {"what": "justify", "why": why, "by": audit.name_of(actor), "at": now, "access": access}
            finding["decision"] = {**again, "earlier": finding["decision"]}
        revision.save(update_fields=["receipt"])
        audit.record(actor, "settle", revision, finding=", ".join(f["id"] for f in kept), decision="justify", why=why)
