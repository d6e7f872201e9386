"""Faults planted in made-up disclosures, about two dozen kinds, deterministic by seed: what the audit must find."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from eval.madeup import contents, faults_tables, faults_words
from eval.madeup.document import Grid, Heading, Made, Text
from eval.madeup.make import Wanted, disclosures
from eval.madeup.review import TITLE, reviewed
from index.numbers import parse_amount

Block = Heading | Text | Grid
MONEY = re.compile(r"(?P<n>\d[\d,]*\.\d\d)万元")


@dataclass(frozen=True, slots=True)
class Planted:
    """A document with one fault. ``kind`` names it, ``mark`` is the text that is wrong (what a finding must quote or state), ``was`` what it was."""

    kind: str
    made: Made
    mark: str
    was: str


Planter = Callable[[Made, random.Random], Planted | None]


def planted(wanted: Wanted, seed: int = 1, kinds: Sequence[str] | None = None) -> Iterator[Planted]:
    """Every kind of fault in every disclosure that can have it, one fault a document."""
    for disclosed in disclosures(wanted):
        for kind in kinds or KINDS:
            chance = random.Random(f"fault-{seed}-{kind}-{disclosed.made.name}")
            found = KINDS[kind](disclosed.made, chance)
            if found is not None:
                yield replace(found, kind=kind)


# ---------------------------------------------------------------- numbers


def _other(printed: str, chance: random.Random) -> str:
    """Another amount of the same look, off by more than rounding could be."""
    parsed = parse_amount(printed)
    assert parsed is not None
    moved = max(Decimal("3.00"), (parsed.value * chance.randint(4, 30) / 100).quantize(Decimal("0.01")))
    return f"{parsed.value + (moved if chance.random() < 0.5 or parsed.value <= moved else -moved):,.2f}"


def _swapped(printed: str) -> str | None:
    """Two neighbouring digits that differ, exchanged."""
    for at in range(len(printed) - 4, 0, -1):
        a, b = printed[at - 1], printed[at]
        if a.isdigit() and b.isdigit() and a != b and not (at == 1 and b == "0"):
            return printed[: at - 1] + b + a + printed[at + 1 :]
    return None


def _with(made: Made, at: int, block: Block) -> Made:
    return replace(made, blocks=(*made.blocks[:at], block, *made.blocks[at + 1 :]))


# ---------------------------------------------------------------- tables


def _cell(
    made: Made, title: str, chosen: Callable[[Grid, tuple[str, ...]], bool], column: Callable[[Grid], int], chance: random.Random
) -> Planted | None:
    """Changes the amount in ``column`` of one of the rows that ``chosen`` picks, in the first table whose title matches."""
    for at, block in enumerate(made.blocks):
        if not isinstance(block, Grid) or not re.search(title, block.title):
            continue
        where = column(block)
        rows = [i for i, row in enumerate(block.rows) if chosen(block, row) and parse_amount(row[where])]
        if not rows:
            return None
        row = chance.choice(rows)
        was = block.rows[row][where]
        mark = _other(was, chance)
        changed = (*block.rows[row][:where], mark, *block.rows[row][where + 1 :])
        grid = replace(block, rows=(*block.rows[:row], changed, *block.rows[row + 1 :]))
        return Planted("", _with(made, at, grid), mark, was)
    return None


def _code(grid: Grid, row: tuple[str, ...]) -> str:
    return "".join(row[: grid.codes])


def _total_row(grid: Grid, row: tuple[str, ...]) -> bool:
    return any(text in ("总计", "合计") for text in row[: max(1, grid.labels)])


def _level(length: int) -> Callable[[Grid, tuple[str, ...]], bool]:
    return lambda grid, row: len(_code(grid, row)) == length


def _first(grid: Grid) -> int:
    return grid.labels


SPENDING = "部门支出总体|财政拨款支出预算表|^支出决算表"
ECONOMIC = "基本支出(?:情况|预算|决算)表"
OVERALL = "部门收支总体|收支预算总表|收入支出决算总表"


def spending_total(made: Made, chance: random.Random) -> Planted | None:
    """The total of a table of spending."""
    return _cell(made, SPENDING, _total_row, _first, chance)


def spending_class(made: Made, chance: random.Random) -> Planted | None:
    """A 类 of a table of spending."""
    return _cell(made, SPENDING, _level(3), _first, chance)


def spending_group(made: Made, chance: random.Random) -> Planted | None:
    """A 款 of a table of spending."""
    return _cell(made, SPENDING, _level(5), _first, chance)


def spending_item(made: Made, chance: random.Random) -> Planted | None:
    """A 项 of a table of spending."""
    return _cell(made, SPENDING, _level(7), _first, chance)


def basic_part(made: Made, chance: random.Random) -> Planted | None:
    """基本支出 in a row of a table of spending."""
    return _cell(made, SPENDING, _level(7), lambda g: g.labels + 1, chance)


def economic_class(made: Made, chance: random.Random) -> Planted | None:
    """301, 302 or 303 in the table of basic spending."""
    return _cell(made, ECONOMIC, _level(3), _first, chance)


def economic_item(made: Made, chance: random.Random) -> Planted | None:
    """A 款 of basic spending."""
    return _cell(made, ECONOMIC, _level(5), _first, chance)


def economic_total(made: Made, chance: random.Random) -> Planted | None:
    """The total of basic spending."""
    return _cell(made, ECONOMIC, _total_row, _first, chance)


def balance(made: Made, chance: random.Random) -> Planted | None:
    """支出总计 in the overall table."""
    return _cell(made, OVERALL, lambda _, row: row[2] in ("支出总计", "支出合计") or (row[0] == "总计" == row[2]), lambda g: g.columns - 1, chance)


def overall_income(made: Made, chance: random.Random) -> Planted | None:
    """An item of income in the overall table."""
    return _cell(made, OVERALL, lambda _, row: bool(re.match("一、", row[0])), lambda _: 1, chance)


def overall_class(made: Made, chance: random.Random) -> Planted | None:
    """A functional class in the overall table."""
    return _cell(made, OVERALL, lambda _, row: bool(re.match(r"\d{3} |[一二三四五六七八]、", row[2])), lambda _: 3, chance)


def three_public(made: Made, chance: random.Random) -> Planted | None:
    """The total of 三公."""
    return _cell(made, "三公", lambda _, row: row[0] in ("合计",), lambda g: g.columns - 1, chance)


def project_total(made: Made, chance: random.Random) -> Planted | None:
    """The total of the table of projects."""
    return _cell(made, "项目支出情况表", _total_row, _first, chance)


def missing_table(made: Made, chance: random.Random) -> Planted | None:
    """A numbered table left out."""
    numbered = [i for i, b in enumerate(made.blocks) if isinstance(b, Grid) and b.number]
    if len(numbered) < 5:
        return None  # a gap shows only where there is a numbering
    at = chance.choice(numbered[1:-1])
    grid = made.blocks[at]
    assert isinstance(grid, Grid)
    return Planted("", replace(made, blocks=made.blocks[:at] + made.blocks[at + 1 :]), "表" + str(int(re.sub(r"\D", "", grid.number))), grid.title)


# ---------------------------------------------------------------- prose


def _text(
    made: Made, pattern: str, change: Callable[[re.Match[str], random.Random], str | None], chance: random.Random, kind: type = Text
) -> Planted | None:
    """Replaces group ``x`` of one of the paragraphs that match ``pattern``."""
    found: list[tuple[int, re.Match[str]]] = []
    for at, block in enumerate(made.blocks):
        if isinstance(block, kind) and not isinstance(block, Grid):
            found += [(at, m) for m in re.finditer(pattern, block.text)]
    if not found:
        return None
    at, match = chance.choice(found)
    mark = change(match, chance)
    if mark is None or mark == match["x"]:
        return None
    block = made.blocks[at]
    assert isinstance(block, Text | Heading)
    text = block.text[: match.start("x")] + mark + block.text[match.end("x") :]
    return Planted("", _with(made, at, replace(block, text=text)), mark, match["x"])


def _new_amount(match: re.Match[str], chance: random.Random) -> str:
    return _other(match["x"], chance)


def told_total(made: Made, chance: random.Random) -> Planted | None:
    """The total in the prose."""
    return _text(made, r"(?:收支总预算|收入、支出预算总计|收入总计)(?P<x>\d[\d,]*\.\d\d)万元", _new_amount, chance)


def told_basic(made: Made, chance: random.Random) -> Planted | None:
    """基本支出 in the prose."""
    return _text(made, r"(?:一般公共预算|财政拨款)?基本支出(?:预算数为)?(?P<x>\d[\d,]*\.\d\d)万元", _new_amount, chance)


def told_item(made: Made, chance: random.Random) -> Planted | None:
    """A functional item in the prose."""
    return _text(made, r"（项）(?:：\d{4}年预算数为|支出)(?P<x>\d[\d,]*\.\d\d)万元", _new_amount, chance)


def told_digits(made: Made, chance: random.Random) -> Planted | None:
    """Digits of a functional item or of 项目支出 exchanged."""
    pattern = r"(?:（项）(?:：\d{4}年预算数为|支出)|项目支出(?:预算数为)?)(?P<x>\d[\d,]*\.\d\d)万元"
    return _text(made, pattern, lambda m, _: _swapped(m["x"]), chance)


def told_personnel(made: Made, chance: random.Random) -> Planted | None:
    """人员经费 in the prose."""
    return _text(made, r"人员经费(?P<x>\d[\d,]*\.\d\d)万元", _new_amount, chance)


def told_project(made: Made, chance: random.Random) -> Planted | None:
    """The size of a project in the prose, its row in the table left."""
    return _text(made, r"^预算安排规模：(?P<x>\d[\d,]*\.\d\d)万元", _new_amount, chance)


def told_twice(made: Made, chance: random.Random) -> Planted | None:
    """机关运行经费 in the prose, its change and rate left."""
    return _text(made, r"机关运行经费(?:财政拨款)?(?:预算)?(?:支出)?(?P<x>\d[\d,]*\.\d\d)万元[，,]比", _new_amount, chance)


def unit_slip(made: Made, chance: random.Random) -> Planted | None:
    """元 for 万元."""
    planted_fault = _text(
        made,
        r"(?:（项）(?:：\d{4}年预算数为|支出)|基本支出(?:预算数为)?)(?P<x>\d[\d,]*\.\d\d万元)",
        lambda m, _: m["x"].replace("万元", "元"),
        chance,
    )
    return None if planted_fault is None else replace(planted_fault, mark=planted_fault.mark.removesuffix("元"))


def growth(made: Made, chance: random.Random) -> Planted | None:
    """A growth rate."""
    return _text(
        made,
        r"(?:增加|减少)[\d,.]+万元，(?:增长|下降|减少)(?P<x>\d[\d,]*\.\d\d)%",
        lambda m, c: f"{Decimal(m['x'].replace(',', '')) + Decimal(c.randint(40, 900)) / 100:.2f}",
        chance,
    )


def moved(made: Made, chance: random.Random) -> Planted | None:
    """The amount of a change, its rate left as it was."""
    return _text(made, r"(?:增加|减少)(?P<x>\d[\d,]*\.\d\d)万元，(?:增长|下降|减少)(?!0\.0)\d", _new_amount, chance)


def share(made: Made, chance: random.Random) -> Planted | None:
    """A share of a whole."""
    return _text(made, r"占(?:“三公”经费的)?(?P<x>\d+\.\d\d)%", lambda m, c: f"{Decimal(m['x']) + Decimal(c.randint(60, 900)) / 100:.2f}", chance)


def completion(made: Made, chance: random.Random) -> Planted | None:
    """A degree of completion."""
    return _text(
        made,
        r"万元，?完成年初预算[\d,.]+万元的(?P<x>[\d,]+\.\d\d)%",
        lambda m, c: f"{Decimal(m['x'].replace(',', '')) + Decimal(c.randint(60, 900)) / 100:.2f}",
        chance,
    )


def direction(made: Made, chance: random.Random) -> Planted | None:
    """增加 turned into 减少 or the other way round, the word before the rate left as it was."""
    pattern = r"(?P<x>增加|减少)[\d,.]+万元，(?:增长|下降)(?!0\.00)\d"
    return _text(made, pattern, lambda m, _: "减少" if m["x"] == "增加" else "增加", chance)


def procurement(made: Made, chance: random.Random) -> Planted | None:
    """The total of 政府采购, its parts left."""
    return _text(made, r"政府采购(?:预算|支出总额|支出预算总额)(?P<x>\d[\d,]*\.\d\d)万元，其中", _new_amount, chance)


def persons(made: Made, chance: random.Random) -> Planted | None:
    """实有人数, its parts left."""
    return _text(made, r"实有人数(?P<x>\d+)人", lambda m, c: str(int(m["x"]) + c.randint(1, 9)), chance)


def wrong_year(made: Made, chance: random.Random) -> Planted | None:
    """Another year in a heading."""
    return _text(
        made, r"^(?:第[二三]部分 |[一二三四五六]、关于.*?)(?P<x>20\d\d)年", lambda m, c: str(int(m["x"]) - c.choice((1, 2))), chance, Heading
    )


def other_name(made: Made, chance: random.Random) -> Planted | None:
    """Another department's name where a sentence or heading begins."""
    pattern = rf"^(?:[一二三四五六七八]、关于)?(?P<x>{re.escape(made.department)})(?={made.year}年)"
    return _text(made, pattern, lambda _, c: c.choice(("望舒县水利局", "朔方市审计局", "岚谷县医疗保障局")), chance, chance.choice((Heading, Text)))


