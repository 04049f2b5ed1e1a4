"""DCAT-US 1.1 (Project Open Data): the whole catalogue as `/data.json`."""
