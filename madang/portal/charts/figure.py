"""A chart with everything that must stand beside it, for the builder, frames, pictures and stories alike."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any
from urllib.parse import quote, urlencode

from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from madang.accounts import policy
from madang.catalog.models import Dataset, Resource, Revision
from madang.lib.charts import drawing, safe
from madang.lib.charts.spec import Spec, height, spec
from madang.portal.charts import automatic, events, scatter, sense, series, spread, squares, totals
from madang.portal.charts.asked import Asking, Found
from madang.portal.charts.kept import Kept
from madang.portal.charts.meaning import Meant, meanings
from madang.portal.charts.measures import measures
from madang.portal.charts.overview import Overview, missing, overview, several_periods
from madang.portal.charts.refusals import OddChart
from madang.portal.charts.state import State
from madang.portal.charts.values import along, in_words
from madang.portal.dataset import exports
from madang.portal.dataset.sheet_address import OPERATORS, Filter
from madang.portal.dataset.shown import moment
from madang.portal.figures.roles import Role
from madang.query import parameters
from madang.query.model import Question, Table

ASKED: dict[str, Callable[[Asking, Overview], Found]] = {
    "bar": series.series, "line": series.series, "area": series.series, "point": scatter.scatter,
    "histogram": spread.histogram, "box": spread.box, "heat": squares.heat, "number": squares.number,
}  # fmt: skip
EACH: dict[str, Promise] = {
    "year": gettext_lazy("%(figures)s per year"), "quarter": gettext_lazy("%(figures)s per quarter"),
    "month": gettext_lazy("%(figures)s per month"), "week": gettext_lazy("%(figures)s per week"),
    "day": gettext_lazy("%(figures)s per day"), "hour": gettext_lazy("%(figures)s per hour"),
}  # fmt: skip
ROWS_EACH: dict[str, Promise] = {
    "year": gettext_lazy("Rows per year"), "quarter": gettext_lazy("Rows per quarter"), "month": gettext_lazy("Rows per month"),
    "week": gettext_lazy("Rows per week"), "day": gettext_lazy("Rows per day"), "hour": gettext_lazy("Rows per hour"),
}  # fmt: skip
LONGEST = 200  # letters of the filters in words: a frame must not become somebody's billboard
_found: Kept[Found] = Kept(100_000, lambda found: len(found.chart.points) + 20)  # points, some 500 bytes each
_drawn: Kept[str] = Kept(32_000_000, len)


@dataclass(frozen=True)
class Figure:
    """A chart of one revision. `rows` are the shown numbers in words under `heads`; `values` the same for files.

    `state` is settled: it says what was chosen for the reader too. `pinned` keeps the revision in addresses.
    """

    title: str
    subtitle: str
    spec: Spec = field(repr=False)
    heads: list[str]
    rows: list[list[str]] = field(repr=False)
    values: list[list[Any]] = field(repr=False)
    notes: list[str]
    cautions: list[str]
    summary: str
    dataset: Dataset
    resource: Resource
    revision: Revision
    origin: str
    language: str
    state: State
    pinned: str
    found: Found = field(repr=False)

    @property
    def height(self) -> int:
        return height(self.found.chart)

    @cached_property
    def key(self) -> str:
        """What the picture is found by; it names the picture's inner parts too."""
        text = json.dumps(self.spec, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]

    @cached_property
    def drawn(self) -> str:
        """The drawing as it came from the engine. Raises `DrawingBusy`."""
        return _drawn.get(self.key, lambda: drawing.svg(self.spec))

    @cached_property
    def svg(self) -> SafeString:
        """For a page. Raises `DrawingBusy`."""
        return mark_safe(safe.inline(self.drawn, self.label, f"c{self.key}"))  # noqa: S308  rebuilt from a list of known parts

    @property
    def question(self) -> Question:
        """What was asked for the numbers of the picture."""
        return self.found.question

    @property
    def api_address(self) -> str:
        """Where a program asks the same of the same revision."""
        asked = {**parameters.written(self.question), "revision": self.revision.pk, "format": "csv"}
        return f"{exports.base(self.dataset.slug, self.resource.name)}/rows?{urlencode(asked, quote_via=quote)}"

    @property
    def label(self) -> str:
        return f"{self.title}. {self.summary}"

    @property
    def query(self) -> str:
        """The query string of this chart, with the revision if it is not the current one."""
        return "&".join(filter(None, (self.state.address(), self.pinned)))

    @property
    def address(self) -> str:
        return self.at("chart")

    @property
    def embed_address(self) -> str:
        return self.at("chart_embed")

    @property
    def published_at(self) -> Any:
        return self.revision.published_at

    def at(self, view: str) -> str:
        """The address of the page, the frame or a picture of this chart."""
        with override(self.language):
            there = reverse(view, args=[self.dataset.slug, self.resource.name])
        return f"{there}?{self.query}" if self.query else there


def figure(actor: policy.Actor, slug: str, name: str, query: QueryDict, language: str) -> Figure:
    """The chart at an address. Raises what `policy.readable` and the question raise, `OddChart`, Http404."""
    resource = found_resource(actor, slug, name)
    revision = policy.readable_file(actor, resource, query.get("revision") or None, moment(query.get("as_of", "")))
    table = policy.readable(actor, resource, revision=revision.pk)
    return of_table(resource, revision, table, query, language)


