"""Tables whose title and content contradict each other: pieces of two tables run together (a damaged file, a lost page).

What a total is called comes from the title; where the body is plainly another table's, the total's name is worth nothing. Such figures are
kept for the audit and the document page, but are too uncertain to be stated. Everything that has its own label in its row stays as it is.
"""

from __future__ import annotations

import re
from decimal import Decimal

from index.measures import name_of_code
from index.model import Cell, Table
from index.structure.forms import form_of
from index.structure.sums import sums_of
from index.structure.vocabulary import ATTRIBUTE_HEADER, PLAIN_TOTAL
from index.text import normal

DOUBTED = 0.5  # below what answers state
_BY_FUNCTION = frozenset({"支出总表", "财政拨款支出表", "一般公共预算支出表", "政府性基金表", "国有资本经营表"})
_WHOLE = _BY_FUNCTION | {"收支总表", "收入总表", "财政拨款收支总表", "基本支出表"}
_SHARE = 0.8
_BEYOND_ROUNDING = Decimal(1)
_OF_THREE = frozenset({"30212", "30215", "30216", "30217", "30231"})  # 出国, 会议, 培训, 接待, 用车
_WORDS = re.compile(r"[\u4e00-\u9fff]{3}|[\u4e00-\u9fff]{2}$|[<>≥≤=＞＜＝]+\s*\d")


def totals_doubted(table: Table) -> bool:
    """Whether the totals of a table are not to be believed: its title says another table than its header, its codes or its rows do."""
    headers = normal("|".join("".join(path) for path in table.column_paths))
    title = normal(table.title)
    content = form_of("", table.column_paths, tuple(path[-1] for path in table.row_paths if path))
    if content == "三公经费表" and table.form in _WHOLE and not re.search("三公|接待|出国", title):
        return True
    if content == "政府采购表" and table.form in _WHOLE | {"机关运行经费表", "三公经费表"} and "采购" not in title:
        return True
    if table.form == "基本支出表" and (("项目名称" in headers and "项目支出" in headers) or _spends_on_projects(table)):
        return True
    if table.form == "政府采购表" and not re.search("采购|品目|货物|数量|规格", headers + "".join(path[-1] for path in table.row_paths if path)):
        return True
    return _codes_contradict(table, title, headers) or _unsupported(table, headers) or _two_totals(table)


def headless_columns(table: Table) -> frozenset[int]:
    """Value columns without any header text in a table whose other columns have one: a wider table's rows below this one's header."""
    values = [c for c, role in enumerate(table.roles) if role == "value"]
    bare = frozenset(c for c in values if not table.column_paths[c])
    return bare if table.header_rows and len(bare) < len(values) else frozenset()


def is_amount(cell: Cell, measure: str) -> bool:
    """Whether a number in a value column can be an amount: no part of a code (02), nor of a row that is named by a code alone."""
    return not re.fullmatch(r"0\d+", cell.text) and not re.fullmatch(r"\d{2,9}", measure)


def codes_in_front(row: list[Cell]) -> frozenset[int]:
    """The columns of a row that hold a subject code in front of its name (221 住房保障支出; 208 05 行政…), whatever the header calls them."""
    front: list[Cell] = []
    for cell in row:
        if not re.fullmatch(r"\d{2,7}", cell.text):
            break
        front.append(cell)
    named = len(front) < len(row) and re.match(r"[\u4e00-\u9fff]{2}", row[len(front)].text)
    return frozenset(c.column for c in front) if front and named and name_of_code(front[0].text) else frozenset()


def is_indicator(measure: str) -> bool:
    """Whether a row is an indicator with its target (开展活动次数>=29次) that stands in another table: its numbers are no amounts."""
    return bool(re.search(r"[<>≥≤＜＞=＝]=?\s*\d", measure))


def _spends_on_projects(table: Table) -> bool:
    """Whether a column 项目支出 holds amounts: basic spending has none."""
    columns = {c for c, path in enumerate(table.column_paths) if path and normal(path[-1]) == "项目支出"}
    return any(cell.value for cell in table.cells if cell.column in columns and cell.row >= table.header_rows)


def _codes_contradict(table: Table, title: str, headers: str) -> bool:
    """Codes of economic subjects (3xx) under a title or header of functional ones (2xx), or the reverse under 经济分类."""
    codes = [code for code in table.row_codes if code and len(code) in (3, 5, 7)]
    if len(codes) < 3 or table.group_row_paths:
        return False
    if table.form == "基本支出表" and all(code.startswith("302") for code in codes):
        return True  # the list of running costs (机关运行经费): basic spending pays persons as well
    economic = sum(code[0] in "35" and len(code) < 7 for code in codes) / len(codes)
    if economic >= _SHARE and "经济" not in headers and not re.search("经济|基本|机关运行|经费", title):
        return table.form in _BY_FUNCTION or "功能" in headers
    if economic >= _SHARE and "人员经费" in headers and "公用经费" in headers and table.form in _BY_FUNCTION and not re.search("经济|基本", title):
        return True
    return sum(code[0] == "2" for code in codes) >= _SHARE * len(codes) and "经济" in headers and "功能" not in headers


