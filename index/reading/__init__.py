"""Files in, pages of lines and tables out: one module a format, chosen by what the file holds, not by its name.

``pdf`` reads PDFs (``pdfium`` wraps the library; ``rules`` -> ``lattice`` -> ``cells`` make the tables, ``textlines`` the lines;
``render`` draws a page with places marked). ``plaintext`` reads the text forms, ``docx``, ``sheets`` and ``html`` theirs. Boxes are points on the upright page, origin top left.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from index.errors import EncryptedDocument, LimitExceeded, UnreadableDocument
from index.raw import RawDocument
from index.reading.decoding import decode
from index.reading.html import looks_like_html, read_html
from index.reading.limits import LIMITS, Limits
from index.reading.package import office_kind
from index.reading.traditional import WARNING, in_simplified, is_traditional, simplified

_OLE = b"\xd0\xcf\x11\xe0"

_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*")
_FOREIGN: tuple[tuple[bytes, str], ...] = (
    (b"Rar!", "压缩包"),
    (b"7z\xbc\xaf", "压缩包"),
    (b"\x1f\x8b", "压缩包"),
    (b"%!PS", "PostScript文件"),
)


def read(path: Path, limits: Limits = LIMITS) -> RawDocument:
    """Read one file. Raises UnreadableDocument, EncryptedDocument or LimitExceeded, each with one Chinese line that names the file."""
    return read_bytes(load(path, limits), Path(path).name, limits)


def load(path: Path, limits: Limits = LIMITS) -> bytes:
    """The bytes of a file. Raises UnreadableDocument (missing, a folder, empty, not allowed) or LimitExceeded (too large)."""
    path = Path(path)
    try:
        if path.is_dir():
            raise UnreadableDocument(f"“{path.name}”是文件夹，不是文件")
        size = path.stat().st_size
        if size > limits.file_bytes:
            raise LimitExceeded(f"“{path.name}”大小超过上限（{limits.file_bytes // 1024 // 1024} MB）")
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise UnreadableDocument(f"文件“{path}”不存在") from error
    except (OSError, ValueError) as error:
        raise UnreadableDocument(f"文件“{path.name}”无法打开，请检查权限") from error
    if not data.strip(b"\x00 \t\r\n"):
        raise UnreadableDocument(f"“{path.name}”是空文件")
    return data


def read_bytes(data: bytes, name: str, limits: Limits = LIMITS) -> RawDocument:
    """Read a file's bytes by what they hold (see :func:`_read`), in simplified characters."""
    return in_simplified(_read(data, name, limits))


def _read(data: bytes, name: str, limits: Limits) -> RawDocument:
    """By what the bytes hold: ``%PDF`` near the start is a PDF, office files by the parts in the archive, web
    pages by their tags, known foreign formats are refused, all else is text."""
    if b"%PDF-" in data[:1024]:
        from index.reading.pdf import read_pdf

        return read_pdf(data, name, limits)
    sha256 = hashlib.sha256(data).hexdigest()
    if data.startswith(b"PK\x03\x04"):
        kind = office_kind(data, name, limits)
        if kind == "docx":
            from index.reading.docx import read_docx

            return read_docx(data, name, sha256, limits)
        from index.reading.sheets import read_sheets

        return read_sheets(data, name, sha256, kind, limits)
    if data.startswith(_OLE):
        return _old_office(data, name, sha256, limits)
    if data.startswith(_PICTURES):
        from index.reading.scan import read_picture_file

        return read_picture_file(data, name, limits)
    for magic, what in _FOREIGN:
        if data.startswith(magic):
            raise UnreadableDocument(f"“{name}”是{what}，暂不支持，请提供PDF或文本文件")
    if data.count(b"\x00", 0, 4096) and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableDocument(f"“{name}”不是可识别的文档（PDF或文本）")
    if looks_like_html(data):
        return read_html(data, name, sha256, limits)
    from index.reading.plaintext import read_text

    text = decode(data, name)
    if not is_traditional(text):
        return read_text(data, name)
    raw = read_text(simplified(text).encode(), name)  # how a text is laid out is told by words
    return replace(raw, sha256=sha256, warnings=(*raw.warnings, WARNING))


def _old_office(data: bytes, name: str, sha256: str, limits: Limits) -> RawDocument:
    """Files of the old Office: workbooks are read, the others refused with what to do."""
    if "Workbook".encode("utf-16-le") in data or "Book".encode("utf-16-le") in data:
        from index.reading.sheets import read_sheets

        return read_sheets(data, name, sha256, "xls", limits)
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise EncryptedDocument(f"“{name}”有密码保护，请先去掉密码")
    raise UnreadableDocument(f"“{name}”是旧版Office文档，请另存为docx或PDF")
