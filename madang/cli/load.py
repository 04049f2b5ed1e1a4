"""`madang load`: files or whole folders of this machine into the catalogue, each through the same durable steps as an upload."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from madang.cli.choices import HELP, parsed
from madang.cli.settings import SETTING, source_settings
from madang.cli.summary import print_summary
from madang.cli.terminal import said
from madang.lib import texts
from madang.lib.problems import Problem

if TYPE_CHECKING:
    from madang.ingest.models import Run
    from madang.ingest.tables import Choices
    from madang.ingest.workers import Executing


class NothingToLoad(Problem):
    en = "There is no file in {paths}. Files whose name begins with a dot are left out."
    ko = "{paths}에 파일이 없습니다. 점으로 시작하는 파일은 제외됩니다."


@click.command(short_help="Load files or folders and publish them.")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--source", help="Instead of PATHS: what is asked once, for example http or folder; see --setting.")
@click.option("--setting", "settings", **SETTING)
@click.option("--organisation", help="Whose data it is (slug); by default the only organisation there is.")
@click.option("--dataset", help="The dataset (slug) to load into; by default one per file, named after it.")
@click.option("--resource", help="The table of that dataset; by default `data`, or one per file.")
@click.option("--licence", default="unstated", show_default=True, help="Terms of use of new datasets (slug).")
@click.option(
    "--origin",
    type=click.Choice(["observed", "derived", "generated"]),
    help="How the values of a new dataset came about; observed unless told.",
)
@click.option("--theme", help="Theme of new datasets (slug).")
@click.option("--title", help="Title of a new dataset; by default the file's name.")
@click.option("--choice", "chosen", multiple=True, metavar="KEY=VALUE", help=HELP)
@click.option(
    "--publish/--no-publish", default=True, help="Publish what nobody has to decide about (default), or only check."
)
def command(
    paths: tuple[Path, ...], source: str | None, settings: tuple[str, ...], chosen: tuple[str, ...], publish: bool,
    **described: Any,
) -> None:  # fmt: skip
    """Load PATHS (files, or folders with everything in them) and publish what needs no decision.

    Each file ends as a published table with a receipt, as a kept file that says why it has no table, or as a run that waits for
    a person (`madang runs show`, `madang publish`). The summary tells which.
    """
    from madang.cli.migrate import migrate

    if bool(paths) == bool(source):
        raise click.UsageError(
            said("Give PATHS, or --source with its --setting.", "PATHS 또는 --source와 --setting을 주세요.")
        )
    migrate()
    choices = parsed(chosen)
    if not (described["organisation"] or _there(described["dataset"])):
        described["organisation"] = _organisation()
    if source:
        asked = [(source, *_asked(source, source_settings(settings), described))]
    else:
        files = found(paths)
        asked = [("file", {"path": str(f)}, t) for f, t in zip(files, _targets(files, described), strict=True)]
    done = _done(asked, choices, publish)
    print_summary(done)
    if any(run.state in ("failed", "cancelled") for run in done):
        raise SystemExit(1)


def _done(asked: list[tuple[str, dict[str, str], dict[str, Any]]], choices: Choices, publish: bool) -> list[Run]:
    """The runs of all (source, settings, target), executed here one after another."""
    from madang.accounts.policy import OPERATOR
    from madang.cli.progress import bars
    from madang.ingest import run as runs
    from madang.ingest import sources, workers
    from madang.ingest.models import Run

    done = []
    with workers.here() as executor, bars() as shown:
        task = shown.add_task(said("Loading", "적재"), total=len(asked), note="")
        for source, settings, target in asked:
            name = sources.source(source).called(settings)
            shown.update(task, note=name)
            run = runs.start(
                source,
                settings,
                target,
                OPERATOR,
                file_name=name,
                choices=choices,
                publish_when_clean=publish,
                enqueue=False,
            )
            _execute(run, executor)
            done.append(Run.objects.get(pk=run.pk))
            shown.advance(task)
    return done


def _asked(source: str, settings: dict[str, str], described: dict[str, Any]) -> tuple[dict[str, str], dict[str, Any]]:
    """The checked settings of a source, and where what it sends goes: asked again, to where it went."""
    from madang.ingest import naming, sources
    from madang.ingest.models import Run

    settings = sources.checked(source, settings)
    known = Run.objects.filter(source=source).exclude(target__dataset=None).order_by("-created_at")
    earlier = next((run.target["dataset"] for run in known if run.source_settings == settings), None)
    described = {**described, "dataset": described["dataset"] or earlier}
    name = sources.source(source).called(settings)
    return settings, _targets([Path(naming.file(name))], described)[0]


def _execute(run: Run, executor: Executing) -> None:
    """Do a run here; Ctrl-C cancels it rather than leaving it to the next worker."""
    from madang.accounts.policy import OPERATOR
    from madang.ingest import run as runs

    try:
        executor.do(run)
    except KeyboardInterrupt:
        runs.cancel(run, OPERATOR)
        raise


def found(paths: tuple[Path, ...]) -> list[Path]:
    """Every file of `paths`, folders with all that is below them, in order. Raises `NothingToLoad`."""
    files = []
    for path in paths:
        inside = sorted(path.rglob("*")) if path.is_dir() else [path]
        files += [f.resolve() for f in inside if f.is_file() and not _hidden(f, path)]
    if not files:
        raise NothingToLoad(paths=", ".join(map(str, paths)))
    return files


def _hidden(file: Path, root: Path) -> bool:
    parts = file.relative_to(root).parts if root.is_dir() else ()
    return any(part.startswith(".") for part in parts)


def _targets(files: list[Path], described: dict[str, Any]) -> list[dict[str, Any]]:
    """Where each file goes: into the dataset that was named, or into one of its own."""
    from madang.ingest import naming

    new = {key: described[key] for key in ("organisation", "licence", "theme", "origin") if described.get(key)}
    if described["dataset"]:
        title = {"title": naming.title(described["title"] or described["dataset"])}
        names = naming.distinct(texts.slug(naming.stem(file.name)) for file in files)
        return [
            {**new, **title, "dataset": described["dataset"], **_resource(described["resource"], name, len(files))}
            for file, name in zip(files, names, strict=True)
        ]
    slugs = _slugs(files)
    return [
        {**new, "title": naming.title(described["title"] or naming.stem(file.name)), "dataset": slug,
         **({"resource": described["resource"]} if described["resource"] else {})}
        for file, slug in zip(files, slugs, strict=True)
    ]  # fmt: skip


def _resource(asked: str | None, name: str, files: int) -> dict[str, str]:
    if asked:
        return {"resource": asked}
    return {"resource": name} if files > 1 else {}


def _slugs(files: list[Path]) -> list[str]:
    """One dataset per file. A file that was loaded before goes where it went; no other file's dataset is written over."""
    from madang.catalog.models import Dataset
    from madang.ingest import naming
    from madang.ingest.models import Run

    known = Run.objects.filter(source="file").exclude(target__dataset=None)
    homes = {run.source_settings.get("path"): run.target["dataset"] for run in known.order_by("created_at")}
    taken = set(Dataset.objects.values_list("slug", flat=True)) | set(homes.values())
    slugs = []
    for file in files:
        slug = homes.get(str(file)) or _free(naming.dataset(file.name), naming.dataset(file.parent.name), taken)
        taken.add(slug)
        slugs.append(slug)
    return slugs


