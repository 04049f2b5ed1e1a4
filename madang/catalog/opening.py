"""Opening a dataset to more people: reasons that held while few could read it are given anew, whichever way it is opened.

`Dataset.save` asks here, so the portal, the administration, a program and a shell meet the same rule.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from madang.lib.problems import Problem

if TYPE_CHECKING:
    from madang.catalog.models import Dataset, Revision

ORDER = ("restricted", "internal", "open")


class DecideAgain(Problem):
    en = (
        "{findings} were kept while not everybody could read this dataset. Look at them again, and say in “why it may be opened” on"
        " its page (Describe) why they may be seen now; or publish a revision without them first."
    )
    ko = (
        "모두에게 공개하지 않았기에 그대로 둔 점검 결과가 있습니다: {findings}. 다시 살펴보고, 이제 보아도 되는 사유를 데이터셋 설명 화면의"
        " “열어도 되는 사유”에 적으세요. 아니면 먼저 그 내용을 뺀 개정판을 게시하세요."
    )


def wider(before: str, now: str) -> bool:
    """Whether more people read it now."""
    return ORDER.index(now) > ORDER.index(before)


def undecided(dataset: Dataset, access: str) -> list[tuple[Revision, list[dict[str, Any]]]]:
    """Every standing revision with what is personal in it and was justified for fewer: old ones are opened as well."""
    from madang.catalog.models import Revision

    standing = Revision.objects.filter(resource__dataset=dataset).exclude(state=Revision.State.WITHDRAWN)
    return [
        (revision, found)
        for revision in standing
        if (found := [one for one in revision.receipt.get("findings", []) if _for_fewer(one, access)])
    ]


def named(concerned: list[tuple[Revision, list[dict[str, Any]]]]) -> str:
    return ", ".join(sorted({finding["id"] for _, found in concerned for finding in found}))


def require_decided(dataset: Dataset) -> None:
    """Raise `DecideAgain` when a dataset that is about to be saved opens what nobody gave a reason for opening."""
    from madang.catalog.models import Dataset

    if dataset.pk is None or dataset.access == ORDER[0]:
        return
    before = Dataset.objects.filter(pk=dataset.pk).values_list("access", flat=True).first()
    if before is None or not wider(before, dataset.access):
        return
    concerned = undecided(dataset, dataset.access)
    if concerned:
        raise DecideAgain(findings=named(concerned))


def _for_fewer(finding: dict[str, Any], access: str) -> bool:
    decision = finding["decision"] or {}
    justified = finding["severity"] == "personal" and decision.get("what") == "justify"
    return justified and wider(decision.get("access", ORDER[0]), access)
