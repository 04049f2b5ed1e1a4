"""The facade that speaks CKAN's Action API 3, for the clients that other portals' users already have.

    /api/3/action/<name>  ->  `views.action`  ->  one function of `actions/` or `datastore/`  ->  the envelope

An action is a function `(reader, parameters) -> result` whose docstring is its `help_show`. It stands in a module of
`madang/api/ckan/actions/` or `madang/api/ckan/datastore/`, which lists those it offers:

    ACTIONS = {"package_show": package_show}

Nothing else must be edited. `reader` (`reader.Reader`) is who asks, from where and in which language: `reader.actor` is for
`accounts.policy`, `reader.site` begins every absolute address. `parameters` (`parameters.Parameters`) reads what was sent by type:
`parameters.required("id")`, `.text`, `.whole`, `.switch`, `.listing`, `.thing`. The result is anything that JSON can hold.
An action refuses by raising one of `errors`, or a `Problem`, which `errors.of_problem` puts into CKAN's words.
Actions that change something are not there yet: `registry.WRITES` names them, and they are refused as CKAN refuses who may not.
"""
