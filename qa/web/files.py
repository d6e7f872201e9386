"""What leaves the house as a file: originals, and rows as CSV or as a workbook of one sheet."""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from fastapi.responses import FileResponse, Response

from index.errors import BadInput
from index.model import FileFormat, Table
from qa.web.render import text
from qa.web.service import Service

Cell = str | int | Decimal | None
_TYPES = {FileFormat.PDF: "application/pdf", FileFormat.SCAN: "application/pdf"}
_RISKY = ("=", "+", "-", "@", "\t", "\r")


def original(service: Service, document: str) -> Response:
    """The file that was indexed, as a download. Raises ``BadInput`` where it is gone or is another one by now."""
    record, path = service.document(document), service.index.source_path(document)
    if path is None or not Path(path).is_file():
        raise BadInput("没有这份原文件：它已不在建立索引时的位置。")
    state = Path(path).stat()
    if _hash(path, state.st_mtime_ns, state.st_size) != record.id:
        raise BadInput("没有这份原文件：它在建立索引后被改动过，请重新建立索引。")
    # text and web pages are never shown by the browser, only kept: they could hold scripts
    return FileResponse(path, media_type=_TYPES.get(record.format, "application/octet-stream"), headers=attachment(record.file_name))


@lru_cache(maxsize=256)
def _hash(path: str, changed: int, size: int) -> str:
    with Path(path).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def attachment(name: str) -> dict[str, str]:
    """The header that makes a download of this name."""
    safe = "".join(c for c in name if c.isprintable() and c not in '/\\"')[-180:] or "file"
    return {"content-disposition": f"attachment; filename*=UTF-8''{quote(safe)}"}


def harmless(value: Cell) -> Cell:
    """Text that a spreadsheet would run as a formula gets an apostrophe."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_RISKY) and not _is_number(value) else value


def _is_number(value: str) -> bool:
    return value.lstrip("+-").replace(",", "").replace(".", "", 1).isdigit()


def csv_bytes(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """UTF-8 with a mark, so that spreadsheets read Chinese right."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(head)
    for row in rows:
        writer.writerow(["" if cell is None else harmless(cell) for cell in row])
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8", "replace")


def xlsx_bytes(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """A workbook of one sheet: texts as texts (codes keep their zeros), amounts as numbers."""
    sheet = ['<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>']
    for number, row in enumerate([head, *rows], start=1):
        sheet.append(f'<row r="{number}">' + "".join(_xlsx_cell(cell) for cell in row) + "</row>")
    sheet.append("</sheetData></worksheet>")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in _BOOK.items():
            book.writestr(name, content)
        book.writestr("xl/worksheets/sheet1.xml", "".join(sheet))
    return out.getvalue()


def _xlsx_cell(cell: Cell) -> str:
    if cell is None or cell == "":
        return "<c/>"
    if isinstance(cell, int | Decimal):
        return f"<c><v>{cell:f}</v></c>"
    return f'<c t="inlineStr"><is><t xml:space="preserve">{text(cell)}</t></is></c>'


_BOOK = {
    "[Content_Types].xml": '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
    "_rels/.rels": '<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": '<?xml version="1.0" encoding="UTF-8"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="问账" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": '<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}


def exported(kind: str, name: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Response:
    """Rows as a download; ``kind`` csv or xlsx."""
    content = xlsx_bytes(head, rows) if kind == "xlsx" else csv_bytes(head, rows)
    media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" if kind == "xlsx" else "text/csv; charset=utf-8"
    return Response(content, media_type=media, headers=attachment(f"{name}.{kind}"))


def table_rows(table: Table) -> list[list[Any]]:
    """The table as rows of texts; a span's text stands in its first cell."""
    rows: list[list[Any]] = [[""] * table.columns for _ in range(table.rows)]
    for cell in table.cells:
        rows[cell.row][cell.column] = cell.value if cell.value is not None and cell.row >= table.header_rows else cell.text
    return rows
