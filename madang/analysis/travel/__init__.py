"""How far it is from people to places: in a straight line, along streets, or as somebody's table says.

Coordinates are longitude and latitude in degrees (WGS 84), arrays (n, 2). A straight line loses nobody and gives `Distances` in
metres; the other ways give a `Travelled`: distances with their unit and with what was lost on the way, so that a report can say
it. No Django.
"""

from madang.analysis.travel.straight import DETOUR, detour_said, straight
from madang.analysis.travel.table import from_table
from madang.analysis.travel.travelled import Travelled

__all__ = ["DETOUR", "Travelled", "detour_said", "from_table", "straight"]
