"""Atom feeds of what is new in the catalogue, at CKAN's addresses."""
