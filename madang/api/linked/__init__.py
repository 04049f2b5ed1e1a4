"""Linked data: rows, tables, columns and codes have addresses, and say what they are in HTML, Turtle, JSON-LD and RDF/XML. Decision 26.

`views` finds the thing behind an address with `accounts.linking`, `negotiating` the form, `rows`, `tables` and `columns` make the
graph, `writing` sends it. `csvw` describes the CSV; a test converts the CSV by it and compares with what the addresses answer.
"""
