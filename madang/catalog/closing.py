"""Closing a dataset to some people: what was made from it stays as open as it is, so who closes it is told what that is."""

from __future__ import annotations

from madang.catalog.models import Dataset, Revision
from madang.catalog.opening import wider


def left_open(dataset: Dataset) -> list[Dataset]:
    """Datasets that more people read than this one, with a standing revision that was made from one of its, by whatever steps."""
    found: dict[str, Dataset] = {}
    seen: set[str] = set()
    begun = set(Revision.objects.filter(resource__dataset=dataset).values_list("pk", flat=True))
    while begun:
        seen |= begun
        made = Revision.objects.filter(inputs__in=begun).exclude(pk__in=seen).exclude(state=Revision.State.WITHDRAWN)
        made = made.select_related("resource__dataset__organisation").distinct()
        for revision in made:
            found.setdefault(revision.resource.dataset.slug, revision.resource.dataset)
        begun = {revision.pk for revision in made}
    return [one for _, one in sorted(found.items()) if one.pk != dataset.pk and wider(dataset.access, one.access)]
