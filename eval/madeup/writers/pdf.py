"""PDF with ruled tables. A Chinese TrueType font of the machine is embedded where there is one; else the reader's own song face is named.

Latin letters and digits are set in Helvetica: free Chinese fallback fonts often lack them, and real disclosures mix two fonts on a line as well.
"""

from __future__ import annotations

import io
import re
import subprocess
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFError, TTFont
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from eval.madeup.document import Grid, Heading, Made, Text

MARGIN = 45
# Latin runs, and the quotes and dashes that such fallback fonts lack as well.
LATIN = re.compile(r"[\x21-\x7e\u2018\u2019\u201c\u201d\u2014\u2026]+(?: +[\x21-\x7e]+)*")
SIZES = {1: 16, 2: 13, 3: 11.5}


@cache
def font() -> str:
    """Name of a registered font with Chinese glyphs."""
    for path in _candidates():
        try:
            pdfmetrics.registerFont(TTFont("Madeup", str(path)))
        except (TTFError, OSError):
            continue  # fonts with PostScript outlines cannot be embedded by reportlab
        return "Madeup"
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    return "STSong-Light"


def _candidates() -> list[Path]:
    try:
        listed = subprocess.run(["fc-list", ":lang=zh", "file"], capture_output=True, text=True, timeout=20, check=False).stdout
    except (OSError, subprocess.TimeoutExpired):
        return []
    paths = [Path(line.strip().rstrip(":")) for line in listed.splitlines() if line.strip()]
    return sorted((p for p in paths if p.suffix.lower() in {".ttf", ".ttc"}), key=lambda p: ("droid" not in p.name.lower(), p.name))


def write_pdf(made: Made) -> bytes:
    """The document as A4 pages; same document, same bytes."""
    buffer = io.BytesIO()
    template = SimpleDocTemplate(
        buffer,
        pagesize=A4,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=MARGIN,
        bottomMargin=MARGIN,
        title=made.title,
        author="示例",
        invariant=1,
    )
    flow: list[Flowable] = []
    for block in made.blocks:
        flow += _flowables(block, made.department)
    template.build(flow)
    return buffer.getvalue()


def _marked(text: str) -> str:
    """Paragraph markup: escaped, Latin runs in their own font."""
    parts, end = [], 0
    for found in LATIN.finditer(text):
        parts += [escape(text[end : found.start()]), f'<font name="Helvetica">{escape(found.group())}</font>']
        end = found.end()
    return "".join(parts) + escape(text[end:])


def _style(size: float, *, indent: bool = False, centre: bool = False) -> ParagraphStyle:
    return ParagraphStyle(
        f"s{size}{indent}{centre}",
        fontName=font(),
        fontSize=size,
        leading=size * 1.6,
        wordWrap="CJK",
        firstLineIndent=2 * size if indent else 0,
        alignment=1 if centre else 0,
    )


def _flowables(block: Heading | Text | Grid, department: str) -> list[Flowable]:
    if isinstance(block, Heading):
        return [Spacer(1, 8), Paragraph(_marked(block.text), _style(SIZES[block.level], centre=block.level == 1)), Spacer(1, 4)]
    if isinstance(block, Text):
        return [Paragraph(_marked(block.text), _style(11, indent=True))]
    lines: list[Flowable] = [Spacer(1, 10)]
    if block.number:
        lines.append(Paragraph(_marked(block.number), _style(10)))
    lines.append(Paragraph(_marked(block.title), _style(13, centre=True)))
    lines.append(Paragraph(_marked(f"编制部门：{department}　　　　　　单位：{block.unit}"), _style(9)))
    lines.append(_table(block))
    if block.note:
        lines.append(Paragraph(_marked(block.note), _style(9)))
    return [*lines, Spacer(1, 10)]


def _table(grid: Grid) -> Table:
    cells, spans = header_grid(grid)
    depth = len(cells)
    rows = [list(row) for row in grid.rows] or [[""] * grid.columns]
    style = _style(7.5)
    latin = [_is_latin(grid, c) for c in range(grid.columns)]
    body = [
        [Paragraph(_marked(text), style) if r < depth or _needs_setting(text, latin[c]) else text for c, text in enumerate(row)]
        for r, row in enumerate(cells + rows)
    ]
    table = Table(body, colWidths=_widths(grid))
    commands: list[tuple[object, ...]] = [
        ("GRID", (0, 0), (-1, -1), 0.6, colors.black),
        ("FONT", (0, 0), (-1, -1), font(), 7.5),
        *(("FONT", (c, depth), (c, -1), "Helvetica", 7.5) for c in range(grid.columns) if latin[c]),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("ALIGN", (grid.labels, depth), (-1, -1), "RIGHT"),
        ("LEFTPADDING", (0, 0), (-1, -1), 2),
        ("RIGHTPADDING", (0, 0), (-1, -1), 2),
        *(("SPAN", first, last) for first, last in spans),
    ]
    table.setStyle(TableStyle(commands))
    return table


def _needs_setting(text: str, latin_column: bool) -> bool:
    """Long or mixed texts are set as paragraphs; short Han, and numbers in a column of numbers, as they are (much faster)."""
    if text.isascii():
        return bool(text) and not latin_column
    return bool(LATIN.search(text)) or len(text) > 9


def _is_latin(grid: Grid, column: int) -> bool:
    return all(row[column].isascii() for row in grid.rows)


def header_grid(grid: Grid) -> tuple[list[list[str]], list[tuple[tuple[int, int], tuple[int, int]]]]:
    """The header as a full grid of texts, and the spans in it as (column, row) corners."""
    depth, width = len(grid.header), grid.columns
    cells: list[list[str | None]] = [[None] * width for _ in range(depth)]
    spans = []
    for r, row in enumerate(grid.header):
        for head in row:
            c = cells[r].index(None)
            for y in range(r, r + head.rows):
                for x in range(c, c + head.columns):
                    cells[y][x] = ""
            cells[r][c] = head.text
            if head.rows > 1 or head.columns > 1:
                spans.append(((c, r), (c + head.columns - 1, r + head.rows - 1)))
    return [[text or "" for text in row] for row in cells], spans


def _widths(grid: Grid) -> list[float]:
    """Codes narrow, names wide, amounts alike; together the width of the page."""
    room = A4[0] - 2 * MARGIN
    header, _ = header_grid(grid)
    weights = []
    for c in range(grid.columns):
        longest = max((len(row[c]) for row in grid.rows), default=0)
        numeric = all(not row[c] or row[c].replace(",", "").replace(".", "").isdigit() for row in grid.rows)
        titled = max(len(h[c]) for h in header)
        weights.append(
            max(3.2 if c < grid.labels else 5.5, min(6.5, longest * 0.62 + 1)) if numeric else max(5.0, min(16.0, max(longest, titled) * 1.05))
        )
    return [room * w / sum(weights) for w in weights]
