"""Moments as people write them and as columns hold them, by the clock of a city. No Django, and nothing of what the moments are of.

`moments` reads what has a time of day, strictly; `written` columns of days and hours apart as well; `zones` knows which local hours do
not exist and which come twice.
"""
