"""Spreadsheets (.xlsx, .xls): a sheet is a page; titles and notes around a table are lines. Codes stay text, amounts keep the decimals shown."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from index.errors import EncryptedDocument, LimitExceeded, UnreadableDocument
from index.model import FileFormat
from index.raw import Line, RawCell, RawDocument, RawPage, RawTable
from index.reading.guard import sound
from index.reading.limits import LIMITS, Limits
from index.text import clean

Span = tuple[int, int, int, int]  # first row, first column, rows, columns
_CELLS_A_SHEET = 50  # times the cells of the largest table
_MERGED = re.compile(rb"<(?:\w{1,40}:)?mergeCell\s[^<>]*?ref\s*=\s*[\"']([A-Za-z]{1,3})(\d{1,7}):([A-Za-z]{1,3})(\d{1,7})")


@dataclass(frozen=True, slots=True)
class Sheet:
    """The texts of a sheet as shown, and its merged areas."""

    title: str
    rows: tuple[tuple[str, ...], ...]
    spans: tuple[Span, ...]


def read_sheets(data: bytes, name: str, sha256: str, kind: str, limits: Limits = LIMITS) -> RawDocument:
    """Read a workbook; ``kind`` is ``xlsx`` or ``xls``. Raises ``UnreadableDocument``, ``EncryptedDocument``, ``LimitExceeded``."""
    with sound(name, "Excel文件"):
        sheets = list(_xlsx(data, name, limits) if kind == "xlsx" else _xls(data, name, limits))
    pages = tuple(RawPage(i, tuple(_blocks(sheet, i))) for i, sheet in enumerate(sheets, 1))
    if not any(page.blocks for page in pages):
        raise UnreadableDocument(f"“{name}”里没有内容")
    return RawDocument(sha256, name, FileFormat.XLSX, pages)


def _xlsx(data: bytes, name: str, limits: Limits) -> Iterator[Sheet]:
    import openpyxl

    _weigh_merges(data, name, limits)
    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        if sheet.max_row * sheet.max_column > _CELLS_A_SHEET * limits.grid_cells:
            raise LimitExceeded(f"“{name}”的工作表“{sheet.title}”过大")
        rows = tuple(tuple(shown(cell.value, cell.number_format) for cell in row) for row in sheet.iter_rows())
        spans = tuple((m.min_row - 1, m.min_col - 1, m.max_row - m.min_row + 1, m.max_col - m.min_col + 1) for m in sheet.merged_cells.ranges)
        yield Sheet(sheet.title, rows, spans)


def _weigh_merges(data: bytes, name: str, limits: Limits) -> None:
    """Raise ``LimitExceeded`` where merged cells cover more than a sheet may hold: openpyxl makes an object of each of them while it loads."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for part in archive.namelist():
            left = _CELLS_A_SHEET * limits.grid_cells
            for left_column, top, right_column, bottom in _MERGED.findall(archive.read(part)):
                left -= (abs(int(bottom) - int(top)) + 1) * (abs(_column(right_column) - _column(left_column)) + 1)
            if left < 0:
                raise LimitExceeded(f"“{name}”的合并单元格范围过大")