def _review(made: Made, chance: random.Random, row: int, column: int, change: Callable[[str], str]) -> Planted | None:
    """Changes one cell of a performance review that is added to the document."""
    whole = reviewed(made, chance)
    at = next(i for i, b in enumerate(whole.blocks) if isinstance(b, Grid) and b.title.startswith(TITLE))
    grid = whole.blocks[at]
    assert isinstance(grid, Grid)
    was = grid.rows[row][column]
    mark = re.sub(r"\d+(?:\.\d\d)?", lambda m: change(m.group()), was, count=1)
    changed = (*grid.rows[row][:column], mark, *grid.rows[row][column + 1 :])
    number = re.search(r"\d+(?:\.\d\d)?", mark)
    assert number is not None
    return Planted("", _with(whole, at, replace(grid, rows=(*grid.rows[:row], changed, *grid.rows[row + 1 :]))), number.group(), was)


def indicator(made: Made, chance: random.Random) -> Planted | None:
    """The result in words against the value of its indicator."""
    return _review(made, chance, 3, 1, lambda n: str(int(n) + chance.randint(2, 20)))


def cost(made: Made, chance: random.Random) -> Planted | None:
    """The costs reported against the money spent."""
    return _review(made, chance, 7, 4, lambda n: f"{Decimal(n) + Decimal(chance.randint(500, 4000)) / 100:.2f}")


