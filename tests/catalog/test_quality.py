"""The score of a dataset: points with reasons, which go up when somebody does what it says."""

from __future__ import annotations

import pytest

from madang.accounts.policy import Actor, readable
from madang.catalog import quality
from madang.catalog.models import Dataset
from madang.catalog.quality.checks import CHECKS
from madang.lib.texts import LANGUAGES
from madang.query.model import Column, Type
from madang.query.profile import kept
from tests.city import AT, dataset, publish

pytestmark = pytest.mark.django_db


def of(slug: str) -> quality.Score:
    return quality.score(quality.with_what_is_needed(Dataset.objects.all()).get(slug=slug), AT)


def reason(found: quality.Score, code: str) -> quality.Reason:
    return next(one for one in found.reasons if one.code == code)


def test_a_score_is_the_sum_of_its_reasons(city):
    found = of("population")
    assert found.points == pytest.approx(sum(one.points for one in found.reasons))
    assert found.of == sum(one.of for one in found.reasons)
    assert 0 < found.points < found.of
    assert all(set(one.text) == set(LANGUAGES) for one in found.reasons)
    assert all(set(one.todo) == (set() if one.full else set(LANGUAGES)) for one in found.reasons)
    by_dimension = [found.of_dimension(name) for name in quality.DIMENSIONS]
    assert (sum(points for points, _ in by_dimension), sum(of for _, of in by_dimension)) == pytest.approx(
        (found.points, found.of)
    )


@pytest.mark.parametrize(
    ("code", "change"),
    [("temporal", {"period_start": AT.date()}), ("spatial", {"spatial": {"ko": "서울"}}), ("contact", {"contact": "a@b.kr"}),
     ("provenance", {"source": {"ko": "대장"}, "method": {"ko": "셈"}})],
)  # fmt: skip
def test_doing_what_it_says_gives_the_points(city, code, change):
    before = of("population")
    assert not reason(before, code).full
    Dataset.objects.filter(slug="population").update(**change)
    after = of("population")
    assert reason(after, code).full
    assert after.points == pytest.approx(before.points + reason(before, code).of - reason(before, code).points)


def test_describing_columns_counts_by_their_share(city):
    assert reason(of("population"), "columns").points == 0
    city.resource.columns.create(name="자치구", label={"ko": "구"})
    half = reason(of("population"), "columns")
    assert half.points == half.of / 2
    assert half.text["en"] == "50 % of the columns have a label or a description."


def test_content_is_judged_by_what_was_counted(city):
    made = dataset("holes", city.department)
    resource = made.resources.create(name="r", title={"ko": "표"})
    rows = {"a": ["x", None, "x", "x"], "b": [1, 2, 1, 4]}
    publish(resource, rows, (Column("a", Type.TEXT), Column("b", Type.INTEGER)), rejects=1)
    assert "complete" not in {one.code for one in of("holes").reasons}, "nothing is counted for a score"
    kept.make(readable(Actor(), resource))
    found = of("holes")
    assert reason(found, "complete").points == pytest.approx(30 * 7 / 8, abs=0.1)
    assert reason(found, "repeated").text["en"] == "Rows that repeat another one: 1."
    assert reason(found, "refused").points == 0
    assert reason(found, "explained").points == 0


def test_of_restricted_rows_nothing_is_told(city):
    kept.make(readable(Actor(), city.resource))
    Dataset.objects.filter(slug="population").update(access="restricted")
    assert {"complete", "repeated", "explained"}.isdisjoint({one.code for one in of("population").reasons})


def test_an_empty_dataset_has_a_score(city):
    dataset("nothing", city.department, title={})
    found = of("nothing")
    assert found.percent < 20
    assert found.missing[0].code == "published"


def test_many_scores_cost_a_few_queries(city, django_assert_max_num_queries):
    for number in range(5):
        resource = dataset(f"d-{number}", city.department).resources.create(name="r")
        publish(resource, {"a": [1]}, (Column("a", Type.INTEGER),))
    with django_assert_max_num_queries(6):
        for one in quality.with_what_is_needed(Dataset.objects.all()):
            quality.score(one, AT)


def test_codes_are_there_once_and_dimensions_are_known():
    assert len({one.code for one in CHECKS}) == len(CHECKS)
    assert {one.dimension for one in CHECKS} == set(quality.DIMENSIONS)
