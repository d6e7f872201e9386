"""Building the index: see :func:`build`. ``read_one`` is the reading of a single file, for tests and in-memory indexes."""

from __future__ import annotations

from index.document import ReadDocument, read_one

__all__ = ["ReadDocument", "read_one"]
