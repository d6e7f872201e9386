"""The two text forms in which disclosures go round: tab-separated tables with Markdown headings, and text out of a PDF with empty cells lost."""

from __future__ import annotations

from eval.madeup.document import Grid, Heading, Made, Text
from eval.madeup.writers.pdf import header_grid

WRAP = 34  # characters a line of flattened prose


def write_tab(made: Made) -> bytes:
    """Markdown headings; a table row a line, cells parted by tabs, empty cells kept. UTF-8."""
    lines: list[str] = [made.title, ""]
    for block in made.blocks:
        if isinstance(block, Heading):
            lines += [f"{'#' * (block.level + 1)} {block.text}", ""]
        elif isinstance(block, Text):
            lines += [block.text, ""]
        else:
            lines += _tab_table(block, made.department)
    return "\n".join(lines).encode()


def _tab_table(grid: Grid, department: str) -> list[str]:
    header, _ = header_grid(grid)
    rows = ["\t".join(row) for row in [*header, *(list(r) for r in grid.rows)]]
    number = [f"表 {grid.number[1:]}", ""] if grid.number.startswith("表") else [grid.number, ""] if grid.number else []
    return [
        *number,
        f"### {grid.title}",
        "",
        f"编制部门：{department}",
        "",
        f"单位：{grid.unit}",
        "",
        *rows,
        "",
        *([grid.note, ""] if grid.note else []),
    ]


def write_flat(made: Made) -> bytes:
    """Lines as a PDF's text comes out: a blank line after every line, prose cut at the page width, empty cells lost. UTF-8."""
    lines: list[str] = []
    for block in made.blocks:
        if isinstance(block, Grid):
            lines += _flat_table(block, made.department)
            continue
        text = block.text
        pieces = [text[i : i + WRAP] for i in range(0, len(text), WRAP)]
        if isinstance(block, Heading) and block.level == 1:
            pieces[0] = " " + pieces[0]  # a page starts
        lines += pieces
    return "\n\n".join(lines).encode() + b"\n"


def _flat_table(grid: Grid, department: str) -> list[str]:
    header, _ = header_grid(grid)
    number = [f" 表 {grid.number[1:]}"] if grid.number.startswith("表") else [f" {grid.number}"] if grid.number else []
    lines = [*number, grid.title, f"编制部门：{department} 单位：{grid.unit}"]
    lines += [" ".join(t for t in row if t) for row in header]
    if grid.codes:
        values = grid.columns - grid.labels
        lines.append(" ".join(["※"] * grid.labels + [str(i + 1) for i in range(values)]))
    lines += [" ".join(t for t in row if t) for row in grid.rows]
    return [*(line for line in lines if line), *([grid.note] if grid.note else [])]
