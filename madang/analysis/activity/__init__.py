"""Raw events (calls, rides, taps) at scale: kept by day and hour for studies alone, counted in one pass over all of them.

    events/<log>/_log.json                         days, hours and hashes, code books, what was added
    events/<log>/day=2013-03-01/hour=00.parquet    cell, home, hour, second; sorted by cell, home, second

`add` deals raw rows into hours and sorts each (`deal`, `hour_files`), `count` scans them, `expressions` says the same counts for DuckDB and
Spark. Nothing here knows of Django or of addresses: no page and no API can be made of an event. docs/events.md tells more.
"""
