"""`madang upload` says where a file can go before a byte is sent."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from madang.cli import upload
from madang.lib.tus import Refused, Server

ADDRESS = "https://data.example.org"


def test_a_file_that_goes_nowhere_is_told_so(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("a,b\n1,2\n")
    ended = CliRunner().invoke(upload.command, [str(file), "--to", ADDRESS], env={"MADANG_TOKEN": "mdg_x"})
    assert ended.exit_code == upload.FAILED
    assert "--dataset" in ended.output


def test_a_dataset_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Server, length: int, metadata: object) -> str:
        raise Refused(server=ADDRESS, status=404, detail="nothing")

    monkeypatch.setattr(Server, "create", refuse)
    with pytest.raises(upload.NoDataset, match="no dataset beds"):
        upload._announced(Server(ADDRESS, "mdg_x", "en"), 8, {"dataset": "beds"})
