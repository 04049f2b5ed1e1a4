"""ckanapi, the library and the command line, unmodified, before a running Madang."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import ckanapi
import pytest

from tests.conformance.seeds.ckan import COUNT, SECRET
from tests.served import Web

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def portal(web: Web):
    with ckanapi.RemoteCKAN(web.address) as opened:
        yield opened


def command(web: Web, *words: str, token: str = "") -> list[str]:
    """The lines that the command prints; it must end well."""
    folder = Path(sys.executable).parent
    path = f"{folder}{os.pathsep}{os.environ['PATH']}"  # it starts itself again as workers, by its name
    key = ["-a", token] if token else []
    done = subprocess.run(
        [str(folder / "ckanapi"), *words, "-r", web.address, *key], env={**os.environ, "PATH": path}, capture_output=True,
        text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_the_library_finds_and_shows(portal) -> None:
    found = portal.action.package_search(q="title:bike*", fq=["organization:transport", "res_format:CSV"], rows=5)
    assert found["count"] == 1
    shown = portal.action.package_show(id=found["results"][0]["id"])
    assert shown == found["results"][0]
    assert portal.action.resource_show(id=shown["resources"][0]["id"]) == shown["resources"][0]


@pytest.mark.parametrize("get", [False, True])
def test_parameters_come_by_get_and_post(web: Web, get: bool) -> None:
    with ckanapi.RemoteCKAN(web.address, get_only=get) as portal:
        found = portal.action.package_search(fq="tags:ckan-many", rows=2, sort="name asc")
    assert (found["count"], [one["name"] for one in found["results"]]) == (COUNT, ["ckan-many-0", "ckan-many-1"])


def test_the_library_raises_what_it_raises_before_ckan(portal) -> None:
    for error, ask in (
        (ckanapi.NotFound, lambda: portal.action.package_show(id="nothing")),
        (ckanapi.ValidationError, lambda: portal.action.package_show()),
        (ckanapi.NotAuthorized, lambda: portal.action.package_create(name="x")),
        (ckanapi.NotAuthorized, lambda: portal.action.user_list()),
        (ckanapi.SearchError, lambda: portal.action.package_search(fq="{!func}x")),
        (ckanapi.SearchQueryError, lambda: portal.action.package_search(sort="nofield asc")),
        (ckanapi.CKANAPIError, lambda: portal.action.no_such_action()),
    ):
        with pytest.raises(error):
            ask()


def test_a_token_opens_what_its_owner_may_see(web: Web, portal) -> None:
    with pytest.raises(ckanapi.NotFound):
        portal.action.package_show(id="ckan-draft")
    with ckanapi.RemoteCKAN(web.address, apikey=web.tokens["editor"]) as own:
        assert own.action.package_show(id="ckan-draft")["state"] == "draft"
        assert own.action.package_search(q=SECRET, include_private=True)["count"] == 1
        assert {one["name"] for one in own.action.organization_list_for_user(permission="read")} == {"statistics"}
    with ckanapi.RemoteCKAN(web.address, apikey="6f0c5e8e-0000-4000-8000-000000000000") as unknown:
        assert unknown.action.package_show(id="ckan-bike-stands")["title"]


def test_search_of_the_command_line(web: Web) -> None:
    lines = command(web, "search", "datasets", "fq=tags:ckan-many", "sort=name asc")
    assert [json.loads(line)["name"] for line in lines] == [f"ckan-many-{number}" for number in range(COUNT)]


def test_action_of_the_command_line(web: Web) -> None:
    shown = json.loads("\n".join(command(web, "action", "package_show", "id=ckan-bike-stands")))
    assert shown["name"] == "ckan-bike-stands"
    assert json.loads(command(web, "action", "package_search", "rows:0", "-j", "-g")[0])["results"] == []
    assert json.loads(command(web, "action", "status_show", "-j")[0])["ckan_version"].startswith("2.11")


def test_everything_is_dumped(web: Web, portal) -> None:
    lines = [json.loads(line) for line in command(web, "dump", "datasets", "--all", "-q")]
    assert sorted(one["name"] for one in lines) == portal.action.package_list()
    assert SECRET not in json.dumps(lines)
    whole = [json.loads(line) for line in command(web, "dump", "datasets", "ckan-bike-stands", "-q", "-d", "-R")]
    assert whole[0]["resources"][0]["datastore_fields"]
    assert whole[0]["resources"][0]["resource_views"][0]["view_type"] == "datatables_view"


@pytest.mark.parametrize("kind", ["organizations", "groups"])
def test_organizations_and_groups_are_dumped(web: Web, portal, kind: str) -> None:
    lines = [json.loads(line) for line in command(web, "dump", kind, "--all", "-q")]
    assert {one["name"] for one in lines} == set(getattr(portal.action, f"{kind[:-1]}_list")())


def test_a_dataset_is_packed_with_its_file(web: Web, tmp_path: Path) -> None:
    """As a datapackage, for which ckanapi downloads the resource."""
    command(web, "dump", "datasets", "ckan-bike-stands", "-q", "-D", str(tmp_path))
    [file] = tmp_path.rglob("*.csv")
    assert file.read_text(encoding="utf-8").startswith("이름,거치대")
