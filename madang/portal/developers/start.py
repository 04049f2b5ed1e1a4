"""The first page for developers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def start(request: HttpRequest) -> HttpResponse:
    """Where the API is and how to begin."""
    return render(
        request,
        "portal/developers/developers.html",
        {"area": "developers", "base": request.build_absolute_uri("/api/v1/")},
    )
