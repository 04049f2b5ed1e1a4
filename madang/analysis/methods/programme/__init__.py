"""A city's own siting question with everything that limits it, solved by HiGHS, proved by multipliers.

`programme(model)` chooses; `evaluate(model, sites)` says what any choice means; `alternatives` and `phases` follow a solution.
"""

from madang.analysis.methods.programme.alternatives import alternatives
from madang.analysis.methods.programme.evaluate import Evaluation, evaluate
from madang.analysis.methods.programme.model import Model, Service, Status
from madang.analysis.methods.programme.phases import Phase, phases
from madang.analysis.methods.programme.solve import programme

__all__ = ["Evaluation", "Model", "Phase", "Service", "Status", "alternatives", "evaluate", "phases", "programme"]
