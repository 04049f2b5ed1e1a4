"""What the demonstration's citizens ask stands where those who answer are, once, and says that it is made up."""

from __future__ import annotations

import pytest
from django.test import Client

from madang.community.models import DataRequest, Report
from madang.demonstration import asking, publishing
from madang.demonstration.catalogue import entries

pytestmark = pytest.mark.django_db


def test_it_is_asked_once_and_answered(town: dict[str, str]) -> None:
    asking.publish()
    before = DataRequest.objects.count(), Report.objects.count()
    asking.publish()
    assert (DataRequest.objects.count(), Report.objects.count()) == before
    assert before[0] >= len(asking.ASKED) - 1, "all but what waits for a dataset that this town has not"
    assert {one.purpose for one in DataRequest.objects.all()} == {asking.INVENTED}
    said = Client().get("/ko/requests/").content.decode()
    assert asking.ASKED[0].text in said
    declined = DataRequest.objects.get(state="declined")
    assert [entry.what for entry in declined.history.all()] == ["assigned", "answered"]
    assert all(declined.asked_at <= entry.at for entry in declined.history.all())


def test_what_it_names_is_in_the_city() -> None:
    slugs = {entry.slug for entry in entries()}
    organisations = {one[0] for one in publishing.ORGANISATIONS}
    assert {one.dataset for one in asking.ASKED if one.dataset} | {one[0] for one in asking.REPORTED} <= slugs
    assert {one.organisation for one in asking.ASKED} <= organisations
