"""The studies that there are, by their public names."""

from __future__ import annotations

from typing import cast

from madang.analysis.declare import Study
from madang.lib import plugins
from madang.lib.problems import Problem

GROUP = "madang.analysis.studies"
AGREED = ("VERSION", "TITLE", "SUMMARY", "READS", "PARAMETERS", "YIELDS", "study")


class UnknownStudy(Problem):
    en = "There is no study {name}. Studies: {known}."
    ko = "{name}은(는) 없는 분석입니다. 쓸 수 있는 분석: {known}."


def studies() -> dict[str, Study]:
    """Every study of the folder and of installed packages, by its public name; those in `broken` are left out."""
    return cast(dict[str, Study], plugins.usable(GROUP, AGREED).modules)


def broken() -> dict[str, str]:
    """Studies that cannot be imported or lack a name of `AGREED`, each with the reason."""
    return plugins.usable(GROUP, AGREED).broken


def study(name: str) -> Study:
    """Raises `UnknownStudy`."""
    known = studies()
    if name not in known:
        raise UnknownStudy(name=name, known=", ".join(known) or "-")
    return known[name]


def module(name: str) -> str:
    """The dotted name under which another process imports a study."""
    return str(getattr(study(name), "__name__"))  # noqa: B009  a module; the protocol speaks of what it gives
