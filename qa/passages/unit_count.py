"""How many units a department counts in, from the list that its document makes of them; of 下属单位 the body itself is none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from index.store import Index
from index.text import normal
from qa.model import Answer, AnswerFigure, Citation, Query
from qa.passages.asks import Kind, asks_of
from qa.passages.bodies import following, units
from qa.passages.pieces import Piece, citation_of
from qa.passages.scope import groups, scope_of, title_of
from qa.passages.statements import Statement, statements_of
from qa.passages.wanted import wanted

_COUNT = re.compile(r"(?:几|多少)(?:家|个)(?!部门|月|方面|项目|处室|科室)")
_BELOW = re.compile(r"下属|所属|下辖|二级|直属|底下")
_ITSELF = re.compile(r"本级|机关本部")
_NONE = re.compile(r"无下属(?:预算)?单位|没有下属|无所属|无二级")
_LISTED = re.compile(r"编制范围[^。；]{0,20}单位[^。；]{0,6}(?:包括|有|为|是)|下属(?:预算)?单位[^。；]{0,6}(?:包括|有|分别|为)")
_INLINE = re.compile(r"(?:包括|分别是|有|为)[：:]?(?P<names>[^。；：:]+(?:、[^。；、]+)+)[。；]?\s*$")
_WHOLE = re.compile(r"合计|小计|总计|序号|单位名称")


def unit_count(query: Query, index: Index) -> Answer | None:
    """The number for each department whose document lists its units or says that it has none; None where any lists nothing."""
    text = normal(query.text)
    if not _COUNT.search(text) or not ("编制范围" in text or any(a.kind is Kind.UNITS for a in asks_of(query))):
        return None
    scope = scope_of(query, index)
    if not scope.named or len(scope.documents) > 12:
        return None
    below = bool(_BELOW.search(text)) and "编制范围" not in text
    lines: list[str] = []
    figures: list[AnswerFigure] = []
    citations: list[Citation] = []
    for group in groups(query, scope):
        question = wanted(query.text, drop=[d.mention for d in query.departments])
        newest = group[0]
        statements = statements_of(index, newest.id)
        found = _units(statements, [p.statement for p in units(statements, question)], below)
        if found is None:
            return None
        statement, count = found
        citations.append(citation_of(Piece(statement, 1.0), index, newest))
        lines.append(f"{title_of(newest)}：{'没有下属单位' if not count else f'{count}家单位'}[{len(citations)}]。")
        if count:
            figures.append(AnswerFigure(label=f"{newest.identity.department}单位数", value=Decimal(count), unit="家"))
    if not lines:
        return None
    return Answer(status="answered", answer="\n".join(lines), figures=tuple(figures), citations=tuple(citations), query=query, generation=index.generation)


def _units(statements: Sequence[Statement], heads: Sequence[Statement], below: bool) -> tuple[Statement, int] | None:
    """The sentence that lists the units, or says that there is none, and their number."""
    for head in heads:
        if below and _NONE.search(normal(head.text)):
            return head, 0
        if not _LISTED.search(normal(head.text)):
            continue
        names = [p.shown for p in following(statements, Piece(head, 1.0))]
        if not names and (inline := _INLINE.search(head.text)):
            names = inline["names"].split("、")
        names = [n for n in names if not _WHOLE.search(n) and not (below and _ITSELF.search(n))]
        if names:
            return head, len(names)
    return None
