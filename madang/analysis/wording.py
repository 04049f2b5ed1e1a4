"""What a result says of itself, in both languages: how it was made, from what, and why few people may stand in a cell."""

from __future__ import annotations

from typing import Any

import madang
from madang.analysis import parameters
from madang.analysis.declare import Parameter, Study
from madang.analysis.models import StudyRun
from madang.catalog.models import Origin, Revision
from madang.lib.particles import josa
from madang.lib.problems import Text
from madang.lib.texts import LANGUAGES, choose

WHY_FEW = (
    "A study computed it from published tables by area; it shows nobody who is not counted there. Counts of few people from restricted"
    " data are left out. 공개된 구역별 표에서 분석이 계산한 값이며, 제한 자료에서 나온 적은 수는 비웠습니다."
)


def made(study: Study, run: StudyRun) -> Text:
    """How the tables came about: study, version, inputs with their revisions, every parameter, seed."""
    return {language: _made(study, run, language) for language in LANGUAGES}


def _made(study: Study, run: StudyRun, language: str) -> str:
    inputs = "; ".join(_input(study, role, one, language) for role, one in run.inputs.items())
    named = parameters.known(study)
    settings = ", ".join(
        f"{choose(one.label, language)[0]} {said(one, run.parameters.get(one.name), language)}" for one in named
    )
    title = choose(study.TITLE, language)[0]
    if language == "ko":
        return josa(
            f"마당 {madang.__version__}의 분석 “{title}” {run.version}판으로 계산했습니다. 입력: {inputs}. 매개변수: {settings}. "
            f"실행 {run.pk}."
        )
    return (
        f"Computed by the study “{title}”, version {run.version}, of Madang {madang.__version__}. Inputs: {inputs}. "
        f"Parameters: {settings}. Run {run.pk}."
    )


def _input(study: Study, role: str, one: dict[str, Any], language: str) -> str:
    label = next((choose(each.label, language)[0] for each in study.READS if each.name == role), role)
    revision = f"{one['number']}판" if language == "ko" else f"revision {one['number']}"
    where = f", {one['where']}" if one["where"] else ""
    return f"{label}: {one['dataset']}/{one['resource']} ({revision}{where})"


def said(parameter: Parameter, value: Any, language: str) -> str:
    """A value as people write it."""
    if parameter.kind == "flag":
        return {"en": ("no", "yes"), "ko": ("아니요", "예")}[language][bool(value)]
    if parameter.kind == "choice":
        return choose(parameter.choices.get(value, {}), language)[0] or str(value)
    shown = f"{value:g}" if isinstance(value, float) else str(value)
    return f"{shown} {parameter.unit}".strip() if shown else "–"


GENERATED: Text = {
    "en": "[Made from generated data: it says nothing about the real city.] ",
    "ko": "[생성된 자료로 계산한 결과이며 실제 도시를 말하지 않습니다.] ",
}


def description(study: Study, origin: str) -> Text:
    """What the dataset is; the warning first, so that no excerpt loses it."""
    warned = GENERATED if origin == Origin.GENERATED else {}
    return {language: warned.get(language, "") + choose(study.SUMMARY, language)[0] for language in LANGUAGES}


def source(inputs: list[Revision]) -> Text:
    """What it was made from, by the titles of the datasets."""
    return {
        language: ", ".join(dict.fromkeys(choose(one.resource.dataset.title, language)[0] for one in inputs))
        for language in LANGUAGES
    }
