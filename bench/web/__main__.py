"""Judges the portal's pages as browsers see them, beside the goals: `make bench-web`, or `python bench/web [--at ADDRESS] [--pages a,b]
[--forms mobile,desktop] [--no-lighthouse]`.

Lighthouse and axe on a phone and a desktop, the Nu HTML checker, every link and anchor of the pages, bytes of HTML, layout shift; Korean
and English. Starts a demonstration city unless an address is given; then pages that need a person are left out unless
`MADANG_SESSION` holds the cookie. Needs Node, Java and Chromium.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import signal
import subprocess
import urllib.request
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import links
import validity
from city import served

HERE = Path(__file__).parent
DATASET = "datasets/population-change/"
PRIVATE = ("workspace",)
GOALS = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
PEERS = (
    "CKAN, from the specification: Lighthouse 81/100/96/92 and 57/100/96/83; axe 46 serious nodes on 4 pages; "
    "40 HTML errors on 3 pages"
)
BYTES = 300_000
NOT_FOLLOWED = ("/logout/", "/account/oidc/", "/embed/", "download", "/picture.")


def main(asked: argparse.Namespace) -> None:
    for program in ("node", "java", "chromium"):
        if not shutil.which(program):
            raise SystemExit(f"{program} is missing")
    city = nullcontext((asked.at.rstrip("/"), os.environ.get("MADANG_SESSION", ""))) if asked.at else served()
    with city as (base, cookie):
        pages = [page for page in listed(base, cookie) if not asked.pages or page["name"] in asked.pages.split(",")]
        print(
            f"{len(pages)} pages of {base}; {os.cpu_count()} cores, {platform.machine()}, load {os.getloadavg()[0]:.1f}"
        )
        ill = written(pages, cookie)
        if not asked.no_lighthouse:
            ill += judged(pages, asked.forms.split(","))
    print(PEERS)
    print("all goals met" if not ill else f"{ill} goals missed")


def listed(base: str, cookie: str) -> list[dict[str, str]]:
    """The pages to look at, in both languages; what a city has not got is not listed."""
    found = []
    for name, path in addresses(base).items():
        for language in ("ko", "en"):
            needed = cookie if name in PRIVATE else ""
            if name in PRIVATE and not cookie:
                continue
            found.append({"name": name, "language": language, "url": f"{base}/{language}/{path}", "cookie": needed})
    return found


def addresses(base: str) -> dict[str, str]:
    """The path of each page below the language: a dataset with the views that it offers, the first story."""
    found = {"home": "", "search": "search/?q=%EC%9D%B8%EA%B5%AC", "dataset": DATASET}
    for path in offered(base, DATASET, "datasets/"):
        view = path.rstrip("/").rpartition("/")[2]
        if view in ("sheet", "chart", "map"):
            found.setdefault(view, path)
    stories = [
        path for path in offered(base, "stories/", "stories/") if path.count("/") == 2 and path != "stories/new/"
    ]
    found |= {"story": stories[0]} if stories else {}
    return found | {"workspace": "workspace/"}


def offered(base: str, path: str, below: str) -> list[str]:
    """Paths below the language that a page links to, in their order."""
    address = f"{base}/en/{path}"
    paths = (link.removeprefix(f"{base}/en/") for link in links.parsed(address, get(address, "")).links)
    return [path for path in paths if path.startswith(below) and "?" not in path]


def get(url: str, cookie: str) -> str:
    with urllib.request.urlopen(urllib.request.Request(url, headers={"Cookie": cookie}), timeout=60) as answer:
        text: str = answer.read().decode()
    return text


def written(pages: list[dict[str, str]], cookie: str) -> int:
    """HTML of each page: bytes, validity, links."""
    texts = {page["url"]: get(page["url"], page["cookie"]) for page in pages}
    found = validity.faults(texts)
    public = {page["url"]: texts[page["url"]] for page in pages if not page["cookie"]}
    inside = {page["url"]: texts[page["url"]] for page in pages if page["cookie"]}
    faults, asked = links.broken(public, links.fetcher(), NOT_FOLLOWED)
    more, asked_inside = links.broken(inside, links.fetcher(cookie), NOT_FOLLOWED)
    print(f"\n{'page':22}{'HTML kB':>9}{'HTML errors':>13}{'warnings':>10}")
    ill = 0
    for page in pages:
        size, told = len(texts[page["url"]].encode()), found[page["url"]]
        errors = [one for one in told if one.startswith("error")]
        ill += (size > BYTES) + bool(errors)
        print(
            f"{page['name'] + ' ' + page['language']:22}{size / 1000:9.1f}{len(errors):13}{len(told) - len(errors):10}"
        )
        for one in dict.fromkeys(told):
            print(f"    {one}")
    print(f"links: {asked + asked_inside} addresses asked, {len(faults + more)} broken")
    for one in faults + more:
        print(f"    {one}")
    return ill + bool(faults + more)


def judged(pages: list[dict[str, str]], forms: list[str]) -> int:
    """Lighthouse and axe of each page."""
    told = json.dumps({"chrome": shutil.which("chromium"), "pages": pages, "forms": forms})
    process = subprocess.Popen(
        ["node", "check.mjs"], cwd=HERE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdin
    assert process.stdout
    process.stdin.write(told)
    process.stdin.close()
    print(
        f"\n{'page':22}{'form':9}"
        + "".join(f"{name:>15}" for name in GOALS)
        + f"{'axe':>5}{'shift':>8}{'largest s':>11}"
    )
    ill = 0
    try:
        for line in process.stdout:
            ill += shown(json.loads(line))
    except BaseException:
        process.send_signal(signal.SIGINT)  # at which it ends its browser too
        raise
    if process.wait():
        raise SystemExit("the checkers failed")
    return ill


def shown(one: dict[str, Any]) -> int:
    """One line of figures, and below it what was found; returns how many goals it misses."""
    scores = {name: one["scores"].get(name) for name in GOALS}
    if one["error"]:
        print(f"{one['name'] + ' ' + one['language']:22}{one['form']:9} not measured: {one['error']}", flush=True)
        return 1
    goals = {
        name: goal for name, goal in GOALS.items() if name != "seo" or one["name"] not in PRIVATE
    }  # told not to index
    nodes = sum(len(violation["nodes"]) for violation in one["axe"])
    print(
        f"{one['name'] + ' ' + one['language']:22}{one['form']:9}"
        + "".join(f"{scores[name]!s:>9}/{goals.get(name, '-')!s:<5}" for name in GOALS)
        + f"{nodes:>5}{one['shift']:8.3f}{one['largest'] / 1000:11.2f}", flush=True,
    )  # fmt: skip
    for violation in one["axe"]:
        print(f"    axe {violation['impact']} {violation['id']}: {violation['nodes'][0]}")
    for fault in one["faults"]:
        print(f"    {fault}")
    return sum((scores[name] or 0) < goal for name, goal in goals.items()) + bool(nodes) + (one["shift"] >= 0.005)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--at", default="", help="address of a running city")
    parser.add_argument("--pages", default="", help="names, with commas between")
    parser.add_argument("--forms", default="mobile,desktop")
    parser.add_argument("--no-lighthouse", action="store_true")
    main(parser.parse_args())
