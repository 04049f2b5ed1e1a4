"""Suggestions while somebody types, for scripts of the page: a small document, never anything that a search would not show."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from madang.accounts import policy
from madang.catalog import search as index
from madang.catalog.scope import Scope
from madang.portal.find.asked import cleaned

MOST, WORDS = 6, 4


@require_safe
def suggestions(request: HttpRequest) -> JsonResponse:
    """`{"suggestions": [{"kind", "text", "address"}]}` for what was typed so far (`q`): words to search for, then datasets."""
    typed, scope = cleaned(request.GET.get("q", "")), policy.scope(policy.who(request))
    told = list(_words(typed, scope))
    found = index.suggest(typed, scope, get_language() or "ko", MOST)
    told += [{"kind": "dataset", "text": title, "address": reverse("dataset", args=[slug])} for slug, title in found]
    response = JsonResponse({"suggestions": told}, json_dumps_params={"ensure_ascii": False})
    patch_cache_control(response, private=True, max_age=60)
    return response


def _words(typed: str, scope: Scope) -> Iterator[dict[str, str]]:
    for one in index.complete(typed, scope, WORDS + 1):
        if one.text != typed.casefold():
            yield {"kind": "word", "text": one.text, "address": f"{reverse('search')}?{urlencode({'q': one.text})}"}
