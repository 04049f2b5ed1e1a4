"""package_search: the language of `q` and `fq`, counts, orders, pages, and what nobody may learn from any of them."""

from __future__ import annotations

import json
from itertools import product

from madang.accounts.models import Token

EVERY = {"population", "bike-stands", "버스-정류장", "weather-link"}


def slugs(result) -> set[str]:
    found = {package["slug"] for package in result["results"]}
    assert len(found) == result["count"]
    return found


QUERIES = [
    ("", EVERY),
    ("*:*", EVERY),
    ("bike", {"bike-stands"}),
    ("자전거", {"bike-stands"}),
    ("정류장을", {"버스-정류장"}),
    ("bike nothing", set()),  # two words: both
    ("bus stops where weather", {"버스-정류장"}),  # four words: one may be missing
    ("bus -where", {"bike-stands"}),
    ("+bus", {"버스-정류장", "bike-stands"}),
    ('"bike stands"', {"bike-stands"}),
    ("Seoul: bikes http://x", set()),  # no field before the colon: plain words
    ("title:bike*", {"bike-stands"}),
    ("title:bi?e", {"bike-stands"}),
    ("title:자전거", {"bike-stands"}),
    ("title:bicke~1", {"bike-stands"}),
    ("title:bike OR title:weather", {"bike-stands", "weather-link"}),
    ("title:(bike weather)", set()),
    ("title:(bike OR weather)", {"bike-stands", "weather-link"}),
    ("notes:buses AND NOT tags:bike", {"버스-정류장"}),
    ("name:bike-stands^2", {"bike-stands"}),
    ("name:b*", {"bike-stands"}),
    ('tags:"bus stop"', {"bike-stands", "버스-정류장"}),
    ("text:bus", {"bike-stands", "버스-정류장"}),
    ("res_name:정류장", {"버스-정류장"}),
    ("-title:bike", EVERY - {"bike-stands"}),
    ("author:x", set()),
]


def test_q(shelf, ask):
    for q, found in QUERIES:
        assert slugs(ask("package_search", q=q)) == found, q


FILTERS = [
    ("groups:transport res_format:CSV", {"bike-stands", "버스-정류장"}),
    ("+groups:transport +res_format:CSV", {"bike-stands", "버스-정류장"}),
    ('organization:"transport"', {"bike-stands", "버스-정류장"}),
    ("(groups:transport OR groups:population)", EVERY - {"weather-link"}),
    ("-type:harvest", EVERY),
    ("dataset_type:dataset state:active capacity:public", EVERY),
    ("tags:bus", {"버스-정류장"}),
    ("tags:Bus", set()),  # as it is written
    ("tags:b*", {"버스-정류장", "bike-stands"}),
    ("groups:*", EVERY - {"weather-link"}),
    ("groups:[* TO *]", EVERY - {"weather-link"}),
    ("-groups:*", {"weather-link"}),
    ("license_id:kogl-1", EVERY),
    ("res_format:JSON", {"weather-link"}),
    ("extras_origin:generated", {"버스-정류장"}),
    ("vocab_x:y", set()),
    ("metadata_created:[2025-01-01T00:00:00Z TO 2025-12-31T23:59:59Z]", EVERY - {"population"}),
    ("metadata_created:{2025-03-01T00:00:00Z TO *]", {"population"}),
    ("metadata_created:[2025-03-01T00:00:00Z TO 2025-03-01T00:00:00Z]", EVERY - {"population"}),
    ('metadata_created:"2025-03-01T00:00:00Z"', EVERY - {"population"}),
    ("metadata_modified:[NOW-1DAY TO NOW]", EVERY),
    ("metadata_modified:[NOW+1YEAR/DAY TO *]", set()),
    ("metadata_created:[2025-02-28T00:00:00Z+1MONTH TO *]", {"population"}),
    ("url_type:upload", EVERY - {"weather-link"}),
    ("site_id:default", EVERY),
]


