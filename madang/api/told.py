"""Views that only read, whose problems are documents in the reader's language (RFC 9457)."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from madang.api import problems
from madang.lib.problems import Problem

View = Callable[..., HttpResponseBase]


def told(view: View) -> Any:
    """For GET and HEAD."""

    @wraps(view)
    def answer(request: HttpRequest, **parts: Any) -> HttpResponseBase:
        try:
            return view(request, **parts)
        except Problem as problem:
            return problems.response(problem, request)

    return csrf_exempt(require_safe(answer))  # other methods are told 405, not that a form's mark is missing
