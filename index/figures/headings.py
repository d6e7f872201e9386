"""What the words over a column say besides naming an item: stage, year, aspect, unit, fund."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.measures import canonical
from index.model import Aspect, Identity, Table
from index.structure.vocabulary import MONEY_IN_BRACKETS
from index.text import normal

_STAGES = (
    (r"年初预算", "年初预算"),
    (r"(?:全年|调整|调整后)预算", "全年预算"),
    (r"执行数|执行情况", "执行"),
    (r"决算", "决算"),
    (r"预算", "预算"),
)
_GENERIC = re.compile(
    r"^(?:合计|总计|共计|小计|金额|数额|总额|本年合计|预算合计|决算合计|项目|科目|名称|数量|"
    r"(?:\d{4}年度?)?(?:上年|本年|当年|全年|年初|调整|调整后|年末)?(?:预算|决算|执行|支出|收入|合计)?数?|\d{4}年|本年预算|"
    r"(?:支出|收入)?(?:预算|决算)(?:支出|收入|数|金额|安排)?|资金来源|支出用途|功能分类|经济分类|支出功能分类|支出经济分类|其中|支出内容|本级)$"
)
_SIDE = re.compile(r"^(?:财政拨款)?(?:收入|支出)$")
_COUNT_UNIT = re.compile(r"[（(](人次|批次|平方米|公顷|[辆台套个人户次件名批项间])[)）]")


@dataclass(frozen=True, slots=True)
class Heading:
    """A column path read: the specific item names (canonical, top down), and what the rest of it says. ``groups``: titles over label and value alike."""

    items: tuple[str, ...]
    side: str | None
    stage: str | None
    year: int | None
    aspect: Aspect
    unit: str | None
    groups: tuple[str, ...] = ()


def is_generic(text: str) -> bool:
    """Whether a label names no item of its own (合计, 金额, 2024年预算数, 其中)."""
    return not text or bool(_GENERIC.match(canonical(text)))


def heading_of(table: Table, column: int, identity: Identity, several_stages: bool) -> Heading:
    """Reads the header over one column of a table."""
    path = table.column_paths[column] if column < len(table.column_paths) else ()
    whole = normal("".join(path))
    title = normal(table.title)
    over_all, over_group = _over_all(table), _over_group(table, column)
    items: list[str] = []
    groups: list[str] = []
    side = None
    for depth, text in enumerate(path):
        name = canonical(re.sub(r"[（(](?:万元|元|%|人|辆|个|次)[)）]", "", text))
        if _SIDE.match(name) and depth < len(path) - 1:
            side = "收入" if "收入" in name else "支出"
        elif not name or is_generic(name) or _is_facet(name) or (text in over_all and normal(name) in title):
            continue
        elif text in over_group:
            groups.append(name)
        else:
            items.append(name)
    aspect, unit = _aspect(whole)
    stage = _stage(path) if several_stages else None
    if "上年" in whole and not re.search(r"比上年|较上年|上年结转|上年结余", whole):
        stage = "上年"
    return Heading(tuple(dict.fromkeys(items)), side, stage, _year(whole, identity, stage), aspect, unit or _money(path), tuple(groups))


def _stage(path: tuple[str, ...]) -> str | None:
    """The stage that one of the header texts names by itself (预算数 over the left half, 决算数 over the right), the lowest first."""
    for text in reversed(path):
        plain = normal(text)
        found = next((s for pattern, s in _STAGES if re.search(pattern, plain)), None)
        if found and is_generic(canonical(text)):
            return found
    return None


def _over_group(table: Table, column: int) -> set[str]:
    """Header texts that stand over a value column and its label column alike: titles of a side-by-side group (收入, 人员经费)."""
    label = table.label_columns[column] if column < len(table.label_columns) else None
    if label is None or not table.group_row_paths:
        return set()
    return set(table.column_paths[column]) & set(table.column_paths[label])


def _over_all(table: Table) -> set[str]:
    """Header texts that stand over every value column: a second title, not a column's name."""
    paths = [set(p) for p, role in zip(table.column_paths, table.roles, strict=False) if role == "value"]
    return set.intersection(*paths) if len(paths) > 1 else set()


