"""Flattened text (out of a PDF, cells fallen apart): one printed line a line, a single leading blank where a page starts.

Tables are found by their titles; what follows is header, rows and an end that is known by what cannot be in the table:
the next table, a part heading, a sentence, a page that does not go on with rows.
"""

from __future__ import annotations

import re
from dataclasses import replace

from index.raw import Line, RawTable
from index.reading import crosslinks
from index.reading.columns import arrangements
from index.reading.flatforms import is_form_start, read_form
from index.reading.flatheads import header_forms, plausibility
from index.reading.flatpages import printed_lines
from index.reading.flatrows import (
    THREE_PUBLIC,
    FlatRow,
    coded_rows,
    ends_in_amounts,
    named_rows,
    paired_rows,
    prints_whole_numbers,
    spread_rows,
    with_subtotals,
)
from index.reading.flatsides import sided_rows
from index.reading.flattables import FlatTable, raw_table
from index.reading.forms import Form, columns_shown, form_of, forms_of, is_unbroken, narrowed, same_column
from index.text import normal, squeeze

_OWNER = re.compile(r"^(编制|预算|填报|公开)?(部门|单位)(名称)?[:：].*|^(金额)?单位[:：][百千万亿]*元$")
_UNIT = re.compile(r"单位[:：]([百千万亿]*元)")
_NUMBER = re.compile(r"^(公开)?(表[0-9一二三四五六七八九十]{1,3}|[0-9]{1,2}表)$")
_HEADING = re.compile(r"^(第[一二三四五六七八九十]+部分|[一二三四五六七八九十]+、关于)")
_SENTENCE = re.compile(r"没有|为空表|空表[。.]?$|未安排|[。；]$|^(注|说明|备注)[:：]")
_ACCOUNT = re.compile(r"情况的?(总体)?说明$|^其他.*说明$")
_STAR = re.compile(r"^※(?:\s*※)*(?P<numbers>(?:\s+\d{1,2})*)$")
_NUMBERS = re.compile(r"^\d{1,2}(\s+\d{1,2})*$")
_BODY_START = re.compile(r"^(\d{3}\s|总\s*计|合\s*计|一、)")
_ITEM = re.compile(r"^([一二三四五六七八九十]{1,3}[、.．]|[(（][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[、.．])|(小计|合计|总计)$")
_HEADER_LINES = 90


def blocks_of(text: str) -> tuple[Line | RawTable, ...]:
    """Lines and tables in reading order, with their pages; the columns of the tables won back where they can be."""
    lines = printed_lines(text)
    found: list[Line | FlatTable | RawTable] = []
    names: dict[str, str] = {}
    at = 0
    while at < len(lines):
        if is_form_start(lines, at):
            blocks, at = read_form(lines, at)
            found.extend(blocks)
            continue
        reach = _read_table(lines, at, names)
        if reach is None:
            found.append(lines[at])
            at += 1
            continue
        table, owner, at = reach
        if found and isinstance(found[-1], Line) and _NUMBER.match(normal(found[-1].text)):
            table.number = normal(found[-1].text)
            found.pop()
        found.extend(replace(line, text=re.split(r"\s+(?=单位[:：])", line.text)[0]) for line in owner[:1])
        found.append(table)
    prose = normal("".join(block.text for block in found if isinstance(block, Line)))
    crosslinks.win_back([block for block in found if isinstance(block, FlatTable)], prose)
    return tuple(raw_table(block) if isinstance(block, FlatTable) else block for block in found)


def _read_table(lines: list[Line], at: int, names: dict[str, str]) -> tuple[FlatTable, list[Line], int] | None:
    """The table whose title stands at ``at``, its 编制部门 lines, and where the text goes on; None where no table starts here.

    ``names`` collects the names of the codes as they are met.
    """
    if not _is_title(lines, at):
        return None
    owners = _owners(lines, at + 1)
    start = at + 1 + len(owners)
    depth, count, labels = _header(lines, start)
    header = [line.text for line in lines[start : start + depth] if not _STAR.match(line.text)]
    body, end = _body(lines, start, depth)
    unit = next((found[1] for line in owners if (found := _UNIT.search(normal(line.text)))), None)
    title = re.sub(r"^表\s*\d+\s*", "", squeeze(lines[at].text))
    whole = prints_whole_numbers(line.text for line in body) and "行次" not in "".join(header)
    forms = [replace(form, whole_numbers=whole) for form in _forms(lines[at].text, header, labels, count)]
    tables = [table for form in forms if (table := _filled(FlatTable(form, title, None, unit, lines[at].page, []), body, names))]
    table = _best(tables)
    return (table, owners, end) if table is not None else None


def _filled(table: FlatTable, body: list[Line], names: dict[str, str]) -> FlatTable | None:
    """The table with its rows; None where the rows are not those of its form."""
    form = table.form
    if not _fill(table, body, names):
        return None
    known = bool(form.name)
    if not form.codes and not form.sides and not known and any(not row.amounts and not _ITEM.search(normal(row.label)) for row in table.rows):
        return None
    return None if any(len(row.amounts) > len(form.values) for row in table.rows) else table


def _best(tables: list[FlatTable]) -> FlatTable | None:
    """Of several readings of one header that whose printed sums fit all rows; None where that does not decide."""
    if len(tables) <= 1:
        return tables[0] if tables else None
    fits = [table for table in tables if all(_fits(table, row) for row in table.rows)]
    rank = {id(table): plausibility(table.form) for table in fits}
    best = [table for table in fits if rank[id(table)] == max(rank.values())]
    return best[0] if len(best) == 1 else None


