"""One file per dataset: `DATASET`, an `Entry` with its texts, columns and generators. The file name is the "
"address."""