def _unsupported(table: Table, headers: str) -> bool:
    """Whether nothing in a table is of what its title says: 三公 without one of the three, 基本支出 by function without a word of it."""
    codes = [code for code in table.row_codes if code and len(code) in (3, 5, 7)]
    functional = len(codes) >= 3 and sum(code[0] == "2" for code in codes) >= _SHARE * len(codes)
    pays_persons = any(code.startswith(("301", "303")) for code in codes)
    if table.form == "三公经费表":
        words = headers + normal("|".join(path[-1] for path in (*table.row_paths, *table.group_row_paths.values()) if path))
        running = [code for code in codes if code.startswith("302") and len(code) == 5]
        listed = len(running) > 3 and sum(code not in _OF_THREE for code in running) > len(running) / 2  # the list of all running costs
        return pays_persons or listed or not re.search("三公|接待|出国|出境|用车|车辆", words)
    if table.form == "机关运行经费表":
        return pays_persons or (functional and _spends_on_projects(table))
    if table.form == "收入总表" and re.search("人员经费|公用经费|(基本|项目)支出", headers) and "收入" not in headers:
        return True
    if table.form in ("收入总表", "收支总表") and len(codes) >= 3 and sum(code[0] == "3" for code in codes) >= _SHARE * len(codes):
        return True
    return table.form == "基本支出表" and functional and not re.search("基本|人员|公用|日常|工资|经济", headers)


def rows_belied(table: Table) -> frozenset[int]:
    """Rows from the first on that does not add up as the header says, where several do not: the rows of another table run in there."""
    cells = {(c.row, c.column): c.value for c in table.cells if c.value is not None and c.column_known and c.row >= table.header_rows}
    checks = [check for check in sums_of(table) if check.kind == "columns"]
    failed = {c.total[0] for c in checks if abs(cells[c.total] - sum((cells[p] for p in c.parts), Decimal(0))) > _BEYOND_ROUNDING}
    return frozenset(range(min(failed), table.rows)) if len(failed) > 1 else frozenset()


def totals_too_small(table: Table) -> frozenset[tuple[int, int]]:
    """Cells (row, column) of bare totals that are less than one of the amounts above or below them: the total of another table.

    Not in columns with negative amounts or of changes and shares, whose total can be less than a part.
    """
    most: dict[int, Decimal] = {}
    signed = {c.column for c in table.cells if c.value is not None and c.value < 0}
    signed |= {c for c, path in enumerate(table.column_paths) if re.search("增|减|比|率|占|%", normal("".join(path)))}
    for cell in table.cells:
        if cell.value is not None and cell.column_known and cell.row >= table.header_rows:
            most[cell.column] = max(cell.value, most.get(cell.column, cell.value))
    return frozenset(
        (c.row, c.column)
        for c in table.cells
        if c.value is not None and c.column_known and c.column not in signed and c.row >= table.header_rows and c.value + _BEYOND_ROUNDING < most[c.column]
        and (path := table.row_path_of(c.row, c.column)) and len(path) == 1 and re.fullmatch("合计|总计", normal(path[0]))
    )  # fmt: skip


def nameless_rows(table: Table) -> frozenset[int]:
    """Rows of amounts without any label in a table whose other rows have one: they are nobody's, whatever the title is."""
    named = {r for r in range(table.header_rows, table.rows) if table.row_paths[r]} | {r for (r, _), path in table.group_row_paths.items() if path}
    return frozenset(set(range(table.header_rows, table.rows)) - named) if len(named) > 1 else frozenset()


def rows_out_of_place(table: Table) -> frozenset[int]:
    """Rows of a table with other columns: words or targets (>=23次) where amounts stand, or a name only where remarks would."""
    found = set()
    for cell in table.cells:
        role = table.roles[cell.column] if cell.column < len(table.roles) else ""
        if cell.row < table.header_rows or cell.value is not None or not _WORDS.match(cell.text) or PLAIN_TOTAL.match(normal(cell.text)):
            continue
        head = normal("".join(table.column_paths[cell.column]))
        if role == "value" or (role == "attribute" and head and not ATTRIBUTE_HEADER.search(head) and not table.row_paths[cell.row]):
            found.add(cell.row)
    return frozenset(found)


def _two_totals(table: Table) -> bool:
    """Two rows that are nothing but 合计 and differ: the rows of two tables."""
    if table.group_row_paths:
        return False
    rows = [r for r in range(table.header_rows, table.rows) if len(table.row_paths[r]) == 1 and re.fullmatch("合计|总计", normal(table.row_paths[r][0]))]
    if len(rows) < 2 or len({normal(table.row_paths[r][0]) for r in rows}) > 1 or not all(PLAIN_TOTAL.match(normal(table.row_paths[r][0])) for r in rows):
        return False
    values: dict[int, set[object]] = {}
    for cell in table.cells:
        if cell.row in rows and cell.value is not None and cell.column_known:
            values.setdefault(cell.column, set()).add(cell.value)
    return any(len(found) > 1 for found in values.values())
