"""HTML judged by the Nu checker, all pages in one run of Java."""

from __future__ import annotations

import json
import subprocess
import tempfile
from pathlib import Path

JAR = Path(__file__).parent / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


def faults(pages: dict[str, str]) -> dict[str, list[str]]:
    """Errors and warnings of each page (name to HTML), each with its kind, line and words."""
    with tempfile.TemporaryDirectory() as folder:
        files = {}
        for number, (name, text) in enumerate(pages.items()):
            file = Path(folder) / f"{number}.html"
            file.write_text(text)
            files[file.as_uri().replace("file:///", "file:/")] = name
        command = ["java", "-Xss4m", "-jar", str(JAR), "--exit-zero-always", "--format", "json", "--stdout", folder]
        told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found: dict[str, list[str]] = {name: [] for name in pages}
    for one in json.loads(told)["messages"]:
        kind = "error" if one["type"] != "info" else one.get("subType", "note")
        found[files[one["url"]]].append(
            f"{kind}, line {one.get('lastLine')}: {one['message']} {one.get('extract', '').strip()[:140]}"
        )
    return found
