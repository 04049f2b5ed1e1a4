"""Parts of `bench/events.py`: a generator of events, and the programs that count them."""
