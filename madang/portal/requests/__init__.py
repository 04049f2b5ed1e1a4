"""Requests for data and reports of errors: asking, supporting, answering in public."""
