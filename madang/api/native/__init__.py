"""Madang's own API at `/api/v1`: the facade with everything. docs/api.md; questions are described in docs/query-manual.md.

`api` puts the routes together and makes the OpenAPI document; each other file is a subject with its routes. `asking` reads parameters,
`routes` and `schemas/` say what answers look like, `shapes` makes them.
"""
