"""Places where bytes last: a local folder, or a bucket of an S3 server."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

from madang.store.places.place import Absent, Entry, Occupied, OddKey, OddPlace, Place

__all__ = ["Absent", "Entry", "Occupied", "OddKey", "OddPlace", "Place", "place_at"]


def place_at(url: str, home: Path) -> Place:
    """Return the place that an address names.

    "" is the folder `<home>/place`, `file:///data` another folder, `s3://bucket/prefix?endpoint=...&region=...` a bucket whose
    secrets come from the AWS_ variables of the environment. Raises `OddPlace`.
    """
    from madang.store.places.local import Folder

    parts = urlsplit(url)
    if not url:
        return Folder(home / "place")
    if parts.scheme == "file" and parts.path.startswith("/") and parts.netloc in ("", "localhost"):
        return Folder(Path(unquote(parts.path)))
    if parts.scheme == "s3":
        from madang.store.places.s3 import bucket_at

        return bucket_at(parts)
    raise OddPlace(place=f"{parts.scheme}:", why="it is neither a whole path of a folder nor an S3 bucket.")
