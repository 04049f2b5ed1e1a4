"""Clients of other portals, unmodified, before a running Madang."""
