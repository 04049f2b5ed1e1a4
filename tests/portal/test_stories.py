"""Stories as readers and writers meet them."""

from __future__ import annotations

import html
import json
import re
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.urls import reverse

from madang.accounts.policy import Actor
from madang.catalog.models import Resource
from madang.community import stories
from madang.community.models import Story, Version
from madang.community.stories_sources import CannotShow
from madang.ingest import publish as publishing
from tests.city import COLUMNS, ROWS, dataset, publish
from tests.community import texts
from tests.portal import layers

pytestmark = pytest.mark.django_db


def text_of(response, status: int = 200) -> str:
    assert response.status_code == status, response.content[:500]
    return response.content.decode()


def form(**more: str) -> dict[str, str]:
    return {"organisation": "statistics", "authors": "홍길동", "follows": "yes", "title_ko": "사람 이야기", "summary_ko": "요약",
            "text_ko": f"사람은 {texts.NUMBER}입니다.", "edition": "0", "do": "save", **more}  # fmt: skip


def test_a_story_shows_its_number_with_unit_date_and_source(client, city):
    made = texts.story(city)
    page = text_of(client.get(reverse("story", args=[made.slug])))
    assert re.search(r'<data value="818594">818,594</data> 명', page)
    assert "자치구별 인구" in page
    assert "2026년 6월 30일" in page
    assert "/versions/1/" in page
    said = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])
    assert said["@type"] == "Article"
    assert said["headline"] == "사람 이야기"
    assert said["author"] == [{"@type": "Person", "name": "홍길동"}]


def test_a_story_is_cited_in_bibtex_with_its_authors_one_by_one_and_odd_letters(client, city):
    made = texts.story(city, title={"ko": "연구 & 개발 {초안"}, authors="홍길동, R&D팀")
    page = html.unescape(text_of(client.get(f"/ko/stories/{made.slug}/")))
    assert r"author = {{홍길동} and {R\&D팀}}," in page
    assert r"title = {{연구 \& 개발 \textbraceleft{}초안}}," in page


def test_the_other_language_is_offered_and_the_fallback_is_said(client, city):
    made = texts.story(city)
    page = text_of(client.get(f"/en/stories/{made.slug}/"))
    assert "reading the Korean one" in page
    assert 'lang="ko">사람 이야기</h1>' in page


def test_a_chart_stands_where_its_address_stood(client, city):
    made = texts.story(city, "앞\n\n/ko/datasets/population/districts/chart/?kind=bar&x=자치구&y=인구\n\n뒤")
    page = text_of(client.get(f"/ko/stories/{made.slug}/"))
    assert '<figure class="story-figure panel" lang="ko">' in page
    assert "<svg" in page
    assert "chart/chart.vl.json" in page
    assert "og:image" in page


def test_a_chart_whose_cells_hold_control_characters_is_drawn(client, city):
    made = texts.story(
        city, "앞\n\n/ko/datasets/population/districts/chart/?kind=bar&x=자치구&y=인구&where=자치구+<>+'%1B'\n\n뒤"
    )
    page = text_of(client.get(f"/ko/stories/{made.slug}/"))
    assert "<svg" in page
    assert 'role="img"' in page


def test_followed_data_are_new_pinned_data_are_old_and_both_say_so(client, city):
    live, pinned = texts.story(city), texts.story(city, follows=False)
    publish(city.resource, {**ROWS, "인구": [1, 2, 3]}, COLUMNS, number=2)
    page = text_of(client.get(f"/ko/stories/{live.slug}/"))
    assert '<data value="6">6</data>' in page
    assert "818,594" in page, "the value that it was written with"
    assert "자료가 바뀌었습니다" in page
    for address in (f"/ko/stories/{pinned.slug}/", f"/ko/stories/{live.slug}/versions/1/"):
        page = text_of(client.get(address))
        assert '<data value="818594">' in page
        assert '<data value="6">' not in page


def test_a_withdrawn_number_is_named_and_its_value_is_gone(client, city):
    made = texts.story(city, follows=False)
    publishing.withdraw(city.revision, "이름이 들어 있었습니다.", Actor(city.publisher))
    page = text_of(client.get(f"/ko/stories/{made.slug}/"))
    assert "818,594" not in page
    assert "이름이 들어 있었습니다." in page
    assert "live gone" in page


# Writing


