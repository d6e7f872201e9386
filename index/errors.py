"""The one exception family of 问账. Every message is Chinese, one line, and says what a person can do."""

from __future__ import annotations


class WenzhangError(Exception):
    """Root of all expected errors; ``str(error)`` is a Chinese sentence fit for a user."""

    exit_status = 1


class UnreadableDocument(WenzhangError):
    """A file that cannot be read: missing, empty, truncated, wrong type, no text."""


class EncryptedDocument(UnreadableDocument):
    """A file that needs a password."""


class NotADisclosure(UnreadableDocument):
    """A readable file that is no 部门预算/决算 disclosure."""


class LimitExceeded(WenzhangError):
    """Input or work over a limit of size, time or memory."""


class IndexMissing(WenzhangError):
    """There is no index at the given place."""


class IndexCorrupt(WenzhangError):
    """The stored index fails its own verification."""


class IndexLocked(WenzhangError):
    """Another process is writing the index."""


class ModelMismatch(WenzhangError):
    """The index was built with another embedding model, or the model cannot be loaded."""


class BadInput(WenzhangError):
    """A question or request that cannot be processed (empty, too long, malformed)."""


class ModelFailed(WenzhangError):
    """The optional language model gave no usable reply (down, slow, cut off). The deterministic answer stands."""


class IndexUnavailable(WenzhangError):
    """A server that the index lives on (PostgreSQL, Chroma) does not answer now."""
