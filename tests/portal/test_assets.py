"""What browsers load is exactly what the manifest says, from known packages under known licences; a lock names no host."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import json
import re
from pathlib import Path

import pytest

from madang.portal.templatetags.madang import asset

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "madang" / "portal" / "static"
MANIFEST = json.loads((STATIC / "assets.json").read_text())


def test_every_file_is_listed_and_is_what_it_was():
    files = {str(path.relative_to(STATIC)) for path in STATIC.rglob("*") if path.is_file()} - {"assets.json"}
    assert files == set(MANIFEST)
    for name, facts in MANIFEST.items():
        content = (STATIC / name).read_bytes()
        assert (len(content), hashlib.sha256(content).hexdigest()) == (facts["bytes"], facts["sha256"]), name


def test_every_file_has_a_source_and_a_licence():
    for name, facts in MANIFEST.items():
        assert facts["source"], name
        assert facts["licence"], name
        assert "text" not in facts or (STATIC / facts["text"]).is_file(), name


def test_nothing_is_loaded_from_elsewhere():
    for name in ("style.css", "fonts.css", "portal.js", "map.js"):
        text = (STATIC / name).read_text()
        assert not re.search(r"(?:url\(|@import |import\s*\(?|from\s*)[\"']?(?:https?:)?//", text), name


def test_addresses_carry_the_hash():
    digest = MANIFEST["style.css"]["sha256"][:12]
    assert asset("style.css").endswith(f"/static/style.css?{digest}")
    assert "/maplibre-" in asset("maplibre-gl.css")
    with pytest.raises(LookupError, match="npm run build"):
        asset("absent.js")


@pytest.mark.parametrize("folder", [ROOT, ROOT / "bench" / "web"])
def test_the_lock_names_no_registry(folder):
    lock = (folder / "package-lock.json").read_text()
    assert '"resolved"' not in lock
    assert "://" not in re.sub(r'"(url|funding)": "[^"]*"', "", lock)
    assert "omit-lockfile-registry-resolved=true" in (folder / ".npmrc").read_text()


def asked(path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of a file, as the server's own application answers."""
    from madang.portal.assets import assets

    sent: list[dict] = []

    async def below(_scope, _receive, send):
        await send({"type": "http.response.start", "status": 404, "headers": []})
        await send({"type": "http.response.body", "body": b"below"})

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message):
        sent.append(message)

    told = [(name.replace("_", "-").lower().encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "method": method, "path": path, "query_string": b"", "headers": told}
    asyncio.run(assets(below)(scope, receive, send))
    found = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], found, b"".join(message.get("body", b"") for message in sent[1:])


def test_files_are_served_in_front_of_django():
    status, headers, body = asked("/static/style.css")
    assert status == 200
    assert body == (STATIC / "style.css").read_bytes()
    assert headers["content-type"] == 'text/css; charset="utf-8"'
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-security-policy"].startswith("default-src 'self'")
    assert asked("/static/style.css", "HEAD")[2] == b""
    assert asked("/static/style.css", if_none_match=headers["etag"])[0] == 304


def test_versioned_files_are_kept_for_ever_by_browsers():
    assert "immutable" in asked("/static/style.css")[1]["cache-control"]
    assert "immutable" not in asked("/static/admin/css/base.css")[1]["cache-control"]


@pytest.mark.parametrize(
    "path",
    [
        "/static/",
        "/static/absent.css",
        "/static/../settings.py",
        "/static/../../config/settings.py",
        "/static//etc/passwd",
        "/static/\0",
    ],
)
def test_nothing_else_is_a_file(path):
    assert asked(path)[2] == b"below"


def test_text_goes_small_to_who_takes_it():
    plain = asked("/static/style.css")
    for _ in range(2):
        status, headers, body = asked("/static/style.css", accept_encoding="br, gzip")
        assert (status, headers["content-encoding"], int(headers["content-length"])) == (200, "gzip", len(body))
        assert gzip.decompress(body) == plain[2]
        assert headers["content-security-policy"] == plain[1]["content-security-policy"]
        assert "immutable" in headers["cache-control"]
    assert len(body) < len(plain[2]) / 3


@pytest.mark.parametrize("told", [{"range": "bytes=0-9"}, {"if_none_match": '"odd"'}, {"accept_encoding": "identity"}])
def test_other_questions_get_the_plain_file(told):
    status, headers, body = asked("/static/style.css", **({"accept_encoding": "gzip"} | told))
    assert "content-encoding" not in headers
    assert (STATIC / "style.css").read_bytes().startswith(body)
    assert status in (200, 206)
