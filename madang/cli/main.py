"""Find the commands of this folder and run one of them."""

from __future__ import annotations

import gettext
import importlib
import inspect
import os
import pkgutil
import sys
from pathlib import Path

import click

import madang
from madang.cli.terminal import language, speak
from madang.lib.problems import Problem

FOLDER = "madang.cli"
SHARED = ("main", "choices", "progress", "settings", "states", "study_options", "study_text", "summary", "terminal")
"""Files that several commands share."""
WITHOUT_CITY = ("types", "upload")
"""Commands that ask no city of this machine: no folder is made for one here."""
OF_FILES = ("verify",)
"""Commands that ask none either when they are given a file."""


class Commands(click.Group):
    """Every file of this folder that defines `command` is a command of the same name; only the one asked for is imported."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        package = importlib.import_module(FOLDER)
        return sorted(m.name for m in pkgutil.iter_modules(package.__path__) if m.name not in SHARED)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name.replace("-", "_") not in self.list_commands(ctx):
            return None
        command: click.Command = importlib.import_module(f"{FOLDER}.{name.replace('-', '_')}").command
        return translated(command)


def translated(command: click.Command) -> click.Command:
    """The command with its help, and that of its options and subcommands, in the words of `speak`'s catalogue."""
    for one in (command, *command.params):
        for kind in ("help", "short_help"):
            if text := getattr(one, kind, None):
                setattr(one, kind, gettext.gettext(inspect.cleandoc(text)))
    for under in command.commands.values() if isinstance(command, click.Group) else ():
        translated(under)
    return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(madang.__version__, prog_name="madang")
def cli() -> None:
    """Madang (마당): an open data platform for a whole city, in one command.

    Settings come from the environment (MADANG_HOME, MADANG_PORT, ...); `madang doctor` lists them all.
    """


def main() -> None:
    """The entry point: named problems end in one clear message and exit code 1, never in a traceback."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "madang.config.settings"
    speak(sys.argv[1:])
    try:
        if asks_city(sys.argv[1:]):
            import django

            django.setup()
        translated(cli)(standalone_mode=True)
    except Problem as problem:
        _end(problem)
    except Exception as error:
        from django.db import utils

        if isinstance(error, utils.OperationalError | utils.ProgrammingError) and _without_tables():
            _end(NoCity(home=os.environ.get("MADANG_HOME", "var")))
        raise


def asks_city(words: list[str]) -> bool:
    """Whether the command line needs the city of this machine."""
    of_a_file = words[:1] in [[name] for name in OF_FILES] and any(Path(word).is_file() for word in words[1:])
    return not (of_a_file or set(words[:1]) & set(WITHOUT_CITY))


class NoCity(Problem):
    en = "There is no city in {home} yet, or one of an older version. Run `madang migrate`, or set MADANG_HOME."
    ko = "{home}에 아직 도시가 없거나 이전 버전의 도시입니다. `madang migrate`를 실행하거나 MADANG_HOME을 정하세요."


def _without_tables() -> bool:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _end(problem: Problem) -> None:
    click.secho(problem.text(language()), fg="red", err=True)
    sys.exit(1)


if __name__ == "__main__":
    main()
