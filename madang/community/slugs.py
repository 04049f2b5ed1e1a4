"""Addresses made of titles."""

from __future__ import annotations

from itertools import count

from django.db.models import Model

from madang.lib import texts
from madang.lib.problems import Text

MOST = 80
RESERVED = ("new", "preview")
"""Words that stand in an address where a slug could."""


def free(model: type[Model], title: Text) -> str:
    """A slug that nothing of the model has yet: that of the title, with a number behind it if need be."""
    words, _ = texts.choose(title, "en")
    wanted = texts.slug(words)[:MOST].strip("-_") or "data"
    for number in count(1):
        slug = wanted if number == 1 else f"{wanted}-{number}"
        if slug not in RESERVED and not model._default_manager.filter(slug=slug).exists():
            return slug
    raise AssertionError  # count does not end
