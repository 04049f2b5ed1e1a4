"""What is kept of a citation: the question in its one form, the revisions it was asked of, and the fingerprint of the answer."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import ClassVar

from django.db import models

LETTERS = 12
"""Of an id: 60 bits, read aloud without confusion (a-z, 2-7)."""


class Citation(models.Model):
    """One question of one or more revisions, and what was answered. Never changed; who made it is not kept."""

    id = models.CharField(primary_key=True, max_length=16)
    question = models.JSONField(default=dict)  # query.parameters.written; {} for SQL and for a whole table
    sql = models.TextField(blank=True)  # as it was written; for the id `query.sql` brings it into one form
    revisions = models.JSONField()  # [id]; of SQL in the order in which it names the tables
    rows = models.BigIntegerField()
    rule = models.CharField(max_length=20)  # query.fingerprint.NAME
    fingerprint = models.CharField(max_length=64)
    software = models.CharField(max_length=100)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-created_at"]

    def __str__(self) -> str:
        return self.id


def identity(question: dict[str, str] | str, revisions: list[str]) -> str:
    """The id of a question (its parameters, or its SQL, in their one form) on these revisions: always the same one."""
    text = json.dumps([question, revisions], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return base64.b32encode(hashlib.sha256(text.encode()).digest()).decode().lower()[:LETTERS]