def test_an_editor_writes_and_a_publisher_publishes(client, city):
    client.force_login(city.editor)
    sent = client.post("/ko/stories/new/", form())
    assert sent.status_code == 302
    made = Story.objects.get()
    assert (made.state, made.organisation, made.authors) == ("draft", city.department, "홍길동")
    page = text_of(client.get(sent["Location"]))
    assert "저장하고 게시" not in page, "an editor does not publish"
    client.post(sent["Location"], form(edition="1", do="publish"))
    assert Story.objects.get().state == "draft"
    client.force_login(city.publisher)
    assert client.post(sent["Location"], form(edition="2", do="publish"))["Location"] == quote(
        f"/ko/stories/{made.slug}/"
    )
    assert list(Version.objects.get().revisions.all()) == [city.revision]


def test_a_preview_saves_nothing_and_shows_what_readers_would_see(client, city):
    city.dataset.access = "internal"
    city.dataset.save()
    client.force_login(city.editor)
    page = text_of(client.post("/ko/stories/new/", form(do="preview")))
    assert Story.objects.count() == 0
    assert "818,594" not in page, "the writer may read it, readers may not"
    assert "독자가 볼 수 없습니다" in page
    assert "사람은 [[population" in page, "the words stay in the form"
    part = text_of(client.post("/ko/stories/preview/", form(**{"in": "ko"})))
    assert part.lstrip().startswith('<section id="preview"')


def test_two_editors_at_once_both_see_both_and_lose_nothing(client, city):
    made = texts.story(city, published=False)
    client.force_login(city.editor)
    first, second = form(edition="1", text_ko="첫 사람의 글"), form(edition="1", text_ko="둘째 사람의 글")
    assert client.post(f"/ko/stories/{made.slug}/edit/", first).status_code == 302
    told = text_of(client.post(f"/ko/stories/{made.slug}/edit/", second), 409)
    assert "첫 사람의 글" in told
    assert "둘째 사람의 글" in told
    edition = re.search(r'name="edition" value="(\d+)"', told)[1]
    assert client.post(f"/ko/stories/{made.slug}/edit/", {**second, "edition": edition}).status_code == 302
    assert Story.objects.get().text == {"ko": "둘째 사람의 글"}


def test_what_is_too_much_is_told_beside_the_field_and_kept(client, city):
    client.force_login(city.editor)
    page = text_of(client.post("/en/stories/new/", form(text_ko=f"{texts.NUMBER} " * 1000)))
    assert "1,000 live numbers" in page
    assert page.count("[[population") >= 1000
    assert Story.objects.count() == 0
    page = text_of(client.post("/en/stories/new/", form(text_ko="가" * 70_000)))
    assert "70,000 characters" in page


def test_a_published_version_never_changes_and_every_one_stays(client, city):
    made = texts.story(city)
    with pytest.raises(TypeError, match="never changed"):
        made.current.save()
    client.force_login(city.publisher)
    client.post(f"/ko/stories/{made.slug}/edit/", form(edition="1", text_ko="둘째 판", do="publish"))
    assert "둘째 판" in text_of(client.get(f"/ko/stories/{made.slug}/"))
    assert "818,594" in text_of(client.get(f"/ko/stories/{made.slug}/versions/1/"))
    assert client.get(f"/ko/stories/{made.slug}/versions/3/").status_code == 404
    assert client.get(f"/ko/stories/{made.slug}/versions/99999999999999999999/").status_code == 404
    again = client.post(
        f"/ko/stories/{made.slug}/edit/", form(edition="2", text_ko="둘째 판", do="publish"), follow=True
    )
    assert "판 2(으)로" in again.content.decode() or "판 2로" in again.content.decode()


def test_what_was_taken_back_answers_410_with_its_reason(client, city):
    made = texts.story(city)
    client.force_login(city.publisher)
    client.post(f"/ko/stories/{made.slug}/act/take-back/", {"why": "<b>틀렸습니다</b>"})
    client.logout()
    for address in (f"/ko/stories/{made.slug}/", f"/ko/stories/{made.slug}/versions/1/"):
        gone = client.get(address)
        assert gone.status_code == 410
        assert "&lt;b&gt;틀렸습니다" in gone.content.decode()
        assert "818,594" not in gone.content.decode()
    assert made.slug not in text_of(client.get("/ko/stories/"))


# Who may do what


ROLES = ("anonymous", "citizen", "stranger", "reader", "editor", "publisher", "steward", "administrator")


