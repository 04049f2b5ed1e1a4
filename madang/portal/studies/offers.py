"""What tables are called in the form, and those that a search finds for words that name none."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from madang.accounts import policy
from madang.accounts.policy import Actor
from madang.catalog.models import Resource
from madang.catalog.search import search
from madang.lib.texts import LANGUAGES
from madang.portal.templatetags.madang import plain

FOUND = 5


@dataclass(frozen=True)
class Offer:
    """A table that could be chosen: `dataset/resource`, and its titles with whose it is."""

    name: str
    title: str


def offer(resource: Resource) -> Offer:
    words, own = plain(resource.dataset.title), plain(resource.title)
    both = words if not own or own == words else f"{words}: {own}"
    return Offer(f"{resource.dataset.slug}/{resource.name}", f"{both} · {plain(resource.dataset.organisation.name)}")


def titled(text: str, actor: Actor) -> list[Resource]:
    """Tables whose dataset, or which themselves, are titled just so, as a list of tables shows them."""
    title = text.partition(" · ")[0].strip()
    of, _colon, own = title.rpartition(": ")
    named = Q()
    for language in LANGUAGES:
        named |= Q(**{f"dataset__title__{language}": title}) | Q(**{f"title__{language}": title})
        named |= Q(**{f"dataset__title__{language}": of, f"title__{language}": own})
    known = Resource.objects.filter(named, dataset__in=policy.visible(actor), current__rows__gte=1)
    return list(known.select_related("dataset__organisation", "dataset__licence", "current").distinct())


def called(text: str, actor: Actor) -> list[Offer]:
    """Tables of the datasets that a search for these words finds."""
    slugs = [hit.slug for hit in search(text, policy.scope(actor), limit=FOUND, counted=()).hits]
    found = Resource.objects.filter(dataset__slug__in=slugs, current__rows__gte=1).select_related(
        "dataset__organisation"
    )
    order = {slug: at for at, slug in enumerate(slugs)}
    return [offer(one) for one in sorted(found, key=lambda one: order[one.dataset.slug])[:FOUND]]
