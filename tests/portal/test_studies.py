"""Studies as readers and analysts meet them: choosing data, a run, its result, two runs, and what if a site moved."""

from __future__ import annotations

import html
import json
import re
import subprocess
import sys
from dataclasses import replace

import pytest
from django.core.cache import cache
from django.utils import translation

from madang.accounts.policy import Actor
from madang.analysis import registry, saved_scenarios, scenarios, steps, suggesting
from madang.analysis import run as runs
from madang.analysis.models import Scenario, StudyRun
from madang.analysis.roles import Fit
from madang.analysis.scenarios import Changes, OddScenario, Scene
from madang.catalog import search
from madang.catalog.models import Resource
from madang.portal.studies import (
    comparing,
    reoptimising,
    result,
    scenario_page,
    scenario_state,
    scenario_words,
    shown_run,
)
from madang.portal.studies.shown_run import chosen
from tests.portal import layers, sited
from tests.portal.siting_runs import begun, finished
from tests.portal.test_valid_pages import Page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def only(monkeypatch, squares):
    monkeypatch.setattr(registry, "studies", lambda: {"sited": sited})


@pytest.fixture
def published(city, tmp_path) -> StudyRun:
    return finished(tmp_path, Actor(city.publisher), organisation="statistics")


@pytest.fixture
def draft(city, tmp_path) -> StudyRun:
    return finished(tmp_path, Actor(city.editor))


def text_of(response, status: int = 200) -> str:
    assert response.status_code == status, response.content[:800]
    return html.unescape(response.content.decode())


def test_the_list_says_what_each_study_asks_and_found(client, published):
    page = text_of(client.get("/ko/studies/"))
    assert sited.TITLE["ko"] in page
    assert sited.SUMMARY["ko"] in page
    assert f"/ko/studies/runs/{published.pk}/" in page


def test_a_study_proposes_tables_and_columns_with_reasons(client):
    page = text_of(client.get("/en/studies/sited/"))
    assert 'name="areas" value="squares/squares"' in page
    assert '<option value="이름" selected>' in page
    assert "guessed: its name is “이름”" in page
    assert 'value="고령인구" checked' in page
    assert 'name="p.sites" value="5"' in page
    assert "Sign in to run it" in page


def test_the_home_page_and_the_dataset_lead_to_the_result(client, published):
    there = f"/en/studies/runs/{published.pk}/"
    home = text_of(client.get("/en/"))
    assert there in home
    assert there in text_of(client.get(f"/en/datasets/{published.target['dataset']}/"))
    assert "/studies/runs/" not in text_of(client.get("/en/datasets/squares/"))


def test_no_table_is_proposed_for_two_roles_and_no_result_of_a_study(client, city, published, monkeypatch):
    areas = layers.points(city)
    best = {
        "areas": [
            offer(published.dataset.resources.get(name="sites")),
            offer(areas),
            offer(Resource.objects.get(name="squares")),
        ],
        "facilities": [offer(areas)],
    }
    monkeypatch.setattr(suggesting, "tables", lambda study, actor: best)
    page = text_of(client.get("/en/studies/sited/"))
    assert 'name="areas" value="squares/squares"' in page
    assert 'name="facilities" value="stops/stops"' in page


def offer(resource: Resource) -> suggesting.Offer:
    return suggesting.Offer(resource, Fit(), 9.0, {"en": "it fits", "ko": "맞습니다"})


def test_who_starts_a_run_is_signed_in(client):
    answer = client.post("/en/studies/sited/", {"areas": "squares/squares"})
    assert answer.status_code == 302
    assert "/account/login/" in answer["Location"]
    assert not StudyRun.objects.exists()


FORM = {"areas": "squares/squares", "areas.name": "이름", "areas.need": "고령인구", "areas.geometry": "geometry"}


