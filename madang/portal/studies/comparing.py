"""Two runs side by side: what was found, what was asked differently, which sites both chose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from madang.accounts import policy
from madang.analysis import parameters, rights
from madang.analysis import run as runs
from madang.analysis.models import StudyRun
from madang.lib.problems import Problem
from madang.portal.studies.scenario_words import (
    apart_metres,
    apart_people,
    apart_percent,
    metres,
    people,
    percent,
    signed,
)
from madang.portal.studies.shown_run import found, line, study_of, value_words
from madang.portal.templatetags.madang import plain

OFFERED = 60
MOST_SITES = 500
SURE = 0.7
"""From this share of the tests on a site counts as chosen again, as in the reports."""
WORDS = {"share": (percent, apart_percent), "mean": (metres, apart_metres), "worst_tenth": (metres, apart_metres),
         "longest": (metres, apart_metres), "within": (people, apart_people),
         "gini": (lambda value: f"{value:.3f}", lambda a, b: signed(round(b, 3) - round(a, 3), lambda value: f"{value:.3f}"))}  # fmt: skip
"""How each figure is written, and the difference of two as they are written."""


@dataclass(frozen=True)
class Figure:
    """A measure of both runs in words; `difference` is the other's less the one's."""

    label: str
    a: str
    b: str
    difference: str


@dataclass(frozen=True)
class Site:
    """A chosen site. `stays` is the share of tests with other inputs in which it is chosen again, where the study tells."""

    name: str
    order: str
    stays: float | None = None


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Without two runs in the address, a choice of them. Raises as `found`."""
    actor = policy.who(request)
    a, b = (found(request, request.GET[name])[0] if request.GET.get(name) else None for name in ("a", "b"))
    offered = (
        rights.seen(actor).filter(state__in=StudyRun.DONE).select_related("created_by").defer("quality", "results")
    )
    same = a is not None and b is not None and a.pk == b.pk
    context = {
        "a": a, "b": b, "sides": [{"name": "a", "run": a}, {"name": "b", "run": b}], "area": "studies", "same": same,
        "offered": [line(one, actor) for one in offered[:OFFERED]], "compared": compared(a, b, actor) if a and b and not same else None,
    }  # fmt: skip
    return render(request, "portal/studies/compare.html", context)


def compared(a: StudyRun, b: StudyRun, actor: policy.Actor) -> dict[str, Any]:
    """What the page shows; of runs of different studies, whose figures and roles mean different things, only that they are."""
    if a.study != b.study:
        return {"warning": _("These are runs of different studies."), "different": True}
    rows = [_chosen(one, actor) for one in (a, b)]
    told = [rights.quality(actor, one) for one in (a, b)]
    sites = _sites(*rows)
    differ = _tables(a) != _tables(b)
    warning = _("They read different data, so a difference may be one of the data.") if differ else ""
    return {
        "warning": warning, "figures": [*figures(*told), *_sturdy(*told, *rows)], "asked": asked(a, b, actor), "sites": sites,
        "both": sum(one["a"] != "–" and one["b"] != "–" for one in sites),
        "count_a": sum(one["a"] != "–" for one in sites), "count_b": sum(one["b"] != "–" for one in sites),
    }  # fmt: skip


def _tables(run: StudyRun) -> dict[str, Any]:
    return {
        role: (one["revision"], one.get("columns"), one.get("weights"), one.get("where"))
        for role, one in run.inputs.items()
    }


def figures(a: dict[str, Any], b: dict[str, Any]) -> list[Figure]:
    """The figures that both statements of quality have: after the choice, then how good it is."""
    labels = {
        "share": _("Share within the standard"), "within": _("People within the standard"), "mean": _("Mean way"),
        "worst_tenth": _("Mean way of the tenth with the longest ways"), "longest": _("Longest way"), "gini": _("Gini of ways"),
    }  # fmt: skip
    then_a, then_b = a.get("then") or {}, b.get("then") or {}
    found = [
        _figure(name, label, then_a.get(name), then_b.get(name))
        for name, label in labels.items()
        if name in then_a or name in then_b
    ]
    gaps = [one.get("gap") for one in (a, b)]
    if any(gap is not None for gap in gaps):
        told = ["–" if gap is None else _("proved optimal") if gap == 0 else percent(gap) for gap in gaps]
        found.append(Figure(_("Could be better by at most, in its model"), told[0], told[1], ""))
    return found


