"""A certificate recomputed from its own inputs: the choice, its value, each leaf's bound, and what they prove together."""

from __future__ import annotations

import importlib
import math
import pkgutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from madang.analysis.certificates import claims, kinds
from madang.analysis.certificates.claims import Choice, Found, Leaf
from madang.analysis.certificates.reading import ALLOWED, Place
from madang.analysis.certificates.sealing import FORMAT, VERSION, check_seal
from madang.lib.problems import Text

CLOSE = 1e-9
"""What the certificate says and what is recomputed may differ by this share: the rounding of sums in another order."""
NEARLY = 1e-6
"""Where every choice has a whole number, a bound this little beyond a whole number counts as that number."""
TOLERANCES = {"close": CLOSE, "whole": NEARLY, "limits": ALLOWED}
MOST_WORK = 50_000_000_000
"""What is summed for all arrays of multipliers and all leaves: some minutes."""


@dataclass(frozen=True)
class Verified:
    """What was recomputed, never what was claimed. `bound` is None if nothing but the solver's word stands for it."""

    kind: str
    objective: float
    bound: float | None
    gap: float | None
    proved: bool
    checks: tuple[Text, ...]
    bound_ko: str
    """상한 where much is good, 하한 where little is: Korean has no word for both."""


class Model(Protocol):
    """What a kind makes of the inputs. It refuses those that contradict themselves.

    `count` candidates, `multipliers` in each leaf; `entries` are summed for each array of them, `each` for each leaf.
    """

    count: int
    multipliers: int
    entries: int
    each: int

    @property
    def whole(self) -> bool: ...

    def found(self, choice: Choice) -> Found: ...

    def check_divided(self, leaves: Sequence[Leaf], place: Place) -> None: ...

    def bound(self, leaf: Leaf) -> float: ...


def verify(certificate: Mapping[str, Any]) -> Verified:
    """Recompute a certificate. Raises `Refuted` with the first place that does not hold."""
    file = Place(dict(certificate))
    try:
        with np.errstate(over="ignore", invalid="ignore"):  # what is infinite or NaN then is refused by name
            return _recomputed(file)
    except (OverflowError, ValueError) as error:
        raise Place(None).wrong(
            f"it cannot be recomputed ({str(error)[:200]}).", f"다시 계산할 수 없습니다({str(error)[:200]})."
        ) from None


def _recomputed(file: Place) -> Verified:
    kind = _kind(file)
    module: Any = importlib.import_module(f"{kinds.__name__}.{kind}")
    sense = file["sense"].text()
    if sense not in ("min", "max"):
        raise file["sense"].wrong("min or max is expected.", "min 또는 max여야 합니다.")
    model: Model = module.Model(file["inputs"], sense)
    choice = Choice(file["choice"], file["choice"]["sites"].numbers_of(model.count))
    found = model.found(choice)
    objective = found.objective
    _check_objective(file["claim"]["objective"], objective)
    bound = _bound(file, model, sense, found)
    verified = _verified(kind, sense, objective, bound, len(file["leaves"].value))
    _check_claim(file["claim"], sense, verified)
    check_seal(file)
    return verified


def every_kind() -> tuple[str, ...]:
    """The kinds there are, by their files."""
    return tuple(sorted(one.name for one in pkgutil.iter_modules(kinds.__path__)))


def _kind(file: Place) -> str:
    """The kind of certificate, once its format is known to be this one."""
    if file["format"].text() != FORMAT:
        raise file["format"].wrong(f"this is no certificate ({FORMAT}).", f"증명서({FORMAT})가 아닙니다.")
    file["version"].integer(VERSION, VERSION)
    for name, value in TOLERANCES.items():
        if file["tolerances"][name].number() != value:
            raise file["tolerances"][name].wrong(
                f"this version knows {value:g} only.", f"이 버전에서는 {value:g}만 씁니다."
            )
    if file["kind"].text() not in every_kind():
        raise file["kind"].wrong("no such kind is known.", "모르는 종류입니다.")
    return file["kind"].text()


