"""Studies and their runs as lines of a terminal and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from madang.cli import states
from madang.cli.terminal import language, said
from madang.lib.problems import Text
from madang.lib.texts import choose

if TYPE_CHECKING:
    from madang.analysis.declare import Parameter, Role, Study
    from madang.analysis.models import StudyRun
    from madang.analysis.suggesting import Offer

STEPS = {"read": ("read the tables", "표 읽기"), "compute": ("compute", "계산"), "publish": ("publish", "게시")}
FEW = 3
"""Tables shown for a role."""


def step(name: str) -> str:
    return said(*STEPS.get(name, (name, name)))


def state(name: str) -> str:
    return said("done, not published", "완료, 미게시") if name == "draft" else states.state(name)


def _t(text: Text) -> str:
    return choose(text, language())[0]


def lines(name: str, study: Study, offers: dict[str, list[Offer]]) -> list[str]:
    """What a study declares, with tables that fit its roles."""
    found = [f"{name} {study.VERSION}  {_t(study.TITLE)}", f"  {_t(study.SUMMARY)}", "", said("Reads", "읽는 것")]
    for role in study.READS:
        found += _role(role, offers.get(role.name, []))
    found += ["", said("Parameters (--set)", "매개변수 (--set)")]
    from madang.analysis import parameters

    found += [_parameter(one) for one in parameters.known(study)]
    found += ["", said("Yields", "내는 것")]
    return found + [f"  {one.name:24} {_t(one.label)}: {_t(one.description)}" for one in study.YIELDS]


def _role(role: Role, offers: list[Offer]) -> list[str]:
    needed = said("needed", "필요") if role.required else said("optional", "선택")
    found = [f"  --role {role.name}=…  {_t(role.label)} ({needed}): {_t(role.description)}"]
    for column in role.columns:
        wanted = said("needed", "필요") if column.required else said("optional", "선택")
        found.append(f"      --column {role.name}.{column.name}=…  {_t(column.label)} ({wanted})")
    for offer in offers[:FEW]:
        found.append(said("      fits: ", "      맞는 표: ") + f"{offer.resource} ({_t(offer.reason)})")
    return found


def _parameter(one: Parameter) -> str:
    bounds = f" {one.low:g}–{one.high:g}" if one.low is not None and one.high is not None else ""
    choices = f" ({', '.join(one.choices)})" if one.choices else ""
    return f"  {one.name}={one.default}{(' ' + one.unit) if one.unit else ''}{bounds}{choices}  {_t(one.label)}: {_t(one.description)}"


def as_json(name: str, study: Study, offers: dict[str, list[Offer]]) -> dict[str, Any]:
    from madang.analysis import parameters

    return {
        "study": name, "version": study.VERSION, "title": study.TITLE, "summary": study.SUMMARY,
        "reads": [_role_as_json(role, offers.get(role.name, [])) for role in study.READS],
        "parameters": [
            {"name": one.name, "label": one.label, "description": one.description, "kind": one.kind, "default": one.default,
             "low": one.low, "high": one.high, "choices": dict(one.choices), "unit": one.unit, "advanced": one.advanced}
            for one in parameters.known(study)
        ],
        "yields": [
            {"name": one.name, "label": one.label, "description": one.description,
             "columns": [column.as_json() for column in one.columns]}
            for one in study.YIELDS
        ],
    }  # fmt: skip


def _role_as_json(role: Role, offers: list[Offer]) -> dict[str, Any]:
    return {
        "name": role.name, "label": role.label, "description": role.description, "required": role.required,
        "columns": [{"name": one.name, "label": one.label, "required": one.required, "many": one.many} for one in role.columns],
        "tables": [
            {"table": str(offer.resource), "columns": {key: guess.column for key, guess in offer.fit.guesses.items()}}
            for offer in offers
        ],
    }  # fmt: skip


def line(run: StudyRun) -> str:
    when = run.created_at.strftime("%Y-%m-%d %H:%M")
    return f"{run.pk}  {when}  {run.study:20} {state(run.state):16} {_t(run.title)}"


def result_lines(run: StudyRun) -> list[str]:
    """How a run stands, and what it found."""
    found = [line(run)]
    if run.reason:
        found.append("  " + _t(run.reason))
    for role, one in run.inputs.items():
        found.append(f"  {role}: {one['dataset']}/{one['resource']} {said('revision', '개정판')} {one['number']}")
    for name, one in run.results.get("tables", {}).items():
        place = f"{run.target['dataset']}/{name}" if one.get("revision") else said("draft", "초안")
        found.append(f"  {name}: {one['rows']:,} {said('rows', '행')}  {place}")
    found += [f"  {name}" for name in run.files.exclude(name__startswith="tables/").values_list("name", flat=True)]
    return found


def run_as_json(run: StudyRun) -> dict[str, Any]:
    return {
        "run": run.pk, "study": run.study, "version": run.version, "title": run.title, "state": run.state, "step": run.step,
        "inputs": run.inputs, "parameters": run.parameters, "seed": run.seed, "dataset": run.target.get("dataset"),
        "tables": run.results.get("tables", {}), "quality": run.quality, "costs": run.costs, "reason": run.reason or None,
        "files": list(run.files.values_list("name", flat=True)), "created_at": run.created_at.isoformat(),
        "finished_at": run.finished_at.isoformat() if run.finished_at else None,
    }  # fmt: skip
