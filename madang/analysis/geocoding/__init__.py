"""Places for addresses, out of published tables that have both; what fits nothing is listed, nothing is guessed. No Django.

    table = gazetteer([roads, lots], places, "korea")     # columns of addresses, (n, 2) longitude and latitude
    placed = place([addresses], table)
    placed.places, placed.unmatched, placed.said({"en": "welfare centres", "ko": "노인복지관"})

`systems` has one file for each way of writing addresses, `reading` what they say, `matching` how they are compared.
"""

from madang.analysis.geocoding.gazetteer import Gazetteer, gazetteer
from madang.analysis.geocoding.matching import Match
from madang.analysis.geocoding.placed import Placed, place
from madang.analysis.geocoding.systems import system_of, systems

__all__ = ["Gazetteer", "Match", "Placed", "gazetteer", "place", "system_of", "systems"]
