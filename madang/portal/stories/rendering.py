"""A story as a page shows it: its text with every figure and number as it is now, or as it was when it was written.

What cannot be shown is named in its place: a gap would change what the text says.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.http import Http404, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import override

from madang.catalog.models import Dataset, Revision
from madang.community import stories_numbers, stories_text
from madang.community.models.stories import Written
from madang.community.stories_text import Figure, Prose
from madang.lib.problems import Problem
from madang.lib.texts import choose
from madang.portal.charts import figure as charts
from madang.portal.maps import figure as maps
from madang.portal.stories import indicator_reading
from madang.portal.stories.live_numbers import Note, Numbers
from madang.portal.stories.reading import Reading

MOST_ROWS = 100
"""Lines of the table below a chart; its file has all of them."""
Part = dict[str, Any]


@dataclass(frozen=True)
class Shown:
    """`parts` are {"kind": prose | chart | map | indicator | gap, ...} in order, `notes` say where each number comes from."""

    title: str
    summary: str
    language: str
    parts: list[Part]
    notes: list[Note]

    @property
    def revisions(self) -> list[Revision]:
        """What the story shows, each revision once."""
        found = [one for part in self.parts for one in part.get("revisions", ())]
        found += [note.revision for note in self.notes if note.revision]
        found += [one for note in self.notes if note.indicator for one in note.indicator.revisions]
        return sorted({one.pk: one for one in found}.values(), key=self._title)

    @property
    def datasets(self) -> list[Dataset]:
        return list({one.resource.dataset_id: one.resource.dataset for one in self.revisions}.values())

    @property
    def generated(self) -> bool:
        return any(one.origin == "generated" for one in self.revisions)

    @property
    def newer(self) -> bool:
        """Whether some figure shows other data than the story was written with."""
        return any(part.get("newer") for part in self.parts) or any(note.newer for note in self.notes)

    @property
    def alive(self) -> bool:
        return any(part["kind"] == "chart" for part in self.parts)

    @property
    def picture(self) -> str:
        """The address of the picture of its first chart, if it has one."""
        drawn = next((part["figure"] for part in self.parts if part["kind"] == "chart"), None)
        return str(drawn.at("chart_png")) if drawn else ""

    def _title(self, one: Revision) -> tuple[str, str]:
        return choose(one.resource.dataset.title, self.language)[0], one.resource.name


def shown(written: Written, reading: Reading) -> Shown:
    """The story in the reader's language, else in one that it has. Raises the problems of `stories_text`."""
    text, reading.language = choose(written.text, reading.language)
    read = stories_text.read(text)
    with override(reading.language):
        numbers = Numbers(reading)
        parts = [_part(part, reading, numbers) for part in read.parts]
    title, summary = (choose(words, reading.language)[0] for words in (written.title, written.summary))
    return Shown(title, summary, reading.language, parts, numbers.notes)


def _part(part: Prose | Figure, reading: Reading, numbers: Numbers) -> Part:
    if isinstance(part, Prose):
        return {"kind": "prose", "html": stories_text.html(part, numbers.written)}
    try:
        reading.in_time()
        return {"kind": part.kind, "caption": part.caption, **FIGURES[part.kind](part, reading)}
    except (Problem, Http404, SuspiciousOperation) as error:
        return {"kind": "gap", "caption": part.caption, "why": reading.why(error)}


def _chart(part: Figure, reading: Reading) -> Part:
    """A chart with its drawing. Raises as `charts.figure`, and `DrawingBusy`."""
    found = charts.figure(reading.actor, part.slug, part.name, _asked(part, reading), reading.language)
    settings = {"spec": found.at("chart_spec"), "height": found.height}
    return {**_drawn(found, found.svg, found.revision, reading), "settings": settings, "heads": found.heads,
            "rows": found.rows[:MOST_ROWS], "lines": found.notes}  # fmt: skip


def _map(part: Figure, reading: Reading) -> Part:
    """A map with its drawing and legend. Raises as `maps.figure`."""
    found = maps.figure(reading.actor, part.slug, part.name, _asked(part, reading), reading.language)
    revision = Revision.objects.select_related("resource__dataset").get(pk=found.revision)
    return {**_drawn(found, found.svg, revision, reading), "legend": found.legend, "heads": [_("Area"), _("Value")],
            "rows": found.table[:MOST_ROWS], "lines": found.facts}  # fmt: skip


def _drawn(found: Any, picture: str, revision: Revision, reading: Reading) -> Part:
    """What charts and maps have in common."""
    return {
        "figure": found,
        "picture": picture,
        "revision": revision,
        "revisions": [revision],
        "newer": reading.newer(revision),
    }


def _indicator(part: Figure, reading: Reading) -> Part:
    found = indicator_reading.of_slug(reading.actor, part.slug)
    return {"read": found, "revisions": found.revisions}


FIGURES: dict[str, Callable[[Figure, Reading], Part]] = {"chart": _chart, "map": _map, "indicator": _indicator}


def _asked(part: Figure, reading: Reading) -> QueryDict:
    """The query of a figure, with the revision to show if it is not the current one. Raises `NoSuchTable`."""
    query = QueryDict(part.query, mutable=True)
    if reading.pinned and "revision" not in query:
        revision = reading.revision(stories_numbers.resource(part.slug, part.name).pk)
        if revision is not None:
            query["revision"] = revision
    return query
