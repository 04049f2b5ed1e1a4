"""Polluted delimited files with their truth, and marks for the readers that load them (see `bench/pollution.py`)."""
