"""The home page."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation


def choose_language(request: HttpRequest) -> HttpResponse:
    """Send the bare address to the home page in the reader's language."""
    with translation.override(translation.get_language_from_request(request)):
        return HttpResponseRedirect(reverse("home"))


def home(request: HttpRequest) -> HttpResponse:
    return HttpResponse("Madang 마당")