def _fits(table: FlatTable, row: FlatRow) -> bool:
    """Whether the row's amounts can stand in the form's columns so that its sums hold."""
    return not row.amounts or bool(arrangements(row.values, len(table.form.values), table.form.sums))


def _owners(lines: list[Line], at: int) -> list[Line]:
    """The 编制部门 and 单位 lines at ``at`` (one line, or two)."""
    end = at
    while end < min(at + 3, len(lines)) and _OWNER.match(normal(lines[end].text)):
        end += 1
    return lines[at:end]


def _is_title(lines: list[Line], at: int) -> bool:
    """Whether a table's title stands at ``at``: a known one, or any between a number and a 编制部门 line."""
    text = normal(lines[at].text)
    if len(text) > 45 or at + 1 >= len(lines):
        return False
    numbered = at > 0 and bool(_NUMBER.match(normal(lines[at - 1].text)))
    owners = _owners(lines, at + 1)
    if form_of(lines[at].text) is not None:
        return bool(owners) or numbered
    named = numbered or any(_UNIT.search(normal(line.text)) for line in owners)
    return bool(owners) and named and text.endswith("表") and not re.search(r"[，。；：]", text)


def _forms(title: str, header: list[str], labels: int | None, count: int | None) -> list[Form]:
    """The known form with the columns that this header shows, where they stand in its order; else those that the header can mean by itself."""
    own = header_forms(squeeze(title), header, labels, count)
    own = own or (header_forms(squeeze(title), header, None, None) if count is not None else [])
    for form in forms_of(title):
        shown = columns_shown(form, "".join(header), count)
        sides = {form.values[i][0] for i in shown or ()} if form.paired else None
        if shown is not None and (sides is None or sides == {label[0] for label in form.labels}):
            known = narrowed(form, shown)
            return own if own and is_unbroken(known, header) and not any(_same_order(known, other) for other in own) else [known]
    return own


def _same_order(known: Form, other: Form) -> bool:
    """Whether another reading of the header has the known form's columns in its order."""
    names = [[path[-1] for path in form.values] for form in (known, other)]
    return len(names[0]) == len(names[1]) and all(same_column(b, a) for a, b in zip(*names, strict=True))


def _body(lines: list[Line], start: int, depth: int) -> tuple[list[Line], int]:
    """The lines of the rows (headers left out, also repeated ones) and the end of the table."""
    body: list[Line] = []
    at = start + depth
    while at < len(lines):
        line = lines[at]
        text = normal(line.text)
        if _NUMBER.match(text) or _HEADING.match(text) or form_of(line.text) or _is_title(lines, at):
            break
        if at > start and line.page != lines[at - 1].page:
            owners = _owners(lines, at)
            if owners:
                at += len(owners) + _header(lines, at + len(owners))[0]
                continue
            if not _goes_on(lines, at):
                break
        if (_SENTENCE.search(text) or _ACCOUNT.search(text)) and not ends_in_amounts(line.text):
            break
        body.append(line)
        at += 1
    return body, at


def _goes_on(lines: list[Line], at: int) -> bool:
    """Whether a page starts with more rows: amounts close one within a few lines, and no sentence or heading stands before."""
    for line in lines[at : at + 5]:
        text = normal(line.text)
        if line.page != lines[at].page or _ACCOUNT.search(text) or _SENTENCE.search(text) or _HEADING.match(text) or _NUMBER.match(text) or form_of(line.text):
            return False
        if ends_in_amounts(line.text) or _BODY_START.match(line.text):
            return True
    return False


def _header(lines: list[Line], start: int) -> tuple[int, int | None, int | None]:
    """How many lines the header takes, and how many value and label columns its ``※`` line counts (None without such a line)."""
    for depth, line in enumerate(lines[start : start + _HEADER_LINES]):
        text = line.text.strip()
        star = _STAR.match(text)
        if star:
            numbers = star["numbers"].split()
            while start + depth + 1 < len(lines) and _NUMBERS.match(lines[start + depth + 1].text):
                numbers += lines[start + depth + 1].text.split()
                depth += 1
            counted = numbers == [str(n + 1) for n in range(len(numbers))]
            return depth + 1, len(numbers) if counted and numbers else None, text.count("※")
        if ends_in_amounts(text) or re.match(r"^(\d{3}\s|一、)", text) or re.search(r"\s\d{3}\s+[\u4e00-\u9fff]", text) or _NUMBER.match(normal(text)):
            return depth, None, None
        if _SENTENCE.search(normal(text)):
            return depth, None, None
    return 0, None, None


def _fill(table: FlatTable, body: list[Line], names: dict[str, str]) -> bool:
    """Read the rows; false where they cannot be those of the form."""
    form = table.form
    if form.sides:
        rows = sided_rows(body, form)
        if rows is None:
            return False
        table.pairs = rows
        table.rows = [row for line in rows for row in line if row is not None]
    elif form.paired:
        pairs = paired_rows(body)
        table.pairs = list(pairs)
        table.rows = [right for _, right in pairs if right is not None] if len(form.values) > 2 else []
    elif form.codes:
        table.rows = coded_rows(body, form, names)
        if len(form.labels) == form.codes + 1:
            names.update({row.code: row.label for row in table.rows if row.code})
    else:
        starts = THREE_PUBLIC if form.name == "三公经费表" else None if form.name else re.compile("")
        table.rows = named_rows(body, starts, whole=form.whole_numbers)
        if len(form.labels) > 1:
            table.rows = spread_rows(table.rows, body, len(form.labels), whole=form.whole_numbers)
        elif len(form.values) == 1 and any(row.label.endswith("小计") for row in table.rows) and (spread := with_subtotals(table.rows)):
            table.rows = spread
            table.form = replace(form, labels=(form.labels[0], form.labels[0]))
    return True
