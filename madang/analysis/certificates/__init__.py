"""Certificates: what a study proved, in a file that anybody re-checks without the solver.

    export(kind, model, solution) -> dict        JSON: inputs, sites, claim, and the leaves that prove the bound
    verify(certificate) -> Verified              recomputes objective and bound by numpy and plain sums; raises `Refuted`

A kind is a file of `kinds`, by the name of the method: it says which inputs it needs and how one leaf's bound is recomputed. Nothing
here imports a method (a contract holds it): a fault in a method cannot hide in its own proof. What is proved is that the model has
no better answer; that the model fits the city is not (`docs/certificates.md`).
"""

from madang.analysis.certificates.exporting import export
from madang.analysis.certificates.files import load, save
from madang.analysis.certificates.reading import Refuted
from madang.analysis.certificates.verifying import Verified, verify

__all__ = ["Refuted", "Verified", "export", "load", "save", "verify"]
