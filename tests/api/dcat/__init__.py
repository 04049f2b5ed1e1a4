"""The catalogue as RDF."""