def _free(slug: str, folder: str, taken: set[str]) -> str:
    """`slug`, or with its folder before it, or with a number behind it: the first that is not taken."""
    candidates = [slug, f"{folder}-{slug}"[:100], *(f"{slug[:90]}-{number}" for number in range(2, len(taken) + 3))]
    return next(candidate for candidate in candidates if candidate not in taken)


def _there(dataset: str | None) -> bool:
    from madang.catalog.models import Dataset

    return bool(dataset) and Dataset.objects.filter(slug=dataset).exists()


def _organisation() -> str:
    """The only organisation; in a new city, the city itself."""
    from madang.catalog.city import the_city
    from madang.catalog.models import Organisation
    from madang.ingest import drafts

    slugs = list(Organisation.objects.values_list("slug", flat=True)[:2])
    if len(slugs) > 1:
        raise drafts.Incomplete(missing="organisation", organisations=drafts.some(Organisation), licences="unstated")
    if slugs:
        return slugs[0]
    made = Organisation.objects.create(slug="city", name=the_city().name, kind=Organisation.Kind.COUNCIL)
    text = said(f"There was no organisation yet: made “{made.slug}”.", f"기관이 없어 “{made.slug}”을(를) 만들었습니다.")
    click.echo(text, err=True)
    return made.slug
