"""Checks of a typed table before it is published: one file each, found by its folder (or an entry point of this name).

A file defines `check(staged, columns, previous) -> list[Finding]`; `previous` is a `_previous.Previous` or None. Severities are
those of `ingest.check.ORDER`: `personal` and `breaking` block publication until a person decides, all others are told. A table
without rows is no error. Texts are in Korean and English, and a sample of personal data is masked.
"""