def _column(letters: bytes) -> int:
    """``A`` is 1, ``XFD`` 16384."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _xls(data: bytes, name: str, limits: Limits) -> Iterator[Sheet]:
    import xlrd

    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True)
    except xlrd.XLRDError as error:
        if "encrypted" in str(error).lower():
            raise EncryptedDocument(f"“{name}”有密码保护，请先去掉密码") from error
        raise UnreadableDocument(f"“{name}”不是完好的Excel文件") from error
    for sheet in book.sheets():
        if sheet.nrows * sheet.ncols > _CELLS_A_SHEET * limits.grid_cells:
            raise LimitExceeded(f"“{name}”的工作表“{sheet.name}”过大")
        rows = []
        for r in range(sheet.nrows):
            formats = [book.format_map[book.xf_list[sheet.cell_xf_index(r, c)].format_key].format_str for c in range(sheet.row_len(r))]
            rows.append(tuple(shown(cell.value if cell.ctype else None, form) for cell, form in zip(sheet.row(r), formats, strict=True)))
        yield Sheet(sheet.name, tuple(rows), tuple((r0, c0, r1 - r0, c1 - c0) for r0, r1, c0, c1 in sheet.merged_cells))


def shown(value: object, number_format: str) -> str:
    """A cell as its reader sees it: text unchanged, numbers with the decimals of their format, percent as percent."""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, (datetime, date)):
        return value.strftime("%Y-%m-%d")
    if not isinstance(value, (int, float)):
        return clean(str(value)).strip()
    number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    pattern = number_format.split(";")[0]
    percent = "%" in pattern
    places = re.search(r"[0#]\.(0+)", pattern)
    number = number * 100 if percent else number
    if places:
        text = f"{number:.{len(places[1])}f}"
    elif re.fullmatch(r"[#,0\"_ ]*0[\"_ %)]*", pattern) and pattern != "General":
        text = f"{number:.0f}"
    else:
        text = f"{number.normalize():f}" if number == number.to_integral() else f"{round(number, 6).normalize():f}"
    if "," in pattern and places:
        text = f"{Decimal(text):,}"
    return text + ("%" if percent else "")


def _blocks(sheet: Sheet, page: int) -> Iterator[Line | RawTable]:
    """Rows with one text are lines (title, unit, note); runs of rows with several are tables; empty rows part them."""
    run: list[int] = []
    for r in [*range(len(sheet.rows)), None]:
        texts = [] if r is None else [t for t in sheet.rows[r] if t]
        inside = r is not None and (len(texts) > 1 or (bool(run) and _belongs(sheet, r)))
        if inside and r is not None:
            run.append(r)
            continue
        if run:
            yield from _run(sheet, run, page)
            run = []
        if r is not None and texts:
            yield Line(texts[0], page)


def _belongs(sheet: Sheet, row: int) -> bool:
    """Whether a row with one text or none is still of the table above: covered by a span from there, or a label with its amounts blank."""
    if any(r0 < row < r0 + rows for r0, _, rows, _ in sheet.spans):
        return True
    texts = [t for t in sheet.rows[row] if t]
    wide = any(r0 == row and columns > 2 for r0, _, _, columns in sheet.spans)
    if not texts or wide or len(texts[0]) >= 40 or re.match(r"注|备注|说明", texts[0]):
        return False
    for following in sheet.rows[row + 1 :]:
        filled = len([t for t in following if t])
        if filled != 1:
            return filled > 1
    return False


def _run(sheet: Sheet, run: Sequence[int], page: int) -> Iterator[Line | RawTable]:
    """A table, after the lines above it that hold only who and in which unit."""
    first = 0
    while (
        first < len(run)
        and re.search(r"单位[:：]\s*[百千万亿]*元", " ".join(sheet.rows[run[first]]))
        and len([t for t in sheet.rows[run[first]] if t]) <= 3
    ):
        yield Line("　".join(t for t in sheet.rows[run[first]] if t), page)
        first += 1
    rows = run[first:]
    if not rows:
        return
    top = rows[0]
    width = max((c + 1 for r in rows for c, t in enumerate(sheet.rows[r]) if t), default=0)
    covered: dict[tuple[int, int], Span] = {}
    for span in sheet.spans:
        r0, c0, height, across = span
        if r0 >= top and r0 + height <= rows[-1] + 1 and c0 + across <= max(width, c0 + across):
            covered.update({(r, c): span for r in range(r0, r0 + height) for c in range(c0, c0 + across)})
    width = max([width, *(c0 + across for r0, c0, _, across in covered.values())])
    cells = []
    for r in range(top, rows[-1] + 1):
        for c in range(width):
            r0, c0, height, across = covered.get((r, c), (r, c, 1, 1))
            if (r0, c0) == (r, c):
                text = sheet.rows[r][c] if c < len(sheet.rows[r]) else ""
                cells.append(RawCell(r - top, c, text, height, across))
    yield RawTable(page, rows[-1] - top + 1, width, tuple(cells))
