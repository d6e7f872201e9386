"""Word, Excel and web page: the same document in the other formats in which departments publish."""

from __future__ import annotations

import io
import re
import zipfile
from html import escape
from typing import Any

from eval.madeup.document import Grid, Heading, Made, Text
from eval.madeup.writers.pdf import header_grid
from index.numbers import parse_amount


def write_docx(made: Made) -> bytes:
    """A Word file with heading styles and real tables."""
    import docx

    document = docx.Document()
    document.core_properties.title = made.title
    for block in made.blocks:
        if isinstance(block, Heading):
            document.add_heading(block.text, level=block.level)
        elif isinstance(block, Text):
            document.add_paragraph(block.text)
        else:
            for line in _above(block, made.department):
                document.add_paragraph(line)
            _docx_table(document, block)
            if block.note:
                document.add_paragraph(block.note)
    buffer = io.BytesIO()
    document.save(buffer)
    return _stable(buffer.getvalue())


def _stable(data: bytes) -> bytes:
    """The archive with fixed times: office libraries write the clock's into it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", b"2024-01-01T00:00:00", content)
            target.writestr(zipfile.ZipInfo(entry.filename, (2024, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _docx_table(document: Any, grid: Grid) -> None:
    cells, spans = header_grid(grid)
    rows = [*cells, *([list(row) for row in grid.rows] or [[""] * grid.columns])]
    table = document.add_table(rows=len(rows), cols=grid.columns)
    for (c0, r0), (c1, r1) in spans:
        table.cell(r0, c0).merge(table.cell(r1, c1))
    for r, row in enumerate(rows):
        places = table.rows[r].cells
        for c, text in enumerate(row):
            if text:
                places[c].text = text


def _above(grid: Grid, department: str) -> list[str]:
    return [*([grid.number] if grid.number else []), grid.title, f"编制部门：{department}　　单位：{grid.unit}"]


def write_xlsx(made: Made) -> bytes:
    """A workbook: prose on the first sheet, a sheet for every table; amounts are numbers with a format, codes are text."""
    import openpyxl

    book = openpyxl.Workbook()
    prose = book.active
    prose.title = "说明"
    for block in made.blocks:
        if not isinstance(block, Grid):
            prose.append([block.text])
    for i, grid in enumerate(made.grids, 1):
        _sheet(book.create_sheet(f"{i:02d}"), grid, made.department)
    buffer = io.BytesIO()
    book.save(buffer)
    return _stable(buffer.getvalue())


def _sheet(sheet: Any, grid: Grid, department: str) -> None:
    for line in _above(grid, department):
        sheet.append([line])
    top = sheet.max_row + 1
    cells, spans = header_grid(grid)
    for r, row in enumerate([*cells, *grid.rows]):
        for c, text in enumerate(row):
            place = sheet.cell(top + r, c + 1)
            parsed = parse_amount(text) if r >= len(cells) and c >= grid.labels and re.search("[.,]", text) else None  # codes and counts stay text
            if parsed is None:
                place.value = text or None
                if text:
                    place.data_type = "s"  # a target such as "=100%" is no formula
            else:
                place.value, place.number_format = float(parsed.value), "#,##0.00"
    for (c0, r0), (c1, r1) in spans:
        sheet.merge_cells(start_row=top + r0, start_column=c0 + 1, end_row=top + r1, end_column=c1 + 1)
    if grid.note:
        sheet.append([])
        sheet.append([grid.note])


def write_html(made: Made) -> bytes:
    """A page as a government site shows it: a navigation, a layout table around everything, tables with spans. GB18030, as many are."""
    parts = [f"<h1>{escape(made.title)}</h1>"]
    for block in made.blocks:
        if isinstance(block, Heading):
            parts.append(f"<h{block.level + 1}>{escape(block.text)}</h{block.level + 1}>")
        elif isinstance(block, Text):
            parts.append(f"<p>{escape(block.text)}</p>")
        else:
            parts += [f"<p>{escape(line)}</p>" for line in _above(block, made.department)]
            parts.append(_html_table(block))
            parts.append(f"<p>{escape(block.note)}</p>" if block.note else "")
    body = "\n".join(parts)
    page = f"""<!DOCTYPE html><html><head><meta charset="gb18030"><title>{escape(made.title)}</title><script>var a = "<p>1.00万元</p>";</script></head>
<body><nav><a href="/">首页</a></nav><table><tr><td>{body}</td></tr></table></body></html>"""
    return page.encode("gb18030")


def _html_table(grid: Grid) -> str:
    header = "".join(
        "<tr>" + "".join(f'<th colspan="{h.columns}" rowspan="{h.rows}">{escape(h.text)}</th>' for h in row) + "</tr>" for row in grid.header
    )
    rows = "".join("<tr>" + "".join(f"<td>{escape(text)}</td>" for text in row) + "</tr>" for row in grid.rows or [("",) * grid.columns])
    return f'<table border="1">{header}{rows}</table>'
