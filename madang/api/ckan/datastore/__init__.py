"""CKAN's DataStore: rows of tables, by the questions and the SQL that its clients send.

    datastore_search      `searching` reads the parameters into a `Question` (filters, full_text, columns), `records` writes the rows
    datastore_search_sql  `statements` puts resource ids in place, `query.sql` reads PostgreSQL's SQL and runs it apart
    datastore_info, and the table `_table_metadata`: `describing`
    /datastore/dump/<id>  `dump`, streamed

A table's fields are its columns and `_id`, the number of a row (`fields`).
"""
