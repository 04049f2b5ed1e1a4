"""`madang withdraw`: take a revision out of the world, leaving a tombstone."""

from __future__ import annotations

import click

from madang.cli.terminal import said
from madang.lib.problems import Problem


class UnknownRevision(Problem):
    en = "There is no revision {revision}. A dataset's history shows the ids."
    ko = "개정판 {revision}이(가) 없습니다. 데이터셋의 이력에서 식별자를 확인하세요."


@click.command(short_help="Withdraw a revision for good.")
@click.argument("revision")
@click.option("--reason", required=True, help="Why; it stays on the revision's page for everybody to read.")
@click.option("--yes", is_flag=True, help="Do not ask: the content cannot be brought back.")
def command(revision: str, reason: str, yes: bool) -> None:
    """Withdraw REVISION: its bytes, copies and original go for good, every address answers 410."""
    from madang.accounts.policy import OPERATOR
    from madang.catalog.models import Revision
    from madang.ingest import publish

    found = Revision.objects.select_related("resource__dataset__organisation").filter(pk=revision).first()
    if found is None:
        raise UnknownRevision(revision=revision)
    if not yes:
        question = said(
            f"Withdraw revision {found.number} of {found.resource} for good?",
            f"{found.resource}의 개정판 {found.number}을(를) 되돌릴 수 없게 철회할까요?",
        )
        click.confirm(question, abort=True)
    publish.withdraw(found, reason, OPERATOR)
    made = list(found.outputs.values_list("pk", flat=True))
    click.echo(
        said(
            f"Revision {found.number} of {found.resource} is withdrawn.",
            f"{found.resource}의 개정판 {found.number}을(를) 철회했습니다.",
        )
    )
    if made:
        click.echo(
            said("Made from it, and to be looked at: ", "이것으로 만들어 확인이 필요한 개정판: ") + ", ".join(made)
        )
