"""Numbers inside a text: the value in its place, and below the text where it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from madang.accounts import policy
from madang.catalog.models import Resource, Revision
from madang.community import stories_numbers
from madang.community.stories_numbers import Asked, Number
from madang.lib.problems import Problem
from madang.portal import words
from madang.portal.stories import indicator_reading
from madang.portal.stories.reading import Reading
from madang.query import parameters


@dataclass
class Note:
    """Where a number comes from. `why` stands instead of a value; `before` is the value that the story was written with."""

    place: int
    asked: str
    shown: str = ""
    unit: str = ""
    exact: str = ""
    why: str = ""
    before: str = ""
    revision: Revision | None = None
    resource: Resource | None = None
    address: str = ""
    indicator: Any = None
    newer: bool = False


class Numbers:
    """The numbers of one text in the order in which they stand; what is asked twice has one note."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._notes: dict[str, Note] = {}

    @property
    def notes(self) -> list[Note]:
        return list(self._notes.values())

    def written(self, text: str) -> SafeString:
        """The number as it stands in the text, with the way to its note."""
        note = self._notes.get(text)
        if note is None:
            note = self._notes[text] = self._note(text)
        link = format_html(
            '<sup><a href="#note-{}" aria-label="{} {}">{}</a></sup>',
            note.place,
            _("Source of this number"),
            note.place,
            note.place,
        )
        if note.why:
            return format_html('<span class="live gone">[{}]{}</span>', _("number not available"), link)
        unit = format_html(" {}", note.unit) if note.unit else ""
        return format_html(
            '<span class="live"><data value="{}">{}</data>{}{}</span>', note.exact, note.shown, unit, link
        )

    def _note(self, text: str) -> Note:
        note = Note(len(self._notes) + 1, text)
        try:
            self._reading.in_time()
            asked = stories_numbers.read(text)
            (self._of_indicator if asked.indicator else self._of_table)(note, asked)
        except Problem as problem:
            note.why = self._reading.why(problem)
        return note

    def _of_table(self, note: Note, asked: Asked) -> None:
        """Raises as `stories_numbers.answered`."""
        table = stories_numbers.resource(asked.dataset, asked.table)
        found = stories_numbers.answered(self._reading.actor, asked, self._reading.revision(table.pk))
        note.revision, note.resource = found.revision, found.resource
        note.address = address(found, asked)
        note.newer = self._reading.newer(found.revision)
        if found.value is None:
            note.why = _("The question has no answer in this data.")
            return
        note.shown, note.exact = told(found.value, found.whole), str(found.value)
        note.unit = asked.unit or words.unit(found.unit)
        if note.newer:
            note.before = self._before(asked, found)

    def _before(self, asked: Asked, found: Number) -> str:
        """The value in the revision that the story was written with, if it is another one."""
        old = self._reading.written_with[found.resource.pk]
        try:
            value = stories_numbers.answered(self._reading.actor, asked, old).value
        except policy.Withdrawn:
            return _("withdrawn since")
        except Problem:
            return _("not computable")
        return told(value, found.whole) if value is not None and value != found.value else ""

    def _of_indicator(self, note: Note, asked: Asked) -> None:
        read = indicator_reading.of_slug(self._reading.actor, asked.indicator)
        note.indicator = read
        if read.newest is None or read.newest.value is None:
            note.why = read.why_text or _("It has no value yet.")
            return
        note.shown, note.exact, note.unit = (
            read.told(read.newest.value),
            str(read.newest.value),
            asked.unit or read.unit,
        )
        if read.why_text:
            note.before = _("last known value, of %(period)s") % {"period": words.period(read.newest.period)}


def told(value: Any, whole: bool = True) -> str:
    """A value as people write it: thousands in groups but for years and codes, fractions to what matters."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int) or (isinstance(value, float) and value.is_integer() and abs(value) < 1e15):
        return f"{int(value):,}" if whole else str(int(value))
    if isinstance(value, float):
        if abs(value) >= 1e15 or 0 < abs(value) < 0.001:
            return f"{value:.4g}"
        digits = 0 if abs(value) >= 10_000 else 1 if abs(value) >= 1000 else 2 if abs(value) >= 1 else 3
        text = f"{value:,.{digits}f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return str(value)


def address(found: Number, asked: Asked) -> str:
    """Where the same question is answered for programs, of the same revision."""
    question = {name: text for name, text in parameters.written(asked.question).items() if name != "limit"}
    query = urlencode({**question, "revision": found.revision.pk}, quote_via=quote)
    return f"/api/v1/datasets/{quote(asked.dataset)}/resources/{quote(asked.table)}/rows?{query}"
