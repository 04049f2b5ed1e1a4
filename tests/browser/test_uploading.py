"""P7 in a browser: a file goes up in parts, over pauses, lost connections and a reload; without scripts the form sends it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import Watched, watch
from tests.browser.test_pages import faults

pytestmark = pytest.mark.browser
LOST = "ERR_INTERNET_DISCONNECTED"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "밤 호출.csv"
    rows = random.Random(3).choices(range(1_000_000), k=1_200_000)
    path.write_text("number\n" + "".join(f"{row}\n" for row in rows))
    return path


class Network:
    """The browser's connection, as slow as it is told, or none."""

    def __init__(self, watched: Watched) -> None:
        self._session = watched.page.context.new_cdp_session(watched.page)
        self._session.send("Network.enable")

    def be(self, upload: int = -1, offline: bool = False) -> None:
        self._session.send(
            "Network.emulateNetworkConditions",
            {"offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": upload},
        )


@pytest.fixture
def unsteady(browser: Any, served: Any) -> Iterator[Watched]:
    """A desktop page on which a lost connection is no complaint."""
    for watched in watch(browser, served, "desktop"):
        yield watched
        watched.complaints[:] = [text for text in watched.complaints if LOST not in text and "htmx:" not in text]


def start(watched: Watched, file: Path) -> None:
    page = watched.page
    watched.go("/ko/workspace/upload/")
    page.set_input_files("#upload input[type=file]", file)
    assert file.name in page.inner_text("#drop-names")
    page.select_option("select[name=licence]", "kogl-1")
    page.click("button:has-text('올리고 읽기')")


def test_a_file_survives_a_pause_a_lost_connection_and_a_reload(unsteady: Watched, file: Path) -> None:
    page = unsteady.page
    unsteady.sign_in("publisher")
    network = Network(unsteady)
    network.be(upload=2_000_000)
    start(unsteady, file)
    value = "document.querySelector('.sending .bar').value"
    state = "document.querySelector('.sending').dataset.state"
    unsteady.until(f"{value} > 10")
    page.click("button.pause")
    unsteady.until(f"{state} === 'paused'")
    page.click("button.go")
    unsteady.until(f"{state} === 'sending' && {value} > 20")
    network.be(offline=True)
    unsteady.until(f"{state} === 'lost'")
    assert "연결이 끊겼습니다" in page.inner_text(".sending .state")
    assert faults(page) == []
    network.be(upload=2_000_000)
    unsteady.until(f"{state} === 'sending' && {value} > 60")

    page.on("dialog", lambda dialog: dialog.accept())  # the page warns that files are still on the way
    unsteady.go("/ko/workspace/upload/")
    item = page.locator(".unfinished", has_text=file.name)
    assert "까지 기다립니다" in item.inner_text()
    assert faults(page) == []
    other = file.with_name("other.csv")
    other.write_bytes(b"x" + file.read_bytes()[1:])
    item.locator("input[type=file]").set_input_files(other)
    unsteady.until("document.querySelector('.unfinished .state').textContent.includes('그 파일이 아닙니다')")
    network.be()
    item.locator("input[type=file]").set_input_files(file)
    page.wait_for_url("**/workspace/runs/**")
    page.wait_for_selector(".badge.ready", timeout=60_000)
    assert "1,200,000" in page.inner_text("main")


def test_a_run_page_says_that_the_connection_is_lost(unsteady: Watched, file: Path) -> None:
    page = unsteady.page
    unsteady.sign_in("publisher")
    start(unsteady, file)
    page.wait_for_url("**/workspace/runs/**")
    lost = "document.getElementById('lost')"
    if page.locator("#lost").count():  # a quick machine has read it already
        network = Network(unsteady)
        network.be(offline=True)
        unsteady.until(f"!{lost}.hidden")
        network.be()
        unsteady.until(f"!{lost} || {lost}.hidden")
    page.wait_for_selector(".badge.ready", timeout=60_000)


def test_several_files_become_several_tables(watched: Watched, tmp_path: Path) -> None:
    files = [tmp_path / "봄.csv", tmp_path / "여름.csv"]
    for number, one in enumerate(files):
        one.write_text(f"구,수\n종로구,{number}\n")
    watched.sign_in("publisher")
    watched.go("/ko/workspace/upload/?dataset=population")
    watched.page.set_input_files("#upload input[type=file]", files)
    watched.page.click("button:has-text('올리고 읽기')")
    watched.page.wait_for_url("**/ko/workspace/")
    assert {"봄.csv", "여름.csv"} <= set(watched.page.locator("main a").all_inner_texts())


def test_without_scripts_the_form_sends_it_and_asks_for_the_licence(browser: Any, served: Any, tmp_path: Path) -> None:
    small = tmp_path / "작은 파일.csv"
    small.write_text("구,수\n종로구,1\n")
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(served.address + "/en/account/login/")
    page.fill("[name=login]", "publisher@example.org")
    page.fill("[name=password]", served.facts["password"])
    page.press("[name=password]", "Enter")
    page.goto(served.address + "/ko/workspace/upload/")
    assert "95 MB" in page.inner_text("main")
    page.set_input_files("#upload input[type=file]", small)
    page.fill("[name=title]", "작은 것")
    page.click("button:has-text('올리고 읽기')")
    assert "조건" in page.inner_text(".errorlist")
    page.set_input_files("#upload input[type=file]", small)
    page.select_option("[name=licence]", "kogl-1")
    page.click("button:has-text('올리고 읽기')")
    assert "/workspace/runs/" in page.url
    assert "작은 파일.csv" in page.inner_text("main")
    context.close()
