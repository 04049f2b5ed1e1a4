"""What `api.py` asks: one table, four systems that serve it, and a client that takes the time."""
