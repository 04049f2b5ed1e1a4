"""What may be published of a run, under which terms, for whom; small cells; what is no longer there."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from madang.accounts.policy import OPERATOR, Actor, Hidden, NotAllowed
from madang.analysis import inputs, licensing, rights
from madang.analysis import run as runs
from madang.analysis.models import StudyRun
from madang.catalog import licences
from madang.catalog.models import Dataset, Licence, Resource
from madang.ingest import publish as publishing
from madang.query.model import Column, Type
from tests.analysis.running import begin, done, execute
from tests.city import City, dataset, publish

pytestmark = pytest.mark.usefixtures("here")
COLUMNS = (Column("코드", Type.TEXT), Column("인구", Type.INTEGER))


def people(city: City, slug: str, rows: dict[str, list[Any]] | None = None, **more: Any) -> Resource:
    """A dataset of the department with one table of people by code."""
    one = dataset(slug, city.department, **more)
    table = Resource.objects.create(dataset=one, name="rows")
    publish(table, rows or {"코드": ["가", "나", "다"], "인구": [3, 4, 900]}, COLUMNS)
    return table


def test_counts_of_few_people_from_restricted_data_are_left_out_everywhere(city: City) -> None:
    people(city, "secret", access="restricted")
    run = done(Actor(city.publisher), {"p": 3}, table="secret/rows", organisation="statistics")
    assert run.state == "published"
    assert runs.result(run, Actor(city.reader)).table("top").column("people").to_pylist() == [900, None, None]
    told = run.quality["suppressed"]
    assert (told["fewest"], told["read"], told["primary"], told["secondary"]) == (5, 2, 2, 0)
    assert run.inputs["areas"]["access"] == "restricted"


def test_what_came_of_restricted_data_is_internal_and_only_its_tables_are_for_readers(
    city: City, client: Client
) -> None:
    people(city, "secret", access="restricted")
    run = done(Actor(city.publisher), {"p": 3}, table="secret/rows", organisation="statistics")
    assert run.dataset is not None
    assert run.dataset.access == "internal"
    for outsider in (Actor(), Actor(city.citizen), Actor(city.stranger)):
        with pytest.raises(Hidden):
            runs.result(run, outsider)
    found = runs.result(run, Actor(city.reader))
    assert (found.files, rights.quality(found.actor, run)) == ([], {})
    with pytest.raises(NotAllowed):
        found.file("certificates/top.json")
    for person, told in ((city.reader, False), (city.editor, True)):
        client.force_login(person)
        answer = client.get(f"/api/v1/studies/toy/runs/{run.pk}/result").json()
        assert (bool(answer["quality"]), bool(answer["files"])) == (told, told)
        page = client.get(f"/ko/studies/runs/{run.pk}/").content.decode()
        assert ("1명에서 4명까지" in page) is told
    assert runs.result(run, Actor(city.editor)).file("certificates/top.json") is not None


def test_an_open_dataset_takes_no_tables_of_restricted_data(city: City) -> None:
    people(city, "secret", access="restricted")
    opened = done(Actor(city.publisher), organisation="statistics")
    kept = done(Actor(city.publisher), table="secret/rows", organisation="statistics")
    assert (opened.state, kept.state, "restricted data" in kept.reason["en"]) == ("published", "draft", True)


def test_an_input_that_became_restricted_after_the_start_counts_as_restricted(city: City) -> None:
    people(city, "soon")
    actor = Actor(city.publisher)
    run = begin(actor, {"p": 3}, table="soon/rows", organisation="statistics")
    Dataset.objects.filter(slug="soon").update(access="restricted")
    run = execute(run)
    assert run.dataset is not None
    assert (run.state, run.dataset.access, run.quality["suppressed"]["primary"]) == ("published", "internal", 2)
    assert runs.result(run, actor).table("top").column("people").to_pylist() == [900, None, None]


def test_what_was_computed_before_an_input_was_closed_is_computed_again_before_it_is_published(
    city: City, settings: Any
) -> None:
    people(city, "soon")
    actor = Actor(city.publisher)
    draft = done(actor, {"p": 3}, table="soon/rows")
    Dataset.objects.filter(slug="soon").update(access="internal")
    draft = execute(runs.publish(draft, "statistics", actor, enqueue=False))
    assert (draft.state, "Start it again" in draft.reason["en"], "처음부터" in draft.reason["ko"]) == (
        "draft",
        True,
        True,
    )
    again = done(actor, {"p": 3}, table="soon/rows")
    settings.MADANG = {**settings.MADANG, "fewest_people": 10}
    assert execute(runs.publish(again, "statistics", actor, enqueue=False)).state == "draft"
    assert done(actor, {"p": 3}, table="soon/rows", organisation="statistics").quality["suppressed"]["fewest"] == 10


def test_a_draft_of_restricted_data_has_no_small_cells_either(city: City) -> None:
    people(city, "secret", access="restricted")
    run = done(Actor(city.editor), {"p": 3}, table="secret/rows")
    assert runs.result(run, Actor(city.editor)).table("top").column("people").to_pylist() == [900, None, None]


def test_whoever_may_not_study_restricted_or_internal_data_cannot_start(city: City) -> None:
    people(city, "secret", access="restricted")
    people(city, "inside", access="internal")
    for actor, table, refused in (
        (city.citizen, "secret/rows", NotAllowed), (city.reader, "secret/rows", NotAllowed),
        (city.citizen, "inside/rows", inputs.NoSuchTable), (city.stranger, "inside/rows", inputs.NoSuchTable),
    ):  # fmt: skip
        with pytest.raises(refused):
            begin(Actor(actor), table=table)
    assert begin(Actor(city.reader), table="inside/rows").state == "waiting"


def test_a_right_that_ends_before_the_rows_are_read_ends_the_run(city: City) -> None:
    table = people(city, "inside", access="internal")
    run = begin(Actor(city.reader), table="inside/rows")
    city.reader.memberships.all().delete()
    run = execute(run)
    assert run.state == "failed"
    assert not Dataset.objects.filter(title=run.title).exists()
    assert table.current is not None


def test_what_was_made_of_internal_data_is_internal_and_opens_no_open_dataset(city: City) -> None:
    people(city, "inside", access="internal")
    actor = Actor(city.publisher)
    opened = done(actor, organisation="statistics")
    kept = done(actor, table="inside/rows", organisation="statistics")
    assert (opened.state, kept.state) == ("published", "draft")
    assert "internal or restricted data" in kept.reason["en"]
    inside = done(actor, table="inside/rows", organisation="statistics", title={"ko": "안에서만"})
    assert Dataset.objects.get(slug=inside.target["dataset"]).access == "internal"
    with pytest.raises(Hidden):
        runs.result(inside, Actor(city.stranger))


def test_whatever_is_made_from_generated_data_is_generated(city: City) -> None:
    people(city, "made-up", origin="generated")
    run = done(OPERATOR, table="made-up/rows", organisation="statistics")
    made = Dataset.objects.get(slug=run.target["dataset"])
    assert made.origin == "generated"
    assert made.description["ko"].startswith("[생성된 자료로")
    assert {one.current.origin for one in made.resources.all() if one.current} == {"generated"}
    later = done(OPERATOR, organisation="statistics")
    made.refresh_from_db()
    assert (later.target["dataset"], made.origin) == (made.slug, "derived")


@pytest.mark.parametrize(
    ("terms", "stated", "found"),
    [
        ("kogl-1", "", "kogl-1"), ("cc-by-nc-4.0", "", "cc-by-nc-4.0"), ("odbl-1.0", "", "odbl-1.0"), ("unstated", "", "unstated"),
        ("cc0-1.0", "cc-by-4.0", "cc-by-4.0"), ("kogl-1", "cc0-1.0", ""), ("cc-by-nd-4.0", "", ""), ("cc-by-sa-4.0", "cc-by-4.0", ""),
    ],
)  # fmt: skip
def test_terms_are_the_strictest_of_the_inputs_or_stricter_ones(
    city: City, terms: str, stated: str, found: str
) -> None:
    licences.load()
    people(city, "under-terms", licence=Licence.objects.get(slug=terms))
    run = done(OPERATOR, table="under-terms/rows", organisation="statistics", licence=stated)
    if found:
        assert Dataset.objects.get(slug=run.target["dataset"]).licence.slug == found
    else:
        assert (run.state, "under-terms" in run.reason["ko"]) == ("draft", True)


def test_unknown_terms_are_refused_at_the_start(city: City) -> None:
    with pytest.raises(licensing.UnknownLicence):
        begin(OPERATOR, organisation="statistics", licence="mine")


def test_the_pinned_revision_is_read_though_a_newer_one_is_published(city: City) -> None:
    table = people(city, "counts")
    first = table.current
    run = begin(OPERATOR, {"p": 1}, table="counts/rows")
    publish(table, {"코드": ["새"], "인구": [9_999]}, COLUMNS)
    assert first is not None
    assert run.inputs["areas"]["revision"] == first.pk
    assert runs.result(execute(run)).table("top").to_pylist() == [{"place": 1, "code": "다", "people": 900}]
    again = begin(OPERATOR, {"p": 1}, table="counts/rows", areas={"revision": first.pk})
    assert again.inputs["areas"]["number"] == 1


def test_a_withdrawn_input_takes_report_and_certificates_with_it(city: City) -> None:
    table = people(city, "counts")
    run = done(OPERATOR, table="counts/rows", organisation="statistics")
    waiting = begin(OPERATOR, table="counts/rows")
    assert runs.result(run, Actor()).files
    assert table.current is not None
    publishing.withdraw(table.current, "a court order", OPERATOR)
    assert runs.result(run, Actor()).files == []
    run.refresh_from_db()
    assert (run.files.count(), run.quality, "철회" in run.reason["ko"]) == (0, {}, True)
    assert execute(waiting).state == "failed"


def test_people_may_edit_words_and_the_next_run_leaves_them(city: City) -> None:
    run = done(OPERATOR, organisation="statistics")
    made = Dataset.objects.get(slug=run.target["dataset"])
    made.title, made.description = {"ko": "우리 제목"}, {"ko": "우리 설명"}
    made.save()
    made.resources.get(name="top").columns.filter(name="people").update(label={"ko": "주민"})
    done(OPERATOR, {"p": 3}, organisation="statistics")
    made.refresh_from_db()
    assert (made.title, made.description) == ({"ko": "우리 제목"}, {"ko": "우리 설명"})
    assert made.resources.get(name="top").columns.get(name="people").label == {"ko": "주민"}
    assert "곳 3" in made.method["ko"]


def test_one_at_a_time_and_the_next_in_line_follows(city: City, queue: None, monkeypatch: pytest.MonkeyPatch) -> None:
    from madang.analysis import turns

    queued: list[str] = []
    monkeypatch.setattr(turns.jobs.Client, "enqueue", lambda self, workflow, id, *rest, **more: queued.append(id))
    actor = Actor(city.citizen)
    first, second = (runs.start("toy", {"areas": {"dataset": "population"}}, {}, actor) for _ in range(2))
    other = runs.start("toy", {"areas": {"dataset": "population"}}, {}, Actor(city.reader))
    assert queued == [first.pk, other.pk]
    assert turns.before(second) == 1
    execute(first)
    assert queued == [first.pk, other.pk, second.pk]
    assert StudyRun.objects.get(pk=first.pk).state == "draft"


def test_two_clicks_make_one_attempt(city: City) -> None:
    actor = Actor(city.publisher)
    draft, cancelled = done(actor), begin(actor)
    StudyRun.objects.filter(pk=cancelled.pk).update(state="cancelled")
    cancelled.refresh_from_db()
    runs.publish(draft, "statistics", actor, enqueue=False)
    runs.retry(cancelled, actor, enqueue=False)
    with pytest.raises(runs.NotNow):
        runs.publish(draft, "statistics", actor, enqueue=False)  # as the second page had read it
    with pytest.raises(runs.NotNow):
        runs.retry(cancelled, actor, enqueue=False)
    assert {StudyRun.objects.get(pk=one.pk).attempt for one in (draft, cancelled)} == {2}


def test_what_came_of_a_table_that_is_gone_is_nobodys(city: City) -> None:
    people(city, "secret", access="restricted")
    actor = Actor(city.publisher)
    published, draft = done(actor, table="secret/rows", organisation="statistics"), done(actor, table="secret/rows")
    waiting = begin(actor, table="secret/rows", organisation="statistics")
    waiting.step = "publish"
    Dataset.objects.filter(slug="secret").delete()
    for reader in (Actor(), actor, OPERATOR):
        assert not rights.reads_files(reader, published)
    assert runs.result(published, actor).files == []
    with pytest.raises(rights.InputGone):
        runs.result(draft, actor).table("top")
    with pytest.raises(rights.InputGone):
        runs.publish(draft, "statistics", actor, enqueue=False)
    assert execute(waiting).state == "failed"


def test_of_an_input_that_is_internal_now_outsiders_hear_nothing(city: City, client: Client) -> None:
    people(city, "later", title={"ko": "감춘 제목", "en": "Hidden title"})
    run = done(
        Actor(city.publisher), table="later/rows", organisation="statistics", areas={"where": "코드 in ('가','나')"}
    )
    Dataset.objects.filter(slug="later").update(access="internal")
    pages = [f"/ko/studies/runs/{run.pk}/", "/ko/studies/", f"/ko/studies/compare/?a={run.pk}"]
    for page in pages:
        told = client.get(page).content.decode()
        assert not [word for word in ("감춘 제목", "later", "코드 in") if word in told], page
    assert client.get(f"/api/v1/studies/toy/runs/{run.pk}/result").json()["quality"] == {}
    client.force_login(city.reader)
    assert "later/rows" in client.get(pages[0]).content.decode()
