"""DCAT-AP 3: the catalogue and each dataset as RDF, at the addresses that CKAN's harvesters know. docs/dcat.md.

What is said stands in `catalog.dcat`, as nodes of JSON-LD; `serialising` writes them in every form, `views` answers documents, and
`negotiating` leads from things (`/dataset/{id}`) to a page or a document.
"""
