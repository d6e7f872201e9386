"""What a user would get elsewhere, measured on the same questions in the same run.

Three recipes without knowledge of disclosures: LlamaIndex's default (its directory reader, its sentence splitter at its default sizes, a vector
index), BM25 over the same chunks, and the fusion of both; beside them our retrieval and the citations of our answers. For each: the share of
questions of which any / all evidence quotes are in the context at all (no language model on top can do better), the size of that context,
the time of a question, the time to build. The vectors are ours in every recipe: hosted embeddings cannot be had without the network.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.gold import Gold
from eval.retrieve import PlainPassage, holds, scoped
from index.store import Index

TOP_K = 5
Search = Callable[[str], list[PlainPassage]]


@dataclass(frozen=True, slots=True)
class Ceiling:
    """One recipe's result. ``context``: mean characters handed on; ``milliseconds``: median of a question; ``build``: seconds, None where not its own."""

    name: str
    questions: int
    any: float
    all: float
    context: float
    milliseconds: float
    build: float | None = None

    def line(self) -> str:
        """The line that the command prints."""
        build = "" if self.build is None else f"  build {self.build:.1f} s"
        return (
            f"{self.name:28s} questions {self.questions}  any {self.any:6.1%}  all {self.all:6.1%}  "
            f"context {self.context:7.0f} characters  median {self.milliseconds:6.1f} ms{build}"
        )


def with_evidence(golds: Iterable[Gold]) -> list[Gold]:
    """The questions whose evidence can be looked for."""
    return [g for g in golds if g.answerable and any(e.quote for e in g.evidence)]


def measured(name: str, golds: Sequence[Gold], search: Callable[[Gold], list[PlainPassage]], build: float | None = None) -> Ceiling:
    """Run one recipe over all questions; ``PlainPassage.document`` is the file name here."""
    hits: list[tuple[bool, ...]] = []
    sizes, times = [], []
    for gold in golds:
        started = time.perf_counter()
        passages = search(gold)
        times.append((time.perf_counter() - started) * 1000)
        sizes.append(sum(len(p.text) for p in passages))
        quotes = [(e.doc.rsplit("/", 1)[-1], e.quote) for e in gold.evidence if e.quote]
        hits.append(tuple(any(p.document == doc and holds(p.text, quote) for p in passages) for doc, quote in quotes))
    count = len(golds) or 1
    return Ceiling(
        name, len(golds), sum(map(any, hits)) / count, sum(map(all, hits)) / count, sum(sizes) / count, sorted(times or [0])[len(times) // 2], build
    )


def compare(golds: Sequence[Gold], files: Sequence[Path], index: Index, built: float | None = None) -> Iterable[Ceiling]:
    """All recipes, the baselines first. ``built``: seconds that our index took, read and made from the same files."""
    import llama_index.core  # noqa: F401  (loading libraries is no part of building)

    _embedding()
    started = time.perf_counter()
    recipe = DefaultRecipe(files)
    build = time.perf_counter() - started

    def asked(gold: Gold) -> str:
        return " ".join([*gold.history, gold.question])

    yield measured("LlamaIndex default", golds, lambda g: recipe.vectors(asked(g)), build)
    yield measured("BM25, same chunks", golds, lambda g: recipe.words(asked(g)), build)
    yield measured("both fused, same chunks", golds, lambda g: recipe.both(asked(g)), build)
    names = {r.id: r.file_name for r in index.documents()}
    yield measured("问账: passages", golds, lambda g: [PlainPassage(names[p.document], p.text) for p in scoped(g, asked(g), index, TOP_K, "hybrid")], built)
    yield measured("问账: citations of the answer", golds, cited_by(index), built)


def cited_by(index: Index) -> Callable[[Gold], list[PlainPassage]]:
    """Our answers' citations as context: what a reader has before their eyes."""
    from qa.engine import Engine
    from qa.model import Turn

    engine = Engine(index)

    def search(gold: Gold) -> list[PlainPassage]:
        turns: tuple[Turn, ...] = ()
        for earlier in gold.history:
            turns += (Turn(question=earlier, answer=engine.ask(earlier, turns)),)
        return [PlainPassage(c.doc, " ".join(filter(None, (c.table, c.row, c.column, c.quote)))) for c in engine.ask(gold.question, turns).citations]

    return search


class DefaultRecipe:
    """LlamaIndex as its first page shows it, and the two variants over its chunks."""

    def __init__(self, files: Sequence[Path]) -> None:
        from llama_index.core import SimpleDirectoryReader, VectorStoreIndex
        from llama_index.core.node_parser import SentenceSplitter

        from index.store.words import WordSearch

        extractors: Any = {".pdf": _pdf_reader()}
        documents = SimpleDirectoryReader(input_files=[str(f) for f in files], file_extractor=extractors).load_data()
        nodes = SentenceSplitter().get_nodes_from_documents(documents)
        self._texts = {n.node_id: PlainPassage(str(n.metadata["file_name"]), n.get_content()) for n in nodes}
        self._retriever = VectorStoreIndex(nodes, embed_model=_embedding()).as_retriever(similarity_top_k=4 * TOP_K)
        self._words = WordSearch.of([(i, p.document, p.text) for i, p in self._texts.items()])

    def _vector_ids(self, text: str) -> list[str]:
        return [found.node.node_id for found in self._retriever.retrieve(text)]

    def _word_ids(self, text: str) -> list[str]:
        return [i for i, _ in self._words.search(text, 4 * TOP_K)]

    def vectors(self, text: str) -> list[PlainPassage]:
        """By meaning."""
        return [self._texts[i] for i in self._vector_ids(text)[:TOP_K]]

    def words(self, text: str) -> list[PlainPassage]:
        """By words."""
        return [self._texts[i] for i in self._word_ids(text)[:TOP_K]]

    def both(self, text: str) -> list[PlainPassage]:
        """Reciprocal ranks added, with the usual constant 60 (Cormack et al., 2009)."""
        scores: dict[str, float] = {}
        for ids in (self._vector_ids(text), self._word_ids(text)):
            for rank, i in enumerate(ids):
                scores[i] = scores.get(i, 0.0) + 1 / (61 + rank)
        return [self._texts[i] for i in sorted(scores, key=lambda i: (-scores[i], i))[:TOP_K]]


def _pdf_reader() -> Any:
    """PDF text page by page, in content order: what the usual text extractors give (the default one is not among our packages)."""
    import pypdfium2
    from llama_index.core.readers.base import BaseReader
    from llama_index.core.schema import Document

    class PageText(BaseReader):  # type: ignore[misc]
        """One LlamaIndex document a page."""

        def load_data(self, file: Path, extra_info: dict[str, Any] | None = None) -> list[Document]:
            """All pages."""
            pdf = pypdfium2.PdfDocument(file)
            try:
                return [
                    Document(text=page.get_textpage().get_text_range(), metadata={**(extra_info or {}), "page": i}) for i, page in enumerate(pdf, 1)
                ]
            finally:
                pdf.close()

    return PageText()


def _embedding() -> Any:
    """Our built-in model as LlamaIndex wants one."""
    from llama_index.core.embeddings import BaseEmbedding

    from index.embedding import load

    model = load()

    class BuiltIn(BaseEmbedding):  # type: ignore[misc]
        """The shipped static embedding."""

        def _get_text_embedding(self, text: str) -> list[float]:
            return [float(x) for x in model.texts([text])[0]]

        def _get_query_embedding(self, query: str) -> list[float]:
            return [float(x) for x in model.query(query)]

        async def _aget_query_embedding(self, query: str) -> list[float]:
            return self._get_query_embedding(query)

    return BuiltIn()