def _whole_table(fault: faults_tables.TableFault | None) -> Planted | None:
    return Planted("", fault.made, fault.mark, fault.was) if fault is not None else None


def silent_table(made: Made, chance: random.Random) -> Planted | None:
    """An empty table without a word why."""
    return _whole_table(faults_tables.silent_table(made, chance))


def table_unit(made: Made, chance: random.Random) -> Planted | None:
    """A table under a slipped unit."""
    return _whole_table(faults_tables.table_unit(made, chance))


def appropriation_class(made: Made, chance: random.Random) -> Planted | None:
    """A functional class in the table of appropriations, told otherwise by the other tables."""
    return _cell(made, "财政拨款收支预算总体|财政拨款收入支出决算总表", lambda _, row: bool(re.match(r"\d{3} |[一二三四五六七八]、", row[2])), lambda _: 3, chance)


def table_change(made: Made, chance: random.Random) -> Planted | None:
    """The change from last year in a row of a table that sets two years side by side."""
    return _cell(made, "一般公共预算支出表", _beside_last_year, lambda g: g.columns - 2, chance)


def table_rate(made: Made, chance: random.Random) -> Planted | None:
    """The rate of that change."""
    return _cell(made, "一般公共预算支出表", _beside_last_year, lambda g: g.columns - 1, chance)


