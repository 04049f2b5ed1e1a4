"""Frictionless Data Package: a dataset's tables with their schemas, as `datapackage.json`."""
