"""What every page knows."""

from django.conf import settings
from django.http import HttpRequest


def city(request: HttpRequest) -> dict:
    """The city's name and language, for every template."""
    return {"city": {"name": {"ko": "마당", "en": "Madang"}, "language": settings.LANGUAGE_CODE}}
