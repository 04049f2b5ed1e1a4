"""Where the rows of a table lie: `locate` finds it by a file's geometries or by a pair of columns, and `location` says it."""