def _bound(file: Place, model: Model, sense: str, found: Found) -> float | None:
    """What the leaves prove together; None without leaves."""
    leaves = claims.leaves(file, model.count, model.multipliers)
    whole = file["whole"].flag()
    if whole and not model.whole:
        raise file["whole"].wrong("not every choice has a whole number.", "모든 선택의 값이 정수인 것은 아닙니다.")
    if not leaves:
        return None
    if len(file["multipliers"].value) * model.entries + len(leaves) * model.each > MOST_WORK:
        raise file["leaves"].wrong("recomputing them would take hours.", "다시 계산하는 데 몇 시간이 걸립니다.")
    model.check_divided(leaves, file["leaves"])
    sign = 1.0 if sense == "min" else -1.0
    best = min(sign * _leaf_bound(model, leaf, sign) for leaf in leaves)
    best, own = _up(best) if whole else best, sign * found.objective
    if best > own + max(CLOSE * _size(own), found.off):
        raise file["leaves"].wrong(
            f"they prove {sign * best!r}, and the choice itself is better.",
            f"{sign * best!r}을(를) 증명하는데, 선택의 값이 그보다 낫습니다.",
        )
    return sign * min(own, best)


def _leaf_bound(model: Model, leaf: Leaf, sign: float) -> float:
    """The bound of one leaf: a number, or that it holds no choice. NaN and "anything may be" bound nothing."""
    bound = model.bound(leaf)
    if math.isnan(bound) or sign * bound == -math.inf:
        raise leaf.at_multipliers.wrong(f"they bound nothing ({bound!r}).", f"아무것도 제한하지 못합니다({bound!r}).")
    return bound


def _up(bound: float) -> float:
    """The least whole number that is not below a bound, within `NEARLY`."""
    return math.ceil(bound - NEARLY) if math.isfinite(bound) else bound


def _verified(kind: str, sense: str, objective: float, bound: float | None, leaves: int) -> Verified:
    word = {"min": "하한", "max": "상한"}[sense]
    gap = None if bound is None else abs(objective - bound) / max(abs(objective), 1e-12)
    gap = 0.0 if gap is not None and gap <= CLOSE else gap
    unproved, bounds = (
        {language: text.format(bound=word) for language, text in one.items()} for one in (UNPROVED, BOUNDS)
    )
    said = (CHOICE, unproved, SEALED) if bound is None else (CHOICE, _divided(leaves), bounds, SEALED)
    return Verified(kind, objective, bound, gap, gap == 0.0, said, word)


CHOICE: Text = {
    "en": "The choice is allowed, and its value is as claimed.",
    "ko": "선택은 조건에 맞고, 그 값도 적혀 있는 것과 같습니다.",
}
UNPROVED: Text = {
    "en": "Nothing but the solver's word stands for the bound.",
    "ko": "{bound}은 풀이 프로그램이 알려 준 것이며 증명되지 않았습니다.",
}
BOUNDS: Text = {
    "en": "The bound of each part was recomputed; together they prove the bound as claimed.",
    "ko": "부분마다 {bound}을 다시 계산했습니다. 모두 합쳐 적혀 있는 {bound}을 증명합니다.",
}
SEALED: Text = {"en": "The file is as it was written.", "ko": "파일은 작성된 그대로입니다."}


def _divided(leaves: int) -> Text:
    return {
        "en": f"No choice is left out of the proof (parts: {leaves:,}).",
        "ko": f"증명에서 빠진 선택이 없습니다(부분 {leaves:,}개).",
    }


def _check_claim(claim: Place, sense: str, verified: Verified) -> None:
    """Nothing better is claimed than what was recomputed; without leaves the bound is the solver's."""
    bound, gap, proved = claim["bound"].number(), claim["gap"].number(), claim["proved"].flag()
    if verified.bound is None or verified.gap is None:
        return
    beyond = bound - verified.bound if sense == "min" else verified.bound - bound
    if beyond > CLOSE * _size(verified.objective):
        raise claim["bound"].wrong(f"the leaves prove {verified.bound!r}.", f"증명된 값은 {verified.bound!r}입니다.")
    if gap < verified.gap - CLOSE:
        raise claim["gap"].wrong(f"recomputed it is {verified.gap:.3g}.", f"다시 계산하면 {verified.gap:.3g}입니다.")
    if proved and not verified.proved:
        raise claim["proved"].wrong("it is not.", "증명되지 않았습니다.")


def _check_objective(claim: Place, objective: float) -> None:
    if not math.isfinite(objective) or not abs(claim.number() - objective) <= CLOSE * _size(objective):
        raise claim.wrong(f"recomputed it is {objective!r}.", f"다시 계산하면 {objective!r}입니다.")


def _size(objective: float) -> float:
    return max(abs(objective), 1e-3)
