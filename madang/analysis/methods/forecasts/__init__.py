"""Forecasts of counts by kind of day, hour and cell: the panel that they are made of, the models, their intervals, broken profiles.

`arrange` makes a `Panel` of rows; `backtest.rolling` says which of `MODELS` to use; `forecast` says what it expects; `broken` whether
the past can still be trusted.
"""

from madang.analysis.methods.forecasts.arranging import Told, arrange
from madang.analysis.methods.forecasts.breaks import Break, broken
from madang.analysis.methods.forecasts.intervals import Forecast, forecast
from madang.analysis.methods.forecasts.models import MODELS, SIMPLE, Model
from madang.analysis.methods.forecasts.panel import Panel

__all__ = [
    "MODELS",
    "SIMPLE",
    "Break",
    "Forecast",
    "Model",
    "Panel",
    "Told",
    "arrange",
    "broken",
    "forecast",
]
