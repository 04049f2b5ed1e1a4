"""The public account of a load: made (`receipt`), balanced, told in a terminal (`text`), compared (`change`, `pair`)."""
