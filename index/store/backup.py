"""Backup and restore: one tar file with the database of the current generation and the users' feedback, whatever servers they live on.

``backup.json`` in it lists size and sha256 of the other members. Keywords and Chroma are derived and made anew from the database, so a
backup of one machine can be restored to servers and the other way round. The disclosures themselves are files of the operator's.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import sqlite3
import tarfile
import tempfile
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Engine, MetaData, Table, create_engine, func, inspect, select, text
from sqlalchemy.exc import SQLAlchemyError

from index.embedding import check, load
from index.errors import BadInput, IndexCorrupt, LimitExceeded
from index.store import generations, postgres, schema, writing
from index.store.building import Generation
from index.store.catalog import FolderCatalog, catalog_of

FORMAT = 1
MEMBERS = (generations.DATABASE, "feedback.sqlite")
LIST = "backup.json"
_LONGEST = 64 << 20  # bytes of the list of members


def backup(store: Path, target: Path) -> generations.Manifest:
    """Write a backup; it is read again and checked before it takes its name. Raises ``LimitExceeded`` where it cannot be written."""
    catalog = catalog_of(store)
    name = catalog.current()
    manifest = catalog.verify(name)
    unfinished = target.with_name(f"{target.name}.{os.getpid()}.new")
    try:
        with tempfile.TemporaryDirectory(prefix=".backup-", dir=target.absolute().parent) as scratch:
            members = {MEMBERS[0]: _database(store, name, Path(scratch))}
            feedback = _feedback(store, Path(scratch) / MEMBERS[1])
            members |= {MEMBERS[1]: feedback} if feedback else {}
            _write(unfinished, members, manifest)
        verify(unfinished)
        os.replace(unfinished, target)
    except (OSError, sqlite3.Error, SQLAlchemyError) as error:
        raise LimitExceeded(f"无法写入备份“{target}”（磁盘已满或不可写？）：{getattr(error, 'strerror', None) or error}") from error
    finally:
        unfinished.unlink(missing_ok=True)
    return manifest


def verify(file: Path) -> dict[str, Any]:
    """The list of a backup, after every member was read and found whole. Raises ``IndexCorrupt``, ``BadInput`` where it is no backup."""
    try:
        with tarfile.open(file) as archive:
            told = _list(archive)
            for name, (size, sha) in told["files"].items():
                member = archive.extractfile(name)
                if member is None or archive.getmember(name).size != size or hashlib.file_digest(member, "sha256").hexdigest() != sha:  # type: ignore[arg-type]
                    raise IndexCorrupt(f"备份“{file}”已损坏：{name}")
    except FileNotFoundError as error:
        raise BadInput(f"没有文件“{file}”") from error
    except (OSError, EOFError, tarfile.TarError, KeyError, ValueError, TypeError) as error:
        raise IndexCorrupt(f"“{file}”不是完整的备份文件") from error
    return told


def restore(file: Path, store: Path) -> tuple[generations.Manifest, bool]:
    """Make the backup the current generation of a store (the one before it stays); whether feedback was put back, too.

    Feedback is only put back where there is none. Raises ``IndexCorrupt``, ``BadInput``, ``ModelMismatch``, ``IndexLocked``.
    """
    told = verify(file)
    if told["schema"] != schema.SCHEMA_VERSION:
        raise BadInput("备份由程序的另一版本制作，不能直接恢复，请用那一版本恢复，或用原文件重新建立索引")
    embedder = load()
    check(told["manifest"]["model"], embedder)
    catalog = catalog_of(store)
    with catalog.exclusive(), tempfile.TemporaryDirectory(prefix=".restore-", dir=store) as scratch:
        try:
            with tarfile.open(file) as archive:
                for name in told["files"]:
                    _extract(archive, name, Path(scratch) / name)
            generation = Generation(store, embedder, None)
            try:
                generation.load(schema.readable(Path(scratch) / MEMBERS[0]))
                manifest = generation.finish(told["manifest"]["reader"])
                _compare(told["manifest"]["counts"], manifest.counts)
                catalog.publish(generation.name)
            except BaseException:
                generation.discard()
                raise
            catalog.prune()
            saved = Path(scratch) / MEMBERS[1]
            return manifest, saved.is_file() and _put_back(saved, store)
        except (OSError, SQLAlchemyError) as error:
            raise LimitExceeded(f"恢复失败（磁盘已满或不可写？），原有索引未受影响：{getattr(error, 'strerror', None) or error}") from error


def feedback_engine(store: Path) -> Engine:
    """Where feedback is kept: ``WENZHANG_FEEDBACK_URL``, else a file beside the store."""
    url = os.environ.get("WENZHANG_FEEDBACK_URL", "").strip()
    if url.startswith("postgres"):
        return postgres.engine(postgres.address(url, "WENZHANG_FEEDBACK_URL"), "public")
    return create_engine(url or f"sqlite:///{(store.parent / f'{store.name}-feedback.sqlite').absolute()}")


def _database(store: Path, name: str, scratch: Path) -> Path:
    """The generation as a SQLite file."""
    catalog = catalog_of(store)
    if isinstance(catalog, FolderCatalog):
        return generations.folder_of(store, name) / generations.DATABASE
    path = scratch / generations.DATABASE
    source, target = catalog.reading(name), schema.writable(schema.sqlite_url(path))
    with source.connect() as reading, target.begin() as made:
        writing.copy_rows(reading, made)
    source.dispose()
    target.dispose()
    return path


def _feedback(store: Path, path: Path) -> Path | None:
    """The feedback as a SQLite file; None where there is none."""
    local = store.parent / f"{store.name}-feedback.sqlite"
    if not os.environ.get("WENZHANG_FEEDBACK_URL", "").strip() and not local.is_file():
        return None
    source = feedback_engine(store)
    tables = _feedback_tables(source)
    if tables:
        target = create_engine(f"sqlite:///{path}")
        tables[0].metadata.create_all(target)
        with source.connect() as reading, target.begin() as made:
            writing.copy_rows(reading, made, tables)
        target.dispose()
    source.dispose()
    return path if tables else None


def _put_back(saved: Path, store: Path) -> bool:
    source, target = create_engine(f"sqlite:///{saved}"), feedback_engine(store)
    tables = _feedback_tables(source)
    try:
        with target.connect() as connection:
            if any(inspect(target).has_table(t.name) and connection.execute(select(func.count()).select_from(t)).scalar_one() for t in tables):
                return False
        tables[0].metadata.create_all(target)
        with source.connect() as reading, target.begin() as made:
            writing.copy_rows(reading, made, tables)
            if made.dialect.name == "postgresql":  # go on counting after the copied rows
                made.execute(text("SELECT setval(pg_get_serial_sequence('feedback', 'id'), (SELECT max(id) FROM feedback))"))
        return True
    finally:
        source.dispose()
        target.dispose()


def _feedback_tables(engine: Engine) -> list[Table]:
    found = MetaData()
    if inspect(engine).has_table("feedback"):
        found.reflect(engine, only=["feedback"])
        for table in found.tables.values():
            for column in table.columns:
                column.server_default = None  # the other database counts in its own way
    return list(found.tables.values())


def _write(path: Path, members: dict[str, Path], manifest: generations.Manifest) -> None:
    files = {name: (p.stat().st_size, _sha256(p)) for name, p in members.items()}
    told = {"format": FORMAT, "made": datetime.now(UTC).isoformat(timespec="seconds"), "schema": schema.SCHEMA_VERSION, "files": files}
    plain = json.dumps({**told, "manifest": {**asdict(manifest), "files": {}}}, ensure_ascii=False, indent=1).encode()
    with path.open("wb") as file:
        os.fchmod(file.fileno(), 0o600)  # feedback holds what people asked
        with tarfile.open(fileobj=file, mode="w:gz", compresslevel=3) as archive:
            entry = tarfile.TarInfo(LIST)
            entry.size = len(plain)
            archive.addfile(entry, io.BytesIO(plain))
            for name, member in members.items():
                archive.add(member, name, recursive=False)
        file.flush()
        os.fsync(file.fileno())


def _list(archive: tarfile.TarFile) -> dict[str, Any]:
    entry = archive.getmember(LIST)
    member = archive.extractfile(entry)
    if member is None or entry.size > _LONGEST:
        raise ValueError(LIST)
    told: dict[str, Any] = json.loads(member.read())
    if told["format"] != FORMAT or not set(told["files"]) <= set(MEMBERS) or MEMBERS[0] not in told["files"]:
        raise ValueError(LIST)
    return told


def _extract(archive: tarfile.TarFile, name: str, path: Path) -> None:
    """One member by its name that we chose: no path of the archive is followed."""
    member: IO[bytes] | None = archive.extractfile(name)
    if member is None:
        raise IndexCorrupt(f"备份中缺少 {name}")
    with path.open("wb") as file:
        while data := member.read(1 << 20):
            file.write(data)


def _compare(told: dict[str, int], found: dict[str, int]) -> None:
    if told != found:
        raise IndexCorrupt(f"恢复后的数量与备份不符（{found}，应为 {told}），未启用")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
