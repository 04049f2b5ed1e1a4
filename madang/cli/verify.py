"""`madang verify`: what is published against the hashes written when it came; with a certificate, what a study proved."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from madang.cli.progress import bars
from madang.cli.terminal import language, said
from madang.lib.problems import Problem
from madang.store.verify import Fault

if TYPE_CHECKING:
    from madang.analysis.certificates import Verified

Check = tuple[str, Callable[[], tuple[Fault, ...]]]


class NothingToVerify(Problem):
    en = "There is neither a file {what} nor a run of a study of that name with certificates."
    ko = "{what}(이)라는 파일도, 증명서가 있는 그런 이름의 분석 실행도 없습니다."


@click.command(short_help="Check every revision and original, or a certificate.")
@click.argument("what", required=False)
def command(what: str | None) -> None:
    """Check every revision and original against database and manifests; a single flipped bit is found.

    With WHAT, the file of a certificate or the number of a study's run, recompute what is proved in it instead; a file needs no city.

    Ends with exit code 1 and one line for each fault: where, what, and what to do.
    """
    if what is not None:
        verify_certificates(what)
        return
    checks, faults = list(checks_of_the_city()), 0
    with bars() as shown:
        task = shown.add_task(said("Verify", "검증"), total=len(checks), note="")
        for name, check in checks:
            shown.update(task, note=name)
            for fault in check():
                faults += 1
                click.echo(f"{name}: {fault.text[language()]}")
            shown.advance(task)
    if faults:
        text = said(
            f"{faults} faults in {len(checks)} revisions and originals.",
            f"개정판과 원본 {len(checks)}개에서 손상 {faults}건을 찾았습니다.",
        )
        click.secho(text, fg="red", err=True)
        sys.exit(1)
    click.echo(
        said(
            f"{len(checks)} revisions and originals are as they were written.",
            f"개정판과 원본 {len(checks)}개가 기록된 그대로입니다.",
        )
    )


def verify_certificates(what: str) -> None:
    """Recompute a certificate, or all of a run; ends with exit code 1 if one does not hold."""
    from madang.analysis.certificates import verify

    refused = 0
    for name, certificate in certificates(what):
        try:
            found = verify(certificate())
        except Problem as problem:
            refused += 1
            click.secho(f"{name}: {problem.text(language())}", fg="red", err=True)
        else:
            tell(name, found)
    if refused:
        sys.exit(1)


def tell(name: str, found: Verified) -> None:
    """What was recomputed, line by line."""
    click.secho(f"{name}: {verdict(found)}", fg="green" if found.proved else None)
    click.echo(said(f"  objective {found.objective!r}", f"  목적함수값 {found.objective!r}"))
    if found.bound is not None:
        click.echo(said(f"  bound {found.bound!r}", f"  {found.bound_ko} {found.bound!r}"))
    for check in found.checks:
        click.echo(f"  ✓ {check[language()]}")


def verdict(found: Verified) -> str:
    """What a certificate proves, in one sentence."""
    if found.proved:
        return said("it holds, and is optimal for its model.", "증명이 맞습니다. 이 모형에서 최적입니다.")
    if found.gap is None:
        return said(
            "the choice holds; no bound is proved.", f"선택은 맞습니다. {found.bound_ko}은 증명되지 않았습니다."
        )
    share = f"{found.gap:.3%}"
    return said(
        f"it holds; nothing is better by more than {share}, for its model.",
        f"증명이 맞습니다. 이 모형에서 이보다 {share} 넘게 나은 선택은 없습니다.",
    )


def certificates(what: str) -> Iterator[tuple[str, Callable[[], dict[str, Any]]]]:
    """The certificates of a file or of a run, each by its name. Raises `NothingToVerify`."""
    from madang.analysis.certificates import load

    if Path(what).is_file():
        yield Path(what).name, partial(load, Path(what))
        return
    kept = kept_certificates(what)
    if not kept:
        raise NothingToVerify(what=what)
    for name, content in kept:
        yield name, partial(json.loads, content)


def kept_certificates(run: str) -> list[tuple[str, bytes]]:
    """Those that a run of a study made; none if there is no such run."""
    from madang.analysis.models import StudyFile

    found = StudyFile.objects.filter(run=run, name__startswith="certificates/").values_list("name", "content")
    return [(f"{run}/{name}", bytes(content)) for name, content in found]


def checks_of_the_city() -> Iterator[Check]:
    """Everything that the database names, under the name that a person knows it by."""
    from django.utils import timezone

    from madang.catalog.models import Revision
    from madang.catalog.storage import the_store
    from madang.ingest import tidy
    from madang.store import verify

    store = the_store()
    for revision in Revision.objects.select_related("resource__dataset").order_by("pk").defer("receipt", "schema"):
        name = f"{revision.resource} revision {revision.number}"
        if revision.state == Revision.State.WITHDRAWN:
            yield name, partial(verify.verify_gone, store, revision.pk)
        elif revision.manifest_sha256:
            yield name, partial(verify.verify, store, revision.pk, revision.manifest_sha256)
    for sha256 in sorted(tidy.originals(timezone.now())):
        yield f"original {sha256[:12]}", partial(verify.verify_original, store, sha256)
