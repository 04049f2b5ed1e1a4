"""`madang receipt`: receipts of what is published, and what differs between two of them."""

from __future__ import annotations

import json

import click

from madang.cli.terminal import language

LANG = click.option(
    "--lang",
    type=click.Choice(["ko", "en"]),
    default=None,
    help="Language of the receipt; by default that of the terminal.",
)
JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@click.group(short_help="Show receipts, and what differs between two.")
def command() -> None:
    """Show receipts, and what differs between two.

    A receipt is named by a file (`madang check FILE --json > a.json`), or by DATASET, DATASET/RESOURCE, DATASET/RESOURCE@NUMBER.
    """


@command.command("show")
@click.argument("receipt")
@JSON
@LANG
def show_(receipt: str, as_json: bool, lang: str | None) -> None:
    """Print one receipt."""
    from madang.cli.check import show
    from madang.ingest.receipts import pair

    found = dict(pair.named(receipt))
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        show({"no_table": None, "findings": [], **found}, lang or language())


@command.command()
@click.argument("before")
@click.argument("after")
@JSON
@LANG
def diff(before: str, after: str, as_json: bool, lang: str | None) -> None:
    """Print what changed from the receipt BEFORE to the receipt AFTER. Ends with 1 when something would break its readers."""
    from rich.console import Console

    from madang.ingest.receipts import change as receipt_change
    from madang.ingest.receipts import pair
    from madang.ingest.receipts.text import since

    change = receipt_change.difference(pair.named(before), pair.named(after))
    if as_json:
        click.echo(json.dumps(change, ensure_ascii=False, indent=1))
    else:
        console = Console(highlight=False)
        for part in since(change, before, lang or language()):
            console.print(part)
    raise SystemExit(1 if any(line["grave"] for line in change["said"]) else 0)
