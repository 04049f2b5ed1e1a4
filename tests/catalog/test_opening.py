"""What was kept because few could read a dataset is decided again before more can, by every way that opens one."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpResponse

from madang.accounts.models import Token
from madang.accounts.policy import OPERATOR
from madang.catalog.models import Dataset
from madang.catalog.opening import DecideAgain
from madang.ingest import describe, publish
from madang.ingest import run as runs
from madang.ingest.models import Run
from madang.lib import jobs
from tests.ingest.loading import csv, execute, load

pytestmark = pytest.mark.django_db
ID = "mobile-number::전화"


@pytest.fixture(scope="module", autouse=True)
def queue() -> None:
    jobs.migrate(runs.url())


@pytest.fixture
def run(city, tmp_path) -> Run:
    """A run of a restricted dataset whose telephone numbers were justified for that reason; not published."""
    run = load(csv(tmp_path / "a.csv", "구,전화", "종로,010-1234-5678", "중구,010-2345-6789"), OPERATOR)
    assert run.state == "ready"
    Run.objects.filter(pk=run.pk).update(target={**run.target, "access": "restricted"})
    return runs.decide(Run.objects.get(pk=run.pk), ID, "justify", "제한 자료", OPERATOR)


@pytest.fixture
def restricted(run) -> Dataset:
    assert execute(runs.publish(run, OPERATOR, enqueue=False)).state == "published"
    return Dataset.objects.get(slug="trial")


def filled(page: HttpResponse) -> dict[str, Any]:
    """What a browser would send back."""
    formsets = [inline.formset for inline in page.context["inline_admin_formsets"]]
    forms = [page.context["adminform"].form]
    forms += [form for formset in formsets for form in (formset.management_form, *formset.initial_forms)]
    values = {form.add_prefix(field.name): field.value() for form in forms for field in form}
    return {name: value if value is not None else "" for name, value in values.items()}


def test_the_administration_does_not_open_it(client, city, restricted):
    client.force_login(city.administrator)
    address = f"/admin/catalog/dataset/{restricted.pk}/change/"
    page = client.get(address, HTTP_ACCEPT_LANGUAGE="en")
    assert page.status_code == 200
    sent = filled(page) | {"access": "open"}
    answer = client.post(address, sent)
    assert answer.status_code == 200
    assert ID in answer.content.decode()
    assert Dataset.objects.get(pk=restricted.pk).access == "restricted"
    assert client.post(address, sent | {"access": "restricted", "cycle": "daily"}).status_code == 302
    assert Dataset.objects.get(pk=restricted.pk).cycle == "daily"


def test_no_program_opens_it_by_saving(restricted):
    for access in ("open", "internal"):
        restricted.access = access
        with pytest.raises(DecideAgain, match=ID):
            restricted.save()
        with pytest.raises(DecideAgain):
            restricted.save(update_fields=["access"])
    restricted.refresh_from_db()
    restricted.save(update_fields=["modified"])


def test_the_page_opens_it_with_a_reason_which_holds_from_then_on(restricted):
    with pytest.raises(DecideAgain, match=ID):
        describe.describe_dataset(restricted, {"title": restricted.title, "access": "internal"}, OPERATOR)
    describe.describe_dataset(restricted, {"title": restricted.title, "access": "internal"}, OPERATOR, "직원 대표번호")
    with pytest.raises(DecideAgain, match=ID):
        describe.describe_dataset(restricted, {"title": restricted.title, "access": "open"}, OPERATOR)
    describe.describe_dataset(restricted, {"title": restricted.title, "access": "open"}, OPERATOR, "민원 대표번호")
    assert Dataset.objects.get(pk=restricted.pk).access == "open"


def test_a_load_by_the_api_does_not_open_it(client, city, restricted):
    """A dataset that is there keeps its access, whatever a load says of it."""
    _row, secret = Token.make(city.publisher, "script", may_write=True)
    answer = client.post(
        "/api/v1/loads", b"a\n1\n", query_params={"dataset": "trial", "file_name": "b.csv", "publish": "true", "access": "open"},
        content_type="application/octet-stream", headers={"Authorization": f"Bearer {secret}"},
    )  # fmt: skip
    assert answer.status_code in (202, 400), answer.content.decode()
    if answer.status_code == 202:
        runs.load(answer.json()["run"], Run.Step.FETCH)
    assert Dataset.objects.get(pk=restricted.pk).access == "restricted"


def test_a_run_that_waits_is_decided_again_when_its_dataset_was_opened_meanwhile(city, run):
    Run.objects.filter(pk=run.pk).update(target={**run.target, "access": "open"})
    with pytest.raises(publish.OpenFindings, match=ID):
        runs.publish(Run.objects.get(pk=run.pk), OPERATOR, enqueue=False)
    again = runs.decide(Run.objects.get(pk=run.pk), ID, "justify", "민원 대표번호", OPERATOR)
    assert execute(runs.publish(again, OPERATOR, enqueue=False)).state == "published"