def _figure(name: str, label: str, a: float | None, b: float | None) -> Figure:
    words, apart = WORDS[name]
    difference = "" if a is None or b is None else apart(a, b)
    return Figure(label, "–" if a is None else words(a), "–" if b is None else words(b), difference)


def _sturdy(a: dict[str, Any], b: dict[str, Any], rows_a: list[Site], rows_b: list[Site]) -> list[Figure]:
    """How much of each choice stands when its inputs change: two that serve people alike may differ in nothing else."""
    found = []
    least = [
        min((share for share in one.get("stays", {}).values() if share is not None), default=None) for one in (a, b)
    ]
    if least != [None, None]:
        words = ["–" if one is None else percent(one) for one in least]
        apart = "" if least[0] is None or least[1] is None else apart_percent(least[0], least[1])
        found.append(Figure(_("Sites chosen again in the kind of test where fewest are"), words[0], words[1], apart))
    counts = [_stay(rows) for rows in (rows_a, rows_b)]
    if counts != [None, None]:
        words = ["–" if one is None else people(one) for one in counts]
        apart = "" if counts[0] is None or counts[1] is None else apart_people(counts[0], counts[1])
        share = {"share": percent(SURE).replace(".0", "")}
        found.append(
            Figure(_("Sites chosen again in at least %(share)s of the tests") % share, words[0], words[1], apart)
        )
    return found


def _stay(rows: list[Site]) -> int | None:
    told = [one.stays for one in rows if one.stays is not None]
    return sum(share >= SURE for share in told) if told else None


def asked(a: StudyRun, b: StudyRun, actor: policy.Actor) -> list[dict[str, Any]]:
    """Tables, columns and parameters, the seed among them, in which two runs of one study differ."""
    study = study_of(a)
    roles = {one.name: one.label for one in study.READS} if study else {}
    told_a, told_b = (rights.inputs(actor, one) for one in (a, b))
    rows = [
        {"label": roles.get(role, {"en": role}), "a": _read(told_a, role), "b": _read(told_b, role)}
        for role in dict.fromkeys([*told_a, *told_b])
    ]
    known = {one.name: one for one in parameters.known(study)} if study else {}
    rows += [
        {
            "label": one.label,
            "a": value_words(one, a.parameters.get(name)),
            "b": value_words(one, b.parameters.get(name)),
        }
        for name, one in known.items()
    ]
    return [one for one in rows if one["a"] != one["b"]]


def _read(told: dict[str, Any], role: str) -> str:
    one = told.get(role)
    if one is None:
        return "–"
    columns = ", ".join(name for names in one.get("columns", {}).values() for name in names)
    revision = _("revision %(n)s") % {"n": one.get("number", "")}
    return f"{plain(one['title'])} ({revision}; {columns}{'; ' + one['where'] if one.get('where') else ''})"


def _sites(a: list[Site], b: list[Site]) -> list[dict[str, str]]:
    """The chosen sites of both by their names: the order in each run."""
    orders = [{one.name: one.order for one in rows} for rows in (a, b)]
    names = list(dict.fromkeys([*orders[0], *orders[1]]))[:MOST_SITES]
    return [{"name": name, "a": orders[0].get(name, "–"), "b": orders[1].get(name, "–")} for name in names]


def _chosen(run: StudyRun, actor: policy.Actor) -> list[Site]:
    """The rows of the table `sites`, as far as it has an order."""
    try:
        rows = runs.result(run, actor).table("sites").slice(0, MOST_SITES)
    except Problem:  # no such table, or one whose rows the reader may not see
        return []
    if not {"site", "order"} <= set(rows.column_names):
        return []
    return [Site(str(one["site"]), str(one["order"]), one.get("stays")) for one in rows.to_pylist()]