def test_fq(shelf, ask):
    for fq, found in FILTERS:
        assert slugs(ask("package_search", fq=fq)) == found, fq
        assert slugs(ask("package_search", fq_list=[fq])) == found, fq
        assert slugs(ask("package_search", fq=[fq, "dataset_type:dataset"])) == found, fq


def test_owner_org_and_id_are_uuids(shelf, ask):
    assert slugs(ask("package_search", fq=f"owner_org:{shelf.elsewhere.uid}")) == {"bike-stands", "버스-정류장"}
    assert slugs(ask("package_search", q=f"id:{shelf.dataset.uid}")) == {"population"}


ODD = [
        "{!func}title", "{! lucene}x", "title:a {!join from=id to=x}y", "_query_:x", "title:(a", "title:a)", "AND", "title:a OR",
        'title:"a', "[a TO b]", "title:[a TO b]", "tags:[a TO", "metadata_modified:[yesterday TO *]",
        "metadata_modified:[NOW-999999YEARS TO *]", "metadata_modified:[NOW/WEEK TO *]", "title:a^x", "title:" + "(" * 50 + "a" + ")" * 50,
        "title:" + "-" * 30, "nofield:x", "metadata_created:x*", "title:" + "a*" * 200, "title:" + "?*" * 5, " OR ".join(["title:a*"] * 21),
    ]  # fmt: skip


def test_what_is_not_of_the_language_is_a_search_error(shelf, ask):
    for text in ODD:
        error = ask("package_search", fq=text, fails=409)
        assert error["__type"] == "Search Error"
        assert error["message"].startswith("Search error: ")


def test_a_megabyte_of_query_is_refused_at_once(shelf, ask):
    for text in ("a " * 500_000, "(" * 1_000_000, "title:a OR " * 90_000 + "title:a", "x" * 1_000_000):
        assert ask("package_search", q="title:a " + text, fails=409)["__type"] == "Search Error"
        assert ask("package_search", q=text, fails=409)["__type"] == "Search Error"


def test_filters_are_counted(shelf, ask):
    assert "21 filters" in ask("package_search", fq_list=["tags:bike"] * 21, fails=409)["message"]
    assert ask("package_search", fq_list=["tags:bike"] * 20)["count"] == 1


def test_orders(shelf, ask):
    for sort in ("", "score desc, metadata_modified desc", "views_recent desc", "metadata_created desc"):
        assert slugs(ask("package_search", sort=sort)) == EVERY
    for field in ("name", "id", "title_string", "metadata_modified"):
        key = "title" if field == "title_string" else field
        up, down = (
            [one[key] for one in ask("package_search", sort=f"{field} {way}")["results"]] for way in ("asc", "desc")
        )
        assert up == down[::-1] == sorted(up)
    for sort in ("nofield asc", "name up", "name; drop", "score asc", "${x} asc"):
        assert ask("package_search", sort=sort, fails=400)["__type"] == "Search Query Error"


def test_pages_hold_everything_once(shelf, ask):
    pages = [ask("package_search", sort="id asc", rows=2, start=start)["results"] for start in (0, 2, 4)]
    assert [len(page) for page in pages] == [2, 2, 0]
    assert len({one["id"] for page in pages for one in page}) == 4
    assert len(ask("package_search", rows=10**9)["results"]) == 4
    assert ask("package_search", rows=0)["results"] == []
    beyond = ask("package_search", start=10**15, rows=1000)
    assert (beyond["count"], beyond["results"]) == (4, [])
    assert "rows" in ask("package_search", rows="-1", fails=409)


