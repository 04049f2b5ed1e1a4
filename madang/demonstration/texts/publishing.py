"""Stories and indicators of the demonstration are published where their data are."""

from __future__ import annotations

from madang.accounts.policy import OPERATOR
from madang.catalog.models import Organisation, Resource
from madang.community import indicators, stories
from madang.community.models import Indicator, Story
from madang.demonstration.texts.indicators import INDICATORS
from madang.demonstration.texts.stories import STORIES
from madang.lib import texts


def publish() -> int:
    """Publish what is missing and can be shown, and return how many that were; what people have edited stays as it is."""
    return sum([_indicator(**one) for one in INDICATORS] + [_story(**one) for one in STORIES])


def _there(names: list[str]) -> bool:
    """Whether all these tables (dataset/table) are published."""
    current = Resource.objects.filter(current__isnull=False).select_related("dataset")
    return set(names) <= {str(one) for one in current.filter(dataset__slug__in=[name.split("/")[0] for name in names])}


def _story(organisation: str, needs: list[str], **words: object) -> int:
    slug = texts.slug(words["title"]["en"])  # type: ignore[index]
    if Story.objects.filter(slug=slug).exists() or not _there(needs):
        return 0
    made = stories.begin(
        OPERATOR, Organisation.objects.get(slug=organisation), {"authors": "", "follows": True, **words}
    )
    stories.publish(made, OPERATOR)
    return 1


def _indicator(organisation: str, table: str, per_table: str, **words: object) -> int:
    slug = texts.slug(words["title"]["en"])  # type: ignore[index]
    if Indicator.objects.filter(slug=slug).exists() or not _there([name for name in (table, per_table) if name]):
        return 0
    told = {**words, "table": _table(table), "per_table": _table(per_table) if per_table else None}
    indicators.publish(indicators.begin(OPERATOR, Organisation.objects.get(slug=organisation), told), OPERATOR)
    return 1


def _table(name: str) -> Resource:
    slug, _, table = name.partition("/")
    return Resource.objects.select_related("dataset__organisation", "current").get(dataset__slug=slug, name=table)
