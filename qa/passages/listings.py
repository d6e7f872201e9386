"""Lists that a document makes under a heading (numbered paragraphs and sub-headings, or names in one sentence): their items, how many, and what two of them differ in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from index.model import DocumentRecord
from index.store import Index
from index.text import HAN, normal, squeeze
from qa.model import Answer, AnswerFigure, Citation, Query
from qa.passages.pieces import Piece, citation_of
from qa.passages.scope import groups, scope_of, title_of
from qa.passages.segments import is_numbered, without_number
from qa.passages.statements import Statement, statements_of

_NAMES = re.compile(r"哪[些几]|都?有谁|列(?:出|了|举)|名单|分别(?:是|叫)|(?<![为因])(?:什么|啥)|哪个")
_COUNT = re.compile(r"(?:几|多少)个?(?P<unit>大?(?:部分|块|方面)|条|项|件|点)")
_DIFFER = re.compile(r"(?:少|多|增|减|撤|新增|取消|增加|减少|裁|并)(?:设)?(?:了|掉|的|出)*(?:是)?(?:哪|什么|啥|谁)|对(?:一)?对|有(?:什么|啥|哪些)(?:不同|变化|区别)|区别|差(?:在)?哪")
_OF_MONEY = re.compile(r"支出|收入|经费|(?:预算|决算)(?!单位)|收支|采购|名词")
_MONEY = re.compile(r"万元|[多几]少?[万亿]|多少钱|金额|费|支出|收入|经费|资金|预算(?:数|安排|多少)|收支|采购|指标")
_TITLE_NOISE = re.compile(r"20\d\d年度?|^(?:第[一二三四五六七八九十]+部分|机关|本部门|部门|本单位|本)|(?:情况|说明|构成|及目标|和目标)+$|[（(].*?[)）]")
_INLINE = re.compile(
    rf"(?P<title>[{HAN}]{{2,12}}?)\s*(?:共?\s*\d+\s*[个家][{HAN}]{{0,4}}[，,]?)?(?:分别是|分别为|具体为|包括|包含|有|为|[：:])[：:]?\s*(?P<items>[{HAN}（）()“”]+(?:、[{HAN}（）()“”]+){{2,}})"
)
_TAIL = re.compile(r"等?\s*\d*\s*个?$|等\s*\d+.*$")
_SHORT = 34  # characters shown of an item
_MOST = 30
_LEAST_SHARED = 4  # characters of a heading that the question must hold in one piece


@dataclass(frozen=True, slots=True)
class Listing:
    """A heading's list: ``parts`` are its sub-headings where it has such, ``items`` all numbered things below it, in order."""

    title: str
    items: tuple[Statement, ...]
    parts: tuple[str, ...] = ()
    names: tuple[str, ...] = ()  # of a list inside one sentence, whose statement is the only item

    def labels(self) -> list[str]:
        """The items by name: their first clause, without number."""
        return list(self.names) or [_label(s.text) for s in self.items]


def listed(query: Query, index: Index) -> Answer | None:
    """The answer where the question asks for the things under a heading that it names, else None."""
    text = normal(query.text)
    count = _COUNT.search(text)
    if _MONEY.search(text) or not (count or _NAMES.search(text)):
        return None
    scope = scope_of(query, index)
    if not scope.named or len(scope.documents) > 8:
        return None
    chosen: list[tuple[DocumentRecord, list[Listing]]] = []
    places = groups(query, scope)
    for group in places:
        found = [(record, hits) for record in group if (hits := _named(listings(index, record.id), text))]
        chosen += found[:1]
    if not chosen or (len(chosen) < len(places) and _DIFFER.search(text)):
        return None
    writer = _Writer(query, index)
    if len(chosen) == 2 and _DIFFER.search(text):
        return writer.difference(chosen)
    for record, hits in chosen:
        writer.write(record, hits, count["unit"] if count else "")
    return writer.done()


def listings(index: Index, document: str) -> list[Listing]:
    """The lists of a document: one for each heading with at least two numbered things below it, and those inside sentences."""
    by_path: dict[tuple[str, ...], list[Statement]] = {}
    firsts: dict[int, Statement] = {}
    found: list[Listing] = []
    for s in statements_of(index, document):
        if s.origin != "prose" or s.paragraph is None or s.paragraph in firsts:
            continue
        firsts[s.paragraph] = s
        if is_numbered(s.text):
            by_path.setdefault(s.section_path, []).append(s)
        for inline in _INLINE.finditer(s.text):
            names = tuple(_TAIL.sub("", name) for name in inline["items"].strip().split("、"))
            found.append(Listing(inline["title"], (s,), names=names))
    sections = [s for s in index.sections(document) if not s.is_contents]
    for section in sections:
        children = [c for c in sections if c.path[:-1] == section.path and c.path]
        own = list(by_path.get(section.path, ()))
        parts = []
        for child in children:
            below = [s for path, group in by_path.items() if path[: len(child.path)] == child.path for s in group]
            if len(below) > 1:
                parts.append(child.title)
                own += below
            elif is_numbered(child.title):
                own.append(Statement(document, child.title, child.page, child.path))
        if len(own) >= 2:
            found.append(Listing(section.title, tuple(own), tuple(parts) if len(parts) == len(children) else ()))
    return found


