"""The home page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language

from madang.accounts import policy
from madang.catalog.committed import remembered
from madang.catalog.search import search
from madang.portal.figures import answers
from madang.portal.find import listing, requests, studies
from madang.portal.find.front import Front, the_front

NEW, USED, ASKED, PUBLISHERS, STUDIES = 6, 6, 5, 10, 4
WIDE = ("themes", "answers")
SAMPLE = 200  # datasets that came last, whose keywords are searches to try


def choose_language(request: HttpRequest) -> HttpResponse:
    """Send the bare address to the home page in the reader's language."""
    with translation.override(translation.get_language_from_request(request)):
        return HttpResponseRedirect(reverse("home"))


def home(request: HttpRequest) -> HttpResponse:
    """One search box, themes, live numbers, what is new, used and asked for, and who publishes."""
    return render(request, "portal/find/home.html", {"page": page(policy.who(request), the_front()), "area": "home"})


def page(actor: policy.Actor, front: Front) -> dict[str, Any]:
    """Everything that the home page shows to `actor`: one search call, whose newest come first."""
    newest = [hit.slug for hit in search("", policy.scope(actor), limit=NEW, sort="newest", counted=()).hits]
    told = remembered().get(("home", policy.scope(actor)), lambda: figures(actor))
    made = {
        "themes": lambda: told["themes"],
        "answers": lambda: answers.of_the_city(actor, front.answers),
        "studies": lambda: studies.newest(actor, STUDIES),
        "new": lambda: listing.in_order(actor, newest),
        "used": lambda: listing.most_used(actor, USED),
        "asked": lambda: requests.wanted(ASKED),
        "publishers": lambda: told["organisations"],
    }
    shown = {name: found for name in front.sections if (found := made[name]())}
    language = get_language() or "ko"
    tries = front.words.get(language) or told["tries"].get(language, [])
    return {**told, **shown, "title": front.title, "tries": tries, "blocks": blocks(shown)}


def blocks(shown: Iterable[str]) -> list[list[str]]:
    """Parts that stand beside one another: lists do, what is wide stands alone."""
    found: list[list[str]] = []
    for name in shown:
        if found and name not in WIDE and found[-1][0] not in WIDE:
            found[-1].append(name)
        else:
            found.append([name])
    return found


def figures(actor: policy.Actor) -> dict[str, Any]:
    """What is counted over the whole catalogue; remembered until something is committed, so nobody may change it."""
    organisations = listing.organisations(actor)
    return {
        "datasets": sum(one.count for one in organisations),
        "rows": listing.rows(actor),
        "organisation_count": len(organisations),
        "organisations": organisations[:PUBLISHERS],
        "themes": listing.themes(actor),
        "tries": words_to_try(listing.keywords(actor, SAMPLE)),
    }


def words_to_try(keywords: Any, limit: int = 5) -> dict[str, list[str]]:
    """The keywords of each language that most of these datasets share: a search for them finds something."""
    counts: dict[str, Counter[str]] = {}
    for each in keywords:
        for language, words in (each or {}).items():
            counts.setdefault(language, Counter()).update(set(words))
    order = {
        language: sorted(found.items(), key=lambda pair: (-pair[1], pair[0])) for language, found in counts.items()
    }
    return {language: [word for word, _ in found[:limit]] for language, found in order.items()}
