"""Building the index: files in, a new generation out, or the old one untouched.

One process writes (a lock). Files are read in child processes into the work folder, where a killed build finds them again; then the last
generation is copied, what is gone or changed is removed, what is new is added, the result is checked, sealed and published in one step.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

import index.privacy  # noqa: F401  (silences what is loaded later)
from index import pool, ray_pool, tokens
from index.checking import audited
from index.document import ReadDocument, read_one
from index.embedding import BUILT_IN, Embedder, load
from index.errors import BadInput, IndexCorrupt, IndexMissing, LimitExceeded
from index.model import DocumentRecord
from index.sources import Failure, Sources, find
from index.store import chroma, generations
from index.store.building import Generation, Vectors
from index.store.catalog import catalog_of
from index.store.order import in_order
from index.store.packing import Packed
from index.store.sql import SqlTexts
from index.tasks import Failed
from index.work import Work, read_into, reader_version

__all__ = ["BuildSummary", "Failure", "ReadDocument", "build", "read_one", "remove"]
log = logging.getLogger(__name__)
TOGETHER = 600  # passages that are stored at once


@dataclass(frozen=True, slots=True)
class BuildSummary:
    """What a build did: numbers of files, what the index now holds, and what could not be read and why."""

    generation: str
    found: int
    added: int
    changed: int
    unchanged: int
    removed: int
    duplicates: int
    failures: tuple[Failure, ...]
    warnings: tuple[Failure, ...]
    counts: dict[str, int]
    pages_read: int
    seconds: float


@dataclass(slots=True)
class _Plan:
    """What is to be done to the last generation (``base``; None: start empty)."""

    base: str | None
    records: dict[str, DocumentRecord]
    read: dict[str, Path]
    gone: set[str]
    moved: dict[str, Path]
    replaced: dict[Path, str]
    embed_again: bool
    refill: bool = False

    @property
    def nothing(self) -> bool:
        return self.base is not None and not (self.read or self.gone or self.moved or self.embed_again or self.refill)


def build(paths: Iterable[Path | str], store: Path | str, progress: bool = True) -> BuildSummary:
    """Index the given files and folders into ``store``; documents that other builds put there stay.

    Files that have not changed are not read again, changed ones replace their old version, those that vanished from the given folders go.
    A file that cannot be read is told in the summary and stops nothing; its old version stays. Raises ``IndexLocked``, ``BadInput`` where no
    file could be read and nothing is indexed, ``LimitExceeded`` where the disk is full.
    """
    store, started = Path(store), time.perf_counter()
    sources = find(paths, without=store.absolute())
    with catalog_of(store).exclusive():
        try:
            return _build(sources, store, progress, started)
        except (OSError, SQLAlchemyError) as error:
            told = error.strerror if isinstance(error, OSError) else str(getattr(error, "orig", "")) or type(error).__name__
            raise LimitExceeded(f"写入索引失败（磁盘已满或不可写？），原有索引未受影响：{told}") from error


def remove(names: Iterable[str], store: Path | str) -> list[DocumentRecord]:
    """Take documents out of the index by file name, path or id (its first 8 or more digits). Raises ``BadInput`` for an unknown name."""
    store = Path(store)
    with catalog_of(store).exclusive():
        base, records = _last(store)
        if base is None:
            raise IndexMissing(f"“{store}”中还没有索引")
        chosen = [record for name in names for record in _named(name, records.values())]
        manifest = catalog_of(store).manifest(base)
        generation = Generation(store, load(), base)
        try:
            generation.remove({record.id for record in chosen})
            _publish(generation, manifest.reader, records.values(), ())
        except BaseException:
            generation.discard()
            raise
        return chosen


def _named(name: str, records: Iterable[DocumentRecord]) -> list[DocumentRecord]:
    found = [r for r in records if name in (r.file_name, r.path, r.id) or (len(name) >= 8 and r.id.startswith(name))]
    if not found:
        raise BadInput(f"索引中没有“{name}”，可用 python -m index list 查看")
    return found


def _build(sources: Sources, store: Path, progress: bool, started: float) -> BuildSummary:
    work, embedder = Work(store), load()
    plan = _plan(sources, store, embedder)
    if not sources.files and not plan.gone and (plan.base is None or sources.failures):
        raise BadInput(_first_reason(sources.failures))
    failures = list(sources.failures)
    outcome = _Outcome(plan, {})
    if plan.nothing:  # a build that was killed after the switch left its scraps
        work.clear()
        catalog_of(store).prune()
        manifest = catalog_of(store).manifest(str(plan.base))
        return _summary(manifest, sources, outcome, failures, [], started)
    generation = Generation(store, embedder, plan.base)
    try:
        if plan.embed_again:
            generation.embed_again(lambda _: None)
        outcome = _fill(generation, plan, work, failures, progress)
        if not outcome.done and not plan.gone and not plan.moved and not plan.embed_again and not plan.refill:
            generation.discard()
            return _kept(store, plan, sources, outcome, failures, started)
        manifest = _publish(generation, reader_version(), plan.records.values(), {*outcome.done, *plan.moved}, outcome.done.keys())
    except BaseException:
        generation.discard()
        raise
    work.clear()
    warnings = [Failure(str(r.path), text) for r in outcome.done.values() for text in r.warnings]
    return _summary(manifest, sources, outcome, failures, warnings, started)


@dataclass(slots=True)
class _Outcome:
    plan: _Plan
    done: dict[str, DocumentRecord]


def _kept(store: Path, plan: _Plan, sources: Sources, outcome: _Outcome, failures: list[Failure], started: float) -> BuildSummary:
    """Nothing could be read: the last generation stays as it is; without one that is an error."""
    if plan.base is None:
        raise BadInput(_first_reason(failures))
    manifest = catalog_of(store).manifest(plan.base)
    return _summary(manifest, sources, outcome, failures, [], started)


def _first_reason(failures: Iterable[Failure]) -> str:
    told = list(failures)
    if not told:
        return "没有可读的部门预算或决算公开文件"
    more = f"（另有 {len(told) - 1} 个文件也无法读取）" if len(told) > 1 else ""
    return f"没有可用的文件。{told[0].path}：{told[0].reason}{more}"


def _plan(sources: Sources, store: Path, embedder: Embedder) -> _Plan:
    base, records = _last(store)
    manifest = catalog_of(store).manifest(base) if base else None
    stale = manifest is not None and manifest.reader != reader_version()
    read = {sha: path for sha, path in sources.files.items() if sha not in records or stale}
    if stale:
        read |= {sha: Path(r.path) for sha, r in records.items() if sha not in read and Path(r.path).is_file() and not sources.deleted(Path(r.path))}
    gone = {sha for sha, r in records.items() if sha not in sources.files and sources.deleted(Path(r.path))}
    moved = {sha: path for sha, path in sources.files.items() if sha in records and sources.hashes.get(Path(records[sha].path)) != sha and sha not in read}
    replaced = {Path(r.path): sha for sha, r in records.items() if sha not in sources.files}
    again = manifest is not None and manifest.model["fingerprint"] != embedder.fingerprint
    refill = base is not None and manifest is not None and not chroma.holds(generations.folder_of(store, base), base, manifest.counts["vectors"])
    return _Plan(base, records, read, gone, moved, replaced, again, refill)


def _last(store: Path) -> tuple[str | None, dict[str, DocumentRecord]]:
    """The generation to start from and its documents; a damaged one is told and not built upon."""
    from index.store import writing

    catalog = catalog_of(store)
    try:
        name = catalog.current()
    except (IndexMissing, IndexCorrupt):
        return None, {}
    for candidate in [name, *[p for p in catalog.previous() if p < name]]:
        try:
            catalog.verify(candidate)
        except IndexCorrupt as error:
            log.warning("%s", error)
            continue
        engine = catalog.reading(candidate)
        with engine.connect() as connection:
            records = {r.id: r for r in writing.read_records(connection)}
        engine.dispose()
        return candidate, records
    return None, {}


def _fill(generation: Generation, plan: _Plan, work: Work, failures: list[Failure], progress: bool) -> _Outcome:
    """Read what is to be read and store it as it comes; a file that fails leaves its old version in place."""
    generation.remove(plan.gone)
    for sha, path in plan.moved.items():
        generation.moved(sha, path)
    outcome = _Outcome(plan, {})
    waiting: list[Packed] = []
    for sha, path, result in _read_all(plan.read, work, progress, embed=bool(ray_pool.address()) and generation.embedder.name != BUILT_IN):
        doc = work.load(sha) if not isinstance(result, Failed) else None
        if doc is None:
            reason = result.reason if isinstance(result, Failed) else "读取结果无法保存"
            failures.append(Failure(str(path), reason))
            continue
        record = replace(doc.record, path=str(path), file_name=path.name)
        outcome.done[sha] = record
        old = plan.replaced.get(path)
        plan.gone |= {old} if old is not None and old != sha else set()
        waiting.append(doc.at(record))
        if sum(len(d.words) for d in waiting) >= TOGETHER:
            _store(generation, waiting, plan.replaced, work)
            waiting = []
    if waiting:
        _store(generation, waiting, plan.replaced, work)
    return outcome


def _store(generation: Generation, docs: list[Packed], replaced: dict[Path, str], work: Work) -> None:
    model = generation.embedder.fingerprint
    old = {doc.record.id for doc in docs} | {replaced[Path(doc.record.path)] for doc in docs if Path(doc.record.path) in replaced}
    known: Vectors = generation.remove(old)
    slow = generation.embedder.name != BUILT_IN
    for doc in docs if slow else []:
        known.update(work.vectors(doc.record.id, model))
    for group in [[doc] for doc in docs] if slow else [docs]:
        vectors = generation.store_packed(group, known)
        ids = [c.id for doc in group for c in doc.chunks if c.id in vectors]
        if slow and ids:
            import numpy as np

            work.keep_vectors(group[0].record.id, model, ids, np.stack([vectors[i] for i in ids]))


def _read_all(files: dict[str, Path], work: Work, progress: bool, *, embed: bool = False) -> Iterator[tuple[str, Path, Any]]:
    """(sha, path, None or Failed) for every file, those that a killed build has read already first."""
    from tqdm import tqdm

    tqdm.monitor_interval = 0  # no thread: children are forked
    ready = [sha for sha in files if work.has(sha)]
    tasks = [(sha, (str(work.folder.parent.absolute()), str(path.absolute()), sha, embed)) for sha, path in files.items() if sha not in set(ready)]
    if tasks:
        tokens.ready()
    tasks.sort(key=lambda task: -Path(task[1][1]).stat().st_size if Path(task[1][1]).exists() else 0)  # the longest first
    with tqdm(total=len(files), disable=not progress, unit="个文件", desc="读取", ascii=" ━", leave=False) as bar:
        for sha in ready:
            yield sha, files[sha], None
            bar.update()
        for sha, result in pool.run(read_into, tasks):
            yield sha, files[sha], result
            bar.update()


def _publish(
    generation: Generation, reader: str, before: Iterable[DocumentRecord], fresh: Collection[str], checked: Collection[str] = ()
) -> generations.Manifest:
    generation.settle()
    generation.set_findings(audited(SqlTexts(generation.engine), in_order(before), fresh, checked))
    manifest = generation.finish(reader)
    generation.catalog.publish(generation.name)
    generation.catalog.prune()
    return manifest


def _summary(
    manifest: generations.Manifest, sources: Sources, outcome: _Outcome, failures: list[Failure], warnings: list[Failure], started: float
) -> BuildSummary:
    known = outcome.plan.records
    by_path = {r.path for r in known.values()}
    added = [r for sha, r in outcome.done.items() if sha not in known and r.path not in by_path]
    changed = [r for sha, r in outcome.done.items() if r not in added]
    failed = {failure.path for failure in failures}
    return BuildSummary(
        generation=manifest.generation,
        found=len(sources.hashes),
        added=len(added),
        changed=len(changed),
        unchanged=sum(1 for sha, path in sources.files.items() if sha in known and sha not in outcome.done and str(path) not in failed),
        removed=len(outcome.plan.gone) - sum(1 for r in changed if r.id not in known),
        duplicates=sources.duplicates,
        failures=tuple(sorted(failures, key=lambda f: f.path)),
        warnings=tuple(warnings),
        counts=manifest.counts,
        pages_read=sum(r.page_count for r in outcome.done.values()),
        seconds=time.perf_counter() - started,
    )
