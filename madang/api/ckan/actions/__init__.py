"""Actions on the catalogue; each module lists its own in ACTIONS (see `madang.api.ckan`)."""
