"""Headers of flattened tables of no known form, where header words stand unbroken on their lines: the trees that they can be.

Empty places are lost, so which word of the line above a run of words hangs under is not printed. All trees that could be meant are
listed (:func:`header_forms`); the rows decide between them (a wrong tree asks for sums that the rows do not have).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations, islice

from index.reading.forms import Form, Identity, Path
from index.text import normal

_CODE_PARTS = ("类", "款", "项")
_TOTAL = re.compile(r"^(总计|合计|小计|[^其].{0,12}(总计|合计|小计))$")
_LEAF = re.compile(r"^(总计|合计|小计|金额|预算数|决算数|行次|.*(名称|编码|代码)|类|款|项)$")
_STAGE = re.compile(r"^(预算|决算)数$")
_LABEL = re.compile(r"(名称|科目|编码|代码|大类|类型|形式|方式|用途|内容|事项|分类)$|^(项目|单位|部门)$")
_ORDINAL = re.compile(r"^(行次|序号|栏次)$")
_COLUMN_COUNT = re.compile(r"^栏次(\s|$)")
_NEVER_LEAF = re.compile(r"^(收入|支出)$|^按")
_NOT_PARTS = re.compile(r"其中|上年|增|减|差|比|率|决算|执行|预算数")
_COMPARES = re.compile(r"增减|增长|变动|占.*比|比例|比重")
_COMPARISON = re.compile(r"比|较|增减|变动")
_TREES = 400


@dataclass
class _Node:
    """A header word and the words under it."""

    text: str
    children: list[_Node] = field(default_factory=list)

    def leaves(self) -> list[_Node]:
        """The lowest words under it, left to right; itself where it has none."""
        return [leaf for child in self.children for leaf in child.leaves()] if self.children else [self]


def header_forms(title: str, header: list[str], labels: int | None, count: int | None) -> list[Form]:
    """The forms that a header can mean, without repeats. ``labels`` and ``count``: label and value columns by the ``※`` line, if it has one."""
    rows = [line.split() for line in header if line.split() and not _COLUMN_COUNT.match(line) and not _counts_columns(line.split())]
    if not rows or any(re.search(r"[。；，]", word) for row in rows for word in row):
        return []
    found: list[Form] = []
    for tree in islice(_trees(rows), _TREES):
        form = _form(title, tree, labels, count)
        if form is not None and form not in found:
            found.append(form)
    return found


def _counts_columns(words: list[str]) -> bool:
    """A line that only numbers the columns: 1 2 3 4."""
    return len(words) > 1 and words == [str(n + 1) for n in range(len(words))]


def _trees(rows: list[list[str]]) -> Iterator[list[_Node]]:
    """All ways to hang every line's words under words of the lines above."""
    if len(rows) == 1:
        yield [_Node(word) for word in rows[0]]
        return
    for tree in _trees(rows[:-1]):
        leaves = [leaf for node in tree for leaf in node.leaves()]
        yield from _hung(tree, leaves, rows[-1])


def _hung(tree: list[_Node], leaves: list[_Node], words: list[str]) -> Iterator[list[_Node]]:
    parts = next((n for n in (3, 2) if tuple(words[:n]) == _CODE_PARTS[:n]), 0)
    coded = [i for i, leaf in enumerate(leaves) if re.search("编码|代码", leaf.text)] if parts else []
    if parts and not coded:
        return
    under = {coded[0]: words[:parts]} if parts else {}
    rest = words[parts:]
    again = bool(rest) and rest.count(rest[0]) > 1  # 预算数 and 决算数 over the same words each
    parents = [i for i, leaf in enumerate(leaves) if i not in under and (not _LEAF.match(leaf.text) or (again and _STAGE.match(leaf.text)))]
    starts = [i for i, word in enumerate(rest) if i and (_TOTAL.match(word) or _LABEL.search(word) or _COMPARES.search(word) or word == rest[0])]
    for cuts in (c for n in range(len(starts) + 1) for c in combinations(starts, n)):
        blocks = [rest[a:b] for a, b in zip((0, *cuts), (*cuts, len(rest)), strict=True)] if rest else []
        if any(len(block) < 2 for block in blocks):
            continue
        for chosen in combinations(parents, len(blocks)):
            yield _copied(tree, {**under, **dict(zip(chosen, blocks, strict=True))})
        if not rest:
            return