@pytest.mark.parametrize("name", ROLES)
def test_rights_are_those_of_the_table(client, city, name):
    draft, shown = texts.story(city, published=False, title={"ko": "비밀 초안"}), texts.story(city)
    measured = texts.indicator(city, published=False)
    if name != "anonymous":
        client.force_login(getattr(city, name))
    writes, publishes = name in ROLES[4:], name in ROLES[5:]
    assert client.get(f"/ko/stories/{draft.slug}/").status_code == (200 if writes else 404)
    assert client.get(f"/ko/indicators/{measured.slug}/").status_code == (200 if writes else 404)
    assert client.get(f"/ko/indicators/{measured.slug}/embed/").status_code == 404, "a frame shows what anybody may see"
    assert ("비밀 초안" in text_of(client.get("/ko/stories/"))) is writes
    for address in (f"/ko/stories/{draft.slug}/edit/", f"/ko/indicators/{measured.slug}/edit/"):
        assert client.get(address).status_code == (302 if name == "anonymous" else 200 if writes else 404)
    edits = client.post(f"/ko/stories/{shown.slug}/edit/", form(edition="1", text_ko="바꿈"))
    assert (Story.objects.get(pk=shown.pk).text == {"ko": "바꿈"}) is writes, edits.status_code
    client.post(f"/ko/stories/{shown.slug}/act/take-back/", {"why": "x"})
    assert (Story.objects.get(pk=shown.pk).state == "taken-back") is publishes


def test_nobody_writes_for_an_organisation_that_is_not_theirs(client, city):
    client.force_login(city.stranger)
    page = text_of(client.post("/ko/stories/new/", form()))
    assert Story.objects.count() == 0
    assert "statistics" not in re.findall(r'<option value="([^"]+)"', page)
    client.force_login(city.citizen)
    assert client.get("/ko/stories/new/").status_code == 403
    assert client.post("/ko/stories/preview/", form()).status_code == 403


def test_forms_from_elsewhere_are_refused(city):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(city.publisher)
    made = texts.story(city)
    for address in ("/ko/stories/new/", "/ko/stories/preview/", f"/ko/stories/{made.slug}/edit/", f"/ko/stories/{made.slug}/act/take-back/",
                    "/ko/indicators/new/"):  # fmt: skip
        assert strict.post(address, form()).status_code == 403
    assert Story.objects.get().state == "published"


# Attack


HIDDEN = ({"state": "draft"}, {"access": "internal"}, {"access": "restricted"})


@pytest.mark.parametrize("facts", HIDDEN, ids=lambda facts: "-".join(facts.values()))
def test_what_readers_may_not_see_is_not_published_and_never_shown(client, city, facts):
    secret = dataset("secret", city.department, title={"ko": "숨긴 제목"}, **facts)
    table = Resource.objects.create(dataset=secret, name="rows")
    publish(table, {"자치구": ["숨긴 값"], "인구": [987_654]}, COLUMNS)
    text = "\n\n".join(
        [
            "값 [[secret/rows: sum(인구)]] [[secret/rows: 자치구]]",
            "/ko/datasets/secret/rows/chart/",
            "/ko/datasets/secret/rows/map/",
        ]
    )
    made = texts.story(city, text, published=False)
    with pytest.raises(CannotShow) as refused:
        stories.publish(made, Actor(city.publisher))
    assert "숨긴" not in str(refused.value.texts())
    # it was open when the story was published, and is not any more
    secret.access, secret.state = "open", "published"
    secret.save()
    stories.publish(made, Actor(city.publisher))
    for name, value in facts.items():
        setattr(secret, name, value)
    secret.save()
    cache.clear()
    for language in ("ko", "en"):
        for address in (
            f"/{language}/stories/{made.slug}/",
            f"/{language}/stories/{made.slug}/versions/1/",
            f"/{language}/stories/",
        ):
            page = text_of(client.get(address))
            assert "987" not in page
            assert "숨긴" not in page
    page = text_of(client.get(f"/en/stories/{made.slug}/"))
    assert page.count("A figure stands here that cannot be shown") == 2
    assert page.count("live gone") == 2