def _named(found: Sequence[Listing], text: str) -> list[Listing]:
    """The lists whose headings the question names; those under a heading that is named more exactly win over what contains them."""
    hits = [(shared, item) for item in found if not _OF_MONEY.search(_core(item.title)) and (shared := _shared(item.title, text)) >= _LEAST_SHARED]
    if not hits:
        return []
    kept: dict[str, Listing] = {}
    for _, item in sorted(hits, key=lambda h: (-h[0], bool(h[1].names))):
        core = _common(item.title, text)
        if not any(core in other for other in kept):
            kept[core] = item
    return list(kept.values())[:3]


def _core(title: str) -> str:
    return _TITLE_NOISE.sub("", _TITLE_NOISE.sub("", normal(without_number(title)).strip()))


def _common(title: str, text: str) -> str:
    """The longest piece of the heading that stands in the question."""
    core = _core(title)
    pieces = (core[i:j] for i in range(len(core)) for j in range(len(core), i, -1))
    return max((p for p in pieces if p in text), key=len, default="")


def _shared(title: str, text: str) -> int:
    core, common = _core(title), _common(title, text)
    return len(common) if core and len(common) >= 0.6 * len(core) else 0


def _label(text: str) -> str:
    return re.split("[。；;，,：:]", squeeze(without_number(text)).strip(), maxsplit=1)[0][:_SHORT]


def _key(label: str) -> str:
    return re.sub(r"[（(].*", "", normal(label))


class _Writer:
    """Collects lines, figures and citations of one answer."""

    def __init__(self, query: Query, index: Index) -> None:
        self.query, self.index = query, index
        self.lines: list[str] = []
        self.figures: list[AnswerFigure] = []
        self.citations: list[Citation] = []

    def cite(self, statement: Statement, record: DocumentRecord) -> str:
        """A mark for the statement."""
        self.citations.append(citation_of(Piece(statement, 1.0), self.index, record))
        return f"[{len(self.citations)}]"

    def write(self, record: DocumentRecord, hits: Sequence[Listing], unit: str) -> None:
        """The lists of one document, and their numbers where those are asked for."""
        for item in hits:
            labels = item.labels()
            head = f"{title_of(record)}的“{_core(item.title)}”"
            if unit:
                if item.parts:
                    self.figures.append(AnswerFigure(label=f"{_core(item.title)}的部分", value=Decimal(len(item.parts)), unit="个"))
                    self.lines.append(f"{head}分为{len(item.parts)}个部分：" + "；".join(_label(p) for p in item.parts) + "。")
                counted = "条" if "部分" in unit or unit in ("块", "方面", "大块") else unit
                self.figures.append(AnswerFigure(label=f"{_core(item.title)}的条目", value=Decimal(len(labels)), unit=counted))
                self.lines.append(f"{head}共列{len(labels)}{counted}{self.cite(item.items[0], record)}{self.cite(item.items[-1], record)}。")
            if not unit or _NAMES.search(_COUNT.sub("", self.query.text)):
                self.lines.append(f"{head}列有：")
                if item.names:
                    self.lines.append("、".join(labels[:_MOST]) + self.cite(item.items[0], record))
                else:
                    self.lines += [f"- {label}{self.cite(s, record)}" for label, s in list(zip(labels, item.items, strict=True))[:_MOST]]

    def difference(self, chosen: Sequence[tuple[DocumentRecord, list[Listing]]]) -> Answer | None:
        """What the later of two lists has no more and what it has newly."""
        (old, first), (new, second) = sorted(chosen, key=lambda c: c[0].identity.fiscal_year or 0)
        before, after = first[0], second[0]
        gone = self._only(before, after)
        come = self._only(after, before)
        title = _core(before.title)
        marks = self.cite(before.items[0], old), self.cite(after.items[0], new)
        at = {_key(label): s for label, s in zip(before.labels(), before.items, strict=False)}
        self.lines.append(
            f"{title_of(old)}列有{len(before.labels())}个{title}{marks[0]}，{title_of(new)}列有{len(after.labels())}个{marks[1]}。"
        )
        self.lines.append("减少的有：" + "、".join(s + (self.cite(at[_key(s)], old) if _key(s) in at else "") for s in gone) + "。" if gone else "没有减少的。")
        self.lines.append("新增的有：" + "、".join(come) + "。" if come else "没有新增的。")
        return self.done()

    def _only(self, one: Listing, other: Listing) -> list[str]:
        """The items of one list that the other's section names nowhere (a list may go on in another sentence)."""
        place = other.items[0]
        near = [s for s in statements_of(self.index, place.document) if s.section_path[:2] == place.section_path[:2]]
        said = normal("".join(s.text for s in near)) + "".join(map(normal, other.labels()))
        return [label for label in one.labels() if _key(label) not in said]

    def done(self) -> Answer | None:
        """The finished answer."""
        if not self.lines:
            return None
        return Answer(
            status="answered", answer="\n".join(self.lines), figures=tuple(self.figures), citations=tuple(self.citations), query=self.query,
            generation=self.index.generation,
        )  # fmt: skip

