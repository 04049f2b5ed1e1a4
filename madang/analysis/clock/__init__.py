"""Moments as people write them and as columns hold them, by the clock of a city. No Django, and nothing of what the moments are of.

`moments` reads columns of text and of timestamps, strictly; `zones` knows which local hours do not exist and which come twice.
"""

UTC = frozenset({"datetime_zoned", "datetime_named_zone", "datetime_from_epoch"})
"""Kinds of columns (`query.model.Column.semantic`) whose times were loaded with their zone: they are kept in UTC, without saying so."""
