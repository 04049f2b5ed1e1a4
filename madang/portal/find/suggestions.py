"""Suggestions while somebody types, for scripts of the page: a small document, never anything that a search would not show."""

from __future__ import annotations

import re

from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from madang.accounts import policy
from madang.catalog import search as index
from madang.portal.find.asked import cleaned

MOST = 8
_UNFINISHED = re.compile(r"(?<=[가-힣])[ㄱ-ㅎㅏ-ㅣ]+$")  # a syllable of which only the first letter was typed


@require_safe
def suggestions(request: HttpRequest) -> JsonResponse:
    """`{"suggestions": [{"text", "address"}]}` for what was typed so far (`q`), best first."""
    typed = _UNFINISHED.sub("", cleaned(request.GET.get("q", "")))
    found = index.suggest(typed, policy.scope(policy.who(request)), get_language() or "ko", MOST) if typed else []
    told = [{"text": title, "address": reverse("dataset", args=[slug])} for slug, title in found]
    response = JsonResponse({"suggestions": told}, json_dumps_params={"ensure_ascii": False})
    patch_cache_control(response, private=True, max_age=60)
    return response
