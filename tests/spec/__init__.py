"""The manual of questions, and the tests that hold it: tiny tables, a question in the native language, the expected answer.

Each feature is one file with `TITLE`, `ABOUT` (in both languages) and `CASES`. Every case runs on every engine of
`test_spec.py`, and `python -m tests.spec.manual` writes docs/query-manual.md and docs/query-manual.ko.md from them.
"""
