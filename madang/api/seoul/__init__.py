"""The dialect of the Seoul Open Data Plaza: `/{KEY}/{TYPE}/{SERVICE}/{START_INDEX}/{END_INDEX}/{arguments}`. docs/seoul-open-api.md.

`views` reads the address with `asked`, gets rows from `services` or, for `SearchCatalogService`, from `catalogue`, and refuses with
one of `codes`. Writers (`json_answer`, `xml_answer`, `xls_answer`) are formats of this dialect. `speaking` is the middleware around it.
"""
