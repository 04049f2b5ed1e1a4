"""Describing a dataset: the draft that a run will publish, or one that is published already."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from madang.accounts import audit
from madang.accounts.policy import Actor, require
from madang.catalog.changes import touch
from madang.catalog.models import Dataset, Revision
from madang.ingest import drafts
from madang.ingest.models import Run
from madang.lib.problems import Problem

FIELDS = (*drafts.PLAIN, "organisation", "licence", "theme")


class DescribedElsewhere(Problem):
    en = "This run loads into the dataset {dataset}, which is there already. Describe it on its own page."
    ko = "이 실행은 이미 있는 데이터셋 {dataset}에 올립니다. 설명은 데이터셋 페이지에서 고치세요."


class DecideAgain(Problem):
    en = (
        "{findings} were kept because the dataset is restricted. Look at them again, and say in “why it may be opened” why"
        " everybody may see them now; or publish a revision without them first."
    )
    ko = (
        "제한 자료라는 이유로 그대로 둔 점검 결과가 있습니다: {findings}. 다시 살펴보고 이제 누구나 보아도 되는 사유를"
        " “열어도 되는 사유”에 적으세요. 아니면 먼저 그 내용을 뺀 개정판을 게시하세요."
    )


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
    in it because it was restricted is decided anew: `why_open` goes into the receipts. Raises `DecideAgain` without it.
    """
    require(actor, "describe", dataset)
    access = words.get("access", dataset.access)
    if access != dataset.access:
        require(actor, "publish", dataset)
    if dataset.access == Dataset.Access.RESTRICTED != access:
        _decide_again(dataset, why_open.strip(), actor)
    facts = {"organisation": dataset.organisation.slug, "licence": dataset.licence.slug, "dataset": dataset.slug}
    draft = drafts.described({**facts, **words})
    require(actor, "load", draft.organisation)
    for name in FIELDS:
        if name in words:
            setattr(dataset, name, getattr(draft, name))
    dataset.save()
    touch(dataset.slug)
    audit.record(actor, "describe", dataset, fields=sorted(words))
    return dataset


def _decide_again(dataset: Dataset, why: str, actor: Actor) -> None:
    """Every finding of personal data that was justified in any standing revision: old ones are opened as well."""
    standing = Revision.objects.filter(resource__dataset=dataset).exclude(state=Revision.State.WITHDRAWN)
    concerned = [(one, kept) for one in standing if (kept := [f for f in one.receipt.get("findings", []) if _kept(f)])]
    if concerned and not why:
        raise DecideAgain(findings=", ".join(sorted({finding["id"] for _, kept in concerned for finding in kept})))
    now = timezone.now().isoformat()
    for revision, kept in concerned:
        for finding in kept:
            earlier = finding["decision"]
            finding["decision"] = {
                "what": "justify",
                "why": why,
                "by": audit.name_of(actor),
                "at": now,
                "earlier": earlier,
            }
        revision.save(update_fields=["receipt"])
        audit.record(actor, "settle", revision, finding=", ".join(f["id"] for f in kept), decision="justify", why=why)


def _kept(finding: dict[str, Any]) -> bool:
    return finding["severity"] == "personal" and (finding.get("decision") or {}).get("what") == "justify"