def test_a_run_is_started_with_what_was_chosen(client, city, queue):
    client.force_login(city.publisher)
    told = {
        "areas.need.weights": "0.5",
        "areas.where": "고령인구 > 100",
        "p.sites": "3",
        "title": "새 이름",
        "organisation": "statistics",
    }
    answer = client.post("/en/studies/sited/", FORM | told)
    run = StudyRun.objects.get()
    assert answer["Location"] == f"/en/studies/runs/{run.pk}/"
    given = run.inputs["areas"]
    assert (given["columns"]["need"], given["weights"], given["where"]) == (
        ["고령인구"],
        {"need": [0.5]},
        "고령인구 > 100",
    )
    assert (run.parameters["sites"], run.title["ko"], run.target["organisation"]) == (3, "새 이름", "statistics")
    again = client.get(client.get(answer["Location"]).context["again"])
    page = text_of(again)
    assert 'name="areas.need.weights" value="0.5"' in page
    assert 'name="areas.where" value="고령인구 > 100"' in page
    assert 'name="p.sites" value="3"' in page


WRONG = {
    "a parameter out of bounds": ({"p.sites": "1000"}, "“New sites” is 1000, but must lie between 1 and 100."),
    "a parameter that is no number": ({"p.sites": "many"}, "“New sites” cannot be `many`"),
    "no table": ({"areas": ""}, "The study needs a table here."),
    "a table that is not there": ({"areas": "nothing/here"}, "There is no table nothing/here"),
    "a needed column left out": ({"areas.name": ""}, "The study needs this column."),
    "too few weights": ({"areas.need": ["고령인구"], "areas.need.weights": "1, 2"}, "2 weights for 1 columns"),
    "weights that are words": ({"areas.need.weights": "a lot"}, "Weights are numbers with commas"),
    "a condition that cannot be read": ({"areas.where": "고령인구 >"}, "The run was not started."),
    "a condition that is an attack": ({"areas.where": "1); drop table x; --"}, "The run was not started."),
    "a parameter of NUL": ({"p.keep": "a\0b"}, "“keep” cannot be"),
    "an organisation that is not there": ({"organisation": "nowhere"}, "There is no organisation nowhere."),
}


def test_what_is_wrong_is_said_and_nothing_is_lost(client, city):
    client.force_login(city.publisher)
    for name, (change, said) in WRONG.items():
        page = text_of(client.post("/en/studies/sited/", FORM | {"p.standard": "1234"} | change))
        assert said in page, name
        assert 'role="alert"' in page, name
        if "areas" not in change:
            assert 'name="p.standard" value="1234"' in page, name
    assert not StudyRun.objects.exists()


def test_words_that_name_no_table_are_searched_for(client, city):
    search.rebuild()
    page = text_of(client.get("/ko/studies/sited/?areas=고령 인구"))
    assert '<button class="button quiet compact" name="areas" value="squares/squares">' in page


@pytest.mark.parametrize("title", ["격자", "격자 · 통계과"])
def test_the_title_of_a_dataset_is_taken(client, squares, title):
    page = text_of(client.get("/ko/studies/sited/", {"areas": title.replace("격자", squares.dataset.title["ko"])}))
    assert 'name="areas" value="squares/squares"' in page
    assert "errorlist" not in page


def test_a_title_of_two_tables_is_asked_about(client, city, squares):
    Resource.objects.filter(pk__in=[squares.pk, layers.points(city).pk]).update(title={"ko": "같은 제목"})
    page = text_of(client.get("/en/studies/sited/", {"areas": "같은 제목"}))
    for name in ("squares/squares", "stops/stops"):
        assert f'<button class="button quiet compact" name="areas" value="{name}">' in page


def test_a_pasted_address_of_a_table_is_taken(client):
    page = text_of(client.get("/en/studies/sited/?areas=https://city.example/ko/datasets/squares/squares/sheet/"))
    assert 'value="고령인구" checked' in page


@pytest.mark.parametrize(
    "address", ["studies/nothing/", "studies/runs/nothing/", "studies/runs/" + "f" * 5000 + "/", "studies/runs/%00/"]
)
def test_what_is_not_there_is_not_found(client, address):
    assert client.get(f"/en/{address}").status_code == 404


def test_the_page_of_a_result(client, published):
    page = text_of(client.get(f"/en/studies/runs/{published.pk}/"))
    assert "Optimal for this model." in page
    assert page.count("<h1") == 1
    assert "Because of <b>" in page  # unescaped by text_of: the report's own text was escaped
    for name in ("report.pdf", "report/", "scenario/", "files/certificates/proof.json"):
        assert f"/en/studies/runs/{published.pk}/{name}" in page
    assert "/sites/map/" in page
    assert f"--revision areas={published.inputs['areas']['revision']}" in page
    assert '"inputs": {' in page


