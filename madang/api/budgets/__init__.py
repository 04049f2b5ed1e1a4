"""Budgets of the API: who asks, how much they may, what they are told. Decision 23; docs/budgets.md."""