def _beside_last_year(grid: Grid, row: tuple[str, ...]) -> bool:
    return grid.header[-1][-1].text == "增减%" and len(_code(grid, row)) == 7 and bool(row[-1])


def listed_table(made: Made, chance: random.Random) -> Planted | None:
    """A table that the contents list and the document does not hold."""
    found = contents.with_contents(made, missing=True)
    return Planted("", found, contents.NOT_THERE, "") if found is not None else None


def swapped_parts(made: Made, chance: random.Random) -> Planted | None:
    """The parts of the money carried over, told the other way round than the table has them."""
    found = contents.divided(made, chance, swapped=True)
    return Planted("", found[0], found[1], "") if found is not None else None


def _worded(planter: Callable[[Made, random.Random], faults_words.WordFault | None]) -> Planter:
    def plant(made: Made, chance: random.Random) -> Planted | None:
        fault = planter(made, chance)
        return Planted("", fault.made, fault.mark, fault.was) if fault is not None else None

    return plant


KINDS: dict[str, Planter] = {
    planter.__name__: planter
    for planter in (
        spending_total, spending_class, spending_group, spending_item, basic_part, economic_class, economic_item, economic_total, balance, overall_income,
        overall_class, three_public, project_total, missing_table, told_total, told_basic, told_item, told_digits, told_personnel, told_project, told_twice, unit_slip, growth, moved,
        share, completion, direction, procurement, persons, wrong_year, other_name, indicator, cost, silent_table, table_unit,
        appropriation_class, listed_table, swapped_parts, table_change, table_rate,
    )
} | {fault.__name__: _worded(fault) for fault in faults_words.FAULTS}  # fmt: skip
