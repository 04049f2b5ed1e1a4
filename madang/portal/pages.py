"""Pages of words alone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/accessibility.html")


def origins(request: HttpRequest) -> HttpResponse:
    """What observed, derived and generated mean."""
    return render(request, "portal/origins.html")
