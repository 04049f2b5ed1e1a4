"""Answers that are given again without asking anybody: in front of Django, for readers who say nothing about themselves.

An answer is kept when Django called it public, and given only while no transaction of the database was committed since before it
was computed. So what was withdrawn, closed or described anew is never given: see docs/decisions/0024.

`front` is the ASGI application, `asking` says which requests are alike, `answers` keeps them, `committed` knows the database's version.
"""
