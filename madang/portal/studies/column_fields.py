"""Which column of a chosen table plays which role of a study: proposed with a reason, corrected by a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils.translation import gettext as _

from madang.analysis import roles
from madang.analysis.declare import ColumnRole, Role
from madang.catalog.models import Resource
from madang.lib.problems import Text
from madang.portal.templatetags.madang import plain
from madang.query.model import Column

MOST_COLUMNS = 400


@dataclass(frozen=True)
class Choice:
    """A column that could be taken."""

    name: str
    label: str
    chosen: bool


@dataclass
class ColumnField:
    """A field of the form for one role of a column. `weights` are texts as somebody wrote them, "" for one each."""

    role: ColumnRole
    name: str
    choices: list[Choice]
    reason: Text = field(default_factory=dict)
    weights: str = ""
    errors: list[str] = field(default_factory=list)

    @property
    def key(self) -> str:
        """For the element's id: names hold letters that selectors do not like."""
        return self.name.replace(".", "-")

    @property
    def chosen(self) -> list[str]:
        return [one.name for one in self.choices if one.chosen]

    def weighed(self) -> list[float]:
        """The weights of the chosen columns; [] for one each. Adds to `errors` what cannot be read."""
        texts = self.weights.replace(";", ",").split(",") if self.weights.strip() else []
        try:
            found = [float(text) for text in texts]
        except ValueError:
            self.errors.append(_("Weights are numbers with commas between them, such as 1, 0.5."))
            return []
        if found and len(found) != len(self.chosen):
            self.errors.append(
                _("%(weights)d weights for %(columns)d columns: give one for each, or none.")
                % {"weights": len(found), "columns": len(self.chosen)}
            )
        return found


def offered(resource: Resource) -> list[roles.Offered]:
    """The columns of a table with what people call them."""
    if resource.current is None:
        return []
    labels = {one.name: tuple(str(word) for word in one.label.values() if word) for one in resource.columns.all()}
    columns = [Column.from_json(one) for one in resource.current.schema[:MOST_COLUMNS]]
    return [roles.Offered(one, labels.get(one.name, ())) for one in columns]


def fields(role: Role, resource: Resource, given: QueryDict | None) -> list[ColumnField]:
    """A field for each role of a column: as given, else as guessed."""
    columns = offered(resource)
    fit = roles.fit(role, columns)
    return [_field(role, one, columns, fit, given, resource) for one in role.columns]


def _field(
    role: Role, wanted: ColumnRole, columns: Sequence[roles.Offered], fit: roles.Fit, given: QueryDict | None,
    resource: Resource,
) -> ColumnField:  # fmt: skip
    name = f"{role.name}.{wanted.name}"
    guess = fit.guesses.get(wanted.name)
    taken = set(given.getlist(name)) if given is not None else {guess.column} if guess else set()
    labels = {one.name: plain(one.label) for one in resource.columns.all()}
    choices = [
        Choice(one.column.name, _called(one.column, labels.get(one.column.name, "")), one.column.name in taken)
        for one in columns
        if one.column.type in wanted.types
    ]
    made = ColumnField(
        wanted, name, choices, weights=given.get(f"{name}.weights", "")[:2000] if given is not None else ""
    )
    if guess and made.chosen == [guess.column]:
        made.reason = guess.reason
    if given is not None and wanted.required and not made.chosen:
        made.errors.append(_("The study needs this column."))
    return made


def _called(column: Column, label: str) -> str:
    words = column.name if not label or label == column.name else f"{label} ({column.name})"
    return f"{words}, {column.unit}" if column.unit else words