def found_resource(actor: policy.Actor, slug: str, name: str) -> Resource:
    """The resource of an address, if the actor may know of it. Raises `Hidden`, Http404."""
    resources = Resource.objects.select_related(
        "dataset__organisation__parent", "dataset__licence", "dataset__theme", "current"
    )
    resource = resources.prefetch_related("columns").filter(dataset__slug=slug, name=name).first()
    if resource is None:
        raise Http404
    policy.require(actor, "see", resource.dataset)
    return resource


def of_table(resource: Resource, revision: Revision, table: Table, query: QueryDict, language: str) -> Figure:
    """The chart of a table that somebody may read."""
    with override(language):
        columns = meanings(table, resource, revision, language)
        state = chosen(State.read(query, table), table, columns)
        found = _found.get(_key(revision, state, columns, language), lambda: asked(table, state, columns, language))
        return Figure(
            title(state, columns, found), subtitle(state, columns, language), spec(found.chart), found.heads, found.rows, found.values,
            found.notes, found.cautions, found.summary, resource.dataset, resource, revision, table.origin, language, state,
            "" if resource.current_id == revision.pk else f"revision={revision.pk}", found,
        )  # fmt: skip


def chosen(state: State, table: Table, columns: dict[str, Meant]) -> State:
    """The settled state; the automatic one when the address chooses nothing. Raises `OddChart`."""
    if state.empty:
        first = automatic.first(columns, state, events.moment_of(table, columns))
        if first is None:
            raise OddChart(
                why_en="nothing in this table makes a chart by itself.", why_ko="이 표에는 저절로 그릴 것이 없습니다."
            )
        state = totals.without_doubles(first, totals.totals(table, columns))
    return sense.settled(state, columns)


def asked(table: Table, state: State, columns: dict[str, Meant], language: str) -> Found:
    """The points of a settled state, and what a reader must know. Raises what questions raise, and `OddChart`."""
    asking = Asking(table, state, columns, measures(state, columns), language)
    seen = overview(asking)
    found = ASKED[state.kind](asking, seen)
    doubles = totals.cautions(state, columns, totals.totals(table, columns), language)
    return replace(found, notes=[*found.notes, *missing(asking, seen)], cautions=[*several_periods(asking), *doubles])


def title(state: State, columns: dict[str, Meant], found: Found) -> str:
    """What the chart shows, in words made of the columns' names."""
    given = {"x": state.x, "colour": state.colour}
    names = {key: along(columns[name], state.bucket) if name else "" for key, name in given.items()}
    if state.kind == "point":
        return _("%(y)s against %(x)s") % {"y": columns[state.y[0]].label, "x": names["x"]}
    if state.kind == "histogram":
        return _("Distribution of %(x)s") % names
    figures = (
        ", ".join(columns[name].label for name in state.y)
        if state.kind == "box"
        else ", ".join(_figures(state, columns))
    )
    if state.kind == "number" or not state.x:
        return figures
    if per := _per(state, columns, found):
        return _in_steps(state, columns, figures, per)
    if state.colour:
        return _("%(figures)s by %(x)s and %(colour)s") % {"figures": figures, **names}
    return _("%(figures)s by %(x)s") % {"figures": figures, **names}


def _per(state: State, columns: dict[str, Meant], found: Found) -> str:
    """The step of time that figures are of; "" where there is none, or where it comes again."""
    step = state.bucket or (found.chart.x.time if found.chart.x else "")
    return step if step in EACH and columns[state.x].role is Role.TIME else ""


def _in_steps(state: State, columns: dict[str, Meant], figures: str, per: str) -> str:
    """`Sum of distance per day`; rows are counted in words of their own."""
    rows = state.aggregate == "count" and not state.y
    said = str((ROWS_EACH if rows else EACH)[per]) % {"figures": figures}
    if state.colour:
        return _("%(figures)s, by %(colour)s") % {"figures": said, "colour": along(columns[state.colour], state.bucket)}
    return said


def _figures(state: State, columns: dict[str, Meant]) -> list[str]:
    words = [measure.named for measure in measures(state, columns)]
    return [words[0][:1].upper() + words[0][1:], *words[1:]]


def subtitle(state: State, columns: dict[str, Meant], language: str) -> str:
    """Which rows: the filters in words."""
    lines = [_line(one, columns[one.column], language) for one in state.filters]
    lines += [state.where] if state.where else []
    lines += [f"“{state.text}”"] if state.text else []
    said = " · ".join(lines)
    return said if len(said) <= LONGEST else said[: LONGEST - 1] + "…"


def _line(line: Filter, column: Meant, language: str) -> str:
    """A filter in words: of a code its meaning."""
    value = in_words(line.value, column, language) if column.codes else line.value
    return f"{column.label} {OPERATORS[line.operator]} {value if line.value else ''}".strip()


def _key(revision: Revision, state: State, columns: dict[str, Meant], language: str) -> str:
    """What people say of columns may change without a new revision, so all that a chart is made of belongs to the key."""
    said = json.dumps(
        [(c.name, c.role, c.label, c.unit, c.codes, c.distinct) for c in columns.values()],
        sort_keys=True,
        ensure_ascii=False,
    )
    return hashlib.sha256(
        f"{revision.pk} {language} {state.address()} {said}".encode("utf-8", "surrogatepass")
    ).hexdigest()
