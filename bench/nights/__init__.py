"""Nights to forecast and places to wait at: the data behind `bench/taxi.py`, and how choices are judged on what was held out."""
