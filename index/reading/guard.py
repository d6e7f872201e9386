"""The border to libraries that parse foreign files: whatever they raise on a damaged or hostile file becomes one line for the user."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from index.errors import UnreadableDocument, WenzhangError


@contextmanager
def sound(name: str, what: str) -> Iterator[None]:
    """Inside, a file is parsed by a library. Their errors on broken bytes are of every kind (zlib.error, KeyError, struct.error,
    XMLSyntaxError, RecursionError ...) and told nowhere: all of them mean that the file is not whole. Raises ``UnreadableDocument``."""
    try:
        yield
    except WenzhangError:
        raise
    except Exception as error:
        raise UnreadableDocument(f"“{name}”不是完好的{what}，可能已损坏") from error
