"""DCAT-AP 3: the catalogue and each dataset as RDF, at the addresses that CKAN's harvesters know."""