def _is_facet(name: str) -> bool:
    """Words that say how, not what: shares, changes, stages with a year."""
    return bool(
        re.match(
            r"^(?:占.*(?:比|%|比重|比例)|比重|占比|增减.*|增长.*|(?:比|较)上年.*|.{0,4}(?:预算|决算)数?为.*%|完成.*%|差异.*|上年.*数|.*(?:增减|增长)(?:额|率|%))$",
            name,
        )
    )


def _aspect(whole: str) -> tuple[Aspect, str | None]:
    if re.search(r"增减率|增长率|增幅|增减%|增长%|增减\(%\)|增长\(%\)|增减比例|增减幅度|增长幅度", whole):
        return Aspect.RATE, "%"
    if re.search(r"占比|比重|占.{0,12}(?:%|比例)|完成率|比例", whole):
        return Aspect.SHARE, "%"
    if re.search(r"增减|(?:比|较)上年(?:增|变动)|变动额", whole):
        return Aspect.CHANGE, None
    if found := _COUNT_UNIT.search(whole):
        return Aspect.COUNT, found[1]
    if re.search(r"人数|编制数|(?<!学)人员数", whole):
        return Aspect.COUNT, "人"
    if re.search(r"数量$|车辆数|辆数", whole):
        return Aspect.COUNT, "辆" if "车" in whole or "辆" in whole else None
    if re.search(r"面积", whole):
        return Aspect.COUNT, "平方米"
    return Aspect.AMOUNT, None


def row_aspect(label: str) -> tuple[Aspect, str | None]:
    """As for columns, for a row's label: 公务用车保有量（辆）, 国内公务接待人次（人）."""
    found = _COUNT_UNIT.search(label)
    if found:
        return Aspect.COUNT, found[1]
    if re.search(r"保有量$|购置数$|团组数$|人次数?$|批次数?$", label):
        return Aspect.COUNT, {"保": "辆", "购": "辆", "团": "个", "批": "批次"}.get(re.sub(r".*(保|购|团|批)[^保购团批]*$", r"\1", label), "人次")
    return Aspect.AMOUNT, None


def _money(path: tuple[str, ...]) -> str | None:
    return next((found[1] for text in path if (found := MONEY_IN_BRACKETS.search(text))), None)


def _year(whole: str, identity: Identity, stage: str | None) -> int | None:
    if found := re.search(r"(20\d{2})年", whole):
        return int(found[1])
    if stage == "上年" and identity.fiscal_year is not None:
        return identity.fiscal_year - 1
    return identity.fiscal_year


def has_several_stages(table: Table) -> bool:
    """Whether the columns of a table speak of more than one stage (预算数 and 决算数, 上年 and 本年)."""
    seen = {_stage(path) for path, role in zip(table.column_paths, table.roles, strict=False) if role == "value"}
    return len(seen - {None}) > 1


def fund_of(table: Table, items: tuple[str, ...]) -> str | None:
    """The money's scope: by the column where it names one, else by the title, else by the form."""
    for text in reversed(items):
        if found := _fund_in(text):
            return found
    title = normal(table.title)
    if table.form == "财政拨款收支总表":
        return "财政拨款"
    if found := _fund_in(title):
        return found
    return {
        "收支总表": "全口径", "收入总表": "全口径", "支出总表": "全口径", "财政拨款支出表": "财政拨款", "三公经费表": "财政拨款",
        "一般公共预算支出表": "一般公共预算", "政府性基金表": "政府性基金预算", "国有资本经营表": "国有资本经营预算",
        "机关运行经费表": "一般公共预算", "政府采购表": "全口径",
    }.get(table.form or "")  # fmt: skip


def _fund_in(text: str) -> str | None:
    if "非财政拨款" in text:
        return "非财政拨款"
    kinds = [k for k in ("一般公共预算", "政府性基金", "国有资本经营") if k in text]
    if len(kinds) > 1:
        return "财政拨款"
    if kinds:
        return {"一般公共预算": "一般公共预算", "政府性基金": "政府性基金预算", "国有资本经营": "国有资本经营预算"}[kinds[0]]
    if re.search(r"财政专户|单位资金|事业收入|经营收入|其他资金|附属单位上缴|上级补助", text):
        return "非财政拨款"
    return "财政拨款" if "财政拨款" in text else None
