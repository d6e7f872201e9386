"""Where the generations of a store are kept: in its folder (the default), or in a PostgreSQL database that many machines share.

``WENZHANG_DATABASE_URL`` decides. Builders and readers see only :class:`Catalog`; what a generation is made of is the same in both.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import AbstractContextManager
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from sqlalchemy import Engine

from index.lock import exclusive
from index.store import chroma, generations, schema


class Catalog(Protocol):
    """The generations of one store. ``store`` is the folder on this machine: all there is, or a cache and workplace."""

    store: Path

    def exclusive(self) -> AbstractContextManager[None]:
        """Be the only writer. Raises ``IndexLocked``."""

    def current(self) -> str:
        """The generation that answers. Raises ``IndexMissing``."""

    def previous(self) -> list[str]:
        """Finished generations, newest first."""

    def begin(self, base: str | None) -> tuple[str, Engine]:
        """The name and the database of a new generation: a copy of ``base``, or empty. Its folder is there, too."""

    def manifest(self, name: str) -> generations.Manifest:
        """What a finished generation is made of."""

    def verify(self, name: str) -> generations.Manifest:
        """The manifest, after everything was found whole here. Raises ``IndexCorrupt``."""

    def reading(self, name: str) -> Engine:
        """A read-only database of a finished generation, for many threads."""

    def seal(self, name: str, reader: str, model: Mapping[str, str | int], counts: Mapping[str, int]) -> generations.Manifest:
        """Make a generation whose files are closed a finished one."""

    def publish(self, name: str) -> None:
        """Let a finished generation answer: one atomic step."""

    def discard(self, name: str) -> None:
        """Delete a generation that is not published."""

    def prune(self) -> None:
        """Delete what nobody needs any more."""


class FolderCatalog:
    """Everything in ``store``: SQLite files, a pointer file, one machine."""

    def __init__(self, store: Path) -> None:
        self.store = store

    def exclusive(self) -> AbstractContextManager[None]:
        """A lock held by the operating system."""
        return exclusive(self.store)

    def current(self) -> str:
        """The name in the pointer file."""
        return generations.current(self.store)

    def previous(self) -> list[str]:
        """Folders with a manifest, newest first."""
        return generations.previous(self.store)

    def begin(self, base: str | None) -> tuple[str, Engine]:
        """A new folder with a copy of the database and of the vectors."""
        name = generations.new_name(self.store)
        folder = generations.folder_of(self.store, name)
        folder.mkdir(parents=True)
        if base is not None:
            copied(generations.folder_of(self.store, base), folder, generations.DATABASE)
        return name, schema.writable(schema.sqlite_url(folder / generations.DATABASE))

    def manifest(self, name: str) -> generations.Manifest:
        """The manifest file."""
        return generations.read_manifest(generations.folder_of(self.store, name))

    def verify(self, name: str) -> generations.Manifest:
        """Every file against its hash."""
        return generations.verify(generations.folder_of(self.store, name))

    def reading(self, name: str) -> Engine:
        """The SQLite file, immutable."""
        return schema.readable(generations.folder_of(self.store, name) / generations.DATABASE)

    def seal(self, name: str, reader: str, model: Mapping[str, str | int], counts: Mapping[str, int]) -> generations.Manifest:
        """Hash and sync the files."""
        return generations.seal(generations.folder_of(self.store, name), name, reader, model, counts)

    def publish(self, name: str) -> None:
        """Replace the pointer file."""
        generations.publish(self.store, name)

    def discard(self, name: str) -> None:
        """Delete the folder, and its passages where they lie on a server."""
        chroma.drop(name)
        generations.remove_tree(generations.folder_of(self.store, name))

    def prune(self) -> None:
        """Keep the generation that answers and the one before it."""
        before = {p.name for p in (self.store / "generations").iterdir()}
        generations.prune(self.store)
        for name in before - {p.name for p in (self.store / "generations").iterdir()}:
            chroma.drop(name)


def copied(source: Path, target: Path, *parts: str) -> None:
    """Copy parts of a generation, and its vectors where they lie in files."""
    for part in (*parts, *(() if chroma.server() else (generations.CHROMA,))):
        generations.copy_tree(source / part, target / part)


def catalog_of(store: Path) -> Catalog:
    """The catalogue that the environment asks for."""
    url = os.environ.get("WENZHANG_DATABASE_URL", "").strip()
    if not url:
        return FolderCatalog(store)
    return _shared(store, url)


@lru_cache(maxsize=8)
def _shared(store: Path, url: str) -> Catalog:
    from index.store.shared import SharedCatalog

    return SharedCatalog(store, url)
