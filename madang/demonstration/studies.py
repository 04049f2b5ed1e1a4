"""Finished studies of the demonstration city: run on its generated datasets, so their results are generated and say so.

What is made of restricted data is internal until somebody has looked at it. Behind the demonstration's stands no person, its small
counts are left out all the same, and it is there to be looked at: so it is opened here. Quality statement, report and certificates
stay, as anywhere, with those who may run studies on the restricted data.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.conf import settings

from madang.accounts.policy import OPERATOR
from madang.analysis import run as runs
from madang.analysis.models import StudyRun
from madang.analysis.work import EVERYTHING
from madang.catalog.models import Dataset, Resource
from madang.demonstration.describe import t
from madang.ingest import workers
from madang.lib.problems import Problem, Text
from madang.lib.texts import choose


@dataclass(frozen=True)
class Example:
    """A run of a study. `inputs` and `parameters` are those of `analysis.run.start`; every table must be published."""

    study: str
    organisation: str
    title: Text = field(hash=False)
    inputs: dict[str, dict[str, Any]] = field(hash=False)
    parameters: dict[str, Any] = field(hash=False)
    opened: bool = False

    @property
    def slug(self) -> str:
        """What it is told by beside the datasets."""
        return self.study


CARE = Example(
    study="care_siting",
    organisation="welfare",
    title=t("어르신 돌봄 시설 열두 곳을 더 연다면 (생성된 자료)", "Twelve more care centres for older people (generated data)"),
    inputs={
        "areas": {
            "dataset": "older-residents-map", "resource": "older",
            "columns": {
                "code": ["행정동코드"], "name": ["행정동"], "district": ["자치구"], "geometry": ["geometry"],
                "need": ["65세_이상"], "second_need": ["75세_이상"], "third_need": ["홀로_사는_65세_이상"],
            },
        },
        "facilities": {
            "dataset": "care-facilities", "resource": "facilities",
            "columns": {
                "name": ["시설명"], "lon": ["경도"], "lat": ["위도"], "service": ["종류"], "capacity": ["정원"],
                "geometry": [], "status": [],  # all of them stay, so that what is new stands for itself
            },
            "where": "종류 in ('주야간보호센터', '노인복지관', '치매안심센터')",  # as the dataset care-reach counts them
        },
        "candidates": {
            "dataset": "care-candidates", "resource": "candidates",
            "columns": {
                "name": ["이름"], "lon": ["경도"], "lat": ["위도"], "capacity": ["최대정원"], "cost": ["고정비용"],
                "unit_cost": ["정원당비용"], "geometry": [], "service": [],
            },
        },
    },
    parameters={"sites": 12, "points": 4, "sweep": 6, "alternatives": 2},
)  # fmt: skip
NIGHT = Example(
    study="night_mobility",
    organisation="transport",
    title=t("서울의 밤: 택시가 기다릴 곳 (생성된 자료)", "Seoul at night: where taxis should wait (generated data)"),
    inputs={
        "activity": {
            "dataset": "night-calls", "resource": "calls",
            "columns": {
                "date": ["발생시각"], "hour": [], "cell": ["셀번호"], "home": ["주거셀번호"], "count": [], "lon": [], "lat": [],
            },
            "where": "hour(발생시각) < 6",  # of five million events some 2.7; a role takes three
        },
        "cells": {
            "dataset": "night-cells", "resource": "cells",
            "columns": {
                "code": ["셀번호"], "name": ["행정동"], "district": ["자치구"], "geometry": ["geometry"], "lon": [], "lat": [],
            },
        },
        "candidates": {
            "dataset": "bus-stops", "resource": "stops",
            "columns": {"name": ["정류소명"], "lon": ["경도"], "lat": ["위도"], "geometry": [], "rule": []},
            "where": "심야노선수 > 0",
        },
    },
    parameters={"signal": "activity", "weeks": 1, "sites": 12, "radius": 700},  # callers away from home are no residents
    opened=True,
)  # fmt: skip
EXAMPLES = (CARE, NIGHT)


class NotRun(Problem):
    en = "The demonstration's study {study} could not be published ({state}): {why} See `madang study result {run}`."
    ko = "시연용 분석 {study}을(를) 게시하지 못했습니다({state}): {why} 자세한 내용: `madang study result {run}`"


class Executor(Protocol):
    """What executes a run and waits for its end."""

    def do(self, run: Any) -> str: ...


def everything() -> workers.Executing:
    """What executes loads and studies in this process."""
    return workers.here(EVERYTHING)


def missing() -> list[Example]:
    """The examples whose tables are published and whose result is not."""
    return [one for one in EXAMPLES if _there(one) and not _runs(one).filter(state=StudyRun.State.PUBLISHED).exists()]


def publish(one: Example, executor: Executor, told: Callable[[Example, str], None]) -> StudyRun:
    """Run an example and publish what it finds; one that a killed demonstration left is cancelled. Raises `NotRun`."""
    told(one, "begins")
    for left in _runs(one).filter(state__in=StudyRun.AT_WORK):
        runs.cancel(left, OPERATOR)
    run = runs.start(
        one.study, one.inputs, one.parameters, OPERATOR, title=one.title, organisation=one.organisation, enqueue=False
    )
    executor.do(run)
    run.refresh_from_db()
    if run.state != StudyRun.State.PUBLISHED:
        why = choose(run.reason, settings.MADANG["language"])[0]
        raise NotRun(study=one.study, state=run.state, why=why, run=run.pk)
    if one.opened:
        _open(run)
    told(one, "published")
    return run


def _open(run: StudyRun) -> None:
    dataset = run.dataset
    assert dataset is not None
    dataset.access = Dataset.Access.OPEN
    dataset.save(update_fields=["access"])


def _runs(one: Example) -> Any:
    return StudyRun.objects.filter(study=one.study, title=one.title)


def _there(one: Example) -> bool:
    tables = [
        Resource.objects.filter(dataset__slug=each["dataset"], name=each["resource"], current__isnull=False)
        for each in one.inputs.values()
    ]
    return all(found.exists() for found in tables)
