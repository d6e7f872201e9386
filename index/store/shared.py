"""Generations in a PostgreSQL database: each a schema; manifests, the pointer and the derived files (keywords, embedded vectors) in tables.

The folder of the store is a workplace and a cache: a machine that lacks the files of a generation fetches them from the database.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import re
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from sqlalchemy import Column, Connection, Engine, Integer, LargeBinary, MetaData, Table, Text, delete, func, insert, select, text

from index.errors import IndexCorrupt, IndexLocked, IndexMissing, IndexUnavailable
from index.lock import exclusive
from index.store import chroma, generations, postgres, schema
from index.store.catalog import copied

log = logging.getLogger(__name__)
SCHEMA = "wenzhang"
LOCK = 0x77656E7A  # the key of the writer's lock; one database is one store
PIECE = 4 << 20  # bytes of a file that are sent at once
_GENERATION = re.compile(r"^\d{6}-[0-9a-f]{8}$")
_meta = MetaData(schema=SCHEMA)
_manifests = Table("manifests", _meta, Column("name", Text, primary_key=True), Column("manifest", Text, nullable=False))
_pointer = Table("pointer", _meta, Column("one", Integer, primary_key=True), Column("name", Text, nullable=False))
_files = Table(
    "files",
    _meta,
    Column("generation", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("part", Integer, primary_key=True),
    Column("data", LargeBinary, nullable=False),
)


class SharedCatalog:
    """The catalogue of one database. Thread-safe but for writing, which :meth:`exclusive` keeps to one thread of one process anywhere."""

    def __init__(self, store: Path, url: str) -> None:
        self.store = store
        self._url = postgres.address(url)
        self._engine = postgres.engine(self._url, "public")
        self._lock: Connection | None = None

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """The lock of the folder, then that of the database, which ends with its connection."""
        with exclusive(self.store), self._engine.connect() as connection:
            if not connection.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": LOCK}).scalar_one():
                raise IndexLocked("另一台机器或进程正在写入这个数据库中的索引，请等它结束后再试")
            connection.commit()
            self._lock = connection
            try:
                self._prepare()
                yield
            finally:
                self._lock = None
                connection.invalidate()  # the lock must not stay with a pooled connection

    def current(self) -> str:
        """The name in the pointer table."""
        with self._engine.connect() as connection:
            name = connection.execute(select(_pointer.c.name)).scalar_one_or_none() if self._there(connection) else None
        if name is None:
            raise IndexMissing("数据库中还没有索引，请先运行：python -m index build 文件夹")
        return str(name)

    def previous(self) -> list[str]:
        """Generations with a manifest, newest first."""
        with self._engine.connect() as connection:
            return sorted(connection.execute(select(_manifests.c.name)).scalars(), reverse=True) if self._there(connection) else []

    def begin(self, base: str | None) -> tuple[str, Engine]:
        """A new schema with the rows of ``base``."""
        with self._engine.begin() as connection:
            last = max([int(name[:6]) for name in self._schemas(connection)], default=0)
            name = f"{last + 1:06d}-{secrets.token_hex(4)}"
            connection.execute(text(f'CREATE SCHEMA "{_schema(name)}"'))
        folder = generations.folder_of(self.store, name)
        generations.remove_tree(folder)
        folder.mkdir(parents=True)
        engine = postgres.engine(self._url, _schema(name))
        schema.metadata.create_all(engine)
        if base is not None:
            with engine.begin() as connection:
                for table in schema.metadata.sorted_tables:
                    columns = ", ".join(f'"{column.name}"' for column in table.columns)
                    connection.execute(text(f'INSERT INTO "{table.name}" ({columns}) SELECT {columns} FROM "{_schema(base)}"."{table.name}"'))
            copied(generations.folder_of(self.store, base), folder)
        return name, engine

    def manifest(self, name: str) -> generations.Manifest:
        """The manifest of a generation. Raises ``IndexCorrupt``."""
        with self._engine.connect() as connection:
            plain = connection.execute(select(_manifests.c.manifest).where(_manifests.c.name == name)).scalar_one_or_none()
        return generations.parse_manifest(plain or "", f"{self._url.database}：{name}")

    def verify(self, name: str) -> generations.Manifest:
        """The rows are counted; files that are missing here or not whole are fetched."""
        manifest = self.manifest(name)
        folder = generations.folder_of(self.store, name)
        with self._engine.connect() as connection:
            if _schema(name) not in {_schema(n) for n in self._schemas(connection)}:
                raise IndexCorrupt(f"数据库中缺少索引 {name} 的数据，请重新建立索引")
            held = connection.execute(text(f'SELECT count(*) FROM "{_schema(name)}".documents')).scalar_one()
            if held != manifest.counts["documents"]:
                raise IndexCorrupt(f"数据库中的索引 {name} 有 {held} 个文件，应有 {manifest.counts['documents']} 个，请重新建立索引")
            for file, (size, sha) in manifest.files.items():
                if not _whole(folder / file, size, sha):
                    self._fetch(connection, name, file, folder / file)
                    if not _whole(folder / file, size, sha):
                        raise IndexCorrupt(f"数据库中的索引文件“{name}/{file}”已损坏，请重新建立索引")
        return manifest

    def reading(self, name: str) -> Engine:
        """Connections that see the generation's schema and cannot write."""
        return postgres.engine(self._url, _schema(name), read_only=True)

    def seal(self, name: str, reader: str, model: Mapping[str, str | int], counts: Mapping[str, int]) -> generations.Manifest:
        """Hash the derived files, send them, and write the manifest."""
        folder = generations.folder_of(self.store, name)
        manifest = generations.seal(folder, name, reader, model, counts)
        with self._engine.begin() as connection:
            for file in manifest.files:
                with (folder / file).open("rb") as opened:
                    for part, data in enumerate(iter(lambda: opened.read(PIECE), b"")):
                        connection.execute(insert(_files), {"generation": name, "name": file, "part": part, "data": data})
            for table in schema.metadata.sorted_tables:
                connection.execute(text(f'ANALYZE "{_schema(name)}"."{table.name}"'))
            connection.execute(insert(_manifests), {"name": name, "manifest": json.dumps(asdict(manifest), ensure_ascii=False)})
        return manifest

    def publish(self, name: str) -> None:
        """Turn the pointer, in the connection that holds the lock: who has lost it cannot publish."""
        with self._writing() as connection:
            connection.execute(delete(_pointer))
            connection.execute(insert(_pointer), {"one": 1, "name": name})

    def discard(self, name: str) -> None:
        """Delete the schema, the files and the passages on a Chroma server."""
        chroma.drop(name)
        generations.remove_tree(generations.folder_of(self.store, name))
        try:
            with self._engine.begin() as connection:
                self._drop(connection, name)
        except IndexUnavailable as error:
            log.warning("%s stays in the database until the next build: %s", name, error)

    def prune(self) -> None:
        """Keep the generation that answers and the one before it, here and in the database."""
        name = self.current()
        keep = {name, *[p for p in self.previous() if p != name][: generations.KEPT - 1]}
        with self._writing() as connection:
            gone = [g for g in self._schemas(connection) if g not in keep]
            for generation in gone:
                self._drop(connection, generation)
        for generation in gone:
            chroma.drop(generation)
        for folder in (self.store / "generations").iterdir():
            if folder.name not in keep:
                generations.remove_tree(folder)

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        if self._lock is None:
            with self._engine.begin() as connection:
                yield connection
        else:
            with self._lock.begin():
                yield self._lock

    def _prepare(self) -> None:
        with self._writing() as connection:
            if not self._there(connection):
                connection.execute(text(f'CREATE SCHEMA IF NOT EXISTS "{SCHEMA}"'))
                _meta.create_all(connection)

    def _there(self, connection: Connection) -> bool:
        return connection.execute(select(func.to_regclass(f"{SCHEMA}.pointer"))).scalar_one_or_none() is not None

    def _schemas(self, connection: Connection) -> list[str]:
        """The generations that have a schema, finished or not."""
        names = connection.execute(text("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'g%'")).scalars()
        return sorted(name[1:].replace("_", "-") for name in names if _GENERATION.match(str(name)[1:].replace("_", "-")))

    def _drop(self, connection: Connection, name: str) -> None:
        connection.execute(text(f'DROP SCHEMA IF EXISTS "{_schema(name)}" CASCADE'))
        if self._there(connection):
            connection.execute(delete(_files).where(_files.c.generation == name))
            connection.execute(delete(_manifests).where(_manifests.c.name == name))

    def _fetch(self, connection: Connection, generation: str, name: str, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f"{path.name}.{os.getpid()}.new")
        query = select(_files.c.data).where(_files.c.generation == generation, _files.c.name == name)
        with temporary.open("wb") as file:
            part = 0
            while (data := connection.execute(query.where(_files.c.part == part)).scalar_one_or_none()) is not None:
                file.write(data)
                part += 1
        os.replace(temporary, path)


def _schema(generation: str) -> str:
    if not _GENERATION.match(generation):
        raise IndexCorrupt(f"索引的名称“{generation}”不正确，请重新建立索引")
    return "g" + generation.replace("-", "_")


def _whole(path: Path, size: int, sha: str) -> bool:
    if not path.is_file() or path.stat().st_size != size:
        return False
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == sha
