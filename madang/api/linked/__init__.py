"""Linked data: rows, tables, columns and codes have addresses, and say what they are in HTML, Turtle, JSON-LD and RDF/XML."""
