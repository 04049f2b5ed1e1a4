"""Where taxis should wait: spots that cover as much expected demand as possible within a walk, and what that is worth.

    choose(...)       the k spots of one hour by maximal covering, with a certified bound (`Spots`)
    cover_by_k(...)   share covered by 1, 2 ... K spots, each with its bound
    stable(...)       one set for the whole night, and what it costs against a set for each hour
    busiest(...), peaks(...)  the two usual recipes; judged(...) what any spots cover of demand that was not looked at
    candidates        where spots could be: along streets, at given points, on a grid
    cruising          side streets near a spot where boardings for each empty cab are high

Coordinates are metres in a plane, (n, 2). Distances are straight lines: for a walk of R metres along streets that are 1.3 times as
long give `radius` R / 1.3. The rules are told in `docs/taxi-spots.md`.
"""

from madang.analysis.methods.spots.baselines import busiest, judged, peaks
from madang.analysis.methods.spots.by_k import cover_by_k
from madang.analysis.methods.spots.choosing import Spots, choose
from madang.analysis.methods.spots.nights import Stable, stable

__all__ = ["Spots", "Stable", "busiest", "choose", "cover_by_k", "judged", "peaks", "stable"]
