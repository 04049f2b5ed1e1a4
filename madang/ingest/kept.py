"""Kept originals for those who may download them: ingest alone knows how they are stored."""

from __future__ import annotations

from collections.abc import Iterator

from madang.catalog.models import Revision
from madang.catalog.storage import the_store
from madang.lib.problems import Problem
from madang.store import originals


class NoOriginal(Problem):
    en = "There is no file as it came: these rows were made here. Take the rows in any format."
    ko = "받은 파일이 없습니다. 이 표는 여기에서 만들었습니다. 행은 어느 형식으로든 받을 수 있습니다."


class Withheld(NoOriginal):
    en = "The file as it came is withheld: it holds what was dropped or masked before publication. Take the rows instead."
    ko = "받은 파일은 공개하지 않습니다. 게시하기 전에 빼거나 가린 내용이 들어 있습니다. 행을 대신 받으세요."


def require(revision: Revision) -> None:
    """Raise `Withheld` or `NoOriginal` when there is nothing that may be handed out."""
    if not revision.original_sha256:
        raise (Withheld if revision.receipt.get("file", {}).get("withheld") else NoOriginal)()


def stream(revision: Revision, start: int = 0, length: int | None = None) -> Iterator[bytes]:
    """The bytes of a revision's original, from `start`. Raises `NoOriginal`, and `originals.Missing` when they are gone."""
    require(revision)
    return originals.stream(the_store(), revision.original_sha256, start, length)
