"""A run in lists and at the top of its pages: what it is called, what it read, how it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from madang.accounts import policy
from madang.analysis import parameters as declared
from madang.analysis import registry, rights
from madang.analysis.declare import Parameter, Study
from madang.analysis.models import StudyRun
from madang.catalog.models import Origin
from madang.lib.problems import Text
from madang.portal.templatetags.madang import plain

MOST_SHOWN = 4


@dataclass(frozen=True)
class Line:
    """A run in a list. `set` are the parameters that are not as they come, in words."""

    run: StudyRun
    title: Text
    set: str
    badge: str
    origin: str


BADGES = {"draft": "ready", "cancelled": "bare"}  # whose colour a state wears when it has none of its own


def found(request: HttpRequest, id: str) -> tuple[StudyRun, policy.Actor]:
    """The run of an address. Raises Http404, and `Hidden` for who may not see it."""
    run = StudyRun.objects.select_related("created_by").filter(pk=id[:32]).first() if len(id) <= 32 else None
    if run is None:
        raise Http404
    actor = policy.who(request)
    rights.require_sees(actor, run)
    return run, actor


def chosen(run: StudyRun, told: dict[str, Any] | None = None) -> dict[str, Any]:
    """The inputs of a run as `analysis.run.start` takes them, on the same revisions. A role of a column that had none says so: else
    one would be guessed."""
    study = study_of(run)
    roles = {role.name: [one.name for one in role.columns] for role in study.READS} if study else {}
    found = {}
    for role, one in (run.inputs if told is None else told).items():
        columns = {**{name: [] for name in roles.get(role, [])}, **one.get("columns", {})}
        kept = {name: one[name] for name in ("dataset", "resource", "revision", "weights", "where") if one.get(name)}
        found[role] = {**kept, "columns": columns}
    return found


def line(run: StudyRun, actor: policy.Actor) -> Line:
    return Line(
        run,
        title(run, rights.inputs(actor, run)),
        ", ".join(changed(run)[:MOST_SHOWN]),
        BADGES.get(run.state, run.state),
        origin(run),
    )


def origin(run: StudyRun) -> str:
    """What is made from generated data is generated."""
    return str(Origin.of(*(one.get("origin", "") for one in run.inputs.values())))


def study_of(run: StudyRun) -> Study | None:
    """The study of a run; None when this city has it no more."""
    return registry.studies().get(run.study)


def title(run: StudyRun, told: dict[str, Any] | None = None) -> Text:
    """What somebody called it, else the study and the first table that it read, of the inputs `told` or of all."""
    study = study_of(run)
    of: Text = dict(study.TITLE) if study else {"en": run.study, "ko": run.study}
    if any(run.title.values()) and run.title != of:
        return dict(run.title)
    read = next(iter((run.inputs if told is None else told).values()), {}).get("title", {})
    return {
        language: f"{words}: {read.get(language) or plain(read)}" if read else words for language, words in of.items()
    }


def changed(run: StudyRun) -> list[str]:
    """The parameters that differ from what a study proposes, in words."""
    study = study_of(run)
    if study is None:
        return []
    return [
        f"{plain(one.label)} {value_words(one, run.parameters[one.name])}"
        for one in declared.known(study)
        if one.name in run.parameters and run.parameters[one.name] != one.default
    ]


def parameters(run: StudyRun) -> list[dict[str, Any]]:
    """Every parameter with its value in words, and whether it was left as it comes."""
    study = study_of(run)
    if study is None:
        return [{"label": name, "value": str(value), "same": True} for name, value in run.parameters.items()]
    known = [one for one in declared.known(study) if one.name in run.parameters]
    return [
        {"name": one.name, "label": one.label, "value": value_words(one, run.parameters[one.name]),
         "same": run.parameters[one.name] == one.default, "advanced": one.advanced}
        for one in known
    ]  # fmt: skip


def value_words(parameter: Parameter, value: Any) -> str:
    """A value as people read it: the words of a choice, grouped numbers with their unit; `–` where an older version had none."""
    if value is None:
        return "–"
    if parameter.kind == "choice":
        return plain(parameter.choices.get(value, {})) or str(value)
    if parameter.kind == "flag":
        return _("yes") if value else _("no")
    if parameter.kind in ("number", "integer") and isinstance(value, int | float):
        written = f"{value:,.6g}" if abs(value) < 1e6 else f"{value:,.0f}"
        return f"{written} {parameter.unit}".strip()
    return str(value) or "–"
