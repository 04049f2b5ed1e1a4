"""The profile of a revision, counted once and kept beside its serving copy: derived, made again whenever it is gone."""

from __future__ import annotations

import json
import logging
import secrets
import threading
import time
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from madang.lib.problems import Problem
from madang.query.limits import EXPORT, Busy, Limits, TooSlow
from madang.query.model import Table
from madang.query.profile.counting import profile
from madang.query.profile.model import Profile
from madang.store import manifest, serving

logger = logging.getLogger(__name__)
NAME = "profile-1.json"
"""The number changes with what is counted, so that older files are not read."""
FEW_CELLS = 2_000_000
"""Cells that are counted while a page waits for them: about a second."""
FEW_COLUMNS = 150
"""Each column costs half a dozen statements, however few its rows."""
QUICK = Limits(seconds=3.0)
AGAIN_SECONDS = 900.0
"""A count that failed is not tried again before."""
MOST_WAITING = 20
"""Tables that wait to be counted: anybody may name one revision after another. Who comes later asks again."""


class NotYet(Problem):
    en = "The columns of {table} are being counted. Ask again in a minute."
    ko = "{table}의 열을 세고 있습니다. 1분 뒤 다시 물어보세요."


class NotCounted(Problem):
    en = "The columns of {table} could not be counted within the limits of this machine. Take the whole file and count there."
    ko = "이 컴퓨터의 한도 안에서 {table}의 열을 세지 못했습니다. 전체 파일을 받아 직접 세어 보세요."


_counting = threading.Lock()
_at_work: set[str] = set()
_failed: dict[str, float] = {}


def find(table: Table) -> Profile | None:
    """The profile, if it was counted before."""
    file = serving.beside(table.store, table.revision, NAME)
    try:
        return _read(file, file.stat().st_mtime_ns)
    except FileNotFoundError:
        return None


def make(table: Table, limits: Limits = EXPORT) -> Profile:
    """The profile, counted when it is not there. Raises as `counting.profile`, `manifest.Missing` when it was withdrawn meanwhile."""
    known = find(table)
    if known:
        return known
    found = profile(table, limits)
    file = serving.beside(table.store, table.revision, NAME)
    draft = file.with_suffix(f".{secrets.token_hex(4)}.draft")
    try:
        draft.write_text(json.dumps(found.as_json(), ensure_ascii=False), "utf-8")
        with suppress(FileNotFoundError):  # the copy was dropped this very moment, and the draft with it
            draft.replace(file)
        manifest.read(table.store, table.revision)
    except manifest.Missing:
        file.unlink(missing_ok=True)
        raise
    finally:
        draft.unlink(missing_ok=True)
    return found


def soon(table: Table) -> Profile | None:
    """The profile for a page that cannot wait long: of a small table at once; of a large one it is counted in the background.

    None while it is not there, and after it could not be counted (`failed` tells).
    """
    known = find(table)
    if known or failed(table):
        return known
    if large(table):
        _begin(table)
        return None
    try:
        return make(table, QUICK)
    except (TooSlow, Busy):  # a busy hour, or texts of a megabyte
        _begin(table)
    except Problem as problem:
        _note(table, problem)
    return None


def large(table: Table) -> bool:
    """Whether counting takes longer than a page may wait."""
    return table.rows * len(table.columns) > FEW_CELLS or len(table.columns) > FEW_COLUMNS


def wanted(table: Table) -> Profile:
    """The profile as `soon` has it. Raises `NotYet`, `NotCounted`."""
    found = soon(table)
    if found:
        return found
    name = f"{table.dataset}/{table.name}"
    raise NotCounted(table=name) if failed(table) else NotYet(table=name)


def failed(table: Table) -> bool:
    """Whether it was tried lately and could not be counted."""
    return time.monotonic() - _failed.get(table.revision, -AGAIN_SECONDS) < AGAIN_SECONDS


def _begin(table: Table) -> None:
    """Count in a thread of this process: one table after another, each only once, and none while many wait."""
    if table.revision not in _at_work and len(_at_work) < MOST_WAITING:
        _at_work.add(table.revision)
        threading.Thread(target=_count, args=(table,), name="profile", daemon=True).start()


def _count(table: Table) -> None:
    try:
        with _counting:
            make(table)
    except Exception as error:  # nobody waits for a thread: what it does not log is lost
        _note(table, error)
    finally:
        _at_work.discard(table.revision)


def _note(table: Table, error: Exception) -> None:
    unforeseen = None if isinstance(error, Problem) else error
    logger.warning("no profile of %s/%s: %s", table.dataset, table.name, error, exc_info=unforeseen)
    _failed[table.revision] = time.monotonic()


@lru_cache(maxsize=64)
def _read(file: Path, changed: int) -> Profile:
    """The file as it was at `changed`; it never changes, but may be made again."""
    return Profile.from_json(json.loads(file.read_text("utf-8")))
