"""Studies: what each answers, choosing data for it, a run, its result, two runs side by side, and what if a site moved."""