def test_hostile_words_stay_words_everywhere(client, city):
    nasty = '"><script>alert(1)</script><img src=x onerror=y>'
    said = f"{nasty}\n\n[x](javascript:alert(1))\n\n[[population/districts: sum(인구) | {nasty}]]"
    made = texts.story(city, said, title={"ko": nasty}, summary={"ko": nasty}, authors=nasty)
    client.force_login(city.publisher)
    for address in (
        "/ko/stories/",
        f"/ko/stories/{made.slug}/",
        f"/ko/stories/{made.slug}/edit/",
        "/ko/datasets/population/",
    ):
        page = text_of(client.get(address))
        assert "<script>alert" not in page, address
        assert "<img" not in page, address
        assert "javascript:" not in re.sub(r"<textarea.*?</textarea>", "", page, flags=re.S).replace(
            "](javascript:alert(1))", ""
        ), address
    feed = client.get("/feeds/stories.atom").content.decode()
    assert "<script" not in feed


@pytest.mark.parametrize(
    "query", ["x=%00", "limit=9999999999999999999999", "kind=" + "b" * 3000, "&".join(["y=인구"] * 1200),
              "x=없음&y=인구", "revision=../../x",
              "as_of=x", "where=1/0 = 1", "where=" + "(" * 300],
)  # fmt: skip
def test_an_odd_address_of_a_chart_is_a_named_gap(client, city, query):
    made = texts.story(city, published=False)
    Story.objects.filter(pk=made.pk).update(text={"ko": f"/ko/datasets/population/districts/chart/?{query}"})
    client.force_login(city.editor)
    text_of(client.get(f"/ko/stories/{made.slug}/"))


def test_a_dataset_says_which_stories_and_indicators_use_it(client, city):
    table = texts.care(city)
    made, measured = texts.story(city), texts.indicator(city, table)
    texts.story(city, published=False, title={"ko": "초안입니다"})
    page = text_of(client.get("/ko/datasets/population/"))
    assert quote(f"/ko/stories/{made.slug}/") in page
    assert "초안입니다" not in page
    assert f"/ko/indicators/{measured.slug}/" in text_of(client.get("/ko/datasets/care/"))


def test_odd_methods_and_addresses(client, city):
    made = texts.story(city)
    assert client.head(f"/ko/stories/{made.slug}/").status_code == 200
    for method in (client.post, client.put, client.delete):
        assert method(f"/ko/stories/{made.slug}/").status_code == 405
    for slug in ("없는-것", "%00", "a" * 5000, "..%2f", "new%20"):
        assert client.get(f"/ko/stories/{slug}/").status_code == 404
        assert client.get(f"/ko/indicators/{slug}/").status_code == 404
    assert client.get("/ko/stories/?page=x").status_code == 200


CHART = "/ko/datasets/population/districts/chart/?x=%EC%9E%90%EC%B9%98%EA%B5%AC&y=%EC%9D%B8%EA%B5%AC&kind=bar"


def test_a_chart_is_put_into_a_new_story_by_who_may_write(client, city):
    assert "이야기에 넣기" not in text_of(client.get(CHART))
    client.force_login(city.editor)
    page = html.unescape(text_of(client.get(CHART)))
    address = re.search(r'href="(/ko/stories/new/\?figure=[^"]+)"', page)[1]
    begun = html.unescape(text_of(client.get(address)))
    assert re.search(r'id="id_text_ko"[^>]*>\s*/ko/datasets/population/districts/chart/\?', begun)


@pytest.mark.parametrize("figure", [
    "https://elsewhere.example" + CHART, "//elsewhere.example/ko/datasets/a/b/chart/", "/ko/account/", CHART + "\n\n# 제목",
])  # fmt: skip
def test_a_story_begins_with_no_other_address(client, city, figure):
    client.force_login(city.editor)
    begun = html.unescape(text_of(client.get(f"/ko/stories/new/?figure={quote(figure, safe='')}")))
    assert re.search(r'id="id_text_ko"[^>]*>\s*</textarea>', begun)


def test_a_map_is_put_into_a_new_story_too(client, city):
    layers.dongs(city)
    layers.older(city)
    assert "stories/new/?figure=" not in text_of(client.get("/ko/datasets/older/people/map/"))
    client.force_login(city.editor)
    page = html.unescape(text_of(client.get("/ko/datasets/older/people/map/")))
    begun = html.unescape(text_of(client.get(re.search(r'href="(/ko/stories/new/\?figure=[^"]+)"', page)[1])))
    assert re.search(r'id="id_text_ko"[^>]*>\s*/ko/datasets/older/people/map/\?', begun)


def test_the_buttons_of_the_editor_put_in_words_that_are_no_address(client, city):
    client.force_login(city.editor)
    page = text_of(client.get("/ko/stories/new/"))
    assert 'data-sample="→ 여기에 차트 화면의 주소를 붙여 넣으세요"' in page
    assert 'data-sample="/' not in page
