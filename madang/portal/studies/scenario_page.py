"""What if a site stood elsewhere: the answer of a run with sites moved, added and closed, evaluated while somebody looks.

The address holds the whole state, so that it can be sent and undone; a form makes one change at a time, the script many.
"""

from __future__ import annotations

from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from madang.accounts import policy
from madang.analysis import saved_scenarios, scenarios
from madang.analysis.models import Scenario, StudyRun
from madang.analysis.scenarios import Changes, OddScenario
from madang.catalog.site import base
from madang.community.senders import network
from madang.lib.problems import Problem
from madang.portal.studies import reoptimising, scenario_map, scenario_state, scenario_words
from madang.portal.studies.scene import Shown, scene_of
from madang.portal.studies.shown_run import found, origin, title

MOST_A_MINUTE = 600
"""Evaluations for one reader: a drag asks at most five times a second."""
LISTED = 300


class TooManyScenarios(Problem):
    en = "Too many scenarios in a minute. Wait a moment, then go on."
    ko = "1분 동안 시나리오를 너무 많이 계산했습니다. 잠시 뒤 계속하세요."


@require_safe
def scenario(request: HttpRequest, id: str) -> HttpResponse:
    """The map, the figures and the list of sites. `do` in the address makes one change and leads to the address that has it."""
    run, actor = found(request, id)
    shown = scene_of(run, actor)
    refused, changes = "", Changes()
    try:
        changes = scenario_state.read(request.GET)
        changes.check(shown.scene)
        if "do" in request.GET:
            made = scenario_state.changed(shown.scene, changes, request.GET)
            made.check(shown.scene)
            return HttpResponseRedirect(_address(run, made, request.GET.get("name", "")))
    except OddScenario as problem:
        refused = problem.text(get_language() or "ko")
        try:
            changes.check(shown.scene)
        except OddScenario:
            changes = Changes()
    return render(request, "portal/studies/scenario.html", _context(request, run, shown, changes) | {"refused": refused},
                  status=400 if refused else 200)  # fmt: skip


def _context(request: HttpRequest, run: StudyRun, shown: Shown, changes: Changes) -> dict[str, Any]:
    scene = shown.scene
    before, after = scenarios.evaluate(scene), scenarios.evaluate(scene, changes)
    said = scenario_words.sentence(scene, before, after)
    return {
        "run": run, "title": title(run), "scene": scene, "changes": changes, "area": "studies", "said": said, "origin": origin(run),
        "figures": scenario_words.figures(scene, before, after), "pairs": scenario_state.pairs(changes),
        "svg": scenario_map.svg(shown, changes, after, f"{_('Map of the scenario')}. {said}"), "legend": scenario_map.legend(scene),
        "settings": scenario_map.told(shown, changes, after) | _addresses(run, changes),
        "lines": lines(shown, run, changes), "listed": scene.sites[:LISTED],
        **named(request, run, changes),
        "few": len(shown.drawn) < len(scene.areas), "may_run": policy.who(request).person is not None,
        "may_decide": reoptimising.takes_decisions(run),
    }  # fmt: skip


def named(request: HttpRequest, run: StudyRun, changes: Changes) -> dict[str, Any]:
    """What the scenario is called, the address to share, and what the reader keeps of this run."""
    person = policy.who(request).person
    kept = Scenario.objects.filter(run=run, pk=request.GET.get("saved", "")[:32]).first()
    if kept is not None and kept.changes != scenario_state.query(changes):
        kept = None
    name = kept.name if kept else request.GET.get("name", "")[:120]
    there = reverse("study_scenario_saved", args=[run.pk, kept.pk]) if kept else _address(run, changes, name)
    return {
        "name": name,
        "kept": kept,
        "share": base(request) + there,
        "mine": saved_scenarios.of(run, person) if person else [],
    }


def _addresses(run: StudyRun, changes: Changes) -> dict[str, Any]:
    return {
        "figures": reverse("study_scenario_figures", args=[run.pk]), "shapes": reverse("study_scenario_shapes", args=[run.pk]),
        "state": scenario_state.pairs(changes),
    }  # fmt: skip


def lines(shown: Shown, run: StudyRun, changes: Changes) -> list[dict[str, Any]]:
    """What was changed, each with the address without it."""
    scene, found = shown.scene, []
    for key in sorted({*changes.moved, *changes.closed, *changes.keep, *changes.forbid}):
        name = scene.sites[scene.by_key[key]].name
        words = [
            *([_("moved")] if key in changes.moved else []), *([_("never in a new run")] if key in changes.forbid else []),
            *([_("closed")] if key in changes.closed - changes.forbid else []),
            *([_("open in any new run")] if key in changes.keep else []),
        ]  # fmt: skip
        found.append(
            {"name": name, "words": ", ".join(words), "undo": _address(run, scenario_state.undone(changes, key))}
        )
    for at, where in enumerate(changes.added):
        rest = changes.added[:at] + changes.added[at + 1 :]
        without = Changes(changes.moved, changes.closed, rest, changes.keep, changes.forbid)
        told = {"name": _("Added site %(n)d") % {"n": at + 1}, "words": f"{where[0]:g}, {where[1]:g}"}
        found.append(told | {"undo": _address(run, without)})
    return found


def _address(run: StudyRun, changes: Changes, name: str = "") -> str:
    there = reverse("study_scenario", args=[run.pk])
    asked = scenario_state.query(changes, name[:120])
    return f"{there}?{asked}" if asked else there


@require_safe
def figures(request: HttpRequest, id: str) -> HttpResponse:
    """The figures of an address as JSON, for the script. Raises as `scene_of`, `OddScenario`, `TooManyScenarios`."""
    run, actor = found(request, id)
    _spend(request, actor)
    shown = scene_of(run, actor)
    changes = scenario_state.read(request.GET)
    before, after = scenarios.evaluate(shown.scene), scenarios.evaluate(shown.scene, changes)
    answer = JsonResponse({
        "figures": [vars(one) for one in scenario_words.figures(shown.scene, before, after)],
        "said": scenario_words.sentence(shown.scene, before, after), "classes": scenario_map.written(shown, after),
    })  # fmt: skip
    answer["Cache-Control"] = "private, max-age=60"
    return answer


@require_safe
def shapes(request: HttpRequest, id: str) -> HttpResponse:
    """What the script's map is coloured by: areas or points."""
    run, actor = found(request, id)
    answer = JsonResponse(scenario_map.features(scene_of(run, actor)))
    answer["Cache-Control"] = "private, max-age=3600"
    return answer


def _spend(request: HttpRequest, actor: policy.Actor) -> None:
    """Raises `TooManyScenarios`."""
    key = f"scenarios:{actor.person.pk if actor.person else network(request)}"
    cache.add(key, 0, 60)
    try:
        count = cache.incr(key)
    except ValueError:  # its minute was over between the two lines
        return
    if count > MOST_A_MINUTE:
        raise TooManyScenarios()
