"""What is asked of the rows of one project: the parts of its money, or its indicators, ranked, filtered by a threshold, counted, added up, as a share.

``人头保障项目里单笔不少于10万元的用途有几笔，合计多少``; ``权重最高的指标是哪个，目标和上年完成值各多少``; ``拿得最多的两位合起来占多少``. The rows are those that the
document prints; what is not a row of the project is not counted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

from index.numbers import is_money
from index.text import normal
from qa.answer.sheet import Sheet
from qa.answer.wording import quantity, said
from qa.compute import arithmetic as sums
from qa.compute.arithmetic import Quantity
from qa.lookup.model import Candidate
from qa.model import Operation, Query
from qa.projects.book import Item, Project
from qa.projects.folding import AMOUNTS, COUNT, NAMES, SUM, Row, chosen
from qa.projects.rates import whole_of
from qa.projects.subject import Subject
from qa.projects.values import WORDS, bare, spoken, title, value_of

_Kind = Literal["part", "indicator"]
_PARTS = re.compile(r"用途|资金分配|[一每单各几那]笔|开支|花销|(?:花|用|拿|分|给)(?:得|到)?(?:的)?(?:钱)?(?:最|较|比较)|哪(?:一|几|些)?(?:笔|块)|几(?:笔|块)|分给|分到")
_INDICATORS = re.compile(r"指标|权重|分值|(?:满意度|效益|产出)(?:那|这)?(?:一)?(?:条|项)")
_SHARE = re.compile(r"占(?:整个|全部|总|该|这个|项目|了|到)?[^,，。?？]{0,14}(?:百分之|比例|比重|几成|多少(?!钱|万|元))|占比|百分比")
_ASPECTS = (
    ("target", re.compile(r"目标|指标值|计划值")),
    ("actual", re.compile(r"实际完成|完成值(?!多)|实际值")),
    ("last", re.compile(r"上年|去年|上一年")),
    ("score", re.compile(r"得分|得了")),
)
_WEIGHT = re.compile(r"权重|分值")
_SCORE = re.compile(r"得分|扣分")
_GROUP = re.compile(r"(数量|质量|时效|成本|经济效益|社会效益|生态效益|效益|满意度|产出)指标")


def write_rows(query: Query, subject: Subject, sheet: Sheet) -> bool:
    """See module. False where the question asks nothing of the rows, or the project has none of them."""
    text, project = normal(query.text), subject.projects[0]
    if not (subject.named or subject.sure or _PARTS.search(text)) or query.operation in {Operation.TREND, Operation.GROWTH}:
        return False
    kind = _kind(text, project)
    items = _items(text, project, kind) if kind else {}
    rows = list(items)
    picked = chosen(query, text, rows)
    if kind is None or len(rows) < 2 or picked is None:
        return False
    scalars = _scalars(query, text, project, kind, picked, sheet)
    if picked and (not scalars or NAMES.search(text)):
        _list(query, text, project, [(r, items[r]) for r in picked], sheet, asked=not scalars or AMOUNTS.search(text) is not None)
    return scalars or bool(picked)


def _kind(text: str, project: Project) -> _Kind | None:
    """Which rows are meant; of both, indicators need their own words."""
    if _INDICATORS.search(text) and len(project.kind("indicator")) > 1:
        return "indicator"
    return "part" if _PARTS.search(text) and len(project.kind("part")) > 1 else None


def _items(text: str, project: Project, kind: _Kind) -> dict[Row, Item]:
    """The rows with the figure that is ranked or compared: a part's amount, an indicator's weight (or score, where that is asked)."""
    aspect = "amount" if kind == "part" else "score" if _SCORE.search(text) and not _WEIGHT.search(text) else "weight"
    group = _GROUP.search(text)
    rows: dict[Row, Item] = {}
    for item in project.kind(kind):
        figure = item.figures[0] if kind == "part" else item.of(aspect)
        if figure is not None and (kind == "part" or group is None or group[1] in item.group):
            rows[Row(bare(item.name), figure, Candidate(figure, project.record, 1.0, 10.0))] = item
    return rows


def _list(query: Query, text: str, project: Project, lines: Sequence[tuple[Row, Item]], sheet: Sheet, *, asked: bool) -> None:
    """The rows, each with the values of it that the question names; ``asked``: their own figures are asked for."""
    sheet.say(f"{title(project)}：")
    for row, item in lines:
        money = is_money(row.figure.unit)
        amount = quantity(row.candidate, query.unit if money and query.unit and is_money(query.unit) else None)
        more = [] if money else [v for a, words in _ASPECTS if words.search(text) and (v := value_of(project, item, a))]
        said_more = "".join(f"，{spoken(v, None)}" for v in more)
        sheet.say(f"- {row.name}：{'' if money else WORDS.get(str(row.figure.aspect), '')}{said(amount)}{said_more}{sheet.mark([row.candidate, *[v.candidate for v in more]])}")
        for v in more:
            sheet.figure(f"{row.name}{WORDS.get(v.aspect, '')}", v.quantity(None), [v.candidate])
        if asked and not more:
            sheet.figure(row.name, amount, [row.candidate])


def _scalars(query: Query, text: str, project: Project, kind: _Kind, picked: Sequence[Row], sheet: Sheet) -> bool:
    """How many, how much together, and what share of the project's money; whether any of them was asked."""
    sources, lines = [r.candidate for r in picked], []
    counted = COUNT.search(text)
    if counted:
        lines.append(f"共{len(picked)}{counted['unit']}")
        sheet.figure("符合条件的用途数" if kind == "part" else "符合条件的指标数", Quantity(Decimal(len(picked)), counted["unit"], 0), sources, derived=True)
    whole = _whole(query, text, picked)
    if whole is not None and (SUM.search(text) or len(picked) == 1):
        told = " + ".join(said(quantity(c, whole.unit)) for c in sources)
        lines.append(f"合计{said(whole)}（{told}）" if len(sources) > 1 else f"{picked[0].name}{said(whole)}")
        sheet.figure("合计" if len(sources) > 1 else picked[0].name, whole, sources, derived=len(sources) > 1)
    total = whole_of(project, text) if whole is not None and _SHARE.search(text) else None
    if whole is not None and total is not None and total[1].value:
        base = Candidate(total[1], project.record, 1.0, 10.0)
        rate = sums.share(whole, quantity(base)).to_places(2 if query.decimals is None else query.decimals)
        lines.append(f"占该项目的{said(rate)}（{said(whole)} ÷ {said(quantity(base))}）")
        sources = [*sources, base]
        sheet.figure("占比", rate, sources, derived=True)
    if lines:
        sheet.say(f"{title(project)}：{'，'.join(lines)}{sheet.mark(sources)}。")
    return bool(lines)


def _whole(query: Query, text: str, picked: Sequence[Row]) -> Quantity | None:
    """The money of the rows together, where their sum or share is asked."""
    if not picked or not is_money(picked[0].figure.unit) or not (SUM.search(text) or _SHARE.search(text)):
        return None
    unit = query.unit if query.unit and is_money(query.unit) else None
    return sums.total([quantity(r.candidate, unit) for r in picked]).to_places(query.decimals)
