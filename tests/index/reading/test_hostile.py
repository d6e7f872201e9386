"""Files made to exhaust whoever reads them: each is refused in one line or read in part, in bounded time, and the others of its batch are indexed."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from eval.madeup.make import Wanted, disclosures, writer
from index.document import read_one
from index.errors import LimitExceeded, WenzhangError
from index.reading import read_bytes
from tests.conftest import ROOT

GOOD = next(iter(disclosures(Wanted(1, 2024, 1)))).made
CATALOG, PAGE = b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]%s>>"
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
SHARED = b"/Contents 4 0 R/Resources<</Font<</F 5 0 R>>/XObject<</A 6 0 R>>>>"
WORDS = b"BT /F 9 Tf 50 700 Td (budget 12.50) Tj ET\n"


def pdf(*objects: bytes) -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalog."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out) + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)


def pages(kids: bytes, count: int) -> bytes:
    return b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count)


def stream(packed: bytes, filters: bytes = b"/FlateDecode", more: bytes = b"") -> bytes:
    return b"<</Length %d/Filter %s%s>>\nstream\n%s\nendstream" % (len(packed), filters, more, packed)


def one_page(content: bytes, *more: bytes) -> bytes:
    return pdf(CATALOG, pages(b"3 0 R", 1), PAGE % SHARED, content, FONT, *more)


def packed(content: bytes) -> bytes:
    return stream(zlib.compress(content, 9))


def tree_that_doubles(levels: int) -> bytes:
    """Every node holds the next one twice: 2 to the power of ``levels`` pages in a few bytes."""
    nodes = [pages(b"%d 0 R %d 0 R" % (i + 1, i + 1), 2 ** (levels - i + 2)) for i in range(2, levels + 2)]
    return pdf(CATALOG, *nodes, b"<</Type/Page/MediaBox[0 0 595 842]>>")


PDFS: dict[str, Callable[[], bytes]] = {
    "一万页": lambda: pdf(CATALOG, pages(b"".join(b"%d 0 R " % i for i in range(3, 10_003)), 10_000), *[PAGE % b""] * 10_000),
    "一页一万次": lambda: pdf(CATALOG, pages(b"3 0 R " * 10_000, 10_000), PAGE % b""),
    "自称十亿页": lambda: pdf(CATALOG, pages(b"3 0 R", 1_000_000_000), PAGE % b""),
    "页树成环": lambda: pdf(CATALOG, pages(b"2 0 R 2 0 R", 100)),
    "页树翻倍": lambda: tree_that_doubles(40),
    "流炸弹": lambda: one_page(packed(b" " * 60_000_000 + WORDS)),
    "流中之流": lambda: one_page(stream(zlib.compress(zlib.compress(b" " * 100_000_000, 1), 9), b"[/FlateDecode/FlateDecode]")),
    "百万笔画": lambda: one_page(packed(b"0 0 m 9 9 l S\n" * 300_000 + WORDS)),
    "百万字": lambda: one_page(packed(b"BT /F 9 Tf (" + b"1" * 1_000_000 + b") Tj ET")),
    "网格": lambda: one_page(packed(b"".join(b"%d 0 m %d 842 l S 0 %d m 595 %d l S\n" % (i % 595, i % 595, i % 842, i % 842) for i in range(9_000)) + WORDS)),
    "深层数组": lambda: one_page(packed(b"[" * 500_000 + WORDS)),
    "二十万对象": lambda: pdf(CATALOG, pages(b"3 0 R", 1), PAGE % b"", *[b"null"] * 200_000),
    "没有目录的对象": lambda: b"%PDF-1.7\n" + b"".join(b"%d 0 obj\n<<>>\nendobj\n" % i for i in range(1, 100_000)),
}


def office(form: str, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """A good file with one part changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(writer(form)(GOOD))) as good, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bad:
        for name in good.namelist():
            bad.writestr(name, change(good.read(name)) if name == part else good.read(name))
    return out.getvalue()


def word(inserted: bytes) -> bytes:
    return office("docx", "word/document.xml", lambda text: text.replace(b"<w:body>", b"<w:body>" + inserted, 1))


def sheet(inserted: bytes, after: bytes = b"<sheetData>") -> bytes:
    return office("xlsx", "xl/worksheets/sheet1.xml", lambda text: text.replace(after, after + inserted, 1))


def lying() -> bytes:
    """The directory says that every part is small; one is not."""
    out = bytearray(word(b"<w:p><w:r><w:t>1</w:t></w:r></w:p>" * 600_000))
    place = -1
    while (place := out.find(b"PK\x01\x02", place + 1)) >= 0:
        out[place + 24 : place + 28] = (1000).to_bytes(4, "little")
    return bytes(out)


def many_parts() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(20_000):
            archive.writestr(f"word/{number}", b"")
        archive.writestr("word/document.xml", b"x")
    return out.getvalue()


