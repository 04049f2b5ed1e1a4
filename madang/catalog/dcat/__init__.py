"""The catalogue in the words of other catalogues: DCAT-AP 3 as JSON-LD, from which every serialisation is made.

A node is a dict with `@id`, `@type` and prefixed properties (`terms.CONTEXT`); values are nodes, texts with a language, or typed
literals. Languages stay tagged, so that a reader of either finds theirs. Only what is known is said.
Source: DCAT-AP 3.0, https://semiceu.github.io/DCAT-AP/releases/3.0.0/ (W3C DCAT 3 beneath it).
"""

from madang.catalog.dcat.catalogue import catalogue, service
from madang.catalog.dcat.dataset import dataset
from madang.catalog.dcat.terms import CONTEXT, document
from madang.catalog.dcat.vocabularies import FREQUENCIES, RIGHTS

__all__ = ["CONTEXT", "FREQUENCIES", "RIGHTS", "catalogue", "dataset", "document", "service"]
