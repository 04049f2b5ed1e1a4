"""Computing a study in a process of its own, within a limit of memory: `process` asks and watches, `child` computes.

The child gets a folder: `inputs.json` and a Parquet file for each role; and another one, in which it leaves
`result.json`, the tables, report and certificates.
It knows no database and no settings. Cancelling a run kills it.
"""
