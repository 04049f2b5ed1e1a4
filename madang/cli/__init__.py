"""The `madang` command: one file per group of commands, found in this folder."""
