"""Addresses for programs: a package for each dialect (facade), and beside them what facades share. docs/architecture.md lists both."""
