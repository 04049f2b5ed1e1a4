"""The table of all files at hand: how each is read, and what was seen of it by eye."""
