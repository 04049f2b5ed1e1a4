"""Actions on rows; each module may list some in ACTIONS (see `madang.api.ckan`)."""
