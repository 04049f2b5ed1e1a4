"""Readers: one file per format, found by its folder (or an entry point of this name); the file name stands in the receipt.

A file defines three names and may define a fourth; nothing else is edited to add one.

    EXTENSIONS: tuple[str]        in lower case with the dot; an extension belongs to one reader, the content still decides
    recognises(head, name)        whether this is the format: `head` is the first 64 kB, of a zip also the names of its members;
                                  called with anything, it never raises
    read(path, name, choices, scratch, progress) -> Reading
                                  columns of text, staged under `scratch` (see `staging.Stage`), and what was decided; call
                                  `progress` with the bytes read so far. Raises a `no_table.NoTable` when there is no table
    RANK: int = 0                 the highest of those that recognise a file reads it; below 0 for what any file may be
"""