def plausibility(form: Form) -> tuple[int, ...]:
    """Ranks readings of one header, by, in this order:

    printed sums; changes under a comparison (增减额 under 2024年预算数比2023年执行数); words that begin with the word above them (财政拨款小计
    under 财政拨款); words that share two characters with it (公务用车购置费 under 公务用车购置及运行维护费); how many words have others under them,
    and how many the same others (编码 名称 金额 under each).
    """
    below: dict[Path, list[str]] = {}
    for path in form.columns:
        for i in range(1, len(path)):
            below.setdefault(path[:i], []).append(path[i])
    twins = sum(list(below.values()).count(words) > 1 for words in below.values())
    pairs = {(path[:i], path[i]) for path in form.columns for i in range(1, len(path))}
    kin = sum(any(name[i : i + 2] in above[-1] for i in range(len(name) - 1)) for above, name in pairs)
    compared = sum(bool(_COMPARES.search(name)) == bool(_COMPARISON.search(above[-1])) for above, name in pairs)
    named = sum(name.startswith(above[-1]) for above, name in pairs)
    return len(form.sums), compared, named, kin, len(below), twins


def _copied(tree: list[_Node], under: dict[int, list[str]]) -> list[_Node]:
    """The tree with words hung under some of its leaves (by their position)."""
    at = iter(range(10_000))

    def copy(node: _Node) -> _Node:
        if node.children:
            return _Node(node.text, [copy(child) for child in node.children])
        return _Node(node.text, [_Node(word) for word in under.get(next(at), ())])

    return [copy(node) for node in tree]


def _form(title: str, tree: list[_Node], labels: int | None, count: int | None) -> Form | None:
    """The form of a tree: its leaves split in labels and values; None where that cannot be."""
    columns = [(path, leaf) for path, leaf in _paths(tree) if not _ORDINAL.match(leaf.text)]
    if any(_NEVER_LEAF.match(leaf.text) for _, leaf in columns):
        return None
    kinds = [bool(_LABEL.search(leaf.text)) or leaf.text in _CODE_PARTS for _, leaf in columns]
    if labels is not None:
        if any(re.search("(编码|代码|名称)$", leaf.text) for _, leaf in columns[labels:]):
            return None  # groups side by side, which the line of column numbers does not tell
        kinds = [i < labels for i in range(len(columns))]
    elif columns and not any(kinds) and not _TOTAL.match(columns[0][1].text):
        kinds[0] = True
    sides = _sides(kinds)
    values = [i for i, label in enumerate(kinds) if not label]
    if sides is None or not values or _straddles([path for path, _ in columns], sides) or (count is not None and len(values) != count):
        return None
    where = {id(columns[i][1]): at for at, i in enumerate(values)}
    codes = sum(leaf.text in _CODE_PARTS for _, leaf in columns)
    whole = not codes and bool(sides[0][0]) and bool(re.search("编码|代码", columns[0][1].text))
    return Form(
        "",
        re.escape(title),
        tuple(columns[i][0] for i, label in enumerate(kinds) if label),
        tuple(columns[i][0] for i in values),
        tuple(_sums(tree, where)),
        codes=1 if whole else codes,
        whole_codes=whole,
        paired=len(sides) > 1,
        sides=tuple((len(front), tuple(values.index(i) for i in back)) for front, back in sides) if len(sides) > 1 else (),
    )


def _straddles(paths: list[Path], sides: list[tuple[list[int], list[int]]]) -> bool:
    """Whether one of several groups stands below two titles of the header's first line."""
    titled = len(sides) > 1 and any(len(path) > 1 for path in paths)
    return titled and any(len({paths[i][0] for i in (*front, back[0])}) > 1 for front, back in sides)


def _sides(kinds: list[bool]) -> list[tuple[list[int], list[int]]] | None:
    """Runs of label columns, each with the value columns after it; None where a run has no values or values stand before the first label."""
    sides: list[tuple[list[int], list[int]]] = []
    for i, label in enumerate(kinds):
        if not sides or (label and sides[-1][1]):
            sides.append(([], []))
        sides[-1][0 if label else 1].append(i)
    if any(not back for _, back in sides) or (len(sides) > 1 and any(not 1 <= len(front) <= 2 for front, _ in sides)):
        return None
    return sides


def _paths(nodes: list[_Node], above: Path = ()) -> Iterator[tuple[Path, _Node]]:
    for node in nodes:
        path = (*above, node.text)
        if node.children:
            yield from _paths(node.children, path)
        else:
            yield path, node


def _sums(nodes: list[_Node], where: dict[int, int]) -> Iterator[Identity]:
    """Whole = its parts, for every run of brothers that opens with a total."""
    brothers = [node for node in nodes if all(id(leaf) in where for leaf in node.leaves())]
    if len(brothers) > 2 and _TOTAL.match(brothers[0].text) and not brothers[0].children and not any(_NOT_PARTS.search(normal(n.text)) for n in brothers):
        parts = tuple(at for node in brothers[1:] for at in _whole(node, where))
        yield where[id(brothers[0])], parts
    for node in nodes:
        yield from _sums(node.children, where)


def _whole(node: _Node, where: dict[int, int]) -> list[int]:
    """The columns that add up to a word: its own, its total's, or all under it."""
    if node.children and _TOTAL.match(node.children[0].text):
        return [where[id(node.children[0])]]
    return [where[id(leaf)] for leaf in node.leaves()]
