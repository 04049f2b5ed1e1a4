"""How many of the chosen sites stay when something that nobody knows exactly is otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from madang.analysis.methods.distances import Floats
from madang.analysis.studies.care_siting.case import Case
from madang.analysis.studies.care_siting.choice import Choice, made
from madang.analysis.studies.care_siting.choosing import Question, Sites, solve
from madang.analysis.studies.care_siting.unlisted import Unlisted, draws
from madang.lib.problems import Text

DRAWS = 10
"""How often demand is drawn anew, and how often the unlisted facilities are placed."""
NEEDS: dict[str, Text] = {
    "second_need": {"en": "Need seen differently", "ko": "다르게 본 수요"},
    "third_need": {"en": "Need seen in a third way", "ko": "또 다르게 본 수요"},
    "projection": {"en": "Need in a later year", "ko": "장래 수요"},
}
"""Other questions by the columns that they need."""
KINDS: dict[str, Text] = {
    "radius": {"en": "Standard 20 % shorter or longer", "ko": "기준 거리를 20% 짧게 또는 길게"},
    "demand": {"en": "Demand of each area up to 10 % higher or lower", "ko": "구역별 수요를 10%까지 높이거나 낮게"},
    "need": {"en": "Need seen otherwise", "ko": "수요를 다르게 볼 때"},
    "unlisted": {
        "en": "Facilities that are not in the table placed by chance",
        "ko": "자료에 없는 시설을 무작위로 놓을 때",
    },
}
"""What is changed, by kinds. The choice that is best for all unlisted facilities ("expected") is none: it is another answer."""


@dataclass(frozen=True)
class Change:
    """One question asked otherwise. `today` and `then`: shares within the standard, before and with the sites chosen anew.

    `stay`: share of the sites chosen first that are chosen again. `near`: share of them that are, or have a site chosen anew
    within the standard distance. `chosen` is what was chosen, `open` everything that is open then.
    """

    kind: str
    label: Text
    today: float
    then: float
    stay: float
    near: float
    chosen: Sites
    open: Sites
    proved: bool


def changes(
    case: Case, choice: Choice, missing: Unlisted | None, labels: Mapping[str, Text], seconds: float, seed: int
) -> Iterator[Change]:
    """Radius and demand otherwise, need seen otherwise, and facilities that exist but are not listed."""
    asked = choice.question
    for factor, en, ko in (
        (0.8, "Standard 20 % shorter", "기준 거리 20% 짧게"),
        (1.2, "Standard 20 % longer", "기준 거리 20% 길게"),
    ):
        other = replace(asked, standard=asked.standard * factor)
        yield _change(case, choice, other, "radius", {"en": en, "ko": ko}, case.before, seconds, seed)
    rng = np.random.default_rng(seed)
    for draw in range(DRAWS):
        by_area = rng.uniform(0.9, 1.1, len(case.areas.code))
        other = replace(asked, people=asked.people * by_area[case.points.owner])
        label = {
            "en": f"Demand of each area up to 10 % other ({draw + 1})",
            "ko": f"구역별 수요를 10%까지 다르게 ({draw + 1})",
        }
        yield _change(case, choice, other, "demand", label, case.before, seconds, seed)
    for role, need in case.areas.needs.items():
        if role != "need" and need.any():
            other = replace(asked, people=case.spread(need))
            label = {
                key: f"{text}: {labels[role][key]}" if labels.get(role) else text for key, text in NEEDS[role].items()
            }
            yield _change(case, choice, other, "need", label, case.before, seconds, seed)
    if missing is not None and asked.sites[-1] < 0:
        yield from _unlisted(case, choice, missing, seconds, seed)


def _unlisted(case: Case, choice: Choice, missing: Unlisted, seconds: float, seed: int) -> Iterator[Change]:
    """Every facility that is not listed placed somewhere, again and again; then the choice that is best over all of that.

    A point that the unlisted reach in most draws is worth little to a new site. Counting each point by the share of draws in which
    nobody reaches it gives the choice that covers most people in the mean of the draws, exactly. Other measures have no such sum.
    """
    asked = choice.question
    every = list(draws(case, missing, DRAWS, seed))
    if asked.objective == "covering":
        alone = np.mean([metres > case.standard for metres in every], axis=0)
        label = {"en": "Best wherever the unlisted facilities are", "ko": "빠진 시설이 어디에 있든 가장 나은 안"}
        one = _change(
            case, choice, replace(asked, people=asked.people * alone), "expected", label, case.before, seconds, seed
        )
        yield replace(one, today=_mean(asked, case.before, every), then=_mean(asked, case.nearest(one.open)[0], every))
    for number, metres in enumerate(every, start=1):
        nearer = asked.metres.copy()
        nearer[:, -1] = np.minimum(nearer[:, -1], metres)
        label = {
            "en": f"Unlisted facilities placed by chance ({number})",
            "ko": f"빠진 시설을 무작위로 놓음 ({number})",
        }
        before = np.minimum(case.before, metres)
        yield _change(case, choice, replace(asked, metres=nearer), "unlisted", label, before, seconds, seed)


def _change(
    case: Case, choice: Choice, asked: Question, kind: str, label: Text, before: Floats, seconds: float, seed: int
) -> Change:
    again = made(case, asked, solve(case, asked, seconds, seed))
    after = np.minimum(before, case.nearest(again.open)[0])
    stay, near = _same(choice.new, again.new), _near(case, choice.new, again.new)
    return Change(
        kind,
        label,
        _share(asked, before),
        _share(asked, after),
        stay,
        near,
        again.new,
        again.open,
        again.solution.proved,
    )


def _share(asked: Question, metres: Floats) -> float:
    return float(asked.people[metres <= asked.standard].sum() / asked.people.sum())


def _mean(asked: Question, metres: Floats, every: list[Floats]) -> float:
    """The share within the standard, in the mean of the draws of what is not listed."""
    return float(np.mean([_share(asked, np.minimum(metres, one)) for one in every]))


def _same(first: Sites, again: Sites) -> float:
    return len(np.intersect1d(first, again)) / len(first) if len(first) else 1.0


def _near(case: Case, first: Sites, again: Sites) -> float:
    """Share of the first that have one of the others within the standard distance."""
    if not len(first) or not len(again):
        return float(not len(first))
    from madang.analysis.travel import straight

    away = straight(case.candidates.place[first], case.candidates.place[again], float(case.settings["detour"]))
    return float(np.mean(away.length[:, 0] <= case.standard))


def kept(found: list[Change], kind: str, measure: Callable[[Change], float]) -> float:
    """The mean of a measure over the changes of one kind; NaN if there are none."""
    values = [measure(one) for one in found if one.kind == kind]
    return float(np.mean(values)) if values else float("nan")
