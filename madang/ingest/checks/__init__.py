"""Checks of a typed table before it is published: one file each, found by its folder (or an entry point of this name).

A file defines `check(staged, columns, previous) -> list[Finding]`; `previous` is a `_previous.Previous` or None. Findings of
severity `personal` and `breaking` block publication until a person decides; all others are told.
"""
