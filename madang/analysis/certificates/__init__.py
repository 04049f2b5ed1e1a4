"""Proofs of studies as files, and plain code that recomputes them."""
