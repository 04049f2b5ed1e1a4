"""What the columns of a revision hold: counted once, because a revision never changes, and kept beside its serving copy."""
