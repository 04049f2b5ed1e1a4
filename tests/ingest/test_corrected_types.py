"""P1: a type that a person changed is rebuilt from the kept bytes, and holds for every later file of the resource."""

from __future__ import annotations

from pathlib import Path

from madang.accounts.policy import OPERATOR
from madang.ingest import run as runs
from madang.query.model import Type
from tests.city import City
from tests.ingest.loading import begin, csv, current, execute, load, rows


def published_as_text(tmp_path: Path) -> None:
    """A table whose numbers a person declared to be text, published."""
    path = csv(tmp_path / "first.csv", "이름,번지,수", "가,12,1", "나,13,2")
    run = execute(begin(path, OPERATOR))
    path.unlink()  # nobody uploads again
    run = execute(runs.correct(run, {"types": {"번지": "text"}}, OPERATOR, enqueue=False))
    execute(runs.publish(run, OPERATOR, enqueue=False))


def kinds() -> dict[str, str]:
    revision = current()
    assert revision is not None
    return {column["name"]: column["type"] for column in revision.schema}


def test_a_changed_type_is_rebuilt_from_the_kept_bytes(city: City, tmp_path: Path) -> None:
    """P1 (2): nobody uploads again to change a type."""
    published_as_text(tmp_path)
    assert kinds() == {"이름": Type.TEXT, "번지": Type.TEXT, "수": Type.INTEGER}
    assert rows(current()) == [("가", "12", 1), ("나", "13", 2)]


def test_it_holds_for_the_next_file_and_the_one_after(city: City, tmp_path: Path) -> None:
    """P1 (3): a new file is not guessed again."""
    published_as_text(tmp_path)
    for name, lot in (("second", "14"), ("third", "15")):
        assert (
            load(csv(tmp_path / f"{name}.csv", "이름,번지,수", f"가,{lot},1", "나,16,2"), OPERATOR).state == "published"
        )
        assert kinds()["번지"] == Type.TEXT
        assert rows(current())[0] == ("가", lot, 1)


def test_a_type_chosen_now_leaves_the_earlier_ones(city: City, tmp_path: Path) -> None:
    published_as_text(tmp_path)
    path = csv(tmp_path / "second.csv", "이름,번지,수", "가,14,3", "나,16,4")
    run = execute(begin(path, OPERATOR))
    run = execute(runs.correct(run, {"types": {"수": "text"}}, OPERATOR, enqueue=False))
    assert [column["type"] for column in run.receipt["tables"][0]["columns"]] == ["text", "text", "text"]


def test_a_column_that_is_gone_is_told_and_fails_nothing(city: City, tmp_path: Path) -> None:
    """P1, P4: the choice for a column that the new file lacks is no error of the load; the contract speaks of the column."""
    published_as_text(tmp_path)
    run = load(csv(tmp_path / "second.csv", "이름,수", "가,1", "나,2"), OPERATOR)
    assert run.state == "ready"
    assert "column-gone" in {finding["code"] for finding in run.receipt["findings"]}
    assert rows(current())[0] == ("가", "12", 1)  # what was served is served