LAUGHS = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "lol">%s]><l>&j;</l>' % b"".join(
    b'<!ENTITY %c "%s">' % (98 + i, (b"&%c;" % (97 + i)) * 10) for i in range(9)
)
SPAN = b'<w:tbl><w:tr>%s<w:tc><w:tcPr><w:gridSpan w:val="%d"/></w:tcPr><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc></w:tr></w:tbl>'
OFFICE: dict[str, Callable[[], bytes]] = {
    "大部件.docx": lambda: word(b"<w:p><w:r><w:t>1</w:t></w:r></w:p>" * 600_000),
    "谎报大小.docx": lying,
    "两万部件.docx": many_parts,
    "二十亿列.docx": lambda: word(SPAN % (b"", 2_000_000_000)),
    "前空二十亿列.docx": lambda: word(SPAN % (b'<w:trPr><w:gridBefore w:val="2000000000"/></w:trPr>', 1)),
    "深层标签.docx": lambda: word(b"<w:r>" * 200_000 + b"</w:r>" * 200_000),
    "套叠表格.docx": lambda: word(b"<w:tbl><w:tr><w:tc>" * 20_000 + b"<w:p/>" + b"</w:tc></w:tr></w:tbl>" * 20_000),
    "实体爆炸.docx": lambda: office("docx", "word/document.xml", lambda _: LAUGHS),
    "实体爆炸.xlsx": lambda: office("xlsx", "xl/worksheets/sheet1.xml", lambda _: LAUGHS),
    "最远的格.xlsx": lambda: sheet(b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
    "全表合并.xlsx": lambda: sheet(b'<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>', b"</sheetData>"),
    "一列三万行.xlsx": lambda: sheet(b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (i, i) for i in range(1, 30_000))),
    "巨大跨格.html": lambda: b"<table>" + b"<tr><td colspan=1000000000 rowspan=1000000000>1</td></tr>" * 1000 + b"</table>",
    "深层.html": lambda: b"<div>" * 300_000,
}


@pytest.mark.parametrize("name", PDFS)
def test_a_hostile_pdf_is_refused_or_read_in_part(name: str) -> None:
    outcome(PDFS[name](), f"{name}.pdf")


@pytest.mark.parametrize("name", OFFICE)
def test_a_hostile_office_file_is_refused_or_read_in_part(name: str) -> None:
    outcome(OFFICE[name](), name)


def outcome(data: bytes, name: str) -> None:
    """Read or refused in one line; whatever else comes out is an error of ours, and the suite's time limit a hang."""
    told = "read"
    try:
        read_bytes(data, name)
    except WenzhangError as error:
        told = str(error)
    assert told
    assert "\n" not in told


@pytest.mark.parametrize("name", ["大部件.docx", "两万部件.docx", "最远的格.xlsx", "全表合并.xlsx"])
def test_bombs_are_refused_before_they_are_unpacked(name: str) -> None:
    with pytest.raises(LimitExceeded):
        read_bytes(OFFICE[name](), name)


@pytest.mark.parametrize("name", ["一万页", "一页一万次"])
def test_too_many_pages_are_refused_before_they_are_read(name: str) -> None:
    with pytest.raises(LimitExceeded, match="有10000页，超过上限（500页）"):
        read_bytes(PDFS[name](), f"{name}.pdf")


def test_an_entity_never_fetches_a_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("机密机密", encoding="utf-8")
    doctype = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'.encode()

    def change(text: bytes) -> bytes:
        head, mark, rest = text.partition(b"?>")
        return head + mark + doctype + rest.replace(b"<w:body>", b"<w:body><w:p><w:r><w:t>&e;</w:t></w:r></w:p>", 1)

    data = office("docx", "word/document.xml", change)
    try:
        read = str(read_bytes(data, "外部.docx"))
    except WenzhangError:
        read = ""
    assert "机密" not in read


def test_spans_out_of_reason_leave_the_rest_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "二十亿列.docx"
    path.write_bytes(OFFICE["二十亿列.docx"]())
    good = tmp_path / "好.docx"
    good.write_bytes(writer("docx")(GOOD))
    assert len(read_one(path).figures) >= len(read_one(good).figures) > 100


READING = """
import sys
from pathlib import Path
from index import pool
from index.reading import read
pool.MEMORY = 700 << 20
def formats(path):
    return read(Path(path)).format
for name, found in sorted(pool.run(formats, [(name, (name,)) for name in sys.argv[1:]], workers=1)):
    print(getattr(found, "reason", found))
"""


def test_a_file_that_kills_its_reader_costs_only_itself(tmp_path: Path) -> None:
    """Forms inside forms without end: PDFium takes memory until its process may have no more, and ends. (What a build says: ``test_build``.)"""
    inner = stream(zlib.compress(b"/A Do /A Do"), more=b"/Type/XObject/Subtype/Form/BBox[0 0 600 900]/Resources<</XObject<</A 6 0 R>>>>")
    (tmp_path / "a.pdf").write_bytes(one_page(packed(b"/A Do /A Do"), inner))
    (tmp_path / "b.txt").write_bytes(writer("tab")(GOOD))
    command = [sys.executable, "-c", READING, str(tmp_path / "a.pdf"), str(tmp_path / "b.txt")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["读取时程序异常终止，已跳过（文件可能已损坏或过大）", "tab-text"]
