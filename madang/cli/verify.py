"""`madang verify`: read every byte that is published and compare it with the hashes written when it came."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from functools import partial

import click

from madang.cli.progress import bars
from madang.cli.terminal import language, said
from madang.store.verify import Fault

Check = tuple[str, Callable[[], tuple[Fault, ...]]]


@click.command(short_help="Check every revision and original.")
def command() -> None:
    """Check every revision and original against database and manifests; a single flipped bit is found.

    Ends with exit code 1 and one line for each fault: where, what, and what to do.
    """
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
