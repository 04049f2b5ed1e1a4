"""Whether the past holds: what a person should know before trusting a forecast made of it."""

from __future__ import annotations

from madang.analysis.methods.forecasts import Panel
from madang.analysis.methods.forecasts.breaks import Break, broken
from madang.analysis.studies.night_mobility.cells import Cells
from madang.analysis.studies.night_mobility.notes import counted
from madang.analysis.tabular.notes import Note

CODES = {"level": "broken-city", "cells": "broken-cells", "clock": "broken-clock"}
NAMED = 5
"""Cells of a break that are named."""


def noted(panel: Panel, cells: Cells) -> tuple[Note, ...]:
    """Stretches of days that do not fit the rest; hours that are missing are noted where they are read."""
    found = broken(panel)
    told: list[Note] = []
    for what, code in CODES.items():
        mine = [one for one in found if one.what == what]
        told += counted(code, len(mine), [_said(one, panel, cells) for one in mine])
    short = next((one for one in found if one.what == "short"), None)
    return (*told, *(counted("short", max(1, round(short.size))) if short else ()))


def _said(one: Break, panel: Panel, cells: Cells) -> str:
    """A stretch in figures: 2020-03-02 – 2020-04-12: 43 % (서교동, 이태원1동 +3)."""
    amount = f"{one.size:+g} h" if one.what == "clock" else f"{100 * one.size:.0f} %"
    more = len(one.cells) - NAMED
    names = ", ".join(cells.called[at] for at in one.cells[:NAMED]) + (f" +{more}" if more > 0 else "")
    return f"{panel.day(one.first)} – {panel.day(one.last)}: {amount}" + (f" ({names})" if names else "")
