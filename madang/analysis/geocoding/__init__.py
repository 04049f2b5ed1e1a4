"""Places for addresses, out of published tables that have both; what fits nothing is listed, nothing is guessed."""
