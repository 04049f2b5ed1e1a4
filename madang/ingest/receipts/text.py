"""A receipt for a terminal: first what a person must know and do, then what changed, then how the file was read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from madang.ingest.receipts import standing
from madang.ingest.receipts.remedies import answers, choice
from madang.ingest.receipts.tables import table
from madang.ingest.receipts.words import counted, said
from madang.lib.texts import choose

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text

ORDER = ("breaking", "personal", "error", "warning", "info")
COLOURS = {"breaking": "bold red", "personal": "bold magenta", "error": "red", "warning": "yellow", "info": "cyan"}
ALIKE, SAMPLES, PIECE, CHANGES, ANSWERS = 3, 3, 36, 12, 6
"""Findings of one kind told in full, lines of proof, characters of a quoted piece, changes told, answers to one question."""


def as_text(receipt: dict[str, Any], language: str = "en", width: int = 100, colour: bool = False) -> str:
    """The receipt as lines of text, `width` characters wide; with ANSI colours if asked."""
    from io import StringIO

    from rich.console import Console

    console = Console(
        file=StringIO(),
        width=width,
        force_terminal=colour,
        color_system="standard" if colour else None,
        highlight=False,
    )
    for part in rendered(receipt, language):
        console.print(part)
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


def rendered(receipt: dict[str, Any], language: str) -> Iterator[RenderableType]:
    """The receipt in parts for `rich`, each printed under the one before."""
    from rich.text import Text

    file = receipt["file"]
    facts = f"  {file['format']}, {_bytes(file['bytes'])}, sha256 {file['sha256'][:12]}"
    yield Text.assemble((file["name"], "bold"), facts)
    if verdict := _verdict(receipt, language):
        yield verdict
    if receipt["no_table"]:
        reason, remedy = (choose(receipt["no_table"][key], language)[0] for key in ("reason", "remedy"))
        yield Text.assemble((f"\n{said('no_table', language)}. ", "bold red"), reason, "\n", (remedy, "italic"))
    yield from _findings(receipt, language)
    if receipt.get("since"):
        yield from since(receipt["since"], receipt.get("against", ""), language)
    if receipt["encoding"]:
        yield from _encoding(receipt["encoding"], language)
    for one in receipt["tables"]:
        yield from table(one, language)


def since(change: dict[str, Any], name: str, language: str) -> Iterator[RenderableType]:
    """What changed since another receipt, which is called `name`."""
    from rich.text import Text

    yield Text("\n" + said("since", language, name=name or change["from"]["name"]), style="bold")
    for line in change["said"][:CHANGES]:
        mark = ("  ! ", "red") if line["grave"] else ("  · ", "dim")
        yield _hanging(Text.assemble(mark, choose(line["text"], language)[0]))
    if len(change["said"]) > CHANGES:
        yield Text("    " + said("more", language, n=len(change["said"]) - CHANGES), style="dim")
    if not change["said"]:
        yield Text("  " + said("same", language), style="dim")


def _verdict(receipt: dict[str, Any], language: str) -> Text | None:
    """One line that says whether it can be published; of a file without a table the reason says it."""
    from rich.text import Text

    if receipt.get("partial"):
        return Text("… " + said("partial", language), style="dim")
    if waiting := standing.blocking(receipt):
        return Text("✗ " + counted("blocked", len(waiting), language), style="bold red")
    if not receipt["tables"]:
        return None
    if standing.doubtful(receipt):
        return Text("! " + said("doubtful", language), style="bold yellow")
    if asked := standing.questions(receipt):
        return Text("? " + counted("asked", len(asked), language), style="bold yellow")
    told = [finding for finding in receipt["findings"] if finding["severity"] != "info"]
    return Text("✓ " + (counted("look", len(told), language) if told else said("clean", language)), style="green")


def _findings(receipt: dict[str, Any], language: str) -> Iterator[RenderableType]:
    """What a person decides, each with its answers; then the rest."""
    from rich.text import Text

    findings = sorted(receipt["findings"], key=lambda finding: ORDER.index(finding["severity"]))
    if receipt["no_table"]:
        findings = [f for f in findings if f["text"] != receipt["no_table"]["reason"]]
    open_ones = [f for f in (*standing.blocking(receipt), *standing.questions(receipt)) if f in findings]
    if open_ones:
        yield Text("\n" + said("to_decide", language), style="bold")
    for finding in sorted(open_ones, key=findings.index):
        yield from _finding(finding, receipt, language)
    yield from _told([f for f in findings if f not in open_ones], receipt, language)


def _told(findings: list[dict[str, Any]], receipt: dict[str, Any], language: str) -> Iterator[RenderableType]:
    """Of one kind a few are told, the rest counted: fifty columns must not hide the one that matters."""
    from rich.text import Text

    if findings:
        yield Text("\n" + said("findings", language), style="bold")
    seen: dict[tuple[str, str], int] = {}
    for finding in findings:
        kind = (finding["code"], finding["severity"])
        seen[kind] = seen.get(kind, 0) + 1
        if seen[kind] <= ALIKE or finding["severity"] in standing.BLOCKING:
            yield from _finding(finding, receipt, language)
    for (code, severity), count in seen.items():
        if count > ALIKE and severity not in standing.BLOCKING:
            yield Text(f"  ● {code}: " + said("more", language, n=count - ALIKE), style="dim")


def _finding(finding: dict[str, Any], receipt: dict[str, Any], language: str) -> Iterator[RenderableType]:
    from rich.text import Text

    where = f"{finding['table']}: " if finding["table"] else ""
    sample = f"  [{', '.join(one[:PIECE] for one in finding['sample'][:SAMPLES])}]" if finding["sample"] else ""
    asks = finding["code"] in standing.QUESTIONS
    mark = (f"  ● {said('question' if asks else finding['severity'], language)} ", COLOURS.get(finding["severity"], ""))
    yield _hanging(Text.assemble(mark, where, choose(finding["text"], language)[0], (sample, "dim")))
    if finding["decision"]:
        decided = f"    {said('decided', language)}: {said(finding['decision']['what'], language)}"
        why = finding["decision"].get("why", "")
        yield Text(decided + (f", {why}" if why else ""), style="green")
    elif asks and (offered := answers(finding, receipt)):
        for words, command in offered[:ANSWERS]:
            yield _hanging(Text.assemble("      ", (f"{choose(words, language)[0]}: ", "dim"), (command, "bold")))
    elif command := choice(finding, receipt):
        yield Text.assemble((f"    {said('correct', language)} ", "dim"), (command, "bold"))


def _hanging(text: RenderableType) -> RenderableType:
    """Lines after the first stand below its words."""
    from rich.padding import Padding
    from rich.text import Text

    assert isinstance(text, Text)
    head, body = text[:4], text[4:]
    from rich.table import Table

    grid = Table.grid(padding=0)
    grid.add_column(width=4)
    grid.add_column(overflow="fold")  # an ellipsis would eat the last letter of a full line of Hangul
    grid.add_row(head, body)
    return Padding(grid, 0)


def _bytes(size: int) -> str:
    value, unit = float(size), "bytes"
    for unit in ("bytes", "kB", "MB", "GB"):
        if value < 1000 or unit == "GB":
            break
        value /= 1000
    return f"{value:,.0f} {unit}" if unit == "bytes" else f"{value:,.1f} {unit}"


def _encoding(encoding: dict[str, Any], language: str) -> Iterator[RenderableType]:
    """The name with its reason and one line of proof; of one that is asked the finding above gives the reason, and all lines stand."""
    from rich.text import Text

    asked = encoding.get("how") in ("asked", "default")
    reason = choose(encoding["reason"], language)[0] if encoding.get("reason") and not asked else ""
    yield Text("\n" + said("read", language), style="bold")
    yield Text.assemble("  ", (said("encoding", language), "dim"), " ", (encoding["name"], "bold"), f"  {reason}")
    if encoding["name"].lower().startswith(("utf", "ascii")) and not asked:
        return  # a proof is worth showing where it could be otherwise
    for line in encoding.get("proof", [])[: SAMPLES if asked else 1]:
        other = line.get("otherwise", "").strip()[:PIECE]
        otherwise = f"   ({said('otherwise', language)}: {other})" if other else ""
        words = (
            f"    {said('line', language)} {line.get('line', '')}: {line.get('text', '').strip()[:PIECE]}{otherwise}"
        )
        yield Text(words, style="dim", no_wrap=True, overflow="ellipsis")
