"""The chart of a table: its address says all of it, one question fetches its points, the same picture stands everywhere.

`state` reads the address, `automatic` chooses where it says nothing, `sense` refuses what would mislead, `asking` and its
neighbours ask the table, `figure` puts it together for pages, frames, pictures and stories.
"""