def test_facets(shelf, ask, client):
    for form in (json.dumps(["organization", "res_format"]), ["organization", "res_format"]):
        found = ask("package_search", **{"facet.field": form, "rows": 0})
        assert found["facets"] == {
            "organization": {"statistics": 2, "transport": 2},
            "res_format": {"CSV": 3, "JSON": 1},
        }
        items = found["search_facets"]["organization"]["items"]
        assert {"name": "transport", "display_name": "교통과", "count": 2} in items
        assert found["search_facets"]["organization"]["title"] == "organization"
    answer = client.get(
        "/api/3/action/package_search", {"facet.field": '["groups", "tags"]', "facet.limit": "-1", "rows": "0"}
    )
    found = json.loads(answer.content)["result"]["facets"]
    assert found["groups"] == {"transport": 2, "population": 1}
    assert found["tags"]["bus stop"] == 2


def test_facets_are_bounded(shelf, ask):
    one = ask("package_search", **{"facet.field": ["tags"], "facet.limit": 1})["facets"]["tags"]
    assert one == {"bus stop": 2}
    most = ask("package_search", **{"facet.field": ["tags"], "facet.mincount": 2, "facet.limit": 10**9})["facets"][
        "tags"
    ]
    assert most == {"bus stop": 2}
    assert ask("package_search", **{"facet": False, "facet.field": ["tags"]})["facets"] == {}
    assert ask("package_search", **{"facet.field": ["password"]}, fails=409)["__type"] == "Search Error"


ASKED = [
    {"q": "secretzq"}, {"q": "title:secretz*"}, {"fq": "name:secret-*"}, {"fq": "tags:secretzq"}, {"fq": "state:draft"},
    {"fq": "capacity:private"}, {"fq": "private:true"}, {"fq": "access:internal"}, {"q": "secretzq", "include_drafts": True},
    {"q": "secretzq", "include_private": True}, {"q": "secretzq", "include_deleted": True}, {"q": "-title:bike -title:bus secretzq"},
    {"fq": "(tags:secretzq OR name:secret-draft OR *:* AND tags:secretzq)"},
]  # fmt: skip


def test_nobody_learns_of_what_they_may_not_see(shelf, ask):
    tokens = ("", "mdg_unknown", Token.make(shelf.stranger, "t")[1], Token.make(shelf.citizen, "t")[1])
    for asked, token in product(ASKED, tokens):
        found = ask(
            "package_search", token=token, **asked, **{"facet.field": ["tags", "name", "access"], "facet.limit": -1}
        )
        assert found["count"] == 0, asked
        assert found["facets"] == {"tags": {}, "name": {}, "access": {}}
    found = ask("package_search", **{"facet.field": ["tags", "groups", "organization"], "facet.limit": -1})
    assert found["count"] == 4
    assert "secretzq" not in str(found)
    assert ask("package_autocomplete", q="secret") == []
    assert ask("package_autocomplete", q="Secretzq") == []
    assert not [name for name in ask("package_list") if "secret" in name]
    assert "secret" not in str(ask("current_package_list_with_resources"))


def test_a_member_finds_what_is_for_members_when_they_ask_for_it(shelf, ask):
    token = Token.make(shelf.reader, "t")[1]
    assert ask("package_search", token=token, q="secretzq")["count"] == 0
    found = ask("package_search", token=token, q="secretzq", include_private=True)
    assert slugs(found) == {"secret-internal"}
    assert found["results"][0]["private"] is True


def test_what_was_closed_a_moment_ago_is_not_shown(shelf, ask):
    """The index follows some seconds later; the database is asked for each hit."""
    shelf.dataset.access = "internal"
    shelf.dataset.save()
    assert "population" not in {one["slug"] for one in ask("package_search")["results"]}


def test_without_an_index_search_says_so(city, ask):
    error = ask("package_search", fails=500)
    assert error["__type"] == "Search Connection Error"
    assert ask("package_show", id="population")["name"] == "population"


def test_completion(shelf, ask):
    found = ask("package_autocomplete", q="bike")
    assert found[0]["name"] == "bike-stands"
    assert found[0].keys() == {"name", "title", "match_field", "match_displayed"}
    assert ask("package_autocomplete", q="자전")[0]["name"] == "bike-stands"
