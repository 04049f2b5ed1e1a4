"""What browsers load is exactly what the manifest says, from known packages under known licences; a lock names no host."""

from __future__ import annotations

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


def test_the_lock_names_no_registry():
    lock = (ROOT / "package-lock.json").read_text()
    assert '"resolved"' not in lock
    assert "://" not in re.sub(r'"url": "[^"]*"', "", lock)
    assert "omit-lockfile-registry-resolved=true" in (ROOT / ".npmrc").read_text()


def test_versioned_files_are_kept_for_ever_by_browsers(client):
    forever = client.get("/static/style.css?v=1")
    assert "immutable" in forever.headers["Cache-Control"]
    assert "immutable" not in client.get("/static/admin/css/base.css").headers["Cache-Control"]