def test_what_was_made_of_generated_data_says_so_everywhere(client, published):
    for path in ("", f"runs/{published.pk}/", f"runs/{published.pk}/scenario/"):
        assert '<span class="badge generated">' in text_of(client.get(f"/en/studies/{path}")), path


def test_the_report_is_a_page_a_file_and_a_pdf(client, published):
    root = f"/ko/studies/runs/{published.pk}/"
    page = text_of(client.get(f"{root}report/"))
    assert "고른 이유" in page
    assert page.count("<h1") == 1
    pdf = client.get(f"{root}report.pdf")
    assert (pdf["Content-Type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")
    alone = client.get(f"{root}files/report.en.html")
    assert "attachment" in alone["Content-Disposition"]
    assert "default-src 'none'" in alone["Content-Security-Policy"]
    certificate = client.get(f"{root}files/certificates/proof.json")
    assert json.loads(certificate.content)["kind"] == "toy"
    assert client.get(f"{root}files/../../../etc/passwd").status_code == 404
    assert client.get(f"{root}files/nothing.json").status_code == 404


def test_a_result_loads_no_solver(published, client):
    """Each page of a result in a process of its own would tell; here it is what the pages import."""
    code = (
        "import os, sys; os.environ['DJANGO_SETTINGS_MODULE'] = 'madang.config.settings'; import django; django.setup()\n"
        "from django.urls import resolve; resolve('/ko/studies/'); import madang.portal.studies.urls\n"
        "print(sorted({'numba', 'highspy', 'scipy', 'typst'} & set(sys.modules)))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


def test_a_draft_is_its_makers(client, city, draft):
    root = f"/en/studies/runs/{draft.pk}/"
    for path in ("", "report/", "report.pdf", "scenario/", "scenario/figures/", "scenario/shapes/", "files/scene.json"):
        assert client.get(root + path).status_code == 404, path
    assert str(draft.pk) not in text_of(client.get("/en/studies/"))
    assert client.get(f"/en/studies/compare/?a={draft.pk}").status_code == 404
    client.force_login(city.editor)
    page = text_of(client.get(root))
    assert "Only you and the editors" in page
    assert "Publish the result" not in page
    assert "files/tables/sites.parquet" in page
    assert client.get(f"{root}files/tables/sites.parquet").content[:4] == b"PAR1"


def test_a_draft_is_published_where_its_maker_may(client, city, tmp_path, queue):
    run = finished(tmp_path, Actor(city.publisher))
    client.force_login(city.publisher)
    root = f"/en/studies/runs/{run.pk}/"
    assert '<option value="statistics"' in text_of(client.get(root))
    refused = client.post(f"{root}act/publish/", {"organisation": "transport"}, follow=True)
    assert "You may not publish" in text_of(refused)
    client.post(f"{root}act/publish/", {"organisation": "statistics"})
    run.refresh_from_db()
    assert (run.state, run.step, run.target["organisation"]) == ("waiting", "publish", "statistics")


def test_a_waiting_run_is_followed_and_cancelled_by_its_maker_alone(client, city, queue):
    run = begun(Actor(city.editor))
    root = f"/en/studies/runs/{run.pk}/"
    client.force_login(city.stranger)
    assert client.post(f"{root}act/cancel/").status_code == 404
    client.force_login(city.editor)
    page = text_of(client.get(root))
    assert "data-hx-get" in page
    assert '<meta http-equiv="refresh" content="3">' in page
    assert client.get(f"{root}act/cancel/").status_code == 405
    assert client.post(f"{root}act/dance/").status_code == 404
    page = text_of(client.post(f"{root}act/cancel/", follow=True))
    assert "The run was cancelled." in page
    assert "Change something and run again" in page
    assert "data-hx-get" not in page


def test_a_failed_run_says_why(client, city):
    run = begun(Actor(city.editor))
    steps.end(run, StudyRun.State.FAILED, {"en": "Too few <candidates>.", "ko": "후보가 모자랍니다."})
    client.force_login(city.editor)
    answer = client.get(f"/ko/studies/runs/{run.pk}/")
    assert "후보가 모자랍니다." in text_of(answer)
    assert "Too few &lt;candidates&gt;." in client.get(f"/en/studies/runs/{run.pk}/").content.decode()


def test_two_runs_side_by_side(client, city, published, tmp_path):
    other = finished(
        tmp_path, Actor(city.publisher), {"sites": 7}, organisation="statistics", title={"en": "More", "ko": "더"}
    )
    page = text_of(client.get(f"/en/studies/compare/?a={published.pk}&b={other.pk}"))
    assert "5 sites were chosen by both, of 5 and 7." in page
    assert re.search(r"New sites</th><td>5</td><td>7</td>", page)
    assert re.search(
        r'Share within the standard</th><td class="number">50.0 %</td><td class="number">70.0 %</td><td class="number">\+20.0 pp',
        page,
    )
    assert "proved optimal" in page
    assert "These are the same run" in text_of(client.get(f"/en/studies/compare/?a={other.pk}&b={other.pk}"))
    assert client.get("/en/studies/compare/?a=nothing").status_code == 404


def test_differences_are_those_of_what_stands_beside_them():
    a, b = (
        {"share": 0.42654, "within": 668_921.4, "mean": 676.6},
        {"share": 0.42546, "within": 666_214.6, "mean": 676.4},
    )
    with translation.override("en"):
        told = {one.label: (one.a, one.b, one.difference) for one in comparing.figures({"then": a}, {"then": b})}
        points = scenario_words.apart_percent(0.42654, 0.42640)
    assert told["Share within the standard"] == ("42.7 %", "42.5 %", "−0.2 pp")
    assert told["People within the standard"] == ("668,921", "666,215", "−2,706")
    assert told["Mean way"] == ("677 m", "676 m", "−1 m")
    assert points == "−0.1 pp"  # 42.7 and 42.6
    assert scenario_words.apart_metres(10_049.0, 10_051.0) == "+100 m"  # 10.0 km and 10.1 km
    assert scenario_words.apart_metres(float("inf"), float("inf")) == "±0"


def test_runs_that_differ_only_in_how_they_stand_say_so(client, city, published, tmp_path, monkeypatch):
    other = finished(tmp_path, Actor(city.publisher), {"sites": 7}, organisation="statistics")
    for run, share in ((published, 0.9), (other, 0.18)):
        run.quality = {**run.quality, "stays": {"radius": share, "demand": 0.95, "unlisted": None}}
        run.save()
    other.parameters = {name: value for name, value in other.parameters.items() if name != "standard"}
    other.save()
    rows = {published.pk: [0.9, 0.7, None], other.pk: [0.69, 0.7, 0.2]}
    monkeypatch.setattr(
        comparing, "_chosen", lambda run, actor: [comparing.Site(str(at), str(at), one) for at, one in enumerate(rows[run.pk])]
    )  # fmt: skip
    page = text_of(client.get(f"/en/studies/compare/?a={published.pk}&b={other.pk}"))
    assert re.search(
        r'where fewest are</th><td class="number">90.0 %</td><td class="number">18.0 %</td><td class="number">−72.0 pp',
        page,
    )
    assert re.search(
        r'at least 70 % of the tests</th><td class="number">2</td><td class="number">1</td><td class="number">−1', page
    )
    assert "None" not in page


def scenario(run, *parts: str) -> str:
    return f"/en/studies/runs/{run.pk}/scenario/{''.join(parts)}"


def test_a_scenario_needs_no_script(client, published):
    page = text_of(client.get(scenario(published)))
    assert "This is the answer of the run." in page
    assert 'class="drawn-map"' in page
    answer = client.get(scenario(published, "?site=격자 0-0&do=move&place=격자 5-5&name=A <b>"))
    assert answer.status_code == 302
    assert answer["Location"].startswith(scenario(published, "?move=n0:126.9375"))
    page = client.get(answer["Location"]).content.decode()
    assert "Its maker calls it “A &lt;b&gt;”." in page
    assert "moved" in page
    undo = re.search(r'<a class="small" href="([^"]*)">Undo', page)[1]
    assert undo == scenario(published)
    all_at_once = "close=f0&close=n1&add=126.90000,37.50000&keep=n2&forbid=n3"
    answer = client.get(scenario(published, "?do=close&site=f0&close=n1&keep=n2&forbid=n3&add=126.9,37.5"))
    assert answer["Location"] == scenario(published, f"?{all_at_once}")
    page = text_of(client.get(answer["Location"]))
    assert page.count(">Undo<") == 5


def test_each_change_has_its_address(client, published):
    for do, site, found in (
        ("close", "f0", "close=f0"),
        ("keep", "n1", "keep=n1"),
        ("forbid", "n2", "close=n2&forbid=n2"),
    ):
        answer = client.get(scenario(published, f"?site={site}&do={do}"))
        assert answer["Location"] == scenario(published, f"?{found}")
    answer = client.get(scenario(published, "?do=add&place=126.9, 37.5"))
    assert answer["Location"] == scenario(published, "?add=126.90000,37.50000")


def test_a_place_is_said_by_the_last_word_of_an_area_or_by_coordinates_in_their_order(client, published):
    scene = Scene.from_json(json.loads(bytes(published.files.get(name="scene.json").content)))
    named = replace(scene, areas=("강남구 역삼1동", "서초구 중앙동", "관악구 중앙동", *scene.areas[3:]))
    assert scenario_state.somewhere(named, "역삼1동") == scenario_state.somewhere(named, "강남구 역삼1동")
    with pytest.raises(OddScenario, match="2 areas are called '중앙동': 서초구 중앙동, 관악구 중앙동"):
        scenario_state.somewhere(named, "중앙동")
    page = text_of(client.get(scenario(published, "?do=add&place=37.5,126.95")), 400)
    assert "Is the order swapped? Longitude comes first." in page
    assert "swapped" not in text_of(client.get(scenario(published, "?do=add&place=0,0")), 400)


def test_the_figures_are_those_of_the_model_and_come_quickly(client, published):
    told = client.get(scenario(published, "figures/?move=n0:126.95,37.45&close=n1")).json()
    scene = Scene.from_json(json.loads(bytes(published.files.get(name="scene.json").content)))
    now = scenarios.evaluate(scene, Changes({"n0": (126.95, 37.45)}, frozenset(("n1",))))
    mean = next(one for one in told["figures"] if one["name"] == "mean")
    assert mean["after"] == f"{now.mean:,.0f} m" or mean["after"] == f"{now.mean / 1000:,.1f} km"
    assert len(told["classes"]) == 144
    assert told["said"].startswith("Within 3,000 m: ")


ODD = (
    "move=n0", "move=n0:nan,37.5", "move=n0:inf,inf", "move=n0:1e999,3", "move=x:126.9,37.5", "close=n99", "add=", "add=1,2,3",
    "add=0,0", "add=37.5,126.9", "keep=%00", "do=dance", "do=move&site=&place=126.9,37.5", "do=close&site=zzz", "do=add&place=nowhere",
    "&".join(["add=126.9,37.5"] * 201), "close=" + "n" * 5000,
)  # fmt: skip


def test_odd_scenarios_are_refused_on_the_page_with_what_was_good(client, published):
    for query in ODD:
        answer = client.get(scenario(published, f"?{query}"))
        assert answer.status_code == 400, query[:60]
        assert 'role="alert"' in answer.content.decode(), query[:60]
        if "do=" not in query:
            assert client.get(scenario(published, f"figures/?{query}")).status_code == 400, query[:60]


def test_a_million_sites_are_refused_before_they_are_read(client, published):
    assert client.get(scenario(published, "?" + "add=126.9,37.5&" * 100_000)).status_code == 400


def test_who_asks_too_often_waits(client, published, monkeypatch):
    monkeypatch.setattr(scenario_page, "MOST_A_MINUTE", 2)
    cache.clear()
    codes = [client.get(scenario(published, "figures/")).status_code for _ in range(3)]
    assert codes == [200, 200, 429]


def test_a_column_that_was_left_out_is_left_out_again(client, city, squares):
    told = {"dataset": "squares", "columns": {"name": ["이름"], "need": ["고령인구"], "extra": []}}
    run = runs.start("sited", {"areas": told}, {}, Actor(city.editor), enqueue=False)
    assert run.inputs["areas"]["columns"].get("extra", []) == []
    again = runs.start("sited", chosen(run), {}, Actor(city.editor), enqueue=False)
    assert again.inputs["areas"] == run.inputs["areas"]
    assert "--column areas.extra= " in result.command(run, run.inputs)
    assert '"extra": []' in result.call(run, run.inputs, "")


def test_the_best_is_found_again_with_what_was_decided(client, city, published, queue):
    told = {"keep": "n1", "forbid": "n0", "close": "f0"}
    assert client.post(scenario(published, "run/"), told).status_code == 302
    assert StudyRun.objects.count() == 1, "nobody is signed in"
    client.force_login(city.editor)
    answer = client.post(scenario(published, "run/"), told)
    run = StudyRun.objects.exclude(pk=published.pk).get()
    assert answer["Location"] == f"/en/studies/runs/{run.pk}/"
    assert (run.parameters["keep"], run.parameters["forbid"], run.parameters["close"]) == (
        "격자 1-0",
        "격자 0-0",
        "있던 곳",
    )
    called = shown_run.title(published)
    assert run.title == {"en": f"{called['en']} (changed)", "ko": f"{called['ko']} (변경)"}
    assert reoptimising.changed_title(run)["ko"] == f"{called['ko']} (변경 2)"
    assert run.inputs["areas"]["revision"] == published.inputs["areas"]["revision"]
    assert run.inputs["areas"]["columns"] == published.inputs["areas"]["columns"]
    back = client.post(scenario(published, "run/"), {"keep": "n99"})
    assert back["Location"] == scenario(published, "?keep=n99")


def test_a_scenario_is_saved_shared_and_removed(client, city, published):
    told = {"close": "f0", "add": "126.9,37.5", "name": "  한 곳\n더 <b> "}
    assert "/account/login/" in client.post(scenario(published, "save/"), told)["Location"]
    client.force_login(city.editor)
    answer = client.post(scenario(published, "save/"), told)
    kept = Scenario.objects.get()
    assert (kept.name, kept.changes) == ("한 곳 더 <b>", "close=f0&add=126.90000,37.50000")
    page = text_of(client.get(answer["Location"]))
    there = scenario(published, f"saved/{kept.pk}/")
    assert f'readonly value="http://testserver{there}"' in page
    assert "Your scenarios of this run" in page
    client.post(scenario(published, "save/"), told | {"close": "n1"})
    assert Scenario.objects.get().changes == "close=n1&add=126.90000,37.50000", "the same name keeps the newer changes"
    for odd in ({"name": " "}, {"add": "0,0"}, {"close": "n99"}):
        client.post(scenario(published, "save/"), told | odd)
    assert Scenario.objects.count() == 1
    client.force_login(city.stranger)
    page = text_of(client.get(there, follow=True))
    assert "Its maker calls it “한 곳 더 <b>”." in page
    assert "Your scenarios" not in page
    assert client.post(f"{there}remove/").status_code == 404
    client.force_login(city.editor)
    client.post(f"{there}remove/")
    assert not Scenario.objects.exists()
    assert client.get(there).status_code == 404


def test_a_saved_scenario_of_a_draft_is_hidden_with_it(client, city, draft):
    client.force_login(city.editor)
    client.post(scenario(draft, "save/"), {"name": "비밀", "close": "f0"})
    there = scenario(draft, f"saved/{Scenario.objects.get().pk}/")
    client.logout()
    assert client.get(there).status_code == 404
    for number in range(saved_scenarios.MOST - 1):
        saved_scenarios.save(draft, city.editor, f"이름 {number}", "")
    with pytest.raises(saved_scenarios.TooManySaved):
        saved_scenarios.save(draft, city.editor, "하나 더", "")


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_page_holds_together(client, city, published, draft, language):
    client.force_login(city.editor)
    waiting = begun(Actor(city.editor))
    pages = (
        "", "sited/", "compare/", f"compare/?a={published.pk}&b={draft.pk}", f"runs/{published.pk}/", f"runs/{draft.pk}/",
        f"runs/{waiting.pk}/",
        f"runs/{published.pk}/report/", f"runs/{published.pk}/scenario/?close=f0&add=126.9,37.5",
    )  # fmt: skip
    for path in pages:
        answer = client.get(f"/{language}/studies/{path}")
        assert answer.status_code == 200, path
        assert Page(answer.content.decode()).faults == [], path
        assert len(answer.content) <= 300_000, path
