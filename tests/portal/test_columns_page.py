"""P25: a column name is not a definition. People say what columns mean, in both languages, with drafts from elsewhere."""

from __future__ import annotations

import pytest

from madang.accounts.models import AuditEvent
from madang.catalog.models import Column, Resource
from tests.api.linked.conftest import make
from tests.portal import layers

pytestmark = pytest.mark.django_db
ADDRESS = "/en/datasets/residents/dong/columns/"


def sent(position: int, **words: str) -> dict[str, str]:
    return {f"{name}-{position}": value for name, value in words.items()}


def test_an_editor_says_what_a_column_means(client, city, residents):
    client.force_login(city.editor)
    assert "0 of 4 columns have a meaning" in client.get(ADDRESS).content.decode()
    words = sent(2, label_ko="주민등록 인구", label_en="Residents", description_ko="외국인 제외", unit="명",
                 missing_ko="조사 전", missing_en="not counted yet", codes="1 = 남자 | Male\n2 = 여자")  # fmt: skip
    assert client.post(ADDRESS, words).status_code == 302
    column = Column.objects.get(resource=residents, name="인구")
    assert column.label == {"ko": "주민등록 인구", "en": "Residents"}
    assert column.codes == {"1": {"ko": "남자", "en": "Male"}, "2": {"ko": "여자"}}
    assert AuditEvent.objects.filter(action="describe").count() == 1
    page = client.get("/en/datasets/residents/").content.decode()
    assert "Residents" in page
    assert "not counted yet" in page
    assert "Male" in page
    assert "1 of 4 columns have a meaning" in client.get(ADDRESS).content.decode()
    told = client.get("/api/v1/datasets/residents/resources/dong/columns").json()["columns"][2]
    assert told["missing"] == {"ko": "조사 전", "en": "not counted yet"}


def test_saving_twice_changes_nothing_and_logs_once(client, city, residents):
    client.force_login(city.editor)
    for _ in range(2):
        client.post(ADDRESS, sent(0, label_en="Neighbourhood"))
    assert AuditEvent.objects.filter(action="describe").count() == 1


def test_words_stay_when_new_content_is_loaded(client, city, residents):
    client.force_login(city.editor)
    client.post(ADDRESS, sent(0, label_en="Neighbourhood"))
    current = residents.current.pk
    layers.put(residents, *_again())
    assert Resource.objects.get(pk=residents.pk).current_id != current
    assert "Neighbourhood" in client.get("/en/datasets/residents/").content.decode()


def test_a_column_of_the_same_name_elsewhere_makes_a_draft(client, city, residents, squares):
    Column.objects.update_or_create(resource=squares, name="인구", defaults={"label": {"en": "People counted"}})
    client.force_login(city.editor)
    page = client.get(ADDRESS).content.decode()
    assert "People counted" in page
    assert "Check it: saving confirms it" in page
    assert "People counted" not in client.get("/en/datasets/residents/").content.decode()


def test_no_draft_comes_from_what_the_reader_may_not_see(client, city, residents, squares):
    Column.objects.update_or_create(resource=squares, name="인구", defaults={"label": {"en": "People counted"}})
    squares.dataset.state = "draft"
    squares.dataset.organisation = city.elsewhere
    squares.dataset.save()
    client.force_login(city.editor)
    assert "People counted" not in client.get(ADDRESS).content.decode()


@pytest.mark.parametrize("name", ["stranger", "reader", "citizen"])
def test_others_may_not(client, city, residents, name):
    client.force_login(getattr(city, name))
    assert client.get(ADDRESS).status_code == 403
    assert client.post(ADDRESS, sent(0, label_en="x")).status_code == 403
    assert not Column.objects.filter(resource=residents, label__en="x").exists()


def test_what_is_too_long_is_said_and_kept_in_the_form(client, city, residents):
    client.force_login(city.editor)
    page = client.post(ADDRESS, sent(0, unit="k" * 61))
    assert page.status_code == 200
    assert "at most 60 letters" in page.content.decode()
    assert "k" * 61 in page.content.decode()


def _again():
    import pyarrow as pa

    from madang.query.model import Column as Described
    from madang.query.model import Type

    table = pa.table({"행정동": ["가동"], "자치구": ["종로구"], "인구": [1], "기준일": pa.array([20_634], pa.date32())})
    kinds = (Type.TEXT, Type.TEXT, Type.INTEGER, Type.DATE)
    return table, tuple(Described(name, kind) for name, kind in zip(table.column_names, kinds, strict=True))


def test_a_column_refers_to_a_table_and_the_match_rate_is_shown(client, city):
    linked = make(city)
    client.force_login(city.editor)
    address = "/en/datasets/counts/yearly/columns/"
    form = client.get(address).content.decode()
    assert '<option value="areas/districts">' in form
    saved = client.post(address, sent(1, refers_to="areas/districts"), follow=True).content.decode()
    assert "1 of 2 different values find a row there" in saved
    assert "x y" in saved
    assert 'href="/en/datasets/areas/"' in saved
    assert linked.yearly.columns.get(name="구").refers_to == linked.districts
    assert (
        "there is no table areas/nothing" in client.post(address, sent(1, refers_to="areas/nothing")).content.decode()
    )
    client.post(address, sent(1, label_en="District"))
    assert linked.yearly.columns.get(name="구").refers_to == linked.districts, "a form without the field leaves it"
    client.post(address, sent(1, refers_to=""))
    assert linked.yearly.columns.get(name="구").refers_to is None


def test_a_target_that_is_hidden_is_neither_shown_nor_lost(client, city):
    linked = make(city)
    linked.districts.dataset.state, linked.districts.dataset.organisation = "draft", city.elsewhere
    linked.districts.dataset.save()
    client.force_login(city.editor)
    address = "/en/datasets/schools/schools/columns/"
    assert "areas" not in client.get(address).content.decode()
    client.post(address, sent(1, label_en="District"))
    assert linked.schools.columns.get(name="구").refers_to == linked.districts
