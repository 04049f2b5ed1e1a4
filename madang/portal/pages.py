"""Pages of words, and the one that says how the city's machinery is."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

import madang
from madang.ingest.condition import condition

STATED = date(2026, 11, 23)
"""When the accessibility statement was last checked against the pages; change it with the statement."""


def accessibility(request: HttpRequest) -> HttpResponse:
    """What was tested, what is known not to work, and whom to tell."""
    return render(request, "portal/accessibility.html", {"stated": STATED})


def origins(request: HttpRequest) -> HttpResponse:
    """What observed, derived and generated mean."""
    return render(request, "portal/origins.html")


@never_cache
def status(request: HttpRequest) -> HttpResponse:
    """What works just now, measured when asked."""
    return render(request, "portal/status.html", {"state": condition(), "version": madang.__version__})
