"""What a reader chose of light, dark and high contrast: one word in a cookie, nothing about the reader."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

COOKIE = "look"
LOOKS = ("system", "light", "dark", "contrast")
YEAR = 365 * 24 * 60 * 60


def chosen(request: HttpRequest) -> str:
    """One of `LOOKS`; an odd cookie counts as none."""
    word = request.COOKIES.get(COOKIE, "")
    return word if word in LOOKS else "system"


@csrf_exempt  # it changes nothing but colours, and so pages need no token and stay the same for everybody
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Keep the choice, and back to the page where it was made."""
    there = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(there, {request.get_host()}, require_https=request.is_secure())
    answer = HttpResponseRedirect(there if safe else reverse("home"), status=303)
    word = request.POST.get("look", "")
    if word in LOOKS[1:]:
        answer.set_cookie(COOKIE, word, YEAR, secure=request.is_secure(), httponly=True, samesite="Lax")
    else:
        answer.delete_cookie(COOKIE)
    return answer
