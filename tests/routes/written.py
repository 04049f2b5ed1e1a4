"""A story and an indicator that were published while a secret was open, and a draft that tells it by name."""

from __future__ import annotations

from django.utils import timezone

from madang.catalog.models import Organisation, Resource, Revision
from madang.community.models import Indicator, Story, Version

FIGURES = (
    "[[{table}: place]] [[{table}: sum(calls)]]\n\n/ko/datasets/{slug}/calls/chart/\n\n/ko/datasets/{slug}/calls/map/"
)


def write(resource: Resource, revision: Revision, title: str, organisation: Organisation) -> dict[str, list[str]]:
    """What their addresses are known by."""
    name = resource.dataset.slug
    words = {"ko": FIGURES.format(table=resource, slug=name)}
    story = Story.objects.create(
        slug=f"story-{name}", organisation=organisation, state="published", title={"ko": "S"}, text=words
    )
    shown = Version.objects.create(story=story, number=1, published_at=timezone.now(), title={"ko": "S"}, text=words)
    shown.revisions.set([revision])
    Story.objects.filter(pk=story.pk).update(current=shown)
    draft = Story.objects.create(
        slug=f"draft-{name}", organisation=organisation, title={"ko": title}, text={"ko": title}
    )
    indicators = [
        Indicator.objects.create(
            slug=f"{state}-{name}", organisation=organisation, state=state, table=resource, baseline_period="2020", baseline_value=0,
            title={"ko": title if state == "draft" else "I"}, question={"measure": "sum(calls)", "period": "place"},
            target_period="2030", target_value=9,
        )
        for state in ("published", "draft")
    ]  # fmt: skip
    stories, slugs = [story.slug, draft.slug], [one.slug for one in indicators]
    return {"story": stories, "story_slug": stories, "version": ["1"], "indicator": slugs, "indicator_slug": slugs}
