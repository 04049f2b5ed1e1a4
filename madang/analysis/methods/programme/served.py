"""How links are tied to sites, whichever way people are served."""

from __future__ import annotations

from madang.analysis.methods.programme.bound import Multipliers
from madang.analysis.methods.programme.frame import Frame
from madang.analysis.methods.programme.model import Model
from madang.analysis.methods.programme.program import Outcome, Program


class Served:
    """How links are tied to sites. `complete`: whether what HiGHS claims of the program holds for the model too.

    `dear`: more than any column costs.
    """

    complete = True

    def __init__(self, model: Model, frame: Frame, program: Program, dear: float) -> None:
        self.model, self.frame, self.program, self.dear = model, frame, program, dear

    def tighten(self, outcome: Outcome, until: float) -> bool:
        """Add what the outcome misses; whether anything was."""
        raise NotImplementedError

    def multipliers(self, outcome: Outcome) -> Multipliers:
        raise NotImplementedError

    def missing(self, outcome: Outcome) -> float:
        """Links that are not served."""
        return 0.0

    def left_over(self, outcome: Outcome) -> dict[str, float]:
        """The need that is not served, by service."""
        return {}

    def complete_it(self) -> None:
        """Let the program hold for the model, at whatever size."""

    def sell(self, price: float) -> None:
        """Let links stay unserved at no less than a price."""
